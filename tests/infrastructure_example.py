# SPDX-License-Identifier: MIT
"""infrastructure_example.py SOURCE RESULTS: whether examples/infrastructure gives what is computed here
from its tables without chiso, and whether its generator still writes these tables."""
import csv
import filecmp
import math
import os
import re
import subprocess
import sys
import tempfile
from fractions import Fraction as F

source, results = sys.argv[1:]
example = os.path.join(source, "examples", "infrastructure")
data = os.path.join(example, "data")
RADIUS = 6371008.8


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    return read(os.path.join(data, f"synthetic_{name}.csv"))


def check(name, least, expected):
    wrong = [f"{place}: {got.get(place)}, not {value}" for place, value in expected.items()
             if got.get(place) != value and
             (isinstance(value, str) or not isinstance(got.get(place), float) or
              abs(got[place] - float(value)) > 1e-13 * abs(value))]
    for line in wrong[:5]:
        print("#", line)
    print(int(bool(wrong) or len(expected) < least), f"{name}: {len(expected)} values")


got = {(r["indicator"], r["output"], r["unit"], r["period"], r["class"]): r["reason"] or float(r["value"])
       for r in read(results) if not r.get("part") and not r.get("criterion")}
km2 = {r["code"]: F(r["area_km2"]) for r in read(os.path.join(example, "units.csv")) if r["area_km2"]}
UNITS = [*km2, "six"]


def own(rows, unit):
    return [r for r in rows if unit in (r["commune"], "six")]


def total(rows, column):
    return sum(F(r[column]) for r in rows)


# ---- roads ----
roads, expected = table("roads"), {}
for unit in UNITS:
    for kind in ("", "district", "village"):
        rows = [r for r in own(roads, unit) if kind in (r["class"], "")]
        hard = [r for r in rows if r["surface"] != "earth"]
        expected["roads", "length", unit, "2024", kind] = total(rows, "length_km")
        expected["roads", "hardened_share", unit, "2024", kind] = \
            100 * total(hard, "length_km") / total(rows, "length_km")
    area = sum(a for code, a in km2.items() if unit in (code, "six"))
    expected["density", "density", unit, "2024", ""] = total(own(roads, unit), "length_km") / area
check("roads, their hardened share and density", 49, expected)


# ---- access: every village against every piece of every road ----
def vector(lon, lat):
    lon, lat = math.radians(float(lon)), math.radians(float(lat))
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def cross(a, b):
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def angle(a, b):
    return math.atan2(math.hypot(*cross(a, b)), dot(a, b))


def to_piece(p, a, b):
    """The great circle through a and b where the foot lies between them, else the nearer end."""
    n = cross(a, b)
    if dot(cross(n, a), p) > 0 > dot(cross(n, b), p):
        return abs(math.asin(dot(n, p) / math.hypot(*n)))
    return min(angle(p, a), angle(p, b))


def points(road):
    return [vector(*pair.split()) for pair in re.search(r"\((.*)\)", road["wkt"])[1].split(",")]


lines = [(r["all_season"] == "1", points(r)) for r in roads]
villages = table("villages")
for v in villages:
    place = vector(v["lon"], v["lat"])
    far = [(season, min(to_piece(place, a, b) for a, b in zip(line, line[1:]))) for season, line in lines]
    v["access_any"] = RADIUS * min(d for _, d in far)
    v["access"] = RADIUS * min(d for season, d in far if season)
# Nobody lives so near to the line of 2 km that the arithmetic could decide.
print(int(any(abs(v[i] - 2000) < 1 for v in villages for i in ("access", "access_any"))),
      "no village is at just 2 km")
check("people within 2 km of a road", 14, {
    (i, "access", unit, "2024", ""):
    100 * total([v for v in own(villages, unit) if v[i] <= 2000], "people") / total(own(villages, unit), "people")
    for i in ("access", "access_any") for unit in UNITS})

# ---- water and waste ----
services, waste = table("services"), table("waste")
expected = {}
for unit in UNITS:
    for year in ("2023", "2024"):
        rows = [r for r in own(services, unit) if r["year"] == year]
        ratios = []
        for quality in ("on_premises", "when_needed", "uncontaminated"):
            known = [r for r in rows if r[quality]]
            ratios.append(total(known, quality) / total(known, "improved") if known else None)
        expected["safe", "safely_managed", unit, year, ""] = "not_reported" if None in ratios else \
            100 * total(rows, "improved") / total(rows, "people") * min(ratios)
        rows = [r for r in own(waste, unit) if r["year"] == year]
        made = sum(F(r["collected_t"]) * F(r["people"]) / F(r["served"]) for r in rows)
        expected["waste_un", "managed_share", unit, year, ""] = 100 * total(rows, "treated_t") / made
        expected["waste_vn", "treated_share", unit, year, ""] = \
            100 * total(rows, "treated_t") / total(rows, "collected_t")
check("safely managed water, and both shares of waste treated", 42, expected)

# ---- interruptions ----
customers, outages, expected = table("customers"), table("outages"), {}
for unit in UNITS:
    for year in ("2023", "2024"):
        served = total([r for r in own(customers, unit) if r["year"] == year], "customers")
        for period in [year, *(f"{year}-{m:02}" for m in range(1, 13))]:
            rows = [r for r in own(outages, unit) if r["month"].startswith(period)]
            minutes = sum(F(r["interrupted"]) * F(r["minutes"]) for r in rows)
            expected["reliability", "saidi", unit, period, ""] = minutes / served
            expected["reliability", "saifi", unit, period, ""] = total(rows, "interrupted") / served
check("interruptions of months and years", 364, expected)

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, os.path.join(example, "generate.py"), folder], check=True)
    _, differ, lacking = filecmp.cmpfiles(data, folder, os.listdir(data), shallow=False)
    print(int(bool(differ + lacking)), "the generator writes the tables that are there")
