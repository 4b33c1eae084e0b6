#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Run a command on one core: timed.py FILE COMMAND...; prints milliseconds and peak KiB.

FILE is its standard input; its output is dropped.
"""
import os
import resource
import subprocess
import sys
import time


def one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


with open(sys.argv[1], "rb") as source:
    begun = time.monotonic()
    subprocess.run(sys.argv[2:], stdin=source, stdout=subprocess.DEVNULL, check=True,
                   preexec_fn=one_core)
    spent = time.monotonic() - begun
print(round(spent * 1000), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
