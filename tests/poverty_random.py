# SPDX-License-Identifier: MIT
"""poverty_random.py CHISO FOLDER: random households with weights, ties, zeros and gaps, and all
measures of poverty and inequality computed here from their definitions, slowly, with fractions
wherever they are rational, and with nothing of the library."""
import csv
import math
import os
import random
import sys
from fractions import Fraction as F

from poverty_run import Comparison, run

chiso, folder = sys.argv[1:]
rng = random.Random(20110506)
DS = ["job", "school", "water", "toilet", "house", "roof", "walls", "floor", "light", "fuel", "phone"]
DIMENSIONS = ["work", "work", "hygiene", "hygiene", "home", "home", "home", "home", "home", "home", "home"]
POLICIES = ["drop", "not_deprived", "reweight"]
# The last seven share a third in the one way; in the other all but one of them weigh nothing.
WEIGHTS = ["1/6"] * 4 + ["1/3"] + ["0"] * 6
KS = ["1/5", "1/3", "0.5", "1"]


def household(kind):
    income = F(rng.choice([1, 2, 2, 3, 5, 5, 8, 13]) * 100)
    if kind == "smooth":
        income = F(rng.randint(1, 900000), 100)
    elif kind == "zeros" and rng.random() < 0.2:
        income = F(0)
    elif kind == "debts" and rng.random() < 0.2:
        income = -income
    return {"kind": kind, "income": income, "line": F(rng.choice([250, 300, 500])),
            "weight": F(rng.randint(0, 400), 100), "times": rng.randint(0, 3)}


people = [household(kind) for kind in ("ties", "smooth", "zeros", "debts") for _ in range(80)]
for h in people:
    for d in DS:
        x = rng.random()
        h[d] = None if x < 0.06 else int(x < 0.5)
        h["gap_" + d] = F(rng.randint(1, 10), 10) if h[d] else 0 if h[d] == 0 else None
        if h[d] and rng.random() < 0.05:
            h["gap_" + d] = None


def text(x):
    return "" if x is None else x if isinstance(x, str) else repr(float(x)) if x != int(x) else str(int(x))


def write(name, list_):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(people[0])
        writer.writerows([text(v) for v in h.values()] for h in list_)


ALPHAS, GE, EPSILONS, PS, SHARES = [0, 0.5, 1, 2], [-1, 0.5, 2], [0.5, 1, 2], \
    ["1/10", "1/4", "2/5", "1/2", "9/10", "1"], [0.4, 0.6]
INDICATORS = [
    *({"id": "af_" + policy, "use": "poverty.alkire_foster",
       "inputs": {"deprived": DS, "gap": {d: "gap_" + d for d in DS}},
       "parameters": {"k": KS, "dimension": DIMENSIONS, "missing": policy}} for policy in POLICIES),
    *({"id": "af_plain_" + policy, "use": "poverty.alkire_foster", "inputs": {"deprived": DS},
       "parameters": {"k": KS, "weights": WEIGHTS, "missing": policy}} for policy in POLICIES),
    {"id": "f", "use": "poverty.fgt", "parameters": {"alpha": ALPHAS}},
    {"id": "e", "use": "poverty.fgt", "parameters": {"alpha": ALPHAS, "line": 300, "poor_if": "at_most"}},
    {"id": "s", "use": "poverty.sen", "parameters": {"line": 300}},
    {"id": "t", "use": "poverty.sen"},
    {"id": "r", "use": "poverty.at_risk", "parameters": {"share": SHARES}},
    {"id": "q", "use": "poverty.distribution", "parameters": {"p": PS}},
    {"id": "i", "use": "poverty.inequality", "parameters": {"alpha": GE, "epsilon": EPSILONS}}]
DATASET = {"weight": "weight", "frequency": "times"}


def cells(files):
    return run(chiso, folder, {"d": {"file": files, **DATASET}},
               [{**i, "dataset": "d", "by": [["kind"]]} for i in INDICATORS], ["kind"])


# ---- the measures, from their definitions ----

def ratio(a, b):
    return a / b if b else "denominator_zero"


def times(factor, x):
    return x if isinstance(x, str) else factor * x


