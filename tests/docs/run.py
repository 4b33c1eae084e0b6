#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The commands of the documents, run as they stand; prints TAP.

A block that is fenced as sh is run, in order, one shell a document, and must end with 0. What it
needs is here: the programs as installed, a broker, Kafka's tools under their names, a scratch copy to
stand in. Addresses and folders of the system become those of this run (PLACES); systemctl, journalctl
and sudo stand in for the real ones, and start what the units start. A block that cannot be run here is
skipped for the reason in UNABLE. JSON is parsed. A block of commands that is not fenced as such is a
fault. BUILD (default: build) has the programs; an argument picks documents by name.
"""
import contextlib
import itertools
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", "build")).absolute()
BROKER = ROOT / "tests/kafka/broker.sh"
TIMEOUT = 180  # seconds for one block; it takes few, but on a machine that is busy

# In the order of a reader; install.md starts what those behind it look at.
FIRST = ["README.md", "docs/install.md"]
DOCUMENTS = FIRST + [name for name in sorted(
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "docs/*.md", "tests/README.md", "processors/README.md", "schemas/*.md")
    for path in ROOT.glob(pattern)) if name not in FIRST]

UNABLE = [  # what a block holds, why it is not run
    (r"^make (test|check)\b", "it is what runs this"),
    (r"^make deb\b|^sudo apt ", "makes, installs or removes packages of the system"),
    (r"^docker\b", "needs a Docker engine"),
    (r"^kubectl\b", "needs a Kubernetes cluster"),
]
COMMANDS = re.compile(r"(sudo |\./)?(make|disputewire-\w+|kcat|kafka-[a-z-]+\.sh|docker|kubectl|curl|jq|"
                      r"systemctl|journalctl|apt|npm|pip|python3|java|mvn|build/\S+|tests/\S+) ")

TOOLS = {"kafka-topics.sh": "TopicCommand",
         "kafka-consumer-groups.sh": "consumer.group.ConsumerGroupCommand",
         "kafka-transactions.sh": "TransactionsCommand"}

# Starts what a unit starts, with the unit's environment, and keeps its log for journalctl.
SYSTEMCTL = r"""#!/bin/bash
set -eu
units=@UNITS@ state=@STATE@
stop() { [ ! -f "$state/$1.pid" ] || { kill "$(cat "$state/$1.pid")" && tail --pid="$(cat "$state/$1.pid")" -f /dev/null; rm "$state/$1.pid"; }; }
start() {
    set -a; STATE_DIRECTORY=$state
    eval "$(sed -n 's/^Environment=//p' "$units/$1.service")"
    [ ! -f "@DEFAULT@/$1" ] || . "@DEFAULT@/$1"
    eval "exec $(sed -n 's/^ExecStart=//p' "$units/$1.service")" 2>>"$state/$1.log" &
    echo $! >"$state/$1.pid"
}
verb=$1; shift
for unit in "$@"; do
    case $unit in -*) continue ;; esac
    case $verb in
    enable) start "$unit" ;;
    stop) stop "$unit" ;;
    reload) kill -HUP "$(cat "$state/$unit.pid")" ;;
    restart) stop "$unit"; start "$unit" ;;
    status) kill -0 "$(cat "$state/$unit.pid")" && echo "$unit is running" ;;
    *) echo "systemctl $verb: not here" >&2; exit 1 ;;
    esac
