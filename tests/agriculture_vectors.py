# SPDX-License-Identifier: MIT
"""agriculture_vectors.py CHISO VECTORS FOLDER: the worked examples of FAO-56 (vector 24) as a table
of weather, and measures of concentration (vector 19), from the command line."""
import csv
import io
import json
import os
import subprocess
import sys

chiso, vectors, folder = sys.argv[1:]


def read(name):
    with open(os.path.join(vectors, name, "cases.json"), encoding="utf-8") as file:
        return json.load(file)


# ---- 24: each example as a record that knows just what the example is given ----

# Beginning of the case, output, inputs.
STEPS = [
    ("ex2 atm", "pressure", {"altitude": 1800}),
    ("ex2 psy", "gamma", {"pressure": 81.8}),
    ("ex3", "es", {"tmin": 15, "tmax": 24.5}),
    ("ex4", "ea", {"t_wet": 19.5, "t_dry": 25.6, "e_wet": 2.267, "pressure": 87.9}),
    ("ex5", "ea", {"rh_min": 54, "rh_max": 82, "e_tmin": 2.064, "e_tmax": 3.168}),
    ("ex8 inverse", "distance", {"day_of_year": 246}),
    ("ex8 decl", "declination", {"day_of_year": 246}),
    ("ex8 sunset", "sunset", {"day_of_year": 246, "latitude": -20}),
    ("ex8 extra", "ra", {"day_of_year": 246, "latitude": -20}),
    ("ex9", "daylight", {"day_of_year": 246, "latitude": -20}),
    ("ex10", "rs", {"sunshine": 7.1, "daylight": 10.9, "ra": 25.1}),
    ("ex11", "rnl", {"tmin": 19.1, "tmax": 25.1, "rs": 14.5, "rso": 18.8, "ea": 2.1}),
    ("ex13", "g", {"t_before": 14.1, "t_after": 18.8}),
    ("ex14", "u2", {"wind": 3.2, "wind_height": 10}),
    ("ex15", "rs", {"tmin": 14.8, "tmax": 26.6, "ra": 40.6}),
    ("ex17 slope", "slope", {"tmean": 30.2}),
    ("ex17 ETo", "eto", {"rn": 14.33, "g": 0.14, "tmean": 30.2, "u2": 2, "es": 4.42, "ea": 2.85,
                         "slope": 0.246, "gamma": 0.0674}),
    ("ex18 Rso", "rso", {"altitude": 100, "ra": 41.09}),
    ("ex18 ETo", "eto", {"rn": 13.28, "g": 0, "tmean": 16.9, "u2": 2.078, "es": 1.997, "ea": 1.409,
                         "slope": 0.122, "gamma": 0.0666}),
]
# The same two examples from the weather alone (FAO-56, examples 17 and 18), printed 5.72 and 3.9; and
# example 20, which has temperatures alone: Hargreaves, printed 5.0 (Lyon, July).
WHOLE = [
    ("eto", 5.72, 0.05, {"latitude": 13 + 44 / 60, "altitude": 2, "day_of_year": 105, "tmin": 25.6,
                         "tmax": 34.8, "t_before": 29.2, "ea": 2.85, "u2": 2, "sunshine": 8.5}),
    ("eto", 3.9, 0.05, {"latitude": 50.8, "altitude": 100, "day_of_year": 187, "tmin": 12.3, "tmax": 21.5,
                        "rh_min": 63, "rh_max": 84, "wind": 10 / 3.6, "wind_height": 10,
                        "sunshine": 9.25, "g": 0}),
    ("eto_hargreaves", 5.0, 0.05, {"latitude": 45 + 43 / 60, "altitude": 200, "day_of_year": 196,
                                   "tmin": 14.8, "tmax": 26.6}),
]
records = [inputs for _, _, inputs in STEPS] + [inputs for *_, inputs in WHOLE]
names = sorted({name for inputs in records for name in inputs})
with open(os.path.join(folder, "weather.csv"), "w", encoding="utf-8") as out:
    writer = csv.DictWriter(out, ["month", *names], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"month": "2023-04", **inputs} for inputs in records)
got = subprocess.run([chiso, "records", "agriculture.evapotranspiration",
                      os.path.join(folder, "weather.csv"), "--period", "month", "--prefix", "of_",
                      "--set", "krs=0.16"],
                     capture_output=True, encoding="utf-8", check=True).stdout
