#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""README and the pages in docs/: examples in them are the files that the tests run. Prints TAP.

    tests/docs.py            checks
    tests/docs.py --write    puts the files' content into the pages

A block that is a file has the file's name before it: <!-- examples/subscribe/follow.py -->
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(?m)^<!-- (\S+) -->\n```(\w+)\n(.*?)^```$", re.DOTALL)
LINK = re.compile(r"(?:\]\(|\ssrc(?:set)?=\")([^)\"#\s]+)")
IMAGE_MAX = 200_000  # bytes; a page is read over slow lines too


def filled(page):
    """The page's text with each named block as its file is; a file that is missing is an error."""
    def fill(block):
        name, language = block.group(1), block.group(2)
        return f"<!-- {name} -->\n```{language}\n{(ROOT / name).read_text(encoding='utf-8')}```"
    return BLOCK.sub(fill, page)


def errors_of(path):
    text = path.read_text(encoding="utf-8")
    marks = re.findall(r"(?m)^<!-- (examples/\S+) -->", text)
    blocks = BLOCK.findall(text)
    yield from (f"no block behind {name}" for name in marks
                if name not in [block[0] for block in blocks])
    for name, _, content in blocks:
        if not (ROOT / name).is_file():
            yield f"no such file: {name}"
        elif (ROOT / name).read_text(encoding="utf-8") != content:
            yield f"not as in the file: {name} (tests/docs.py --write)"
    for target in LINK.findall(text):
        if "://" not in target and not (path.parent / target).exists():
            yield f"leads nowhere: {target}"
    for image in sorted(path.parent.glob("images/*")):
        if image.stat().st_size > IMAGE_MAX:
            yield f"{image.name} has more than {IMAGE_MAX} bytes"


def left_out(paths):
    """Examples that no page shows."""
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    for path in sorted((ROOT / "examples/subscribe").iterdir()):
        if path.suffix in (".sh", ".py", ".java", ".mjs", ".sql") and path.name not in text:
            yield f"in no page: {path.name}"


def main():
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    if sys.argv[1:] == ["--write"]:
        for path in paths:
            path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    results = [(path.name, list(errors_of(path))) for path in paths]
    results.append(("every example is in a page", list(left_out(paths))))
    for number, (name, errors) in enumerate(results, 1):
        print(f"{'not ok' if errors else 'ok'} {number} - {name}")
        for error in errors:
            print(f"# {error}")
    print(f"1..{len(results)}")
    return 1 if any(errors for _, errors in results) else 0


if __name__ == "__main__":
    sys.exit(main())
