#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Medians of the runs of run.sh as a table and as JSON: report.py RUNS JSON."""
import json
import statistics
import sys

NAMES = {"plain": "plain consume-and-produce loop", "none": "exactly once, --processors none",
         "all": "exactly once, all processors",
         "tag": "processors alone, one core"}


def main():
    runs = {}
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            what, *numbers = line.split()
            runs.setdefault(what, []).append([int(n) for n in numbers])
    report = {}
    for what, rows in runs.items():
        speeds = [r[0] / r[2] * 1000 for r in rows]
        report[what] = {"records": rows[0][0], "records_per_s": round(statistics.median(speeds)),
                        "mb_per_s": round(statistics.median(r[1] / r[2] / 1000 for r in rows), 2),
                        "slowest": round(min(speeds)), "fastest": round(max(speeds)),
                        "peak_mb": max(r[3] for r in rows) // 1024}
    for what in ("none", "all"):
        if what in report and "plain" in report:
            ratio = report[what]["records_per_s"] / report["plain"]["records_per_s"]
            report[what]["ratio_to_plain"] = round(ratio, 3)
    print(f"{'':34}{'records/s':>11}{'slowest':>10}{'fastest':>10}{'MB/s':>8}{'ratio':>7}{'peak MB':>9}")
    for what, row in report.items():
        print(f"{NAMES[what]:34}{row['records_per_s']:>11}{row['slowest']:>10}{row['fastest']:>10}"
              f"{row['mb_per_s']:>8}{row.get('ratio_to_plain', 1):>7}{row['peak_mb']:>9}")
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        json.dump(report, out, indent=2)
        out.write("\n")


main()
