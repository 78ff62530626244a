#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes a SYNTHETIC plan to a folder: communes, years and indicators, half of them derived, with a
target for every commune and indicator, ranks among them, and the districts added up from them.

    plan.py FOLDER [COMMUNES [YEARS [INDICATORS]]]      (200, 10 and 40)
"""
import json
import pathlib
import random
import sys

DISTRICTS = 10


def write_units(folder, communes):
    with open(folder / "units.csv", "w", encoding="utf-8") as file:
        file.write("code,name_vi,level,parent\nP,Synthetic province,province,\n")
        for d in range(DISTRICTS):
            file.write(f"D{d:02},Synthetic district {d},district,P\n")
        for c in range(communes):
            file.write(f"{c:05},Synthetic commune {c},commune,D{c % DISTRICTS:02}\n")


def write_data(folder, communes, years, plain):
    draw = random.Random(1)
    with open(folder / "synthetic.csv", "w", encoding="utf-8") as file:
        file.write("unit,year," + ",".join(f"v{i}" for i in range(plain)) + "\n")
        for c in range(communes):
            for year in years:
                row = (f"{draw.randrange(1000, 9999) / 10}" if draw.random() > 0.01 else ""
                       for _ in range(plain))
                file.write(f"{c:05},{year}," + ",".join(row) + "\n")


def indicators(plain, derived):
    for i in range(plain):
        yield {"id": f"p{i}", "use": "basic.stock", "dataset": "d", "inputs": {"value": f"v{i}"}}
    for i in range(derived):
        yield {"id": f"g{i}", "expression": f"100 * p{i}.total / p{(i + 1) % plain}.total",
               "unit_measure": "%"}


def goals(plain, derived, last):
    places = [f"p{i}.total" for i in range(plain)] + [f"g{i}.value" for i in range(derived)]
    for i, place in enumerate(places):
        kinds = [
            {"at_least": 500, "by": "2030"},
            {"at_most": 300, "by": str(last), "method": "linear_path"},
            {"at_least": 400, "mean_over": {"from": str(last - 4), "to": str(last)}},
            {"at_most": 10, "by": "2030", "rank": {"first": "highest"}},
        ]
        yield {"id": f"G{i}", "title": place, "domain": f"domain {i % 4}", "document": "d",
               "rows": [{"indicator": place, "units": {"level": "commune"},
                         "targets": [kinds[i % 4]]}]}


def main():
    folder = pathlib.Path(sys.argv[1])
    communes, n_years, n = (list(map(int, sys.argv[2:])) + [200, 10, 40][len(sys.argv) - 2:])[:3]
    years = range(2025 - n_years, 2025)
    derived = n // 2
    plain = n - derived
    folder.mkdir(parents=True, exist_ok=True)
    write_units(folder, communes)
    write_data(folder, communes, years, plain)
    plan = {
        "chiso": 1, "title": {"en": "SYNTHETIC plan", "vi": "Quy hoạch GIẢ LẬP"},
        "documents": {"d": {"title": "Synthetic document", "status": "stated"}},
        "plan": {"document": "d", "unit": "P"}, "units": "units.csv",
        "datasets": {"d": {"file": "synthetic.csv", "unit": "unit", "period": "year",
                           "synthetic": True}},
        "indicators": list(indicators(plain, derived)),
        "goals": list(goals(plain, derived, years[-1])),
    }
    (folder / "plan.json").write_text(json.dumps(plan, ensure_ascii=False, indent=1) + "\n",
                                      encoding="utf-8")


if __name__ == "__main__":
    main()
