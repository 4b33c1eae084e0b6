#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Who is let in and who is not, and what is told of it; started by secure.sh."""
import ctypes
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

from cluster import (BUILD, Cluster, Program, Topics, article, articles, check_once, equal, expect,
                     run_tests, test)

KEYS = pathlib.Path(os.environ["SECURE_DIR"])
SSL = pathlib.Path(Cluster.folder, "bootstrap.SSL").read_text(encoding="utf-8").strip()
SASL = pathlib.Path(Cluster.folder, "bootstrap.SASL_SSL").read_text(encoding="utf-8").strip()
SECRETS = {name: (KEYS / f"{name}.password").read_text(encoding="utf-8").strip()
           for name in ("plain", "scram", "key")}
REFUSED_S = 8  # a refusal must be told before the time for an absent broker (10 s) has run out

# --- rights -----------------------------------------------------------------------------------------

KINDS = {"topic": 2, "group": 3, "transactional-id": 5}
OPERATIONS = {"read": 3, "write": 4, "create": 5, "describe": 8}


def text16(text):
    return struct.pack(">h", len(text)) + text.encode()


def allow(rights):
    """CreateAcls by hand: librdkafka 2.0 has no word for transactional ids.

    A right: principal, kind, name (a * at its end makes it a prefix), operation.
    """
    body = struct.pack(">hhih", 30, 1, 1, -1) + struct.pack(">i", len(rights))
    for who, kind, name, operation in rights:
        body += struct.pack(">b", KINDS[kind]) + text16(name.rstrip("*"))
        body += struct.pack(">b", 4 if name.endswith("*") else 3)
        body += text16(f"User:{who}") + text16("*") + struct.pack(">bb", OPERATIONS[operation], 3)
    host, port = Cluster.bootstrap.split(":")
    with socket.create_connection((host, int(port)), 10) as door:
        door.sendall(struct.pack(">i", len(body)) + body)
        answer = door.makefile("rb")
        answer = answer.read(struct.unpack(">i", answer.read(4))[0])
    equal(answer[12:], bytes(4 * len(rights)), "rights given: codes and texts of errors")


def consumer_rights(who, topics):
    """All that the consumer needs; as SECURITY.md has it."""
    return [(who, "topic", topics.articles, "read"), (who, "topic", topics.disputes, "write"),
            (who, "topic", topics.events, "write"), (who, "topic", topics.dead, "write"),
            (who, "group", topics.group, "read"),
            (who, "transactional-id", f"{topics.group}-*", "write"),
            *((who, "topic", f"{topics.articles}.state.{topics.group}", operation)
              for operation in ("create", "read", "write"))]


def producer_rights(who, topics):
    return [(who, "topic", topics.articles, "write")]


# --- programs ---------------------------------------------------------------------------------------

def mutual(key="client", **more):
    return {"security.protocol": "ssl", "ssl.ca.location": KEYS / "ca.pem",
            "ssl.certificate.location": KEYS / "client.pem",
            "ssl.key.location": KEYS / f"{key}.key", **more}


def login(name, mechanism, **more):
    return {"security.protocol": "sasl_ssl", "ssl.ca.location": KEYS / "ca.pem",
            "sasl.mechanism": mechanism, "sasl.username": name,
            "sasl.password": f"${{file:{KEYS / name}.password}}", **more}


# door -> principal, properties
DOORS = {
    "mTLS": ("client", SSL, mutual()),
    "mTLS, key under a password":
        ("client", SSL, mutual("client.locked",
                               **{"ssl.key.password": f"${{file:{KEYS / 'key'}.password}}"})),
    "PLAIN": ("plain", SASL, login("plain", "PLAIN")),
    "SCRAM-SHA-256": ("scram", SASL, login("scram", "SCRAM-SHA-256")),
    "SCRAM-SHA-512": ("scram", SASL, login("scram", "SCRAM-SHA-512")),
}


def is_scram_right():
    """Before 2.6.1, librdkafka's SCRAM is refused by brokers since 3.7.2."""
    return ctypes.CDLL("librdkafka.so.1").rd_kafka_version() >= 0x020601ff


if not is_scram_right():
    for old in ("SCRAM-SHA-256", "SCRAM-SHA-512"):
        del DOORS[old]


def as_file(properties):
    return "".join(f"kafka.{key}={value}\n" for key, value in properties.items())


def config(properties):
    """The properties in a file, where secrets belong."""
    with tempfile.NamedTemporaryFile("w", suffix=".properties", delete=False, dir=KEYS) as out:
        out.write(as_file(properties))
    return ["-c", out.name]


def consume(topics, address, *arguments, **more):
    return Program("disputewire-consumer", *topics.options(), "--instance", "test", "--exit-at-end",
                   *arguments, bootstrap=address, **more)