done
"""
JOURNALCTL = r"""#!/bin/bash
while [ $# -gt 0 ]; do [ "$1" != --unit ] || { tail -n 20 "@STATE@/$2.log"; exit; }; shift; done; exit 1
"""


LOOKS = re.compile(r"((systemctl status|journalctl|curl) .*\n?)+")
LOOK = 15  # seconds


# --- documents --------------------------------------------------------------------------------------

def blocks(name):
    """Of a document: line, language, text of each fenced block."""
    found, start = [], None
    for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").split("\n"), 1):
        fence = re.match(r"```(\w*)", line)
        if fence and start is None:
            start, language, text = number, fence.group(1), []
        elif fence:
            found.append((start, language, "\n".join(text)))
            start = None
        elif start is not None:
            text.append(line)
    return found


def inability(text):
    for pattern, reason in UNABLE:
        if re.search(pattern, text, re.M):
            return reason
    return None


def check_data(language, text):
    """What is wrong with a block that is not to be run; None if nothing."""
    if language == "json":
        try:
            json.loads(text)
        except ValueError as error:
            return str(error)
    if language == "" and any(COMMANDS.match(line) for line in text.split("\n")):
        return "commands that are not fenced as sh"
    return None


# --- where they are run -----------------------------------------------------------------------------

class World:
    """A broker, the programs as installed, and a place to stand in; undone by close."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.kafka = ROOT / f"build/kafka/docs-{os.getpid()}"
        self.state, self.bin = self.folder / "state", self.folder / "bin"
        self.cwd, self.etc = self.folder / "copy", self.folder / "etc"
        for folder in (self.state, self.bin, self.cwd, self.etc, self.folder / "spool"):
            folder.mkdir()
        self.bootstrap = self.run([BROKER, "start", "-d", self.kafka]).strip()
        self.ports = [free_port() for _ in range(2)]
        self.install()

    @staticmethod
    def run(command, **more):
        return subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True,
                              **more).stdout

    def places(self):
        return [("localhost:9092", self.bootstrap), ("localhost:9464", f"127.0.0.1:{self.ports[0]}"),
                ("127.0.0.1:9464", f"127.0.0.1:{self.ports[0]}"),
                ("127.0.0.1:9465", f"127.0.0.1:{self.ports[1]}"),
                ("/etc/disputewire", str(self.etc)), ("/etc/default", str(self.etc)),
                ("/var/spool/disputewire", str(self.folder / "spool"))]

    def here(self, text):
        for there, here in self.places():
            text = text.replace(there, here)
        return text

    def install(self):
        prefix = self.folder / "usr"
        self.run(["make", "-s", "--no-print-directory", f"BUILD={BUILD}", f"PREFIX={prefix}", "install"],
                 cwd=ROOT)
        for path in ROOT.iterdir():  # changes of what lies on top stay here
            if path.name not in (".git", "build"):
                (self.cwd / path.name).symlink_to(path)
        (self.cwd / "build").symlink_to(BUILD)
        units = prefix / "lib/systemd/system"
        for unit in units.iterdir():
            unit.write_text(self.here(unit.read_text(encoding="utf-8")), encoding="utf-8")
        for source in (ROOT / "packaging/default").iterdir():
            text = self.here(source.read_text(encoding="utf-8"))
            (self.etc / source.name).write_text(text, encoding="utf-8")
        shutil.copy(ROOT / "examples/disputewire.properties", self.etc)
        libs = ROOT / "build/kafka/libs"
        for name, tool in TOOLS.items():
            self.tool(name, f'#!/bin/sh\nexec java -Xshare:auto -XX:TieredStopAtLevel=1 -cp "{libs}/*" '
                            f'org.apache.kafka.tools.{tool} "$@"\n')
        for name, text in (("systemctl", SYSTEMCTL), ("journalctl", JOURNALCTL),
                           ("sudo", '#!/bin/sh\nexec "$@"\n')):
            self.tool(name, text.replace("@UNITS@", str(units)).replace("@STATE@", str(self.state))
                      .replace("@DEFAULT@", str(self.etc)))

    def tool(self, name, text):
        (self.bin / name).write_text(text, encoding="utf-8")
        (self.bin / name).chmod(0o755)

    def start(self, script, out):
        """A shell at work on a script; what it prints goes to out."""
        return subprocess.Popen(["bash", "-c", script], cwd=self.cwd, stdout=out, stderr=subprocess.STDOUT,
                                stdin=subprocess.DEVNULL, env=self.environment(),
                                start_new_session=True)

    def environment(self):
        path = f"{self.bin}:{self.folder}/usr/bin:{os.environ['PATH']}"
        # What has an option by environment must not come from whoever runs the tests.
        keep = {key: value for key, value in os.environ.items()
                if not key.startswith(("DISPUTEWIRE_", "KCAT_", "MAKE", "MFLAGS"))}
        return dict(keep, PATH=path, BUILD="build", KCAT_CONFIG="/dev/null")

    def close(self):
        for file in self.state.glob("*.pid"):
            try:
                os.kill(int(file.read_text(encoding="utf-8")), signal.SIGKILL)
            except ProcessLookupError:
                pass
        subprocess.run([BROKER, "stop", "-d", self.kafka], check=False)
        shutil.rmtree(self.folder)


def free_port():
    """One below the range from which clients get theirs, so that it stays free until it is used."""
    while True:
        port = random.randrange(12000, 20000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Shell:
    """The shell of one document: what a block sets, the next one has."""

    numbers = itertools.count()

    def __init__(self, world):
        self.world = world
        self.state = world.state / f"shell.{next(Shell.numbers)}"

    def run(self, text):
        """As run_once; what only looks looks again for a while: the first figures come after seconds."""
        until = time.monotonic() + LOOK
        status, said = self.run_once(text)
        while status and LOOKS.fullmatch(text) and time.monotonic() < until:
            time.sleep(0.5)
            status, said = self.run_once(text)
        return status, said

    def run_once(self, text):
        """Exit status and what was printed. Variables outlive the block; its own jobs do not."""
        script = (f"set -eo pipefail\ntouch {self.state}; . {self.state}\n{self.world.here(text)}\n"
                  f"declare -p | grep -v '^declare -[a-z]*[rA]' >{self.state}\n")
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as out:
            process = self.world.start(script, out)
            try:
                status = process.wait(TIMEOUT)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                status = f"none after {TIMEOUT} s"
            out.seek(0)
            return status, out.read()


# --- all --------------------------------------------------------------------------------------------

def judge(shell, language, text):
    """What is wrong with a block, which is run if it is one of commands; None if nothing."""
    if language != "sh":
        return check_data(language, text)
    status, said = shell.run(text)
    return f"exit {status}\n{said[-3000:]}" if status else None


def report(number, label, wrong):
    print(f"{'not ok' if wrong else 'ok'} {number} - {label}", flush=True)
    if wrong:
        print("# " + wrong.rstrip().replace("\n", "\n# "), flush=True)


def main():
    picked = [name for name in DOCUMENTS
              if not sys.argv[1:] or name in FIRST[1:] or any(word in name for word in sys.argv[1:])]
    number, failed, world = 0, False, World()
    try:
        for name in picked:
            shell = Shell(world)
            for line, language, text in blocks(name):
                number += 1
                label = f"{name}:{line}"
                reason = inability(text) if language == "sh" else None
                if reason:
                    print(f"ok {number} - {label} # SKIP {reason}", flush=True)
                    continue
                wrong = judge(shell, language, text)
                failed |= bool(wrong)
                report(number, label, wrong)
        for log in world.state.glob("*.log") if failed else []:
            print(f"# {log.name}:\n# " + "\n# ".join(
                log.read_text(encoding="utf-8", errors="replace").split("\n")[-30:]))
    finally:
        world.close()
    print(f"1..{number}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
