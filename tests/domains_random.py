#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""domains_random.py CHISO FOLDER: random tables of six communes in two districts, with gaps, weights and a
breakdown, and all outputs of the plugins economy, environment, governance and society computed here a second
time from their published definitions, with fractions and with nothing of the library.  Values are eighths, so
that every sum is a double, and a figure must be the double nearest to its fraction; only logarithms may differ
in the last digits."""
import calendar
import random
import sys
from decimal import Decimal, getcontext
from fractions import Fraction as F

from poverty_run import Comparison, run, write

getcontext().prec = 50
chiso, folder = sys.argv[1:]
rng = random.Random(19820402)
PARENT = {"A": "D", "B": "D", "C": "D", "G": "E", "H": "E", "I": "E"}
YEARS = (2021, 2022, 2023)
MONTHS = [f"{y}-{m:02}" for y in YEARS[:2] for m in range(1, 13)]
NONE, ZERO, DOMAIN, INCOMPARABLE = "not_reported", "denominator_zero", "out_of_domain", "not_comparable"


def maybe(x, chance=0.9):
    return x if rng.random() < chance else None


def amount(most):
    return rng.choice([0, *5 * [F(rng.randint(0, 8 * most), 8)]])


def part(whole, chance=0.85):
    """Of a whole that may not be known, which is then of no account."""
    whole = 8 * (whole or 0)
    return maybe(F(rng.choice([0, whole, *4 * [rng.randint(0, int(whole))]]), 8), chance)


# ---- the data ----

def make_record(unit, year):
    land, available, enrolled = amount(900), amount(500), amount(400)
    received, settled, children = amount(300), maybe(amount(300)), amount(500)
    base = "2010" if year == 2021 else "2020" if year == 2023 else rng.choice(["2010", "2020"])
    # In the year of the change the new base has no year before.
    before = None if (year, base) == (2022, "2020") else amount(800)
    young = land and F(rng.randint(0, 8), 64) * land
    natural = F(rng.randint(0, 16), 64) * land
    return {
        "unit": unit, "year": year, "w": F(rng.randint(1, 12), 4), "kind": rng.choice("xy"),
        "branch": maybe(rng.choice(["farm", "industry", "services"]), 0.95), "base": maybe(base, 0.97),
        "value": maybe(amount(900)), "before": maybe(before, 0.97), "earlier": maybe(amount(900), 0.97),
        "registered": maybe(amount(900)), "spent": maybe(amount(900), 0.6),
        "natural": maybe(natural), "planted": maybe(F(rng.randint(0, 16), 64) * land), "land": maybe(land, 0.95),
        "young": maybe(young, 0.8),
        "category": maybe(rng.choice(["built", "farm", "forest"]), 0.95), "area": maybe(amount(500)),
        "planned": maybe(amount(500), 0.95), "start": maybe(amount(500), 0.95),
        "head": maybe(rng.choice(["health", "roads", "schools"])), "budget": maybe(amount(700)),
        "actual": maybe(amount(700)), "plan": maybe(available), "carried": maybe(amount(90)),
        "paid": part(available, 0.9), "estimate": maybe(amount(800)), "awarded": maybe(amount(800)),
        "bidders": maybe(rng.randint(1, 4), 0.7), "staff": maybe(amount(90)), "posts": maybe(amount(90)),
        "staff_start": maybe(amount(120), 0.6), "received": maybe(received), "online": part(received, 0.6),
        "settled": settled, "on_time": part(settled, 0.6) if settled is not None else None,
        "whole": maybe(children), "part": part(children), "focus": maybe(rng.choice(["focus", "others"])),
        "enrolled": maybe(enrolled), "of_age": part(min(enrolled, children)), "children": maybe(children),
        "sex": maybe(rng.choice(["female", "male"]), 0.95), "pupils": maybe(amount(900)),
        "teachers": maybe(children), "qualified": part(children, 0.7),
        "z": maybe(rng.choice([-3, -2, -6, 6, F(rng.randint(-64, 56), 8)]))}


RECORDS = [make_record(u, y) for u in PARENT for y in YEARS for _ in range(3 if u in "AG" else 9)
           if (u, y) != ("C", 2022)]
LOSSES = [{"unit": u, "year": y, **{k: maybe(rng.randint(0, 40), 0.96) for k in
           ("deaths", "missing", "injured", "damaged", "destroyed", "livelihoods")}, "loss": maybe(amount(900))}
          for u in PARENT for y in YEARS for _ in range(rng.randint(0, 4))]
PEOPLE = [{"unit": u, "year": y, "population": rng.choice([0, *5 * [rng.randint(1, 9000)]]), "product": amount(9000)}
          for u in PARENT for y in YEARS if (u, y) != ("B", 2023)]
# What is counted month by month, and how many there are in each month, in dozens: a mean of the year is whole.
MONTHLY = [{"unit": u, "month": m, "value": maybe(amount(900), 0.97), "cases": rng.randint(0, 50),
            "doctors": 12 * rng.randint(0, 30), "employed": 12 * rng.randint(1, 900),
            "measured": maybe(amount(300), 0.97), "normal": maybe(amount(300), 0.98),
            "degrees": maybe(F(rng.randint(-8, 320), 8), 0.97), "usual": F(rng.randint(0, 240), 8)}
           for u in PARENT for m in MONTHS]
for name, table in (("records.csv", RECORDS), ("losses.csv", LOSSES), ("people.csv", PEOPLE), ("monthly.csv", MONTHLY),
                    ("units.csv", [{"code": d, "name_vi": d, "name_en": d, "parent": "", "level": "district"}
                                   for d in "DE"] +
                                  [{"code": u, "name_vi": u, "name_en": u, "parent": p, "level": "commune"}
                                   for u, p in PARENT.items()])):
    write(folder, name, table)

YEARLY = {"unit": "unit", "period": "year"}
DATASETS = {"all": {"file": "records.csv", "weight": "w", **YEARLY}, "losses": {"file": "losses.csv", **YEARLY},
            "people": {"file": "people.csv", **YEARLY},
            "monthly": {"file": "monthly.csv", "unit": "unit", "period": "month"}}
INDICATORS = []


def use(indicator, inputs=None, dataset="all", id=None, **more):
    if dataset == "all":
        more = {"by": [[], ["kind"]], **more}
    INDICATORS.append({"id": id or indicator.split(".")[1], "use": indicator, "dataset": dataset,
                       "inputs": inputs or {}, **more})


# ---- the definitions: from the records of a cell to its outputs, {} where none can be used ----

def known(rows, *names):
    return [r for r in rows if all(r[n] is not None for n in names)]


def total(rows, of):
    return sum((r["w"] * (of(r) if callable(of) else r[of]) for r in rows), F(0))


def over(above, below, times=1):
    return ZERO if below == 0 else times * F(above) / F(below)


def share(rows, above, below, times=100):
    """Of the records that have both; nobody reported it, or the denominator is 0."""
    rows = known(rows, above, below)
    return over(total(rows, above), total(rows, below), times) if rows else NONE


def each(rows, column):
    """Records by what they have in a column, of all that the tables have there."""
    return {label: [r for r in rows if r[column] == label]
            for label in sorted({r[column] for r in RECORDS if r[column] is not None})}


def growth(rows):
    """SNA 2008, chapter 15: at prices of one base year, of which every record has its year before."""
    rows = known(rows, "value", "branch", "base")
    linked = {b: known(r, "before") for b, r in each(rows, "base").items()}
    whole = [b for b, r in each(rows, "base").items() if r and len(linked[b]) == len(r)]
    branches = list(each(rows, "branch"))
    if not rows:
        return {}
    if not whole:
        why = NONE if any(linked.values()) else INCOMPARABLE
        return {"growth": why, "value_before": why, **{("contribution", f"branch={b}"): why for b in branches}}
    rows = linked[max(whole)]
    before = total(rows, "before")
    rise = lambda r: r["value"] - r["before"]
    return {"growth": over(total(rows, rise), before, 100), "value_before": before,
            **{("contribution", f"branch={b}"): over(total(r, rise), before, 100) if r else NONE
               for b, r in each(rows, "branch").items()}}


def ln(x):
    return (Decimal(x.numerator) / Decimal(x.denominator)).ln()


def structure(rows):
    """Shares and half of what they have changed by; Lilien (1982): the spread of the branches' growth."""
    rows = known(rows, "value", "branch")
    if not rows:
        return {}
    by = each(rows, "branch")
    now, all_now = {b: total(r, "value") for b, r in by.items()}, total(rows, "value")
    out = {("share", f"branch={b}"): over(x, all_now, 100) if by[b] else NONE for b, x in now.items()}
    why = None if len(known(rows, "earlier")) == len(rows) else NONE
    all_then = total(rows, "earlier") if not why else None
    if not why and not (all_now and all_then):
        why = ZERO
    if why:
        return {**out, "shift": why, "lilien": why, **{("change", f"branch={b}"): why for b in by}}
    then = {b: total(r, "earlier") for b, r in by.items()}
    change = {b: 100 * (now[b] / all_now - then[b] / all_then) for b in by}
    out |= {("change", f"branch={b}"): x if by[b] else NONE for b, x in change.items()}
    out["shift"] = sum(map(abs, change.values())) / 2
    alive = [b for b in by if now[b] or then[b]]
    if any(not now[b] or not then[b] for b in alive):
        return {**out, "lilien": DOMAIN}
    spread = sum((Decimal(now[b].numerator * all_now.denominator) /
                  Decimal(now[b].denominator * all_now.numerator) *
                  (ln(now[b] / then[b]) - ln(all_now / all_then)) ** 2 for b in alive), Decimal(0))
    return {**out, "lilien": F(spread.sqrt())}


