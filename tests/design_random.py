# SPDX-License-Identifier: MIT
"""Random samples, and what their results are worth: slow, in exact fractions, by the formulas alone.

    design_random.py SEED FOLDER   writes FOLDER/data.csv, units.csv and plan.json; on stdout, lines for
                                   "design_vectors.py compare"
"""
import collections
import itertools
import json
import os
import random
import sys
from fractions import Fraction

MONTHS = ["2023-01", "2023-02", "2023-03"]
UNITS = {"P": ["C1", "C2", "C3"], "D": ["C1", "C2"], "C1": ["C1"], "C2": ["C2"], "C3": ["C3"]}
OVER_TIME = {"total": ["flow"], "mean": ["flow", "flow"], "stock": ["last"], "rate": ["flow", "mean"]}


def terms(kind, r):
    """(numerator, denominator or None) of a record, None where it is not used."""
    if r["v"] is None:
        return None
    if kind in ("total", "stock"):
        return [r["v"]]
    if kind == "mean":
        return [r["v"], Fraction(1)]
    return [r["v"], r["base"]]


def squares(values, n):
    """n / (n - 1) times the squares around the mean of n values, of which some are 0."""
    mean = sum(values, Fraction(0)) / n
    ss = sum((v - mean) ** 2 for v in values) + (n - len(values)) * mean ** 2
    return ss * n / (n - 1)


def variance(z, frame, design):
    """z: by (stratum, psu, ssu); frame: all of these that were drawn."""
    total = Fraction(0)
    strata = collections.defaultdict(set)
    for s, p, q in frame:
        strata[s].add(p)
    for s, psus in strata.items():
        n = len(psus)
        rest = 1 - Fraction(n, design["N"][s]) if design["fpc"] else 1
        sums = [sum((v for (s1, p1, _), v in z.items() if (s1, p1) == (s, p)), Fraction(0))
                for p in psus]
        if n > 1:
            total += rest * squares(sums, n)
        elif design["lonely"] == "adjust":
            total += rest * sums[0] ** 2
        if design["fpc"] < 2:
            continue
        for p in psus:
            ssus = {q for s1, p1, q in frame if (s1, p1) == (s, p)}
            m, large = len(ssus), design["M"][s, p]
            own = [v for (s1, p1, _), v in z.items() if (s1, p1) == (s, p)]
            second = (1 - Fraction(m, large)) * Fraction(n, design["N"][s])
            if m > 1:
                total += second * squares(own, m)
            elif design["lonely"] == "adjust":
                total += second * sum(own) ** 2
    return total


def worth(kind, records, months, everybody, design):
    """(value, variance, deff or None) of some records."""
    n_terms = len(OVER_TIME[kind])
    sums = collections.defaultdict(lambda: [Fraction(0)] * n_terms)
    for r in records:
        t = terms(kind, r)
        cluster = (r["s"], r["p"], r["q"])
        own = list(sums[cluster])
        for i, over in enumerate(OVER_TIME[kind]):
            if over == "last" and r["m"] != months[-1]:
                continue
            own[i] += r["w"] * t[i] / (len(months) if over == "mean" else 1)
        sums[cluster] = own
    drawn = months[-1:] if kind == "stock" else months
    frame = {(r["s"], r["p"], r["q"]) for r in everybody if r["m"] in drawn}
    a = sum((t[0] for t in sums.values()), Fraction(0))
    if n_terms == 1:
        value, z = a, {c: t[0] for c, t in sums.items()}
    else:
        b = sum((t[1] for t in sums.values()), Fraction(0))
        if not b:
            return None
        times = 1000 if kind == "rate" else 1
        value = times * a / b
        z = {c: times * (t[0] - a / b * t[1]) / b for c, t in sums.items()}
    # A stock at the end is of the last part's sample, whatever the parts before had.
    z = {c: v for c, v in z.items() if c in frame}
    v = variance(z, frame, design)
    if len(months) > 1:
        return value, v, None
    weights, n = sum(r["w"] for r in records), len(records)
    if n < 2:
        return value, v, None
    # The linearised variable of each record, without its weight.
    if n_terms == 1:
        e = [terms(kind, r)[0] for r in records]
    else:
        e = [times * (terms(kind, r)[0] - a / b * terms(kind, r)[1]) / b for r in records]
    mean = sum(r["w"] * x for r, x in zip(records, e)) / weights
    s2 = sum(r["w"] * (x - mean) ** 2 for r, x in zip(records, e)) / weights * n / (n - 1)
    simple = s2 * weights ** 2 * (weights - n) / (weights * n)
    return value, v, v / simple if simple else None


