#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""domains_vectors.py CASES: pairs of structures of vector 19 as CSV, with the shift from one to the other that
their published index stands for: half of Krugman's, all of Hoover's, per cent."""
import json
import sys

TIMES = {"krugman_specialisation": 50, "hoover": 100}

print("case,branch,now,before,expected")
with open(sys.argv[1], encoding="utf-8") as file:
    cases = [c for c in json.load(file) if c["measure"] in TIMES]
for i, case in enumerate(cases):
    for branch, (now, before) in enumerate(zip(case["x"], case["y"])):
        print(i, branch, now, before, TIMES[case["measure"]] * case["expect"], sep=",")
