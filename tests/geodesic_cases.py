# SPDX-License-Identifier: MIT
"""Distances on the ellipsoid WGS 84 from a point to the geodesic between two others, in metres:
tests/geodesic_cases.csv.

By Vincenty's direct and inverse formulae (Survey Review XXII, 176, 1975), which are right to about 0.1 mm where
they converge; the nearest point of the line by trying it at ever closer places."""
import math
import random

A, F = 6378137.0, 1 / 298.257223563
B = A * (1 - F)


def terms(cos2_alpha):
    u2 = cos2_alpha * (A * A - B * B) / (B * B)
    return (1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2))),
            u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2))))


def correction(big_b, sin_s, cos_s, cos_2m):
    return big_b * sin_s * (cos_2m + big_b / 4 * (cos_s * (-1 + 2 * cos_2m ** 2) - big_b / 6 * cos_2m
                            * (-3 + 4 * sin_s ** 2) * (-3 + 4 * cos_2m ** 2)))


def inverse(lon1, lat1, lon2, lat2):
    """Metres, and the azimuth at the first point."""
    if (lon1, lat1) == (lon2, lat2):
        return 0.0, 0.0
    u1, u2 = (math.atan((1 - F) * math.tan(math.radians(x))) for x in (lat1, lat2))
    wanted = lam = math.radians((lon2 - lon1 + 540) % 360 - 180)
    for _ in range(500):
        sin_s = math.hypot(math.cos(u2) * math.sin(lam), math.cos(u1) * math.sin(u2)
                           - math.sin(u1) * math.cos(u2) * math.cos(lam))
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        sigma = math.atan2(sin_s, cos_s)
        sin_alpha = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_s if sin_s else 0.0
        cos2_alpha = 1 - sin_alpha ** 2
        cos_2m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_alpha if cos2_alpha > 1e-15 else 0.0
        c = F / 16 * cos2_alpha * (4 + F * (4 - 3 * cos2_alpha))
        before, lam = lam, wanted + (1 - c) * F * sin_alpha * (
            sigma + c * sin_s * (cos_2m + c * cos_s * (-1 + 2 * cos_2m ** 2)))
        if abs(lam - before) < 1e-14:
            break
    else:
        raise ValueError("does not converge")
    big_a, big_b = terms(cos2_alpha)
    azimuth = math.atan2(math.cos(u2) * math.sin(lam), math.cos(u1) * math.sin(u2)
                         - math.sin(u1) * math.cos(u2) * math.cos(lam))
    return B * big_a * (sigma - correction(big_b, sin_s, cos_s, cos_2m)), azimuth


def direct(lon, lat, azimuth, metres):
    u1 = math.atan((1 - F) * math.tan(math.radians(lat)))
    sigma1 = math.atan2(math.tan(u1), math.cos(azimuth))
    sin_alpha = math.cos(u1) * math.sin(azimuth)
    cos2_alpha = 1 - sin_alpha ** 2
    big_a, big_b = terms(cos2_alpha)
    sigma = metres / (B * big_a)
    for _ in range(200):
        cos_2m = math.cos(2 * sigma1 + sigma)
        before = sigma
        sigma = metres / (B * big_a) + correction(big_b, math.sin(sigma), math.cos(sigma), cos_2m)
        if abs(sigma - before) < 1e-15:
            break
    x = math.sin(u1) * math.sin(sigma) - math.cos(u1) * math.cos(sigma) * math.cos(azimuth)
    lat2 = math.atan2(math.sin(u1) * math.cos(sigma) + math.cos(u1) * math.sin(sigma) * math.cos(azimuth),
                      (1 - F) * math.hypot(sin_alpha, x))
    lam = math.atan2(math.sin(sigma) * math.sin(azimuth), math.cos(u1) * math.cos(sigma)
                     - math.sin(u1) * math.sin(sigma) * math.cos(azimuth))
    c = F / 16 * cos2_alpha * (4 + F * (4 - 3 * cos2_alpha))
    cos_2m = math.cos(2 * sigma1 + sigma)
    around = lam - (1 - c) * F * sin_alpha * (
        sigma + c * math.sin(sigma) * (cos_2m + c * math.cos(sigma) * (-1 + 2 * cos_2m ** 2)))
    return lon + math.degrees(around), math.degrees(lat2)


def distance(p, a, b):
    length, azimuth = inverse(*a, *b)
    best = min(inverse(*p, *a)[0], inverse(*p, *b)[0])
    low, high = 0.0, length
    while high - low > 1e-4:
        at = [low + (high - low) * i / 20 for i in range(21)]
        metres = [inverse(*p, *direct(*a, azimuth, s))[0] for s in at]
        i = metres.index(min(metres))
        best = min(best, metres[i])
        low, high = at[max(i - 1, 0)], at[min(i + 1, 20)]
    return best


def cases():
    dice = random.Random(11)
    yield from (
        ("0", "10", "20", "0", "20", "0"),                    # along the equator no point is nearer than an end
        ("106.64", "21.66", "106.7", "21.6", "106.7", "21.6"),  # length zero
        ("106.64", "21.66", "106.64", "21.66", "106.65", "21.66"),  # at an end
        ("180", "0.25", "179.5", "-0.1", "-179.5", "0.1"),    # over longitude 180
        ("0", "90", "0", "60", "90", "60"),                   # from the pole
        ("45", "89.9", "10", "89.5", "-130", "89.8"),         # over the pole
        ("10", "1", "10.5", "0.9", "12", "-3"),
    )
    for size in ("0.00001", "0.001", "0.1", "5", "40"):
        for away in ("0.00001", "0.001", "0.1", "5", "5", "5", "20", "20", "20"):
            lon, lat = dice.uniform(-180, 180), dice.uniform(-80, 80)
            off = [dice.uniform(-1, 1) for _ in range(4)]
            point = lon + off[0] * float(away), lat + off[1] * float(away)
            ends = [(lon + s * off[2] * float(size), lat + s * off[3] * float(size)) for s in (1, -1)]
            yield tuple(str(x) for at in (point, *ends)
                        for x in (round((at[0] + 540) % 360 - 180, 9), round(max(-89, min(89, at[1])), 9)))


print("lon,lat,lon_a,lat_a,lon_b,lat_b,metres")
for case in cases():
    v = [float(x) for x in case]
    print(*(repr(x) for x in v), f"{distance(v[0:2], v[2:4], v[4:6]):.6f}", sep=",")
