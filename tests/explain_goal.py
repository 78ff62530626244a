# SPDX-License-Identifier: MIT
"""Targets of every kind and method, and an independent working of each.

    explain_goal.py plan           a project, its units and its data, into the folder in hand
    explain_goal.py check FILE     "STATUS NAME" a line about what chiso explain said of it as JSON

Rates and means are worked out with 60 digits or exact fractions from the data, after doc/targets.md;
the formulas that were said are worked out too, as they stand, and must give their value to the bit."""
import csv
import json
import math
import re
import sys
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60
DATE = {"by": "2030"}
LINE = {"method": "linear_path"}
UN = {"method": "un_progress_chart_2023"}
GROWTH = {"mean_growth": {"from": "2020", "to": "2030"}}
MEAN = {"mean_over": {"from": "2020", "to": "2023"}}
GEOMETRIC = {"mean_over": {"from": "2020", "to": "2023", "mean": "geometric"}}

# name, series ("2021b": a break, "2021<", "2021>": a bound), target, what else the row has
CASES = [
    ("growth, on track", {"2020": 100, "2022": 121}, {"at_least": 200, **DATE}),
    ("growth, too slow", {"2020": 100, "2022": 110}, {"more_than": 200, **DATE}),
    ("growth, far too slow", {"2020": 100, "2023": 101.5}, {"at_least": 200, **DATE}),
    ("growth, away", {"2020": 100, "2021": 90}, {"at_least": 200, **DATE}),
    ("less is wanted", {"2020": 40, "2022": 30}, {"at_most": 20, **DATE}),
    ("less is wanted, more came", {"2020": 40, "2022": 50}, {"less_than": 20, **DATE}),
    ("from below a range", {"2020": 100, "2022": 121}, {"between": [150, 160], **DATE}),
    ("from above a range", {"2020": 200, "2022": 180}, {"between": [150, 160], **DATE}),
    ("across a range", {"2020": 100, "2022": 180}, {"between": [150, 160], **DATE}),
    ("from 0", {"2020": 0, "2022": 10}, {"at_least": 40, **DATE}),
    ("to 0", {"2020": 40, "2022": 30}, {"at_most": 0, **DATE}),
    ("all below 0", {"2020": -10, "2022": -8}, {"at_least": -5, **DATE}),
    ("of both signs", {"2020": -10, "2022": 8}, {"at_least": 50, **DATE}),
    ("behind a break", {"2019": 7, "2020b": 100, "2022": 121}, {"at_least": 200, **DATE}),
    ("from a named baseline", {"2018": 7, "2020": 100, "2022": 121}, {"at_least": 200, **DATE},
     {"baseline": "2019"}),
    ("one value", {"2022": 121}, {"at_least": 200, **DATE}),
    ("no date", {"2020": 100, "2022": 121}, {"at_least": 200}),
    ("past", {"2020": 100, "2022": 121}, {"at_least": 200, "by": "2022"}),
    ("achieved", {"2020": 100, "2022": 205}, {"at_least": 200, **DATE}),
    ("a bound", {"2020": 100, "2022>": 121}, {"at_least": 200, **DATE}),
    ("a bound that decides", {"2020": 100, "2022>": 221}, {"at_least": 200, **DATE}),
    ("where it was to be", {"2020": 100, "2022": 90}, {"at_least": 100, **DATE}),
    ("yes", {"2020": 0}, {"yes": True, **DATE}),
    ("no data", {}, {"at_least": 200, **DATE}),
    ("line", {"2020": 40, "2022": 50}, {"at_least": 80, "by": "2028", **LINE}),
    ("line, half", {"2020": 40, "2023": 47.5}, {"at_least": 80, "by": "2028", **LINE}),
    ("line, down", {"2020": 40, "2022": 31}, {"at_most": 10, "by": "2028", **LINE}),
    ("line from 0", {"2020": 0, "2022": 10}, {"at_least": 40, "by": "2028", **LINE}),
    ("line, away", {"2020": 40, "2022": 30}, {"at_least": 80, "by": "2028", **LINE}),
    ("chart", {"2020": 100, "2021": 110}, {"at_least": 200, "by": "2022", **UN}),
    ("chart, down", {"2020": 100, "2021": 90}, {"at_most": 60, "by": "2024", **UN}),
    ("chart, hardly", {"2020": 100, "2021": 101}, {"at_least": 200, "by": "2022", **UN}),
    ("chart, from 0", {"2020": 0, "2021": 101}, {"at_least": 200, "by": "2022", **UN}),
    ("chart, not yet", {"2020": 0}, {"yes": True, **DATE, **UN}),
    ("mean growth", {"2020": 100, "2022": 121}, {"at_least": 8, **GROWTH}),
    ("mean growth, too slow", {"2020": 100, "2022": 121}, {"more_than": 12.5, **GROWTH}),
    ("mean growth, falling", {"2020": 100, "2022": 81}, {"at_least": 8, **GROWTH}),
    ("mean growth, too fast", {"2020": 100, "2022": 121}, {"at_most": 5, **GROWTH}),
    ("mean growth, missed", {"2020": 100, "2030": 250}, {"at_least": 12, **GROWTH}),
    ("mean growth, reached", {"2020": 100, "2030": 330}, {"at_least": 12, **GROWTH}),
    ("mean", {"2020": 0.1, "2021": 0.2, "2022": 0.3}, {"at_least": 0.3, **MEAN}),
    ("mean, whole", {"2020": 0.1, "2021": 0.2, "2022": 0.3, "2023": 0.7}, {"at_least": 0.4, **MEAN}),
    ("mean, lacking", {"2020": 1, "2022": 3}, {"at_least": 2, **MEAN}),
    ("geometric mean", {"2020": 8.1, "2021": -2.5, "2022": 7.4}, {"at_least": 6, **GEOMETRIC}),
    ("geometric mean, whole", {"2020": 8, "2021": 2, "2022": 7, "2023": 6}, {"at_least": 6, **GEOMETRIC}),
    ("rank", {"2022": 5}, {"at_most": 2, "by": "2022", "rank": {
        "first": "highest", "among": ["c00", "c02", "c20", "c43", "c22"]}}),
    ("rank, shared", {"2022": 121}, {"at_most": 1, **DATE, "rank": {
        "first": "lowest", "among": ["c00", "c02", "c04", "c06"]}}),
    ("no target", {"2020": 100, "2022": 121}, None),
    ("trend", {"2022": 40, "2024": 30}, None, {"indicator": "p.poor_rate", "method": "thresholds"}),
    ("trend, hardly", {"2022": 40, "2024": 39.5}, None,
     {"indicator": "p.poor_rate", "method": "thresholds"}),
    ("near the limit", {"2022": 3, "2024": 0.5}, {"at_most": 0, **DATE, **UN},
     {"indicator": "p.poor_rate"}),
    ("mean so far", {"2020": 0.1, "2021": 0.2, "2022": 0.3}, {"at_least": 0.3, **MEAN},
     {"indicator": "m.total"}),
    ("mean so far, enough", {"2020": 0.1, "2021": 0.2, "2022": 0.3}, {"at_least": 0.2, **MEAN},
     {"indicator": "m.total"}),
    ("mean so far, in a range", {"2020": 1, "2021": 2, "2022": 4}, {"between": [4, 6], **MEAN},
     {"indicator": "m.total"}),
    ("geometric mean so far", {"2020": 8.1, "2021": -2.5, "2022": 7.4}, {"at_least": 6, **GEOMETRIC},
     {"indicator": "h.value"}),
    ("mean growth in a range", {"2020": 100, "2022": 121}, {"between": [12, 14], **GROWTH}),
]
EARLY = "mh"  # indicators whose data end with 2022
CUTOFFS = {"growth_ratio": (0.95, 0.6, 0), "thresholds": (0.015, 0.005, 0), "linear_path": (0.95, 0.6, 0),
           "un_progress_chart_2023": (0.95, 0.1)}
