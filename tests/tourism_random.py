# SPDX-License-Identifier: MIT
"""tourism_random.py CHISO FOLDER: random months of places with gaps and weights, and all indicators
of tourism computed here from their definitions, slowly, with fractions wherever they are rational,
and with nothing of the library."""
import calendar
import math
import random
import sys
from fractions import Fraction as F

from poverty_run import Comparison, run, write

chiso, folder = sys.argv[1:]
rng = random.Random(20081107)
UNITS, YEARS = "ABCD", (2023, 2024)
FACTORS = ["rain", "slope"]
RULES = ["fail", "zero", "drop"]
NONE = "not_reported"


# ---- the data ----

def maybe(x, chance=0.85):
    return x if rng.random() < chance else None


def place(unit, year, month):
    visits, open_ = rng.randint(0, 5000), rng.randint(0, calendar.monthrange(year, month)[1])
    overnight, inbound = rng.randint(0, visits), rng.randint(0, visits)
    rooms, beds = rng.randint(0, 60), rng.randint(0, 150)
    hours = F(rng.randint(4, 48), 4)
    return {
        "unit": unit, "month": f"{year}-{month:02}", "year": year, "month_number": month,
        "w": F(rng.randint(1, 12), 4),
        "visits": maybe(visits, 0.7), "overnight": maybe(overnight),
        "same_day": maybe(visits - overnight), "domestic": maybe(visits - inbound),
        "inbound": maybe(inbound), "guest_nights": maybe(overnight + rng.randint(0, 4000)),
        "receipts": maybe(F(rng.randint(0, 10 ** 9), 100)),
        "rooms": maybe(rooms), "rooms_sold": maybe(rng.randint(0, rooms * open_)),
        "beds": maybe(beds), "slept": maybe(rng.randint(0, beds * open_)), "open": maybe(open_, 0.95),
        "area": maybe(F(rng.randint(0, 10 ** 6), 10)), "area_per_visitor": F(rng.randint(1, 80), 8),
        "hours": hours, "visit_hours": F(rng.randint(1, int(4 * hours)), 4),
        "rain": maybe(F(rng.randint(0, 64), 64)), "slope": maybe(F(rng.randint(0, 64), 64)),
        "management": maybe(F(rng.randint(0, 16), 16)),
        "tdgdp": maybe(rng.randint(0, 100)), "gdp": maybe(rng.randint(100, 900)),
    }


# C lacks March 2024; D has months with few records, some of them without any figure.
places = [place(u, y, m) for u in UNITS for y in YEARS for m in range(1, 13)
          for _ in range(1 if u == "D" else 3) if (u, y, m) != ("C", 2024, 3)]
residents = [{"unit": u, "year": y, "residents": maybe(rng.randint(500, 9000), 0.9)}
             for u in UNITS for y in YEARS]
areas = [{"unit": u, "km2": F(rng.randint(100, 9000), 100)} for u in UNITS if u != "B"]
# One record a month; some months are not there, some are zero.
seasons = [{"unit": u, "year": y, "month_number": m,
            "visits": rng.choice([0, rng.randint(0, 90), rng.randint(0, 10 ** 7)])}
           for u in "EFGHIJ" for y in YEARS for m in range(1, 13)
           if u in "EF" or (u == "J" and m == 7) or (u in "GHI" and rng.random() < 0.8)]
for record in seasons:
    if record["unit"] == "F" and record["year"] == 2024:
        record["visits"] = 0


for name, records in (("places.csv", places), ("residents.csv", residents), ("areas.csv", areas),
                      ("seasons.csv", seasons)):
    write(folder, name, records)
DATASETS = {
    "places": {"file": "places.csv", "unit": "unit", "period": "month", "weight": "w"},
    "plain": {"file": "places.csv", "unit": "unit", "period": "month"},
    "residents": {"file": "residents.csv", "unit": "unit", "period": "year"},
    "areas": {"file": "areas.csv", "unit": "unit"},
    "seasons": {"file": "seasons.csv", "unit": "unit", "period": "year"}}
YEAR = {"periods": ["year"]}
CAPACITY = {"visit_hours": "visit_hours", "hours_open": "hours", "days": "open",
            "limited": {f: f for f in FACTORS}}
