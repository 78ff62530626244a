# SPDX-License-Identifier: MIT
"""The statements of the jobs in DuckDB's and SQLite's SQL, as their users write them; long, because
twelve deprivations are named again and again, so they are put together here.

    sql.py duckdb|sqlite w1|w2|w3|w4 OUT INPUT INPUT
    sql.py duckdb-parquet w1|w2|w3 OUT INPUT.parquet INPUT
    sql.py to-parquet w1 OUT.parquet INPUT INPUT
"""
import sys

DEPRIVATIONS = ["dep_employment", "dep_dependents", "dep_nutrition", "dep_insurance",
                "dep_adult_education", "dep_school_attendance", "dep_housing_quality",
                "dep_housing_area", "dep_water", "dep_toilet", "dep_telecom", "dep_media"]
NUMBERS = range(1, 13)
LOW = "income <= CASE area WHEN 'rural' THEN 1500000 ELSE 2000000 END"


def quoted(path):
    return "'" + str(path).replace("'", "''") + "'"


def csv_of(path, columns):
    """A CSV file as DuckDB reads it when it need not guess."""
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return f"read_csv({quoted(path)}, header=true, auto_detect=false, columns={{{types}}})"


def households(path):
    return csv_of(path, {"household_id": "VARCHAR", "unit": "VARCHAR", "period": "INTEGER",
                         "area": "VARCHAR", "size": "INTEGER", "weight": "DOUBLE",
                         "income": "BIGINT", **dict.fromkeys(DEPRIVATIONS, "TINYINT")})


def units(path):
    return csv_of(path, {"unit": "VARCHAR", "province": "VARCHAR"})


def groups(source, at_least, complete, materialized=""):
    """Sums by commune and year; at_least: deprivations of which we know, complete: NULL where one
    is missing."""
    known = "+".join(at_least(d) for d in DEPRIVATIONS)
    all_known = "+".join(complete(d) for d in DEPRIVATIONS)
    sums = "".join(f", sum({w}*{d}) AS s{k}{i}" for k, w in (("u", "wsc"), ("c", "wsp"))
                   for i, d in enumerate(DEPRIVATIONS, 1))
    return f"""WITH h AS (
  SELECT unit, period, size, weight, {', '.join(DEPRIVATIONS)}, weight*size AS ws,
    {known} AS nd, {all_known} AS c, {LOW} AS low FROM {source}
), k AS {materialized} (
  SELECT *, CASE WHEN c IS NULL THEN 0 ELSE ws END AS wsc,
    CASE WHEN c >= 4 THEN ws ELSE 0 END AS wsp FROM h
), s AS (
  SELECT unit, period, count(*) AS n, sum(weight) AS sum_w,
    sum(CASE WHEN low AND nd >= 3 THEN 1 ELSE 0 END) AS poor,
    sum(CASE WHEN low AND nd < 3 THEN 1 ELSE 0 END) AS near_poor,
    sum(CASE WHEN low AND nd >= 3 THEN weight ELSE 0 END) AS wpoor,
    sum(CASE WHEN low AND nd < 3 THEN weight ELSE 0 END) AS wnear,
    count(c) AS af_n, sum(wsc) AS W, sum(wsp) AS P, sum(wsp*c)/12.0 AS M{sums}
  FROM k GROUP BY unit, period
)"""


def groups_of_patterns(source):
    """The same sums as a user writes them who knows what is dear: households alike in all that is asked of
    them are counted first, so that the long pass has three sums instead of 32."""
    known = "+".join(f"coalesce({d},0)" for d in DEPRIVATIONS)
    pattern = "+".join(f"{1 << i}*{d}::SMALLINT" for i, d in enumerate(DEPRIVATIONS))
    sums = "".join(f", sum(CASE WHEN {only} AND (pattern & {1 << i}) <> 0 THEN ws ELSE 0 END) AS s{k}{i + 1}"
                   for k, only in (("u", "c IS NOT NULL"), ("c", "c >= 4"))
                   for i in range(len(DEPRIVATIONS)))
    return f"""WITH h AS (
  SELECT unit, period, weight, weight*size AS ws, {known} AS nd, {pattern} AS pattern, {LOW} AS low
  FROM {source}
), g AS (
  SELECT unit, period, low, nd, pattern, count(*) AS n, sum(weight) AS w, sum(ws) AS ws,
    CASE WHEN pattern IS NULL THEN NULL ELSE nd END AS c FROM h GROUP BY unit, period, low, nd, pattern
), s AS (
  SELECT unit, period, sum(n) AS n, sum(w) AS sum_w,
    sum(CASE WHEN low AND nd >= 3 THEN n ELSE 0 END) AS poor,
    sum(CASE WHEN low AND nd < 3 THEN n ELSE 0 END) AS near_poor,
    sum(CASE WHEN c IS NOT NULL THEN n ELSE 0 END) AS af_n,
    sum(CASE WHEN c IS NOT NULL THEN ws ELSE 0 END) AS W,
    sum(CASE WHEN c >= 4 THEN ws ELSE 0 END) AS P,
    sum(CASE WHEN c >= 4 THEN ws*c ELSE 0 END)/12.0 AS M{sums}
  FROM g GROUP BY unit, period
)"""