def alkire_foster(records, policy, is_plain=False):
    known, out = [], {}
    for h in records:
        seen = [d for d in DS if h[d] is not None]
        if not seen or (policy == "drop" and len(seen) < len(DS)):
            continue
        # Three dimensions, each with a third.
        weights = {d: F(1, 3) / DIMENSIONS.count(m) for d, m in zip(DS, DIMENSIONS)}
        if is_plain:
            weights = dict(zip(DS, map(F, WEIGHTS)))
        if policy == "reweight":
            all_ = sum(weights[d] for d in seen)
            weights = {d: weights[d] / all_ for d in seen}
        has = [d for d in seen if h[d]]
        known.append({"w": h["weight"] * h["times"], "times": h["times"], "has": has, "seen": seen,
                      "weights": weights, "c": sum((weights[d] for d in has), F(0)),
                      "gaps": {d: h["gap_" + d] for d in has}})

    def total(of, where=lambda r: True):
        return sum((r["w"] * of(r) for r in known if where(r)), F(0))

    all_ = total(lambda r: 1)
    with_gaps = [r for r in known if None not in r["gaps"].values() and not is_plain]
    out[("incomplete",)] = sum(r["times"] for r in known if len(r["seen"]) < len(DS))
    lists = {"deprivation": {d: [d] for d in DS},
             "dimension": {m: [d for d, n in zip(DS, DIMENSIONS) if n == m] for m in DIMENSIONS}}
    for k in KS:
        cut = F(k)
        at = f"k={cut}"
        poor = lambda r, cut=cut: r["c"] >= cut
        out["h", at] = times(100, ratio(total(lambda r: 1, poor), all_))
        out["a", at] = times(100, ratio(total(lambda r: r["c"], poor), total(lambda r: 1, poor)))
        out["m0", at] = ratio(total(lambda r: r["c"], poor), all_)
        for name, power in (("m1", 1), ("m2", 2)):
            above = sum((r["w"] * sum(r["weights"][d] * r["gaps"][d] ** power for d in r["has"])
                         for r in with_gaps if poor(r)), F(0))
            out[name, at] = ratio(above, sum(r["w"] for r in with_gaps))
        for axis, members in list(lists.items())[:1 if is_plain else 2]:
            prefix = "dimension_" if axis == "dimension" else ""
            for name, ds in members.items():
                lacks = lambda r, ds=ds: any(d in r["has"] for d in ds)
                knows = lambda r, ds=ds, lacks=lacks: lacks(r) or all(d in r["seen"] for d in ds)
                part = total(lambda r, ds=ds: sum(r["weights"][d] for d in r["has"] if d in ds), poor)
                place = f"{axis}={name}"
                out[prefix + "uncensored", place] = \
                    times(100, ratio(total(lacks), total(knows)))
                out[prefix + "censored", at, place] = \
                    times(100, ratio(total(lacks, poor), all_))
                out[prefix + "absolute", at, place] = ratio(part, all_)
                out[prefix + "percentage", at, place] = \
                    times(100, ratio(part, total(lambda r: r["c"], poor)))
    return out


def fgt(records, line, is_poor):
    w, all_ = (lambda h: h["weight"] * h["times"]), sum(h["weight"] * h["times"] for h in records)
    poor = [h for h in records if is_poor(h["income"], line(h))]
    n = sum(map(w, poor))
    gap = lambda h: (line(h) - h["income"]) / line(h)
    money = sum(w(h) * (line(h) - h["income"]) for h in poor)
    out = {("headcount",): times(100, ratio(n, all_)), ("poor",): n, ("money",): money,
           ("money_per_person",): ratio(money, all_), ("money_per_poor",): ratio(money, n),
           ("income_gap_ratio",): times(100, ratio(sum(w(h) * gap(h) for h in poor), n)),
           ("not_positive",): sum(w(h) for h in records if h["income"] <= 0)}
    for a in ALPHAS:
        out["fgt", f"alpha={a}"] = math.fsum(float(w(h)) * float(gap(h)) ** a for h in poor) / float(all_)
    out["watts",] = "out_of_domain" if any(h["income"] <= 0 and w(h) for h in poor) else \
        math.fsum(float(w(h)) * math.log(line(h) / h["income"]) for h in poor) / float(all_)
    return out


def gini(values):
    """Half the relative mean difference of (value, weight): every pair is looked at."""
    all_, sum_ = sum(w for _, w in values), sum(x * w for x, w in values)
    differences = sum(v * w * abs(x - y) for x, v in values for y, w in values)
    return ratio(differences, 2 * all_ * sum_)


def sen(records, line):
    w = lambda h: h["weight"] * h["times"]
    records = [h for h in records if h["times"]]
    poor = [h for h in records if h["income"] < line(h)]
    weight, all_, q = sum(map(w, poor)), sum(map(w, records)), sum(h["times"] for h in poor)
    if any(h["income"] < 0 and w(h) for h in poor):
        return {(o,): "out_of_domain" for o in ("sen_1976", "sen_handbook", "sst", "gini_poor", "gini_gaps")}
    rate, mean = weight / all_, sum(w(h) * h["income"] / line(h) for h in poor) / weight
    inner = gini([(h["income"] / line(h), w(h)) for h in poor])
    gaps = [(max(line(h) - h["income"], 0) / line(h), w(h)) for h in records]
    outer = gini(gaps)
    p1 = sum(x * v for x, v in gaps) / all_
    return {("gini_poor",): inner, ("gini_gaps",): outer, ("sst",): p1 * (1 + outer),
            ("sen_handbook",): rate * (1 - (1 - inner) * mean),
            ("sen_1976",): rate * (1 - mean * (1 - inner * F(q, q + 1)))}


def quantile(values, p):
    all_, upto = sum(w for _, w in values), F(0)
    for i, (x, w) in enumerate(values):
        upto += w
        if upto == p * all_ and i + 1 < len(values):
            return (x + values[i + 1][0]) / 2
        if upto >= p * all_:
            return x
    raise AssertionError


