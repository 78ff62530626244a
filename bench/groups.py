#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes SYNTHETIC records in random order, of so many groups by one column, and a project that adds
them up, to a folder.

    groups.py FOLDER [GROUPS [RECORDS]]      (10000 and 4000000)
    chiso validate FOLDER
"""
import json
import pathlib
import random
import sys


def main(folder, groups=10000, records=4000000):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(1).random
    with open(folder / "synthetic.csv", "w", encoding="utf-8") as file:
        file.write("period,kind,value\n")
        for _ in range(int(records)):
            file.write(f"2025,K{int(draw() * int(groups)):07},{int(draw() * 100000) / 100}\n")
    project = {"chiso": 1,
               "title": {"en": f"SYNTHETIC: {records} records of {groups} groups"},
               "datasets": {"d": {"file": "synthetic.csv", "period": "period", "synthetic": True}},
               "indicators": [{"id": "s", "use": "basic.stock", "dataset": "d",
                               "inputs": {"value": "value"}, "by": [["kind"]]}]}
    with open(folder / "plan.json", "w", encoding="utf-8") as file:
        json.dump(project, file, indent=1)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