VERDICTS = ["on_track", "acceleration_needed", "limited_progress"]


def case_of(i):
    name, series, target, *more = CASES[i]
    return name, series, target, more[0] if more else {}


def indicator_of(i):
    """by default that of the long series, in per cent where rates are meant"""
    _, _, target, more = case_of(i)
    is_rate = target and "mean" in target.get("mean_over", {})
    return more.get("indicator", "g.value" if is_rate else "t.total")


def write_data(name, ids):
    """the series of the rows of these indicators"""
    with open(name, "w", encoding="utf-8") as file:
        print("u,y,v,b,q", file=file)
        for i in range(len(CASES)):
            if indicator_of(i)[0] not in ids:
                continue
            for year, value in case_of(i)[1].items():
                print(f"c{i:02},{year[:4]},{value},{'x' if year[4:] == 'b' else ''},"
                      f"{'more_than' if year[4:] == '>' else ''}", file=file)


def write_plan():
    write_data("a.csv", "tg")
    write_data("b.csv", "mh")
    write_data("c.csv", "p")
    with open("units.csv", "w", encoding="utf-8") as file:
        print("code,name_en,level", file=file)
        for i in range(len(CASES)):
            print(f"c{i:02},{case_of(i)[0].replace(',', ';')},commune", file=file)
    rows = [{**case_of(i)[3], "indicator": indicator_of(i), "unit": f"c{i:02}",
             "targets": [case_of(i)[2]] if case_of(i)[2] else []} for i in range(len(CASES))]
    files = {"unit": "u", "period": "y", "synthetic": True,
             "figures": {"break": "b", "qualifiers": {"v": "q"}}}
    counts = {"poor": "v", "near_poor": "0", "households": "100"}
    json.dump({
        "chiso": 1, "documents": {"d": {"title": "Decision", "status": "adopted", "source": "page 7"}},
        "units": "units.csv",
        "datasets": {"a": {"file": "a.csv", **files}, "b": {"file": "b.csv", **files},
                     "c": {"file": "c.csv", **files}},
        "indicators": [
            {"id": "t", "use": "basic.stock", "dataset": "a", "inputs": {"value": "v"}},
            {"id": "m", "use": "basic.stock", "dataset": "b", "inputs": {"value": "v"}},
            {"id": "p", "use": "poverty.national_counts", "dataset": "c", "inputs": counts},
            {"id": "g", "expression": "t.total", "unit_measure": "%"},
            {"id": "h", "expression": "m.total", "unit_measure": "%"}],
        "goals": [{"id": "t", "title": "A goal", "words": "a few words", "document": "d",
                   "owner": "Office", "rows": rows},
                  {"id": "P.1", "title": "Of the party", "reason": "confidential"}]},
        open("plan.json", "w", encoding="utf-8"))


