#!/usr/bin/env python3
"""Looks whether the files stand where a reader looks for them; exits 1 and says which do not.

- A folder holds at most 25 Swift files.
- A source file is named after a type or function that it declares; one of extensions alone, after a type that it extends.
- README.md tells in 150 lines what an operator needs; the rest is in Documentation.
- A suite of tests has a thread and a time limit for each test (`.ownThread`).
"""

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 25
DECLARED = re.compile(r"^(?:@\w+ |package |public |private |fileprivate |final |indirect )*"
                      r"(?:struct|class|enum|actor|protocol|func|typealias) (\w+)", re.M)
EXTENDED = re.compile(r"^(?:package |public |private |fileprivate )*extension (?:\w+\.)*(\w+)", re.M)
SUITE = re.compile(r"@Suite\b(\((?:[^()\"]|\"(?:[^\"\\]|\\.)*\"|\((?:[^()]|\([^()]*\))*\))*\))?")

faults = []
files = sorted(path for top in ("Sources", "Tests", "Plugins-config") for path in (ROOT / top).rglob("*.swift"))
for folder, count in Counter(path.parent for path in files).items():
    if count > MOST:
        faults.append(f"{folder.relative_to(ROOT)}: {count} files; put them into rooms of at most {MOST}")
for path in files:
    text = path.read_text()
    name = path.stem
    declared = {word.lower() for word in DECLARED.findall(text)}
    extended = EXTENDED.findall(text)
    if path.relative_to(ROOT).parts[0] == "Sources" and name != "main" and name.lower() not in declared and not any(name.startswith(word) for word in extended):
        faults.append(f"{path.relative_to(ROOT)}: declares nothing of that name")
    if "@Test" in text and "package struct OwnThread" not in text:
        suites = SUITE.findall(text)
        if not suites or any(".ownThread" not in arguments for arguments in suites):
            faults.append(f"{path.relative_to(ROOT)}: a suite without .ownThread")
for readme in ("README.md", "README.pt-BR.md"):
    if len((ROOT / readme).read_text().splitlines()) > 150:
        faults.append(f"{readme}: more than 150 lines; what is about one task belongs to Documentation")
for fault in faults:
    print(fault)
sys.exit(1 if faults else 0)
