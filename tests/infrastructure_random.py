# SPDX-License-Identifier: MIT
"""infrastructure_random.py CHISO FOLDER: random tables of six communes in two districts, with gaps and
weights, and all indicators of infrastructure computed here from their definitions, with fractions and
with nothing of the library."""
import calendar
import random
import sys
from fractions import Fraction as F

from poverty_run import Comparison, run, write

chiso, folder = sys.argv[1:]
rng = random.Random(20220620)
PARENT = {"A": "D", "B": "D", "C": "D", "G": "E", "H": "E", "I": "E"}
YEARS = (2022, 2023, 2024)
NONE, ZERO = "not_reported", "denominator_zero"


def maybe(x, chance=0.85):
    return x if rng.random() < chance else None


def amount(most):
    return F(rng.randint(0, 100 * most), 100)


# ---- the data: several records a commune and year; everything that is checked is in one table ----

def record(unit, year):
    people, collected, length = rng.randint(1, 4000), amount(900), amount(60)
    served, improved = rng.randint(0, people), rng.choice([0, rng.randint(0, people)])
    part = lambda whole, chance=0.85: maybe(rng.randint(0, int(whole)), chance)
    return {
        "unit": unit, "year": year, "w": F(rng.randint(1, 12), 4),
        "length": maybe(length), "hardened": maybe(length * F(rng.randint(0, 8), 8), 0.7),
        "people": maybe(people, 0.95), "served": maybe(served),
        "improved": maybe(improved), "here": part(improved), "always": part(improved),
        "clean": part(improved, 0.6),
        "collected": maybe(collected, 0.9), "managed": maybe(collected * F(rng.randint(0, 8), 8)),
        "generated": maybe(collected + amount(300), 0.4), "rate": maybe(F(rng.randint(0, 80), 64)),
        "distance": maybe(rng.choice([2000, F(rng.randint(0, 40000), 8)])),
        "passability": maybe(F(rng.randint(0, 16), 16), 0.7), "has": maybe(rng.randint(0, 1)),
        "piped": maybe(rng.randint(0, 100), 0.8), "tested": maybe(rng.randint(0, 1)),
        "poor": maybe(F(rng.randint(0, 400), 16)), "roads": maybe(rng.choice([100, rng.randint(60, 99)])),
        "planned": maybe(rng.randint(0, 1), 0.9), "group": maybe(rng.choice("123"), 0.95)}


records = [record(u, y) for u in PARENT for y in YEARS for _ in range(2 if u in "AG" else 5)
           if (u, y) != ("C", 2023)]
areas = [{"code": u, "km2": F(rng.randint(100, 9000), 100)} for u in PARENT if u != "B"]
outages = [{"unit": u, "month": f"{y}-{m:02}", "year": y, "out": maybe(rng.randint(0, 500), 0.9),
            "minutes": maybe(F(rng.randint(0, 900), 2), 0.9)}
           for u in PARENT for y in YEARS for m in range(1, 13) for _ in range(rng.randint(0, 3))]
customers = [{"unit": u, "month": f"{y}-{m:02}", "year": y, "customers": rng.randint(1, 3000)}
             for u in PARENT for y in YEARS for m in range(1, 13)]
# A group, a threshold for each of the groups; a part that has only one; the office's own word.
RULES = {"piped": ("water", [">=", 50, 40, 30]), "tested": ("water", None), "poor": ("poor", ["<=", 13]),
         "roads": ("roads", [">=", 100, 80, 75]), "planned": ("plan", None)}
for name, table in (("records.csv", records), ("areas.csv", areas), ("outages.csv", outages),
                    ("customers.csv", customers),
                    ("units.csv", [{"code": d, "name_vi": d, "name_en": d, "parent": "", "level": "district"}
                                   for d in "DE"] +
                                  [{"code": u, "name_vi": u, "name_en": u, "parent": p, "level": "commune"}
                                   for u, p in PARENT.items()])):
    write(folder, name, table)

YEARLY = {"unit": "unit", "period": "year"}
DATASETS = {
    "all": {"file": "records.csv", "weight": "w", **YEARLY},
    "plain": {"file": "records.csv", **YEARLY},
    "areas": {"file": "areas.csv", "unit": "code"},
    "outages": {"file": "outages.csv", "unit": "unit", "period": "month", "complete": True},
    "customers": {"file": "customers.csv", "unit": "unit", "period": "month"}}
ACCESS = ["clean_water", "hygienic_water", "sanitation", "electricity", "internet", "waste_service"]
WASTE = {"population": "people"}


def use(id, indicator, dataset="all", **more):
    return {"id": id, "use": "infrastructure." + indicator, "dataset": dataset, **more}


