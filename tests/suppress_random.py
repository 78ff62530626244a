# SPDX-License-Identifier: MIT
"""Random confidential projects, and one who tries to find what they keep back.

    suppress_random.py make FOLDER SEED     writes a project with a threshold
    suppress_random.py attack FOLDER CSV    tries to recover cells of results.csv by subtraction
    suppress_random.py naive FOLDER         the same where only small cells are kept back: prints how
                                            many of these can be recovered

The attack knows units, lineage and breakdowns, but no records.  Every result is a sum over atoms (unit,
quarter, sex, age); a cell can be recovered when its row of the matrix of sums is a combination of the
rows of what is shown.  That is computed exactly, modulo a prime, and shares no code and no method
with the library, which looks at equations between cells instead."""
import csv, itertools, json, os, random, sys

PRIME = 2**89 - 1
YEARS = [2023, 2024]
SEXES, AGES = ["f", "m"], ["a", "b", "c"]
SETS = [[], ["sex"], ["age"], ["sex", "age"]]


def make(folder, seed):
    rng = random.Random(seed)
    districts = ["D%d" % d for d in range(rng.choice([1, 2]))]
    communes = [(d, "%sc%d" % (d, i)) for d in districts for i in range(rng.choice([2, 3, 4]))]
    # From 2024 on the first two communes are one, or the first is two.
    change = rng.choice(["none", "merge", "split"])
    rows, lineage = [["P", "", "province", "", "", ""]], []
    rows += [[d, "P", "district", "", "", ""] for d in districts]
    old = communes[:2] if change == "merge" else communes[:1] if change == "split" else []
    new = {"merge": ["M"], "split": ["S1", "S2"], "none": []}[change]
    for d, c in communes:
        rows.append([c, d, "commune", "", "2023-12-31" if (d, c) in old else "", "1"])
    for i, c in enumerate(new):
        rows.append([c, communes[0][0], "commune", "2024-01-01", "", "%d" % (i + 1)])
    for (_, o), n in itertools.product(old, new):
        lineage.append([o, n, "2024-01-01", "" if change == "merge" else ["1/4", "3/4"][new.index(n)], "area"])
    write(folder, "units.csv", ["code", "parent", "level", "valid_from", "valid_to", "area"], rows, name=True)
    if change != "none":
        write(folder, "lineage.csv", ["from", "to", "date", "share", "basis"], lineage)
    data, sizes = [], rng.choice([[0, 1, 2, 3, 4, 6, 9, 14], [2, 7, 9, 9, 11, 14], [8, 12, 12, 15, 20] * 4 + [1, 2]])
    for year in YEARS:
        for quarter in range(1, rng.choice([2, 5])):
            valid = [c for d, c in communes if (d, c) not in old or year < 2024] + (new if year >= 2024 else [])
            for c, s, a in itertools.product(valid, SEXES, AGES):
                n = rng.choice(sizes) if rng.random() < .9 else 0
                data += [[c, "%d-Q%d" % (year, quarter), s, a, rng.choice([0, 0, 1, 2, 7]), 8] for _ in range(n)]
    rng.shuffle(data)
    write(folder, "data.csv", ["unit", "quarter", "sex", "age", "x", "y"], data)
    by = [k for k in SETS if rng.random() < .7] or [[]]
    common = {"dataset": "d", "by": by, "periods": ["year"]}
    plan = {"chiso": 1, "units": "units.csv",
            "datasets": {"d": {"file": "data.csv", "unit": "unit", "period": "quarter", "level": "commune",
                               "complete": rng.random() < .5, "min_n": rng.choice([2, 3, 5, 8])}},
            "indicators": [
                {"id": "t", "use": "basic.total", "inputs": {"value": "x"}, "unit_measure": "1", **common},
                {"id": "s", "use": "basic.share", "inputs": {"part": "x", "whole": "y"}, **common},
                {"id": "w", "use": "basic.total", "inputs": {"value": "x"}, "unit_measure": "1",
                 "where": "sex == \"f\"", **dict(common, by=[k for k in by if rng.random() < .8] or [[]])}]}
    if change != "none":
        plan.update(lineage="lineage.csv", boundaries=["2023-06-30", "2024-06-30"])
    json.dump(plan, open(os.path.join(folder, "plan.json"), "w"))


