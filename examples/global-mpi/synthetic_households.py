#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""synthetic_households.py: the made-up households of data/synthetic_households.csv, seed fixed."""
import random

ITEMS = "nutrition child_mortality schooling attendance fuel sanitation water electricity housing assets".split()
chance = random.Random(18)
print("area,year,members," + ",".join(ITEMS))
for area, level in (("S1", 0.15), ("S2", 0.35)):
    for year in (2023, 2024):
        for _ in range(30):
            hard = chance.random() * 2 * level
            lacks = [int(chance.random() < hard) for _ in ITEMS]
            print(area, year, chance.randint(1, 8), *lacks, sep=",")
# Just at the cut-off of a third: one of health and three of living standards, and two of health.
print("S3,2024,5,1,0,0,0,1,1,1,0,0,0\nS3,2024,3,1,1,0,0,0,0,0,0,0,0\nS3,2024,4,1,0,0,0,1,1,0,0,0,0")