def communes():
    shares = "".join(f", s{k}{i}/nullif(W,0) AS {k}{i}" for k in "uc" for i in NUMBERS)
    return ("SELECT unit, period, n, sum_w, poor, near_poor, af_n, W AS af_pop, "
            f"P/nullif(W,0) AS H, M/nullif(P,0) AS A, M/nullif(W,0) AS M0{shares} "
            "FROM s ORDER BY unit, period")


def errors(of_units):
    """Ratios of provinces and of all, with their linearised standard errors, from the sums s."""
    ratios = [("poor", "wpoor", "sum_w"), ("near", "wnear", "sum_w"), ("H", "P", "W"),
              ("A", "M", "P"), ("M0", "M", "W")]
    ratios += [(f"{k}{i}", f"s{k}{i}", "W") for k in "uc" for i in NUMBERS]
    values = ", ".join(f"('{m}', {y}, {x})" for m, y, x in ratios)
    return f""", l AS (
  SELECT v.province, s.period, m.metric, m.y, m.x FROM s JOIN {of_units} v ON s.unit = v.unit,
    LATERAL (VALUES {values}) AS m(metric, y, x)
), dom AS (
  SELECT province AS d, province, period, metric, y, x FROM l
  UNION ALL SELECT 'VN', province, period, metric, y, x FROM l
), tot AS (
  SELECT d, period, metric, sum(y) AS y, nullif(sum(x), 0) AS x FROM dom GROUP BY d, period, metric
), z AS (
  SELECT dom.d, dom.province, dom.period, dom.metric, (dom.y - tot.y/tot.x*dom.x)/tot.x AS z
  FROM dom JOIN tot ON dom.d = tot.d AND dom.period = tot.period AND dom.metric = tot.metric
), st AS (
  SELECT d, period, metric, CASE WHEN count(*) > 1
    THEN count(*)/(count(*)-1.0)*(sum(z*z) - sum(z)*sum(z)/count(*)) ELSE 0 END AS v
  FROM z GROUP BY d, province, period, metric
)
SELECT tot.d AS province, tot.period, tot.metric, any_value(tot.y/tot.x) AS est,
  CASE WHEN any_value(tot.x) IS NULL THEN NULL ELSE sqrt(greatest(sum(v), 0)) END AS se
FROM st JOIN tot ON st.d = tot.d AND st.period = tot.period AND st.metric = tot.metric
GROUP BY tot.d, tot.period, tot.metric ORDER BY 1, 2, 3"""


def inequality(source, of_units):
    return f"""WITH h AS (
  SELECT u.province, h.period, h.income::DOUBLE AS y, h.weight*h.size AS w,
    CASE h.area WHEN 'rural' THEN 1500000.0 ELSE 2000000.0 END AS z
  FROM {source} h JOIN {of_units} u ON h.unit = u.unit
), g AS (
  SELECT *, CASE WHEN y <= z THEN (z-y)/z END AS gap,
    sum(w) OVER (PARTITION BY province, period ORDER BY y ROWS UNBOUNDED PRECEDING) - w/2 AS fp,
    sum(w) OVER (PARTITION BY period ORDER BY y ROWS UNBOUNDED PRECEDING) - w/2 AS fn
  FROM h
), a AS (
  SELECT province, period, count(*) AS n, sum(w) AS W, sum(w*y) AS WY,
    sum(CASE WHEN gap IS NOT NULL THEN w ELSE 0 END) AS P0, sum(w*coalesce(gap,0)) AS P1,
    sum(w*coalesce(gap*gap,0)) AS P2, sum(w*y*fp) AS gp, sum(w*y*fn) AS gn
  FROM g GROUP BY province, period
), r AS (
  SELECT province, period, n, W, WY, P0, P1, P2, gp AS g FROM a
  UNION ALL SELECT 'VN', period, sum(n), sum(W), sum(WY), sum(P0), sum(P1), sum(P2), sum(gn)
  FROM a GROUP BY period
)
SELECT province, period, n, P0/W AS P0, P1/W AS P1, P2/W AS P2, 2*g/(W*WY)-1 AS gini
FROM r ORDER BY 1, 2"""


