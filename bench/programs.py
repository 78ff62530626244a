# SPDX-License-Identifier: MIT
"""The programs that are compared, which jobs they do and how they are called."""
import os
import pathlib
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE / "peers"
COMPILER = os.environ.get("CC", "gcc").split()
ALL = ("w1", "w2", "w3", "w4")
INPUTS = {job: ("households.csv", "units.csv") for job in ("w1", "w2", "w3")}
INPUTS["w4"] = ("values.csv", "indicators.csv")


@dataclass
class Case:
    program: str
    argv: list
    out: str
    threads: int = 1
    stdin: str = None
    stdout: str = None
    env: dict = field(default_factory=dict)

    @property
    def name(self):
        return self.program if self.threads == 1 else f"{self.program} ({self.threads} threads)"


def said(*argv, env=None):
    """What a command prints, or nothing when it can't be run."""
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=True,
                              stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})})
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout or done.stderr).strip()


class Program:
    """A program: version() is empty where it is absent, and then hint says what to install."""
    jobs = ALL
    threads = False  # whether it can be told how many to use
    hint = ""

    def __init__(self, work):
        self.work = work

    def paths(self, job):
        return [str(self.work / name) for name in INPUTS[job]]

    def out(self, job, threads):
        return str(self.work / f"out-{job}-{self.name}-{threads}")


class Reference(Program):
    name = "reference"

    def version(self):
        return said(*COMPILER, "--version").splitlines()[0]

    def case(self, job, threads):
        out = self.out(job, threads)
        argv = [str(self.work / "reference_table")] if job == "w4" else [
            str(self.work / "reference"), job]
        return Case(self.name, argv + self.paths(job) + [out], out)


class Chiso(Program):
    name = "chiso"
    program = None

    def version(self):
        self.threads = "--threads" in said(self.program, "--help")
        return " ".join(said(self.program, "--version").split()[:2])

    def case(self, job, threads):
        out = self.out(job, threads)
        # W1 asks for a table with a column for each figure, and for what the headcount ratio rests on.
        h = "af.h[k=1/3]"
        form = f"wide:{h}:n_used,{h}:denominator" if job == "w1" else "csv"
        argv = [self.program, "run", str(self.work / f"{job}.json"), "--format", form, "-q"]
        if self.threads:
            argv += ["--threads", str(threads)]
        return Case(self.name, argv, out, threads, stdout=out)


class DuckDB(Program):
    name = "duckdb"
    threads = True
    hint = "npm install --prefix DIR @duckdb/node-api, and DIR/node_modules in NODE_PATH"

    def version(self):
        return said("node", "-p", "'node ' + process.version + ', @duckdb/node-api ' + "
                    "require('@duckdb/node-api/package.json').version")

    def case(self, job, threads):
        return self.case_of(self.name, job, self.out(job, threads), self.paths(job), threads)

    def case_of(self, engine, job, out, paths, threads):
        """Runs the statements that sql.py writes for an engine."""
        script = self.work / f"{engine}-{job}-{threads}.sql"
        script.write_text(said(sys.executable, str(PEERS / "sql.py"), engine, job, out, *paths),
                          encoding="utf-8")
        return Case(self.name, ["node", str(PEERS / "duckdb.js"), str(script), str(threads)], out,
                    threads)


class DuckDBParquet(DuckDB):
    """From a file that DuckDB has made of the CSV before, in its own types and packed by columns, which
    takes no part of the time.  W1 as an expert asks for it."""
    name = "duckdb-parquet"
    jobs = ("w1", "w2", "w3")

    def case(self, job, threads):
        values, about = self.paths(job)
        made = str(self.work / "households.parquet")
        if not os.path.exists(made) or os.path.getmtime(made) < os.path.getmtime(values):
            subprocess.run(self.case_of("to-parquet", job, made, [values, about], 1).argv, check=True)
        return self.case_of(self.name, job, self.out(job, threads), [made, about], threads)


class DataTable(Program):
    name = "R data.table"
    threads = True
    hint = "r-base-core and r-cran-data.table"

    def version(self):
        return said("Rscript", "-e", "cat(R.version.string, 'data.table', "
                    "as.character(packageVersion('data.table')))")

    def case(self, job, threads):
        out = self.out(job, threads)
        script = "datatable_table.R" if job == "w4" else "datatable_households.R"
        first = [] if job == "w4" else [job]
        return Case(self.name, ["Rscript", "--vanilla", str(PEERS / script)] + first
                    + self.paths(job) + [out, str(threads)], out, threads)


class Pandas(Program):
    name = "pandas"
    hint = "python3-pandas"

    def version(self):
        for python in dict.fromkeys((sys.executable, "python3", "/usr/bin/python3")):
            version = said(python, "-c", "import sys, pandas; print('Python', "
                           "sys.version.split()[0], 'pandas', pandas.__version__)")
            if version:
                self.python = python
                return version
        return ""

    def case(self, job, threads):
        out = self.out(job, threads)
        script = "pandas_table.py" if job == "w4" else "pandas_households.py"
        first = [] if job == "w4" else [job]
        return Case(self.name, [self.python, str(PEERS / script)] + first + self.paths(job) + [out],
                    out)


class SQLite(Program):
    name = "sqlite"
    jobs = ("w1", "w4")
    hint = "sqlite3"

    def version(self):
        return " ".join(said("sqlite3", "--version").split()[:1])

    def case(self, job, threads):
        out = self.out(job, threads)
        script = self.work / f"sqlite-{job}.sql"
        script.write_text(said(sys.executable, str(PEERS / "sql.py"), "sqlite", job, out,
                               *self.paths(job)) + "\n", encoding="utf-8")
        return Case(self.name, ["sqlite3", ":memory:"], out, stdin=str(script))


class Awk(Program):
    jobs = ("w1", "w4")

    def __init__(self, work, name):
        super().__init__(work)
        self.name = self.hint = name

    def version(self):
        if not shutil.which(self.name):
            return ""
        return (said(self.name, "--version") or said(self.name, "-W", "version")).splitlines()[0]

    def case(self, job, threads):
        out = self.out(job, threads)
        values, about = self.paths(job)
        files = [about, values] if job == "w4" else [values]
        script = "table.awk" if job == "w4" else "households.awk"
        return Case(self.name, [self.name, "-v", f"OUT={out}", "-f", str(PEERS / script)] + files,
                    out, env={"LC_ALL": "C"})


def programs(work):
    return [Reference(work), Chiso(work), DuckDB(work), DuckDBParquet(work), DataTable(work),
            Pandas(work), SQLite(work), Awk(work, "mawk"), Awk(work, "gawk")]
