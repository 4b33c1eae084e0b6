#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Validate records against a JSON Schema with an implementation that is not ours.

  validate.py SCHEMA [FILE...]      NDJSON or single JSON records; no FILE or "-": standard input

Beyond the schema, what it cannot say is checked: that ids exist and are in order, that spans lie
in the text and hold the words they claim, that the dyad is that of the event, that no key comes
twice. Prints one line an error, file:line: path: message; with --tap a test for each file.
Exit 0: all valid; 1: some record is not; 2: nothing could be checked.
"""
import argparse
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("validate.py: needs the jsonschema module (Debian: python3-jsonschema)")


def unique_object(pairs):
    """An object of the JSON parser; a repeated key is an error, not a silent overwrite."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"repeated key {next(k for k in keys if keys.count(k) > 1)!r}")
    return found


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def finite(text):
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is out of range")
    return number


def parse(text):
    """JSON as RFC 8259 has it; Python's parser alone lets constants and lone surrogates pass."""
    record = json.loads(text, object_pairs_hook=unique_object, parse_constant=refuse_constant,
                        parse_float=finite)
    try:
        json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("lone surrogate") from None
    return record


def records(stream, name):
    """Yield (place, record or ValueError): one for each line, or one for a file that is one."""
    data = stream.read()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield name, error
        return
    try:
        yield name, parse(text)
        return
    except ValueError as error:
        whole = error
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if text.lstrip().startswith("{\n"):
        yield name, whole
        return
    for n, line in lines:
        try:
            yield f"{name}:{n}", parse(line)
        except ValueError as error:
            yield f"{name}:{n}", error


def expect(truth, path, message):
    if not truth:
        yield f"{path}: {message}"


def check_ids(items, letter, path):
    for i, item in enumerate(items):
        yield from expect(item["id"] == f"{letter}{i + 1}", f"{path}[{i}].id",
                          f"{item['id']} is not {letter}{i + 1}")


def check_span(span, text, path):
    """A span is not empty; where the text is known it holds the words."""
    yield from expect(span["start"] < span["end"], path, "empty span")
    if "text" in span:
        yield from expect(len(span["text"]) == span["end"] - span["start"], path,
                          "text is not as long as the span")
    if text is None:
        return
    yield from expect(span["end"] <= len(text), path, "span ends behind the text")
    if "text" in span:
        yield from expect(text[span["start"]:span["end"]] == span["text"], path,
                          f"text is {text[span['start']:span['end']]!r}, not {span['text']!r}")


def check_event(event, text, path):
    yield from check_span(event["trigger"], text, f"{path}.trigger")
    yield from check_span(event["sentence"], text, f"{path}.sentence")
    yield from expect(event["sentence"]["start"] <= event["trigger"]["start"]
                      and event["trigger"]["end"] <= event["sentence"]["end"],
                      f"{path}.trigger", "lies outside the sentence")
    for i, span in enumerate(event["mentions"]):
        yield from check_span(span, text, f"{path}.mentions[{i}]")
    for i, relation in enumerate(event["relations"]):
        yield from expect(relation["event"] != event["id"], f"{path}.relations[{i}]",
                          "an event is related to itself")


def event_refs(event):
    """(member, entity) for each entity that an event refers to."""
    for member in ("actors", "recipients", "about"):
        for ref in event[member]:
            yield member, ref
    for member in ("place", "attribution"):
        if event[member] is not None:
            yield member, event[member]


def check_references(event, known, path):
    for member, ref in event_refs(event):
        yield from expect(ref in known, f"{path}.{member}", f"there is no {ref}")
    if event["time"] and event["time"]["ref"]:
        yield from expect(event["time"]["ref"] in known, f"{path}.time.ref",
                          f"there is no {event['time']['ref']}")
    for i, relation in enumerate(event["relations"]):
        yield from expect(relation["event"] in known, f"{path}.relations[{i}].event",
                          f"there is no {relation['event']}")


