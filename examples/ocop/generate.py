#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the synthetic data of this example: 200 products of ten made-up communes, the sheets of the five members
of each council, and what the products bring in.  Nothing of it is real.

    python3 generate.py [FOLDER]

The same seed makes the same files.  Sheets of fresh produce that were filled in before 24/02/2023 have all
criteria of the standard vn.ocop.qd1048-2019, others the points of the parts only.
"""
import csv, datetime, json, os, random, sys

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "data")
STANDARDS = os.path.join(HERE, "..", "..", "plugins", "ocop", "standards")
SEED, PRODUCTS, MEMBERS, LAST_YEAR, MONTHS = 148, 200, 5, 2025, 36
COMMUNES = ["S%02d" % i for i in range(1, 11)]
CONDITIONS = ["quality_described", "standard_declared", "internal_control", "fineness", "uniqueness"]
NEW_SHEETS = datetime.date(2023, 2, 24)


def standard(name):
    with open(os.path.join(STANDARDS, name + ".json"), encoding="utf-8") as file:
        return json.load(file)["items"]


OLD, NEW = standard("vn.ocop.qd1048-2019"), standard("vn.ocop.qd148-2023")


def write(name, header, rows):
    with open(os.path.join(FOLDER, name), "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header] + rows)


def points(chance, quality, item):
    """What a member gives for a part, in halves, or for a criterion, one of its options."""
    share = min(1, max(0, chance.gauss(quality, 0.08)))
    if "options" in item:
        return item["options"][round(share * (len(item["options"]) - 1))]
    halves = round(2 * share * item["most"])
    return halves // 2 if halves % 2 == 0 else halves / 2


def product(chance, number):
    # Communes get their first products one after the other, and the last has none.
    commune = min(int(chance.expovariate(0.35)), len(COMMUNES) - 2)
    first = datetime.date(2020, 3, 1) + datetime.timedelta(days=90 * commune)
    days = (datetime.date(LAST_YEAR, 11, 30) - first).days
    return {"product": "P%03d" % number, "commune": COMMUNES[commune],
            "group": chance.choices([1, 2, 3, 4, 5, 6], [45, 15, 12, 12, 6, 10])[0],
            "owner": chance.choices(["cooperative", "company", "household"], [45, 20, 35])[0],
            "women": chance.choices(["yes", "no"], [40, 60])[0],
            "minority": chance.choices(["yes", "no"], [70, 30])[0],
            "rated": first + datetime.timedelta(days=chance.randrange(days)),
            "quality": min(0.97, max(0.15, chance.gauss(0.68, 0.14)))}


def sheet(chance, own, member):
    is_old = own["rated"] < NEW_SHEETS
    parts = OLD["part"] if is_old else NEW["part"]
    with_criteria = is_old and own["group"] == 1
    row = [own["product"], own["rated"], member]
    row += ["" if with_criteria else points(chance, own["quality"], part) for part in parts]
    return row + [points(chance, own["quality"], c) if with_criteria else "" for c in OLD["criterion"]]


def sales(chance, own):
    """A line for each year at whose end the certificate is valid: those of 36 months are three."""
    revenue = chance.lognormvariate(6, 0.8)
    for year in range(own["rated"].year, min(own["rated"].year + MONTHS // 12 - 1, LAST_YEAR) + 1):
        yield [own["product"], own["commune"], year, round(revenue)]
        revenue *= chance.gauss(1.08, 0.1)


def main():
    chance = random.Random(SEED)
    products = [product(chance, number + 1) for number in range(PRODUCTS)]
    keys = [key for key in products[0] if key != "quality"]
    write("synthetic_products.csv", keys + CONDITIONS,
          [[own[key] for key in keys] +
           [chance.choices(["yes", "no"], [100 * min(1, own["quality"] + 0.25), 10])[0] for _ in CONDITIONS]
           for own in products])
    write("synthetic_sheets.csv", ["product", "rated", "member"] + [item["code"] for item in OLD["part"]] +
          [item["code"] for item in OLD["criterion"]],
          [sheet(chance, own, member + 1) for own in products for member in range(MEMBERS)])
    write("synthetic_sales.csv", ["product", "commune", "year", "revenue"],
          [line for own in products for line in sales(chance, own)])


main()