INDICATORS = [
    {"id": "visits", "use": "tourism.visits", "dataset": "places", **YEAR},
    {"id": "stay", "use": "tourism.stay", "dataset": "places", "where": "guest_nights >= overnight",
     **YEAR},
    *({"id": what + when, "use": f"tourism.{what}_occupancy", "dataset": "plain" if when else "places",
       "inputs": {**inputs, **({} if when else {"days": "open"})}, **YEAR}
      for what, inputs in (("room", {}), ("bed", {"guest_nights": "slept"}))
      for when in ("", "_calendar")),
    {"id": "receipts", "use": "tourism.receipts", "dataset": "places", **YEAR},
    {"id": "intensity", "use": "tourism.intensity", "parameters": {"per": 100},
     "dataset": {"visits": "places", "residents": "residents"}, **YEAR},
    {"id": "density", "use": "tourism.density", "inputs": {"area": "km2"},
     "dataset": {"visits": "places", "areas": "areas"}, **YEAR},
    {"id": "months", "use": "tourism.seasonality", "dataset": "places", **YEAR},
    *({"id": rule, "use": "tourism.seasonality", "dataset": "seasons",
       "inputs": {"month_of": "month_number"}, "parameters": {"missing": rule}} for rule in RULES),
    {"id": "capacity", "use": "tourism.carrying_capacity", "dataset": "plain", "inputs": CAPACITY},
    {"id": "share", "use": "tourism.direct_share", "dataset": "places",
     "inputs": {"tourism_direct_gdp": "tdgdp"}, **YEAR}]


# ---- the indicators, from their definitions: outputs of some records, all of them used ----

def known(records, *names):
    return [r for r in records if all(r[n] is not None for n in names)]


def quotient(records, above, below, times=1, weigh=True):
    """Over the records that have both."""
    records = [r for r in records if above(r) is not None and below(r) is not None]
    weight = lambda r: r["w"] if weigh else 1
    up, down = (sum(weight(r) * f(r) for r in records) for f in (above, below))
    if down:
        return times * F(up) / down
    return "denominator_zero" if records else NONE


def column(name):
    return lambda r: r[name]


def total_visits(r):
    for names in (["visits"], ["overnight", "same_day"], ["domestic", "inbound"]):
        if known([r], *names):
            return sum(r[n] for n in names)
    return None


def whole(records, name):
    """The sum where all records that have visits have this part of them."""
    lacking = [r for r in records if r[name] is None and total_visits(r)]
    return NONE if lacking else sum(r["w"] * (r[name] or 0) for r in records)


def visits(records):
    out = {("visits",): sum(r["w"] * total_visits(r) for r in records)}
    for part in ("overnight", "same_day", "domestic", "inbound"):
        out[part,] = whole(records, part)
    for part in ("overnight", "inbound"):
        out[part + "_share",] = quotient(records, column(part),
                                         lambda r, p=part: None if r[p] is None else total_visits(r), 100)
    return out


def stay(records):
    return {("overnight",): sum(r["w"] * r["overnight"] for r in records),
            ("guest_nights",): sum(r["w"] * r["guest_nights"] for r in records),
            ("average_stay",): quotient(records, column("guest_nights"), column("overnight"))}


def days_of(r, by_column):
    return r["open"] if by_column else calendar.monthrange(r["year"], r["month_number"])[1]


NAMES = {"room": ("rooms_sold", "rooms"), "bed": ("slept", "beds")}


def occupancy(what, by_column):
    taken, there = NAMES[what]
    return lambda records: {(what + "_occupancy",): quotient(
        records, column(taken), lambda r: r[there] * days_of(r, by_column), 100, by_column)}


def can_count(what, by_column):
    return lambda r: days_of(r, by_column) is not None and bool(known([r], *NAMES[what]))


def receipts(records):
    return {("receipts",): sum(r["w"] * r["receipts"] for r in records),
            ("per_visit",): quotient(records, column("receipts"), column("visits")),
            ("per_night",): quotient(records, column("receipts"), column("guest_nights"))}


def share(records):
    return {("share",): quotient(records, column("tdgdp"), column("gdp"), 100)}


def seasonality(records, rule="fail", weigh=False):
    """Every pair of months is looked at."""
    months = {m: [r for r in records if r["month_number"] == m] for m in range(1, 13)}
    x = {m: sum((r["w"] if weigh else 1) * r["visits"] for r in list_) for m, list_ in months.items()}
    out = {("months",): sum(1 for list_ in months.values() if list_)}
    out |= {("records", f"month={m}"): len(list_) for m, list_ in months.items()}
    names = [("gini",), ("gini_corrected",), ("cv",), ("peak_share",), ("peak_month",),
             *(("index", f"month={m}") for m in range(1, 13))]
    counts = [m for m in x if months[m] or rule == "zero"]
    n, total = len(counts), sum(x.values())
    if (rule == "fail" and n < 12) or n < 2:
        return out | dict.fromkeys(names, "too_few")
    if not total:
        return out | dict.fromkeys(names, "denominator_zero")
    mean = F(total) / n
    gini = sum(abs(x[i] - x[j]) for i in counts for j in counts) / (2 * n * n * mean)
    peak = max(x.values())
    out |= {("gini",): gini, ("gini_corrected",): gini * n / (n - 1),
            ("cv",): math.sqrt(sum((x[m] - mean) ** 2 for m in counts) / n) / mean,
            ("peak_share",): 100 * F(peak) / total,
            ("peak_month",): min(m for m in x if x[m] == peak)}
    return out | {("index", f"month={m}"): 100 * x[m] / mean if m in counts else NONE for m in x}


