#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A slow second implementation of the way from records to results, in exact fractions.

reference.py make SEED FOLDER   writes a random project and, as expected.txt, the cells it must have
reference.py cells FILE         prints the same columns of a results.csv, sorted
"""
import csv, json, os, random, sys
from fractions import Fraction

COLUMNS = ("indicator output unit unit_name period crop value reason numerator denominator n_used "
           "n_seen reporting expected bound status evidence break rolled_up").split()
SHARES = ["numerator_share", "denominator_share"]  # columns where there are breakdowns and a total
COLUMNS += SHARES
PERIODS = ["2019", "2020", "2021", "2020-Q1", "2021-09", "2019-01/2019-09", "2021-12-31"]
QUALIFIERS = ["", "", "", "about", "more_than", "less_than", "at_least", "at_most"]
STATUS, EVIDENCE = ["estimate", "preliminary", "official"], ["unconfirmed", "derived", "secondary",
                                                             "confirmed"]

# ---- indicators: what a record adds, None when it lacks something, False where it can't be so ----


def one(r):
    return None if r["v"] is None else {"value": r["v"], "records": 1.0}


def share(r):
    if r["a"] is None or r["b"] is None:
        return None
    return False if r["a"] > r["b"] or r["a"] < 0 else {"part": r["a"], "whole": r["b"]}


def certified(r):
    a, b, g = r["a"], r["b"], r["g"]
    if b is None:
        return None
    if b < 0 or (a is not None and not 0 <= a <= b) or (g is not None and not 0 <= g <= b):
        return False
    t = {"area": b, "vg": a or 0.0, "of_vg": b if a is not None else 0.0, "gg": g or 0.0,
         "of_gg": b if g is not None else 0.0}
    both = a is not None and g is not None
    return dict(t, both=a + g if both else 0.0, of_both=b if both else 0.0)


# use: inputs, function, weighted, outputs (id, scale, numerator, denominator, their inputs).
USES = {
    "basic.total": ({"value": "v"}, one, True, [("total", 1, "value", None, "v")]),
    "basic.stock": ({"value": "v"}, one, True, [("total", 1, "value", None, "v")]),
    "basic.published": ({"value": "v"}, one, False, [("value", 1, "value", None, "v")]),
    "basic.mean": ({"value": "v"}, one, True, [("mean", 1, "value", "records", "v")]),
    "basic.share": ({"part": "a", "whole": "b"}, share, True,
                    [("share", 100, "part", "whole", "ab")]),
    "agriculture.certified_area": (
        {"area": "b", "vietgap": "a", "globalgap": "g"}, certified, True,
        [("area", 1, "area", None, "b"), ("vietgap_share", 100, "vg", "of_vg", "ab"),
         ("globalgap_share", 100, "gg", "of_gg", "gb"),
         ("scheme_sum_share", 100, "both", "of_both", "sb")]),  # s: printed sums, never bound
}

# ---- making a project ----


def amount(rng, most):
    return rng.choice([0, rng.randrange(most), rng.randrange(most * 1000) / 1000,
                       rng.random() * most, rng.random() * most * 1e-9])


def make_units(rng):
    """code, name, parent's code, level, first and last year, children"""
    units = [("P", "P", "", "province", 0, 9999, rng.choice(["all", "all", "some"]))]
    for d in range(rng.randrange(1, 4)):
        code = "D%d" % d
        units.append((code, code, "P", "district", 0, 9999, rng.choice(["all", "all", "some"])))
        for c in range(rng.randrange(0, 4)):
            code = "%d%d" % (d, c)
            kind = rng.randrange(4)
            if kind == 0:  # another unit gets the code, maybe elsewhere, maybe after a while
                units.append((code, code + "new", "D%d" % rng.randrange(d + 1), "commune",
                              rng.choice([2020, 2021]), 9999, ""))
                units.append((code, code + "old", "D%d" % d, "commune", 0, 2019, ""))
            else:
                units.append((code, code, "D%d" % d, "commune", 0 if kind > 1 else 2020, 9999, ""))
    if rng.randrange(2):
        rng.shuffle(units)
    return units


