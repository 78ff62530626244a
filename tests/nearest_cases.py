# SPDX-License-Identifier: MIT
"""Distances that chiso finds, against a slow search along every segment: haversines, lowered by thirds.

nearest_cases.py random CHISO           synthetic roads around the poles, the date line and a district
nearest_cases.py vector CHISO FOLDER    road access of the shared vector 22

Prints a status and a name for each test.  Writes into the working folder."""
import csv
import json
import math
import random
import subprocess
import sys

RADIUS = 6371008.8


def haversine(p, q):
    (x1, y1), (x2, y2) = [(math.radians(x), math.radians(y)) for x, y in (p, q)]
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1, math.sqrt(h)))


def between(a, b, t):
    """The point at part t of the great circle from a to b (slerp)."""
    angle = haversine(a, b) / RADIUS
    if angle == 0:
        return a
    u, v = math.sin((1 - t) * angle) / math.sin(angle), math.sin(t * angle) / math.sin(angle)
    (x1, y1), (x2, y2) = [(math.radians(x), math.radians(y)) for x, y in (a, b)]
    x = u * math.cos(y1) * math.cos(x1) + v * math.cos(y2) * math.cos(x2)
    y = u * math.cos(y1) * math.sin(x1) + v * math.cos(y2) * math.sin(x2)
    z = u * math.sin(y1) + v * math.sin(y2)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def to_segment(p, a, b, best):
    """Along an arc the distance falls to one least value, or has it at an end.  Of interest is what is
    less than the best one."""
    low, high = 0.0, 1.0
    if min(haversine(p, a), haversine(p, b)) - haversine(a, b) > best:
        return best
    for _ in range(60):
        third = (high - low) / 3
        if haversine(p, between(a, b, low + third)) < haversine(p, between(a, b, high - third)):
            high -= third
        else:
            low += third
    return min(haversine(p, q) for q in (a, b, between(a, b, low)))


def run(chiso, points, lines, conditions):
    """Per condition and point what chiso says."""
    with open("c_points.csv", "w") as out:
        out.write("point,x,y\n" + "".join(f"P{i},{x!r},{y!r}\n" for i, (x, y) in enumerate(points)))
    with open("c_lines.csv", "w") as out:
        out.write("all_season,wkt\n")
        for season, line in lines:
            out.write(f'{season},"LINESTRING ({", ".join(f"{x!r} {y!r}" for x, y in line)})"\n')
    plan = {"chiso": 1, "datasets": {
        "points": {"file": "c_points.csv", "unit": "point", "geometry": {"lon": "x", "lat": "y"},
                   "columns": {name: f"nearest('lines'{where})" for name, where in conditions.items()}},
        "lines": {"file": "c_lines.csv", "geometry": "wkt"}},
        "indicators": [{"id": name, "use": "basic.total", "dataset": "points", "inputs": {"value": name}}
                       for name in conditions]}
    with open("c_plan.json", "w") as out:
        json.dump(plan, out)
    text = subprocess.run([chiso, "run", "c_plan.json", "--format", "csv"], capture_output=True,
                          text=True, check=True).stdout
    found = {name: [None] * len(points) for name in conditions}
    for row in csv.DictReader(text.splitlines()):
        found[row["indicator"]][int(row["unit"][1:])] = float(row["value"])
    return found


def say(fine, name):
    print(0 if fine else 1, name)


def check_random(chiso):
    dice = random.Random(22)
    points, lines = [], []
    for lon, lat, wide in ((106.6, 21.6, 0.3), (180, 0, 2), (0, 90, 5), (30, -88, 3), (0, 0, 60)):
        around = 36 if abs(lat) > 80 else 1

        def point():
            x, y = lon + dice.uniform(-wide, wide) * around, lat + dice.uniform(-wide, wide)
            return (x + 540) % 360 - 180, max(-90, min(90, y))
        for _ in range(10):
            line = [point() for _ in range(3)]
            lines.append((1, line[:1] + line if dice.random() < 0.3 else line))
        points += [point() for _ in range(10)]
    found = run(chiso, points, lines, {"any": ""})["any"]
    worst = 0
    for p, metres in zip(points, found):
        best = math.inf
        for a, b in (pair for _, line in lines for pair in zip(line, line[1:])):
            best = min(best, to_segment(p, a, b, best))
        worst = max(worst, abs(metres - best) / (best + 1))
    print("# largest difference", worst)
    say(len(found) == 50 and None not in found, "all points have a distance")
    say(worst < 1e-8, "the nearest of random lines, as a slow search finds it")


def check_vector(chiso, folder):
    roads = {}
    with open(f"{folder}/roads.csv") as file:
        for row in csv.DictReader(file):
            roads.setdefault((row["road"], row["all_season"]), []).append((float(row["lon"]), float(row["lat"])))
    with open(f"{folder}/households.csv") as file:
        households = list(csv.DictReader(file))
    with open(f"{folder}/expected_distance.csv") as file:
        expected = list(csv.DictReader(file))
    with open(f"{folder}/expected.json") as file:
        rai = json.load(file)
    points = [(float(h["lon"]), float(h["lat"])) for h in households]
    found = run(chiso, points, [(season, line) for (_, season), line in roads.items()],
                {"any": "", "season": ", 'all_season'"})
    for name, column in (("season", "distance_all_season_m"), ("any", "distance_any_road_m")):
        worst = max(abs(d / float(e[column]) - 1) for d, e in zip(found[name], expected))
        print("# largest difference", worst)
        say(worst < 1e-3 and len(expected) == 300, f"vector 22: {column}")
    rural = [(int(h["persons"]), s, a) for h, s, a in zip(households, found["season"], found["any"])
             if h["rural"] == "1"]
    for at, name in ((1, "rai"), (2, "rai_any_road")):
        near = sum(r[0] for r in rural if r[at] <= 2000)
        say(abs(near / sum(r[0] for r in rural) - rai[name]) < 1e-12, f"vector 22: {name}")


if sys.argv[1] == "random":
    check_random(sys.argv[2])
else:
    check_vector(sys.argv[2], sys.argv[3])
