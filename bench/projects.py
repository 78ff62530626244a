# SPDX-License-Identifier: MIT
"""The jobs as chiso's projects: what an ordinary user would write for them."""
import csv
import json

DEPRIVATIONS = ["employment", "dependents", "nutrition", "insurance", "adult_education",
                "school_attendance", "housing_quality", "housing_area", "water", "toilet",
                "telecom", "media"]
LINE = "if(area == 'rural', 1500000, 2000000)"


def households(**more):
    return {"file": "households.csv", "unit": "unit", "period": "period", "synthetic": True, **more}


def class_columns():
    """The class of a household, where a deprivation that is not known counts as none."""
    return {"line": LINE,
            "lacks": " + ".join(f"firstNonNull(dep_{d}, 0)" for d in DEPRIVATIONS),
            "class": "if(income > line, 'not_poor', if(lacks >= 3, 'poor', 'near_poor'))"}


def multidimensional(outputs):
    """Of people, where the dataset has households."""
    return {"id": "af", "use": "poverty.alkire_foster", "dataset": "households",
            "weight": "weight * size", "outputs": outputs,
            "parameters": {"k": ["1/3"], "missing": "drop"},
            "inputs": {"deprived": {d: "dep_" + d for d in DEPRIVATIONS}}}


def national(*outputs):
    return {"id": "class", "use": "poverty.national", "dataset": "households",
            "outputs": list(outputs)}


LEVELS = ["province", "country"]  # what w2 and w3 are asked for
MEASURES = ["h", "a", "m0", "uncensored", "censored"]


def w1():
    return {"datasets": {"households": households(columns=class_columns())},
            "indicators": [multidimensional(MEASURES),
                           national("poor", "near_poor", "households"),
                           {"id": "weights", "use": "basic.stock", "dataset": "households",
                            "inputs": {"value": "weight"}}]}


def w2():
    design = {"stratum": "lookup('provinces', 'province', unit)", "psu": "unit"}
    return {"units": "tree.csv",
            "datasets": {
                "provinces": {"file": "units.csv", "period": {"is": "2021"}, "key": "unit"},
                "households": households(weight="weight", columns=class_columns(),
                                         design=design)},
            "indicators": [{**it, "levels": LEVELS} for it in (
                multidimensional(MEASURES), national("poor_rate", "near_poor_rate"))]}


def w3():
    return {"units": "tree.csv",
            "datasets": {"people": households(weight="weight * size", columns={"line": LINE})},
            "indicators": [{"id": "fgt", "use": "poverty.fgt", "dataset": "people",
                            "outputs": ["fgt"], "levels": LEVELS,
                            "parameters": {"alpha": [0, 1, 2], "poor_if": "at_most"}},
                           {"id": "incomes", "use": "poverty.distribution", "dataset": "people",
                            "outputs": ["gini"], "levels": LEVELS}]}


def w4(indicators):
    out, parts = [], []
    for it in indicators:
        code = it["indicator"]
        low, high = f"periods_min(units_min({code}))", f"periods_max(units_max({code}))"
        way = f"{code} - {low}" if it["direction"] == "1" else f"{high} - {code}"
        first = f"100 * {code} / index({code}, 2015)"
        parts.append(f"part_{code}, {it['weight']}")
        out.append({"id": code, "use": "basic.stock", "dataset": "table",
                    "inputs": {"value": code}, "show": False})
        for name, expression in (
                ("part", f"({way}) / ({high} - {low})"),
                ("growth", f"compound_growth({code}, 2015, 2024) / 100"),
                ("needed", f"power({it['target']} / ({first}), 1 / 15) - 1"),
                ("ratio", f"growth_{code} / needed_{code}"),
                ("projected", f"{first} * power(1 + growth_{code}, 15)")):
            out.append({"id": f"{name}_{code}", "expression": expression,
                        "show": False if name == "part" else "2024"})
    out.append({"id": "composite", "expression": f"weighted_mean({', '.join(parts)})"})
    out.append({"id": "place", "expression": "rank(composite)"})
    return {"units": "communes.csv",
            "datasets": {"table": {"file": "values.csv", "unit": "unit", "period": "period",
                                   "long": {"indicator": "indicator", "value": "value"},
                                   "synthetic": True}},
            "indicators": out}


def write_tree(work):
    """units.csv of the households with its provinces and the country above it."""
    with open(work / "units.csv", encoding="ascii") as file:
        rows = list(csv.DictReader(file))
    with open(work / "tree.csv", "w", encoding="ascii") as file:
        file.write("code,name_en,level,parent\nVN,Synthetic country,country,\n")
        for province in dict.fromkeys(row["province"] for row in rows):
            file.write(f"P{province},Synthetic province {province},province,VN\n")
        for row in rows:
            file.write(f"{row['unit']},Synthetic commune {row['unit']},commune,P{row['province']}\n")


def write_communes(work):
    with open(work / "values.csv", encoding="ascii") as file:
        codes = dict.fromkeys(row["unit"] for row in csv.DictReader(file))
    with open(work / "communes.csv", "w", encoding="ascii") as file:
        file.write("code,name_en,level,parent\n")
        for code in codes:
            file.write(f"{code},Synthetic commune {code},commune,\n")


def write(work, job):
    if job == "w4":
        write_communes(work)
        with open(work / "indicators.csv", encoding="ascii") as file:
            project = w4(list(csv.DictReader(file)))
    else:
        write_tree(work)
        project = {"w1": w1, "w2": w2, "w3": w3}[job]()
    project = {"chiso": 1, "title": {"en": f"SYNTHETIC: job {job}"}, **project}
    (work / f"{job}.json").write_text(json.dumps(project, indent=1) + "\n", encoding="utf-8")