def grouped(records):
    masses = {}
    for h in records:
        if h["weight"] * h["times"]:
            masses[h["income"]] = masses.get(h["income"], 0) + h["weight"] * h["times"]
    return sorted(masses.items())


def at_risk(records):
    values, out = grouped(records), {}
    all_, median = sum(w for _, w in values), quantile(values, F(1, 2))
    out["median",] = median
    for s in SHARES:
        line, at = F(str(s)) * median, f"share={s}"
        poor = [(x, w) for x, w in values if x < line]
        out["threshold", at] = line
        out["rate", at] = 100 * sum((w for _, w in poor), F(0)) / all_
        out["median_gap", at] = "not_applicable" if not poor else "out_of_domain" if line <= 0 else \
            100 * (line - quantile(poor, F(1, 2))) / line
    return out


def poorest(values, p):
    """Income of the poorest p."""
    left, out = p * sum(w for _, w in values), F(0)
    for x, w in values:
        out += x * min(w, left)
        left -= min(w, left)
    return out


def distribution(records):
    values = grouped(records)
    all_, sum_ = sum(w for _, w in values), sum(x * w for x, w in values)
    low, high = quantile(values, F(1, 5)), quantile(values, F(4, 5))
    out = {("mean",): sum_ / all_, ("median",): quantile(values, F(1, 2)), ("gini",): gini(values),
           ("palma",): ratio(sum_ - poorest(values, F(9, 10)), poorest(values, F(2, 5))),
           ("quintile_ratio",): ratio(sum(x * w for x, w in values if x > high),
                                      sum(x * w for x, w in values if x <= low))}
    before = F(0)
    for p in map(F, PS):
        out["quantile", f"p={p}"] = quantile(values, p)
        out["lorenz", f"p={p}"] = 100 * poorest(values, p) / sum_
        out["portion", f"p={p}"] = 100 * (poorest(values, p) - poorest(values, before)) / sum_
        before = p
    if values[0][0] < 0:
        for place in out:
            if place[0] not in ("mean", "median", "quantile"):
                out[place] = "out_of_domain"
    out["zero",] = sum(w for x, w in values if x == 0)
    out["negative",] = sum(w for x, w in values if x < 0)
    return out


def inequality(records):
    values = [(float(x), float(w)) for x, w in grouped(records)]
    all_ = math.fsum(w for _, w in values)
    mean = math.fsum(x * w for x, w in values) / all_
    worst = values[0][0]
    relative = [(x / mean, w / all_) for x, w in values]
    positive = worst > 0
    over = lambda f: math.fsum(w * f(x) for x, w in relative)
    bad = "out_of_domain"
    out = {("theil",): bad if worst < 0 else over(lambda x: x * math.log(x) if x else 0),
           ("mld",): bad if not positive else -over(math.log)}
    for a in GE:
        out["ge", f"alpha={a}"] = bad if worst < 0 or (a < 0 and not positive) else \
            (over(lambda x, a=a: x ** a) - 1) / (a * (a - 1))
    for e in EPSILONS:
        out["atkinson", f"epsilon={e}"] = bad if worst < 0 or (e >= 1 and not positive) else \
            1 - math.exp(over(math.log)) if e == 1 else \
            1 - over(lambda x, e=e: x ** (1 - e)) ** (1 / (1 - e))
    return out


below, at_most = (lambda x, z: x < z), (lambda x, z: x <= z)
write("people.csv", people)
first = cells("people.csv")
comparison = {}
for kind in ("ties", "smooth", "zeros", "debts"):
    records = [h for h in people if h["kind"] == kind and h["times"]]
    wants = {**{"af_" + p: alkire_foster(records, p) for p in POLICIES},
             **{"af_plain_" + p: alkire_foster(records, p, True) for p in POLICIES},
             "f": fgt(records, lambda h: h["line"], below), "e": fgt(records, lambda h: F(300), at_most),
             "s": sen(records, lambda h: F(300)), "t": sen(records, lambda h: h["line"]),
             "r": at_risk(records), "q": distribution(records), "i": inequality(records)}
    for indicator, values in wants.items():
        c = comparison.setdefault(indicator, Comparison(f"random households, {indicator}", 1e-12))
        for place, value in values.items():
            c.check(first, (indicator, place[0], f"kind={kind}", *place[1:]), value)
for c in comparison.values():
    c.say(20)

# The same records in other orders, in pieces, and each written out as often as it stands for.
same = Comparison("any order, any pieces, counts or records: the same bits", 0)
rng.shuffle(people)
parts = [people[:7], people[7:100], people[100:]]
for i, part in enumerate(parts):
    write(f"part{i}.csv", part)
written_out = [{**h, "times": 1} for h in people for _ in range(h["times"])]
rng.shuffle(written_out)
write("written_out.csv", written_out)
for again in (cells([f"part{i}.csv" for i in range(3)]), cells("written_out.csv")):
    for place, value in first.items():
        same.check(again, place, value)
same.say(1000)