def root(x):
    """Square root of a fraction, to the last digit or so."""
    return (x.numerator / x.denominator) ** 0.5


def main():
    rng = random.Random(int(sys.argv[1]))
    folder = sys.argv[2]
    design = {"fpc": rng.choice([0, 1, 2]), "lonely": rng.choice(["remove", "adjust", "certainty"]),
              "N": {}, "M": {}}
    records = []
    for s in ["south", "north", "1", "01"][:rng.randint(2, 4)]:
        n = rng.choice([1, 2, 3, 5])
        design["N"][s] = n + rng.randint(1, 20)
        for p in range(n):
            m = rng.choice([1, 2, 3])
            design["M"][s, str(p)] = m + rng.randint(0, 9)
            for q, month in itertools.product(range(m), MONTHS):
                if rng.random() < 0.2:
                    continue  # not every cluster in every month
                for _ in range(rng.choice([1, 1, 3])):
                    records.append({"s": s, "p": str(p), "q": str(q), "m": month})
    records += [{"s": "south", "p": "0", "q": "0", "m": m} for m in MONTHS]
    units = itertools.cycle(["C1", "C2", "C3", "C2", "C1"])
    for i, r in enumerate(records):
        r.update(u=next(units), g=rng.choice("ab"), w=Fraction(rng.randint(15, 300), 10),
                 v=None if rng.random() < 0.1 else Fraction(rng.randint(-200, 999), 100),
                 base=Fraction(rng.randint(1, 99)))
    rng.shuffle(records)
    with open(os.path.join(folder, "data.csv"), "w") as f:
        f.write("stratum,psu,ssu,n,m,month,unit,g,w,v,base\n")
        for r in records:
            f.write(",".join([r["s"], r["p"], r["q"], str(design["N"][r["s"]]),
                              str(design["M"][r["s"], r["p"]]), r["m"], r["u"], r["g"],
                              str(float(r["w"])), "" if r["v"] is None else str(float(r["v"])),
                              str(r["base"])]) + "\n")
    with open(os.path.join(folder, "units.csv"), "w") as f:
        f.write("code,name_vi,name_en,parent,level\nP,P,P,,province\nD,D,D,P,district\n"
                "C1,C1,C1,D,commune\nC2,C2,C2,D,commune\nC3,C3,C3,P,commune\n")
    own = {"stratum": "stratum", "psu": "psu", "lonely_psu": design["lonely"]}
    if design["fpc"] == 1:
        own["fpc"] = "n"
    if design["fpc"] == 2:
        own.update(ssu="ssu", fpc=["n", "m"])
    common = {"dataset": "d", "by": [[], ["g"]], "periods": ["quarter"]}
    use = {"total": {"value": "v"}, "mean": {"value": "v"}, "stock": {"value": "v"},
           "rate": {"events": "if(v < 0, -v, v)", "base": "base"}}
    json.dump({"chiso": 1, "units": "units.csv", "datasets": {"d": {
        "file": "data.csv", "unit": "unit", "period": "month", "weight": "w", "design": own}},
        "indicators": [dict(common, id=k, use="basic." + k, inputs=i) for k, i in use.items()]},
        open(os.path.join(folder, "plan.json"), "w"))
    for kind, unit, g, months in itertools.product(use, UNITS, ["", "a", "b"],
                                                   [[m] for m in MONTHS] + [MONTHS]):
        chosen = [r for r in records if r["u"] in UNITS[unit] and r["m"] in months and
                  (not g or r["g"] == g) and r["v"] is not None]
        if kind == "rate":
            chosen = [dict(r, v=abs(r["v"])) for r in chosen]
        # Whether something is complete is not what this is about.
        if any(not [r for r in chosen if r["u"] == u and r["m"] == m]
               for u in UNITS[unit] for m in months):
            continue
        result = worth(kind, chosen, months, records, design)
        if not result:
            continue
        place = "|".join([unit, "2023-Q1" if len(months) > 1 else months[0]] + ["g=" + g] * (g > ""))
        print(kind, place, "value", float(result[0]), sep="\t")
        print(kind, place, "se", root(result[1]), sep="\t")
        if result[2] is not None:
            print(kind, place, "deff", float(result[2]), sep="\t")


main()
