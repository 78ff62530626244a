#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""wide.py LONG WIDE [FIELD|FIGURE:FIELD]...: whether a table with a row for each unit and period says just what the CSV
with a row for each figure does, with such fields behind each figure or behind one.  Put together anew here, of the
latter."""
import csv
import sys

FIXED = ("indicator", "use", "version", "standard", "output", "unit", "unit_name", "level", "period")


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def plain(text):
    """A cell that a spreadsheet would take for a formula has a sign before it."""
    return text[1:] if text[:1] == "'" else text


def fields_of(name, wanted):
    """Those behind the figure of a name, once each."""
    fields = []
    for text in wanted:
        figure, _, field = text.rpartition(":")
        if figure in ("", name) and field not in fields:
            fields.append(field)
    return fields


def main():
    long, wide, wanted = sys.argv[1], sys.argv[2], sys.argv[3:]
    names, rows = read(long)
    at = {name: i for i, name in enumerate(names)}
    keys = names[len(FIXED):names.index("value")]
    has_boundaries = "boundaries" in at
    expected, synthetic, units, columns = {}, {}, [], []
    for row in rows:
        # Which keys a figure has is told by its column's name only: those that are empty may be asked or not.
        place = tuple(row[at[key]] for key in ("unit", "unit_name", "period"))
        place += (row[at["boundaries"]] if has_boundaries else "",)
        labels = tuple((key, plain(row[at[key]])) for key in keys if row[at[key]])
        name = (row[at["indicator"]], row[at["output"]], labels)
        if (place, name) in expected:
            sys.exit(f"{long}: twice {place} {name}")
        expected[place, name] = row
        synthetic[place] = max(synthetic.get(place, "0"), row[at["synthetic"]])
        if row[at["unit"]] not in units:
            units.append(row[at["unit"]])
        if name not in columns:
            columns.append(name)
    head, table = read(wide)
    fixed = ["unit", "unit_name", "level", "period"] + ["boundaries"] * has_boundaries + ["synthetic"]
    if head[:len(fixed)] != fixed:
        sys.exit(f"{wide}: begins with {head[:len(fixed)]}, expected {fixed}")
    found, of_column, i = [], [], len(fixed)
    while i < len(head):
        name, fields = head[i], fields_of(head[i], wanted)
        rest = head[i + 1:i + 1 + len(fields)]
        if rest != [f"{name}:{field}" for field in fields]:
            sys.exit(f"{wide}: behind {name} come {rest}")
        of_column.append((i, ["value"] + fields))
        i += 1 + len(fields)
        what, _, labels = name.partition("[")
        indicator, output = what.split(".", 1)
        pairs = [label.split("=", 1) for label in labels[:-1].split(";")] if labels else []
        found.append((indicator, output, tuple((key, value) for key, value in pairs if value)))
    if found != columns:
        sys.exit(f"{wide}: columns {[c for c in found if c not in columns]} too many, "
                 f"{[c for c in columns if c not in found]} too few, or in another order")
    order = []
    for row in table:
        if len(row) != len(head):
            sys.exit(f"{wide}: {len(row)} cells in a row of {len(head)}")
        place = (row[0], row[1], row[3], row[4] if has_boundaries else "")
        if row[len(fixed) - 1] != synthetic.get(place):
            sys.exit(f"{wide}: {place} is synthetic: {row[len(fixed) - 1]}, expected {synthetic.get(place)}")
        order.append(units.index(row[0]))
        for name, (i, fields) in zip(found, of_column):
            cells, known = row[i:i + len(fields)], expected.pop((place, name), None)
            want = [known[at[field]] if known and field in at else "" for field in fields]
            if cells != want:
                sys.exit(f"{wide}: {place} {name}: {cells}, expected {want}")
    if expected:
        sys.exit(f"{wide}: {len(expected)} figures are lacking, such as {next(iter(expected))}")
    if order != sorted(order):
        sys.exit(f"{wide}: units are not in the order of the results")


main()
