#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sums that ordinary addition gets wrong, with the right result, for tests/exact.

usage: sum_cases.py [SEED [CASES]]
       sum_cases.py --check <cases     fails when a result is not right

One case a line: the sum of the doubles behind it as an exact fraction, rounded once to the nearest
double ("inf" when that is past the largest), and then these doubles, all in hexadecimal.
tests/sum_cases.txt came out without arguments.
"""
import math
import random
import struct
import sys
from fractions import Fraction

SUBNORMAL, LARGEST = 0, 2046  # biased exponents


def raw(rng, low, high):
    """A double with a biased exponent in [low, high], often with few or all bits set."""
    bits = rng.getrandbits(52)
    if rng.random() < 0.3:
        bits &= rng.getrandbits(52) & rng.getrandbits(52)
    if rng.random() < 0.2:
        bits = rng.choice([0, 1, 2**52 - 1])
    word = rng.getrandbits(1) << 63 | rng.randint(low, high) << 52 | bits
    return struct.unpack("<d", struct.pack("<Q", word))[0]


def weights(rng, n):
    return [round(rng.uniform(0.5, 60), 2) * rng.randint(0, 9) for _ in range(n)]


def twelve_orders(rng, n):
    return [round(10 ** rng.uniform(-3, 9), 3) for _ in range(n)]


def far_apart(rng, n):
    """1e-300 to 1e300."""
    return [rng.choice([1, -1]) * float("1e%d" % rng.randint(-300, 300)) for _ in range(n)]


def anything(rng, n):
    return [raw(rng, SUBNORMAL, LARGEST) for _ in range(n)]


def band(rng, n):
    low = rng.randint(SUBNORMAL, LARGEST)
    high = min(LARGEST, low + rng.choice([0, 1, 5, 20, 54, 60, 100, 110, 200]))
    return [raw(rng, low, high) for _ in range(n)]


def subnormals(rng, n):
    return [raw(rng, SUBNORMAL, 3) for _ in range(n)]


def near_overflow(rng, n):
    return [raw(rng, LARGEST - rng.choice([0, 6]), LARGEST) for _ in range(n)]


def overflow_edge(rng, n):
    """Just below, at and above 2^1024 - 2^970, from where on the result is infinite."""
    half = math.ldexp(1, 970)
    values = [sys.float_info.max, rng.choice([half, math.nextafter(half, 0)])]
    values += [rng.choice([1, -1]) * math.ldexp(1, rng.randint(-1074, 900))] * rng.randint(0, 1)
    sign = rng.choice([1, -1])
    return [sign * x for x in values]


def cancellation(rng, n):
    values = rng.choice([anything, band, near_overflow, subnormals, twelve_orders])(rng, n // 2)
    values += [-x for x in values]
    return values + [raw(rng, SUBNORMAL, LARGEST) for _ in range(rng.randint(0, 3))]


def ties(rng, n):
    """At the middle of two doubles, or next to it by the least that there is."""
    a = raw(rng, 60, 2000)
    half = math.ulp(a) / 2
    values = [a, rng.choice([1, -1]) * half]
    if rng.random() < 0.7:
        least = rng.choice([5e-324, half * 2.0**-53, half * 2.0**-107, half * 2.0**-500])
        values.append(rng.choice([1, -1]) * least)
    for _ in range(n // 4):
        b = raw(rng, SUBNORMAL, LARGEST)
        values += [b, -b]
    return values


def outlier(rng, n):
    values = weights(rng, n)
    values[rng.randrange(n)] = raw(rng, 1500, 2000)
    return values


def powers(rng, n):
    return [rng.choice([1, -1]) * math.ldexp(1, rng.randint(-1074, 1023)) for _ in range(n)]


def zeros(rng, n):
    return [rng.choice([0.0, -0.0]) for _ in range(n)]


KINDS = [weights, twelve_orders, far_apart, anything, band, subnormals, near_overflow,
         overflow_edge, cancellation, ties, outlier, powers, zeros]


def exact(values):
    total = sum(map(Fraction, values), Fraction(0))
    try:
        result = total.numerator / total.denominator  # of integers: rounded once
    except OverflowError:
        return math.inf if total > 0 else -math.inf
    try:
        assert math.fsum(values) == result
    except OverflowError:  # fsum can't do sums that overflow on the way
        pass
    return result


def check(lines):
    for line in lines:
        result, *values = map(float.fromhex, line.split())
        assert exact(values).hex() == result.hex(), line


def main():
    if sys.argv[1:] == ["--check"]:
        check(sys.stdin)
        return
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 520
    rng = random.Random(seed)
    for i in range(cases):
        values = KINDS[i % len(KINDS)](rng, rng.choice([2, 3, 4, 6, 10, 10, 30]))
        rng.shuffle(values)
        print(exact(values).hex(), *map(float.hex, values))


main()
