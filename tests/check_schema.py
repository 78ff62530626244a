# SPDX-License-Identifier: MIT
"""check_schema.py SCHEMA FILE...: whether JSON files conform to a schema; says what does not.

Uses jsonschema when it can be imported.  Without it a small checker does the keywords that our
schemas use; one that it does not know is an error, so nothing goes unchecked."""
import json
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
SILENT = {"$schema", "$id", "$defs", "title", "description"}


def is_type(value, name):
    if name in ("number", "integer"):
        kinds = (int,) if name == "integer" else (int, float)
        return isinstance(value, kinds) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def equal(a, b):
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def faults(root, schema, value, at):
    """Every fault of a value, as (place, what)."""
    def of(part, v=value, place=at):
        return list(faults(root, part, v, place))

    is_object, is_array = isinstance(value, dict), isinstance(value, list)
    is_number, is_string = is_type(value, "number"), isinstance(value, str)
    for key, rule in schema.items():
        fine = True
        if key in SILENT or key == "additionalProperties":
            pass
        elif key == "$ref":
            part = root
            for step in rule.removeprefix("#/").split("/"):
                part = part[step]
            yield from of(part)
        elif key == "type":
            fine = any(is_type(value, t) for t in ([rule] if isinstance(rule, str) else rule))
        elif key == "enum":
            fine = any(equal(value, v) for v in rule)
        elif key == "const":
            fine = equal(value, rule)
        elif key == "anyOf":
            fine = any(not of(part) for part in rule)
        elif key == "oneOf":
            fine = sum(not of(part) for part in rule) == 1
        elif key == "not":
            fine = bool(of(rule))
        elif key == "required":
            fine = not is_object or all(name in value for name in rule)
        elif key == "minProperties":
            fine = not is_object or len(value) >= rule
        elif key == "minItems":
            fine = not is_array or len(value) >= rule
        elif key == "maxItems":
            fine = not is_array or len(value) <= rule
        elif key == "minimum":
            fine = not is_number or value >= rule
        elif key == "exclusiveMinimum":
            fine = not is_number or value > rule
        elif key == "minProperties":
            fine = not isinstance(value, dict) or len(value) >= rule
        elif key == "maximum":
            fine = not is_number or value <= rule
        elif key == "minLength":
            fine = not is_string or len(value) >= rule
        elif key == "pattern":
            fine = not is_string or re.search(rule, value) is not None
        elif key == "propertyNames":
            for item in value if is_object else ():
                yield from of(rule, item, f"{at}/{item}")
        elif key == "items":
            for i, item in enumerate(value if is_array else ()):
                yield from of(rule, item, f"{at}/{i}")
        elif key == "properties":
            for name, item in (value if is_object else {}).items():
                if name in rule:
                    yield from of(rule[name], item, f"{at}/{name}")
        else:
            raise SystemExit(f"keyword {key}: not known to this checker")
        if not fine:
            yield at, f"{key}: {json.dumps(value, ensure_ascii=False)[:60]}"
    more = schema.get("additionalProperties", True)
    for name, item in (value if is_object else {}).items():
        if name in schema.get("properties", {}) or more is True:
            continue
        if more is False:
            yield f"{at}/{name}", "is no such key"
        else:
            yield from of(more, item, f"{at}/{name}")


def check(schema, value):
    try:
        import jsonschema
    except ImportError:
        return list(faults(schema, schema, value, ""))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = [("/".join(map(str, e.path)), e.message) for e in validator.iter_errors(value)]
    # The two must agree, or the checker is no stand-in.
    if bool(found) != bool(list(faults(schema, schema, value, ""))):
        raise SystemExit("jsonschema and the checker in this file disagree")
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    bad = 0
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as file:
            for place, what in check(schema, json.load(file)):
                print(f"{name}: {place}: {what}")
                bad = 1
    return bad


sys.exit(main())
