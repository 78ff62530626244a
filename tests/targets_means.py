# SPDX-License-Identifier: MIT
"""Works out, with exact fractions, how the targets of targets_plan.py stand now and as of each year,
and compares with a scoreboard.csv: "STATUS NAME" a line, 0 for what agrees."""
import csv
import sys
from fractions import Fraction

from targets_plan import GEOMETRIC, MEANS, RANKS

PARENTS = {"01": "D1", "02": "D1", "03": "D2", "04": "D2", "05": "D2"}
ENDS = {"05": 2020}
YEARS = [2020, 2021, 2022]


def read(path):
    """value, break, bound by unit and year"""
    out = {}
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            out.setdefault(row["u"], {})[int(row["y"])] = (Fraction(row["v"]), row["b"] == "x",
                                                           row["q"] == "more_than")
    return out


def mean(data, unit, span, as_of, geometric=False):
    """verdict and mean; `span`: first and last year and the least mean"""
    first, last, least = int(span[0]), int(span[1]), Fraction(str(span[2]))
    known = {y: v for y, v in data[unit].items() if y <= as_of}
    if not known:
        return "no_data", None
    due = [y for y in range(first, last + 1) if y <= as_of]
    if not due:
        return "not_yet_due", None
    if any(y not in known for y in due) or any(known[y][1] for y in due[1:]):
        return "not_computable", None
    whole, n = last - first + 1, len(due)
    if geometric:
        product = Fraction(1)
        for y in due:
            product *= 1 + known[y][0] / 100
        meets = product >= (1 + least / 100) ** n
        value = (float(product) ** (1 / n) - 1) * 100
    else:
        value = sum(known[y][0] for y in due) / n
        meets = value >= least
    if any(known[y][2] for y in due) and not meets:
        return "not_computable", float(value)
    if n == whole:
        return ("target_achieved" if meets else "missed"), float(value)
    return ("on_track" if meets else "acceleration_needed"), float(value)


def low_high(value, turned):
    """a figure as an interval in which more is better"""
    x, _, is_bound = value
    low, high = float(x), float("inf") if is_bound else float(x)
    return (-high, -low) if turned else (low, high)


def rank(data, unit, target, as_of):
    """verdict, best and worst place, peers, peers with a figure"""
    among, first, most, by = target
    known = [y for y in data[unit] if y <= as_of]
    if not known:
        return ("no_data",)
    year = int(by) if int(by) in known else max(known)
    peers = [u for u in (among if isinstance(among, list) else PARENTS)
             if u != unit and year <= ENDS.get(u, 9999)
             and (among != "parent" or PARENTS[u] == PARENTS[unit])]
    turned = first == "lowest"
    low, high = low_high(data[unit][year], turned)
    best = worst = ranked = 1
    for peer in peers:
        value = data.get(peer, {}).get(year)
        there = low_high(value, turned) if value else (-float("inf"), float("inf"))
        ranked += value is not None
        best += there[0] > high
        worst += there[1] > low
    if (best <= most) != (worst <= most) or not peers:
        verdict = "not_computable"
    elif best <= most:
        verdict = "target_achieved"
    else:
        verdict = "missed" if year >= int(by) else "not_yet_due"
    return verdict, best, worst, 1 + len(peers), ranked


def say(is_fine, name, *what):
    if not is_fine:
        print("#", *what)
    print(0 if is_fine else 1, name)


def check_mean(row, data, span, geometric=False):
    unit = row["unit"]
    verdict, value = mean(data, unit, span, YEARS[-1], geometric)
    said = float(row["mean"]) if row["mean"] else None
    alike = said == value or (None not in (said, value) and abs(said - value) < 1e-9)
    say(row["verdict"] == verdict and alike, f"mean {span} of {unit}", row["verdict"], said, verdict,
        value)
    stood = " | ".join(f"{y}={mean(data, unit, span, y, geometric)[0]}" for y in YEARS)
    say(row["as_of"] == stood, f"mean {span} of {unit} by year", row["as_of"], "/", stood)


def check_rank(row, data, target):
    unit = row["unit"]
    wanted = rank(data, unit, target, YEARS[-1])
    got = (row["verdict"], *(int(row[k]) for k in ("rank", "rank_worst", "peers", "peers_ranked")))
    say(got == wanted, f"rank {target} of {unit}", got, wanted)
    stood = " | ".join(f"{y}={rank(data, unit, target, y)[0]}" for y in YEARS)
    say(row["as_of"] == stood, f"rank {target} of {unit} by year", row["as_of"], "/", stood)


def main():
    data = read(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kinds = [(check_mean, span) for span in MEANS] + [(check_rank, target) for target in RANKS]
    for i in range(0, 4 * len(kinds), len(kinds)):
        for row, (check, what) in zip(rows[i:i + len(kinds)], kinds):
            check(row, data, what)
    for row in rows[4 * len(kinds):]:
        check_mean(row, data, GEOMETRIC, True)


if __name__ == "__main__":
    main()