def investment(rows):
    rows = known(rows, "registered")
    return {"projects": total(rows, lambda r: 1), "registered": total(rows, "registered"),
            "spent_share": share(rows, "spent", "registered")} if rows else {}


def forest(rows):
    """SDG 15.1.1."""
    rows = known(rows, "natural", "planted", "land")
    wood, natural = total(rows, lambda r: r["natural"] + r["planted"]), total(rows, "natural")
    return {"forest": wood, "cover": over(wood, total(rows, "land"), 100), "natural_share": over(natural, wood, 100),
            "young": total(rows, "young") if len(known(rows, "young")) == len(rows) else NONE} if rows else {}


def land_use(rows):
    rows = known(rows, "area", "category")
    has_plan = len(known(rows, "planned")) == len(rows)
    has_start = has_plan and len(known(rows, "start")) == len(rows)
    out, off = {}, F(0)
    for label, of in each(rows, "category").items():
        area = total(of, "area")
        planned, start = total(of, "planned") if has_plan else 0, total(of, "start") if has_start else 0
        off += abs(area - planned)
        out |= {("share", f"category={label}"): over(area, total(rows, "area"), 100) if of else NONE,
                ("of_plan", f"category={label}"): over(area, planned, 100) if has_plan and of else NONE,
                ("fulfilment", f"category={label}"):
                    over(area - start, planned - start, 100) if has_start and of else NONE}
    return {**out, "misplaced": off / 2 if has_plan else NONE,
            "misplaced_share": over(off / 2, total(rows, "area"), 100) if has_plan else NONE} if rows else {}


