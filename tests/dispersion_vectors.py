# SPDX-License-Identifier: MIT
"""Vector 19, what of it is about dispersion: inequality of a list, weighted and not, and how two lists
differ (specialisation, concentration in space, Krugman, Hoover), from the command line.

    dispersion_vectors.py CHISO VECTORS FOLDER      prints "STATUS NAME" for each case
"""
import csv
import io
import json
import os
import subprocess
import sys

chiso, vectors, folder = sys.argv[1:4]
# A measure of the vector, and what gives it: indicator and output.
MEASURES = {
    "gini": ("plain", "gini"), "gini_normalised": ("normalised", "value"),
    "gini_weighted": ("weighted", "gini"), "gini_specialisation": ("quotients", "gini"),
    "gini_concentration": ("quotients", "gini"), "krugman_specialisation": ("apart", "total"),
    "hoover": ("hoover", "value"), "theil_L_mean_log_deviation": ("entropy", "mld"),
    "theil_T": ("entropy", "theil"), "concentration_ratio_2": ("two", "value")}
with open(os.path.join(vectors, "19-concentration-regional", "cases.json"),
          encoding="utf-8") as file:
    cases = [case for case in json.load(file) if case["measure"] in MEASURES]
with open(os.path.join(folder, "lists.csv"), "w", encoding="utf-8") as file:
    file.write("case,x,y\n")
    for number, case in enumerate(cases):
        file.writelines(f"c{number},{x!r},{y!r}\n" for x, y in zip(
            case["x"], case["y"] or [1] * len(case["x"])))
X, Y = (f"({v} / lookup('sums', 's{v}', case))" for v in "xy")


def of(name, dataset, income):
    return {"id": name, "use": "poverty.distribution", "dataset": dataset, "by": [["case"]],
            "inputs": {"income": income}}


project = {
    "chiso": 1,
    "datasets": {
        "lists": {"file": "lists.csv",
                  "columns": {"quotient": f"{X} / {Y}", "gap": f"abs({X} - {Y})"}},
        "weighted": {"file": "lists.csv", "weight": "y"},
        "raw": {"file": "lists.csv"},
        "sums": {"from": "raw", "group": ["case"], "key": ["case"],
                 "columns": {"sx": "sum(x)", "sy": "sum(y)"}}},
    "indicators": [
        # The two largest of four are all but the poorest half.
        {**of("plain", "lists", "x"), "parameters": {"p": ["1/2"]}},
        of("weighted", "weighted", "x"), of("quotients", "lists", "quotient"),
        {"id": "entropy", "use": "poverty.inequality", "dataset": "lists", "by": [["case"]],
         "inputs": {"income": "x"}},
        {"id": "apart", "use": "basic.total", "dataset": "lists", "by": [["case"]],
         "inputs": {"value": "gap"}, "unit_measure": "1"},
        {"id": "n", "use": "basic.total", "dataset": "lists", "by": [["case"]],
         "inputs": {"value": "1"}, "unit_measure": "1"},
        {"id": "normalised", "expression": "plain.gini * n / (n - 1)"},
        {"id": "hoover", "expression": "apart / 2"},
        {"id": "two", "expression": "1 - plain.lorenz / 100"}]}
path = os.path.join(folder, "lists.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump(project, file)
got = subprocess.run([chiso, "--lang", "en", "run", path, "--format", "csv", "-q"],
                     capture_output=True, encoding="utf-8", check=False)
if got.returncode:
    sys.exit(got.stderr)
cells = {(row["indicator"], row["output"], row["case"]): row["value"]
         for row in csv.DictReader(io.StringIO(got.stdout))}
for number, case in enumerate(cases):
    value = cells.get((*MEASURES[case["measure"]], f"c{number}")) or "nan"
    right = abs(float(value) - case["expect"]) <= 1e-12 * max(1, abs(case["expect"]))
    print(0 if right else 1, f"vector 19: {case['measure']} is {case['expect']}"
          + ("" if right else f", not {value}"))
