# SPDX-License-Identifier: MIT
"""pandas_households.py w1|w2|w3 HOUSEHOLDS.csv UNITS.csv OUT.csv"""
import sys

import numpy as np
import pandas as pd

IND = ["dep_employment", "dep_dependents", "dep_nutrition", "dep_insurance", "dep_adult_education",
       "dep_school_attendance", "dep_housing_quality", "dep_housing_area", "dep_water",
       "dep_toilet", "dep_telecom", "dep_media"]
# Without the type the codes would lose their leading zeros.
TYPES = {"unit": "category", "period": "int32", "area": "category", "size": "int32",
         "weight": "float64", "income": "int64"}
SHARES = [f"{k}{j}" for k in "uc" for j in range(1, 13)]


def inequality(d, by):
    d["a"] = d["wy"] * (d.groupby(by, observed=True)["w"].cumsum() - d["w"] / 2)
    q = d.groupby(by, observed=True)
    s = q[["w", "wy", "p0", "p1", "p2", "a"]].sum()
    return pd.DataFrame({"n": q.size(), "P0": s.p0 / s.w, "P1": s.p1 / s.w, "P2": s.p2 / s.w,
                         "gini": 2 * s.a / (s.w * s.wy) - 1}).reset_index()


def w3(households, province):
    d = pd.read_csv(households, usecols=list(TYPES), dtype=TYPES)
    d["province"] = d["unit"].map(province).astype("category")
    d["w"] = d["weight"] * d["size"]
    d["y"] = d["income"].astype("float64")
    z = np.where(d["area"] == "rural", 1.5e6, 2e6)
    low = d["y"] <= z
    gap = np.where(low, (z - d["y"]) / z, 0.0)
    d["p0"] = d["w"] * low
    d["p1"] = d["w"] * gap
    d["p2"] = d["p1"] * gap
    d["wy"] = d["w"] * d["y"]
    d = d.sort_values("y", kind="stable")
    country = inequality(d, ["period"])
    country.insert(0, "province", "VN")
    provinces = inequality(d, ["province", "period"])
    provinces["province"] = provinces["province"].astype(str)
    return pd.concat([provinces, country])


def sums(households):
    types = {**TYPES, **dict.fromkeys(IND, "float32")}
    d = pd.read_csv(households, usecols=list(types), dtype=types)
    lacks = d[IND].to_numpy()
    missing = np.isnan(lacks)
    lacks[missing] = 0
    nd = lacks.sum(1)
    ok = ~missing.any(1)
    low = (d["income"] <= np.where(d["area"] == "rural", 1500000, 2000000)).to_numpy()
    w = d["weight"].to_numpy()
    ws = w * d["size"].to_numpy()
    x = {"sum_w": w, "poor": low & (nd >= 3), "near_poor": low & (nd < 3), "af_n": ok}
    x["wpoor"] = w * x["poor"]
    x["wnear"] = w * x["near_poor"]
    x["W"] = np.where(ok, ws, 0.0)
    x["P"] = np.where(ok & (nd >= 4), ws, 0.0)
    x["M"] = x["P"] * nd / 12
    for j in range(12):
        x[f"u{j + 1}"] = x["W"] * lacks[:, j]
        x[f"c{j + 1}"] = x["P"] * lacks[:, j]
    q = pd.DataFrame(x, copy=False).groupby([d["unit"], d["period"]], observed=True)
    s = q.sum()
    s.insert(0, "n", q.size())
    return s.sort_index()


def w1(households, _):
    s = sums(households)
    whole = s["W"].where(s["W"] > 0)
    r = s[["n", "sum_w", "poor", "near_poor", "af_n"]].copy()
    r["af_pop"] = s["W"]
    r["H"] = s["P"] / whole
    r["A"] = s["M"] / s["P"].where(s["P"] > 0)
    r["M0"] = s["M"] / whole
    return pd.concat([r, s[SHARES].div(whole, axis=0)], axis=1).reset_index()


def w2(households, province):
    s = sums(households).reset_index()
    s["province"] = s["unit"].astype(str).map(province)
    metrics = ["poor", "near", "H", "A", "M0"] + SHARES
    parts = ["wpoor", "wnear", "P", "M", "M"] + SHARES
    wholes = ["sum_w", "sum_w", "W", "P", "W"] + ["W"] * 24
    l = pd.concat([pd.DataFrame({"province": s.province, "period": s.period, "metric": m,
                                 "y": s[y], "x": s[x]})
                   for m, y, x in zip(metrics, parts, wholes)])
    l = pd.concat([l.assign(d=l.province), l.assign(d="VN")], ignore_index=True)
    t = l.groupby(["d", "period", "metric"])[["y", "x"]].transform("sum")
    l["est"] = t.y / t.x
    l["z"] = (l.y - l.est * l.x) / t.x
    l["zz"] = l.z * l.z
    g = l.groupby(["d", "period", "metric", "province"])
    st = g.agg(z=("z", "sum"), zz=("zz", "sum"), n=("z", "size"), est=("est", "first"))
    st["v"] = np.where(st.n > 1, st.n / (st.n - 1).clip(lower=1) * (st.zz - st.z ** 2 / st.n), 0)
    r = st.groupby(level=[0, 1, 2]).agg(est=("est", "first"), v=("v", "sum")).reset_index()
    r["se"] = np.sqrt(r.v.clip(lower=0)).where(r.est.notna())
    return r.rename(columns={"d": "province"})[["province", "period", "metric", "est", "se"]]


def main():
    job, households, units, out = sys.argv[1:]
    province = pd.read_csv(units, dtype=str).set_index("unit")["province"]
    {"w1": w1, "w2": w2, "w3": w3}[job](households, province).to_csv(out, index=False)


main()
