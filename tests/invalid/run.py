#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Bad input and wrong settings: refused in the words that are expected. Prints TAP.

  run.py [CASE...]      folders; default: all

A case is a folder with error, whose first line is "exit N", with "records N" behind it if some of the
input is good (default: none); each further line must be part of what the program says on standard
error. args (optional) are options, one a line. No case may take longer than ten seconds or die of a
signal. There are two kinds:

input       goes to disputewire-tag as a file.
programs    names those to run, one a line, with given.properties as the file of -c and the variables
            of environment, one a line (both optional). Each must end with one line on standard error
            and before any connection, for which a broker seems to listen.

BUILD: the folder of the programs (default: build). TAG: disputewire-tag (default: the one there).
"""
import os
import pathlib
import socket
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
TAG = os.environ.get("TAG", str(BUILD / "disputewire-tag"))


def lines(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def run(case, command, variables=()):
    """What is wrong with how the command ends, and what it said on standard error."""
    exit_line, *words = lines(case / "error")
    status, _, n_records = exit_line.partition(" records ")
    env = {**os.environ, **dict(line.split("=", 1) for line in variables)}
    try:
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=10, check=False)
    except subprocess.TimeoutExpired:
        return ["takes longer than ten seconds"], ""
    said = done.stderr.decode(errors="replace")
    wrong = [] if f"exit {done.returncode}" == status else [f"exit {done.returncode}, not {status}"]
    if done.stdout.count(b"\n") != int(n_records or 0):
        wrong.append(f"{done.stdout.count(bytes([10]))} records, expected {n_records or 0}")
    return wrong + [f"does not say: {word}" for word in words if word not in said], said


def run_input(case):
    return run(case, [TAG, *lines(case / "args"), str(case / "input")])


def is_asked(listener):
    try:
        listener.accept()[0].close()
        return True
    except BlockingIOError:
        return False


def run_settings(case, listener):
    wrong, said, given = [], "", case / "given.properties"
    args = ["-c", str(given)] if given.exists() else []
    if not any(line.startswith("brokers") for line in lines(given)):
        args += ["-b", "127.0.0.1:%d" % listener.getsockname()[1]]
    for name in lines(case / "programs"):
        program = TAG if name == "tag" else str(BUILD / f"disputewire-{name}")
        more, words = run(case, [program, *args, *lines(case / "args")],
                          lines(case / "environment"))
        wrong += more
        said += words
        if words.count("\n") != 1:
            wrong.append(f"{words.count(chr(10))} lines of the {name}, expected one")
        if is_asked(listener):
            wrong.append(f"the {name} connected")
    return wrong, said


def main():
    os.chdir(ROOT)
    cases = [pathlib.Path(name) for name in sys.argv[1:]] or sorted(
        path for path in pathlib.Path("tests/invalid").iterdir() if path.is_dir())
    n_failed = 0
    print(f"1..{len(cases)}")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        for n, case in enumerate(cases, 1):
            wrong, said = (run_settings(case, listener) if (case / "programs").exists()
                           else run_input(case))
            print(f"{'not ok' if wrong else 'ok'} {n} - {case.name}")
            for line in (wrong + said.splitlines() if wrong else [])[:40]:
                print("#", line)
            n_failed += bool(wrong)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())