def write(folder, name_of, head, rows, name=False):
    with open(os.path.join(folder, name_of), "w", newline="") as f:
        out = csv.writer(f)
        out.writerow(head + ["name_en"] * name)
        out.writerows([r + ["Unit " + r[0]] * name for r in rows])


def read(folder, name):
    path = os.path.join(folder, name)
    return list(csv.DictReader(open(path))) if os.path.exists(path) else []


def valid(unit, year):
    return (not unit["valid_from"] or int(unit["valid_from"][:4]) <= year) and \
        (not unit["valid_to"] or year <= int(unit["valid_to"][:4]))


class World:
    """What anybody knows: units, breakdowns, and of which atoms a cell is the sum."""

    def __init__(self, folder):
        self.plan = json.load(open(os.path.join(folder, "plan.json")))
        self.units = {u["code"]: u for u in read(folder, "units.csv")}
        self.links = read(folder, "lineage.csv")
        self.min_n = self.plan["datasets"]["d"]["min_n"]

    def parts(self, unit, year, of_sums):
        """The communes of a unit in a year, with the share of each that it has."""
        u = self.units[unit]
        if u["level"] == "commune":
            if valid(u, year):
                return {unit: 1}
            out = {}
            for k in self.links:
                back = k["from"] == unit
                if unit not in (k["from"], k["to"]):
                    continue
                if back:  # an old unit now: whole new ones, or its part of them by area
                    olds = [j for j in self.links if j["to"] == k["to"]]
                    size = sum(int(self.units[j["from"]]["area"]) for j in olds)
                    share = (int(u["area"]), size) if len(olds) > 1 else (1, 1)
                else:  # a new unit then
                    n, m = (k["share"] or "1/1").split("/")
                    share = (int(n), int(m))
                out[k["to"] if back else k["from"]] = \
                    share[0] * pow(share[1], -1, PRIME) % PRIME if of_sums else 1
            return out
        out = {}
        for c in self.units.values():
            if c["parent"] == unit and valid(c, year):
                out.update(self.parts(c["code"], year, of_sums))
        return out

    def quarters(self, period):
        year = int(period[:4])
        return year, [period] if "-" in period else ["%d-Q%d" % (year, q) for q in range(1, 5)]

    def atoms(self, indicator, unit, period, sex, age, of_sums):
        year, quarters = self.quarters(period)
        sexes = [sex] if sex else SEXES
        if indicator == "w":
            sexes = [s for s in sexes if s == "f"]
        return {(c, q, s, a): share for c, share in self.parts(unit, year, of_sums).items()
                for q in quarters for s in sexes for a in ([age] if age else AGES)}


class Span:
    """The combinations of some rows."""

    def __init__(self):
        self.rows = {}  # by the column of its pivot, which has 1

    def reduce(self, row):
        row, todo = dict(row), True
        while todo:
            todo = [c for c in row if c in self.rows]
            for c in todo[:1]:
                factor = row[c]
                for k, v in self.rows[c].items():
                    left = (row.get(k, 0) - factor * v) % PRIME
                    if left:
                        row[k] = left
                    else:
                        row.pop(k, None)
        return row

    def add(self, row):
        row = self.reduce(row)
        if not row:
            return
        pivot = min(row)
        inverse = pow(row[pivot], -1, PRIME)
        row = {k: v * inverse % PRIME for k, v in row.items()}
        for c, other in self.rows.items():  # so that rows stay short and reducing ends
            if pivot in other:
                factor = other[pivot]
                for k, v in row.items():
                    left = (other.get(k, 0) - factor * v) % PRIME
                    if left:
                        other[k] = left
                    else:
                        other.pop(k, None)
        self.rows[pivot] = row