def steps(r):
    """Physical, real and effective capacity, as far as they are known."""
    out = [r["area"] / r["area_per_visitor"] * r["hours"] / r["visit_hours"]]
    if known([r], *FACTORS):
        out.append(out[0] * math.prod(1 - r[f] for f in FACTORS))
        if r["management"] is not None:
            out.append(out[1] * r["management"])
    return out + [None] * (3 - len(out))


def capacity(records):
    out = {}
    for i, name in enumerate(("physical", "real", "effective")):
        lacking = [r for r in records if steps(r)[i] is None and steps(r)[0]]
        out[name,] = NONE if lacking else sum(steps(r)[i] or 0 for r in records)
        used = [r for r in known(records, "visits", "open") if steps(r)[i] is not None]
        out["use_" + name,] = quotient(used, column("visits"), lambda r, i=i: steps(r)[i] * r["open"],
                                       100, weigh=False)
    return out


# ---- months and years ----

def months_and_years(compare, id, of, is_used, years=True):
    """Cells of the months, and of the years in which every month has a record that counts."""
    used = {}
    for r in places:
        if is_used(r):
            used.setdefault((r["unit"], r["year"]), {}).setdefault(r["month"], []).append(r)
    for (unit, year), months in used.items():
        for month, records in months.items():
            for place_, value in of(records).items():
                compare.check(CELLS, at(id, place_, unit, month), value)
        all_ = [r for records in months.values() for r in records]
        for place_, value in of(all_).items() if years else ():
            compare.check(CELLS, at(id, place_, unit, year), value if len(months) == 12 else NONE)


def at(id, place_, unit, period):
    return (id, place_[0], *place_[1:], f"unit={unit}", f"period={period}")


CELLS = run(chiso, folder, DATASETS, INDICATORS, ["month"])


def compared(name, least, id, of, is_used, **more):
    compare = Comparison(name, 1e-13)
    months_and_years(compare, id, of, is_used, **more)
    compare.say(least)


compared("visits", 600, "visits", visits, lambda r: total_visits(r) is not None)
compared("stays", 250, "stay", stay, lambda r: bool(known([r], "overnight", "guest_nights")) and
         r["guest_nights"] >= r["overnight"])
for name in NAMES:
    compared(f"{name} occupancy over the calendar", 80, name + "_calendar", occupancy(name, False),
             can_count(name, False))
    compared(f"{name} occupancy over days open", 80, name, occupancy(name, True), can_count(name, True))
compared("receipts", 250, "receipts", receipts, lambda r: r["receipts"] is not None)
compared("direct share", 80, "share", share, lambda r: bool(known([r], "tdgdp", "gdp")))
compared("seasonality of monthly periods", 2400, "months", lambda rs: seasonality(rs, weigh=True),
         lambda r: r["visits"] is not None)
compared("carrying capacity", 500, "capacity", capacity, lambda r: r["area"] is not None, years=False)

people = {(r["unit"], r["year"]): r["residents"] for r in residents}
km2 = {r["unit"]: r["km2"] for r in areas}


def pressure(base, times):
    def of(records):
        below = base(records[0])
        above = sum(r["w"] * r["visits"] for r in records)
        return {(times[0],): NONE if below is None else times[1] * above / below}
    return of


compared("intensity: residents of the year in its months", 80, "intensity",
         pressure(lambda r: people[r["unit"], r["year"]], ("intensity", 100)),
         lambda r: r["visits"] is not None)
compared("density: areas without a period", 80, "density",
         pressure(lambda r: km2.get(r["unit"]), ("density", 1)), lambda r: r["visits"] is not None)

for rule in RULES:
    compare = Comparison(f"seasonality of years with months in a column, {rule}", 1e-13)
    for unit in "EFGHIJ":
        for year in YEARS:
            own = [r for r in seasons if (r["unit"], r["year"]) == (unit, year)]
            for place_, value in seasonality(own, rule).items():
                compare.check(CELLS, at(rule, place_, unit, year), value)
    compare.say(350)
