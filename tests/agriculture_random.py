# SPDX-License-Identifier: MIT
"""agriculture_random.py CHISO FOLDER: random plots, totals, sales, audits and certificates with gaps, and
all indicators of agriculture computed here from their definitions, slowly, with fractions wherever
they are rational, and with nothing of the library."""
import calendar
import csv
import datetime
import math
import os
import random
import sys
from fractions import Fraction as F

from poverty_run import Comparison, run

chiso, folder = sys.argv[1:]
rng = random.Random(20121126)
UNITS = "ABCDEFGH"
SCHEMES = ["vietgap", "globalgap", "organic"]
CROPS = ["na", "chili", "maize", "rice"]
POINTS = [f"c{i}" for i in range(12)]
LEVELS = ["major"] * 3 + ["minor"] * 7 + ["recommended"] * 2
NONE = "not_reported"


# ---- the data ----

def maybe(x, chance=0.85):
    return x if rng.random() < chance else None


def tenths(most):
    return F(rng.randint(0, 10 * most), 10)


def place(i):
    unit = UNITS[i % len(UNITS)]
    area, output = tenths(90), tenths(500)
    # G knows nothing of organic plots, H of no certificate at all.
    known = {s: 0 if unit == "H" or (unit == "G" and s == "organic") else 0.8 for s in SCHEMES}
    part = lambda of, chance=0.7: maybe(of * F(rng.randint(0, 16), 16), chance)
    contract, cooperative = part(output), part(output)
    least = max(contract or 0, cooperative or 0)
    harvested = area * F(rng.randint(0, 8), 8)
    return {
        "unit": unit, "w": F(rng.randint(1, 12), 4), "area": maybe(area, 0.9), "output": maybe(output, 0.9),
        **{s: maybe(rng.randint(0, 1), known[s]) for s in SCHEMES},
        "vietgap_ha": part(area), "globalgap_ha": part(area), "sum_ha": maybe(tenths(150), 0.3),
        "safe": part(area, 0.9), "harvested": maybe(harvested, 0.7), "planted": maybe(area, 0.7),
        "contract": contract, "cooperative": cooperative,
        "either": maybe(least + (output - least) * F(rng.randint(0, 8), 8), 0.5),
        "crop": maybe(rng.choice(CROPS[:1 + i % 4]), 0.95), "kind": maybe(rng.choice(["cooperative", "group"])),
        "members": maybe(rng.randint(0, 300), 1 if unit in "AB" else 0.8),
        **{p: maybe(rng.choices(["yes", "no", "na"], [30, 2, 4])[0], 0.97) for p in POINTS},
    }


places = [place(i) for i in range(240)]


def certificate(i):
    issued = datetime.date(2014, 1, 1) + datetime.timedelta(rng.randint(0, 4000))
    if i % 10 == 0:
        issued = datetime.date(*rng.choice([(2016, 2, 29), (2024, 2, 29), (2021, 8, 31), (2022, 12, 31), (2016, 12, 31)]))
    end = maybe(issued + datetime.timedelta(rng.randint(0, 1500)), 0.4)
    return {"number": i, "scheme": rng.choice(SCHEMES), "issued": issued, "expires": end,
            "extended": maybe(rng.randint(0, 1))}


certificates = [certificate(i) for i in range(150)]


def weather(i):
    low = rng.uniform(-5, 25)
    return {"day": f"2023-{1 + i % 12:02}-{1 + i % 28:02}", "latitude": rng.uniform(-60, 60), "altitude": rng.uniform(0, 3000),
            "tmin": low, "tmax": low + rng.uniform(1, 18), "rh_min": rng.uniform(20, 60),
            "rh_max": rng.uniform(60, 100), "wind": rng.uniform(0, 8), "wind_height": rng.uniform(2, 12),
            "sunshine": rng.uniform(0, 6)}


days = [weather(i) for i in range(60)]


def text(x):
    if x is None or isinstance(x, (str, datetime.date)):
        return str(x or "")
    return str(int(x)) if x == int(x) else repr(float(x))


def write(name, records):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(records[0])
        writer.writerows([text(v) for v in r.values()] for r in records)


for name, records in (("places.csv", places), ("register.csv", certificates), ("days.csv", days)):
    write(name, records)
BY_UNIT = {"file": "places.csv", "unit": "unit", "weight": "w"}
AUDIT = {"use": "agriculture.checklist", "standard": "globalgap.ifa", "inputs": {"answer": POINTS},
         "parameters": {"level": LEVELS, "minor_share": "6/7"}}
