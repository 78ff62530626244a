# SPDX-License-Identifier: MIT
# Damages the plan of Chi Lăng in many ways and reads what `chiso validate` says of it.
#
#   malformed.py CHISO PLAN-FOLDER [CUTS [SORT]]     TAP lines without numbers and plan
#
# Every run has several damages of one sort, each in an object of its own; together the runs reach
# every key that the plan has, at one of the places where it stands:
#   renamed   a letter of a key is another one: found at the key, with the right proposal
#   retyped   a value is true (or 7): found at the value
#   deleted   a key and its value are gone: whatever is said, it is said well
#   cut       bytes are gone, doubled or others: the same
# Always: no crash; exit status 1 with errors and 0 without; each error has file, line and column
# that are in the file.
import os, random, re, shutil, subprocess, sys

CHISO, PLAN = sys.argv[1:3]
CUTS = int(sys.argv[3]) if len(sys.argv) > 3 else 10
SORT = sys.argv[4] if len(sys.argv) > 4 else None
AT_ONCE = 20
# Objects whose keys are ids or names of the project's own, not of the format.
OWN_KEYS = {"documents", "datasets", "columns", "qualifiers", "inputs", "parameters"}
chance = random.Random(20220620)
problems = []


# ---- the plan with places ----

class Member:
    """A key and its value: offsets of both, and the path of keys above."""

    def __init__(self, path, key, at):
        self.path, self.key, self.at = path, key, at
        self.end_of_key = self.value = self.end = 0

    def is_own(self):
        return bool(self.path) and (self.path[-1] in OWN_KEYS or self.path[-2:] == ("rows", "by"))

    def kind(self):
        return tuple("*" if i and self.path[i - 1] in OWN_KEYS else part
                     for i, part in enumerate(self.path)) + (self.key,)