INDICATORS = [
    use("roads", "roads"),
    use("density", "road_density", {"roads": "all", "areas": "areas"}, inputs={"area": "km2"}),
    use("per_head", "roads_per_head", {"roads": "all", "people": "plain"},
        inputs={"population": "people"}),
    *(use(a, a, inputs={"population": "people"}) for a in ACCESS),
    use("villages", "village_roads", inputs={"with_road": "served", "villages": "people"}),
    use("wastewater", "wastewater", inputs={"treated": "managed", "discharged": "collected"}),
    use("treated", "waste_treated", inputs={"treated": "managed"}),
    use("safe", "safe_water", where="improved <= people",
        inputs={"persons": "people", "on_premises": "here", "when_needed": "always",
                "uncontaminated": "clean"}),
    use("rai", "rural_access", inputs={"population": "people"}),
    use("managed", "waste_managed", inputs=WASTE),
    use("managed_rate", "waste_managed", inputs={**WASTE, "per_head": "rate"}),
    use("landfill", "landfill"), use("cemetery", "cemetery"),
    use("reliability", "reliability", {"outages": "outages", "customers": "customers"},
        inputs={"interrupted": "out"}, periods=["year"]),
    use("criteria", "new_rural", standard="own",
        inputs={"commune_group": "group", "value": list(RULES)},
        parameters={
            "rule": {p: " ".join(map(str, r[1] or ["yes"])) for p, r in RULES.items()},
            "criterion": {p: r[0] for p, r in RULES.items()}, "groups": ["1", "2", "3"]})]
STANDARD = {"id": "own", "title": {"en": "Own", "vi": "Riêng"}, "source": "made up", "valid_from": None,
            "valid_to": None, "indicators": ["infrastructure.new_rural"], "values": {}}
CELLS = run(chiso, folder, DATASETS, INDICATORS, ["part", "criterion"], units="units.csv",
            standards={"own.json": STANDARD})


# ---- the indicators, from their definitions: outputs of some records ----

def known(rows, *names):
    return [r for r in rows if all(r[n] is not None for n in names)]


def over(rows, above, below, times=1):
    """times sum / sum of the records that have both, by weight."""
    if not rows:
        return NONE
    up, down = sum(r["w"] * above(r) for r in rows), sum(r["w"] * below(r) for r in rows)
    return times * F(up) / down if down else ZERO


def share(rows, part, whole, times=100):
    return over(known(rows, part, whole), lambda r: r[part], lambda r: r[whole], times)


def total(rows, of):
    return sum(r["w"] * of(r) for r in rows)


def roads(rows):
    rows = known(rows, "length")
    return {"length": total(rows, lambda r: r["length"]), "hardened_share": share(rows, "hardened", "length")}


def safe(rows):
    rows = known(rows, "people", "improved")
    ratios = {o: share(rows, c, "improved") for o, c in
              (("on_premises", "here"), ("when_needed", "always"), ("uncontaminated", "clean"))}
    improved = share(rows, "improved", "people")
    if improved == 0:
        value = 0
    elif any(isinstance(x, str) for x in ratios.values()):
        value = NONE
    else:
        value = improved * min(ratios.values()) / 100
    return {"persons": total(rows, lambda r: r["people"]), "improved_share": improved,
            "safely_managed": value, **ratios}


def rural_access(rows):
    rows = known(rows, "distance", "people")
    near = lambda r: r["people"] * (r["distance"] <= 2000)
    best = known(rows, "passability")
    return {"access": over(rows, near, lambda r: r["people"], 100),
            "far": total(rows, lambda r: r["people"] - near(r)),
            "passable_access": over(best, lambda r: r["people"] * r["passability"],
                                    lambda r: r["people"], 100)}


def estimate(r, by_rate):
    """What those who are not served make, in tonnes; None: it can't be told."""
    if r["people"] is None or r["served"] is None:
        return None
    left = r["people"] - r["served"]
    if not left:
        return 0
    if by_rate:
        days = 366 if calendar.isleap(r["year"]) else 365
        return None if r["rate"] is None else left * r["rate"] * days / 1000
    return r["collected"] * F(left, r["served"]) if r["served"] else None


def managed(by_rate):
    def of(rows):
        rows = [dict(r, extra=0 if r["generated"] is not None else estimate(r, by_rate))
                for r in known(rows, "collected")]
        rows = known(rows, "extra")
        made = lambda r: r["collected"] + r["extra"] if r["generated"] is None else r["generated"]
        return {"generated": total(rows, made), "estimated": total(rows, lambda r: r["extra"]),
                "collected_share": over(rows, lambda r: r["collected"], made, 100),
                "managed_share": over(known(rows, "managed"), lambda r: r["managed"], made, 100)
                } if rows else {}
    return of


def facility(rows):
    rows = known(rows, "has")
    return {"having": total(rows, lambda r: r["has"]), "share": over(rows, lambda r: r["has"], lambda r: 1, 100)}


def part_met(r, part):
    value, rule = r[part], RULES[part][1]
    if value is None:
        return None
    if not rule:
        return value == 1
    threshold = rule[1] if len(rule) == 2 else rule[int(r["group"])]
    return value >= threshold if rule[0] == ">=" else value <= threshold