COUNTS = ["major_points", "major_met", "minor_points", "minor_met", "failed"]
STATE = {"use": "agriculture.certificate_state", "inputs": {"from": "issued", "to": "until"}, "parameters": {"within": 6}}
# A column has a name of its own: one called rn would be the input rn.
ETO = {"penman": "eto", "hargreaves": "eto_hargreaves", "net": "rn"}
DATASETS = {
    "places": BY_UNIT,
    "audits": {"file": "places.csv", "unit": "unit", "columns": {
        "result": AUDIT, **{n: {**AUDIT, "output": n} for n in COUNTS}, "row": "1"}},
    "register": {"file": "register.csv", "period": "issued", "columns": {
        "until": {"use": "agriculture.certificate_term"}, "within": {"use": "agriculture.certificate_term", "output": "within_limit"}}},
    "states": {"from": "register", "group": ["number"], "complete": True,
               "period": {"from": "begins", "to": "date('9999-12-31')", "each": "year", "first": "2020", "last": "2024"},
               "columns": {"begins": "first(issued)", "until": "first(until)", "known": "first(isNotNull(until))",
                           "state": {**STATE, "inputs": {"from": "begins", "to": "until"}}}},
    "days": {"file": "days.csv", "period": "day", "columns": {
        n: {"use": "agriculture.evapotranspiration", "output": output} for n, output in ETO.items()}}}


def use(id, what, dataset="places", **more):
    return {"id": id, "use": f"agriculture.{what}", "dataset": dataset, **more}


def total(id, dataset, value, **more):
    return {"id": id, "use": "basic.total", "dataset": dataset, "inputs": {"value": value}, **more}


INDICATORS = [
    use("plots", "certified_plots", inputs={"certified": SCHEMES}),
    use("totals", "certified_area", where="firstNonNull(vietgap_ha, 0) <= firstNonNull(area, 999)",
        inputs={"vietgap": "vietgap_ha", "globalgap": "globalgap_ha", "scheme_sum": "sum_ha"}),
    *(use(what, what, inputs={part: "safe"})
      for what, part in (("safe_area", "safe"), ("traced_area", "traced"), ("zone_area", "inside"))),
    use("yield", "yield", inputs={"production": "output"}),
    use("value", "output_value", inputs={"value": "output"}),
    use("sales", "linked_sales", where="isNotNull(output)"), use("zones", "zones"),
    use("crops", "concentration", inputs={"crop_of": "crop"}),
    use("cooperatives", "cooperatives", inputs={"kind_of": "kind"}),
    use("points", "checklist_points", inputs={"answer": POINTS}),
    total("passed", "audits", "if(result == 'pass', 1, 0)"),
    *(total(n, "audits", n) for n in COUNTS),
    total("days", "register", "daysBetween(issued, until)", by=[["number"]]),
    total("within", "register", "if(within, 1, 0)", by=[["number"]]),
    total("states", "states", "1", by=[["state"]], where="known"),
    *(total(n, "days", n) for n in ETO)]


# ---- the indicators, from their definitions ----

def known(records, *names):
    return [r for r in records if all(r[n] is not None for n in names)]


def of(records, name):
    return sum((r["w"] * r[name] for r in records), F(0))


def quotient(records, above, below, times=1):
    records = known(records, above, below)
    if not records:
        return NONE
    down = of(records, below)
    return times * of(records, above) / down if down else "denominator_zero"


def whole(records, name, among):
    """The sum of a part, where all that it is a part of reports it."""
    lacking = [r for r in records if r[name] is None and r[among]]
    return NONE if lacking else of(known(records, name), name)


def plots(records):
    records = known(records, "area")
    out = {("area",): of(records, "area")}
    for s in SCHEMES:
        for r in records:
            r["in"] = None if r[s] is None else r[s] * r["area"]
            r["out"] = None if r[s] is None or r["output"] is None else r[s] * r["output"]
        out["certified_area", f"scheme={s}"] = whole(records, "in", "area")
        out["certified_share", f"scheme={s}"] = quotient(records, "in", "area", 100)
        if any(r["out"] is not None for r in records):
            out["output_share", f"scheme={s}"] = quotient(records, "out", "output", 100)
    for r in records:
        answers = [r[s] for s in SCHEMES]
        r["any"] = 1 if 1 in answers else None if None in answers else 0
        r["in"] = None if r["any"] is None else r["any"] * r["area"]
        r["out"] = None if r["any"] is None or r["output"] is None else r["any"] * r["output"]
    out["any_area",], out["any_share",] = whole(records, "in", "area"), quotient(records, "in", "area", 100)
    if any(r["out"] is not None for r in records):
        out["any_output_share",] = quotient(records, "out", "output", 100)
    return out


