#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The figures of all runs so far as the README's table: table.py FIGURES."""
import json
import sys

WHAT = {
    "kill": "`kill -9` of a consumer at random points, 2 instances, 4 partitions",
    "stop": "SIGSTOP for longer than the transaction's time, then SIGCONT",
    "term": "SIGTERM under load",
    "storm": "members join or leave every 2 s, eager",
    "storm-cooperative": "the same, cooperative",
    "storm-broker": "the same, assigned by the broker (KIP-848; librdkafka 2.12)",
    "bounce": "the only broker killed hard and started again",
    "bounce-three": "one of three brokers killed hard, by turns the group's coordinator",
    "delay": "network delay of 500 ms each way",
    "cut": "connections cut for 5 to 60 s",
    "hold": "what is sent arrives 5 to 60 s late",
    "deleted": "output topic deleted under load",
    "disk": "the broker's disk full",
    "injected": "each request of a transaction answered with each error, once (mock cluster)",
    "malformed": "malformed records",
    "soak": "full speed for long",
}


def percentile(values, share):
    """The least value that at least this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def merge(rows):
    """All runs of one scenario together."""
    times = [t for row in rows for t in row["recoveries"]]
    faults = ["-" if rows[0][kind] is None else sum(row[kind] for row in rows)
              for kind in ("lost", "doubled", "swapped", "foreign")]
    seconds = " | ".join(f"{percentile(times, share):.2f}" for share in (0.5, 0.99)) if times else " | "
    return (f"{sum(r['runs'] for r in rows)} | {sum(r['records'] for r in rows):,} | "
            f"{'/'.join(map(str, faults))} | {seconds}")


def remark(rows):
    """What a scenario measures besides."""
    if "peak" in rows[0]:
        peak, ceiling = (max(row[key] for row in rows) >> 20 for key in ("peak", "ceiling"))
        return f", {sum(row['seconds'] for row in rows) // 60} min: {peak} MB at most, ceiling {ceiling} MB"
    if "left" in rows[0]:
        return f"; {sum(row['left'] for row in rows)} made it end, with a reason"
    return ""


def main(path):
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    print("| fault | runs | records | lost/doubled/swapped/foreign | p50, s | p99, s |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, what in WHAT.items():
        same = [row for row in rows if row["scenario"] == name]
        if same:
            print(f"| {what}{remark(same)} | {merge(same)} |")


if __name__ == "__main__":
    main(sys.argv[1])
