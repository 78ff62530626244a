# SPDX-License-Identifier: MIT
"""Whether programs came to the same numbers."""
import csv

import projects

TOLERANCE = 1e-9
FLOOR = 1e-4  # below it a difference is measured against this
NOTHING = {"", "NA", "NULL", "NaN", "nan", "-nan"}
KEYS = {"w1": 2, "w2": 3, "w3": 2, "w4": 2}


def value(text):
    if text in NOTHING:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def read(path, keys):
    """The table as {key: {column: value}}; keys are compared as they are written."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        head = next(rows)
        return {tuple(row[:keys]): dict(zip(head[keys:], map(value, row[keys:]))) for row in rows}


def difference(a, b):
    """The largest relative difference of two tables, or a text that says what is not alike."""
    if a.keys() != b.keys():
        return f"{len(a.keys() ^ b.keys())} rows are only in one of them"
    worst = 0.0
    for key, expected in a.items():
        got = b[key]
        for name, x in expected.items():
            if name not in got:
                return f"no column {name}"
            y = got[name]
            if x is None or y is None or isinstance(x, str) or isinstance(y, str):
                if x != y:
                    return f"{','.join(key)} {name}: {y}, expected {x}"
                continue
            apart = abs(x - y) / max(abs(x), abs(y), FLOOR)
            if not apart <= TOLERANCE:
                return f"{','.join(key)} {name}: {y!r}, expected {x!r}"
            worst = max(worst, apart)
    return worst


def read_peer(job, out):
    if job != "w4":
        return [read(out, KEYS[job])]
    return [read(f"{out}.{part}.csv", 2) for part in ("composite", "progress")]


# ---- chiso's results as the tables of the others ----

def number(row, name="value", per=1):
    return float(row[name]) / per if row[name] else None


def results(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def share_name(output, deprivation):
    letter = {"uncensored": "u", "censored": "c"}[output]
    return f"{letter}{projects.DEPRIVATIONS.index(deprivation) + 1}"


def communes(path):
    """W1, which chiso writes as a table, too: its columns by the names of the others."""
    h = "af.h[k=1/3]"
    columns = {"af_n": (f"{h}:n_used", 1), "af_pop": (f"{h}:denominator", 1), "H": (h, 100),
               "A": ("af.a[k=1/3]", 100), "M0": ("af.m0[k=1/3]", 1), "n": ("class.households", 1),
               "poor": ("class.poor", 1), "near_poor": ("class.near_poor", 1), "sum_w": ("weights.total", 1)}
    for name in projects.DEPRIVATIONS:
        columns[share_name("uncensored", name)] = (f"af.uncensored[deprivation={name}]", 100)
        columns[share_name("censored", name)] = (f"af.censored[deprivation={name};k=1/3]", 100)
    table = {}
    for row in results(path):
        out = {name: number(row, column, per) for name, (column, per) in columns.items()}
        # A sum over nobody: what nobody adds to is 0, and its quotients have no value.
        out["af_pop"] = out["af_pop"] or 0.0
        # The others have no row where a commune has no household in a year.
        if out["n"]:
            table[row["unit"], row["period"]] = out
    return table


def province(row):
    return "VN" if row["level"] == "country" else row["unit"][1:]


def errors(path):
    names = {"h": ("H", 100), "a": ("A", 100), "m0": ("M0", 1), "poor_rate": ("poor", 100),
             "near_poor_rate": ("near", 100)}
    table = {}
    for row in results(path):
        if row["level"] == "commune":
            continue
        if row["output"] in ("uncensored", "censored"):
            metric, per = share_name(row["output"], row["deprivation"]), 100
        elif row["output"] in names:
            metric, per = names[row["output"]]
        else:
            continue
        table[(province(row), row["period"], metric)] = {"est": number(row, per=per),
                                                         "se": number(row, "se", per)}
    return table


def inequality(path):
    table = {}
    for row in results(path):
        if row["level"] == "commune":
            continue
        out = table.setdefault((province(row), row["period"]), {})
        if row["output"] == "fgt":
            out["P" + row["alpha"]] = number(row)
        elif row["output"] == "gini":
            out["gini"] = number(row)
            out["n"] = number(row, "n_used")
    return table


def composite_and_progress(path):
    composite, progress = {}, {}
    names = {"composite": "composite", "place": "rank"}
    for row in results(path):
        name, _, code = row["indicator"].partition("_")
        if name in names:
            key = (row["unit"], row["period"])
            composite.setdefault(key, {})[names[name]] = number(row)
        elif name in ("growth", "needed", "ratio", "projected") and row["period"] == "2024":
            progress.setdefault((row["unit"], code), {})[name] = number(row)
    return [composite, progress]


def read_chiso(job, out):
    if job == "w4":
        return composite_and_progress(out)
    return [{"w1": communes, "w2": errors, "w3": inequality}[job](out)]


def compare(reference, tables):
    """The largest relative difference, or a text."""
    worst = 0.0
    for expected, got in zip(reference, tables):
        it = difference(expected, got)
        if isinstance(it, str):
            return it
        worst = max(worst, it)
    return worst