def totals(records):
    records = [r for r in known(records, "area")
               if (r["vietgap_ha"] or 0) <= r["area"] and (r["globalgap_ha"] or 0) <= r["area"]]
    for r in records:
        both = None if None in (r["vietgap_ha"], r["globalgap_ha"]) else r["vietgap_ha"] + r["globalgap_ha"]
        r["both"] = both if r["sum_ha"] is None else r["sum_ha"]
    return {("area",): of(records, "area"), ("vietgap_share",): quotient(records, "vietgap_ha", "area", 100),
            ("globalgap_share",): quotient(records, "globalgap_ha", "area", 100),
            ("scheme_sum_share",): quotient(records, "both", "area", 100)}


def part_of_area(name):
    def outputs(records):
        records = known(records, "area")
        return {("area",): of(records, "area"), (name + "_area",): whole(records, "safe", "area"),
                (name + "_share",): quotient(records, "safe", "area", 100)}
    return outputs


def yields(records):
    return {(f"yield_{name}",): quotient(records, "output", name) for name in ("harvested", "planted")}


def sales(records):
    return {("output",): of(known(records, "output"), "output"),
            **{(f"{p}_share",): quotient(records, p, "output", 100) for p in ("contract", "cooperative", "either")}}


def zones(records):
    for r in records:
        r["one"] = 1
    return {("zones",): of(records, "one"), ("area",): whole(records, "area", "one"),
            ("mean_area",): quotient(records, "area", "one")}


def crops(records):
    records = known(records, "area", "crop")
    all_ = of(records, "area")
    sizes = [x for x in (of([r for r in records if r["crop"] == c], "area") for c in CROPS) if x]
    s, n = [x / all_ for x in sizes], len(sizes)
    hhi, entropy = sum(x * x for x in s), -sum(float(x) * math.log(x) for x in s)
    return {("hhi",): hhi, ("equivalent_number",): 1 / hhi, ("diversity",): 1 - hhi, ("shannon",): entropy,
            ("largest_share",): 100 * max(s), ("crops",): n,
            ("hhi_normalised",): (hhi - F(1, n)) / (1 - F(1, n)) if n > 1 else "too_few",
            ("evenness",): entropy / math.log(n) if n > 1 else "too_few"}


def cooperatives(records):
    records = known(records, "kind")
    out = {}
    for r in records:
        r["one"] = 1
    for kind in ("cooperative", "group"):
        own = [r for r in records if r["kind"] == kind]
        out["number", f"kind={kind}"] = of(own, "one")
        out["members", f"kind={kind}"] = whole(own, "members", "one")
        if known(own, "members"):
            out["mean_members", f"kind={kind}"] = quotient(own, "members", "one")
    out["all",], out["all_members",] = of(records, "one"), whole(records, "members", "one")
    return out


def points(records):
    out = {}
    for p in POINTS:
        failed, asked = ([r for r in records if r[p] in a] for a in (("no",), ("yes", "no")))
        for r in records:
            r["one"] = 1
        out["failed", f"point={p}"] = of(failed, "one")
        out["failed_share", f"point={p}"] = 100 * of(failed, "one") / of(asked, "one")
    return out


def audit(r):
    """Every way to answer what is not known: the result is there when all agree."""
    count = lambda level, *answers: sum(r[p] in answers for p, l in zip(POINTS, LEVELS) if l == level)
    out, ways = {}, []
    lacking = {l: count(l, None) for l in ("major", "minor")}
    for a in range(lacking["major"] + 1):
        for b in range(lacking["minor"] + 1):
            # So many of the unknown ones are failed, the others met or do not apply: met is best.
            major, minor = count("major", "no") + a, count("minor", "no") + b
            met = count("minor", "yes") + lacking["minor"] - b
            ways.append(major == 0 and F(met) >= F(6, 7) * (met + minor))
    out["passed"] = int(ways[0]) if len(set(ways)) == 1 else None
    for level in lacking:
        if not lacking[level]:
            out[level + "_points"], out[level + "_met"] = count(level, "yes", "no"), count(level, "yes")
    if not any(lacking.values()):
        out["failed"] = count("major", "no") + count("minor", "no")
    return out


def audits(name):
    def outputs(records):
        found = [audit(r).get(name) for r in records]
        found = [x for x in found if x is not None]
        return {("total",): sum(found) if found else NONE}
    return outputs


# ---- certificates, and water ----

def last_day(issued, months):
    """Day by day: the last before the day of the same number, or before the first one of the next month."""
    target = issued.month - 1 + months
    year, month = issued.year + target // 12, target % 12 + 1
    n = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, n) if issued.day > n else \
        datetime.date(year, month, issued.day) - datetime.timedelta(1)


def limit_of(c):
    months = {"vietgap": 36 if c["issued"].year > 2016 else 24, "globalgap": 12, "organic": None}[c["scheme"]]
    if c["extended"]:
        months = 27 if c["scheme"] == "vietgap" and c["issued"].year <= 2016 else None
    return None if months is None else last_day(c["issued"], months)


