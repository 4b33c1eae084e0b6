#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Medians of the runs of run.sh as a table and as JSON: report.py RUNS JSON."""
import json
import statistics
import sys

# name, what is counted
ROWS = {
    "reading": ("zones, tokens, sentences, times, no syntax", "articles"),
    "tagger": ("parts of speech alone", "tokens"),
    "parser": ("parts of speech, trees", "tokens"),
    "syntax": ("parts of speech, lemmas, trees", "tokens"),
    "auto": ("all processors, --depth auto", "articles"),
    "full": ("all processors, --depth full", "articles"),
    "disputes": ("all processors, articles with events alone", "articles"),
    "plain": ("plain consume-and-produce loop", "records"),
    "none": ("consumer, exactly once, --processors none", "records"),
    "none-watched": ("    the same, metrics on", "records"),
    "all": ("consumer, exactly once, all processors", "records"),
    "all-watched": ("    the same, metrics on", "records"),
}


def read_runs(path):
    runs = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            what, *numbers = line.split()
            runs.setdefault(what, []).append([float(n) for n in numbers])
    return runs


def summarize(what, rows):
    speeds = [r[0] / r[2] * 1000 for r in rows]
    return {"counted": ROWS[what][1], "count": int(rows[0][0]),
            "per_s": round(statistics.median(speeds)),
            "slowest": round(min(speeds)), "fastest": round(max(speeds)),
            "mb_per_s": round(statistics.median(r[1] / r[2] / 1000 for r in rows), 2),
            "peak_mb": int(max(r[3] for r in rows)) // 1024}


def paired(these, those):
    """How much faster these runs were than those beside which they were made, in the median."""
    return round(statistics.median((a[0] / a[2]) / (b[0] / b[2]) for a, b in zip(these, those)), 3)


def summarize_latency(rows):
    median, late, longest = (statistics.median(r[i] for r in rows) for i in (1, 2, 3))
    return {"counted": "articles", "count": int(rows[0][0]), "p50_ms": median, "p99_ms": late,
            "longest_ms": longest}


def main():
    runs = read_runs(sys.argv[1])
    latency = runs.pop("latency", None)
    report = {what: summarize(what, runs[what]) for what in ROWS if what in runs}
    for what in ("none", "all"):
        if what in report and "plain" in report:
            ratio = report[what]["per_s"] / report["plain"]["per_s"]
            report[what]["ratio"] = round(ratio, 3)
        if what + "-watched" in report:
            report[what + "-watched"]["ratio"] = paired(runs[what + "-watched"], runs[what])
    print(f"{'':44}{'per s':>10}{'slowest':>10}{'fastest':>10} {'of':9}{'MB/s':>8}{'peak MB':>9}"
          f"{'ratio':>7}")
    for what, row in report.items():
        print(f"{ROWS[what][0]:44}{row['per_s']:>10}{row['slowest']:>10}{row['fastest']:>10}"
              f" {row['counted']:9}{row['mb_per_s']:>8}{row['peak_mb']:>9}"
              f"{row.get('ratio', ''):>7}")
    if latency:
        report["latency"] = summarize_latency(latency)
        print("from produce to committed read, 100 articles a second: p50 {p50_ms} ms, p99 {p99_ms} ms, "
              "longest {longest_ms} ms".format(**report["latency"]))
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        json.dump(report, out, indent=2)
        out.write("\n")


main()
