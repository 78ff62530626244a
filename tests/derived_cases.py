# SPDX-License-Identifier: MIT
"""derived_cases.py FOLDER: a made-up project of derived indicators and, in expected.csv, their values
computed here, one value at a time from the definitions, with nothing of the library."""
import csv
import json
import math
import random
import sys
from fractions import Fraction

rng = random.Random(20220620)
YEARS = [str(y) for y in range(2017, 2024)]
QUARTERS = [f"{y}-Q{q}" for y in (2020, 2021) for q in (1, 2, 3, 4)]
# code, parent, level, valid_from, valid_to; commune c5 goes from the first district to the second.
UNITS = [("p", "", "province", "", ""), ("d1", "p", "district", "", ""), ("d2", "p", "district", "", ""),
         ("c1", "d1", "commune", "", ""), ("c2", "d1", "commune", "", ""), ("c3", "d2", "commune", "", ""),
         ("c4", "d2", "commune", "", ""), ("c5", "d1", "commune", "", "2020-12-31"),
         ("c5", "d2", "commune", "2021-01-01", "")]
CODES = ["p", "d1", "d2", "c1", "c2", "c3", "c4", "c5"]
CROPS = ["na", "ngô"]


class Missing(Exception):
    pass


def parent(unit, period):
    if unit == "c5":
        return "d1" if int(period[:4]) <= 2020 else "d2"
    return {"p": None, "d1": "p", "d2": "p", "c1": "d1", "c2": "d1", "c3": "d2", "c4": "d2"}[unit]


def level(unit):
    return unit[0]


def step(period, n):
    if "Q" not in period:
        return str(int(period) + n)
    k = int(period[:4]) * 4 + int(period[-1]) - 1 + n
    return f"{k // 4}-Q{k % 4 + 1}"


def number(lo, hi):
    return Fraction(rng.randint(lo * 100, hi * 100), 100)


area, people, income, breaks = {}, {}, {}, set()
for u in CODES:
    for y in YEARS:
        for crop in CROPS:
            if rng.random() > 0.06:
                area[u, y, crop] = number(10, 500)
        if rng.random() > 0.05:
            people[u, y, ""] = Fraction(rng.randint(500, 9000))
    for q in QUARTERS:
        if rng.random() > 0.05:
            income[u, q, ""] = number(1, 90)
breaks.add(("c2", "2020", "na"))
area["c2", "2020", "na"] = Fraction(77)
area["c3", "2019", "na"] = area["c4", "2019", "na"] = Fraction(123)  # a tie
area["d2", "2018", "ngô"] = Fraction(0)


def at(table, key):
    if key not in table:
        raise Missing("not_reported")
    return table[key]


def broken(key, periods):
    """Whether the series breaks behind the first of the periods, up to the last."""
    return any((key[0], p, key[2]) in breaks for p in YEARS + QUARTERS
               if min(periods) < p <= max(periods) and ("Q" in p) == ("Q" in periods[0]))


def moved(table, key, period):
    value = at(table, (key[0], period, key[2]))
    if broken(key, sorted([key[1], period])):
        raise Missing("not_comparable")
    return value


def divide(a, b):
    if b == 0:
        raise Missing("denominator_zero")
    return a / b


def window(table, key, n):
    periods = [step(key[1], i + 1 - n) for i in range(n)]
    values = [at(table, (key[0], p, key[2])) for p in periods]
    if broken(key, periods):
        raise Missing("not_comparable")
    return values


def children(table, key):
    own = [u for u in CODES if parent(u, key[1]) == key[0]]
    if not own:
        raise Missing("not_applicable")
    return [at(table, (u, key[1], key[2])) for u in own]


def peers(table, key):
    return [(u, k) for u in CODES if level(u) == level(key[0])
            for k in [(u, key[1], key[2])] if k in rows[table_name(table)]]


def table_name(table):
    return "area" if table is area else "people" if table is people else "income"


def all_periods(table, key):
    periods = [p for p in YEARS + QUARTERS if (key[0], p, key[2]) in rows[table_name(table)]]
    values = [at(table, (key[0], p, key[2])) for p in periods]
    if broken(key, periods):
        raise Missing("not_comparable")
    return values


def mean(values):
    return Fraction(sum(values)) / len(values)


def growth(table, key):
    now = at(table, key)
    before = moved(table, key, step(key[1], -1))
    return divide(100 * (now - before), before)


def compound(table, key, first, last):
    a = at(table, (key[0], last, key[2]))
    b = at(table, (key[0], first, key[2]))
    if broken(key, [first, last]):
        raise Missing("not_comparable")
    return 100 * (math.pow(divide(a, b), 1 / (int(last) - int(first))) - 1)


def index(table, key, base):
    return divide(100 * at(table, key), moved(table, key, base))


def share_of_parent(table, key):
    above = parent(key[0], key[1])
    if above is None:
        raise Missing("not_applicable")
    return divide(100 * at(table, key), at(table, (above, key[1], key[2])))


