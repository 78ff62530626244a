# SPDX-License-Identifier: MIT
"""pandas_table.py VALUES.csv INDICATORS.csv OUT"""
import sys

import pandas as pd


def main():
    values, indicators, out = sys.argv[1:]
    v = pd.read_csv(values, dtype={"unit": str}).merge(pd.read_csv(indicators), on="indicator")
    g = v.groupby("indicator")["value"]
    lo = g.transform("min")
    hi = g.transform("max")
    way = (v["value"] - lo).where(v["direction"] == 1, hi - v["value"])
    v["part"] = v["weight"] * way / (hi - lo)
    c = v.groupby(["unit", "period"])[["part", "weight"]].sum()
    c = (c["part"] / c["weight"]).rename("composite").reset_index()
    c["rank"] = c.groupby("period")["composite"].rank(method="min", ascending=False).astype(int)
    c.to_csv(out + ".composite.csv", index=False)
    last = v[v.period == 2024][["unit", "indicator", "value"]]
    p = v[v.period == 2015].merge(last, on=["unit", "indicator"], suffixes=("0", "1"))
    p["growth"] = (p.value1 / p.value0) ** (1 / 9) - 1
    p["needed"] = (p.target / p.value0) ** (1 / 15) - 1
    p["ratio"] = p.growth / p.needed
    p["projected"] = p.value0 * (1 + p.growth) ** 15
    p[["unit", "indicator", "growth", "needed", "ratio", "projected"]].to_csv(
        out + ".progress.csv", index=False)


main()
