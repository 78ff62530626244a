# SPDX-License-Identifier: MIT
# The example of examples/ocop once more, from its tables and the standards' files, with fractions.
#
#   ocop_example.py EXAMPLE STANDARDS RESULTS.csv     prints "STATUS NAME" for each kind of result
import csv, datetime, json, math, os, sys
from collections import Counter, defaultdict
from fractions import Fraction

EXAMPLE, STANDARDS, RESULTS = sys.argv[1:4]
YEARS, NEW = range(2021, 2026), datetime.date(2023, 2, 24)


def table(name):
    with open(os.path.join(EXAMPLE, "data", "synthetic_%s.csv" % name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


with open(os.path.join(STANDARDS, "vn.ocop.qd1048-2019.json"), encoding="utf-8") as file:
    OLD = json.load(file)["items"]
BANDS = (30, 50, 70, 90)
products = {p["product"]: p for p in table("products")}


def day_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return datetime.date(year, month + 1, number)
        except ValueError:
            pass


def points_of(sheet):
    names = [p["code"] for p in OLD["part"]]
    if not sheet["part_a"]:
        names = [c["code"] for c in OLD["criterion"]]
    return sum(Fraction(sheet[name]) for name in names)


totals = defaultdict(list)
for sheet in table("sheets"):
    totals[sheet["product"]].append(points_of(sheet))
for key, p in products.items():
    p["rated"] = datetime.date.fromisoformat(p["rated"])
    p["until"] = day_after(p["rated"], 36)
    score = sum(totals[key]) / len(totals[key])
    gate = 5
    for condition in OLD["condition"] if p["rated"] < NEW else []:
        if int(p["group"]) in condition["for_groups"] and p[condition["code"]] == "no":
            gate = min(gate, condition["from_star"] - 1)
    p["star"] = min(gate, 1 + sum(score >= band for band in BANDS))

# ---- what chiso found, of the district ----
found = {}
with open(RESULTS, encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        if row["unit"] == "S" and not row["certified_by"]:
            places = tuple(row[axis] for axis in ("star", "from_star", "owner", "group") if row[axis])
            found[(row["indicator"], row["output"], int(row["period"])) + places] = row["value"]


def check(name, wanted):
    wrong = {key: (found.get(key), value) for key, value in wanted.items()
             if abs(float(found.get(key) or "nan") - float(value)) > 1e-12 * max(1, abs(float(value)))
             or not found.get(key)}
    print(1 if wrong or not wanted else 0, "the example: %d values, %s%s" % (len(wanted), name, wrong or ""))


def valid(year):
    end = datetime.date(year, 12, 31)
    return [p for p in products.values() if p["rated"] <= end <= p["until"]]


wanted = {}
for year in YEARS:
    own = valid(year)
    wanted["products", "products", year] = len(own)
    for star in range(1, 6):
        wanted["products", "by_star", year, str(star)] = sum(p["star"] == star for p in own)
    for star in (3, 4):
        wanted["products", "share_at_least", year, str(star)] = \
            Fraction(100 * sum(p["star"] >= star for p in own), len(own))
    for owner in ("cooperative", "company", "household", "other"):
        wanted["products", "by_owner", year, owner] = sum(p["owner"] == owner for p in own)
    for share, column in (("women_share", "women"), ("minority_share", "minority")):
        wanted["products", share, year] = Fraction(100 * sum(p[column] == "yes" for p in own), len(own))
check("products by star and owner", wanted)

wanted = {}
for year in YEARS:
    end = datetime.date(year, 12, 31)
    issued = [p for p in products.values() if p["rated"] <= end and p["star"] >= 3]
    wanted["certificates", "expired", year] = sum(p["until"] < end for p in issued)
    wanted["certificates", "valid", year] = sum(p["until"] >= end for p in issued)
    wanted["certificates", "expiring", year] = sum(end <= p["until"] < day_after(end, 6) for p in issued)
check("certificates", wanted)

wanted, sales = {}, table("sales")
for year in YEARS:
    certified = [p for p in valid(year) if p["star"] >= 3]
    wanted["coverage", "coverage", year] = 10 * len({p["commune"] for p in certified})
    wanted["coverage", "per_commune", year] = Fraction(len(certified), 10)
check("coverage of communes", wanted)

wanted = {}
revenue = Counter()
for line in sales:
    revenue[int(line["year"])] += int(line["revenue"])
for year in YEARS:
    by_group, amounts = Counter(p["group"] for p in valid(year)), Counter()
    for line in sales:
        if int(line["year"]) == year:
            amounts[products[line["product"]]["group"]] += int(line["revenue"])
    wanted["sales", "revenue", year] = revenue[year]
    wanted["growth", "value", year] = Fraction(100 * revenue[year], revenue[year - 1]) - 100
    for indicator, groups in (("diversity", by_group), ("revenue_diversity", amounts)):
        shares = [Fraction(n, sum(groups.values())) for n in groups.values()]
        wanted[indicator, "hhi", year] = sum(p * p for p in shares)
        wanted[indicator, "shannon", year] = -sum(p * math.log(p) for p in shares)
check("revenue, growth and diversity", wanted)

stars = Counter(p["star"] for p in products.values())
print(0 if len(products) == 200 and min(stars[s] for s in (2, 3, 4, 5)) else 1, "200 products, of 2 to 5 stars")
