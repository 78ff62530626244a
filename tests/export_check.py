# SPDX-License-Identifier: MIT
"""What chiso exports, read by others' means.

export_check.py same GOT EXPECTED   whether two JSON files have the same values; `prepared` and `id` of
                                    a message are free
export_check.py sdmx FILE           whether an SDMX-JSON message keeps the rules of the field guide
export_check.py xlsx FILE           the sheets of a workbook, from the XML inside"""
import json
import re
import sys
import xml.etree.ElementTree as tree
import zipfile


def constant(text):
    sys.exit(f"{text} is no JSON")


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_constant=constant)


def differences(got, expected, at=""):
    if isinstance(got, dict) and isinstance(expected, dict):
        for key in sorted(set(got) | set(expected)):
            if f"{at}.{key}" in (".meta.prepared", ".meta.id"):
                continue
            if key not in got or key not in expected:
                yield f"{at}.{key}: only in {'got' if key in got else 'expected'}"
            else:
                yield from differences(got[key], expected[key], f"{at}.{key}")
    elif isinstance(got, list) and isinstance(expected, list):
        if len(got) != len(expected):
            yield f"{at}: {len(got)} members, expected {len(expected)}"
        for i, (a, b) in enumerate(zip(got, expected)):
            yield from differences(a, b, f"{at}[{i}]")
    elif type(got) is not type(expected) and not {type(got), type(expected)} <= {int, float} \
            or got != expected:
        yield f"{at}: {got!r}, expected {expected!r}"


def sdmx_faults(message):
    """The rules that a flat message of one data set must keep."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", message["meta"]["prepared"]):
        yield "meta.prepared is no time"
    for key in ("id", "sender", "test", "contentLanguages"):
        if key not in message["meta"]:
            yield f"meta.{key} is missing"
    structure, = message["data"]["structures"]
    dimensions = structure["dimensions"]
    positions = sorted(d["keyPosition"] for d in dimensions["dataSet"] + dimensions["observation"])
    if positions != list(range(len(positions))):
        yield f"key positions {positions}"
    for dimension in dimensions["dataSet"]:
        if len(dimension["values"]) != 1:
            yield f"{dimension['id']} of the data set has {len(dimension['values'])} values"
    attributes = structure["attributes"]["observation"]
    for component in dimensions["dataSet"] + dimensions["observation"] + attributes:
        ids = [value["id"] for value in component.get("values", [])]
        if len(ids) != len(set(ids)):
            yield f"{component['id']} has a value twice"
        for named in [component] + component.get("values", []):
            if named["name"] not in named["names"].values():
                yield f"{named['id']}: its name is none of its names"
            if "TIME_PERIOD" not in component.get("roles", []) and \
                    not re.fullmatch(r"[A-Za-z0-9_@$-]+", named["id"]):
                yield f"{named['id']} is no id"
    data_set, = message["data"]["dataSets"]
    if data_set["action"] not in ("Replace", "Append", "Delete", "Information", "Merge"):
        yield f"action {data_set['action']}"
    for key, observation in data_set["observations"].items():
        places = [int(part) for part in key.split(":")]
        if len(places) != len(dimensions["observation"]):
            yield f"{key}: {len(places)} places"
        for place, dimension in zip(places, dimensions["observation"]):
            if not place < len(dimension["values"]):
                yield f"{key}: no value {place} of {dimension['id']}"
        if isinstance(observation[0], str) and observation[0] != "NaN":
            yield f"{key}: value {observation[0]}"
        for value, attribute in zip(observation[1:], attributes):
            if "values" in attribute and not value < len(attribute["values"]):
                yield f"{key}: no value {value} of {attribute['id']}"


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(path):
    """Each sheet's name and rows; a text where a number should be, or the other way, would show."""
    with zipfile.ZipFile(path) as book:
        if book.testzip():
            sys.exit("a part is broken")
        strings = ["".join(t.text or "" for t in item.iter(MAIN + "t"))
                   for item in tree.fromstring(book.read("xl/sharedStrings.xml"))]
        names = [s.get("name") for s in
                 tree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
        for i, name in enumerate(names, 1):
            yield name
            last = 0
            for row in tree.fromstring(book.read(f"xl/worksheets/sheet{i}.xml")).iter(MAIN + "row"):
                at = int(row.get("r"))
                yield from [""] * (at - last - 1)
                last = at
                cells = {}
                for cell in row:
                    column = 0
                    for letter in re.match("[A-Z]+", cell.get("r")).group():
                        column = 26 * column + ord(letter) - ord("A") + 1
                    value = cell.find(MAIN + "v")
                    if value is not None:
                        cells[column] = strings[int(value.text)] if cell.get("t") == "s" \
                            else f"{float(value.text):g}"
                width = max(cells, default=0)
                yield "|".join(cells.get(k, "") for k in range(1, width + 1))


def main():
    kind, path = sys.argv[1:3]
    if kind == "same":
        lines = differences(read(path), read(sys.argv[3]))
    elif kind == "sdmx":
        lines = sdmx_faults(read(path))
    else:
        lines = sheets(path)
    for line in lines:
        print(line)


main()
