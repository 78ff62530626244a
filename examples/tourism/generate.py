# SPDX-License-Identifier: MIT
"""generate.py FOLDER: writes the synthetic tables of this example, always the same ones.  No figure
is of a real place: names and areas of the communes are real, all that is said of visitors and
residents is drawn from a seeded generator."""
import calendar
import os
import random
import sys

# Commune; residents in 2021; visits of a mean month; rooms.
COMMUNES = [("06463", 14000, 2600, 60), ("06475", 9000, 500, 12), ("06481", 8000, 900, 20),
            ("06496", 10000, 700, 15), ("06505", 11000, 1100, 24), ("06517", 7000, 400, 10)]
# Festivals after the new year, harvest of the custard apple in August and September.
SEASON = [0.9, 2.2, 1.5, 0.9, 0.8, 0.8, 0.9, 1.4, 1.3, 0.7, 0.5, 0.6]
YEARS = range(2021, 2026)

folder = sys.argv[1]
draw = random.Random(20251231).random


def write(name, header, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as out:
        for row in [header, *rows]:
            out.write(",".join(map(str, row)) + "\n")


def month(code, rooms, level, year, number):
    days = calendar.monthrange(year, number)[1]
    visits = round(level * SEASON[number - 1] * (0.8 + 0.4 * draw()))
    overnight = min(round(visits * (0.15 + 0.15 * draw())), rooms * days // 2)
    nights = round(overnight * (1.1 + 0.5 * draw()))
    sold = min(round(nights * (0.55 + 0.2 * draw())), rooms * days)
    inbound = round(visits * 0.04 * draw())
    receipts = round(visits * (0.25 + 0.1 * draw()) + nights * 0.3)
    return (code, f"{year}-{number:02}", visits, overnight, visits - overnight, visits - inbound,
            inbound, nights, rooms, sold, receipts)


visits, residents = [], []
for code, people, level, rooms in COMMUNES:
    for year in YEARS:
        residents.append((code, year, people))
        for number in range(1, 13):
            visits.append(month(code, rooms, level, year, number))
        people += round(people * 0.012 * draw())
        level *= 1 + 0.15 * draw()
        rooms += round(3 * draw())
# A commune that did not report one of its months.
visits = [row for row in visits if row[:2] != ("06496", "2023-09")]
write("synthetic_visits.csv",
      ("commune", "month", "visits", "overnight", "same_day", "domestic", "inbound", "guest_nights",
       "rooms", "rooms_sold", "receipts_million"), visits)
write("synthetic_residents.csv", ("commune", "year", "residents"), residents)