def make_records(rng, units, unique):
    records, seen = [], set()
    marks = [rng.randrange(2), rng.randrange(2)]
    for _ in range(rng.randrange(1, 40)):
        period = rng.choice(PERIODS)
        year = int(period[:4])
        unit = rng.choice([u for u in units if u[4] <= year <= u[5]])
        if unit[3] != "commune" and rng.randrange(3):
            continue
        if unique and (unit[0], period) in seen:
            continue
        seen.add((unit[0], period))
        r = {k: rng.choice([None, x, x, x]) for k, x in
             {"v": rng.choice([1, 1, -1]) * amount(rng, 1000), "a": amount(rng, 10)}.items()}
        r["b"] = rng.choice([None] + 4 * [(r["a"] or 0) + rng.choice([0, amount(rng, 100)])])
        r["g"] = rng.choice([None, 0 if r["b"] is None else r["b"] * rng.random()])
        r = {k: None if x is None else float(x) for k, x in r.items()}
        r.update(qv=rng.choice(QUALIFIERS), qb=rng.choice(QUALIFIERS), w=float(amount(rng, 50)),
                 unit=unit[0], period=period, crop=rng.choice(["na", "ngô", "lúa", ""]),
                 status=rng.choice(STATUS) if marks[0] else "", brk=rng.choice(["", "", "x"]),
                 evidence=rng.choice(EVIDENCE) if marks[1] else "")
        records.append(r)
    return records


