#!/usr/bin/env python3
"""Writes Documentation/faults.md: every fault that the program has to meet, and the tests that cause it.

    Tests/faults.py            writes the page
    Tests/faults.py --check    fails when the page is not what the tests say

Tests/faults.tsv lists the faults. A test belongs to a fault by the letter and number at the front of its name
(`@Test("B1 a full disk …")`); one test may name several. There is no section T: `T21` is a trap of Documentation/traps.md.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "Documentation" / "faults.md"
SECTIONS = {
    "A": "The dump tool", "B": "The disk", "C": "Processes, concurrency, time", "D": "Archiving files",
    "E": "Other local users", "F": "Restoring", "G": "Injection and secrets", "H": "Notifications",
    "I": "Retention, cleanup, uploader", "J": "Configuration, plugins, logs",
    "K": "What others wrote becomes instructions", "L": "This host's other accounts and files", "M": "Replacing, drilling and restoring",
    "N": "Copies that are counted", "O": "Less in the backup than in the database", "P": "Never ends, dies, says nothing",
    "Q": "The first night, and the host at 3 a.m.", "R": "MySQL and MariaDB come back", "S": "PostgreSQL comes back",
    "U": "Files", "V": "Mail"}
NAME = re.compile(r'@Test\(\s*"((?:[A-SUV]\d+ )+)((?:[^"\\]|\\.)*)"')


def tests() -> dict[str, list[tuple[str, str]]]:
    """The names of the tests of each fault, with the file that each stands in."""
    found = defaultdict(list)
    for file in sorted((ROOT / "Tests").rglob("*.swift")):
        for letters, words in NAME.findall(file.read_text()):
            for row in letters.split():
                name = re.sub(r"\\(.)", r"\1", re.sub(r"\s*\\\n\s*", " ", words))
                module = file.relative_to(ROOT / "Tests").parts[0]
                found[row].append((name, f"{module}/{file.stem}"))
    return found


def faults() -> list[list[str]]:
    lines = (ROOT / "Tests" / "faults.tsv").read_text().splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def page() -> str:
    found, rows = tests(), faults()
    unknown = sorted(set(found) - {row[0] for row in rows})
    if unknown:
        sys.exit(f"Tests/faults.tsv does not list {', '.join(unknown)}, which tests name")
    tested = sum(1 for row in rows if row[0] in found)
    lines = [
        "# What can go wrong, and the tests that cause it", "",
        f"Written by `Tests/faults.py` from the names of the tests: {tested} of {len(rows)} faults have tests, "
        f"{len({test for row in found.values() for test in row})} tests in all. All of them run in CI, as root, and none may be skipped.", ""]
    for letter, title in SECTIONS.items():
        lines += [f"## {letter}. {title}", "", "| | fault | what must happen | state | tests |", "|---|---|---|---|---|"]
        for row, fault, must, *reason in (row for row in rows if row[0][0] == letter):
            state = "tested" if row in found else "open: " + (reason[0] if reason else "no test yet")
            names = "<br>".join(f"{name} (`{file}`)" for name, file in found.get(row, []))
            cells = [row, fault, must, state, names]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    text = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text() != text:
            print("Documentation/faults.md is not what the tests say; run Tests/faults.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text)
    return 0


sys.exit(main())
