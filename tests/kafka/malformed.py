#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Records that are damaged in every way that came to mind, and what must become of each.

    malformed.py COUNT [SEED]     as lines for records.c, on standard output

`is_article` reads a record by the rules of schemas/article.schema.json and SECURITY.md, with nothing of
the programs: what it takes must be tagged, what it refuses must be a dead letter.
"""
import datetime
import json
import random
import re
import sys

JSON_TYPE = [("content-type", b"application/json")]
TEXT_TYPE = [("content-type", b"text/plain")]
STATUS = ("usable", "withheld", "canceled")
BLANKS = " \t\r\n\v\f"

# --- sound records to begin with --------------------------------------------------------------------


def sound(chance):
    """Every field that a record may have. The id is like no other's, also after some damage."""
    return {
        "id": f"{chance.getrandbits(64):016x}", "version": str(chance.randint(1, 9)),
        "published": f"20{chance.randint(10, 24)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}T08:30:00Z",
        "headline": "Arvania recalls its envoy from Belmora", "byline": "By A. Holm",
        "dateline": "ARVA", "provider": ["Test Wire", "Pool"], "language": "en",
        "urgency": chance.randint(1, 9), "infosources": [{"name": "Ministry of Trade", "weight": 0.5}],
        "text": f"ARVA, July 4 - Arvania on Monday accused Belmora of breaking accord {chance.randint(1, 99)}. "
                "Caf\u00e9 owners \u2014 most of them \u201clocal\u201d \u2014 protested.",
    }


def encode(record, chance):
    return json.dumps(record, ensure_ascii=chance.random() < 0.5).encode()


# --- damage -----------------------------------------------------------------------------------------

def noise(chance):
    return chance.randbytes(chance.randint(1, 300)), chance.choice(([], JSON_TYPE, TEXT_TYPE))


def cut_short(chance):
    value = encode(sound(chance), chance)
    return value[:chance.randrange(len(value))], JSON_TYPE


def change_bytes(value, chance):
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(value))
        way = chance.randrange(4)
        if way == 0:
            value[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            value[at] = chance.randrange(256)
        elif way == 2:
            del value[at:at + chance.randint(1, 9)]
        else:
            value[at:at] = chance.choice((value[at:at + 9], b'"', b"{", b"\\", b"\x00", b"\xff", b"\n"))
        if not value:
            value += b"{"


def mutated(chance):
    value = bytearray(encode(sound(chance), chance))
    change_bytes(value, chance)
    return bytes(value), JSON_TYPE


VALUES = [None, True, 0, -1, 10, 1.5, 10 ** 30, -10 ** 30, "", " \n", "x", "2019-02-30", "2019-13-01",
          "canceled", "perhaps", [], ["x", 1], [[]], {}, {"a": 1}, "\ud800", "\udc00\ud800", "a\x00b", "\x00"]


def wrong_field(chance):
    record = sound(chance)
    record[chance.choice(list(record) + ["status", "pubstatus", "body_text", "uri", "versioncreated"])] = \
        chance.choice(VALUES)
    if chance.random() < 0.3:
        del record[chance.choice(list(record))]
    return json.dumps(record).encode(), JSON_TYPE


# Put behind the opening brace, or after the end.
WITHIN = [b'"a":1e999,', b'"a":-1e999,', b'"a":1e-999,', b'"a":NaN,', b'"a":Infinity,', b'"a":0x10,',
          b'"a":01,', b'"a":+1,', b'"a":.5,', b'"a":9223372036854775807,', b'"a":9223372036854775808,',
          b'"a":"\\x41",', b'"a":"\\u12",', b'"a":"\\u0000",', b'"\\u0000":1,', b'"a":"\\ud834\\udd1e",',
          b'"a":"\\ud834",', b'"a":"\\udd1e\\ud834",', b'"text":"y",', b'"a":1,"a":2,', b"'a':1,", b"a:1,",
          b'"a":1,,', b"/* */", b'"a":"\t",', b'"a":"\xc0\xaf",', b'"a":"\xed\xa0\x80",',
          b'"a":"\xf4\x90\x80\x80",', b"\xef\xbb\xbf"]
BEHIND = [b"{}", b"]", b"\x00", b" \r\n\t", b"\xef\xbb\xbf", b"null", b"# end"]


def bad_syntax(chance):
    value = json.dumps(sound(chance)).encode()
    way = chance.randrange(4)
    if way == 0:
        value += chance.choice(BEHIND)
    elif way == 1:
        depth = chance.choice((1, 30, 62, 63, 64, 65, 200, 3000))
        pair = chance.choice(((b"[", b"]"), (b'{"b":', b"}")))
        value = b'{"a":' + pair[0] * depth + b"0" + pair[1] * depth + b"," + value[1:]
    elif way == 2:
        value = b"\xef\xbb\xbf" * chance.randint(1, 2) + value
    else:
        value = b"{" + chance.choice(WITHIN) + value[1:]
    return value, JSON_TYPE


def bad_text(chance):
    value = bytearray(sound(chance)["text"].encode())
    way = chance.randrange(5)
    if way == 0:
        value[chance.randrange(len(value))] = 0
    elif way == 1:
        value = bytearray(range(1, 9)) * 30
    elif way == 2:
        value = bytearray(chance.choice((b"", b" ", b"\r\n\t ", b"\xef\xbb\xbf")))
    elif way == 3:
        value = bytearray(value.decode().encode("utf-16"))
    else:
        for _ in range(chance.randint(1, 5)):
            value[chance.randrange(30)] = chance.randrange(0x20, 0x7f)
    return bytes(value), TEXT_TYPE


def nothing(_):
    return None, []


DAMAGES = {noise: 30, cut_short: 40, mutated: 60, wrong_field: 30, bad_syntax: 30, bad_text: 20, nothing: 1}


def records(count, seed=1):
    """Value and headers of each, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield chance.choices(list(DAMAGES), DAMAGES.values())[0](chance)


# --- the rules --------------------------------------------------------------------------------------

class Refused(Exception):
    """The record is no article."""


def need(truth):
    if not truth:
        raise Refused


def unique(pairs):
    need(len({k for k, _ in pairs}) == len(pairs))
    need(not any("\x00" in k for k, _ in pairs))
    return dict(pairs)


def integer(digits):
    number = int(digits) if len(digits) < 40 else 10 ** 40
    need(-2 ** 63 <= number < 2 ** 63)
    return number


def real(digits):
    number = float(digits)
    need(abs(number) != float("inf"))
    return number


def refuse(_):
    raise Refused


def check_depth(text):
    depth = 0
    for mark in re.findall(r'"(?:\\.|[^"\\])*"?|[\[{\]}]', text, re.S):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark, 0)
        depth = max(depth, 0)
        need(depth <= 64)


def parse(value):
    try:
        text = value.decode()
        text = text[1:] if text.startswith("\ufeff") else text
        check_depth(text)
        found = json.loads(text, object_pairs_hook=unique, parse_int=integer, parse_float=real,
                           parse_constant=refuse)
        json.dumps(found, ensure_ascii=False).encode()  # lone surrogates are no text
        return found
    except (ValueError, RecursionError):
        raise Refused from None


def string(value):
    need(isinstance(value, str) and "\x00" not in value)
    return value


def either(record, ours, theirs, read=string):
    """Both names are checked; the first one's value counts."""
    theirs, ours = (read(v) if v is not None else None for v in (record.get(theirs), record.get(ours)))
    return ours if ours is not None else theirs


DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?"
                  r"(?:[Zz]|[+-](\d\d):?(\d\d))?)?", re.ASCII)


