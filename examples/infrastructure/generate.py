# SPDX-License-Identifier: MIT
"""generate.py FOLDER: writes the synthetic tables of this example, always the same ones.  No figure
is of a real place: names, areas and centres of the communes are real, all that is said of roads,
villages and services is drawn from a seeded generator."""
import math
import os
import random
import sys

# Commune; its centre, from which synthetic roads go out; people in 2023.
COMMUNES = [("06463", 106.5455, 21.6099, 14000), ("06475", 106.5276, 21.7164, 9000),
            ("06481", 106.7588, 21.7333, 8000), ("06496", 106.6610, 21.6949, 10000),
            ("06505", 106.4850, 21.6405, 11000), ("06517", 106.6967, 21.6124, 7000)]
YEARS = (2023, 2024)
VILLAGES = 14  # of each commune
RADIUS = 6371008.8
PARTS = {"planning": None, "roads": (60, 100), "roads_other": None, "irrigation": (70, 95),
         "irrigation_other": None, "electricity": (93, 100),
         "schools": (60, 90), "culture_facilities": None, "trade": None, "communication": None,
         "temporary_houses": (0, 3), "solid_houses": (70, 95), "income": None, "poverty": (5, 18),
         "trained": (60, 85), "certificates": (15, 30), "production": None, "education": None,
         "insurance": (85, 99), "culture": None, "clean_water": (20, 60), "waste": (60, 95),
         "environment_other": None, "politics_law": None, "defence": None}

folder = sys.argv[1]
rng = random.Random(20220620)


def write(name, header, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as out:
        for row in [header, *rows]:
            out.write(",".join(map(str, row)) + "\n")


def up_to(most, low=0.0, high=1.0):
    """A part of a whole."""
    return round(most * (low + (high - low) * rng.random()))


def metres(a, b):
    """Along the sphere."""
    (x, y), (u, v) = [tuple(map(math.radians, p)) for p in (a, b)]
    h = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(h))


def around(lon, lat, reach):
    return round(lon + reach * (rng.random() - 0.5), 5), round(lat + reach * (rng.random() - 0.5), 5)


def line(a, b):
    """A road from a to b with a bend or two."""
    bends = rng.randint(1, 3)
    points = [tuple(p + (q - p) * k / (bends + 1) for p, q in zip(a, b)) for k in range(1, bends + 1)]
    return [a, *(around(*p, 0.008) for p in points), b]


def road(commune, kind, points, hard, open_all_year):
    length = sum(metres(a, b) for a, b in zip(points, points[1:])) / 1000
    wkt = ", ".join(f"{lon} {lat}" for lon, lat in points)
    return (commune, kind, round(length, 3), rng.choice(["asphalt", "concrete"]) if hard else "earth",
            int(open_all_year), f'"LINESTRING ({wkt})"')


villages, roads = [], []
for code, lon, lat, people in COMMUNES:
    centre = (lon, lat)
    for direction in range(2):
        roads.append(road(code, "district", line(centre, around(lon, lat, 0.11)), True, True))
    for number in range(1, VILLAGES + 1):
        place = around(lon, lat, 0.12)
        hard, season, reached = rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.5
        villages.append((code, number, *place, up_to(2 * people / VILLAGES, 0.2, 0.8), int(hard and reached)))
        if reached:
            roads.append(road(code, "village", line(around(lon, lat, 0.05), place), hard, hard or season))

services, waste, customers, outages, criteria = [], [], [], [], []
for year in YEARS:
    for code, _, _, people in COMMUNES:
        improved, homes = up_to(people, 0.8, 0.98), people // 4
        services.append((code, year, people, up_to(improved, 0.3, 0.7), improved, improved,
                         up_to(improved, 0.5, 0.9), up_to(improved, 0.7, 0.95), up_to(improved, 0.3, 0.8),
                         homes, up_to(homes, 0.6, 0.9), up_to(homes, 0.95, 1), up_to(people, 0.5, 0.9)))
        served = up_to(people, 0.4, 0.9)
        collected = round(served * 0.55 * 365 / 1000, 1)
        waste.append((code, year, people, served, collected, round(collected * (0.3 + 0.6 * rng.random()), 1),
                      rng.randint(0, 1), rng.randint(0, 1)))
        clients = homes + rng.randint(50, 200)
        customers.append((code, year, clients))
        for month in range(1, 13):
            for _ in range(rng.randint(0, 2)):
                outages.append((code, f"{year}-{month:02}", up_to(clients, 0.02, 0.5), rng.randint(5, 240)))
        criteria.append((code, year, *(rng.randint(*span) if span else int(rng.random() < 0.9)
                                       for span in PARTS.values())))
write("synthetic_roads.csv", ("commune", "class", "length_km", "surface", "all_season", "wkt"), roads)
write("synthetic_villages.csv", ("commune", "village", "lon", "lat", "people", "hard_road"), villages)
# A commune that did not test its water in 2023.
services = [row[:8] + ("",) + row[9:] if row[:2] == ("06517", 2023) else row for row in services]
write("synthetic_services.csv",
      ("commune", "year", "people", "clean", "hygienic", "improved", "on_premises", "when_needed",
       "uncontaminated", "households", "latrines", "electricity", "internet"), services)
write("synthetic_waste.csv", ("commune", "year", "people", "served", "collected_t", "treated_t", "landfill",
                              "cemetery"), waste)
write("synthetic_customers.csv", ("commune", "year", "customers"), customers)
write("synthetic_outages.csv", ("commune", "month", "interrupted", "minutes"), outages)
write("synthetic_criteria.csv", ("commune", "year", *PARTS), criteria)