def rank(table, key):
    own = at(table, key)
    return 1 + sum(table[k] > own for _, k in peers(table, key) if k in table)


def interpolate(table, key):
    if key in table:
        return table[key]
    periods = [p for p in YEARS if (key[0], p, key[2]) in table]
    before = [p for p in periods if p < key[1] and not broken(key, [p, key[1]])]
    after = [p for p in periods if p > key[1] and not broken(key, [key[1], p])]
    if before and after:
        a, b = before[-1], after[0]
        x, y = table[key[0], a, key[2]], table[key[0], b, key[2]]
        return x + (y - x) * Fraction(int(key[1]) - int(a), int(b) - int(a))
    if before or after:
        return table[key[0], before[-1] if before else after[0], key[2]]
    raise Missing("not_reported")


def carry_forward(table, key):
    periods = [p for p in YEARS if (key[0], p, key[2]) in table and p <= key[1]]
    if not periods or broken(key, [periods[-1], key[1]]):
        raise Missing("not_reported")
    return table[key[0], periods[-1], key[2]]


def year_to_date(table, key):
    return sum(window(table, key, int(key[1][-1])))


def weighted(key):
    x, w = at(area, key), at(people, (key[0], key[1], ""))
    y, v = at(area, (key[0], key[1], key[2])) / 2, at(area, key)
    return divide(x * w + y * v, w + v)


# One measure at the prices of three base years, each with gaps; of some units two have no year in common.
chance = random.Random(2008)
BASES = {"2020": ("2020", "2023"), "2018": ("2018", "2020"), "2017": ("2017", "2019")}
volume = {(u, y, base): Fraction(chance.randint(100, 90000), 100) for u in CODES for y in YEARS
          for base, (first, last) in BASES.items() if first <= y <= last and chance.random() > 0.2}
volume["c4", "2020", "2018"] = Fraction(0)
volume["c4", "2020", "2020"] = Fraction(5)
volume["c3", "2020", "2018"] = Fraction(-5)
volume["c3", "2020", "2020"] = Fraction(5)
for year in ("2018", "2019", "2020"):
    volume["d1", year, "2018"] = Fraction(40 + int(year) % 7)
volume["d2", "2020", "2020"] = Fraction(30)
volume_breaks = {("d1", "2019", "2018"), ("d2", "2020", "2020")}


def linked(unit):
    """By year the value or why there is none."""
    out = {y: volume.get((unit, y, "2020"), "not_reported") for y in YEARS}
    for base in ("2018", "2017"):
        older = {y: volume[unit, y, base] for y in YEARS if (unit, y, base) in volume}
        common = [y for y in older if not isinstance(out[y], str)]
        for y in sorted(older) if not common else [y for y in older if y < common[0]]:
            if not isinstance(out[y], str):
                continue
            if not common or any(y < z <= common[0] for u, z, b in volume_breaks
                                 if (u, b) == (unit, base)):
                out[y] = "not_comparable"
            elif older[common[0]] == 0:
                out[y] = "denominator_zero"
            elif out[common[0]] / older[common[0]] < 0:
                out[y] = "out_of_domain"
            else:
                out[y] = older[y] * out[common[0]] / older[common[0]]
    return out


def linked_at(key):
    value = linked(key[0])[key[1]]
    if isinstance(value, str):
        raise Missing(value)
    return value


def linked_growth(key):
    """In a year that links there is no break any more, whatever the newer series says of it."""
    now = linked_at(key)
    if key[1] == YEARS[0]:
        raise Missing("not_reported")
    before = linked_at((key[0], step(key[1], -1), ""))
    return divide(100 * (now - before), before)


ROWS = {"volume": [(u, p, "") for u in CODES for p in YEARS], "area": [(u, p, c) for u in CODES for p in YEARS for c in CROPS],
        "people": [(u, p, "") for u in CODES for p in YEARS],
        "income": [(u, p, "") for u in CODES for p in QUARTERS]}
# A group has rows for all units where any unit has a figure.
rows = {}
for name, table in (("area", area), ("people", people), ("income", income), ("volume", volume)):
    there = {(p, "" if table is volume else c) for _, p, c in table}
    rows[name] = {k for k in ROWS[name] if (k[1], k[2]) in there}

