#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""html.py - how much of a page's article is found, and how little of what stands around it.

  tests/quality/html.py PRODUCER PAGE.html...

Beside each page, PAGE.txt has the text that a reader would call the article. Words of both in their
order: the longest common subsequence is what is right; precision, recall and F1 of each page, their
means last. Exit status 1 if a page yields no record.
"""
import json
import re
import subprocess
import sys


def words(text):
    return re.findall(r"\w+|[^\w\s]", text)


def common(a, b):
    """Length of the longest common subsequence."""
    row = [0] * (len(b) + 1)
    for x in a:
        diagonal = 0
        for i, y in enumerate(b, 1):
            diagonal, row[i] = row[i], diagonal + 1 if x == y else max(row[i], row[i - 1])
    return row[-1]


def score(producer, page):
    """Precision, recall, F1 in percent; None if there is no record."""
    out = subprocess.run([producer, "--dry-run", "-q", page], capture_output=True, text=True).stdout
    if not out:
        return None
    with open(page[: -len(".html")] + ".txt", encoding="utf-8") as file:
        want = words(file.read())
    got = words(json.loads(out.splitlines()[0])["text"])
    right = common(want, got)
    return [100 * right / (len(got) or 1), 100 * right / len(want), 200 * right / (len(got) + len(want))]


def main():
    producer, pages = sys.argv[1], sys.argv[2:]
    rows = [(page, score(producer, page)) for page in pages]
    for page, figures in rows:
        print("%-48s" % page, "no record" if not figures else "P %5.1f R %5.1f F1 %5.1f" % tuple(figures))
    means = [sum(f[i] if f else 0 for _, f in rows) / len(rows) for i in range(3)]
    print("%-48s P %5.1f R %5.1f F1 %5.1f" % (("mean of %d pages" % len(rows),) + tuple(means)))
    return 0 if all(f for _, f in rows) else 1


sys.exit(main())
