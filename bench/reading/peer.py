"""Reads one file with pandas, and prints what it took. main.ts calls it: needs pandas and openpyxl."""

import json
import resource
import sys
import time

import pandas
import openpyxl  # noqa: F401  for its absence to be seen, and its import not to be timed

if len(sys.argv) > 1:
    path = sys.argv[1]
    started = time.perf_counter()
    if path.endswith(".csv"):
        frame = pandas.read_csv(path)
    elif path.endswith(".xlsx"):
        frame = pandas.read_excel(path)
    else:
        frame = pandas.read_json(path, lines=True)
    seconds = time.perf_counter() - started
    # Kilobytes, on macOS bytes.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"rows": len(frame), "seconds": seconds, "megabytes": peak}))
