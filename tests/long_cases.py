# SPDX-License-Identifier: MIT
"""long_cases.py FOLDER: what examples/long-format gives, computed without chiso, as lines
"indicator unit period sex value status"."""
import csv
import sys
from fractions import Fraction

folder = sys.argv[1]
people, insured, visits, marks = {}, {}, {}, {}
tables = {"Dân số": people, "Người có BHYT": insured, "Lượt khám": visits}
strength = ["ước tính", "sơ bộ", "chính thức"]
words = {"ước tính": "estimate", "sơ bộ": "preliminary", "chính thức": "official", None: ""}


def read(name):
    with open(f"{folder}/data/{name}", encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("SỐ LIỆU")]
    return csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ",")


for name in ("synthetic_portal_people.csv", "synthetic_portal_health.csv"):
    for line in read(name):
        if line["don_vi"] != "Tổng cộng":
            key = line["don_vi"], line["nam"], line["gioi"]
            text = line["gia_tri"].replace(".", "")
            value = {"": None, "-": 0}.get(text, text)
            tables[line["chi_tieu"]][key] = None if value is None else Fraction(value)
            marks[line["chi_tieu"], key] = line["trang_thai"] or None


def weakest(names, keys):
    met = [marks.get((n, k)) for n in names for k in keys]
    met = [strength.index(m) for m in met if m]
    return words[strength[min(met)] if met else None]


def show(name, unit, year, sex, value, status):
    print(name, unit, year, sex, "not_reported" if value is None else float(value), status, sep=",")


households = {}
for line in read("synthetic_households.csv"):
    for unit in (line["commune"], "S"):
        at = unit, line["year"]
        households[at] = households.get(at, 0) + int(line["members"])
for unit in ("S", "S1", "S2"):
    for year in ("2022", "2023"):
        below = ["S1", "S2"] if unit == "S" else [unit]
        both = [(u, year, sex) for u in below for sex in ("nam", "nữ")]
        for sex in ("", "nam", "nữ"):
            used = [k for k in both if sex in ("", k[2]) and insured[k] is not None]
            part, whole = (sum(t[k] for k in used) for t in (insured, people))
            show("insured", unit, year, sex, 100 * part / whole if used else None,
                 weakest(("Dân số", "Người có BHYT"), used))
        total = sum(people[k] for k in both)
        known = weakest(["Dân số"], both)
        show("people", unit, year, "", total, known)
        own = visits.get((unit, year, ""))
        if own is None and all(k in visits for k in both):
            own = sum(visits[k] for k in both)
        show("visits", unit, year, "", own, "")
        show("visits_per_head", unit, year, "", None if own is None else own / total, known)
        sampled = Fraction(households[unit, year])
        show("sampled", unit, year, "", sampled, "")
        show("in_records", unit, year, "", 100 * sampled / total, known)