def execution(rows):
    """PEFA 2016: PI-1 outturn; PI-2 and PI-3 composition, against each head's budget scaled to the outturn."""
    rows = known(rows, "budget", "actual", "head")
    budget, actual = total(rows, "budget"), total(rows, "actual")
    by = each(rows, "head")
    off = sum(abs(total(r, "actual") - total(r, "budget") * actual / budget) for r in by.values()) if budget else 0
    return {"actual": actual, "outturn": over(actual, budget, 100), "deviation": over(abs(actual - budget), budget, 100),
            "composition_variance": over(off, actual, 100) if budget else ZERO,
            **{("head_outturn", f"head={h}"): over(total(r, "actual"), total(r, "budget"), 100)
               for h, r in by.items()}} if rows else {}


def disbursement(rows):
    rows = known(rows, "paid", "plan", "carried")
    return {"rate": over(total(rows, "paid"), total(rows, lambda r: r["plan"] + r["carried"]), 100),
            "of_plan": share(rows, "paid", "plan")} if rows else {}


def tenders(rows):
    rows = known(rows, "estimate", "awarded")
    saved, told = total(rows, lambda r: r["estimate"] - r["awarded"]), known(rows, "bidders")
    return {"saved": saved, "saving": over(saved, total(rows, "estimate"), 100),
            "single_bid": over(total(told, lambda r: r["bidders"] == 1), total(told, lambda r: 1), 100)} if rows else {}


