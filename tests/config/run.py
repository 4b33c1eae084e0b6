#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The commented file of settings against the programs, and the programs' requests. Prints TAP.

BUILD: the folder of the programs (default: build).
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
SAMPLE = pathlib.Path("examples/disputewire.properties")
PROGRAMS = ("consumer", "producer", "tag")
# The host's name is no default that a file could have.
ENV = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


def run(command, status=0, **more):
    done = subprocess.run([str(word) for word in command], env={**ENV, **more},
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)
    assert done.returncode == status, f"{command}: {done.returncode} {done.stderr.decode()}"
    return done.stdout.decode()


def settings(program, *args, **more):
    """What --print-config tells: key to (value, origin)."""
    text = run([BUILD / f"disputewire-{program}", "--print-config", *args], **more)
    return {key: (value, place)
            for place, key, value in re.findall(r"^# (.*)\n#?([a-z0-9.-]+)=(.*)$", text, re.M)}


def is_up_to_date():
    made = run([BUILD / "option-tables", "properties"])
    assert made == SAMPLE.read_text(encoding="utf-8"), "run `make properties` and look at the diff"


def holds_every_setting():
    keys = set(re.findall(r"^#([a-z-]+)=", SAMPLE.read_text(encoding="utf-8"), re.M))
    for program in PROGRAMS:
        missing = set(settings(program)) - keys
        assert not missing, f"{program}: {missing}"
        keys_of_help = set(re.findall(r"--([a-z-]+)", run(
            [BUILD / f"disputewire-{program}", "--help"])))
        assert not set(settings(program)) - keys_of_help, f"{program}: not in --help"


def holds_the_defaults():
    """With no line a comment any more the programs are set as without the file."""
    text = SAMPLE.read_text(encoding="utf-8")
    live = re.sub(r"^#(?!kafka)([a-z-]+=)(?=[^$\n])", r"\1", text, flags=re.M)
    assert live.count("\n#") < text.count("\n#") - 20
    with tempfile.NamedTemporaryFile("w", suffix=".properties") as file:
        file.write(live)
        file.flush()
        for program in PROGRAMS:
            plain, full = settings(program), settings(program, "-c", file.name)
            assert {k: v for k, (v, _) in plain.items()} == {k: v for k, (v, _) in full.items()}
            assert any(file.name in place for _, place in full.values())


def one_file_serves_all():
    with tempfile.NamedTemporaryFile("w", suffix=".properties") as file:
        file.write("topic=wire\ngroup=g\nafter=move\nconsumer.topic=mine\nkafka.client.id=all\n"
                   "producer.kafka.client.id=p\n")
        file.flush()
        want = {"consumer": ("mine", "all"), "producer": ("wire", "p")}
        for program, (topic, client) in want.items():
            found = settings(program, "-c", file.name)
            assert found["topic"][0] == topic, f"{program}: {found['topic']}"
            assert found["kafka.client.id"][0] == client, f"{program}: {found['kafka.client.id']}"
        assert settings("consumer", DISPUTEWIRE_CONFIG=file.name)["group"] == ("g", f"{file.name}:2")
        assert "topic" not in settings("tag", "-c", file.name)


def processors_are_listed():
    lists = [run([BUILD / f"disputewire-{program}", "--list-processors"])
             for program in ("consumer", "tag")]
    assert lists[0] == lists[1]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in lists[0].splitlines():
        name, summary = line.split(maxsplit=1)
        assert re.search(rf"^{name} +{re.escape(summary)}$", readme, re.M), f"README: {line}"


def right_settings_are_valid():
    for program in PROGRAMS:
        run([BUILD / f"disputewire-{program}", "--check-config", "-c", SAMPLE])


def wrong_settings_are_json_too():
    done = subprocess.run([BUILD / "disputewire-consumer", "--log-format", "json", "--lanes", "x"],
                          env=ENV, capture_output=True, timeout=30, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b'{"') and b'lanes is \\"x\\"' in done.stderr, done.stderr


def manual_names_every_option():
    for program, folder in {"consumer": "consumer", "producer": "producer", "tag": "processors/tag",
                            "broker": "producer/embedded"}.items():
        name = f"disputewire-{program}"
        page = (ROOT / folder / f"{name}.1").read_text(encoding="utf-8")
        assert page.count('\n.\\" OPTIONS\n') == 1, f"{name}.1 has no place for the options"
        known = set(re.findall(r"^ +(?:-., )?--([a-z-]+)", run([BUILD / name, "--help"]), re.M))
        told = set(re.findall(r"^\.It .*Fl Fl ([a-z-]+)", run(
            [BUILD / "option-tables", "manual", name]), re.M))
        assert told == known, f"{name}: {sorted(told ^ known)}"


TESTS = [is_up_to_date, holds_every_setting, holds_the_defaults, one_file_serves_all,
         processors_are_listed, right_settings_are_valid, wrong_settings_are_json_too,
         manual_names_every_option]


def main():
    os.chdir(ROOT)
    n_failed = 0
    print(f"1..{len(TESTS)}")
    for n, test in enumerate(TESTS, 1):
        try:
            test()
            print(f"ok {n} - {test.__name__.replace('_', ' ')}")
        except AssertionError as error:
            n_failed += 1
            print(f"not ok {n} - {test.__name__.replace('_', ' ')}")
            print("#", str(error).replace("\n", "\n# "))
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())