def recover(world, cells, of_sums):
    """cells: (name, indicator, unit, period, sex, age, number or None where it is kept back, is zero).
    The names of those kept back that can be recovered."""
    found = []
    for year in YEARS:
        here = [c for c in cells if int(c[3][:4]) == year]
        rows = [world.atoms(*c[1:6], of_sums) for c in here]
        zero = {a for c, r in zip(here, rows) if c[7] for a in r}
        span = Span()
        for c, r in zip(here, rows):
            if c[6] is not None:
                span.add({a: v for a, v in r.items() if a not in zero})
        for c, r in zip(here, rows):
            left = {a: v for a, v in r.items() if a not in zero}
            if c[6] is None and left and not span.reduce(left):
                found.append(c[0])
    return found


def spell(r):
    return "%s.%s %s %s %s%s" % (r["indicator"], r["output"], r["unit"], r["period"],
                                 r.get("sex", ""), r.get("age", ""))


def truth(folder, world):
    """Records and sums of every atom."""
    out = {}
    for r in read(folder, "data.csv"):
        key = r["unit"], r["quarter"], r["sex"], r["age"]
        n, x, y = out.get(key, (0, 0, 0))
        out[key] = n + 1, x + int(r["x"]), y + int(r["y"])
    return out


def attack(folder, results):
    world, faults = World(folder), []
    atoms = truth(folder, world)
    rows = list(csv.DictReader(open(results)))
    kept = [r for r in rows if r["reason"] == "suppressed"]
    for r in kept:
        for column in ("value", "numerator", "denominator", "n_used", "n_seen", "numerator_share",
                       "denominator_share", "notes", "sources"):
            if r.get(column):
                faults.append("%s says %s" % (spell(r), column))
    keys = {id(r): (r["indicator"], r["unit"], r["period"], r.get("sex", ""), r.get("age", "")) for r in rows}
    true_n = {k: sum(atoms.get(a, (0,))[0] for a in world.atoms(*k, False)) for k in set(keys.values())}
    for r in rows:  # what the rule asks for, from the records themselves
        if r["reason"] != "suppressed" and (0 < int(r["n_used"]) < world.min_n or
                                            r["value"] and 0 < true_n[keys[id(r)]] < world.min_n):
            faults.append("%s is too small" % spell(r))
    for column, of_sums in (("n_used", False), ("numerator", True), ("denominator", True)):
        for group in (("t", "s"), ("w",)) if column != "denominator" else (("s",),):
            cells = []
            for r in rows:
                if r["indicator"] not in group or r["reason"] == "not_reported" and column != "n_used":
                    continue
                value = r["value"] if column == "numerator" and r["indicator"] != "s" else r[column]
                is_kept = r["reason"] == "suppressed"
                if not is_kept and (value == "" or not is_whole(r, atoms, world, keys[id(r)])):
                    continue
                zero = not is_kept and r["n_used"] == "0"
                cells.append((spell(r), *keys[id(r)], None if is_kept else value, zero))
            # Shares tell of the total.
            for r in rows:
                share, part = r.get("numerator_share"), r["numerator"]
                if r["indicator"] in group and column == "numerator" and share and part not in ("", "0"):
                    cells.append(("total by share", r["indicator"], r["unit"], r["period"], "", "", "known", False))
            cells += [("absent", *k, "0", True) for i in group for k in absent(rows, i, world)]
            faults += ["%s of %s is recovered" % (column, f) for f in recover(world, cells, of_sums)]
    for r in rows:  # a condition that takes away few
        other = [q for q in rows if keys[id(q)][1:] == keys[id(r)][1:] and q["indicator"] == "w"]
        if r["indicator"] == "t" and r["n_seen"] and other and other[0]["n_seen"] and \
                0 < int(r["n_seen"]) - int(other[0]["n_seen"]) < world.min_n:
            faults.append("%s: few do not meet the condition" % spell(r))
    faults += together(rows, world, keys)
    print("\n".join(faults) or "nothing of %d in %d cells is recovered" % (len(kept), len(rows)))
    return bool(faults)