def publish(topics, address, count, *arguments, **more):
    with tempfile.TemporaryFile() as lines:
        lines.write("".join(article(i)[1] + "\n" for i in range(count)).encode())
        lines.seek(0)
        return Program("disputewire-producer", "--topic", topics.articles, "--format", "ndjson",
                       *arguments, "-", stdin=lines, bootstrap=address, **more)


def topics_of(name):
    return Topics(name.lower().replace(" ", "-").replace(",", ""), partitions=2)


# --- let in -----------------------------------------------------------------------------------------

@test("right credentials and the least rights: articles in, each tagged once")
def let_in():
    for name, (who, address, properties) in DOORS.items():
        topics = topics_of(f"in-{name}")
        allow(consumer_rights(who, topics) + producer_rights(who, topics))
        publish(topics, address, 20, *config(properties)).wait()
        consume(topics, address, *config(properties)).wait()
        equal(len(check_once(topics)), 20, f"{name}: tagged articles")


@test("the password from the environment")
def environment():
    topics = topics_of("environment")
    allow(consumer_rights("plain", topics))
    topics.write(articles(5))
    properties = login("plain", "PLAIN")
    del properties["sasl.password"]
    consume(topics, SASL, *config(properties),
            env={"DISPUTEWIRE_KAFKA_SASL_PASSWORD": SECRETS["plain"]}).wait()
    equal(len(check_once(topics)), 5, "tagged articles")


@test("the consumer needs no privileges: as nobody, without capabilities, home or shell")
def nobody():
    if os.geteuid() != 0:
        return  # then all tests show it
    topics = topics_of("nobody")
    allow(consumer_rights("plain", topics))
    topics.write(articles(5))
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        for name in ("disputewire-consumer", "english.dww", "names.dww"):
            shutil.copy(BUILD / name, place)
        properties = login("plain", "PLAIN", **{"ssl.ca.location": f"{place}/ca.pem",
                                                "sasl.password": f"${{file:{place}/password}}"})
        for name, value in (("ca.pem", (KEYS / "ca.pem").read_text(encoding="utf-8")),
                            ("password", SECRETS["plain"]), ("properties", as_file(properties))):
            path = pathlib.Path(place, name)
            path.write_text(value, encoding="utf-8")
            os.chown(path, 65534, 65534)
            path.chmod(0o400)
        subprocess.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all",
             "--bounding-set=-all", "--no-new-privs", "env", "-i", "DISPUTEWIRE_INSTANCE=nobody",
             f"{place}/disputewire-consumer", "-b", SASL, *topics.options(), "--exit-at-end",
             "-c", f"{place}/properties"], check=True, cwd="/", stderr=subprocess.DEVNULL,
            timeout=60)
    equal(len(check_once(topics)), 5, "tagged articles")


# --- kept out ---------------------------------------------------------------------------------------

def changed(properties, **changes):
    found = dict(properties)
    for key, value in changes.items():
        key = key.replace("_", ".")
        found.pop(key, None)
        if value is not None:
            found[key] = value
    return found


# what is wrong -> address, properties, words of the one line
KEPT_OUT = {
    "wrong password, PLAIN":
        (SASL, login("plain", "PLAIN", **{"sasl.password": "wrong-7f3a"}), "uthentication"),
    "wrong password, SCRAM":
        (SASL, login("scram", "SCRAM-SHA-256", **{"sasl.password": "wrong-7f3a"}), "uthentication"),
    "unknown user": (SASL, login("scram", "SCRAM-SHA-512", **{"sasl.username": "stranger"}),
                     "uthentication"),
    "unknown authority":
        (SASL, login("plain", "PLAIN", **{"ssl.ca.location": KEYS / "stranger.pem"}),
         "certificate verify failed"),
    "wrong host name": (SASL.replace("localhost", "127.0.0.1"), login("plain", "PLAIN"),
                        "certificate verify failed"),
    "no client certificate":
        (SSL, changed(mutual(), ssl_certificate_location=None, ssl_key_location=None), "ertificate"),
    "client certificate of another authority":
        (SSL, mutual("impostor", **{"ssl.certificate.location": KEYS / "impostor.pem"}),
         "ertificate"),
    "TLS to a door that wants none": (Cluster.bootstrap, mutual(), "SSL"),
}


def one_line(program, words, status):
    """Ends in time, with one error, that says what is wrong."""
    begun = time.monotonic()
    program.wait(status, timeout=REFUSED_S + 5)
    took = time.monotonic() - begun
    errors = [row for row in program.text().splitlines()
              if " error   failed " in row or " error   cannot start " in row
              or row.startswith("disputewire-")]
    equal(len(errors), 1, f"errors told:\n{program.text()}")
    expect(words in errors[0], f"'{words}' is not told:\n{program.text()}")
    expect(took < REFUSED_S, f"took {took:.1f} s:\n{program.text()}")


