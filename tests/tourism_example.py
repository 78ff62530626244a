# SPDX-License-Identifier: MIT
"""tourism_example.py SOURCE RESULTS: whether examples/tourism gives what is computed here from its
tables without chiso, and whether its generator still writes these tables."""
import calendar
import csv
import filecmp
import os
import subprocess
import sys
import tempfile
from fractions import Fraction as F

source, results = sys.argv[1:]
example = os.path.join(source, "examples", "tourism")
data = os.path.join(example, "data")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check(name, least, expected):
    wrong = [f"{place}: {got.get(place)}, not {value}" for place, value in expected.items()
             if got.get(place) != value and
             (isinstance(value, str) or not isinstance(got.get(place), float) or
              abs(got[place] - float(value)) > 1e-13 * value)]
    for line in wrong[:5]:
        print("#", line)
    print(int(bool(wrong) or len(expected) < least), f"{name}: {len(expected)} values")


got = {(r["indicator"], r["output"], r["unit"], r["period"]): r["reason"] or float(r["value"])
       for r in read(results) if not r.get("month")}
months = {(r["commune"], r["month"]): r for r in read(os.path.join(data, "synthetic_visits.csv"))}
people = {(r["commune"], r["year"]): int(r["residents"])
          for r in read(os.path.join(data, "synthetic_residents.csv"))}
km2 = {r["code"]: F(r["area_km2"]) for r in read(os.path.join(example, "units.csv")) if r["area_km2"]}
YEARS = [str(y) for y in range(2021, 2026)]
PERIODS = [f"{y}-{m:02}" for y in YEARS for m in range(1, 13)]


def lines_of(unit, period):
    """The lines of a commune or, of the six, of all that reported; None: a month is missing."""
    if len(period) == 4:
        own = [lines_of(unit, p) for p in PERIODS if p.startswith(period)]
        return None if None in own else [r for list_ in own for r in list_]
    own = [months[code, period] for code in km2 if unit in (code, "six") and (code, period) in months]
    return own or None


def visits_of(unit, period):
    return sum(int(r["visits"]) for r in lines_of(unit, period))


def room_nights(record):
    year, month = map(int, record["month"].split("-"))
    return int(record["rooms"]) * calendar.monthrange(year, month)[1]


def pairs(x):
    """Gini's coefficient: half of the mean difference of all pairs, over the mean."""
    return F(sum(abs(a - b) for a in x for b in x), 2 * len(x) * sum(x))


intensity, density, rooms, gini = {}, {}, {}, {}
for unit in [*km2, "six"]:
    area = sum(a for code, a in km2.items() if unit in (code, "six"))
    for period in [*PERIODS, *YEARS]:
        lines, year = lines_of(unit, period), period[:4]
        residents = sum(n for (code, y), n in people.items() if y == year and unit in (code, "six"))
        at = {"intensity": "not_reported", "density": "not_reported", "rooms": "not_reported",
              "gini": "not_reported"}
        if lines:
            sold, there = sum(int(r["rooms_sold"]) for r in lines), sum(map(room_nights, lines))
            at = {"intensity": F(1000 * visits_of(unit, period), residents),
                  "density": visits_of(unit, period) / area, "rooms": F(100 * sold, there)}
            if period == year:
                at["gini"] = pairs([visits_of(unit, p) for p in PERIODS if p.startswith(year)])
        intensity["intensity", "intensity", unit, period] = at["intensity"]
        density["density", "density", unit, period] = at["density"]
        rooms["rooms", "room_occupancy", unit, period] = at["rooms"]
        if period == year:
            gini["seasons", "gini", unit, period] = at["gini"]
check("visits per 1,000 residents", 450, intensity)
check("visits per km²", 450, density)
check("room occupancy", 450, rooms)
check("Gini of the months", 35, gini)

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, os.path.join(example, "generate.py"), folder], check=True)
    _, differ, lacking = filecmp.cmpfiles(data, folder, os.listdir(data), shallow=False)
    print(int(bool(differ + lacking)), "the generator writes the tables that are there")
