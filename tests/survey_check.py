# SPDX-License-Identifier: MIT
"""survey_check.py SURVEY PLAN.csv RELATIVE.csv MPI MPI.csv: what chiso said of examples/household-survey (SURVEY is
its folder) and examples/global-mpi, against the same computed here from the definitions, with fractions. Prints
"0 name" or "1 name" for each group of figures."""
import csv
import json
import sys
from fractions import Fraction

survey, plan_csv, relative_csv, mpi, mpi_csv = sys.argv[1:]


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(path, *keys):
    return {(r["indicator"], r["output"], r["unit"], r["period"], *(r[k] for k in keys)):
            r["reason"] or float(r["value"]) for r in rows(path)}


def compare(name, wanted, got):
    """Each wanted value is there and right to the last digits; and there are some."""
    bad = [(key, value, got.get(key)) for key, value in wanted.items()
           if not (got.get(key) == value if isinstance(value, str) else
                   isinstance(got.get(key), float) and abs(got[key] - value) <= 1e-13 * abs(value))]
    for fault in bad[:5]:
        print("#", *fault)
    print(int(bool(bad) or not wanted), name, f"({len(wanted)} figures)")


def share(part, whole):
    return 100 * Fraction(part, whole) if whole else "denominator_zero"


# ---- members and households ----
people = {}
for m in rows(survey + "/data/synthetic_members.csv"):
    people.setdefault((m["household"], m["year"]), []).append(m)


def is_lacking(h, members):
    """The twelve of its year, in no order."""
    def aged(low, high):
        return [m for m in members if low <= int(m["age"]) <= high]
    lacks = [any(m["works"] == "0" for m in aged(16, 60)), len(aged(0, 15)) > len(members) / 2,
             any(m["stunted"] == "1" for m in aged(0, 15)), any(m["insured"] == "0" for m in aged(6, 200)),
             any(m["trained"] == "0" for m in aged(16, 30)), any(m["enrolled"] == "0" for m in aged(3, 15)),
             int(h["weak_parts"]) >= 2, int(h["area"]) < 8 * len(members), h["clean_water"] == "0",
             h["good_latrine"] == "0", h["internet"] == "0"]
    return lacks + [h["device" if int(h["year"]) <= 2026 else "waste_collected"] == "0"]


def classify(h, members):
    line, average = (1_500_000, 2_250_000) if int(h["year"]) <= 2026 else (2_200_000, None)
    income = Fraction(sum(int(m["income"]) for m in members), len(members))
    if income <= line:
        return "poor" if sum(is_lacking(h, members)) >= 3 else "near_poor"
    return "not_poor" if average is None else "average" if income <= average else "better"


classes, places = {}, {}
for h in rows(survey + "/data/synthetic_households.csv"):
    key = h["household"], h["year"]
    classes[key], places[key] = classify(h, people[key]), h["commune"]

counts, changes = {}, {}
for (name, year), one in classes.items():
    for unit in ("SIX", places[name, year]):
        counts.setdefault((unit, year), []).append(one)
        before = classes.get((name, str(int(year) - 1)))
        if before:
            ever = classes.get((name, str(int(year) - 2))) == "poor"
            changes.setdefault((unit, year), []).append((one, before, ever))
wanted = {}
for (unit, year), list_ in counts.items():
    poor, near, n = list_.count("poor"), list_.count("near_poor"), len(list_)
    told = "not_poor" not in list_
    for output, value in (("poor_rate", share(poor, n)), ("near_poor_rate", share(near, n)), ("poor", poor),
                          ("multidimensional_rate", share(poor + near, n)), ("near_poor", near), ("households", n),
                          ("average_rate", share(list_.count("average"), n) if told else "not_applicable")):
        wanted["poverty", output, unit, year] = value
compare("rates by decree", wanted, cells(plan_csv))
wanted = {}
for (unit, year), list_ in changes.items():
    became = [c for c in list_ if c[0] == "poor" != c[1]]
    was = [c for c in list_ if c[1] == "poor"]
    escaped = [c for c in was if c[0] != "poor"]
    for output, value in (("newly_poor", sum(not c[2] for c in became)), ("fell_back", sum(c[2] for c in became)),
                          ("became_poor", len(became)), ("escaped", len(escaped)),
                          ("escaped_to_near_poor", sum(c[0] == "near_poor" for c in escaped)),
                          ("stayed_poor", len(was) - len(escaped)), ("escape_rate", share(len(escaped), len(was))),
                          ("entry_rate", share(len(became), len(list_) - len(was))), ("unlinked", 0)):
        wanted["changes", output, unit, year] = value
compare("changes between years", wanted, cells(plan_csv))

# ---- 60 % of the median ----
incomes = {}
for (name, year), members in people.items():
    pair = sum(int(m["income"]) for m in members) / len(members), len(members)
    for unit in ("SIX", places[name, year]):
        incomes.setdefault((unit, year), []).append(pair)


def median(pairs):
    """The least income up to which half of the persons are; the mean with the next when it is just half."""
    pairs, half, upto = sorted(pairs), sum(w for _, w in pairs) / 2, 0
    for i, (income, weight) in enumerate(pairs):
        upto += weight
        if upto > half or upto == half and i + 1 == len(pairs):
            return income
        if upto == half:
            return (income + pairs[i + 1][0]) / 2
    return None


wanted = {}
for (unit, year), pairs in incomes.items():
    n = sum(w for _, w in pairs)
    line, own = 0.6 * median(incomes["SIX", year]), 0.6 * median(pairs)
    wanted["incomes", "median", unit, year] = median(pairs)
    wanted["below", "headcount", unit, year] = share(sum(w for y, w in pairs if y < line), n)
    wanted["own_line", "rate", unit, year] = share(sum(w for y, w in pairs if y < own), n)
compare("poverty below 60 % of the median", wanted, cells(relative_csv))

# ---- the global MPI ----
with open(mpi + "/global-mpi.json", encoding="utf-8") as file:
    items = json.load(file)["items"]["deprivation"]
weights = {item["code"]: Fraction(item["weights"]) for item in items}
groups = {}
for h in rows(mpi + "/data/synthetic_households.csv"):
    score = sum(w for code, w in weights.items() if h[code] == "1")
    groups.setdefault((h["area"], h["year"]), []).append((score, int(h["members"])))
wanted = {}
for (area, year), pairs in groups.items():
    n = sum(w for _, w in pairs)
    for k in ("1/5", "1/3", "1/2"):
        poor = [(c, w) for c, w in pairs if c >= Fraction(k)]
        q, total = sum(w for _, w in poor), sum(c * w for c, w in poor)
        wanted["mpi", "h", area, year, k] = share(q, n)
        wanted["mpi", "a", area, year, k] = 100 * total / q if q else "denominator_zero"
        wanted["mpi", "m0", area, year, k] = total / n
compare("the global MPI from its JSON", wanted, {key: value for key, value in cells(mpi_csv, "k").items()})
