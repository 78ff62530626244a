# SPDX-License-Identifier: MIT
"""Writes random tables, runs a project through the command line, hands back and compares its cells."""
import csv
import io
import json
import os
import subprocess

FIXED = {"indicator", "use", "version", "output", "value", "reason"}
KEYS = ["unit", "period", "k", "deprivation", "dimension", "alpha", "epsilon", "p", "share"]


def text(x):
    """Whole numbers without a point, fractions as the doubles that they are, None as nothing."""
    if x is None or isinstance(x, str):
        return x or ""
    return str(int(x)) if x == int(x) else repr(float(x))


def write(folder, name, records):
    """A table of records, whose columns are those of the first."""
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(records[0])
        writer.writerows([text(v) for v in r.values()] for r in records)


def run(chiso, folder, datasets, indicators, keys=(), units=None, standards=None):
    """{(indicator, output, key=value, ...): value or reason} of a project with these parts."""
    project = {"chiso": 1, "datasets": datasets, "indicators": indicators}
    if units:
        project["units"] = units
    if standards:
        project["standards"] = list(standards)
    for name, standard in (standards or {}).items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(standard, file)
    path = os.path.join(folder, "plan.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(project, file, ensure_ascii=False)
    got = subprocess.run([chiso, "run", path, "--format", "csv", "-q"], capture_output=True,
                         encoding="utf-8", check=False)
    if got.returncode:
        raise SystemExit(f"chiso run failed: {got.stderr}")
    cells = {}
    for row in csv.DictReader(io.StringIO(got.stdout)):
        # A spreadsheet would take -1 for a formula: the file has '-1.
        place = tuple(f"{k}={row[k].lstrip(chr(39))}" for k in [*keys, *KEYS] if row.get(k))
        cells[(row["indicator"], row["output"], *place)] = row["reason"] or float(row["value"])
    return cells


class Comparison:
    """Counts cells that are as expected, and says what is not."""

    def __init__(self, name, tolerance):
        self.name, self.tolerance, self.n, self.wrong = name, tolerance, 0, []

    def check(self, cells, place, expected):
        self.n += 1
        got = cells.get(place, "no such cell")
        same = got == expected
        if isinstance(got, float) and not isinstance(expected, str):
            expected = float(expected)
            same = abs(got - expected) <= self.tolerance * max(abs(expected), 1e-3)
        if not same:
            self.wrong.append(f"{place}: {got}, not {expected}")

    def say(self, least):
        """One line for the shell: 0 or 1, then what it is about."""
        for line in self.wrong[:5]:
            print(f"# {line}")
        print(int(bool(self.wrong) or self.n < least), f"{self.name}: {self.n} values")
