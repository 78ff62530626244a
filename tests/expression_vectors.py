# SPDX-License-Identifier: MIT
"""Published expressions through the command line: numbers, truths, and faults, each of which is named.

    expression_vectors.py CHISO FOLDER-OF-THE-VECTOR      in a folder that may be written to
"""
import csv
import io
import json
import math
import os
import subprocess
import sys

CHISO, VECTOR = sys.argv[1:3]


def rows(name):
    with open(os.path.join(VECTOR, name), encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def run(expressions):
    """An indicator v that is 1, and one for each expression: the process that ran them.  Derived ones,
    for a sum tells no reason of a single record."""
    with open("one.csv", "w", encoding="utf-8") as file:
        file.write("a\n1\n")
    with open("vector.json", "w", encoding="utf-8") as file:
        json.dump({"chiso": 1, "datasets": {"d": {"file": "one.csv"}}, "indicators": [
            {"id": "v", "use": "basic.total", "dataset": "d", "inputs": {"value": "a"},
             "unit_measure": "1"}] + [{"id": f"e{i}", "expression": text}
                                      for i, text in enumerate(expressions)]}, file, indent=1)
    return subprocess.run([CHISO, "--lang", "en", "run", "vector.json", "--format", "csv", "-q"],
                          capture_output=True, encoding="utf-8", check=False)


def tell(wrong, name):
    print(f"{int(bool(wrong))} {name}")
    for line in wrong:
        print(f"# {line}")


numbers, truths, faults = (rows(n + ".csv") for n in ("numeric", "boolean", "must_be_rejected"))
# An expression is computed where there is something: at the figure that it names.
got = run([f"if(v > 0, {text}, v)" for text, _ in numbers] +
          [f"if({text}, v, v - 1)" for text, _ in truths])
cells = list(csv.DictReader(io.StringIO(got.stdout)))[1:]
wrong = [got.stderr] if got.returncode or len(cells) != len(numbers) + len(truths) else []
for (text, wanted), cell in zip(numbers, cells):
    if wanted in ("null", "-Infinity", "NaN") or text == "log(50,0)":
        reason = "not_reported" if wanted == "null" else "out_of_domain"
        good = not cell["value"] and cell["reason"] == reason
    else:
        good = cell["value"] and math.isclose(float(cell["value"]), float(wanted), rel_tol=1e-13,
                                              abs_tol=1e-15)
    if not good:
        wrong.append(f"{text}: {cell['value']}{cell['reason']}, wanted {wanted}")
tell(wrong, f"{len(numbers)} numbers")
tell([f"{text}: {cell['value']}" for (text, wanted), cell in zip(truths, cells[len(numbers):])
      if cell["value"] != ("1" if wanted == "true" else "0")], f"{len(truths)} truths")

got = run([fault[0] for fault in faults])
places = [line for line in got.stderr.splitlines() if line.startswith("vector.json:")]
named = {int(place.split(":")[1]) for place in places}
with open("vector.json", encoding="utf-8") as file:
    wanted = {n for n, line in enumerate(file, 1) if line.lstrip().startswith('"expression":')}
tell([] if got.returncode == 1 and named == wanted and len(wanted) == len(faults) and not got.stdout
     else [got.stderr], f"{len(faults)} faults, all named at once")