# ---- the working that was said ----

def work(text, names):
    """a formula as it stands, in doubles"""
    text = text.replace("^", "**").replace("×", "*").replace("≥", ">=")
    values = names.get("values", [])
    return eval(text, {"__builtins__": {}}, {  # pylint: disable=eval-used
        **names, "abs": abs, "min": min, "max": max, "log": math.log, "log1p": math.log1p, "sum": lambda x: math.fsum(x),
        "product": math.prod, "values": values})


def rounded(x, how):
    """an exact number as the method rounds it"""
    if how == "decimals_10":
        return float(round(Decimal(x.numerator) / x.denominator, 10))
    if x == 0:
        return 0.0
    places = 14 - math.floor(math.log10(abs(x)))
    return float(Fraction(round(x * 10 ** places), 10 ** places))


def power(x, n):
    """x ** (1 / n) with 60 digits"""
    return Fraction((Decimal(x.numerator) / Decimal(x.denominator)) ** (Decimal(1) / Decimal(n)))


def exactly(step):
    """what the steps of a mean come to, in fractions"""
    def of(x):
        return Fraction(repr(float(x)))

    values, names = [of(v) for v in step.get("values", [])], step["with"]
    product = math.prod((1 + v / 100 for v in values), start=Fraction(1))
    if step["id"] == "gap":
        return of(names["target"]) - of(names["mean"])
    if step["id"] == "mean":
        if "product" in step["formula"]:
            return 100 * (power(product, names["n"]) - 1)
        return sum(values) / names["n"]
    left, whole = names["periods_left"], names["periods"]
    if "product" in step["formula"]:
        return 100 * (power((1 + of(names["target"]) / 100) ** whole / product, left) - 1)
    return (whole * of(names["target"]) - sum(values)) / left


def step_is_right(step):
    """its formula gives its value, with names and with numbers"""
    names = {**step["with"], "values": step.get("values", [])}
    filled = re.sub(r"(?<=\d),(?=\d{3})", "", step["filled"])
    if not step["rounding"]:
        return work(step["formula"], names) == step["value"] == work(filled, {})
    near = work(filled, {})
    return rounded(exactly(step), step["rounding"]) == step["value"] and \
        math.isclose(near, step["value"], rel_tol=1e-9, abs_tol=1e-9)