def payroll(rows):
    rows = known(rows, "staff", "posts")
    began = known(rows, "staff_start")
    return {"staff": total(rows, "staff"), "filled": share(rows, "staff", "posts"),
            "over": total(rows, lambda r: max(r["staff"] - r["posts"], 0)),
            "reduction": over(total(began, lambda r: r["staff_start"] - r["staff"]), total(began, "staff_start"), 100)
            if began else NONE} if rows else {}


def dossiers(rows):
    rows = known(rows, "received")
    return {"received": total(rows, "received"), "online_share": share(rows, "online", "received"),
            "on_time_share": share(rows, "on_time", "settled")} if rows else {}


def enrolment(rows):
    """UIS technical guidelines: gross and net ratios, and girls over boys."""
    rows = known(rows, "enrolled", "children", "sex")
    net = known(rows, "of_age")
    out = {"ger": share(rows, "enrolled", "children"), "ner": share(rows, "of_age", "children")}
    for of, column, ratio, index in ((rows, "enrolled", "ger_sex", "gpi"), (net, "of_age", "ner_sex", "net_gpi")):
        by = {s: over(total(r, column), total(r, "children"), 100) for s, r in each(of, "sex").items()}
        out |= {(ratio, f"sex={s}"): x for s, x in by.items()}
        out[index] = over(by["female"], by["male"]) if ZERO not in by.values() else ZERO
        if total(rows, "children") and not total(of, "children"):
            out[index] = NONE
    return out if rows else {}


def teachers(rows):
    rows = known(rows, "pupils", "teachers")
    return {"pupils_per_teacher": share(rows, "pupils", "teachers", 1),
            "qualified_share": share(rows, "qualified", "teachers")} if rows else {}


def stunting(rows):
    """SDG 2.2.1 by the WHO standards: below -2 and -3; beyond 6 on either side is a mistake of measuring."""
    rows = [r for r in known(rows, "z") if abs(r["z"]) <= 6]
    below = lambda limit: over(total(rows, lambda r: r["z"] < limit), total(rows, lambda r: 1), 100)
    return {"stunted": below(-2), "severe": below(-3)} if rows else {}


def parity(rows):
    """SDG 4.5.1: the rate of a group over that of all others."""
    rows = known(rows, "part", "whole", "focus")
    rate = {g: over(total(r, "part"), total(r, "whole"), 100) for g, r in each(rows, "focus").items()}
    both = ZERO not in rate.values()
    return {**{("rate", f"group={g}"): x for g, x in rate.items()},
            "parity": over(rate["focus"], rate["others"]) if both else ZERO,
            "gap": rate["focus"] - rate["others"] if both else ZERO} if rows else {}


def simple_share(rows):
    rows = known(rows, "part", "whole")
    return {"share": share(rows, "part", "whole")} if rows else {}