COMPOSITE = """WITH r AS {m} (
  SELECT indicator, min(value) AS lo, max(value) AS hi FROM v GROUP BY indicator
), c AS {m} (
  SELECT v.unit, v.period, sum(m.weight * CASE WHEN m.direction = 1 THEN v.value - r.lo
    ELSE r.hi - v.value END / (r.hi - r.lo)) / sum(m.weight) AS composite
  FROM v JOIN r ON v.indicator = r.indicator JOIN m ON v.indicator = m.indicator
  GROUP BY v.unit, v.period
)
SELECT unit, period, composite, rank() OVER (PARTITION BY period ORDER BY composite DESC) AS rank
FROM c ORDER BY unit, period"""

PROGRESS = """WITH a AS {m} (
  SELECT unit, indicator, max(CASE WHEN period = 2015 THEN value END) AS first,
    max(CASE WHEN period = 2024 THEN value END) AS last
  FROM v WHERE period IN (2015, 2024) GROUP BY unit, indicator
), g AS {m} (
  SELECT a.unit, a.indicator, first, pow(last/first, 1.0/9) - 1 AS growth,
    pow(m.target/first, 1.0/15) - 1 AS needed
  FROM a JOIN m ON m.indicator = a.indicator
)
SELECT unit, indicator, growth, needed, growth/needed AS ratio,
  first*pow(1 + growth, 15) AS projected FROM g ORDER BY 1, 2"""


def copy(query, out, form="csv, HEADER"):
    return f"COPY (\n{query}\n) TO {quoted(out)} (FORMAT {form});\n"


def duckdb(job, out, first, second):
    if job == "w4":
        values = csv_of(first, {"unit": "VARCHAR", "period": "INTEGER", "indicator": "VARCHAR",
                                "value": "DOUBLE"})
        about = csv_of(second, {"indicator": "VARCHAR", "direction": "INTEGER",
                                "weight": "DOUBLE", "target": "DOUBLE"})
        return (f"CREATE TABLE v AS SELECT * FROM {values};\n"
                f"CREATE TABLE m AS SELECT * FROM {about};\n"
                + copy(COMPOSITE.format(m=""), f"{out}.composite.csv")
                + copy(PROGRESS.format(m=""), f"{out}.progress.csv"))
    return of_households(job, out, households(first), units(second))


def of_households(job, out, source, of_units):
    if job == "w3":
        return copy(inequality(source, of_units), out)
    sums = groups(source, lambda d: f"coalesce({d},0)", lambda d: d)
    return copy(sums + (communes() if job == "w1" else errors(of_units)), out)


def duckdb_parquet(job, out, first, second):
    if job == "w1":
        return copy(groups_of_patterns(quoted(first)) + communes(), out)
    return of_households(job, out, quoted(first), units(second))


def to_parquet(_job, out, first, _second):
    return copy(f"SELECT * FROM {households(first)}", out, "parquet")


def sqlite(job, out, first, second):
    """A script for the shell.  An empty field is '' after .import, not NULL; without MATERIALIZED
    every sum would compute the expressions again."""
    loud = f".headers on\n.output {quoted(out)}\n"
    if job == "w4":
        return ("CREATE TABLE v(unit TEXT, period INTEGER, indicator TEXT, value REAL);\n"
                "CREATE TABLE m(indicator TEXT, direction INTEGER, weight REAL, target REAL);\n"
                f".mode csv\n.import --skip 1 {quoted(first)} v\n"
                f".import --skip 1 {quoted(second)} m\n.headers on\n"
                f".output {quoted(out + '.composite.csv')}\n"
                + COMPOSITE.format(m="MATERIALIZED") + ";\n"
                f".output {quoted(out + '.progress.csv')}\n"
                + PROGRESS.format(m="MATERIALIZED") + ";\n")
    columns = "".join(f", {d} INTEGER" for d in DEPRIVATIONS)
    sums = groups("hh", lambda d: f"({d}=1)", lambda d: f"nullif({d},'')", "MATERIALIZED")
    return ("CREATE TABLE hh(household_id TEXT, unit TEXT, period INTEGER, area TEXT, "
            f"size INTEGER, weight REAL, income INTEGER{columns});\n"
            f".mode csv\n.import --skip 1 {quoted(first)} hh\n{loud}{sums}{communes()};\n")


def main():
    engine, job, out, first, second = sys.argv[1:]
    by = {"duckdb": duckdb, "duckdb-parquet": duckdb_parquet, "sqlite": sqlite, "to-parquet": to_parquet}
    print(by[engine](job, out, first, second), end="")


if __name__ == "__main__":
    main()