def is_whole(row, atoms, world, key):
    """Whether a cell is the sum of all its atoms: of a year some units may lack a quarter."""
    return int(row["n_used"]) == sum(atoms.get(a, (0,))[0] for a in world.atoms(*key, False))


def absent(rows, indicator, world):
    """Cells without a row, of a breakdown and period that has rows: nothing is in them."""
    have = {(r["unit"], r["period"], r.get("sex", ""), r.get("age", "")) for r in rows if r["indicator"] == indicator}
    sets = {(bool(s), bool(a)) for _, _, s, a in have}
    for unit, period in {(u, p) for u, p, _, _ in have}:
        for s, a in itertools.product([""] + SEXES, [""] + AGES):
            if (bool(s), bool(a)) in sets and (unit, period, s, a) not in have:
                yield indicator, unit, period, s, a


def together(rows, world, keys):
    """What is kept back of a sum that is shown, taken together: too few, or nothing but zeros."""
    by = {keys[id(r)]: r for r in rows}
    for key, r in by.items():
        indicator, unit, period, sex, age = key
        year = int(period[:4])
        if r["reason"] in ("suppressed", "not_reported") or not valid(world.units[unit], year):
            continue
        sums = [[(indicator, u["code"], period, sex, age) for u in world.units.values()
                 if u["parent"] == unit and valid(u, year)]]
        sums += [[(indicator, unit, period, s, age) for s in SEXES]] * (not sex)
        sums += [[(indicator, unit, period, sex, a) for a in AGES]] * (not age)
        for parts in sums:
            found = [by[p] for p in parts if p in by]
            hidden = [p for p in found if p["reason"] == "suppressed"]
            shown = [p for p in found if p not in hidden]
            if not hidden or len({(bool(p.get("sex")), bool(p.get("age"))) for p in found}) > 1:
                continue
            if int(r["n_used"]) == 0:
                continue
            left = int(r["n_used"]) - sum(int(p["n_used"]) for p in shown)
            if 0 < left < world.min_n:
                yield "%s: %d records are kept back" % (spell(r), left)
            for column in ("numerator", "denominator") if indicator == "s" else ("value",):
                if any(p[column] == "" and p["n_used"] != "0" for p in shown):
                    continue
                rest = float(r[column]) - sum(float(p[column] or 0) for p in shown)
                if rest == 0 and float(r[column]) and left:
                    yield "%s: the %ss kept back are 0" % (spell(r), column)


def naive(folder):
    """Only small cells are kept back, which is not enough."""
    world = World(folder)
    atoms, cells = truth(folder, world), []
    periods = sorted({a[1] for a in atoms} | {a[1][:4] for a in atoms})
    for unit, period, keys in itertools.product(world.units, periods, world.plan["indicators"][0]["by"]):
        if not valid(world.units[unit], int(period[:4])):
            continue
        for s, a in itertools.product(SEXES if "sex" in keys else [""], AGES if "age" in keys else [""]):
            n = sum(atoms.get(x, (0,))[0] for x in world.atoms("t", unit, period, s, a, False))
            cells.append(((unit, period, s, a), "t", unit, period, s, a,
                          None if 0 < n < world.min_n else n, n == 0))
    print(len(recover(world, cells, False)))
    return 0


if __name__ == "__main__":
    what, folder = sys.argv[1:3]
    if what == "make":
        make(folder, int(sys.argv[3]))
    else:
        sys.exit(attack(folder, sys.argv[3]) if what == "attack" else naive(folder))