# ---- of one table: indicator, its inputs, its definition ----

ONE = [
    ("economy.growth", {"branch_of": "branch", "base_of": "base"}, growth),
    ("economy.structure", {"branch_of": "branch", "before": "earlier"}, structure),
    ("economy.labour_structure", {"branch_of": "branch", "before": "earlier"}, structure),
    ("economy.investment", {}, investment), ("environment.forest_cover", {}, forest),
    ("environment.land_use", {"category_of": "category"}, land_use),
    ("governance.expenditure", {"head_of": "head"}, execution), ("governance.revenue", {"head_of": "head"}, execution),
    ("governance.disbursement", {"disbursed": "paid", "carried_over": "carried"}, disbursement),
    ("governance.tender_saving", {}, tenders),
    ("governance.payroll", {"assigned": "posts", "start": "staff_start"}, payroll), ("governance.dossiers", {}, dossiers),
    ("society.enrolment", {"population": "children", "sex_of": "sex"}, enrolment), ("society.teachers", {}, teachers),
    ("society.stunting", {"height_z": "z"}, stunting), ("society.parity", {"focus_or_others": "focus"}, parity)]
ONE += [(name, {a: "part", b: "whole"}, simple_share) for name, a, b in (
    ("environment.disaster_plans", "with_plan", "communes"), ("environment.early_warning", "covered", "population"),
    ("governance.online_services", "online", "procedures"), ("governance.satisfaction", "satisfied", "asked"),
    ("governance.asset_declarations", "declared", "obliged"), ("governance.asset_recovery", "recovered", "lost"),
    ("society.completion", "completed", "population"), ("society.trained_labour", "trained", "labour_force"),
    ("society.health_insurance", "insured", "population"), ("society.immunisation", "immunised", "infants"),
    ("society.social_protection", "covered", "population"), ("society.cultural_titles", "with_title", "all"))]
for name, inputs, _ in ONE:
    use(name, inputs)

# ---- of two tables, and of months ----

use("environment.disasters", dataset={"losses": "losses", "people": "people"})
use("environment.disaster_loss", dataset={"losses": "losses", "economy": "people"})
MONTHLY_USES = [("economy.productivity", {"output": "monthly", "labour": "monthly"}, {}, "per_worker", "value",
                 "employed", 1, False),
                ("economy.per_head", {"sales": "monthly", "people": "monthly"}, {"population": "employed"}, "per_head",
                 "value", "employed", 1, False),
                ("society.incidence", {"disease": "monthly", "people": "monthly"}, {"population": "employed"}, "rate",
                 "cases", "employed", 100000, False),
                ("society.doctors", {"health": "monthly", "people": "monthly"}, {"population": "employed"}, "rate",
                 "doctors", "employed", 10000, True),
                ("society.beds", {"health": "monthly", "people": "monthly"}, {"beds": "doctors", "population": "employed"},
                 "rate", "doctors", "employed", 10000, True)]
for name, dataset, inputs, *_ in MONTHLY_USES:
    use(name, inputs, dataset, periods=["year"])
use("environment.climate_anomaly", {"value": "measured"}, "monthly", "rain", periods=["quarter", "year"])
use("environment.climate_anomaly", {"value": "degrees", "normal": "usual"}, "monthly", "heat",
    periods=["quarter", "year"])

CELLS = run(chiso, folder, DATASETS, INDICATORS, ["kind", "branch", "category", "head", "sex", "group"],
            units="units.csv")
found = {plugin: Comparison(plugin, 0) for plugin in ("economy", "environment", "governance", "society")}
logs = Comparison("Lilien indices", 1e-14)


def check(name, id, output, place, value):
    output = output if isinstance(output, tuple) else (output,)
    (logs if output[0] == "lilien" else found[name.split(".")[0]]).check(
        CELLS, (id, output[0], *place[1:], *output[1:], *place[0]), value)


