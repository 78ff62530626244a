# SPDX-License-Identifier: MIT
"""Random lineages: an independent computation with exact fractions of what each unit has on the
boundaries of each date, and whether everything adds up to the same total.

    boundaries_random.py make FOLDER SEED     writes a project
    boundaries_random.py check FOLDER RESULTS compares results.csv with it
"""
import csv, json, os, random, sys
from fractions import Fraction as F

DATES = ["2020-01-01", "2022-01-01", "2024-01-01"]
BEFORE = ["2019-12-31", "2021-12-31", "2023-12-31"]
YEARS = [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025]
SPLITS = [[F(1, 4), F(3, 4)], [F(1, 2), F(1, 8), F(3, 8)], [F(1, 5), F(4, 5)]]


def epoch(year):
    return sum(year >= int(date[:4]) for date in DATES)


def make(folder, seed):
    """Epochs of communes in districts; each step merges, splits, moves, renames, reuses codes."""
    rng = random.Random(seed)
    # A unit is (code, name, district's code) in an epoch; districts are new in every epoch.
    now = [("c%02d" % i, "n%d" % i, i % 3) for i in range(12)]
    epochs, steps, names = [now], [], 100
    for _ in DATES:
        codes = [unit[0] for unit in now]
        rng.shuffle(codes)  # codes are reused by other units
        left, after, links = list(range(len(now))), [], []
        rng.shuffle(left)
        while left:
            kind = rng.choice(["merge", "split", "move", "keep"])
            names += 10
            if kind == "merge" and len(left) > 2:
                took = [left.pop() for _ in range(rng.choice([2, 3]))]
                links += [(i, len(after), F(1)) for i in took]
                after.append([None, "n%d" % names, rng.randrange(3)])
            elif kind == "split":
                i = left.pop()
                for k, share in enumerate(rng.choice(SPLITS)):
                    links.append((i, len(after), share))
                    after.append([None, "n%d" % (names + k), rng.randrange(3)])
            else:
                i = left.pop()
                links.append((i, len(after), F(1)))
                district = now[i][2] if kind == "keep" else (now[i][2] + 1) % 3
                after.append([None, "n%d" % names, district])
        for unit in after:
            unit[0] = codes.pop() if codes else "x%d" % names
            names += 1
        now = [tuple(unit) for unit in after]
        epochs.append(now)
        steps.append(links)
    write(folder, rng, epochs, steps)


def write(folder, rng, epochs, steps):
    with open(os.path.join(folder, "units.csv"), "w") as f:
        f.write("code,name_en,parent,level,valid_from,valid_to,area\nP,Province,,province,,,\n")
        for e, units in enumerate(epochs):
            span = "%s,%s" % (DATES[e - 1] if e else "", BEFORE[e] if e < len(DATES) else "")
            for d in range(3):
                f.write("d%d,District %d %d,P,district,%s,\n" % (d, d, e, span))
            for code, name, d in units:
                f.write("%s,%s,d%d,commune,%s,%d\n" % (code, name, d, span, rng.randrange(1, 50)))
    with open(os.path.join(folder, "lineage.csv"), "w") as f:
        f.write("from,to,date,share,basis\n")
        rows = ["%s,%s,%s,%s,area\n" % (epochs[e][i][0], epochs[e + 1][j][0], DATES[e], share)
                for e, links in enumerate(steps) for i, j, share in links]
        rng.shuffle(rows)
        f.write("".join(rows))
    with open(os.path.join(folder, "data.csv"), "w") as f:
        f.write("unit,year,x\n")
        rows = ["%s,%d,%r\n" % (unit[0], year, rng.choice([rng.random(), rng.randrange(1000) / 10]))
                for year in YEARS for unit in epochs[epoch(year)] for _ in range(2)]
        rng.shuffle(rows)
        f.write("".join(rows))
    plan = {"chiso": 1, "units": "units.csv", "lineage": "lineage.csv",
            "boundaries": ["2019-06-30", "2021-06-30", "2023-06-30", "2025-06-30"],
            "datasets": {"d": {"file": "data.csv", "unit": "unit", "period": "year"}},
            "indicators": [{"id": "x", "use": "basic.total", "dataset": "d",
                            "inputs": {"value": "x"}, "unit_measure": "1"}]}
    json.dump(plan, open(os.path.join(folder, "plan.json"), "w"))


