#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes synthetic persons to FOLDER: one table large enough to be read in parts, the same in another order, in five
files, with quotes and newlines in two columns of text, with quotes around everything, with numbers in quotes for their
commas, and with faults near its beginning and end; where these are, and how many records have each note."""
import collections
import csv
import io
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


def open_new(name):
    return open(os.path.join(folder, name), "w", newline="", encoding="utf-8")


def write(name, rows, more):
    with open_new(name) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER[:7 + more])
        writer.writerows(r[:7 + more] for r in rows)


def write_quoted(name, rows, faults):
    """Quotes around everything, texts first.  The places of cells of the fault rows that begin with the
    fault's text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER[7:] + HEADER[:7])
    places = []
    for i, r in enumerate(rows):
        begin = out.tell()
        writer.writerow(r[7:] + r[:7])
        if i in faults:
            text = out.getvalue()
            at = text.index('"' + faults[i], begin)
            places.append("%d:%d" % (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)))
    with open_new(name) as file:
        file.write(out.getvalue())
    return places


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
write_quoted("all.csv", rows, {})
with open_new("places") as out:
    faulty[17][5] = "abc"
    out.writelines(at + "\n" for at in write_quoted("faulty_all.csv", faulty, {17: "abc", 29000: "12x"}))
with open_new("notes") as out:
    for text, n in sorted(collections.Counter(r[7] for r in rows).items()):
        out.write("%s=%d\n" % (text, n))
thousands = [list(r) for r in rows]
thousands[28000][5] = "1,234.5"
write("thousands.csv", thousands, 0)
commas = [[x.replace(".", ",") for x in r] for r in rows]
write("commas.csv", commas, 0)
signs = [list(r) for r in commas]
signs[28000][5] = "-9.9"
write("signs.csv", signs, 0)
dotted = [list(r) for r in commas]
for r in dotted[:5]:
    r[4:6] = "3", ""
dotted[3][5] = "1.234.567"
write("dotted.csv", dotted, 0)
write("grouped.csv", [r[:5] + ["{:,.2f}".format(float(r[5])) if r[5] else ""] + r[6:] for r in rows], 0)
commas[28000][5] = "12.5"
write("contrary.csv", commas, 0)
for i in range(5):
    write("%d.csv" % (i + 1), rows[i::5], 0)
with open(os.path.join(folder, "units.csv"), "w", encoding="utf-8") as out:
    out.write("code,name_vi,level\n")
    out.writelines("%05d,xã giả lập %d,commune\n" % (6463 + i, i) for i in range(41))
# Records that lack something behind all those that do not, or in front of them.
write("late.csv", sorted(rows, key=lambda r: not (r[5] and r[6])), 0)
write("early.csv", sorted(rows, key=lambda r: bool(r[5] and r[6])), 0)
rng.shuffle(rows)
write("shuffled.csv", rows, 0)
