# SPDX-License-Identifier: MIT
"""district_areas.py SOURCE RESULTS: whether examples/district-areas gives what is computed here from its
tables, with fractions and without chiso, and whether its generator still writes these tables."""
import calendar
import csv
import filecmp
import math
import os
import subprocess
import sys
import tempfile
from fractions import Fraction as F

source, results = sys.argv[1:]
example = os.path.join(source, "examples", "district-areas")
data = os.path.join(example, "data")
YEARS = [str(y) for y in range(2019, 2025)]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    return read(os.path.join(data, f"synthetic_{name}.csv"))


LABELS = ["branch", "year", "sex", "group", "category", "head", "base"]
got = {}
for r in read(results):
    place = (r["indicator"], r["output"], r["unit"], r["period"], *(r[x] for x in LABELS if r.get(x)))
    got[place] = r["reason"] or float(r["value"].lstrip("'"))
UNITS = [r["code"] for r in read(os.path.join(example, "units.csv"))]


def check(name, least, expected):
    wrong = [f"{place}: {got.get(place)}, not {value}" for place, value in expected.items()
             if got.get(place) != value and (isinstance(value, str) or not isinstance(got.get(place), float) or
                                             abs(got[place] - float(value)) > 1e-12 * max(abs(value), F(1, 100)))]
    for line in wrong[:5]:
        print("#", line)
    print(int(bool(wrong) or len(expected) < least), f"{name}: {len(expected)} values")


def own(rows, unit, year=None, **more):
    return [r for r in rows if unit in (r["commune"], "six") and year in (r["year"], None) and
            all(r[k] == v for k, v in more.items())]


def total(rows, column):
    return sum(F(r[column]) for r in rows)


def places():
    return [(u, y) for u in UNITS for y in YEARS]


# ---- growth within a base year, the linked series, structure of labour ----
output, labour, people = table("output"), table("labour"), table("people")
BRANCHES = ["agriculture", "industry", "services"]
expected = {}
for u, y in places():
    base = "2010" if y <= "2020" else "2020"
    before = own(output, u, str(int(y) - 1), base=base)
    if not before:
        expected["growth", "growth", u, y] = "not_comparable"
        continue
    now = own(output, u, y, base=base)
    whole = total(before, "output_bn")
    expected["growth", "growth", u, y] = 100 * (total(now, "output_bn") - whole) / whole
    for b in BRANCHES:
        change = total(own(now, u, branch=b), "output_bn") - total(own(before, u, branch=b), "output_bn")
        expected["growth", "contribution", u, y, b] = 100 * change / whole
check("real growth and contributions", 140, expected)

expected = {}
for u in UNITS:
    link = total(own(output, u, "2020", base="2020"), "output_bn") / total(own(output, u, "2020", base="2010"), "output_bn")
    linked = {y: total(own(output, u, y, base="2020" if y >= "2020" else "2010"), "output_bn") *
              (1 if y >= "2020" else link) for y in YEARS}
    for y in YEARS:
        expected["series", "value", u, y] = linked[y]
        expected["mean_growth", "value", u, y] = F(100 * ((linked["2024"] / linked["2019"]) ** 0.2 - 1))
check("the series linked at 2020", 84, expected)

expected = {}
for u, y in places():
    now, before = own(labour, u, y), own(labour, u, str(int(y) - 1))
    share = {b: 100 * total(own(now, u, branch=b), "persons") / total(now, "persons") for b in BRANCHES}
    for b in BRANCHES:
        expected["labour", "share", u, y, b] = share[b]
    if not before:
        expected["labour", "shift", u, y] = "not_reported"
        continue
    earlier = {b: total(own(before, u, branch=b), "persons") for b in BRANCHES}
    whole, now_whole = total(before, "persons"), total(now, "persons")
    expected["labour", "shift", u, y] = sum(abs(share[b] - 100 * earlier[b] / whole) for b in BRANCHES) / 2
    expected["labour", "lilien", u, y] = F(math.sqrt(sum(
        share[b] / 100 * F(math.log(share[b] / 100 * now_whole / earlier[b]) - math.log(now_whole / whole)) ** 2
        for b in BRANCHES)))
check("structure of labour", 200, expected)

# ---- parts of wholes: indicator, output, part, whole, times ----
yearly = table("yearly")
SHARES = [
    ("disaster_plans", "share", "disaster_plan", None, 100), ("online", "share", "procedures_online", "procedures", 100),
    ("declarations", "share", "declared", "obliged", 100), ("recovery", "share", "recovered", "lost", 100),
    ("trained", "share", "trained", "labour_force", 100), ("insurance", "share", "insured", "people", 100),
    ("immunisation", "share", "immunised", "infants", 100), ("protection", "share", "covered", "people", 100),
    ("culture", "share", "families_with_title", "families", 100), ("dossiers", "online_share", "online", "dossiers", 100),
    ("dossiers", "on_time_share", "on_time", "settled", 100), ("payroll", "filled", "staff", "assigned", 100),
    ("disbursement", "of_plan", "disbursed", "plan", 100), ("waste", "treated_share", "waste_treated", "waste_collected", 100)]
