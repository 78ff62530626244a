# SPDX-License-Identifier: MIT
# Vector 19, what of it is about shares of groups: each case through ocop.diversity, from the command line.
#
#   ocop_vectors.py CHISO VECTORS     prints "STATUS NAME" for each case and measure
import csv, io, json, os, subprocess, sys

CHISO, VECTORS = sys.argv[1:3]
OUTPUTS = {"hhi": "hhi", "hhi_normalised": "hhi_normalised", "hhi_equivalent_number": "equivalent",
           "hhi_10000": "hhi_points", "shannon_entropy_ln": "shannon", "shannon_evenness": "evenness",
           "simpson_diversity": "simpson"}
TOLERANCE = 1e-12

with open(os.path.join(VECTORS, "19-concentration-regional", "cases.json"), encoding="utf-8") as file:
    cases = [case for case in json.load(file) if case["measure"] in OUTPUTS]
with open("cases.csv", "w", encoding="utf-8") as file:
    file.write("case,group,amount\n")
    for number, case in enumerate(cases):
        file.writelines("%d,%d,%r\n" % (number, group, x) for group, x in enumerate(case["x"]))
run = subprocess.run([CHISO, "compute", "ocop.diversity", "cases.csv", "--by", "case", "--format", "csv"],
                     stdout=subprocess.PIPE, check=True)
found = {(row["output"], row["case"]): row["value"]
         for row in csv.DictReader(io.StringIO(run.stdout.decode())) if not row["group"]}
for number, case in enumerate(cases):
    value = found[OUTPUTS[case["measure"]], str(number)]
    right = value and abs(float(value) - case["expect"]) <= TOLERANCE * max(1, abs(case["expect"]))
    print(0 if right else 1, "vector 19: %s of %d groups is %s" % (case["measure"], len(case["x"]), case["expect"]))
print(0 if len(cases) == 8 else 1, "all cases that are about groups")