CASES = [
    ("area", "lag(area)", lambda k: moved(area, k, step(k[1], -1))),
    ("area", "lag(area, 3)", lambda k: moved(area, k, step(k[1], -3))),
    ("area", "lead(area, 2)", lambda k: moved(area, k, step(k[1], 2))),
    ("area", "growth(area)", lambda k: growth(area, k)),
    ("area", "100 * (area / lag(area, 1) - 1)", lambda k: growth(area, k)),
    ("area", "compound_growth(area, 2018, 2022)", lambda k: compound(area, k, "2018", "2022")),
    ("area", "index(area, '2018')", lambda k: index(area, k, "2018")),
    ("area", "moving_mean(area, 3)", lambda k: mean(window(area, k, 3))),
    ("area", "moving_sum(area, 2)", lambda k: sum(window(area, k, 2))),
    ("income", "same_period_last_year(income)", lambda k: moved(income, k, step(k[1], -4))),
    ("income", "year_to_date(income)", lambda k: year_to_date(income, k)),
    ("income", "growth(income)", lambda k: growth(income, k)),
    ("area", "children_sum(area)", lambda k: sum(children(area, k))),
    ("area", "children_mean(area)", lambda k: mean(children(area, k))),
    ("area", "children_min(area)", lambda k: min(children(area, k))),
    ("area", "children_max(area)", lambda k: max(children(area, k))),
    ("area", "children_count(area)", lambda k: sum(
        (u, k[1], k[2]) in area for u in CODES if parent(u, k[1]) == k[0])),
    ("area", "units_sum(area)", lambda k: sum(at(area, p) for _, p in peers(area, k))),
    ("area", "units_max(area)", lambda k: max(at(area, p) for _, p in peers(area, k))),
    ("area", "units_count(area)", lambda k: sum(p in area for _, p in peers(area, k))),
    ("area", "periods_mean(area)", lambda k: mean(all_periods(area, k))),
    ("income", "periods_min(income)", lambda k: min(all_periods(income, k))),
    ("income", "periods_sum(income)", lambda k: sum(all_periods(income, k))),
    ("area", "share_of_parent(area)", lambda k: share_of_parent(area, k)),
    ("area", "per_head(area, people)",
     lambda k: divide(at(area, k), at(people, (k[0], k[1], "")))),
    ("area", "weighted_mean(area, people, area / 2, area)", weighted),
    ("area", "rank(area)", lambda k: rank(area, k)),
    ("area", "interpolate(area)", lambda k: interpolate(area, k)),
    ("area", "carry_forward(area)", lambda k: carry_forward(area, k)),
    ("volume", "linked(v2020, v2018, v2017)", linked_at),
    ("volume", "growth(linked(v2020, v2018, v2017))", linked_growth),
    ("people", "growth(people) - growth(people)", lambda k: growth(people, k) - growth(people, k)),
]


def write(folder):
    def table(name, header, lines):
        with open(f"{folder}/{name}", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header] + lines)

    def text(x):
        return repr(float(x)) if isinstance(x, (Fraction, float)) else str(x)

    table("units.csv", ["code", "name_en", "parent", "level", "valid_from", "valid_to"],
          [[c, c.upper(), p, lv, a, b] for c, p, lv, a, b in UNITS])
    table("area.csv", ["unit", "year", "crop", "area", "break"],
          [[*k, text(v), "x" if k in breaks else ""] for k, v in sorted(area.items())])
    table("people.csv", ["unit", "year", "people"],
          [[u, p, text(v)] for (u, p, _), v in sorted(people.items())])
    table("income.csv", ["unit", "quarter", "income"],
          [[u, p, text(v)] for (u, p, _), v in sorted(income.items())])
    table("volume.csv", ["unit", "year", "base", "volume", "break"],
          [[*k, text(v), "x" if k in volume_breaks else ""] for k, v in sorted(volume.items())])
    expected, indicators = [], []
    for i, (rows_of, expression, compute) in enumerate(CASES):
        indicators.append({"id": f"case{i}", "expression": expression})
        for key in sorted(rows[rows_of]):
            try:
                value, reason = text(float(compute(key))), ""
            except Missing as missing:
                value, reason = "", str(missing)
            expected.append([f"case{i}", key[0], key[1], key[2], value, reason])
    operands = [{"id": name, "use": "basic.published", "dataset": name, "inputs": {"value": name},
                 **({"by": [["crop"]]} if name == "area" else {})}
                for name in ("area", "people", "income")]
    operands += [{"id": "v" + base, "use": "basic.published", "dataset": "volume",
                  "where": "base == '%s'" % base, "inputs": {"value": "volume"}} for base in BASES]
    table("expected.csv", ["indicator", "unit", "period", "crop", "value", "reason"], expected)
    datasets = {"area": {"file": "area.csv", "unit": "unit", "period": "year", "synthetic": True,
                         "figures": {"break": "break"}},
                "volume": {"file": "volume.csv", "unit": "unit", "period": "year",
                           "synthetic": True, "figures": {"break": "break"}},
                "people": {"file": "people.csv", "unit": "unit", "period": "year", "synthetic": True},
                "income": {"file": "income.csv", "unit": "unit", "period": "quarter",
                           "synthetic": True}}
    with open(f"{folder}/plan.json", "w", encoding="utf-8") as file:
        json.dump({"chiso": 1, "units": "units.csv", "datasets": datasets,
                   "indicators": indicators + operands}, file, ensure_ascii=False, indent=1)
        file.write("\n")


write(sys.argv[1])
