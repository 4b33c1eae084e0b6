#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The schemas against the programs: what they write is valid, what is wrong is refused. Prints TAP.

BUILD: the build folder (default: build). Reads the records that the unit tests write, runs
disputewire-tag and disputewire-producer --dry-run on the golden tests' articles.
"""
import copy
import glob
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import validate  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
SCHEMAS = {name: ROOT / "schemas" / f"{name}.schema.json"
           for name in ("article", "tagged-article", "dispute-event")}


class Tap:
    """Counts tests; a test passes if its list of errors is empty."""

    def __init__(self):
        self.n = self.n_failed = 0

    def test(self, name, errors):
        errors = list(errors)
        self.n += 1
        self.n_failed += bool(errors)
        print(f"{'not ok' if errors else 'ok'} {self.n} - {name}")
        for error in errors[:20]:
            print("#", str(error).replace("\n", "\n# "))

    def end(self):
        print(f"1..{self.n}")
        return 1 if self.n_failed else 0


def run(command, env=None):
    """Run to the end; a program that is not there is one that failed."""
    try:
        return subprocess.run(command, env=env, capture_output=True, timeout=120, check=False)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, b"", str(error).encode())


def failure(done):
    return f"exit {done.returncode}: {done.stderr.decode(errors='replace')[:2000]}"


# --- the schemas themselves -----------------------------------------------------------------------

def subschemas(node):
    """Every object of a JSON document."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from subschemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from subschemas(value)


