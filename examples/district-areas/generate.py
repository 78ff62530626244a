# SPDX-License-Identifier: MIT
"""generate.py FOLDER: writes the synthetic tables of this example, always the same ones.  No figure is
of a real place: names and areas of the communes are real, all else is drawn from a seeded generator."""
import os
import random
import sys

COMMUNES = {"06463": 14000, "06475": 9000, "06481": 8000, "06496": 10000, "06505": 11000, "06517": 7000}
YEARS = range(2019, 2025)
BRANCHES = {"agriculture": (40, 3), "industry": (30, 11), "services": (30, 9)}  # bn VND of 2010, growth
folder = sys.argv[1]
rng = random.Random(20220620)


def write(name, header, rows):
    with open(os.path.join(folder, f"synthetic_{name}.csv"), "w", encoding="utf-8", newline="\n") as out:
        for row in [header.split(), *rows]:
            out.write(",".join(map(str, row)) + "\n")


def part(whole, low, high):
    return round(whole * (low + (high - low) * rng.random()))


# Output: at prices of 2010 up to 2020, at those of 2020 from then on; both in 2020.
output, people, labour = [], [], []
for commune, persons in COMMUNES.items():
    level = {b: size * persons / 10000 * (0.8 + 0.4 * rng.random()) for b, (size, _) in BRANCHES.items()}
    for year in YEARS:
        people.append((commune, year, persons + 60 * (year - 2019)))
        for branch, (_, growth) in BRANCHES.items():
            level[branch] *= 1 + (growth + 4 * rng.random() - 2) / 100
            for base in [b for b in (2010, 2020) if (b == 2010) == (year < 2020) or year == 2020]:
                output.append((commune, year, branch, base, round(level[branch] * (1.6 if base == 2020 else 1), 2)))
            share = {"agriculture": 0.62 - 0.02 * (year - 2019), "industry": 0.16, "services": 0.22}[branch]
            labour.append((commune, year, branch, part(persons * 0.55 * share, 0.95, 1.05)))
write("output", "commune year branch base output_bn", output)
write("people", "commune year people", people)
write("labour", "commune year branch persons", labour)

yearly, schools, land, budget, poor, projects, tenders, losses, children = [], [], [], [], [], [], [], [], []
for year in YEARS:
    for commune, persons in COMMUNES.items():
        force, infants, dossiers, staff = round(persons * 0.58), round(persons * 0.015), part(persons, 0.2, 0.4), 40
        settled, planned = part(dossiers, 0.9, 1), rng.randint(20, 60)
        natural = part(4000, 0.9, 1.1)
        yearly.append((
            commune, year, persons, part(persons, 0.85, 0.99), rng.randint(2, 9), part(force, 0.2, 0.5), force,
            part(infants, 0.8, 1), infants, part(persons, 0.3, 0.6), part(persons // 4, 0.7, 0.95), persons // 4,
            rng.randint(0, 30), part(persons / 10, 2, 5), dossiers, part(dossiers, 0.1 + 0.1 * (year - 2019), 0.9),
            settled, part(settled, 0.85, 1), staff - rng.randint(0, 8), staff, staff + 4, part(30, 0.5, 1), 30,
            part(planned, 0.6, 1), planned, rng.randint(0, 8), natural, part(2000, 0.8, 1.2), part(200, 0.5, 1), 8000,
            rng.randint(0, 1), part(12, 0.4, 1), 12, part(40, 0.9, 1), 40, rng.randint(0, 4), rng.randint(0, 6),
            part(400, 0.6, 1.4), part(90, 0.5, 1), 90, part(50, 0.2, 1), 50, rng.randint(0, 3), rng.randint(1, 5)))
        for sex in ("female", "male"):
            of_age = round(persons * 0.035)
            net = part(of_age, 0.85, 0.98)
            schools.append((commune, year, sex, net + rng.randint(5, 30), net, of_age))
        move = 20 * (year - 2019)
        for category, area, planned in (("agriculture", 7000, 6880), ("built", 600, 700), ("unused", 400, 420)):
            drift = {"agriculture": -move, "built": move - year % 3, "unused": year % 3}[category]
            land.append((commune, year, category, area + drift, planned, area))
        for kind, head, size in (("revenue", "land", 12), ("revenue", "tax", 8), ("expenditure", "education", 22),
                                 ("expenditure", "health", 9), ("expenditure", "roads", 14)):
            budget.append((commune, year, kind, head, size, round(size * (0.8 + 0.4 * rng.random()), 1)))
        for group, homes in (("minority", persons // 6), ("kinh", persons // 12)):
            poor.append((commune, year, group, part(homes, 0.02, 0.2 if group == "minority" else 0.08), homes))
        for _ in range(rng.randint(0, 2)):
            registered = rng.randint(5, 80)
            projects.append((commune, year, registered, part(registered, 0.1, 1)))
        for _ in range(rng.randint(1, 3)):
            estimate = rng.randint(300, 5000)
            tenders.append((commune, year, estimate, part(estimate, 0.9, 1), rng.randint(1, 5)))
        if rng.random() < 0.6:
            losses.append((commune, year, rng.randint(0, 1), 0, rng.randint(0, 9), rng.randint(0, 80),
                           rng.randint(0, 12), rng.randint(0, 90), rng.randint(100, 4000)))
        children += [(commune, year, round(rng.gauss(-1.1, 1.1), 2)) for _ in range(12)]
write("yearly", "commune year people insured doctors trained labour_force immunised infants covered families_with_title "
      "families cases retail_mn dossiers online settled on_time staff assigned staff_start procedures_online procedures "
      "disbursed plan carried_over natural planted young land disaster_plan hygienic villages declared obliged "
      "craft_villages models income waste_treated waste_collected recovered lost disciplined events", yearly)
write("schools", "commune year sex enrolled of_age population", schools)
write("land", "commune year category area planned start", land)
write("budget", "commune year kind head budget_bn actual_bn", budget)
write("poor", "commune year group poor households", poor)
write("projects", "commune year registered_bn spent_bn", projects)
write("tenders", "commune year estimate_mn awarded_mn bidders", tenders)
write("losses", "commune year deaths missing injured damaged destroyed livelihoods loss_mn", losses)
write("children", "commune year height_z", children)
weather = [(f"{year}-{month:02}", round(normal + rng.gauss(0.6, 1), 1), normal) for year in YEARS
           for month, normal in enumerate((13.1, 14.6, 17.8, 22.0, 25.4, 27.0, 27.2, 26.6, 25.3, 22.1, 18.3, 14.7), 1)]
write("weather", "month temperature normal", weather)
