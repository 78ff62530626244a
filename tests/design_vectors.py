# SPDX-License-Identifier: MIT
"""Projects and expected numbers of the shared vectors 04 and 17, in the form that design.test compares.

    design_vectors.py af FOLDER OUT    writes OUT/plan.json; tab-separated on stdout: indicator, key,
                                       column, expected value
    design_vectors.py api FOLDER OUT   the same for the five designs of vector 17
    design_vectors.py compare RESULTS  compares results.csv with such lines on stdin
"""
import csv
import json
import os
import shutil
import sys
from fractions import Fraction

ITEMS = ("job dependency nutrition insurance adult_edu child_school house_quality house_area water "
         "toilet telecom info").split()
# By column, else 1e-10.
TOLERANCE = {"deff": 5e-12}  # as far as the printed digits go


def af(folder, out):
    """Alkire-Foster without a plugin for it: counts of deprivations against whole numbers."""
    shutil.copy(os.path.join(folder, "data.csv"), out)
    rows = list(csv.DictReader(open(os.path.join(folder, "expected_listwise.csv"))))
    indicators, lines, ids = [], [], {}
    count = " + ".join(ITEMS)
    for row in rows:
        key = (row["measure"], row["indicator"], row["k"])
        if key not in ids:
            ids[key] = "i%d" % len(ids)
            # The score count / 12 reaches k where the count reaches 12 k, exactly.
            least = -((-12 * Fraction(row["k"])) // 1) if row["k"] else None
            poor = "n >= %s" % least
            basic = {"id": ids[key], "dataset": "hh", "where": "isNotNull(n)", "interval": "logit",
                     "by": [[], ["area"], ["region"], ["ethnic"]]}
            if row["measure"] == "H":
                basic.update(use="basic.proportion", inputs={"holds": poor, "count": "hhsize"})
            elif row["measure"] == "hd":
                basic.update(use="basic.proportion",
                             inputs={"holds": row["indicator"] + " == 1", "count": "hhsize"})
            elif row["measure"] == "hdk":
                basic.update(use="basic.share", inputs={
                    "part": "if(%s && %s == 1, hhsize, 0)" % (poor, row["indicator"]),
                    "whole": "hhsize"})
            elif row["measure"] == "M0":
                basic.update(use="basic.ratio", inputs={
                    "numerator": "if(%s, n * hhsize, 0)" % poor, "denominator": "12 * hhsize"})
            else:
                assert row["measure"] == "A"
                basic.update(use="basic.ratio", inputs={
                    "numerator": "if(%s, n * hhsize, 0)" % poor,
                    "denominator": "if(%s, 12 * hhsize, 0)" % poor})
            indicators.append(basic)
        times = 100 if row["measure"] in ("H", "hd", "hdk") else 1
        group = "" if row["loa"] == "nat" else row["loa"] + "=" + row["subg"]
        for column, name in (("value", "b"), ("se", "se"), ("ci_low", "ll"), ("ci_high", "ul")):
            expected = "" if row[name] == "" else repr(float(row[name]) * times)
            lines.append((ids[key], group, column, expected))
        lines.append((ids[key], group, "df", "37"))
    plan = {"chiso": 1, "datasets": {"hh": {
        "file": "data.csv", "weight": "weight", "design": {"stratum": "stratum", "psu": "psu"},
        "columns": {"n": count}}}, "indicators": indicators}
    json.dump(plan, open(os.path.join(out, "plan.json"), "w"))
    return lines


def api(folder, out):
    designs = {
        "apistrat_fpc": ("apistrat", "pw", {"stratum": "stype", "fpc": "fpc"}),
        "apistrat_wr": ("apistrat", "pw", {"stratum": "stype"}),
        "apiclus1_fpc": ("apiclus1", "pw", {"psu": "dnum", "fpc": "fpc"}),
        "apiclus1_wr": ("apiclus1", "pw", {"psu": "dnum"}),
        # 40 districts; of the schools of each as many as lookup() tells.
        "apiclus2_2stage_fpc": ("apiclus2", "fpc1 / 40 * fpc2 / lookup('districts', 'm', dnum)",
                                {"psu": "dnum", "ssu": "snum", "fpc": ["fpc1", "fpc2"]}),
    }
    datasets = {"schools": {"file": "apiclus2.csv"},
                "districts": {"from": "schools", "group": "dnum", "key": "dnum",
                              "columns": {"m": "count()"}}}
    for name, (file, weight, design) in designs.items():
        shutil.copy(os.path.join(folder, file + ".csv"), out)
        datasets[name] = {"file": file + ".csv", "weight": weight, "design": design}
    indicators, lines = [], []
    for row in csv.DictReader(open(os.path.join(folder, "expected.csv"))):
        own = {"id": "i%d" % len(indicators), "dataset": row["design"]}
        times = 1
        if row["stat"] == "mean":
            own.update(use="basic.mean", inputs={"value": row["item"]})
        elif row["stat"] == "total":
            own.update(use="basic.total", inputs={"value": row["item"]})
        elif row["stat"] == "ratio":
            over, under = row["item"].split("/")
            own.update(use="basic.ratio",
                       inputs={"numerator": "[%s]" % over, "denominator": under})
        else:
            times = 100
            own.update(use="basic.proportion", inputs={"holds": "stype == '%s'" % row["item"][-1]})
        indicators.append(own)
        lines.append((own["id"], "", "value", repr(float(row["estimate"]) * times)))
        lines.append((own["id"], "", "se", repr(float(row["se"]) * times)))
        if row["extra"]:
            lines.append((own["id"], "", "deff", row["extra"].split("=")[1]))
    json.dump({"chiso": 1, "datasets": datasets, "indicators": indicators},
              open(os.path.join(out, "plan.json"), "w"))
    return lines


def compare(path):
    """Prints what differs and then how many numbers were compared."""
    found = {}
    reader = csv.DictReader(open(path))

    keys = reader.fieldnames[reader.fieldnames.index("period") + 1:reader.fieldnames.index("value")]
    for row in reader:
        place = [row["unit"]] if row["unit"] else []
        place += [row["period"]] if row["period"] else []
        place += ["%s=%s" % (k, row[k]) for k in keys if row[k]]
        found[row["indicator"], "|".join(place)] = row
    n = 0
    for line in sys.stdin:
        indicator, group, column, expected = line.rstrip("\n").split("\t")
        got = found[indicator, group][column]
        n += 1
        if expected == "" or got == "":
            same = expected == got
        else:
            a, b = float(expected), float(got)
            same = abs(a - b) <= TOLERANCE.get(column, 1e-10) * max(abs(a), 1)
        if not same:
            print(indicator, group, column, "expected", expected, "got", got)
    print(n, "compared")


if __name__ == "__main__":
    if sys.argv[1] == "compare":
        compare(sys.argv[2])
    else:
        for fields in {"af": af, "api": api}[sys.argv[1]](*sys.argv[2:]):
            print(*fields, sep="\t")
