#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""synthetic_survey.py [HOUSEHOLDS]: made-up households and their members, three years long.

Nothing in them is real but the codes of the six communes. They are written to data/ beside this file:
synthetic_households.csv, a line for each household and year, and synthetic_members.csv, a line for each
member. The seed is fixed, so that everybody has the same files."""
import csv
import os
import random
import sys

YEARS = (2026, 2027, 2028)
COMMUNES = ("06463", "06475", "06481", "06496", "06505", "06517")
DAMP, MEDIAN, SPREAD, STAYS = 0.6, 2_900_000, 0.45, 0.85  # of incomes in money a person and month


def yes(chance, p):
    return int(chance.random() < p)


def ages(chance):
    """A couple, children, grandparents: as old as they are in the first year."""
    parent = chance.randint(22, 60)
    people = [parent] + [max(18, parent - chance.randint(-2, 6))] * yes(chance, 0.9)
    people += [max(0, parent - chance.randint(20, 32)) for _ in range(chance.randint(0, 3))]
    return people + [min(95, parent + chance.randint(20, 30))] * yes(chance, 0.25)


def member(chance, age, hard):
    """What is asked of each; more is lacking in a household with a hard life."""
    works = int(16 <= age <= 64 and not yes(chance, 0.02 + 0.06 * hard))
    return [age, works, int(not yes(chance, 0.02 + 0.05 * hard)),
            int(not yes(chance, 0.05 + 0.3 * hard)) if 16 <= age <= 30 else "",
            int(not yes(chance, 0.02 + 0.1 * hard)) if 3 <= age < 16 else "",
            yes(chance, 0.03 + 0.15 * hard) if age < 16 else ""]


def household(chance, number, members_out, households_out):
    name, commune = f"SYN{number:05}", chance.choice(COMMUNES)
    born, luck = ages(chance), chance.gauss(0, SPREAD)
    lacks = [chance.random() for _ in range(7)]
    for at, year in enumerate(YEARS):
        luck = STAYS * luck + chance.gauss(0.04, SPREAD * DAMP * (1 - STAYS * STAYS) ** 0.5)
        hard = 1 / (1 + 2.718281828 ** (3 * luck + 1))
        weak, water, latrine, internet, device, waste, room = (int(x < 0.03 + 0.5 * hard) for x in lacks)
        households_out.writerow([name, year, commune, weak * 2, round(len(born) * (6 if room else 14)),
                                 1 - water, 1 - latrine, 1 - internet, 1 - device, 1 - waste])
        total = MEDIAN * 2.718281828 ** luck * len(born)
        people = [member(chance, age + at, hard) for age in born]
        earners = sum(person[1] for person in people) or 1
        for person in people:
            income = total / earners if person[1] or earners == 1 and person is people[0] else 0
            members_out.writerow([name, year, *person, int(income / 1000) * 1000])


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
    os.makedirs(folder, exist_ok=True)
    chance = random.Random(20260101)
    with open(os.path.join(folder, "synthetic_members.csv"), "w", encoding="utf-8") as members, \
            open(os.path.join(folder, "synthetic_households.csv"), "w", encoding="utf-8") as households:
        members_out = csv.writer(members, lineterminator="\n")
        households_out = csv.writer(households, lineterminator="\n")
        members_out.writerow("household year age works insured trained enrolled stunted income".split())
        households_out.writerow("household year commune weak_parts area clean_water good_latrine internet "
                                "device waste_collected".split())
        for number in range(1, n + 1):
            household(chance, number, members_out, households_out)


main()
