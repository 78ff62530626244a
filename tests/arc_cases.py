# SPDX-License-Identifier: MIT
"""Distances from a point to an arc on the sphere, in metres, to 50 digits: tests/arc_cases.csv.

A point of the great circle through a and b is the nearest where it lies between them, which is so when its
angles to a and b add up to theirs; else an end is.  Sines come from their series, angles from the chord."""
from decimal import Decimal as D, getcontext
import random

getcontext().prec = 60
RADIUS = D("6371008.8")


def series(x, term, n):
    total, power = term, term
    while abs(power) > D(10) ** -58:
        n += 2
        power *= -x * x / (n * (n - 1))
        total += power
    return total


def sin(x):
    return series(x, x, 1)


def cos(x):
    return series(x, D(1), 0)


def arctan(x):
    """Halved until the series is short."""
    halvings = 0
    while abs(x) > D("0.01"):
        x /= 1 + (1 + x * x).sqrt()
        halvings += 1
    total = power = x
    n = 1
    while abs(power) > D(10) ** -58:
        n += 2
        power *= -x * x
        total += power / n
    return total * 2 ** halvings


PI = 4 * arctan(D(1))


def vector(lon, lat):
    x, y = D(lon) * PI / 180, D(lat) * PI / 180
    return cos(y) * cos(x), cos(y) * sin(x), sin(y)


def length(v):
    return sum(x * x for x in v).sqrt()


def angle(p, q):
    """Twice the arctangent of |p - q| / |p + q|."""
    off, sum_ = length([x - y for x, y in zip(p, q)]), length([x + y for x, y in zip(p, q)])
    return PI if sum_ == 0 else 2 * arctan(off / sum_)


def distance(p, a, b):
    best = min(angle(p, a), angle(p, b))
    n = a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    if length(n) > D(10) ** -50:
        height = sum(x * y for x, y in zip(p, n)) / length(n) ** 2
        foot = [x - height * y for x, y in zip(p, n)]
        if length(foot) > D(10) ** -50:
            foot = [x / length(foot) for x in foot]
            if angle(a, foot) + angle(foot, b) - angle(a, b) < D(10) ** -40:
                best = min(best, angle(p, foot))
    return best * RADIUS


def cases():
    dice = random.Random(5)
    yield from (
        ("10", "1", "0", "0", "20", "0"),              # one degree over the equator
        ("0", "90", "0", "89", "180", "89"),           # over the pole
        ("45", "89.9999", "10", "89.99", "-130", "89.98"),
        ("180", "0.25", "179.5", "-0.1", "-179.5", "0.1"),  # over longitude 180
        ("-179.99", "-16.5", "179.9", "-16.6", "-179.8", "-16.4"),
        ("106.64", "21.66", "106.7", "21.6", "106.7", "21.6"),  # length zero
        ("106.64", "21.66", "106.64", "21.66", "106.65", "21.66"),  # at an end
        ("-73.4", "-21.66", "106.5", "21.6", "106.7", "21.7"),  # nearly opposite
        ("0", "90", "0", "0", "90", "0"),              # every point is as near
    )
    for size in ("0.0000001", "0.00001", "0.001", "0.1", "10", "80"):
        for away in ("0.0000001", "0.00001", "0.001", "0.1", "10"):
            lon, lat = D(str(round(dice.uniform(-180, 180), 6))), D(str(round(dice.uniform(-80, 80), 6)))
            near = [D(str(round(dice.uniform(-1, 1), 3))) for _ in range(6)]
            yield tuple(str(x) for x in (
                wrap(lon + near[0] * D(away)), clamp(lat + near[1] * D(away)),
                wrap(lon + near[2] * D(size)), clamp(lat + near[3] * D(size)),
                wrap(lon - near[2] * D(size)), clamp(lat - near[3] * D(size))))


def wrap(lon):
    return (lon + 540) % 360 - 180


def clamp(lat):
    return max(D(-90), min(D(90), lat))


print("lon,lat,lon_a,lat_a,lon_b,lat_b,metres")
for case in cases():
    ends = [float(x) for x in case]  # what a program can hold
    p, a, b = (vector(ends[i], ends[i + 1]) for i in (0, 2, 4))
    print(*(repr(x) for x in ends), format(distance(p, a, b), ".30g"), sep=",")
