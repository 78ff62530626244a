# SPDX-License-Identifier: MIT
"""poverty_vectors.py CHISO VECTORS FOLDER: the vectors of poverty and inequality through the command
line.  Prints a status and a name for each."""
import csv
import json
import os
import sys
from fractions import Fraction

from poverty_run import Comparison, run

chiso, vectors, folder = sys.argv[1:]


def vector(name, file):
    return os.path.join(vectors, name, file)


def rows(name, file="data.csv"):
    with open(vector(name, file), encoding="utf-8") as source:
        return list(csv.DictReader(source))


def expected(name, file="expected.json"):
    with open(vector(name, file), encoding="utf-8") as source:
        return json.load(source)


def data(file, lines):
    with open(os.path.join(folder, file), "w", encoding="utf-8") as out:
        csv.writer(out, lineterminator="\n").writerows(lines)


def copy(name, file="data.csv"):
    with open(vector(name, file), encoding="utf-8") as source:
        text = source.read()
    with open(os.path.join(folder, file), "w", encoding="utf-8") as out:
        out.write(text)


def label(fraction):
    return str(Fraction(fraction))


def handworked():
    name = "01-af-handworked-5x4"
    c = Comparison("vector 01", 1e-12)
    copy(name)
    want, several = expected(name), expected(name, "expected_multi_k.json")
    ds = ["d1", "d2", "d3", "d4"]
    cells = run(chiso, folder, {"d": {"file": "data.csv"}}, [
        {"id": "m", "use": "poverty.alkire_foster", "dataset": "d", "by": [[], ["region"]],
         "inputs": {"deprived": ds}, "parameters": {"k": list(several)}}], ["region"])
    for k, values in several.items():
        c.check(cells, ("m", "h", f"k={k}"), 100 * Fraction(values["H"]))
        c.check(cells, ("m", "a", f"k={k}"), "denominator_zero" if values["A"] is None
                else 100 * Fraction(values["A"]))
        c.check(cells, ("m", "m0", f"k={k}"), Fraction(values["M0"]))
    for i, d in enumerate(ds):
        c.check(cells, ("m", "uncensored", f"deprivation={d}"), 100 * want["hd"][i])
        at = ("k=1/2", f"deprivation={d}")
        c.check(cells, ("m", "censored", *at), 100 * want["hdk"][i])
        c.check(cells, ("m", "absolute", *at), want["actb"][i])
        c.check(cells, ("m", "percentage", *at), 100 * Fraction(want["pctb_exact"][i]))
    for region, values in want["subgroup"].items():
        at = (f"region={region}", "k=1/2")
        c.check(cells, ("m", "h", *at), 100 * values["H"])
        c.check(cells, ("m", "a", *at), 100 * values["A"])
        c.check(cells, ("m", "m0", *at), Fraction(values["M0_exact"]))
    c.say(30)


def survey():
    name = "04-af-survey-12-indicators"
    ds = list(rows(name)[0])[8:]
    copy(name)
    ks = ["1/5", "1/4", "3/10", "1/3", "5/12", "9/20", "1/2"]
    policies = {"drop": "listwise", "not_deprived": "missing_as_0", "reweight": "missing_reweight"}
    by = ["region", "area", "ethnic"]
    cells = run(chiso, folder, {"d": {"file": "data.csv", "weight": "weight * hhsize"}}, [
        {"id": policy, "use": "poverty.alkire_foster", "dataset": "d",
         "by": [[]] + [[b] for b in by], "inputs": {"deprived": ds},
         "parameters": {"k": ks, "missing": policy}} for policy in policies], by)
    for policy, file in policies.items():
        c = Comparison(f"vector 04, {policy}", 1e-10)
        for row in rows(name, f"expected_{file}.csv"):
            output, scale = {"H": ("h", 100), "A": ("a", 100), "M0": ("m0", 1),
                             "hd": ("uncensored", 100), "hdk": ("censored", 100)}[row["measure"]]
            group = () if row["loa"] == "nat" else (f"{row['loa']}={row['subg']}",)
            k = (f"k={row['k']}",) if row["k"] else ()
            d = (f"deprivation={row['indicator']}",) if row["indicator"] else ()
            c.check(cells, (policy, output, *group, *k, *d), scale * float(row["b"]))
        c.say(189)


