#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Completion of the options in bash, zsh and fish, by the shells themselves; prints TAP.

A shell runs on a terminal of its own. What a user would type is typed, then a key that puts all
completions into the line, then one that shows the line.
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile

BUILD = os.path.abspath(os.environ.get("BUILD", "build"))
PROGRAMS = ["disputewire-tag", "disputewire-producer", "disputewire-consumer", "disputewire-broker"]
TIMEOUT = 20  # seconds for one line; a shell takes milliseconds

FILES = ["a b.properties", "wire.xml"]  # these and a folder are where the shells are
FOLDER = "spool"

CASES = [  # label, line, completions of its last word
    ("a long option", "disputewire-tag --inc", ["--include-text"]),
    ("several", "disputewire-producer --listen", ["--listen", "--listen-cert", "--listen-key", "--listen-rate",
                                                    "--listen-token"]),
    ("values of a choice", "disputewire-tag --log-format ", ["json", "text"]),
    ("behind an equals sign", "disputewire-tag --log-format=j", ["json"]),
    ("of a short option", "disputewire-tag -f newsml", ["newsml", "newsml-g2"]),
    ("choices of one program", "disputewire-consumer --guarantee ",
     ["at-least-once", "exactly-once"]),
    ("a file", "disputewire-consumer --config ", [*FILES, FOLDER]),
    ("a file by the short option", "disputewire-consumer -c w", ["wire.xml"]),
    ("a file behind an equals sign", "disputewire-consumer --config=w", ["wire.xml"]),
    ("a name with a blank", "disputewire-tag a", ["a b.properties"]),
    ("a folder", "disputewire-producer --rejects ", [FOLDER]),
    ("arguments", "disputewire-producer --watch ", [*FILES, FOLDER]),
    ("arguments behind --", "disputewire-tag -- w", ["wire.xml"]),
    ("no arguments", "disputewire-consumer w", []),
    ("a value that nobody knows", "disputewire-producer --topic ", []),
    ("one that has a choice's first letter", "disputewire-consumer --group e", []),
]


def options_of(program):
    """The long options that --help tells of."""
    text = subprocess.run([f"{BUILD}/{program}", "--help"], capture_output=True, text=True,
                          check=True).stdout
    return sorted(set(re.findall(r"^ {2,6}(?:-\w, )?(--[a-z0-9-]+)", text, re.M)))


def script(program, shell):
    return subprocess.run([f"{BUILD}/{program}", "--completion", shell], capture_output=True,
                          text=True, check=True).stdout


class Terminal:
    """A shell that shows its line, in < >, at ^G, and puts all completions into it at escape-star."""

    def __init__(self, folder, command, environment):
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.chdir(folder)
            os.environ.update(environment, TERM="dumb", COLUMNS="200", HISTFILE="/dev/null")
            os.execvp(command[0], command)
        self.pid = pid
        self.text = ""
        self.expect("<ready>")

    def expect(self, pattern):
        """What matches, once it has been printed."""
        while True:
            found = re.search(pattern, self.text, re.S)
            if found:
                self.text = self.text[found.end():]
                return found
            if not select.select([self.terminal], [], [], TIMEOUT)[0]:
                raise RuntimeError(f"no {pattern} in {self.text!r}")
            self.text += os.read(self.terminal, 65536).decode(errors="replace")

    def line(self, typed):
        os.write(self.terminal, typed.encode() + b"\x1b*\x07")
        return self.expect(r"<line>(.*?)</line>").group(1)

    def close(self):
        os.close(self.terminal)
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


class Bash:
    """Readline has insert-completions for what we want."""

    start = r"""
bind 'set enable-bracketed-paste off'
bind 'set mark-directories on'
show() { printf '<line>%s</line>' "$READLINE_LINE"; READLINE_LINE=; READLINE_POINT=0; }
bind -x '"\C-g": show'
PS1='<ready>'
"""

    def __init__(self, scratch, folder):
        with open(f"{scratch}/bashrc", "w", encoding="utf-8") as out:
            out.write("".join(script(program, "bash") for program in PROGRAMS) + self.start)
        self.shell = Terminal(folder, ["bash", "--noprofile", "--rcfile", f"{scratch}/bashrc", "-i"],
                              {})

    def complete(self, line):
        after = self.shell.line(line)
        return words(after[len(line) - len(last_word(line)):])

    def close(self):
        self.shell.close()