def read(folder, name):
    return list(csv.DictReader(open(os.path.join(folder, name))))


def check(folder, results):
    units, lineage = read(folder, "units.csv"), read(folder, "lineage.csv")
    communes = [[u for u in units if u["level"] == "commune" and in_epoch(u, e)] for e in range(4)]
    code = [{u["code"]: u for u in list_} for list_ in communes]
    share = [{} for _ in DATES]
    for row in lineage:
        share[DATES.index(row["date"])][row["from"], row["to"]] = F(row["share"])
    sums = {}
    for row in read(folder, "data.csv"):
        key = row["unit"], int(row["year"])
        sums[key] = sums.get(key, 0) + F(float(row["x"]))

    def move(values, e, to):
        """Values by commune of epoch e, as those of epoch `to`: (value, whether it is exact)."""
        while e < to:
            new = {}
            for (a, b), s in share[e].items():
                v, exact = values[a]
                old = new.get(b, (0, True))
                new[b] = old[0] + v * s, old[1] and exact and s == 1
            values, e = new, e + 1
        while e > to:
            new, links = {}, share[e - 1]
            for (a, b), s in links.items():
                size = {c: F(code[e - 1][c]["area"]) * t for (c, d), t in links.items() if d == b}
                v, exact = values[b]
                old = new.get(a, (0, True))
                part = F(1) if len(size) == 1 else size[a] / sum(size.values())
                new[a] = old[0] + v * part, old[1] and exact and part == 1
            values, e = new, e - 1
        return values

    got, faults, compared, exact_ones = {}, [], 0, 0
    for row in csv.DictReader(open(results)):
        got[row["unit"], row["unit_name"], int(row["period"])] = row
    for year in YEARS:
        total = sum(v for (u, y), v in sums.items() if y == year)
        for to in range(4):
            own = {c: (sums[c, year], True) for c in code[epoch(year)]}
            values, parts = move(own, epoch(year), to), {}
            for c, (want, exact) in values.items():
                row = got.get((c, code[to][c]["name_en"], year))
                if not row or not row["value"]:
                    faults.append("%s %d on %d is missing" % (c, year, to))
                    continue
                compared += 1
                value = float(row["value"])
                flag = "" if to == epoch(year) else row["boundaries_by"]
                if flag == "exact":
                    exact_ones += 1
                    if value != float(want):
                        faults.append("%s %d on %d: %r, not %r" % (c, year, to, value, float(want)))
                elif abs(value - float(want)) > 1e-12 * (1 + abs(float(want))):
                    faults.append("%s %d on %d: about %r" % (c, year, to, float(want)))
                if exact and to != epoch(year) and flag != "exact":
                    faults.append("%s %d on %d is exact" % (c, year, to))
                parts.setdefault(code[to][c]["parent"], []).append(want)
            districts = 0
            for d, list_ in parts.items():
                row = got.get((d, "District %s %d" % (d[1], to), year))
                if not row or abs(float(row["value"] or "nan") - float(sum(list_))) > 1e-11:
                    faults.append("%s %d on %d does not add up" % (d, year, to))
                districts += float(row["value"] or "nan") if row else 0
            if abs(districts - float(total)) > 1e-10:
                faults.append("%d on %d: the total is not kept" % (year, to))
        if float(got["P", "Province", year]["value"]) != float(total):
            faults.append("%d: the province" % year)
    print("%d cells compared, %s exact" % (compared, "some" if exact_ones else "none"), *faults[:5],
          sep="\n")
    sys.exit(bool(faults) or not exact_ones)


def in_epoch(unit, e):
    first = DATES.index(unit["valid_from"]) + 1 if unit["valid_from"] else 0
    return first == e


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]))
else:
    check(sys.argv[2], sys.argv[3])
