#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes synthetic persons to FOLDER: one table large enough to be read in parts, the same in another
order, in five files, with quotes and newlines in two columns of text, and with one fault near its end."""
import csv
import os
import random
import sys

folder = sys.argv[1]
rng = random.Random(20260731)
HEADER = "person,unit,year,sex,weight,income,poor,note,remark".split(",")
NOTES = ["", "plain", 'says "yes"', "two\nlines", "a,b", 'P9,06463,2020,m,1,2,1\nP8,06463,2020,f,"1"']


def row(i):
    unit = "%05d" % (6463 + rng.randrange(40))
    income = "" if rng.random() < 0.02 else "%.2f" % rng.lognormvariate(8, 1)
    return ["P%06d" % i, unit, str(2015 + rng.randrange(8)), rng.choice(["m", "f", ""]),
            "%.3f" % (0.1 + rng.random() * 7), income, rng.choice(["0", "1", ""])]


def write(name, rows, more):
    with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER[:7 + more])
        writer.writerows(r[:7 + more] for r in rows)


rows = [row(i) + [rng.choice(NOTES), rng.choice(NOTES)] for i in range(30000)]
write("synthetic.csv", rows, 0)
write("quoted.csv", rows, 2)
faulty = [list(r) for r in rows]
faulty[29000][5] = "12x"
faulty[17][2] = "20l7"
write("faulty.csv", faulty, 0)
twice = [list(r) for r in rows]
twice[28000][0] = twice[3][0]
write("twice.csv", twice, 0)
thousands = [list(r) for r in rows]
thousands[28000][5] = "1,234.5"
write("thousands.csv", thousands, 0)
for i in range(5):
    write("%d.csv" % (i + 1), rows[i::5], 0)
with open(os.path.join(folder, "units.csv"), "w", encoding="utf-8") as out:
    out.write("code,name_vi,level\n")
    out.writelines("%05d,xã giả lập %d,commune\n" % (6463 + i, i) for i in range(41))
rng.shuffle(rows)
write("shuffled.csv", rows, 0)
