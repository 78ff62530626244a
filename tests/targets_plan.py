# SPDX-License-Identifier: MIT
"""A project with targets for means and ranks; tests/targets_means.py works out how they stand."""
import json

MEANS = [("2020", "2022", 0.2), ("2020", "2022", 8), ("2020", "2024", 6), ("2023", "2025", 1)]
RANKS = [("level", "highest", 2, "2030"), ("parent", "highest", 1, "2021"),
         (["01", "02", "03"], "lowest", 2, "2022"), ("level", "lowest", 1, "2020"),
         ("parent", "lowest", 1, "2030")]
GEOMETRIC = ("2021", "2023", 4)


def targets():
    for first, last, least in MEANS:
        yield {"at_least": least, "mean_over": {"from": first, "to": last}}
    for among, first, most, by in RANKS:
        yield {"at_most": most, "by": by, "rank": {"among": among, "first": first}}


def main():
    units = {"level": "commune"}
    mean = {"from": GEOMETRIC[0], "to": GEOMETRIC[1], "mean": "geometric"}
    print(json.dumps({
        "chiso": 1, "documents": {"d": {"title": "D", "status": "adopted"}},
        "plan": {"document": "d", "unit": "P"}, "units": "units.csv",
        "datasets": {"d": {"file": "a.csv", "unit": "u", "period": "y",
                           "figures": {"break": "b", "qualifiers": {"v": "q"}}}},
        "indicators": [
            {"id": "t", "use": "basic.stock", "dataset": "d", "inputs": {"value": "v"}},
            {"id": "g", "expression": "t.total", "unit_measure": "%"}],
        "goals": [{"id": "G", "title": "G", "domain": "x", "document": "d", "rows": [
            {"indicator": "t.total", "units": units, "targets": list(targets())},
            {"indicator": "g.value", "units": units,
             "targets": [{"at_least": GEOMETRIC[2], "mean_over": mean}]}]}]}))


if __name__ == "__main__":
    main()
