"""Writes what was measured as Markdown."""

import datetime
import os
import platform
import re
import subprocess
from pathlib import Path

from cases import FULL_MEGABYTES, Bench, Figure, Peers
from commands import TITLES
from measure import Samples

VERSIONS = {
    "PostgreSQL": ["pg_dump", "--version"], "MariaDB": ["mariadb-dump", "--version"], "GNU tar": ["tar", "--version"],
    "gzip": ["gzip", "--version"], "pigz": ["pigz", "--version"], "zstd": ["zstd", "--version"],
    "BorgBackup": ["borg", "--version"], "restic": ["restic", "version"], "hyperfine": ["hyperfine", "--version"],
}


def markdown(bench: Bench) -> str:
    parts = [
        "# Measured\n",
        "Written by `make bench`, which builds the data, starts private servers and measures all of this again.\n",
        table([["", ""], *machine(bench)]),
        "## Figures\n",
        "A ratio is the median over rounds in which both sides ran once, next to each other, in alternating order; in"
        " parentheses the lowest and the highest. Where there are three sides, the second ran between the others. Every run of vya-backup, unless said otherwise, counts rows and"
        " objects in the stream, flushes the file to the disk, reads it back and decompresses it before it ends; `gzip`,"
        " `pigz`, `zstd`, `tar` and the dump tools do none of that.\n",
        table([["case", "measured", "at most", "size, relative", "met"], *map(figure_row, bench.figures)]),
        "The runs behind them, in seconds (median, lowest and highest) and MiB of peak memory:\n",
        table([["case", "runs", "ours", "theirs", "memory, ours", "memory, theirs"],
               *(pair_row(figure) for figure in bench.figures if figure.pair)]),
        "## Peers\n",
        "From the beginning to the end of one backup. The size is relative to that of `gzip` at its default level 6."
        " Memory is the peak of the largest single process (GNU time), clients included, servers not. Without options"
        " that are named, each tool runs as it comes; the repositories of borg and restic are new and local, borg's"
        " without encryption. borgmatic has borg do the work, and is not listed for that.\n",
        *(section(peers) for peers in bench.peers),
    ]
    notes = bench.theirs.notes + [f"the case {name} failed" for name in bench.failures]
    if notes:
        parts += ["Notes:\n", "\n".join(f"- {note}" for note in notes) + "\n"]
    return "\n".join(parts)


def table(rows: list[list[str]]) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body]) + "\n"


def figure_row(figure: Figure) -> list[str]:
    measured = figure.measured
    if figure.pair and re.fullmatch(r"[\d.]+", measured):
        measured += f" ({min(figure.pair.ratios):.2f} to {max(figure.pair.ratios):.2f})"
    return [figure.case, measured, figure.goal, figure.size, {True: "yes", False: "**no**", None: "–"}[figure.met]]


def pair_row(figure: Figure) -> list[str]:
    ours, theirs = figure.pair.ours, figure.pair.theirs
    return [figure.case, str(len(ours.seconds)), seconds(ours), seconds(theirs), memory(ours), memory(theirs)]


def section(peers: Peers) -> str:
    rows = [["", "seconds", "÷ alone", "MB", "÷ gzip", "MiB of memory", "runs"]]
    for name, samples in peers.rows:
        size = [f"{samples.size / 1e6:.1f}", f"{samples.size / peers.gzip.size:.2f}"] if samples.size else ["", ""]
        shown = f"**{name}**" if name == "vya-backup" else f"`{name}`".replace("|", "\\|")
        rows.append([shown, seconds(samples), f"{samples.median / peers.dump.median:.2f}", *size, memory(samples),
                     str(len(samples.seconds))])
    return f"### {peers.title[0].upper()}{peers.title[1:]}\n\n{table(rows)}"


def seconds(samples: Samples) -> str:
    values = samples.seconds
    if len(values) == 1:
        return f"{values[0]:.2f}"
    return f"{samples.median:.2f} ({min(values):.2f} to {max(values):.2f})"


def memory(samples: Samples) -> str:
    return f"{max(samples.peaks) / 1024:.0f}"


def machine(bench: Bench) -> list[list[str]]:
    processor = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory_size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    repeat = "make bench" if bench.megabytes == FULL_MEGABYTES else f"make bench MEGABYTES={bench.megabytes}"
    minutes = (bench.laboratory.elapsed() + 30) // 60
    return [
        ["machine", f"{os.cpu_count()} cores, {processor[1] if processor else platform.machine()},"
                    f" {memory_size / 2**30:.0f} GiB of memory"],
        ["system", f"{system_name()}, Linux {platform.release()}"],
        ["vya-backup", source_version()],
        ["versions", ", ".join(f"{tool} {version(command)}" for tool, command in VERSIONS.items())],
        ["data", "; ".join([f"{TITLES[entry]} {size / 1e6:.0f} MB" for entry, size in bench.raw.items()]
                           + [f"{bench.small_files:,} small files, {bench.databases} small databases"])],
        ["date", datetime.date.today().isoformat()],
        ["repeat", f"`{repeat}` (this took {minutes:.0f} min)"],
    ]


def system_name() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")


def source_version() -> str:
    folder = Path(__file__).parent
    try:
        return "commit " + subprocess.run(["git", "-C", folder, "describe", "--always", "--dirty"], check=True,
                                          capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "of an unknown commit"


def version(command: list[str]) -> str:
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return "–"
    numbers = re.findall(r"\d+\.\d[\w.]*", (done.stdout + done.stderr).replace("Ver 10.19 ", ""))
    return numbers[0] if numbers else "–"
