# SPDX-License-Identifier: MIT
"""interval_cases.py FOLDER: what examples/certificates gives, computed without chiso, as lines
"indicator unit period key value"."""
import csv
import datetime as dt
import sys
from fractions import Fraction

folder = sys.argv[1]


def read(name):
    with open(f"{folder}/data/{name}", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(text):
    if "/" in text:
        d, m, y = map(int, text.split("/"))
        return dt.date(y, m, d)
    return dt.date.fromisoformat(text) if text else None


def total(name, period, reference, last, key="", amount=lambda _: Fraction(1), scheme=None):
    sums = dict.fromkeys(["S1", "S2", "S3", "S4"], Fraction(0))
    for c in certificates:
        end = last(c)
        if scheme and c["scheme"] != scheme:
            continue
        if day(c["issued"]) <= reference and (end is None or reference <= end):
            sums[c["commune"]] += amount(c)
    sums["S"] = sum(sums.values())
    for unit, value in sums.items():
        print(name, unit, period, key, float(value))
    return sums


certificates, orchards = read("synthetic_certificates.csv"), read("synthetic_orchards.csv")
area = lambda c: Fraction(float(c["area"]))  # exact sums of doubles
expires = lambda c: day(c["expires"])
for year in range(2019, 2025):
    new_year_eve = dt.date(year, 12, 31)
    total("valid", year, new_year_eve, expires)
    for scheme in sorted({c["scheme"] for c in certificates}):
        total("valid", year, new_year_eve, expires, scheme, scheme=scheme)
    ends = lambda c: expires(c) and (expires(c) - new_year_eve).days <= 180
    total("ending", year, new_year_eve, expires, amount=lambda c: Fraction(bool(ends(c))))
    certified = total("certified", year, new_year_eve, expires, amount=area)
    planted = {o["commune"]: Fraction(o["area"]) for o in orchards if int(o["year"]) == year}
    planted["S"] = sum(planted.values())
    for unit in planted:
        print("planted", unit, year, "", float(planted[unit]))
        print("share", unit, year, "", 100 * float(certified[unit]) / float(planted[unit]))
for year in (2023, 2024):
    for quarter in range(4):
        period, first = f"{year}-Q{quarter + 1}", dt.date(year, 3 * quarter + 1, 1)
        sums = total("in_force", period, first, lambda c: day(c["withdrawn"]) or expires(c),
                     amount=area)
    for unit, value in sums.items():
        print("in_force", unit, year, "", float(value))