def cut_offs():
    name = "05-af-cutoff-rounding"
    c = Comparison("vector 05", 0)
    schemes = {}
    for row in rows(name, "cases.csv"):
        schemes.setdefault(row["weights"], []).append(row)
    for weights, cases in schemes.items():
        weights = weights.split()
        ds = [f"d{i}" for i in range(len(weights))]
        data("cases.csv", [["id", *ds]] + [[f"c{i}", *case["pattern"]] for i, case in enumerate(cases)])
        cells = run(chiso, folder, {"d": {"file": "cases.csv"}}, [
            {"id": "m", "use": "poverty.alkire_foster", "dataset": "d", "by": [["id"]],
             "inputs": {"deprived": ds},
             "parameters": {"weights": weights, "k": [case["k_exact"] for case in cases]}}], ["id"])
        for i, case in enumerate(cases):
            score = sum(Fraction(w) for w, x in zip(weights, case["pattern"]) if x == "1")
            assert score == Fraction(case["k_exact"])
            for other in cases: # at its own cut-off and below it is poor, and nowhere else
                k = label(other["k_exact"])
                c.check(cells, ("m", "h", f"id=c{i}", f"k={k}"),
                        100 if score >= Fraction(other["k_exact"]) else 0)
    c.say(104)


def handbook():
    name = "06-fgt-handbook"
    want = expected(name)
    c = Comparison("vector 06", 1e-12)
    copy(name)
    inputs = {"income": "expenditure"}
    cells = run(chiso, folder, {"d": {"file": "data.csv", "weight": "weight"}}, [
        {"id": "f", "use": "poverty.fgt", "dataset": "d", "inputs": inputs,
         "parameters": {"line": want["z"], "alpha": [0, 1, 2, 3]}},
        {"id": "s", "use": "poverty.sen", "dataset": "d", "inputs": inputs,
         "parameters": {"line": want["z"]}}])
    for a in range(4):
        c.check(cells, ("f", "fgt", f"alpha={a}"), want[f"P{a}"])
    c.check(cells, ("f", "watts"), want["watts"])
    c.check(cells, ("f", "income_gap_ratio"), 100 * want["income_gap_ratio"])
    for output, key in {"sen_handbook": "sen_replication_invariant", "sen_1976": "sen_1976_small_sample",
                        "gini_poor": "gini_poor", "gini_gaps": "gini_gaps", "sst": "sst"}.items():
        c.check(cells, ("s", output), want[key])
    c.say(11)


def inequality():
    name = "07-inequality-weighted"
    want = expected(name)
    published = Comparison("vector 07, as published", 1e-8)
    c = Comparison("vector 07, recomputed", 1e-13)
    copy(name)
    n = len(rows(name))
    steps = [Fraction(i, n) for i in range(1, n + 1)]
    weights = [Fraction(row["weight"]) for row in sorted(rows(name), key=lambda r: float(r["income"]))]
    uptos = [sum(weights[:i + 1]) / sum(weights) for i in range(n)]

    def indicators(suffix, p):
        return [
            {"id": "i" + suffix, "use": "poverty.inequality", "dataset": "d" + suffix,
             "parameters": {"alpha": [2]}},
            {"id": "q" + suffix, "use": "poverty.distribution", "dataset": "d" + suffix,
             "parameters": {"p": [str(x) for x in p]}},
            {"id": "f" + suffix, "use": "poverty.fgt", "dataset": "d" + suffix,
             "parameters": {"line": 4, "alpha": [0, 1, 2]}}]

    data("other.csv", [["income"], [8], [5], [1], [3], [5]])
    data("frequent.csv", [["income", "times"], [8, 1], [5, 2], [1, 1], [3, 3], [5, 1]])
    data("repeated.csv", [["income"], [8], [5], [5], [1], [3], [3], [3], [5]])
    datasets = {"d": {"file": "data.csv"}, "d_w": {"file": "data.csv", "weight": "weight"},
                "other": {"file": "other.csv"},
                "frequent": {"file": "frequent.csv", "weight": "0.1", "frequency": "times"},
                "weighted": {"file": "frequent.csv", "weight": "times"},
                "repeated": {"file": "repeated.csv", "weight": "0.1"}}
    same = [{"id": f"{kind}_{d}", "use": use, "dataset": d, "parameters": parameters}
            for d in ("frequent", "weighted", "repeated")
            for kind, use, parameters in (
                ("i", "poverty.inequality", {"alpha": [2], "epsilon": [0.5, 1]}),
                ("q", "poverty.distribution", {"p": ["1/10", "2/5", "1/2", "9/10"]}),
                ("s", "poverty.sen", {"line": 4}), ("r", "poverty.at_risk", {}))]
    cells = run(chiso, folder, datasets, indicators("", steps) + indicators("_w", uptos) + same + [
        {"id": "other", "use": "poverty.inequality", "dataset": "other",
         "parameters": {"epsilon": list(want["atkinson_8_5_1_3_5"]["published"])}}])
    outputs = {"gini": ("q", "gini"), "mld": ("i", "mld"), "theil": ("i", "theil"),
               "ge2": ("i", "ge", "alpha=2"), "watts4": ("f", "watts"),
               **{f"fgt{a}_z4": ("f", "fgt", f"alpha={a}") for a in range(3)}}
    for key, (indicator, *place) in outputs.items():
        for suffix in ("", "_w"):
            for comparison, values in ((published, want["published"]), (c, want["recomputed"])):
                comparison.check(cells, (indicator + suffix, *place), values[key + suffix])
    for epsilon, value in want["atkinson_8_5_1_3_5"]["recomputed"].items():
        c.check(cells, ("other", "atkinson", f"epsilon={epsilon}"), value)
    for suffix, steps_, key in (("", steps, "lorenz_unweighted"), ("_w", uptos, "lorenz_weighted")):
        for p, value in zip(steps_, want[key][1:]):
            c.check(cells, ("q" + suffix, "lorenz", f"p={p}"), 100 * value)
    published.say(16)
    c.say(35)
    bits = Comparison("vector 07: a frequency gives the bits of the records written out", 0)
    scale = Comparison("vector 07: the scale of weights does not matter", 1e-14)
    for place, value in cells.items():
        if place[0].endswith("_repeated"):
            kind = place[0][:2]
            bits.check(cells, (kind + "frequent", *place[1:]), value)
            if place[1] not in ("zero", "negative", "sen_1976"): # 1976: the number of records
                scale.check(cells, (kind + "weighted", *place[1:]), value)
    bits.say(20)
    scale.say(20)


