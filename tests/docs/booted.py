#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The Debian package on a Debian that is booted for it: docs/install.md as it stands, from `apt install`
to `apt purge`, with systemd's own services and their hardening; then what services must bear. Prints TAP.

`booted.py [PACKAGE.deb]`, as root; without it the one that `make deb` has made in $BUILD (default:
build). The system is a bare Debian 12 from debootstrap, kept in $BUILD/booted and copied for each
run; systemd-nspawn boots it. It shares the network, where the broker is.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import run as docs  # noqa: E402

ROOT = docs.ROOT
DOCUMENT = "docs/install.md"
SUITE = "bookworm"
PACKAGES = "systemd,systemd-sysv,dbus,ca-certificates,sudo,curl,jq,kcat"
BOOT = 60  # seconds
SERVICES = ("disputewire-consumer", "disputewire-producer")


def call(*command, **more):
    subprocess.run(list(map(str, command)), check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr, **more)


def bare(root):
    """A Debian as debootstrap makes it, with what the document takes for granted."""
    if (root / ".ready").exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    call("debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, root)
    (root / "etc/hosts").write_text("127.0.0.1 localhost booted\n", encoding="utf-8")
    (root / "etc/hostname").write_text("booted\n", encoding="utf-8")
    (root / "etc/apt/apt.conf.d/90answers").write_text('APT::Get::Assume-Yes "true";\n', encoding="utf-8")
    shutil.copy("/etc/resolv.conf", root / "etc")
    for conf in pathlib.Path("/etc/apt/apt.conf.d").iterdir():  # a proxy, where there is one
        shutil.copy(conf, root / "etc/apt/apt.conf.d")
    inside = ("systemd-nspawn", "-q", "-D", root, "--register=no", "--keep-unit", "--resolv-conf=off")
    call(*inside, "apt-get", "update")
    call(*inside, "--setenv=DEBIAN_FRONTEND=noninteractive", "apt-get", "install",
         "--no-install-recommends", "default-jre-headless")  # for Kafka's tools
    (root / ".ready").touch()


class Booted:
    """The system at work, and a broker beside it; a world as docs.Shell wants it."""

    state = pathlib.PurePosixPath("/run")

    def __init__(self, package, cache):
        bare(cache)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="booted."))
        self.kafka = ROOT / f"build/kafka/booted-{os.getpid()}"
        self.system = self.nspawn = None
        self.root = self.folder / "root"
        call("cp", "-a", "--reflink=auto", cache, self.root)
        where = self.root / "root/build/deb"
        where.mkdir(parents=True)
        shutil.copy(package, where / self.name_in_document())
        self.bootstrap = docs.World.run([docs.BROKER, "start", "-d", self.kafka]).strip()
        for name, tool in docs.TOOLS.items():
            path = self.root / "usr/local/bin" / name
            path.write_text('#!/bin/sh\nexec java -cp "/opt/kafka/*" '
                            f'org.apache.kafka.tools.{tool} "$@"\n', encoding="utf-8")
            path.chmod(0o755)
        self.boot()

    @staticmethod
    def name_in_document():
        text = (ROOT / DOCUMENT).read_text(encoding="utf-8")
        return re.search(r"build/deb/(\S+\.deb)", text).group(1)

    def boot(self):
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "-q", "-b", "-D", self.root, "--register=no", "--keep-unit",
             "--resolv-conf=off", f"--bind-ro={ROOT}/build/kafka/libs:/opt/kafka"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        children = pathlib.Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children")
        until = time.monotonic() + BOOT
        while time.monotonic() < until and self.nspawn.poll() is None:
            self.system = next(iter(children.read_text(encoding="utf-8").split()), None)
            if self.system and self.ask("systemctl is-system-running") in ("running", "degraded"):
                return
            time.sleep(0.2)
        raise SystemExit("booted.py: the system does not boot")

    def here(self, text):
        # The package is there; who has no terminal is not asked.
        return text.replace("localhost:9092", self.bootstrap).replace("make deb\n", "")

    def start(self, script, out):
        return subprocess.Popen(
            ["nsenter", "-t", self.system, "-a", "env", "-i", "HOME=/root", "LANG=C.UTF-8",
             "DEBIAN_FRONTEND=noninteractive", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
             "bash", "-c", f"cd /root\n{script}"],
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)

    def ask(self, command):
        """What a command says; whether it succeeds is not asked."""
        with self.start(command, subprocess.PIPE) as process:
            return process.communicate(timeout=docs.TIMEOUT)[0].decode(errors="replace").strip()

    def close(self):
        if self.nspawn:
            self.nspawn.kill()
            self.nspawn.wait()
        subprocess.run([docs.BROKER, "stop", "-d", self.kafka], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


# --- what services must bear: None, or what is wrong ------------------------------------------------

def wait(truth):
    until = time.monotonic() + docs.LOOK
    while not truth() and time.monotonic() < until:
        time.sleep(0.2)
    return truth()


def shown(world, name, what):
    return world.ask(f"systemctl show -P {what} {name}")


def hardened(world):
    """By systemd's own account of what a service may still do: from 0, nothing, to 10."""
    for name in SERVICES:
        said = world.ask(f"systemd-analyze security --no-pager --threshold=20 {name} >/dev/null || echo bad")
        user = world.ask(f"stat -c %U /proc/{shown(world, name, 'MainPID')}")
        if said or user != "disputewire":
            return f"{name}: {said} user {user}"
    return None


def comes_back(world):
    """After kill -9, with another process."""
    for name in SERVICES:
        before = shown(world, name, "MainPID")
        world.ask(f"kill -9 {before}")
        if not wait(lambda: shown(world, name, "MainPID") not in (before, "0")
                    and shown(world, name, "ActiveState") == "active"):
            return world.ask(f"systemctl status --no-pager {name}")
    return None


def stays_down(world):
    """With a wrong setting, which another start does not mend; up again without it."""
    settings, name = "/etc/disputewire/disputewire.properties", SERVICES[0]
    world.ask(f"cp -p {settings} kept; echo lances=2 >>{settings}; systemctl restart {name}")
    if not wait(lambda: shown(world, name, "ActiveState") == "failed"):
        return world.ask(f"systemctl status --no-pager {name}")
    time.sleep(3)  # longer than RestartSec: nothing is to happen
    state = shown(world, name, "ActiveState"), shown(world, name, "ExecMainStatus")
    said = world.ask(f"journalctl --no-pager --unit {name} --lines 20")
    world.ask(f"cp -p kept {settings}; systemctl restart {name}")
    if state != ("failed", "2") or "lances: no such key; did you mean lanes?" not in said:
        return f"{state}\n{said}"
    return None if wait(lambda: shown(world, name, "ActiveState") == "active") else "not up again"


def upgraded(world):
    """What runs is started anew with the new programs, without the configuration being touched."""
    before = [shown(world, name, "MainPID") for name in SERVICES]
    said = world.ask(f"apt-get install --reinstall ./build/deb/{world.name_in_document()}")
    after = [shown(world, name, "MainPID") for name in SERVICES]
    if "0" in after or set(before) & set(after):
        return f"processes before {before}, after {after}\n{said[-2000:]}"
    return None


def nothing_left(world):
    """After purge: no process, no file, no user."""
    left = world.ask("ls -d /etc/disputewire /var/lib/disputewire /var/spool/disputewire /usr/bin/disputewire-* "
                     "/lib/systemd/system/disputewire-* 2>/dev/null; getent passwd disputewire; "
                     "systemctl list-units --all --no-legend 'disputewire-*'; "
                     "grep -ls '^disputewire-' /proc/[0-9]*/comm")
    return left or None


# --- all --------------------------------------------------------------------------------------------

def cases(world):
    """Label, and a function that gives what is wrong. Services are tried before the document's Remove."""
    shell = docs.Shell(world)
    for line, language, text in docs.blocks(DOCUMENT):
        if "apt remove" in text:
            for trial in (hardened, comes_back, stays_down, upgraded):
                yield trial.__name__, lambda trial=trial: trial(world)
        yield f"{DOCUMENT}:{line}", lambda args=(language, text): docs.judge(shell, *args)
    yield nothing_left.__name__, lambda: nothing_left(world)


def main():
    build = pathlib.Path(os.environ.get("BUILD", "build")).absolute()
    packages = sys.argv[1:] or sorted(build.glob("deb/disputewire_*.deb"))
    if len(packages) != 1:
        sys.exit("booted.py: wants one package: `make deb` makes it")
    if os.geteuid() != 0:
        sys.exit("booted.py: wants to be root")
    number, failed, world = 0, False, None
    try:
        world = Booted(packages[0], build / "booted")
        for label, wrong in cases(world):
            number += 1
            said = wrong()
            failed |= bool(said)
            docs.report(number, label, said)
    finally:
        if world:
            world.close()
    print(f"1..{number}")
    sys.exit(failed)


main()