def check_date(text):
    found = DATE.fullmatch(text)
    need(found)
    date, hour, minute, second, zone_hour, zone_minute = found.groups("0")
    if date.startswith("0000"):  # which Python's calendar lacks; a leap year
        date = "2000" + date[4:]
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        raise Refused from None
    need(int(hour) < 24 and int(minute) < 60 and int(second) <= 60)
    need(int(zone_hour) < 24 and int(zone_minute) < 60)


def check_provider(value):
    for one in value if isinstance(value, list) else [value]:
        string(one)


def check_record(record):
    need(isinstance(record, dict))
    for name in ("headline", "byline", "dateline", "language"):
        if record.get(name) is not None:
            string(record[name])
    need(either(record, "id", "uri") != "")
    version, urgency = record.get("version"), record.get("urgency")
    need(version is None or is_integer(version) or string(version) is not None)
    published = either(record, "published", "versioncreated")
    if published is not None:
        check_date(published)
    if record.get("provider") is not None:
        check_provider(record["provider"])
    need(urgency is None or (is_integer(urgency) and 1 <= urgency <= 9))
    status = either(record, "status", "pubstatus")
    need(status is None or status in STATUS)
    text = record.get("text") if record.get("text") is not None else record.get("body_text")
    need(string(text).strip(BLANKS) or status == "canceled")


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_article(value, headers):
    """True, False, or None for bytes whose character set is anybody's guess."""
    if value is None:
        return False
    try:
        if headers == JSON_TYPE:
            check_record(parse(value))
            return True
    except Refused:
        return False
    if b"\x00" in value:
        return False
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return None
    controls = sum(c in "\x7f" or (c < " " and not "\t" <= c <= "\r") for c in text)
    if not headers and value[:1] in b"{[ \t\r\n\xef":
        return None  # may be taken for JSON
    return controls <= len(value) // 10 and bool(text.removeprefix("\ufeff").strip(BLANKS))


if __name__ == "__main__":
    for one, type_of in records(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        shown = "-" if one is None else one.hex()
        head = " ".join(f"{name.encode().hex()}={said.hex()}" for name, said in type_of)
        sys.stdout.write(f"-1\t0\t0\t-\t{shown}\t{head}\n")