def check_tagged_article(record):
    text = record["article"].get("text")
    known = {item["id"] for kind in ("entities", "times", "events") for item in record[kind]}
    for kind, letter in (("entities", "e"), ("times", "t"), ("events", "v")):
        yield from check_ids(record[kind], letter, kind)
    for i, entity in enumerate(record["entities"]):
        for k, mention in enumerate(entity["mentions"]):
            yield from check_span(mention, text, f"entities[{i}].mentions[{k}]")
    for i, time in enumerate(record["times"]):
        yield from check_span(time, text, f"times[{i}]")
    for i, event in enumerate(record["events"]):
        yield from check_event(event, text, f"events[{i}]")
        yield from check_references(event, known, f"events[{i}]")
    for i, dispute in enumerate(record["disputes"]):
        yield from expect(dispute["parties"] == sorted(dispute["parties"]),
                          f"disputes[{i}].parties", "are not sorted")
        for ref in dispute["events"]:
            yield from expect(ref in known, f"disputes[{i}].events", f"there is no {ref}")


def check_dispute_event(record):
    event = record["event"]
    if record["retracted"]:
        return
    parties = {ref["country"] for member, ref in event_refs(event)
               if member in ("actors", "recipients") and ref["country"]}
    dyad = "-".join(sorted(parties)) or "-"
    yield from expect(record["dyad"] == dyad, "dyad", f"{record['dyad']} is not {dyad}")
    yield from check_event(event, None, "event")
    if event["time"] and "start" in event["time"]:
        yield from check_span(event["time"], None, "event.time")


CHECKS = {
    "disputewire/tagged-article/1": check_tagged_article,
    "disputewire/dispute-event/1": check_dispute_event,
}


def path_of(error):
    path = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
    return path.lstrip(".") or "record"


def errors_of(record, validator):
    """Messages for one record; what the schema cannot say is asked of valid records alone."""
    if isinstance(record, ValueError):
        return [f"not JSON: {record}"]
    found = [f"{path_of(error)}: {error.message[:300]}" for error in
             sorted(validator.iter_errors(record), key=lambda e: [str(p) for p in e.absolute_path])]
    if not found and isinstance(record, dict):
        found = list(CHECKS.get(record.get("schema"), lambda _: ())(record))
    return found


def validate_file(name, validator):
    """Returns (number of records, list of errors)."""
    n, found = 0, []
    stream = sys.stdin.buffer if name == "-" else open(name, "rb")
    with stream:
        for place, record in records(stream, "stdin" if name == "-" else name):
            n += 1
            found += [f"{place}: {message}" for message in errors_of(record, validator)]
    return n, found


def load_validator(path):
    schema = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def print_tap(number, name, n_records, found):
    verdict, count = ("not ok", "") if found else ("ok", f": {n_records} valid records")
    print(f"{verdict} {number} - {name}{count}")
    for message in found:
        print(f"# {message}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tap", action="store_true", help="print a TAP test for each file")
    parser.add_argument("--allow-empty", action="store_true", help="a file without records is valid")
    parser.add_argument("schema")
    parser.add_argument("files", nargs="*", default=["-"])
    args = parser.parse_args()
    try:
        validator = load_validator(args.schema)
    except (OSError, ValueError, jsonschema.SchemaError) as error:
        print(f"validate.py: {args.schema}: {error}", file=sys.stderr)
        return 2
    failed = 0
    if args.tap:
        print(f"1..{len(args.files)}")
    for number, name in enumerate(args.files, 1):
        try:
            n, found = validate_file(name, validator)
        except OSError as error:
            n, found = 0, [f"{name}: {error.strerror}"]
        if not n and not found and not args.allow_empty:
            found = [f"{name}: no record"]
        failed += bool(found)
        if args.tap:
            print_tap(number, name, n, found)
        else:
            print(*found, sep="\n", end="\n" if found else "")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