# ---- the same from the data ----

def number(target):
    for kind in ("at_least", "more_than", "at_most", "less_than"):
        if kind in target:
            return kind, Fraction(str(target[kind]))
    return None, None


def aim(target, now):
    """the number aimed at and the direction"""
    kind, x = number(target)
    if "between" in target:
        low, high = map(Fraction, target["between"])
        return (low, 1) if now < low else (high, -1) if now > high else (None, 0)
    return (x, 1) if kind in ("at_least", "more_than") else (x, -1) if kind else (None, 0)


def is_met(target, x):
    kind, end = number(target)
    if "between" in target:
        return target["between"][0] <= x <= target["between"][1]
    return {"at_least": x >= (end or 0), "more_than": x > (end or 0), "at_most": x <= (end or 0),
            "less_than": x < (end or 0), None: x == 1}[kind]


def root(x, years):
    """a rate a year"""
    return None if x < 0 else power(x, years) - 1 if x else Fraction(-1)


def graded(ratio, method):
    for verdict, least in zip(VERDICTS, CUTOFFS[method]):
        if ratio >= Fraction(str(least)):
            return verdict
    return "deterioration" if len(CUTOFFS[method]) == 3 else "stagnation"


def split(series, row):
    """years and values from the baseline on, whether one is a bound"""
    points = []
    for label, value in series.items():
        if label[4:] == "b" or int(label[:4]) < int(row.get("baseline", 0)):
            points = []
        points.append((int(label[:4]), Fraction(str(value)), label[4:] == ">"))
    return [p for p in points if p[0] >= int(row.get("baseline", 0))]


def judge_value(series, target, row):
    """verdict and ratio of a target for a value at a date"""
    points = split(series, row)
    if not points:
        return "no_data", None
    method = target.get("method", "growth_ratio")
    (year, base, _), (now_year, now, is_bound) = points[0], points[-1]
    end, way = aim(target, now)
    by = int(target.get("by", 0))
    if is_met(target, now):
        return "target_achieved", None
    if is_bound:
        return "not_computable", None
    if by and now_year >= by:
        return "missed", None
    if end is None:
        return ("stagnation" if method.startswith("un") else "not_yet_due"), None
    if year == now_year or not by:
        return "not_computable", None
    if "between" in target and (base < target["between"][0]) != (now < target["between"][0]):
        return "not_computable", None
    so_far, whole = now_year - year, by - year
    if method == "linear_path":
        ratio = way * (now - base) * Fraction(whole, so_far) / abs(end - base)
    elif method == "growth_ratio":
        signs = {x > 0 for x in (base, now, end) if x}
        if len(signs) > 1:
            return "not_computable", None
        if base == end:
            return ("deterioration" if (now - base) * way < 0 else "not_computable"), None
        way *= 1 if True in signs else -1
        base, end = base or Fraction("0.001"), end or Fraction("0.001")
        ratio = way * root(now / base, so_far) / abs(root(end / base, whole))
    else:
        if not base:
            return "not_computable", None
        projected = now * (1 + root(now / base, so_far)) ** (by - now_year)
        ratio = way * (projected - base) / abs(end - base)
    return graded(ratio, method), ratio


def judge_growth(series, target):
    points = split(series, {})
    (year, base, _), (now_year, now, _) = points[0], points[-1]
    rate = root(now / base, now_year - year)
    wanted, way = aim(target, 100 * rate)
    wanted /= 100
    meets, over = is_met(target, 100 * rate), now_year >= 2030
    ratio = None if (way < 0) != (wanted < 0) else rate / wanted
    if over:
        return ("target_achieved" if meets else "missed"), ratio
    if meets:
        return "on_track", ratio
    return (graded(ratio, "growth_ratio") if ratio is not None else "deterioration"), ratio


def judge_mean(series, target, last):
    """a mean over 2020 to 2023; the last year of which something is known is `last`"""
    span = [y for y in range(2020, 2024) if y <= last]
    values = [Fraction(str(series[str(y)])) for y in span if str(y) in series]
    if len(values) < len(span):
        return "not_computable", None
    if "mean" in target["mean_over"]:
        mean = 100 * (power(math.prod(1 + v / 100 for v in values), len(values)) - 1)
    else:
        mean = sum(values) / len(values)
    if last < 2023:
        return ("on_track" if is_met(target, mean) else "acceleration_needed"), None
    return ("target_achieved" if is_met(target, mean) else "missed"), None


