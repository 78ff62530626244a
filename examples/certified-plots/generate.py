# SPDX-License-Identifier: MIT
"""generate.py FOLDER: writes the synthetic tables of this example, always the same ones.  No figure
is of a real place: names and codes of the communes are real, plots, certificates and harvests are
drawn from a seeded generator."""
import datetime
import os
import random
import sys

COMMUNES = ["06463", "06475", "06481", "06496", "06505", "06517"]
# Crop; how often; tonnes from a hectare.
CROPS = [("na", 0.55, 10), ("chili", 0.2, 12), ("peach", 0.15, 8), ("anise", 0.1, 3)]
# Scheme; share of plots that ever have it; months that its certificates hold.
SCHEMES = [("vietgap", 0.4, 36), ("globalgap", 0.12, 12), ("organic", 0.08, 24)]
YEARS = range(2021, 2026)
LAST = datetime.date(2025, 12, 31)

folder = sys.argv[1]
draw = random.Random(20220620).random


def write(name, header, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as out:
        for row in [header, *rows]:
            out.write(",".join(map(str, row)) + "\n")


def some_crop():
    x = draw()
    for name, share, tonnes in CROPS:
        if x < share:
            return name, tonnes
        x -= share
    return name, tonnes


def day_after(date, months):
    """The day of the same number so many months later; days of issue go up to 28."""
    month = date.year * 12 + date.month - 1 + months
    return datetime.date(month // 12, month % 12 + 1, date.day)


def certificates_of(plot, scheme, months):
    """One after the other, some with a gap; VietGAP and GlobalGAP print no end."""
    issued = datetime.date(2018 + int(6 * draw()), 1 + int(12 * draw()), 1 + int(28 * draw()))
    while issued <= LAST:
        next_ = day_after(issued, months)
        end = next_ - datetime.timedelta(1) if scheme == "organic" else ""
        yield plot, scheme, issued, end
        if draw() < 0.25:
            return
        issued = next_ + datetime.timedelta(int(120 * draw()) if draw() < 0.3 else 0)


plots, certificates, harvests = [], [], []
for i in range(1, 501):
    plot, commune = f"SYN-P{i:03}", COMMUNES[int(len(COMMUNES) * draw())]
    crop, tonnes = some_crop()
    planted = datetime.date(2012 + int(11 * draw()), 1 + int(12 * draw()), 1 + int(28 * draw()))
    area = round(0.2 + 2.8 * draw(), 2)
    plots.append((plot, commune, crop, planted, area))
    for scheme, share, months in SCHEMES:
        if draw() < share:
            certificates += certificates_of(plot, scheme, months)
    for year in YEARS:
        # Some owners report nothing, and what was planted lately bears nothing yet.
        if year < planted.year + 2 or draw() < 0.03:
            continue
        harvested = round(area * (0.85 + 0.15 * draw()), 2)
        production = round(harvested * tonnes * (0.7 + 0.6 * draw()), 1)
        contract = round(production * draw(), 1) if draw() < 0.4 else 0
        harvests.append((plot, year, harvested, production, contract))
write("synthetic_plots.csv", ("plot", "commune", "crop", "planted", "area"), plots)
write("synthetic_certificates.csv", ("number", "plot", "scheme", "issued", "expires"),
      [(f"SYN-C{i:03}", *row) for i, row in enumerate(certificates, 1)])
write("synthetic_harvests.csv", ("plot", "year", "harvested", "production", "contract"), harvests)
