# SPDX-License-Identifier: MIT
# Every output of every indicator that `chiso list` shows, explained and worked out anew: a made-up
# table and a project are made from what `chiso info --format json` says of its inputs and
# parameters, then each page of `chiso explain` is read as a person would read it.
#
#   explain_list.py CHISO [INDICATOR]...     TAP lines without numbers and plan
#
# Checked of each page with a value: the formula with its numbers gives the number behind the =; so
# does the formula by names with the sums and parameters that the page and the project state; that
# number is the value of the CSV, and the value line is that number rounded.  Of derived indicators,
# rounded ones among them, the same.
import ast, csv, json, math, random, re, subprocess, sys
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CHISO = sys.argv[1]
UNITS, YEARS, N = "ABCDEFGHIJKL", (2022, 2023, 2024), 180
WHOLES = 3


def chiso(*arguments, codes=(0,)):
    run = subprocess.run([CHISO, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.returncode in codes, (arguments, run.returncode, run.stderr.decode())
    return run.stdout.decode()


# ---- a table and a project ----

def cell(chance, field):
    """A text that the input takes, empty now and then."""
    low, high = field.get("min"), field.get("max")
    if chance.random() < 0.04:
        return ""
    if field["type"] == "boolean":
        return chance.choice("01")
    if field["type"] == "code":
        return chance.choice(field.get("codes") or ["x", "y"])
    if field["type"] == "date":
        return "%d-%02d-%02d" % (chance.choice(YEARS), chance.randint(1, 12), chance.randint(1, 28))
    if field["type"] == "text":
        return chance.choice(["na", "chili"])
    # A column of several may say yes or no.
    if field["axis"] and chance.random() < 0.5:
        return chance.choice("01")
    low = 0 if low is None else low
    # A whole number without a limit may have to be one of a list's, below.
    if field["type"] == "whole" and high is None:
        return str(math.ceil(low) + chance.randrange(WHOLES))
    # Parts of all households are to fit into them, or most records were refused.
    high = low + (9000 if field["id"] == "households" else 900) if high is None else high
    if field["type"] == "whole":
        return str(chance.randint(math.ceil(low), math.floor(high)))
    return "%.2f" % (low + (high - low) * chance.random())


def parameter(field):
    """A value that is not the default, where the range shows one."""
    low, high, usual = field["min"], field["max"], field["default"]
    if field["type"] == "number" and None not in (low, high) and low + 1 <= high:
        value = low + 1 if usual is None or usual != low + 1 else low
    elif field["type"] == "code":
        value = field["codes"][-1]
    elif usual is not None:
        return None
    elif field["type"] == "fraction":
        return ["1/2", "1/10"] if field["list"] else "1/2"
    elif field["type"] == "text" and field["list"]:
        return {"p": "one", "q": "two"} if field["axis"] else ["one"]
    else:
        value = max(low, 2) if low is not None else 1
        if field["list"] and field["type"] == "number" and high is None:
            return [value + i for i in range(WHOLES)]
    return [value] if field["list"] else value


def write_table(inputs, rows):
    with open("data.csv", "w", encoding="utf-8") as out:
        out.write(",".join(["unit", "year", "w"] + ["i_" + i["id"] for i in inputs]) + "\n")
        out.writelines(",".join(row) + "\n" for row in rows)


def make(info):
    """plan.json and data.csv; the parameters that are set.  Records that the indicator refuses are
    taken out again: `validate --reject` names their lines."""
    chance = random.Random(info["indicator"])
    inputs, bindings = [], {}
    for i in info["inputs"]:
        if i["filled"]:
            continue
        # An input that repeats along an axis has two labels, which all inputs of the axis have.
        names = [i["id"] + label for label in ("_p", "_q")] if i["axis"] else [i["id"]]
        inputs += [dict(i, id=name) for name in names]
        bindings[i["id"]] = {name[-1]: "i_" + name for name in names} if i["axis"] \
            else "i_" + i["id"]
    # An output along an axis of a parameter has no place while that is not given.
    axes = [axis for output in info["outputs"] for axis in output["axes"]]
    params = {p["id"]: parameter(p) for p in info["parameters"]
              if p["required"] or p["default"] is not None or p["id"] in axes}
    params = {id: value for id, value in params.items() if value is not None}
    # Every third unit reports all that it may, the others some of it: parts that have to add up to a
    # total would hardly do so by chance.  Each has a year with one record and years with several.
    n = len(UNITS)
    reports = [[x["required"] or u % 3 == 0 or chance.random() < 0.6 for x in inputs]
               for u in range(n)]
    rows = [[UNITS[i % n], str(YEARS[0] if i < n else YEARS[1 + i // n % 2]),
             "%.2f" % (0.5 + 2 * chance.random())] +
            [cell(chance, x) if has else "" for x, has in zip(inputs, reports[i % n])]
            for i in range(N)]
    plan = {"chiso": 1, "datasets": {
                kind: dict({"file": "data.csv", "unit": "unit", "period": "year",
                            "synthetic": True}, **more)
                for kind, more in (("plain", {}), ("weighted", {"weight": "w"}))},
            "indicators": [{"id": kind, "use": info["indicator"], "dataset": kind,
                            "inputs": bindings,
                            "parameters": params} for kind in ("plain", "weighted")]}
    if any(i["axis"] for i in inputs):  # no standard is to say which labels there are
        plan["standards"] = ["own.json"]
        for use in plan["indicators"]:
            use["standard"] = "own"
        with open("own.json", "w", encoding="utf-8") as out:
            json.dump({"id": "own", "title": {"en": "Own", "vi": "Riêng"}, "source": "made up",
                       "valid_from": None, "valid_to": None, "indicators": [info["indicator"]],
                       "values": {}}, out)
    for k, output in enumerate(info["outputs"]):
        name = "weighted." + output["id"]
        plan["indicators"] += [
            {"id": "twice%d" % k, "expression": "2 * %s - 1 * %s / 4" % (name, name)},
            {"id": "rounded%d" % k, "expression": "round(%s, 1)" % name},
            {"id": "before%d" % k, "expression": "lag(%s)" % name}]
    with open("plan.json", "w", encoding="utf-8") as out:
        json.dump(plan, out)
    write_table(inputs, rows)
    chiso("validate", "plan.json", "--reject", "refused.csv", "-q", codes=(0, 1))
    with open("refused.csv", encoding="utf-8", newline="") as refused:
        lines = {int(row["line"]) for row in csv.DictReader(refused)}
    write_table(inputs, [row for i, row in enumerate(rows) if i + 2 not in lines])
    return params


# ---- reading a page ----

def number(text):
    return float(text.replace(",", ""))


def half_away(x, digits=0):
    step = Decimal(1).scaleb(-int(digits))
    return float(Decimal(repr(x)).quantize(step, ROUND_HALF_UP))


# ---- what a formula says of records in their order, from the definitions ----

class Sample(list):
    """(value, weight) of the records of a page that have the input."""

    def weight(self):
        return sum(w for _, w in self)

    def below(self, poor_if, limit):
        """Limits are printed as doubles: an income in fractions that is meant to be one is as near."""
        limit = Fraction(limit)
        return Sample((x, w) for x, w in self if float(x) < float(limit) or
                      poor_if == "at_most" and float(x) == float(limit))


def quantile(sample, p, poor_if=None, limit=None):
    sample = sorted(sample if poor_if is None else sample.below(poor_if, limit))
    target, upto = Fraction(p).limit_denominator(1000) * sum(w for _, w in sample), 0
    for i, (x, w) in enumerate(sample):
        upto += w
        if upto > target:
            return x
        if upto == target:
            more = [y for y, _ in sample[i + 1:]]
            return (x + more[0]) / 2 if more else x
    raise ValueError("no record")


def poorest(sample, p):
    """What the poorest p have, where the record that p falls into is divided."""
    rest, total = Fraction(p).limit_denominator(1000) * sample.weight(), 0
    for x, w in sorted(sample):
        total += x * min(w, rest)
        rest -= min(w, rest)
    return total


def mean_difference(*x):
    """Of all pairs; what the first takes part in may be more than its own weight: the rest is 0."""
    if not isinstance(x[0], Sample):
        x = [Sample((Fraction(v), 1) for v in x)]
    pairs = list(x[0])
    if len(x) > 1:
        pairs.append((0, max(Fraction(str(x[1])) - x[0].weight(), 0)))
    weight = sum(w for _, w in pairs)
    return sum(abs(a - b) * v * w for a, v in pairs for b, w in pairs) / weight ** 2 \
        if weight else 0


def deviation(*x):
    x = [Fraction(v) for v in x]
    mean = sum(x) / len(x)
    return math.sqrt(sum((v - mean) ** 2 for v in x) / len(x))


def halves(x):
    """What a function is given of two lists, one behind the other."""
    return x[:len(x) // 2], x[len(x) // 2:]


def shares(x):
    return [Fraction(v) / sum(map(Fraction, x)) for v in x]


def sum_of_distances(*x):
    return sum(abs(Fraction(a) - Fraction(b)) for a, b in zip(*halves(x)))


def distance_of_shares(*x):
    return sum(abs(a - b) for a, b in zip(*map(shares, halves(x))))


def lilien(*x):
    now, before = halves(x)
    return math.sqrt(math.fsum(float(s) * math.log(s / t) ** 2
                               for s, t in zip(shares(now), shares(before)) if s))


def latest_complete(*x):
    """Of the last base of which each record has its year before: values, records with, without."""
    values, linked, unlinked = (x[i * len(x) // 3:(i + 1) * len(x) // 3] for i in range(3))
    return [v for v, n, m in zip(values, linked, unlinked) if n and not m][-1]


RECORDS = {
    "sum_of_distances": sum_of_distances, "distance_of_shares": distance_of_shares,
    "lilien": lilien, "latest_complete": latest_complete,
    "parity": lambda a, b, c, d: Fraction(a) / Fraction(c) / (Fraction(b) / Fraction(d)),
    "gap": lambda a, b, c, d: Fraction(a) / Fraction(c) - Fraction(b) / Fraction(d),
    "quantile": quantile, "poorest": poorest, "mean_difference": mean_difference,
    "sum_above": lambda sample, limit: sum(x * w for x, w in sample if float(x) > float(limit)),
    "sum_upto": lambda sample, limit: sum(x * w for x, w in sample if float(x) <= float(limit)),
    "weight": lambda sample, poor_if, limit: sample.below(poor_if, limit).weight(),
    "deviation": deviation, "greatest": max, "count": lambda *x: len(x),
    "sum_of_squares": lambda *x: sum(v * v for v in x),
    "entropy": lambda *x: -math.fsum(v / sum(x) * math.log(v / sum(x)) for v in x if v > 0),
    "count_above_0": lambda *x: sum(v > 0 for v in x),
    "first_greatest": lambda *x: 1 + x.index(max(x)),
    "firstNonNull": lambda *x: next(v for v in x if v != "null")}


def records_of(rows, key, params):
    """By name of an input or of what a plugin makes of it, the Sample of a page's records."""
    weighted, samples = key[0] == "weighted", {"gap": Sample()}
    for row in rows:
        if row["unit"] != key[2] or row["year"] != key[3]:
            continue
        weight = Fraction(row["w"]) if weighted else Fraction(1)
        for column, text in row.items():
            if column.startswith("i_") and re.fullmatch(r"-?[\d.]+", text or ""):
                samples.setdefault(column[2:], Sample()).append((Fraction(text), weight))
        # The gap of who is poor, in lines.
        line, income = row.get("i_line") or params.get("line"), row.get("i_income")
        if line and income:
            gap = 1 - Fraction(income) / Fraction(line)
            if gap > 0 or gap == 0 and params.get("poor_if") == "at_most":
                samples["gap"].append((gap, weight))
    return samples


FUNCTIONS = {**RECORDS, "round": half_away, "abs": abs, "sqrt": math.sqrt, "exp": math.exp,
             "log": lambda x, base=math.e: math.log(x) / math.log(base), "log10": math.log10,
             "power": pow, "least": min, "floor": math.floor, "ceil": math.ceil}
OPERATORS = {ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b,
             ast.Div: lambda a, b: a / b, ast.Pow: pow}
# What `if` chooses between may have no value where it is not chosen.
KEYWORD = "if_"


def work_out(text, names):
    """The value of a formula as it is printed: thousands with commas, × for times, ; in calls."""
    text = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", text)
    for sign, python in ("×", "*"), ("^", "**"), (";", ","), ("if(", KEYWORD + "("):
        text = text.replace(sign, python)

    def value(node):
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return names.get(node.id, node.id)
        if isinstance(node, ast.Compare):
            return value(node.left) == value(node.comparators[0])
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand) if isinstance(node.op, ast.USub) else value(node.operand)
        if isinstance(node, ast.Call):
            if node.func.id == KEYWORD:
                return value(node.args[1 if value(node.args[0]) else 2])
            return float(FUNCTIONS[node.func.id](*map(value, node.args)))
        return OPERATORS[type(node.op)](value(node.left), value(node.right))
    try:
        return float(value(ast.parse(text, mode="eval").body))
    except (AttributeError, TypeError, SyntaxError, ValueError, KeyError) as fault:
        raise SystemExit("can't work out %s: %r" % (text, fault))


def close(a, b):
    return abs(a - b) <= 1e-12 * max(abs(a), abs(b))


class Page:
    def __init__(self, lines):
        self.heading = lines[0].split()
        self.fields, label = {}, None
        for line in lines[1:]:
            label = line[2:16].strip() or label
            self.fields.setdefault(label, []).append(line[16:])
        # Behind unit and period stand the axes of the output: "k=1/2".
        self.key = tuple(self.heading[0].split(".")) + (
            self.heading[1], self.heading[2], " ".join(sorted(self.heading[3:])))

    def check(self, cells, params, rows):
        """What is wrong; None: it has no formula with numbers."""
        cell, formula = cells[self.key], self.fields["formula"]
        if not cell["value"]:
            return "" if len(formula) == 1 or "=" not in formula[1] else "= without a value"
        if len(formula) < 2:
            return None
        filled, _, printed = formula[1].rpartition(" = ")
        exact = float(cell["value"])
        if number(printed) != exact:
            return "%s is printed, %s in CSV" % (printed, cell["value"])
        samples = records_of(rows, self.key, params)
        if "p_before" in formula[0]:
            p = Fraction(self.key[4].partition("=")[2])
            samples["p_before"] = max([x for x in map(Fraction, params["p"]) if x < p], default=0)
        if not close(work_out(filled, samples), exact):
            return "%s is not %s" % (filled, printed)
        names = {**samples, **{id: value for id, value in params.items()
                               if value is not None and not isinstance(value, (list, dict))}}
        for line in self.fields.get("sums", []):
            name, value = line.split("   ")[0].split(" = ")
            names[name] = number(value)
        # By names only where each has one number.
        by_name = all(name in names or name in FUNCTIONS or name == "if"
                      for name in re.findall(r"[A-Za-z_]\w*", formula[0]))
        if "sums" in self.fields and by_name and not close(work_out(formula[0], names), exact):
            return "%s with %s is not %s" % (formula[0], names, printed)
        shown = re.search(r"-?[\d,]*\.?\d+(e[-+]?\d+)?", self.fields["value"][0]).group()
        step = 10.0 ** -len(shown.partition(".")[2]) if "e" not in shown else 0
        if abs(number(shown) - exact) > 0.5000001 * step + 1e-12 * abs(exact):
            return "value %s of %s" % (shown, exact)
        return ""


def explained(info):
    """TAP lines of one indicator."""
    params = {p["id"]: p["default"] for p in info["parameters"]}
    params.update(make(info))
    with open("out.csv", "w", encoding="utf-8") as out:
        out.write(chiso("run", "plan.json", "--format", "csv", "-q"))
    with open("out.csv", encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table)
        names = rows.fieldnames
        axes = names[names.index("period") + 1:names.index("value")]
        cells = {(row["indicator"], row["output"], row["unit"], row["period"],
                  " ".join(sorted("%s=%s" % (a, row[a]) for a in axes if row[a]))): row
                 for row in rows}
    with open("data.csv", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    checked, wrong, without = {}, {}, set()
    for page in map(Page, split_pages(chiso("explain", "plan.json", "--lang", "en"))):
        kind = page.key[:2]
        said = page.check(cells, params, rows)
        if said is None:
            without.add(kind)
        elif said:
            wrong.setdefault(kind, "%s: %s" % (" ".join(page.key), said))
        elif cells[page.key]["value"]:
            checked[kind] = checked.get(kind, 0) + 1
    for k, output in enumerate(info["outputs"]):
        name = "%s.%s" % (info["indicator"], output["id"])
        for kind in (("plain", output["id"]), ("weighted", output["id"]), ("twice%d" % k, "value"),
                     ("rounded%d" % k, "value"), ("before%d" % k, "value")):
            told = "%s, %s: " % (name, kind[0].rstrip("0123456789"))
            if kind in wrong:
                print("not ok - " + told + wrong[kind])
            elif kind in without or not checked.get(kind):
                print("not ok - " + told + "no value with its formula")
            else:
                print("ok - " + told + "%d values from the printed numbers" % checked[kind])
        for (indicator, _, unit, year, places), row in cells.items():
            if indicator == "before%d" % k and int(year) > YEARS[0]:
                # Where all records of a year are refused there is no row.
                before = cells.get(("weighted", output["id"], unit, str(int(year) - 1), places))
                if row["value"] != (before["value"] if before else ""):
                    print("not ok - %s: lag in %s %s" % (name, unit, year))


def split_pages(text):
    """Lines of each page; a page begins at the margin, and those of operands are indented."""
    lines = []
    for line in text.splitlines():
        if line and line[0] != " ":
            if lines:
                yield lines
            lines = []
        if line and not re.match(r" {4}", line[:4]) or line.startswith(" " * 16):
            lines.append(line)
    if lines:
        yield lines


def linked():
    """The chain that explain prints of a figure linked over two changes of base gives the figure."""
    chance = random.Random(15)
    bases = {2020: (2020, 2023), 2010: (2010, 2020), 1994: (2005, 2010)}
    with open("data.csv", "w", encoding="utf-8") as out:
        out.write("unit,year,base,value\n")
        out.writelines("%s,%d,%d,%.2f\n" % (u, y, base, 1000 + 9000 * chance.random()) for u in "AB"
                       for base, (first, last) in bases.items() for y in range(first, last + 1))
    with open("plan.json", "w", encoding="utf-8") as out:
        json.dump({"chiso": 1, "datasets": {
            "d": {"file": "data.csv", "unit": "unit", "period": "year", "synthetic": True}},
            "indicators": [{"id": "b%d" % base, "use": "basic.total", "dataset": "d",
                            "where": "base == %d" % base} for base in bases] +
                          [{"id": "l", "expression": "linked(b2020, b2010, b1994)"}]}, out)
    chains = {}
    for page in map(Page, split_pages(chiso("explain", "plan.json", "--indicator", "l", "--lang", "en"))):
        for line in page.fields["with"]:
            chain, _, value = line.rpartition(" = ")
            if "×" in chain:
                chains[page.key[2:4]] = chain
                if not close(work_out(chain, {}), number(value)):
                    print("not ok - linked: %s is not %s" % (chain, value))
            elif int(page.key[3]) < 2020 and len(page.fields["with"]) < 2:
                print("not ok - linked: no chain for " + " ".join(page.key))
    # 2005 to 2019, in which 2010 is of the base of 2010; two links in the first five years.
    same = len(chains) == 30 and sum(c.count("×") == 2 for c in chains.values()) == 10
    print("%sok - linked: %d chains" % ("" if same else "not ", len(chains)))


if not sys.argv[2:]:
    linked()
for id in sys.argv[2:] or [line.split()[0] for line in chiso("list").splitlines()]:
    described = json.loads(chiso("info", id, "--format", "json"))
    if not described["record"]:  # columns have no pages
        explained(described)
