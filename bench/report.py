# SPDX-License-Identifier: MIT
"""bench/RESULTS.md"""
import datetime
import os
import platform

from measure import median

JOBS = {
    "w1": "W1: 33 indicators by commune and year",
    "w2": "W2: standard errors by province and year",
    "w3": "W3: Foster-Greer-Thorbecke and Gini by province and year",
    "w4": "W4: composite index, ranks and progress of 200 communes",
}


def field(path, name):
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                key, _, text = line.partition(":")
                if key.strip() == name:
                    return text.strip()
    except OSError:
        pass
    return "unknown"


def machine():
    system = platform.platform()
    try:
        system = f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {'.'.join(platform.release().split('.')[:2])}"
    except (OSError, AttributeError, KeyError):
        pass
    memory = field("/proc/meminfo", "MemTotal").split()[0]
    gigabytes = f"{int(memory) / 2**20:.1f} GB" if memory.isdigit() else "unknown memory"
    return (f"{field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} processors, {gigabytes}, "
            f"{system}, libc {platform.libc_ver()[1]}")


def ratios(runs, of):
    return [a["wall"] / b["wall"] for a, b in zip(runs, of)]


def table(runs, worst):
    """runs: {name: [one a round]} of a job."""
    lines = ["| program | over the reference's time | least to most | over chiso's | seconds | "
             "processor seconds | memory, MB | largest difference |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for name, of in sorted(runs.items(), key=lambda it: median(ratios(it[1], runs["reference"]))):
        over = ratios(of, runs["reference"])
        chiso = f"{median(ratios(of, runs['chiso'])):.2f}" if "chiso" in runs else ""
        lines.append(f"| {name} | {median(over):.2f} | {min(over):.2f} to {max(over):.2f} | {chiso} "
                     f"| {median([x['wall'] for x in of]):.3f} "
                     f"| {median([x['cpu'] for x in of]):.3f} "
                     f"| {max(x['peak'] for x in of):.0f} | {worst[name]:.1e} |")
    return lines


def write(path, args, versions, absent, jobs):
    """jobs: {job: (runs, worst, bytes)}"""
    lines = [
        "# Results", "",
        "Written by `bench/run`; what the jobs are and how they are measured is in "
        "[README.md](README.md). All data are synthetic.", "",
        f"- {datetime.date.today().isoformat()}, {machine()}",
        f"- W1 to W3: {args.rows:,} households; {args.rounds} rounds, in each of them every program once, in turn; "
        "medians of the ratios within a round",
    ]
    lines += [f"- {name}: {version}" for name, version in versions.items()]
    lines += [f"- not installed, and so not measured: {', '.join(absent)}"] if absent else []
    for job, (runs, worst, size) in jobs.items():
        others = max(x["others"] / x["wall"] for of in runs.values() for x in of)
        lines += ["", f"## {JOBS[job]}", "",
                  f"Input {size / 1e6:.1f} MB. All agree with the reference. Others used at most "
                  f"{100 * others:.0f} % of a processor while a program ran.", ""]
        lines += table(runs, worst)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