def criteria(rows):
    out, judged = {}, []
    for r in known(rows, "group"):
        parts = {p: part_met(r, p) for p in RULES}
        own = {}
        for c in {rule[0] for rule in RULES.values()}:
            of = [parts[p] for p in RULES if RULES[p][0] == c]
            own[c] = False if False in of else None if None in of else True
        if any(x is not None for x in parts.values()):
            judged.append({"w": r["w"], **{("part", p): x for p, x in parts.items()},
                           **{("criterion", c): x for c, x in own.items()},
                           "met": sum(x is True for x in own.values()),
                           "all": None if None in own.values() else 1,
                           "passed": False if False in own.values() else None if None in own.values() else True})
    out["mean_criteria"] = over(known(judged, "all"), lambda r: r["met"], lambda r: 1) \
        if known(judged, "all") else ZERO
    out["passed"] = total(judged, lambda r: r["passed"] is True)
    out["passed_share"] = over(known(judged, "passed"), lambda r: r["passed"], lambda r: 1, 100) \
        if known(judged, "passed") else ZERO
    for kind, label in [("part", p) for p in RULES] + [("criterion", r[0]) for r in RULES.values()]:
        rows = known(judged, (kind, label))
        out[f"{kind}_share", f"{kind}={label}"] = \
            over(rows, lambda r: r[kind, label], lambda r: 1, 100) if rows else ZERO
    return out if judged else {}


# ---- communes, and districts as the sums of those that report ----

def compared(name, least, id, of, is_used):
    compare = Comparison(name, 1e-13)
    for place in ["D", "E", *PARENT]:
        for year in YEARS:
            rows = [r for r in records if is_used(r) and r["year"] == year and
                    place in (r["unit"], PARENT[r["unit"]])]
            for output, value in (of(rows) if rows else {}).items():
                where = output if isinstance(output, tuple) else (output,)
                compare.check(CELLS, (id, *where, f"unit={place}", f"period={year}"), value)
    compare.say(least)


has = lambda *names: lambda r: all(r[n] is not None for n in names)
compared("roads", 44, "roads", roads, has("length"))
for a in ACCESS:
    compared(a, 20, a, lambda rows: {"share": share(rows, "served", "people")}, has("served", "people"))
compared("villages", 20, "villages", lambda rows: {"share": share(rows, "served", "people")},
         has("served", "people"))
for id in ("wastewater", "treated"):
    compared(id, 20, id, lambda rows: {"treated_share": share(rows, "managed", "collected")},
             has("managed", "collected"))
compared("safely managed water", 120, "safe", safe,
         lambda r: has("people", "improved")(r) and r["improved"] <= r["people"])
compared("rural access", 60, "rai", rural_access, has("distance", "people"))
for id, by_rate in (("managed", False), ("managed_rate", True)):
    compared(id, 80, id, managed(by_rate), lambda r, b=by_rate: r["collected"] is not None and
             (r["generated"] is not None or estimate(r, b) is not None))
for id in ("landfill", "cemetery"):
    compared(id, 40, id, facility, has("has"))
compared("new-rural criteria", 250, "criteria", criteria, has("group"))

km2 = {r["code"]: r["km2"] for r in areas}
compare = Comparison("density and roads per head, each of two datasets", 1e-13)
for u in PARENT:
    for year in YEARS:
        rows = [r for r in records if (r["unit"], r["year"]) == (u, year)]
        length = total(known(rows, "length"), lambda r: r["length"])
        people = sum(r["people"] for r in known(rows, "people"))
        for id, output, value in (("density", "density", length / km2[u] if u in km2 else NONE),
                                  ("per_head", "per_thousand", 1000 * F(length) / people if people else NONE)):
            if known(rows, "length"):
                compare.check(CELLS, (id, output, f"unit={u}", f"period={year}"), value)
compare.say(30)

compare = Comparison("interruptions of months and years", 1e-13)
for u in PARENT:
    for year in YEARS:
        for period in [f"{year}-{m:02}" for m in range(1, 13)] + [str(year)]:
            reported = [r for r in outages if r["unit"] == u and r["month"].startswith(period)]
            rows = known(reported, "out", "minutes")
            served = [r for r in customers if r["unit"] == u and r["month"].startswith(period)]
            mean = F(sum(r["customers"] for r in served), len(served))
            out, lost = sum(r["out"] for r in rows), sum(r["out"] * r["minutes"] for r in rows)
            values = {"saidi": lost / mean, "saifi": out / mean, "caidi": F(lost) / out if out else ZERO}
            if reported and not rows:  # interruptions, but nobody knows how large: that is not none
                values = dict.fromkeys(values, NONE)
            for output, value in values.items():
                compare.check(CELLS, ("reliability", output, f"unit={u}", f"period={period}"), value)
compare.say(500)