def cell(unit, period, kind=None):
    """Where a cell stands: unit and period, and the breakdown."""
    return ((f"unit={unit}", f"period={period}"), *([f"kind={kind}"] if kind else []))


# ---- one table: communes, districts as the sums of those that report, the breakdown ----

for name, _, of in ONE:
    for unit in ("D", "E", *PARENT):
        for year in YEARS:
            all_kinds = [r for r in RECORDS if r["year"] == year and unit in (r["unit"], PARENT[r["unit"]])]
            for kind in (None, "x", "y"):
                rows = [r for r in all_kinds if kind in (None, r["kind"])]
                for output, value in (of(rows) if rows else {}).items():
                    check(name, name.split(".")[1], output, cell(unit, year, kind), value)

# ---- two tables ----

ONCE = {"w": F(1)}
for unit in PARENT:
    for year in YEARS:
        there = [r for r in PEOPLE if (r["unit"], r["year"]) == (unit, year)]
        lost = [{**r, **ONCE} for r in LOSSES if (r["unit"], r["year"]) == (unit, year)]
        people, product = (there[0]["population"], there[0]["product"]) if there else (None, None)
        rows = known(lost, "deaths", "missing")
        if rows:
            kinds = ("injured", "damaged", "destroyed", "livelihoods")
            killed = total(rows, lambda r: r["deaths"] + r["missing"])
            affected = total(rows, lambda r: sum(r[k] for k in kinds)) if len(known(rows, *kinds)) == len(rows) else NONE
            per = lambda n: NONE if people is None or n == NONE else over(n, people, 100000)
            # What evaluate() works out needs both tables.
            for output, value in (("killed", killed), ("killed_rate", per(killed)), ("affected_rate", per(affected)),
                                  ("affected", NONE if people is None else affected)):
                check("environment.disasters", "disasters", output, cell(unit, year), value)
        rows = known(lost, "loss")
        if rows:
            check("environment.disaster_loss", "disaster_loss", "loss_share", cell(unit, year),
                  NONE if product is None else over(total(rows, "loss"), product, 100))

# ---- months: what happens adds up over the year, how many there are is a mean; a month that is not known leaves
# the year unknown ----

for name, _, _, output, above, below, times, is_stock in MONTHLY_USES:
    for unit in PARENT:
        for period in MONTHS + [str(y) for y in YEARS[:2]]:
            rows = [r for r in MONTHLY if r["unit"] == unit and r["month"].startswith(period)]
            n = sum(F(r[above]) for r in rows) / (len(rows) if is_stock else 1) if rows == known(rows, above) else NONE
            check(name, name.split(".")[1], output, cell(unit, period),
                  NONE if n == NONE else over(n, F(sum(r[below] for r in rows), len(rows)), times))


def quarter(month):
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def days(month):
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


# WMO-No. 1203: a month counts by its days; per cent of normal is for what can't be below 0.
for id, now, normal in (("rain", "measured", "normal"), ("heat", "degrees", "usual")):
    for unit in PARENT:
        for period in MONTHS + sorted({quarter(m) for m in MONTHS}) + [str(y) for y in YEARS[:2]]:
            rows = [r for r in MONTHLY if r["unit"] == unit and
                    period in (r["month"], quarter(r["month"]), r["month"][:4])]
            off = part_of_normal = NONE
            if rows == known(rows, now, normal):
                off = sum(days(r["month"]) * (r[now] - r[normal]) for r in rows) / sum(days(r["month"]) for r in rows)
                part_of_normal = DOMAIN if min(min(r[now], r[normal]) for r in rows) < 0 else \
                    over(sum(r[now] for r in rows), sum(r[normal] for r in rows), 100)
            check("environment.climate_anomaly", id, "anomaly", cell(unit, period), off)
            check("environment.climate_anomaly", id, "of_normal", cell(unit, period), part_of_normal)

for plugin, least in (("economy", 1800), ("environment", 2000), ("governance", 2000), ("society", 1900)):
    found[plugin].say(least)
logs.say(120)
