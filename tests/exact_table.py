# SPDX-License-Identifier: MIT
# A table of 10^6 weighted records whose sums reach over 12 orders of magnitude, and its sums as
# they must be: each product rounded once, as the driver multiplies, and their exact sum rounded once.
#
#   exact_table.py write      in_order/, shuffled/, split/: the same records in three ways;
#                             expected.json: the sums; prints what plain addition makes of them
#   exact_table.py compare    results of the three against each other and against expected.json
import csv, json, os, random, sys
from fractions import Fraction
from math import fsum

N, GROUPS, PARTS = 1000000, 14, 7


def say(what, found):
    print("%s %s" % (what, "yes" if found else "no"))


def write_project(folder, files, tables):
    dataset = {"unit": "unit", "period": "year", "weight": "weight", "synthetic": True}
    use = {"dataset": "table"}
    os.makedirs(folder)
    with open(folder + "/plan.json", "w") as out:
        json.dump({"chiso": 1, "datasets": {"table": dict(dataset, file=files)}, "indicators": [
            dict(use, id="total", use="basic.total"), dict(use, id="mean", use="basic.mean")]}, out)
    for name, lines in zip(files, tables):
        with open(folder + "/" + name, "w") as out:
            out.write("unit,year,weight,value\n")
            out.writelines(lines)


def write():
    """Record i is of unit i mod 14; values of unit k are from 10^(k-8) to 10^(k-4)."""
    chance = random.Random(20220620).random
    lines, terms, weights = [], [], []
    for i in range(N):
        k = i % GROUPS
        weight = "%.2f" % (0.01 + 300 * chance())
        value = "%.5ge%d" % (1 + 9 * chance(), k - 8 + int(4 * chance()))
        lines.append("u%02d,2023,%s,%s\n" % (k, weight, value))
        weights.append(float(weight))
        terms.append(float(weight) * float(value))
    order = list(range(N))
    random.Random(7).shuffle(order)
    shuffled = [lines[i] for i in order]
    write_project("in_order", ["table.csv"], [lines])
    write_project("shuffled", ["table.csv"], [shuffled])
    write_project("split", ["%d.csv" % i for i in range(PARTS)],
                  [shuffled[i::PARTS] for i in range(PARTS)])

    exact = [fsum(terms[k::GROUPS]) for k in range(GROUPS)]
    with open("expected.json", "w") as out:
        json.dump({"u%02d" % k: [exact[k], fsum(weights[k::GROUPS])] for k in range(GROUPS)}, out)
    plain, other = [0.0] * GROUPS, [0.0] * GROUPS
    for i, term in enumerate(terms):
        plain[i % GROUPS] += term
    for i in order:
        other[i % GROUPS] += terms[i]
    say("the sums reach over 12 orders of magnitude", max(exact) / min(exact) >= 1e12)
    say("plain sums of the two orders differ", plain != other)
    say("and are not the exact ones", plain != exact and other != exact)
    k = next(k for k in range(GROUPS) if plain[k] != exact[k])
    say("fsum gives the sum of the fractions",
        exact[k] == float(sum(map(Fraction, terms[k::GROUPS]))))


def results(folder):
    """Of CSV and of JSON, per indicator and unit: value, numerator, denominator as %a."""
    with open(folder + "/results.csv", encoding="utf-8") as table:
        kinds = {"csv": list(csv.DictReader(table))}
    with open(folder + "/results.json", encoding="utf-8") as text:
        kinds["json"] = json.load(text)["results"]
    return {(kind, cell["indicator"], cell["unit"]):
            [float(cell[name]).hex() if cell[name] not in ("", None) else ""
             for name in ("value", "numerator", "denominator")]
            for kind, cells in kinds.items() for cell in cells}


def compare():
    with open("expected.json") as text:
        expected = json.load(text)
    got = results("out-in_order")
    for kind in "csv", "json":
        say(kind + ": totals are the exact sums to the last bit",
            all(got[kind, "total", unit][0] == total.hex()
                for unit, (total, _) in expected.items()))
        say(kind + ": so are means, their numerators and denominators",
            all(got[kind, "mean", unit] == [(a / b).hex(), a.hex(), b.hex()]
                for unit, (a, b) in expected.items()))
    for folder in "shuffled", "split":
        say(folder + ": every value is the same as %a", results("out-" + folder) == got)


if sys.argv[1] == "write":
    write()
else:
    compare()