def kept_out(start):
    topics = topics_of(f"out-{start.__name__}")
    for name, (address, properties, words) in KEPT_OUT.items():
        try:
            one_line(start(topics, address, *config(properties)), words, 2)
        except Exception as error:
            raise type(error)(f"{name}: {error}") from None


@test("wrong credentials: the consumer says what is wrong, and ends")
def consumer_kept_out():
    kept_out(consume)


@test("SCRAM with a librdkafka that is too old for the broker: the consumer says so")
def scram_too_old():
    if is_scram_right():
        return
    one_line(consume(topics_of("scram-old"), SASL, *config(login("scram", "SCRAM-SHA-256"))),
             "librdkafka 2.6.1 is needed", 2)


@test("wrong credentials: the producer says what is wrong, and ends")
def producer_kept_out():
    def publish_one(topics, address, *arguments):
        return publish(topics, address, 1, *arguments)
    kept_out(publish_one)


# --- rights that are missing ------------------------------------------------------------------------

@test("a right that is missing: the consumer says which, and ends")
def consumer_rights_missing():
    properties = config(login("plain", "PLAIN"))
    wanted = ["{articles}", "{disputes}", "{events}", "{dead}", "group {group}",
              "Transactional Id authorization failed"]
    for i, words in enumerate(wanted):
        for seen in (False, True):
            topics = topics_of(f"right-{i}-{seen}")
            rights = consumer_rights("plain", topics)
            who, kind, name, _ = rights.pop(i)
            if seen and kind == "topic":  # found, but no more than that
                rights.append((who, kind, name, "describe"))
            allow(rights)
            topics.write(articles(5) + [("bad", "{", [("content-type", b"application/json")])])
            unseen = kind == "topic" and not seen
            one_line(consume(topics, SASL, *properties), words.format(**vars(topics)),
                     1 if unseen else 2)


@test("a right that is missing: the producer says which, and ends")
def producer_rights_missing():
    for seen in (False, True):
        topics = topics_of(f"right-producer-{seen}")
        if seen:
            allow([("plain", "topic", topics.articles, "describe")])
        program = publish(topics, SASL, 3, *config(login("plain", "PLAIN")))
        program.wait(1, timeout=REFUSED_S)
        expect(topics.articles in program.text(), program.text())


# --- secrets ----------------------------------------------------------------------------------------

def expect_no_secret(program, secrets, what):
    said = program.text() + program.output()
    expect(said, f"{what}: nothing said")
    for secret in secrets:
        expect(secret not in said, f"{what}: shows a secret")


@test("no secret in anything that is printed, right or wrong, with all that can be debugged")
def secrets_unseen():
    topics = topics_of("secrets")
    every = ["-v", "-X", "debug=all"]
    for name, (who, address, properties) in DOORS.items():
        secrets = list(SECRETS.values()) + [(KEYS / "client.key").read_text(encoding="utf-8")[60:120]]
        allow(consumer_rights(who, topics) + producer_rights(who, topics))
        way = config(properties)
        for more in (every, ["--print-config"], ["--check-config", *every]):
            expect_no_secret(consume(topics, address, *way, *more).wait(), secrets,
                             f"consumer, {name}, {more}")
            expect_no_secret(publish(topics, address, 2, *way, *more).wait(), secrets,
                             f"producer, {name}, {more}")
    for name, (address, properties, _) in KEPT_OUT.items():
        program = consume(topics, address, *config(properties), *every)
        program.process.wait(20)
        expect_no_secret(program, ["wrong-7f3a", *SECRETS.values()], name)


@test("no secret in the list of processes, though it was given on the command line")
def secrets_unlisted():
    topics = topics_of("listed")
    allow(consumer_rights("plain", topics))
    properties = login("plain", "PLAIN")
    del properties["sasl.password"]
    for words in (["-X", f"sasl.password={SECRETS['plain']}"],
                  [f"-Xsasl.password={SECRETS['plain']}"],
                  ["--property", f"sasl.password={SECRETS['plain']}"],
                  [f"--property=sasl.password={SECRETS['plain']}"]):
        program = Program("disputewire-consumer", *topics.options(), "--instance", "test",
                          *config(properties), *words, bootstrap=SASL)
        program.wait_log("partitions assigned")
        listed = pathlib.Path(f"/proc/{program.process.pid}/cmdline").read_bytes().decode()
        expect("sasl.password=" in listed, f"not the command line: {listed}")
        expect(SECRETS["plain"] not in listed, f"a secret in {listed}")
        program.send(15)
        program.wait()


if __name__ == "__main__":
    sys.exit(0 if run_tests(sys.argv[1] if len(sys.argv) > 1 else "") else 1)