class Zsh:
    """Its completer _all_matches does the same."""

    start = r"""
autoload -Uz compinit && compinit -u -D
zle -C all-matches complete-word _generic
zstyle ':completion:all-matches:*' completer _all_matches _complete
zstyle ':completion:all-matches:*' insert yes
bindkey '\e*' all-matches
show() { print -n -r -- "<line>$BUFFER</line>"; BUFFER=; }
zle -N show
bindkey '^G' show
PROMPT='<ready>'
"""

    def __init__(self, scratch, folder):
        os.mkdir(f"{scratch}/zsh")
        for program in PROGRAMS:
            with open(f"{scratch}/zsh/_{program}", "w", encoding="utf-8") as out:
                out.write(script(program, "zsh"))
        with open(f"{scratch}/.zshrc", "w", encoding="utf-8") as out:
            out.write(f"fpath=({scratch}/zsh $fpath)\n{self.start}")
        self.shell = Terminal(folder, ["zsh", "-d", "-i"], {"ZDOTDIR": scratch})

    def complete(self, line):
        after = self.shell.line(line)
        return words(after[len(line) - len(last_word(line)):])

    def close(self):
        self.shell.close()


class Fish:
    """It has a command that completes a line."""

    def __init__(self, scratch, folder):
        self.folder = folder
        self.environment = dict(os.environ, HOME=scratch, XDG_CONFIG_HOME=scratch,
                                XDG_DATA_HOME=scratch)
        self.script = "".join(script(program, "fish") for program in PROGRAMS)

    def complete(self, line):
        quoted = line.replace("'", "\\'")
        done = subprocess.run(["fish", "-c", f"{self.script}\ncomplete -C '{quoted}'"],
                              cwd=self.folder, env=self.environment, capture_output=True, text=True,
                              check=True, timeout=TIMEOUT)
        return [row.split("\t")[0] for row in done.stdout.splitlines()]

    def close(self):
        pass


def last_word(line):
    return re.split(r"[ =]", line)[-1]


def words(text):
    """Split at blanks that have no backslash before them."""
    return [re.sub(r"\\(.)", r"\1", word) for word in re.split(r"(?<!\\) ", text) if word]


def answer(shell, line):
    """
    The completions of a line's last word, without what shells put behind them. A word that is
    complete is its own completion in some shells and not in others: it is left out.
    """
    found = [word.split("=", 1)[-1] if "=" in line else word.rstrip("=")
             for word in shell.complete(line)]
    return sorted({word.rstrip("/") for word in found} - {last_word(line)})


def check(shell, line, want):
    """What is wrong with the completions of a line; empty if nothing."""
    try:
        got = answer(shell, line)
    except RuntimeError as error:
        return str(error)
    want = sorted(set(want) - {last_word(line)})
    return "" if got == want else f"{line!r}: got {got}, want {want}"


def run(name, kind, scratch, folder, number):
    """The tests of one shell; what has failed."""
    if not shutil.which(name):
        print(f"ok {number + 1} - {name} # SKIP {name} is not installed")
        return number + 1, False
    shell, bad = kind(scratch, folder), False
    tests = CASES + [(f"all options of {program}", f"{program} --", options_of(program))
                     for program in PROGRAMS]
    for label, line, want in tests:
        number += 1
        wrong = check(shell, line, want)
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}: {label}")
        if wrong:
            print(f"# {wrong}")
            bad = True
    shell.close()
    return number, bad


def has_terminals():
    """A bare root without /dev/pts has none."""
    try:
        for end in os.openpty():
            os.close(end)
        return True
    except OSError:
        return False


def main():
    number, bad = 0, False
    if not has_terminals():
        print("1..1\nok 1 - completion # SKIP no terminals on this machine")
        return
    for name, kind in (("bash", Bash), ("zsh", Zsh), ("fish", Fish)):
        with tempfile.TemporaryDirectory() as scratch:
            folder = f"{scratch}/here"
            os.makedirs(f"{folder}/{FOLDER}")
            for file in FILES:
                open(f"{folder}/{file}", "w", encoding="utf-8").close()
            number, failed = run(name, kind, scratch, folder, number)
            bad = bad or failed
    print(f"1..{number}")
    sys.exit(bad)


main()