def reference_water(d):
    """ETo by FAO-56, written down from its table of equations."""
    day = datetime.date.fromisoformat(d["day"]).timetuple().tm_yday
    e0 = lambda t: 0.6108 * math.exp(17.27 * t / (t + 237.3))
    t = (d["tmin"] + d["tmax"]) / 2
    gamma = 0.665e-3 * 101.3 * ((293 - 0.0065 * d["altitude"]) / 293) ** 5.26
    es = (e0(d["tmin"]) + e0(d["tmax"])) / 2
    ea = (e0(d["tmin"]) * d["rh_max"] + e0(d["tmax"]) * d["rh_min"]) / 200
    slope = 4098 * e0(t) / (t + 237.3) ** 2
    u2 = d["wind"] * 4.87 / math.log(67.8 * d["wind_height"] - 5.42)
    phi, delta = math.radians(d["latitude"]), 0.409 * math.sin(2 * math.pi * day / 365 - 1.39)
    ws = math.acos(-math.tan(phi) * math.tan(delta))
    ra = 24 * 60 / math.pi * 0.082 * (1 + 0.033 * math.cos(2 * math.pi * day / 365)) * (
        ws * math.sin(phi) * math.sin(delta) + math.cos(phi) * math.cos(delta) * math.sin(ws))
    rs = (0.25 + 0.5 * d["sunshine"] / (24 * ws / math.pi)) * ra
    rso = (0.75 + 2e-5 * d["altitude"]) * ra
    rnl = 4.903e-9 * ((d["tmax"] + 273.16) ** 4 + (d["tmin"] + 273.16) ** 4) / 2 * \
        (0.34 - 0.14 * math.sqrt(ea)) * (1.35 * min(rs / rso, 1) - 0.35)
    rn = 0.77 * rs - rnl
    return {"net": rn, "hargreaves": 0.0023 * (t + 17.8) * math.sqrt(d["tmax"] - d["tmin"]) * 0.408 * ra,
            "penman": (0.408 * slope * rn + gamma * 900 / (t + 273) * u2 * (es - ea)) / (slope + gamma * (1 + 0.34 * u2))}


# ---- comparison ----

CELLS = run(chiso, folder, DATASETS, INDICATORS, ["scheme", "kind", "point", "number", "state"])


def compared(name, least, id, outputs):
    compare = Comparison(name, 1e-12)
    for unit in UNITS:
        for place_, value in outputs([dict(r) for r in places if r["unit"] == unit]).items():
            compare.check(CELLS, (id, *place_, f"unit={unit}"), value)
    compare.say(least)


compared("plots by scheme", 90, "plots", plots)
compared("totals by scheme", 30, "totals", totals)
for id, name in (("safe_area", "safe"), ("traced_area", "traced"), ("zone_area", "inside")):
    compared(id, 24, id, part_of_area(name))
compared("yields", 16, "yield", yields)
compared("values", 8, "value", lambda rs: {("value_per_hectare",): quotient(rs, "output", "area")})
compared("linked sales", 32, "sales", sales)
compared("zones", 24, "zones", zones)
compared("concentration", 64, "crops", crops)
compared("cooperatives", 60, "cooperatives", cooperatives)
compared("control points", 190, "points", points)
for name in ["passed", *COUNTS]:
    compared(f"audits: {name}", 8, name, audits(name))

compare = Comparison("terms of certificates", 0)
for c in certificates:
    limit = limit_of(c)
    until = c["expires"] or limit
    place_ = ("total", f"number={c['number']}", f"period={c['issued']}")
    compare.check(CELLS, ("days", *place_), NONE if until is None else (until - c["issued"]).days)
    compare.check(CELLS, ("within", *place_), NONE if limit is None else int(until <= limit))
compare.say(300)

compare = Comparison("states of certificates", 0)
for year in range(2020, 2025):
    on, n = datetime.date(year, 12, 31), {}
    for c in certificates:
        until = c["expires"] or limit_of(c)
        if until and c["issued"] <= on:
            state = "lapsed" if until < on else "lapsing" if until <= last_day(on, 6) else "valid"
            n[state] = n.get(state, 0) + 1
    for state, number in n.items():
        compare.check(CELLS, ("states", "total", f"state={state}", f"period={year}"), number)
compare.say(15)

compare = Comparison("evapotranspiration", 1e-9)
by_day = {}
for d in days:
    for name, value in reference_water(d).items():
        by_day.setdefault((name, d["day"]), []).append(value)
for (name, day), values in by_day.items():
    compare.check(CELLS, (name, "total", f"period={day}"), sum(values))
compare.say(150)