expected = {}
for u, y in places():
    rows, persons = own(yearly, u, y), total(own(people, u, y), "people")
    for id, out, part, whole, times in SHARES:
        expected[id, out, u, y] = times * total(rows, part) / (total(rows, whole) if whole else len(rows))
    expected["disbursement", "rate", u, y] = \
        100 * total(rows, "disbursed") / (total(rows, "plan") + total(rows, "carried_over"))
    expected["payroll", "reduction", u, y] = \
        100 * (total(rows, "staff_start") - total(rows, "staff")) / total(rows, "staff_start")
    expected["forest", "cover", u, y] = 100 * (total(rows, "natural") + total(rows, "planted")) / total(rows, "land")
    expected["doctors", "rate", u, y] = 10000 * total(rows, "doctors") / persons
    expected["incidence", "rate", u, y] = 100000 * total(rows, "cases") / persons
    expected["retail", "per_head", u, y] = 1000000 * total(rows, "retail_mn") / persons
check("shares and rates", 800, expected)

# ---- budget, tenders, land, schools, ethnic groups, children, disasters, weather ----
budget, tenders, land, schools = table("budget"), table("tenders"), table("land"), table("schools")
poor, children, losses = table("poor"), table("children"), table("losses")
expected = {}
for u, y in places():
    for id, kind in (("spending", "expenditure"), ("revenue", "revenue")):
        rows = own(budget, u, y, kind=kind)
        heads = {h: own(rows, u, head=h) for h in {r["head"] for r in rows}}
        plan, actual = total(rows, "budget_bn"), total(rows, "actual_bn")
        expected[id, "outturn", u, y] = 100 * actual / plan
        expected[id, "deviation", u, y] = 100 * abs(actual - plan) / plan
        expected[id, "composition_variance", u, y] = 100 * sum(
            abs(total(h, "actual_bn") - total(h, "budget_bn") * actual / plan) for h in heads.values()) / actual
    rows = own(tenders, u, y)
    whole = total(rows, "estimate_mn")
    expected["tenders", "saving", u, y] = 100 * (whole - total(rows, "awarded_mn")) / whole
    expected["tenders", "single_bid", u, y] = F(100 * sum(r["bidders"] == "1" for r in rows), len(rows))
    rows = own(land, u, y)
    kinds = {c: own(rows, u, category=c) for c in ("agriculture", "built", "unused")}
    off = sum(abs(total(k, "area") - total(k, "planned")) for k in kinds.values()) / 2
    expected["land", "misplaced", u, y] = off
    expected["land", "misplaced_share", u, y] = 100 * off / total(rows, "area")
    for c, k in kinds.items():
        expected["land", "fulfilment", u, y, c] = \
            100 * (total(k, "area") - total(k, "start")) / (total(k, "planned") - total(k, "start"))
    girls, boys = own(schools, u, y, sex="female"), own(schools, u, y, sex="male")
    rate = lambda rows, part: total(rows, part) / total(rows, "population")
    expected["enrolment", "ner", u, y] = 100 * rate(girls + boys, "of_age")
    expected["enrolment", "ger", u, y] = 100 * rate(girls + boys, "enrolled")
    expected["enrolment", "net_gpi", u, y] = rate(girls, "of_age") / rate(boys, "of_age")
    group = {g: own(poor, u, y, group=g) for g in ("minority", "kinh")}
    rate = {g: 100 * total(r, "poor") / total(r, "households") for g, r in group.items()}
    expected["ethnic", "gap", u, y] = rate["minority"] - rate["kinh"]
    expected["ethnic", "parity", u, y] = rate["minority"] / rate["kinh"] if rate["kinh"] else "denominator_zero"
    z = [F(r["height_z"]) for r in own(children, u, y)]
    z = [x for x in z if abs(x) <= 6]
    expected["stunting", "stunted", u, y] = F(100 * sum(x < -2 for x in z), len(z))
    expected["stunting", "severe", u, y] = F(100 * sum(x < -3 for x in z), len(z))
    rows, persons = own(losses, u, y), total(own(people, u, y), "people")
    expected["disasters", "killed_rate", u, y] = 100000 * (total(rows, "deaths") + total(rows, "missing")) / persons
    expected["disasters", "affected_rate", u, y] = 100000 * sum(
        total(rows, c) for c in ("injured", "damaged", "destroyed", "livelihoods")) / persons
for y in YEARS:
    months = [r for r in table("weather") if r["month"].startswith(y)]
    days = {r["month"]: calendar.monthrange(int(y), int(r["month"][5:]))[1] for r in months}
    expected["climate", "anomaly", "six", y] = sum(
        days[r["month"]] * (F(r["temperature"]) - F(r["normal"])) for r in months) / sum(days.values())
check("budget, tenders, land, schools, groups, children, disasters, weather", 900, expected)

with tempfile.TemporaryDirectory() as again:
    subprocess.run([sys.executable, os.path.join(example, "generate.py"), again], check=True)
    names = sorted(os.listdir(data))
    same, different, missing = filecmp.cmpfiles(data, again, names, shallow=False)
    print(int(bool(different or missing) or sorted(os.listdir(again)) != names), "the generator writes the same tables")
