"""Days out of the ordinary: ours beside the usual three standard deviations, on labelled public series.

    .venv/bin/python bench/science/anomaly.py [FOLDER]

FOLDER holds `combined_windows.json` and the CSV files of numenta/NAB realAdExchange; without it (by default
`../shared/data/ads`) there is nothing to measure. The series are hourly, so seven days are 168 values.
"""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, stdev

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from insights.engine.contents import anomalies  # noqa: E402 - the product is beside us, not installed

WEEK = 168
LONGEST_MOMENT = 19  # without fractions of a second
Finder = Callable[[Sequence[float]], list[int]]


def three_sigma(values: Sequence[float]) -> list[int]:
    """What lies more than three standard deviations from the mean of the week before."""
    found = []
    for index in range(WEEK, len(values)):
        before = values[index - WEEK : index]
        if abs(values[index] - mean(before)) > 3 * stdev(before):
            found.append(index)
    return found


def ours(values: Sequence[float]) -> list[int]:
    return anomalies(values, window=WEEK, offset=0)


def score(find: Finder, folder: Path) -> tuple[int, int, float]:
    """(windows hit, windows there are, false alarms per 1,000 values)."""
    labelled = json.loads((folder / "combined_windows.json").read_text())
    hit = there_are = false_alarms = total = 0
    for file in sorted(folder.glob("*.csv")):
        with file.open() as lines:
            rows = list(csv.DictReader(lines))
        moments = [row["timestamp"][:LONGEST_MOMENT] for row in rows]
        windows = [
            (start[:LONGEST_MOMENT], end[:LONGEST_MOMENT]) for start, end in labelled[f"realAdExchange/{file.name}"]
        ]
        alarms = [moments[index] for index in find([float(row["value"]) for row in rows])]
        hit += sum(any(start <= alarm <= end for alarm in alarms) for start, end in windows)
        there_are += len(windows)
        false_alarms += sum(not any(start <= alarm <= end for start, end in windows) for alarm in alarms)
        total += len(rows)
    return hit, there_are, 1000 * false_alarms / total


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "ads"
    if not (folder / "combined_windows.json").exists():
        print(f"{folder} holds no labelled series: nothing measured.")
        return
    for name, find in (("log scale, robust (ours)", ours), ("three standard deviations", three_sigma)):
        hit, there_are, alarms = score(find, folder)
        print(f"{name:28} windows hit {hit:2} of {there_are:2}   false alarms per 1,000: {alarms:.2f}")


if __name__ == "__main__":
    main()