def read_members(text):
    """All members of all objects of a sound document."""
    found = []
    token = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[][{}:,]|[^][{}:,"\s]+)')

    def next_token(at):
        match = token.match(text, at)
        return match.group(1), match.start(1), match.end(1)

    def value(at, path, above=None):
        word, start, end = next_token(at)
        if word not in "[{":
            return start, end
        is_object = word == "{"
        while word not in "]}":
            word, first, end = next_token(end)
            if word in "]}":
                break
            if is_object:
                member = Member(path, word[1:-1], first)
                member.end_of_key = end
                # What the keys of "dataset" may be, the key "use" beside it says.
                member.parent = above if path[-1:] == ("dataset",) else start
                member.value, end = value(next_token(end)[2], path + (word[1:-1],), start)
                member.end = end
                found.append(member)
            else:
                end = value(first, path)[1]
            word, _, end = next_token(end)
        return start, end

    value(0, ())
    return found


def place(text, at):
    line = text.count("\n", 0, at) + 1
    return line, at - (text.rfind("\n", 0, at) + 1) + 1


# ---- one run ----

def validate(text, what):
    """The findings of a damaged plan, as (line, column, message) of plan.json."""
    with open("work/plan.json", "w", encoding="utf-8", errors="surrogateescape", newline="") as out:
        out.write(text)
    run = subprocess.run([CHISO, "validate", "work", "-q", "--lang", "en"], timeout=60,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lines = run.stderr.decode("utf-8", "replace").splitlines()
    errors = [line for line in lines if re.match(r"\S+ +error ", line)]
    found = []
    if run.returncode != (1 if errors else 0):
        problems.append("%s: status %d with %d errors: %s" % (what, run.returncode, len(errors),
                                                              lines[:2]))
    for line in errors:
        match = re.match(r"work/(\S+?):(\d+):(\d+) +error +(.*)", line)
        if not match:
            problems.append("%s: no place: %s" % (what, line))
            continue
        name, row, column = match.group(1), int(match.group(2)), int(match.group(3))
        with open("work/" + name, "rb") as file:
            rows = file.read().decode("utf-8", "replace").split("\n")
        # The end of the file is a place, too.
        if row > len(rows) or column > len(rows[row - 1]) + 1:
            problems.append("%s: outside the file: %s" % (what, line))
        if name == "plan.json":
            found.append((row, column, match.group(4)))
    return found


def batches(members):
    """Lists of members none of which is in, or beside, another."""
    left = members[:]
    while left:
        batch, rest = [], []
        for m in left:
            clear = len(batch) < AT_ONCE and all(
                m.parent != o.parent and not o.at <= m.at < o.end and not m.at <= o.at < m.end
                for o in batch)
            (batch if clear else rest).append(m)
        yield sorted(batch, key=lambda m: m.at)
        left = rest


def damage(text, batch, change):
    """The text with change(member), (from, to, new text), done to each; where each now stands."""
    out, last, places = "", 0, []
    for m in batch:
        start, end, new = change(m)
        out += text[last:start]
        places.append(len(out))
        out += new
        last = end
    out += text[last:]
    return out, [place(out, at) for at in places]


def tell(name, before):
    fresh = problems[before:]
    print("%s - %s%s" % ("not ok" if fresh else "ok", name, ": " + fresh[0] if fresh else ""))
    for line in fresh[1:10]:
        print("# " + line)


# ---- the sorts of damage ----

def renamed(text, members):
    known = {m.key for m in members}
    members = [m for m in members if not m.is_own()]
    for batch in batches(members):
        new = {}
        for m in batch:
            # Of "vn" nobody knows whether vi or en is meant: letters that no short key has.
            i = chance.randrange(len(m.key))
            new[m] = m.key[:i] + chance.choice("jkqxz") + m.key[i + 1:]
            assert new[m] not in known
        out, places = damage(text, batch, lambda m: (m.at, m.end_of_key, '"%s"' % new[m]))
        found = validate(out, "renamed")
        for m, at in zip(batch, places):
            wanted = at + ('unknown key "%s"; did you mean "%s"?' % (new[m], m.key),)
            if wanted not in found:
                problems.append("%s is not said: %d:%d %s" % ((".".join(m.kind()),) + wanted))
    return len(members)


def retyped(text, members):
    members = [m for m in members if not m.is_own()]
    for batch in batches(members):
        out, places = damage(text, batch, lambda m: (
            m.value, m.end, "7" if text[m.value:m.end] in ("true", "false") else "true"))
        found = [error[:2] for error in validate(out, "retyped")]
        for m, at in zip(batch, places):
            if at not in found:
                problems.append("%s of a wrong type is not said at %d:%d" % (
                    (".".join(m.kind()),) + at))
    return len(members)


def without(text):
    def change(m):
        """The member with one of its commas."""
        behind = re.compile(r"\s*,").match(text, m.end)
        if behind:
            return m.at, behind.end(), ""
        return len(text[:m.at].rstrip().rstrip(",")), m.end, ""
    return change


def deleted(text, members):
    for batch in batches(members):
        validate(damage(text, batch, without(text))[0], "deleted")
    return len(members)


def cut(text, _members):
    data = text.encode()
    for i in range(CUTS):
        bytes_ = bytearray(data)
        for _ in range(1 + i % 4):
            at = chance.randrange(len(bytes_))
            what = chance.randrange(4)
            if what == 0:
                del bytes_[at:at + 1 + chance.randrange(20)]
            elif what == 1:
                bytes_[at] = chance.randrange(256)
            elif what == 2:
                bytes_[at:at] = bytes_[at:at + 30]
            elif i % 3 == 0:
                del bytes_[at:]
        validate(bytes(bytes_).decode("utf-8", "surrogateescape"), "cut %d" % i)
    return CUTS


def main():
    shutil.copytree(PLAN, "work")
    os.chmod("work", 0o755)
    os.chmod("work/plan.json", 0o644)
    with open("work/plan.json", encoding="utf-8") as file:
        text = file.read()
    kinds = {}
    for member in read_members(text):
        kinds.setdefault(member.kind(), []).append(member)
    members = [chance.choice(kinds[kind]) for kind in sorted(kinds)]
    assert not validate(text, "sound")
    tell("the plan itself is sound", 0)
    for sort in renamed, retyped, deleted, cut:
        if SORT in (None, sort.__name__):
            before = len(problems)
            done = sort(text, members)
            tell("%d times %s" % (done, sort.__name__), before)


main()
