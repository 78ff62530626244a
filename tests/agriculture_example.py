# SPDX-License-Identifier: MIT
"""agriculture_example.py SOURCE RESULTS: whether examples/certified-plots gives what is computed here
from its tables without chiso, and whether its generator still writes these tables."""
import csv
import datetime
import filecmp
import os
import subprocess
import sys
import tempfile
from fractions import Fraction as F

source, results = sys.argv[1:]
example = os.path.join(source, "examples", "certified-plots")
data = os.path.join(example, "data")
MONTHS = {"vietgap": 36, "globalgap": 12}
YEARS = range(2021, 2026)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.date.fromisoformat(text)


def later(date, months):
    """The same day of the month so many months later; days of issue go up to 28."""
    month = date.year * 12 + date.month - 1 + months
    return datetime.date(month // 12, month % 12 + 1, date.day)


def check(name, least, expected):
    wrong = [f"{place}: {got.get(place)}, not {value}" for place, value in expected.items()
             if not isinstance(got.get(place), float) or abs(got[place] - float(value)) > 1e-13 * value]
    for line in wrong[:5]:
        print("#", line)
    print(int(bool(wrong) or len(expected) < least), f"{name}: {len(expected)} values")


got = {(r["indicator"], r["output"], r["unit"], int(r["period"]), r["crop"] or r["state"], r["scheme"]):
       r["reason"] or float(r["value"]) for r in read(results)}
plots = read(os.path.join(data, "synthetic_plots.csv"))
output = {(r["plot"], int(r["year"])): F(r["production"])
          for r in read(os.path.join(data, "synthetic_harvests.csv"))}
commune_of = {p["plot"]: p["commune"] for p in plots}
COMMUNES, CROPS = sorted(set(commune_of.values())), sorted({p["crop"] for p in plots})
certificates = []
for r in read(os.path.join(data, "synthetic_certificates.csv")):
    issued = day(r["issued"])
    end = day(r["expires"]) if r["expires"] else later(issued, MONTHS[r["scheme"]]) - datetime.timedelta(1)
    certificates.append((r["plot"], r["scheme"], issued, end))

area, shares, quotients, states = {}, {}, {}, {}
for year in YEARS:
    on = datetime.date(year, 12, 31)
    valid = {(p, s) for p, s, issued, end in certificates if issued <= on <= end}
    there = [p for p in plots if day(p["planted"]) <= on]
    hectares = lambda plots_: sum(F(p["area"]) for p in plots_)
    for unit in [*COMMUNES, "six"]:
        own = [p for p in there if unit in (p["commune"], "six")]
        for crop in ["", *CROPS]:
            own_crop = [p for p in own if crop in ("", p["crop"])]
            under = {"": [p for p in own_crop if any((p["plot"], s) in valid for s in (*MONTHS, "organic"))]}
            for scheme in (*MONTHS, "organic"):
                under[scheme] = [p for p in own_crop if (p["plot"], scheme) in valid]
            tonnes = lambda plots_, y=year: sum(output.get((p["plot"], y), 0) for p in plots_)
            for scheme, list_ in under.items():
                names = ("certified_area", "output_share") if scheme else ("any_area", "any_output_share")
                area["certified", names[0], unit, year, crop, scheme] = hectares(list_)
                shares["certified", names[1], unit, year, crop, scheme] = 100 * tonnes(list_) / tonnes(own_crop)
            if crop and unit != "six":
                quotients["quotient", "value", unit, year, crop, ""] = \
                    (hectares(own_crop) / hectares([p for p in there if p["crop"] == crop])) / \
                    (hectares(own) / hectares(there))
    for plot, scheme, issued, end in certificates:
        if issued <= on:
            # The sixth month from 31 December on is over on 30 June.
            state = "lapsed" if end < on else "lapsing" if end <= datetime.date(year + 1, 6, 30) else "valid"
            for unit in (commune_of[plot], "six"):
                for scheme_ in ("", scheme):
                    place = ("certificates", "total", unit, year, state, scheme_)
                    states[place] = states.get(place, 0) + 1
check("certified hectares", 700, area)
check("shares of the output", 700, shares)
check("location quotients", 120, quotients)
check("states of certificates", 250, states)

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, os.path.join(example, "generate.py"), folder], check=True)
    _, differ, lacking = filecmp.cmpfiles(data, folder, os.listdir(data), shallow=False)
    print(int(bool(differ + lacking)), "the generator writes the tables that are there")