def laeken():
    name = "09-eusilc-social-indicators"
    c = Comparison("vector 09", 2e-13)
    copy(name)
    wants = rows(name, "expected_laeken.csv")
    national = next(float(r["value"]) for r in wants if r["measure"] == "arpt60")
    ages = "if(age < 16, '[-1,16)', if(age < 25, '[16,25)', if(age < 50, '[25,50)', " \
           "if(age < 65, '[50,65)', '[65,Inf)'))))"
    dataset = {"file": "data.csv", "weight": "weight",
               "columns": {"income": "eqIncome", "band": ages}}
    by = [[], ["region"], ["band", "sex"]]
    cells = run(chiso, folder, {"d": dataset}, [
        {"id": "r", "use": "poverty.at_risk", "dataset": "d", "parameters": {"share": [.4, .5, .6, .7]}},
        {"id": "g", "use": "poverty.at_risk", "dataset": "d", "by": by,
         "parameters": {"threshold": national}},
        {"id": "f", "use": "poverty.fgt", "dataset": "d", "by": by,
         "parameters": {"line": national, "alpha": 0}},
        {"id": "q", "use": "poverty.distribution", "dataset": "d", "by": by,
         "parameters": {"p": ["1/10", "1/5", "4/5", "9/10"]}}], ["region", "band", "sex"])
    simple = {"mean": ("q", "mean"), "median": ("q", "median"), "arpt60": ("r", "threshold", "share=0.6"),
              **{f"arpr{s}": ("r", "rate", f"share=0.{s // 10}") for s in (40, 50, 60, 70)},
              **{f"q{p}": ("q", "quantile", f"p={Fraction(p, 100)}") for p in (10, 20, 80, 90)}}
    for row in wants:
        group, value = row["group"], float(row["value"])
        if row["measure"] in simple:
            c.check(cells, simple[row["measure"]], value)
            continue
        keys = () if group == "all" else (f"region={group}",)
        if ":" in group:
            band, sex = group.split(":")
            keys = (f"band={band}", f"sex={sex}")
        places = {"arpr": [("g", "rate", *keys, "share=0.6"), ("f", "headcount", *keys)],
                  "qsr": [("q", "quintile_ratio", *keys)], "gini": [("q", "gini", *keys)],
                  "rmpg": [("g", "median_gap", *keys, "share=0.6")]}[row["measure"]]
        for place in places:
            c.check(cells, place, value / 100 if row["measure"] == "gini" else value)
    c.say(91)


for test in (handworked, survey, cut_offs, handbook, inequality, laeken):
    test()