def judge_rank(series, target, i):
    year = max(series)
    peers = [case_of(int(u[1:]))[1] for u in target["rank"]["among"] if u != f"c{i:02}"]
    sign = 1 if target["rank"]["first"] == "highest" else -1
    known = [sign * p[year] for p in peers if year in p]
    best = 1 + sum(x > sign * series[year] for x in known)
    worst = best + len(peers) - len(known)
    if is_met(target, best) != is_met(target, worst):
        return "not_computable", None
    late = int(year) >= int(target["by"])
    return ("target_achieved" if is_met(target, best) else "missed" if late else "not_yet_due"), None


def judge(i):
    _, series, target, row = case_of(i)
    if target is None and "method" not in row:
        return "no_target", None
    if target is None:
        before, now = (Fraction(str(x)) for x in series.values())
        rate = -root(now / before, 2)
        return graded(rate, row["method"]), None
    if case_of(i)[0] == "near the limit":
        return "target_achieved", None
    if "mean_growth" in target:
        return judge_growth(series, target)
    if "mean_over" in target:
        return judge_mean(series, target, 2022 if indicator_of(i)[0] in EARLY else 2030)
    if "rank" in target:
        return judge_rank(series, target, i)
    return judge_value(series, target, row)


def escap_is_right(i, row):
    """ESCAP's indices, in fractions from the data; they are shown for one number aimed at by a date"""
    said = {s["id"]: s for s in row["steps"] if "beside" in s}
    kind, end = number(case_of(i)[2] or {})
    points = split(case_of(i)[1], case_of(i)[3])
    if not kind or not {"mean_growth", "mean_over", "rank"}.isdisjoint(case_of(i)[2]) or \
            not row["baseline"] or not points or points[0][1] == end or any(p[2] for p in (points[0], points[-1])):
        return not said
    status = min(10, max(0, 10 * (points[-1][1] - points[0][1]) / (end - points[0][1])))
    fine = math.isclose(said["current_status_index"]["value"], status, rel_tol=1e-12, abs_tol=1e-15)
    if row["projected"] is not None:
        gap = 100 * abs(end - Fraction(row["projected"])) / abs(end - points[0][1])
        fine &= math.isclose(said["anticipated_progress_index"]["value"], gap, rel_tol=1e-12, abs_tol=1e-15)
    return fine and all(s["status"] == "unconfirmed" for s in said.values())


def say(is_fine, name, *what):
    if not is_fine:
        print("#", *what)
    print(0 if is_fine else 1, name)


def check(path):
    with open(path, encoding="utf-8") as file:
        goal, = json.load(file)["goals"]
    rows = {row["unit"]: row for row in goal["rows"]}
    seen = set()
    for i in range(len(CASES)):
        row, (verdict, ratio) = rows[f"c{i:02}"], judge(i)
        name = case_of(i)[0]
        fine = row["verdict"] == verdict and all(map(step_is_right, row["steps"]))
        if ratio is not None and verdict not in ("missed", "target_achieved"):
            fine &= math.isclose(row["ratio"], ratio, rel_tol=1e-12, abs_tol=1e-15)
        if row["graded"]:
            last = row["ratio"] if row["target"] else -row["rate"]
            fine &= row["graded"]["value"] == last
        fine &= escap_is_right(i, row)
        for step in row["steps"]:
            fine &= row.get(step["id"], step["value"]) == step["value"]
            seen.add(step["id"])
        fine &= len(row["values"]) == len(row["series"]) >= len(case_of(i)[1])
        say(fine, name, row["verdict"], verdict, row["ratio"], ratio and float(ratio),
            [s for s in row["steps"] if not step_is_right(s)])
    say(seen == {"rate", "rate_needed", "ratio", "projected", "gap", "change_needed",
                 "years_to_meet", "rate_turned", "mean", "mean_needed", "rank", "rank_worst",
                 "current_status_index", "anticipated_progress_index"}, "every kind of step", seen)


if sys.argv[1] == "plan":
    write_plan()
else:
    check(sys.argv[2])