def check_schema(path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        yield error.message
    names = {f"#/$defs/{name}" for name in schema.get("$defs", {})}
    refs = {node["$ref"] for node in subschemas(schema) if "$ref" in node}
    yield from (f"dangling {ref}" for ref in refs - names)
    yield from (f"unused {name}" for name in names - refs)
    if path != SCHEMAS["article"]:
        yield from (f"open object with {sorted(node['properties'])}" for node in subschemas(schema)
                    if node.get("type") == "object" and node.get("additionalProperties") is not False)


def check_codebook():
    """The code book names every code of the closed lists."""
    book = (ROOT / "schemas/codebook.md").read_text(encoding="utf-8")
    for node in subschemas(json.loads(SCHEMAS["tagged-article"].read_text(encoding="utf-8"))):
        yield from (f"codebook.md lacks {code}" for code in node.get("enum", [])
                    if isinstance(code, str) and f"`{code}`" not in book)


# --- the AsyncAPI document ------------------------------------------------------------------------

def resolve(document, ref):
    """What a local reference leads to; KeyError if nowhere."""
    node = document
    for part in ref.removeprefix("#/").split("/"):
        node = node[part]
    return node


def check_asyncapi(document, validators):
    for node in subschemas(document):
        ref = node.get("$ref", "#/info")
        try:
            if ref.startswith("#/"):
                resolve(document, ref)
            elif not (ROOT / "schemas" / ref).is_file():
                yield f"no such file: {ref}"
        except KeyError:
            yield f"dangling {ref}"
    for name, message in document["components"]["messages"].items():
        yield from check_message(document, name, message, validators)


def check_message(document, name, message, validators):
    """Payloads by the schema that the message names, headers by the document's own."""
    file = message["payload"].get("schema", {}).get("$ref", "")
    headers = jsonschema.Draft202012Validator({**message["headers"],
                                               "components": document["components"]})
    if file and not message.get("examples"):
        yield f"{name} has no example"
    for example in message.get("examples", []):
        yield from (f"example of {name}: {error}" for error in
                    validate.errors_of(example["payload"],
                                       validators[file.removesuffix(".schema.json")]))
        if "headers" in example:
            yield from (f"headers of an example of {name}: {error.message}"
                        for error in headers.iter_errors(example["headers"]))


def check_agreement(document):
    """What the document says of a record's key is what the schema says of its member."""
    schema = json.loads(SCHEMAS["dispute-event"].read_text(encoding="utf-8"))
    key = document["components"]["messages"]["disputeEvent"]["bindings"]["kafka"]["key"]
    if key["pattern"] != schema["properties"]["dyad"]["pattern"]:
        yield f"the key is {key['pattern']}, the dyad {schema['properties']['dyad']['pattern']}"
    done = run([BUILD / "disputewire-consumer", "--version"])
    if document["info"]["version"] not in done.stdout.decode():
        yield f"version {document['info']['version']}, but the program is {done.stdout.decode()}"


def check_topics(document):
    """Addresses must be the consumer's defaults, as it prints them."""
    done = run([BUILD / "disputewire-consumer", "--print-config"])
    if done.returncode:
        yield f"disputewire-consumer --print-config: {failure(done)}"
        return
    lines = done.stdout.decode().splitlines()
    values = {line.partition("=")[2].strip() for line in lines if "=" in line}
    for channel in document["channels"].values():
        if channel["address"] not in values:
            yield f"{channel['address']} is no default of disputewire-consumer"


# --- records --------------------------------------------------------------------------------------

def check_records(data, validator, at_least=1):
    """Errors of NDJSON bytes."""
    lines = [line for line in data.decode("utf-8", "surrogateescape").split("\n") if line.strip()]
    for n, line in enumerate(lines, 1):
        try:
            found = validate.errors_of(validate.parse(line), validator)
        except ValueError as error:
            found = [f"not JSON: {error}"]
        yield from (f"record {n}: {error}" for error in found)
    if len(lines) < at_least:
        yield f"{len(lines)} records, expected at least {at_least}"


def check_refused(data, validator):
    """Each of these records the codec refused; so must the schema."""
    lines = [line for line in data.decode().split("\n") if line.strip()]
    yield from (f"taken by the schema: {line[:200]}" for line in lines
                if not validate.errors_of(validate.parse(line), validator))
    if not lines:
        yield "no record"


def unit_records():
    """What the unit tests of the codecs write: {name: NDJSON bytes}."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, DW_TEST_RECORDS=folder)
        for name in ("article_codec", "tagged_article", "dispute_event"):
            run([BUILD / "unit" / f"test_{name}"], env)
        for path in pathlib.Path(folder).glob("*.ndjson"):
            found[path.stem] = path.read_bytes()
    return found


def check_program(command, validator, at_least):
    done = run(command)
    if done.returncode:
        yield f"{command[0]}: {failure(done)}"
    yield from check_records(done.stdout, validator, at_least)


# --- that the validator refuses what is wrong -----------------------------------------------------

def event_of(record):
    return record["event"] if "event" in record else record["events"][0]


MUTATIONS = [
    ("unknown member", lambda r: r.update(extra=1)),
    ("unknown member of an event", lambda r: event_of(r).update(extra=1)),
    ("other schema", lambda r: r.update(schema="disputewire/other/1")),
    ("event without a trigger", lambda r: event_of(r).pop("trigger")),
    ("unknown event type", lambda r: event_of(r).update(type="accuse")),
    ("mode of another type", lambda r: event_of(r).update(modes=["convict"])),
    ("quad of another type", lambda r: event_of(r).update(quad=4)),
    ("unknown context", lambda r: event_of(r).update(contexts=["fishing"])),
    ("CAMEO root that is none", lambda r: event_of(r).update(cameo="21")),
    ("CAMEO code as a number", lambda r: event_of(r).update(cameo=112)),
    ("unknown tag", lambda r: event_of(r).update(tag="sulking")),
    ("aux false", lambda r: event_of(r).update(aux=False)),
    ("goldstein out of range", lambda r: event_of(r).update(goldstein=-10.5)),
    ("confidence over one", lambda r: event_of(r).update(confidence=1.01)),
    ("time that is no TIMEX3 value", lambda r: event_of(r)["time"].update(value="9 April")),
    ("month that is none", lambda r: event_of(r)["time"].update(value="2021-13")),
    ("empty trigger", lambda r: event_of(r)["trigger"].update(text="")),
    ("negative offset", lambda r: event_of(r)["trigger"].update(start=-1)),
    ("trigger longer than its span", lambda r: event_of(r)["trigger"].update(text="accused of")),
    ("trigger outside the sentence", lambda r: event_of(r)["sentence"].update(start=44)),
    ("related to itself", lambda r: event_of(r)["relations"].append(
        {"type": "reverses", "event": event_of(r)["id"]})),
    ("unknown relation", lambda r: event_of(r)["relations"].append(
        {"type": "likes", "event": "v2"})),
    ("published is no date", lambda r: r["article"].update(published="9 April 2021")),
]
TAGGED_MUTATIONS = [
    ("relevance as a string", lambda r: r.update(relevance="0.97")),
    ("unknown depth", lambda r: r.update(depth="deep")),
    ("entity id out of order", lambda r: r["entities"][0].update(id="e9")),
    ("id of the wrong kind", lambda r: r["entities"][0].update(id="v1")),
    ("unknown entity type", lambda r: r["entities"][0].update(type="state")),
    ("country code of two letters", lambda r: r["entities"][0].update(country="PE")),
    ("unknown sector", lambda r: r["entities"][0].update(sector="GVT")),
    ("latitude out of range", lambda r: r["entities"][0]["geo"].update(lat=91)),
    ("unknown kind of mention", lambda r: r["entities"][0]["mentions"][0].update(kind="title")),
    ("span elsewhere in the text", lambda r: r["entities"][0]["mentions"][0].update(
        start=8, end=12)),
    ("span behind the text", lambda r: r["times"][0].update(start=9000, end=9006)),
    ("unknown modifier", lambda r: r["times"][0].update(mod="LATE")),
    ("actor that does not exist", lambda r: event_of(r).update(actors=["e77"])),
    ("time that does not exist", lambda r: event_of(r)["time"].update(ref="t77")),
    ("relation with no event", lambda r: event_of(r)["relations"].append(
        {"type": "reverses", "event": "v77"})),
    ("dispute of an event that is none", lambda r: r["disputes"][0].update(events=["v77"])),
    ("parties not sorted", lambda r: r["disputes"][0]["parties"].reverse()),
    ("issue in words", lambda r: r["disputes"][0].update(issues=["squid fishery"])),
    ("negative duration", lambda r: r["processing"].update(duration_us=-1)),
    ("source without an offset", lambda r: r["processing"]["source"].pop("offset")),
]
EVENT_MUTATIONS = [
    ("dyad of others", lambda r: r.update(dyad="CHL-ECU")),
    ("dyad not sorted", lambda r: r.update(dyad="PER-CHL")),
    ("entity by its id", lambda r: event_of(r).update(actors=["e1"])),
    ("expression without its text", lambda r: event_of(r)["time"].pop("text")),
    ("retracted as a string", lambda r: r.update(retracted="no")),
    ("taken back in full", lambda r: r.update(retracted=True)),
]


def check_mutations(tap, record, validator, name, mutations):
    found = validate.errors_of(record, validator)
    tap.test(f"{name}: sample is valid", found)
    if found:
        return
    for label, change in mutations:
        changed = copy.deepcopy(record)
        change(changed)
        taken = not validate.errors_of(changed, validator)
        tap.test(f"{name}: {label} is refused", ["was taken"] if taken else [])


def sample(records, name, want):
    """The first record of the unit tests for which want() holds."""
    for line in records.get(name, b"").decode().splitlines():
        record = json.loads(line)
        if want(record):
            return record
    return {}


def check_examples(path, validator):
    """The examples that a schema gives."""
    for example in json.loads(path.read_text(encoding="utf-8")).get("examples", []):
        yield from (error.message for error in validator.iter_errors(example))


def check_headers(document):
    """The page of the manual on headers: those of the AsyncAPI document and those of the sources."""
    schemas = document["components"]["schemas"]
    page = (ROOT / "schemas/disputewire-headers.5").read_text(encoding="utf-8")
    told = set(re.findall(r"^\.It Li (\S+)", page, re.M))
    known = {name for part in ("inputHeaders", "outputHeaders", "deadLetterHeaders")
             for name in schemas[part]["properties"]}
    source = (ROOT / "consumer/deadletter.c").read_text(encoding="utf-8")
    written = set(re.findall(r'"([a-z_.]+\.errors\.[a-z.]+)"', source))
    yield from (f"the page does not tell of {name}" for name in sorted((known | written) - told))
    yield from (f"nothing has {name}" for name in sorted(told - known - written))
    yield from (f"asyncapi does not tell of {name}" for name in sorted(written - known)
                if not name.startswith("__connect."))


def main():
    os.chdir(ROOT)
    tap = Tap()
    for name, path in SCHEMAS.items():
        tap.test(f"{name}: schema is sound", check_schema(path))
    validators = {name: validate.load_validator(path) for name, path in SCHEMAS.items()}

    for name, path in SCHEMAS.items():
        tap.test(f"{name}: examples", check_examples(path, validators[name]))

    tap.test("codebook: holds every code", check_codebook())

    document = yaml.safe_load((ROOT / "schemas/asyncapi.yaml").read_text(encoding="utf-8"))
    tap.test("asyncapi: references and examples", check_asyncapi(document, validators))
    tap.test("asyncapi: key and version are those of schema and program",
             check_agreement(document))
    tap.test("asyncapi: topics are the programs' defaults", check_topics(document))

    tap.test("headers: manual, asyncapi and sources name the same", check_headers(document))

    records = unit_records()
    for name, validator in validators.items():
        tap.test(f"{name}: records of the unit tests",
                 check_records(records.get(name, b""), validator))
    tap.test("article: what the codec refuses, the schema refuses",
             check_refused(records.get("article-refused", b""), validators["article"]))
    tagged = sample(records, "tagged-article", lambda r: r["events"] and "text" in r["article"])
    check_mutations(tap, tagged, validators["tagged-article"], "tagged-article",
                    MUTATIONS + TAGGED_MUTATIONS)
    event = sample(records, "dispute-event", lambda r: r["event"]["id"] == "v1")
    check_mutations(tap, event, validators["dispute-event"], "dispute-event",
                    MUTATIONS + EVENT_MUTATIONS)

    inputs = sorted(glob.glob("tests/golden/*/input.*") + glob.glob("samples/*.*"))
    tap.test("tagged-article: what disputewire-tag prints", check_program(
        [BUILD / "disputewire-tag", "--include-text", *inputs], validators["tagged-article"],
        max(1, len(inputs))))
    tap.test("article: what disputewire-producer would publish", check_program(
        [BUILD / "disputewire-producer", "--dry-run", "-q", *inputs], validators["article"],
        max(1, len(inputs))))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