rows = list(csv.DictReader(io.StringIO(got)))
cases = read("24-agriculture-fao56")
wrong = [] if len(cases) == len(STEPS) and len(rows) == len(records) else ["cases and steps differ"]
for (begin, output, _), row in zip(STEPS, rows):
    expect = next(c["expect"] for c in cases if c["case"].startswith(begin))
    value = float(row["of_" + output] or "nan")
    if not abs(value - expect) <= 1e-9 * abs(expect):
        wrong.append(f"{begin}: {value}, not {expect}")
for (output, printed, within, _), row in zip(WHOLE, rows[len(STEPS):]):
    if not abs(float(row["of_" + output] or "nan") - printed) <= within:
        wrong.append(f"{output}: {row['of_' + output]}, not {printed}")
for line in wrong:
    print("#", line)
print(int(bool(wrong)), f"vector 24: {len(STEPS)} steps, and {len(WHOLE)} examples from the weather")


# ---- 19: each list of sizes as a dataset of crops ----

# A measure of the vector, and what gives it.
MEASURES = {"hhi": "all.hhi", "hhi_normalised": "all.hhi_normalised",
            "hhi_equivalent_number": "all.equivalent_number", "hhi_10000": "hhi_10000.value",
            "shannon_entropy_ln": "all.shannon", "shannon_evenness": "all.evenness",
            "simpson_diversity": "all.diversity", "location_quotient": "quotient.value"}
cases = [c for c in read("19-concentration-regional") if c["measure"] in MEASURES]
lists, rows = {}, []
for case in cases:
    place = lists.setdefault(tuple(case["x"]), f"L{len(lists)}")
    if case["measure"] == "location_quotient":
        # Of a crop and in all, here and in the whole: another unit has the rest of the whole.
        here, all_here, whole, all_whole = case["x"]
        rows += [(place, "crop", here), (place, "rest", all_here - here), ("other", "crop", whole - here),
                 ("other", "rest", all_whole - all_here - whole + here)]
    elif place not in {row[0] for row in rows}:
        rows += [(place, f"crop{i}", x) for i, x in enumerate(case["x"])]
quotient = lists[next(tuple(c["x"]) for c in cases if c["measure"] == "location_quotient")]
with open(os.path.join(folder, "units.csv"), "w", encoding="utf-8") as out:
    out.write("code,name_vi,name_en,parent,level\nP,P,P,,whole\n")
    for unit in [*lists.values(), "other"]:
        out.write(f"{unit},{unit},{unit},{'P' if unit in (quotient, 'other') else ''},part\n")
with open(os.path.join(folder, "crops.csv"), "w", encoding="utf-8") as out:
    out.write("unit,crop,area\n")
    out.writelines(f"{unit},{crop},{area}\n" for unit, crop, area in rows)
INDICATORS = [
    {"id": "all", "use": "agriculture.concentration", "inputs": {"crop_of": "crop"}},
    {"id": "by_crop", "use": "basic.stock", "inputs": {"value": "area"}, "by": [["crop"]]},
    {"id": "in_all", "use": "basic.stock", "inputs": {"value": "area"}}]
project = {
    "chiso": 1, "units": "units.csv", "datasets": {"c": {"file": "crops.csv", "unit": "unit"}},
    "indicators": [{**i, "dataset": "c"} for i in INDICATORS] + [
        {"id": "quotient", "expression": "share_of_parent(by_crop) / share_of_parent(in_all)"},
        {"id": "hhi_10000", "expression": "10000 * all.hhi"}]}
with open(os.path.join(folder, "crops.json"), "w", encoding="utf-8") as out:
    json.dump(project, out)
got = subprocess.run([chiso, "run", os.path.join(folder, "crops.json"), "--format", "csv", "-q"],
                     capture_output=True, encoding="utf-8", check=True).stdout
cells = {(f"{r['indicator']}.{r['output']}", r["unit"]): r["value"]
         for r in csv.DictReader(io.StringIO(got)) if r["crop"] in ("", "crop")}
wrong = []
for case in cases:
    place = (MEASURES[case["measure"]], lists[tuple(case["x"])])
    if not abs(float(cells.get(place) or "nan") - case["expect"]) <= 1e-12 * abs(case["expect"]):
        wrong.append(f"{case['measure']}: {cells.get(place)}, not {case['expect']}")
for line in wrong:
    print("#", line)
print(int(bool(wrong) or len(cases) < 9), f"vector 19: {len(cases)} measures of concentration")