def write(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        csv.writer(f, lineterminator="\n").writerows([header] + rows)


def write_records(rng, folder, name, records):
    """Two files with other columns each, in any order."""
    rng.shuffle(records)
    cut = rng.randrange(len(records) + 1)
    for i, part in enumerate((records[:cut], records[cut:])):
        header = sorted(records[0]) if records else ["unit", "period"]
        header = [h for h in header if i or h != "g" or any(r["g"] is not None for r in part)]
        rng.shuffle(header)
        write("%s/%s%d.csv" % (folder, name, i), header,
              [["" if r[h] is None else repr(r[h]) if isinstance(r[h], float) else r[h]
                for h in header] for r in part])


def make(seed, folder):
    rng = random.Random(seed)
    units = make_units(rng)
    write(folder + "/units.csv", "code,name_vi,parent,level,valid_from,valid_to,children".split(","),
          [[u[0], u[1], u[2], u[3], "%04d-01-01" % u[4] if u[4] else "",
            "%04d-12-31" % u[5] if u[5] < 9999 else "", u[6]] for u in units])
    datasets, indicators, cells = {}, [], []
    for name in ("one", "two", "single"):
        records = make_records(rng, units, name == "single")
        if not records:
            continue
        dataset = {"file": [name + "0.csv", name + "1.csv"], "unit": "unit", "period": "period",
                   "complete": rng.randrange(3) == 0,
                   "figures": {"status": "status", "evidence": "evidence", "break": "brk",
                               "qualifiers": {"v": "qv", "b": "qb"}}}
        if rng.randrange(2):
            dataset["weight"] = "w"
        if rng.randrange(3) == 0:
            dataset["level"] = rng.choice(
                [level for level in ("commune", "district") if any(u[3] == level for u in units)]
                or [units[0][3]])
        write_records(rng, folder, name, records)
        datasets[name] = dataset
        for use, what in USES.items():
            if (use == "basic.published") != (name == "single"):
                continue
            spec = {"id": (use + "_" + name).replace(".", "_"), "use": use, "dataset": name,
                    "inputs": what[0], "by": rng.choice([[[]], [["crop"]], [[], ["crop"]]])}
            indicators.append(spec)
            cells += compute(spec, dataset, units, records)
    with open(folder + "/plan.json", "w", encoding="utf-8") as f:
        json.dump({"chiso": 1, "units": "units.csv", "datasets": datasets,
                   "indicators": indicators}, f, ensure_ascii=False)
    with open(folder + "/expected.txt", "w", encoding="utf-8") as f:
        f.write("".join(sorted(line + "\n" for line in cells)))


# ---- the cells of one indicator ----


def bounds(r, terms, add):
    """By term, which way it may err: the figure is moved to where the true one may lie."""
    bits = {t: set() for t in terms}
    for column, q in (("v", r["qv"]), ("b", r["qb"])):
        if not q or r[column] is None:
            continue
        for up in (True, False):
            if q in ("more_than", "at_least") and not up or q in ("less_than", "at_most") and up:
                continue
            for factor in (1 + 1 / 1024, 2, 1000):
                x = r[column]
                y = (factor if up else -factor) if x == 0 else \
                    x * factor if up == (x > 0) else x / factor
                moved = add(dict(r, **{column: y}))
                for t in terms if moved else ():
                    if moved[t] != terms[t]:
                        bits[t].add("about" if q == "about" else
                                    "lower" if moved[t] > terms[t] else "upper")
    return bits


def quotient_bound(nb, n, db, d):
    """How n / d errs when n and d do, d keeping its sign."""
    flip = {"lower": "upper", "upper": "lower", "about": "about"}
    out = {flip[x] if d < 0 else x for x in nb}
    sign = n or ("lower" in nb) - ("upper" in nb)
    if sign:
        out |= {flip[x] if sign > 0 else x for x in db}
    return ("exact" if not out else "about" if "about" in out or len(out) > 1 else
            out.pop() + "_bound")


class Climb:
    def __init__(self, spec, dataset, units, records):
        self.complete, self.units = dataset["complete"], units
        self.adds = spec["use"] != "basic.published"
        by_code = {}
        for u in units:
            by_code.setdefault(u[0], []).append(u)
        self.at = lambda code, year: next((u for u in by_code.get(code, [])
                                           if u[4] <= year <= u[5]), None)
        levels = {self.at(r["unit"], int(r["period"][:4]))[3] for r in records}
        self.levels = {dataset["level"]} if "level" in dataset else levels

    def node(self, unit, year, own, cells):
        """records or None, whether zero was reported, reporting, expected, lacking"""
        parts = [self.node(u, year, own, cells) for u in self.units
                 if u[4] <= year <= u[5] and u[2] == unit[0]]
        some = any(p[0] is not None for p in parts)
        can = self.adds and unit[6] != "some"
        rolled = 0
        mine = own.get(unit)  # records that say nothing hide none of the children's
        if mine and (any(r["used"] for r in mine) or not (some and can)):
            cell = (mine, False, int(any(r["used"] for r in mine)), 1, 0)
        elif unit[3] in self.levels and not (some and can):
            zero = self.complete and not some
            cell = ([] if zero else None, zero, int(zero), 1, 0)
        else:
            expected = sum(p[3] + p[4] for p in parts)
            if not can:
                cell = (None, False, 0, 0, expected)
            else:
                records = [r for p in parts for r in p[0] or ()] + (mine or []) if some else None
                rolled = int(some)
                cell = (records, any(p[1] for p in parts), sum(p[2] for p in parts), expected, 0)
        cells[unit] = cell + (rolled,)
        return cell


def compute(spec, dataset, units, records):
    _, add, weighted, outputs = USES[spec["use"]]
    for r in records:
        terms = add(r)
        r["used"] = terms is not None
        r["bits"] = bounds(r, terms, add) if terms else {}
        w = r["w"] if weighted and "weight" in dataset else 1.0
        r["terms"] = {t: Fraction(x * w) for t, x in (terms or {}).items()}
    climb = Climb(spec, dataset, units, records)
    found, total = [], {}
    for by in spec["by"]:
        groups = {}
        for r in records:
            unit = climb.at(r["unit"], int(r["period"][:4]))
            group = groups.setdefault((r["period"], r["crop"] if by else ""), {})
            group.setdefault(unit, []).append(r)
        for (period, crop), own in groups.items():
            year, cells = int(period[:4]), {}
            for u in units:
                if u[4] <= year <= u[5] and not climb.at(u[2], year):
                    climb.node(u, year, own, cells)
            for unit, (recs, zero, reporting, expected, _, rolled) in cells.items():
                if expected:
                    for output in outputs:
                        sums = quotient(output, recs, zero)
                        if not by:
                            total[output, unit, period] = sums
                        found.append((by, output, unit, period, crop, sums, recs, reporting,
                                      expected, rolled))
        for r in records:
            r.pop("cell", None)
    lines = [cell_line(spec, *cell, total.get(tuple(cell[:3])) if by and climb.adds else None)
             for by, *cell in found]
    for r in records:
        for k in ("used", "bits", "terms"):
            r.pop(k)
    return lines


def quotient(output, recs, zero):
    """value, reason, numerator and denominator, what is known of them, the bound of the value"""
    name, scale, numerator, denominator, inputs = output
    used = [r for r in recs or () if r["used"]]
    has = set("abvgs") if zero else {k for k in "abvg" for r in used if r[k] is not None}
    total = lambda t: float(sum((r["terms"][t] for r in used), Fraction(0)))
    bits = lambda t: set().union(*(r["bits"][t] for r in used)) if t else set()
    value = reason = n = d = bound = ""
    if not used and not zero:
        reason = "not_reported"
    else:
        n, unknown = total(numerator), any(k not in has for k in inputs)
        d = total(denominator) if denominator else ""
        if denominator is None and unknown or d == 0.0 and unknown:
            n, d, reason = "", "", "not_reported"
        elif d == 0.0:
            reason = "denominator_zero"
        else:
            value = float(scale * Fraction(n) / Fraction(d)) if denominator else scale * n
            bound = quotient_bound(bits(numerator), n, bits(denominator), d or 1.0)
    return value, reason, (n, d), (bits(numerator), bits(denominator)), bound


def share(part, whole, i):
    """per cent that a sum is of the total's; nothing of what is only a bound"""
    if whole is None or part[3][i] or whole[3][i]:
        return ""
    n, all_ = part[2][i], whole[2][i]
    return "" if n == "" or all_ in ("", 0.0) else float(100 * Fraction(n) / Fraction(all_))


def cell_line(spec, output, unit, period, crop, sums, recs, reporting, expected, rolled, whole):
    value, reason, (n, d), _, bound = sums
    used = [r for r in recs or () if r["used"]]
    weakest = lambda key, words: min((words.index(r[key]) for r in used if r[key]), default=None)
    status, evidence = weakest("status", STATUS), weakest("evidence", EVIDENCE)
    return "\t".join(map(word, (
        spec["id"], output[0], unit[0], unit[1], period, crop, value, reason, n, d, len(used),
        len(recs or ()), reporting, expected, bound, "" if status is None else STATUS[status],
        "" if evidence is None else EVIDENCE[evidence], int(any(r["brk"] for r in used)),
        rolled if recs is not None else 0, share(sums, whole, 0), share(sums, whole, 1))))


def word(x):
    return repr(x + 0.0) if isinstance(x, float) else str(x)


def cells(path):
    with open(path, newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            for k in ("value", "numerator", "denominator", *SHARES):
                row[k] = float(row[k]) if row.get(k) else ""
            yield "\t".join(word(row.get(c) or "" if c == "crop" else row[c]) for c in COLUMNS)


if sys.argv[1] == "make":
    make(int(sys.argv[2]), sys.argv[3])
else:
    sys.stdout.reconfigure(encoding="utf-8")
    print("\n".join(sorted(cells(sys.argv[2]))))
