#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Run a command on one core: timed.py FILE COMMAND...; prints milliseconds that the core worked, and peak KiB.

FILE is its standard input; its output is dropped.
"""
import os
import resource
import subprocess
import sys


def one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


with open(sys.argv[1], "rb") as source:
    subprocess.run(sys.argv[2:], stdin=source, stdout=subprocess.DEVNULL, check=True,
                   preexec_fn=one_core)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(round((used.ru_utime + used.ru_stime) * 1000), used.ru_maxrss)
