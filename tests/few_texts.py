#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""few_texts.py CHISO: columns of texts that are only compared with given ones, of few texts and of many: how many records
have a text, and how many have any, as counted here from what was written."""
import csv
import io
import json
import random
import subprocess
import sys
import unicodedata

ROWS = 30000  # more than a megabyte, so that several threads read it
GIVEN = ["rural", "urban", "w1", "w2", "xã", "xóm Đông", "a longer text", "never met", "1", "."]
# What cells of each column are chosen from: (as it stands in the file, what it means; None: missing).
PLAIN = [("rural", "rural"), ("urban", "urban")]
COLUMNS = {
    "one": [("rural", "rural")],
    "two": PLAIN,
    "wrapped": PLAIN + [('"rural"', "rural"), (" rural", "rural"), ("urban ", "urban"), ('" urban"', "urban"),
                        ("\trural", "rural")],
    "missing": PLAIN + [("", None), ('""', None), (" ", None), ("...", None), ("N/A", None), ('"N/A"', None)],
    "collected": PLAIN + [("N/A", None), ("...", None), ('"N/A"', None)],
    "nothing": [("", None)],
    "eight": [(f"w{i}", f"w{i}") for i in range(8)],
    "nine": [(f"w{i}", f"w{i}") for i in range(9)],
    "long": PLAIN + [("a longer text", "a longer text"), ("12345678", "12345678"), ("123456789", "123456789")],
    "composed": [(form, "xã") for form in ("xã", unicodedata.normalize("NFD", "xã"))] + PLAIN,
    "vietnamese": [("xóm Đông", "xóm Đông"), (unicodedata.normalize("NFD", "xóm Đông"), "xóm Đông"), ("xã", "xã")],
    "quotes": PLAIN + [('"a ""b"""', 'a "b"'), ('"x,y"', "x,y"), ('"1\n2"', "1\n2")],
    "numbers": [("1", "1"), ("1.", "1."), ("01", "01"), (".", "."), ("-1", "-1")],
}


def cell_of(column, row, chance):
    """In the column "late" the second text comes late, and others later."""
    if column == "late":
        return ("rural", "rural") if row < 9000 else (f"w{min(row // 3000, 9)}",) * 2
    return chance.choice(COLUMNS[column])


def make(path, columns, n, chance):
    meant = {column: [] for column in columns}
    with open(path, "w", newline="", encoding="utf-8") as file:
        file.write("unit," + ",".join(columns) + ",padding\n")
        for row in range(n):
            cells = [cell_of(column, row, chance) for column in columns]
            for column, cell in zip(columns, cells):
                meant[column].append(cell[1])
            file.write(f"{row % 3}," + ",".join(cell[0] for cell in cells) + "," + "x" * 30 + "\n")
    return meant


def project(path, columns):
    indicators = []
    for column in columns:
        for i, given in enumerate(GIVEN):
            for name, sign in (("is", "=="), ("not", "!=")):
                indicators.append({"id": f"{column}_{name}_{i}", "use": "basic.stock", "dataset": "d",
                                   "inputs": {"value": f"if({column} {sign} '{given}', 1, 0)"}})
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"chiso": 1, "datasets": {"d": {"file": "few_texts.csv", "unit": "unit", "period": {"is": "2025"},
                                                  "format": {"not_collected": ["...", "N/A"]}}},
                   "indicators": indicators}, file)


def expected(meant, n):
    found = {}
    for column, texts in meant.items():
        for i, given in enumerate(GIVEN):
            for unit in range(3):
                own = [texts[row] for row in range(unit, n, 3)]
                own = [text for text in own if text is not None]
                same = own.count(given)
                found[f"{column}_is_{i}", str(unit)] = (same, len(own))
                found[f"{column}_not_{i}", str(unit)] = (len(own) - same, len(own))
    return found


def run(chiso, threads):
    out = subprocess.run([chiso, "run", "few_texts.json", "--format", "csv", "-q", "--threads", str(threads)],
                         capture_output=True, check=False)
    if out.returncode:
        sys.exit(out.stderr.decode())
    found = {}
    for row in csv.DictReader(io.StringIO(out.stdout.decode())):
        found[row["indicator"], row["unit"]] = (int(row["value"] or 0), int(row["n_used"] or 0))
    return found


def main():
    chiso, chance = sys.argv[1], random.Random(7)
    columns = list(COLUMNS) + ["late"]
    n_checked = 0
    for n, some in ((ROWS, columns), (ROWS, ["late", "two"]), (1, columns), (65, columns)):
        meant = make("few_texts.csv", some, n, chance)
        project("few_texts.json", some)
        wanted = {key: value for key, value in expected(meant, n).items() if value[1]}
        for threads in (1, 3):
            found = {key: value for key, value in run(chiso, threads).items() if value[1]}
            wrong = [key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key)]
            for key in sorted(wrong)[:5]:
                print(n, threads, key, "expected", wanted.get(key), "found", found.get(key))
            n_checked += len(wanted)
    print(n_checked, "figures")


main()
