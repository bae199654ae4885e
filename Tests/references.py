#!/usr/bin/env python3
"""Finds references in comments and documents that lead nowhere.

    Tests/references.py               prints `file:line: reference: why` for each, and exits 1 if there is any
    Tests/references.py --self-test   shows that it finds what is wrong, and takes what is right

A reference is a link of Markdown, a path of the repository, a section (`contract.md §2`), a decision (architecture.md,
decision 6), a fault by its letter and number (`B1`, a row of Tests/faults.tsv), a trap (`traps.md T21`), a failure of the predecessor
(`contract.md §6 item 4`; in names of tests `LEGACY 4`), a place within a module (`VyaToolsTests/ToolRunnerTests`), a type with its module
(`SystemThread` (VyaSystem)), or, in documents about the code, any type.
"""

import re
import sys
import tempfile
from pathlib import Path

PLACES = ("Sources/", "Tests/", "Plugins-config/", "Fixtures/", "Benchmarks/", "Packaging/", ".ci/", "Documentation/")
SINGLE = {"Makefile", "Package.swift", "LICENSE", "README.md", "README.pt-BR.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}
# What others made, what tests made, and lists of faults, whose words are no references.
LEFT_OUT = re.compile(r"^LICENSE$|Golden/|Fixtures/(corpus|config|dumps|sql)/.*(?<!\.sh)$|Tests/faults\.tsv|Documentation/faults\.md|/copyright$|\.(svg|png|mustache|json)$")
# `//` behind a colon belongs to an address, and `#` inside of a word or a Swift string to neither.
COMMENTS = {
    ".swift": re.compile(r"(?<!:)//(.*)$"), ".c": re.compile(r"/\*(.*?)(?:\*/|$)|^ \*(.*)$|(?<!:)//(.*)$"),
    "": re.compile(r"(?:^|\s)#(?!!)(.*)$")}
COMMENTS[".h"] = COMMENTS[".c"]

FOLDERS = r"(?:Sources|Tests|Plugins-config|Fixtures|Benchmarks|Packaging|Documentation|\.ci)"
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(rf"(?<![\w/.~$}}-])({FOLDERS}/(?:[\w.*+-]+/)*[\w.*+-]*)")
SECTION = re.compile(r"\b([\w-]+\.md)`?[ ,]+§\s?(\d+)(?:,? item (\d+))?")
DECISION = re.compile(r"\barchitecture\.md, decision (\d+)")
TRAP = re.compile(r"\bT(\d{1,2})\b")
FAULT = re.compile(r"(?<![\w.%+#&{-])([A-SUV]\d{1,2})\b(?![\w%./-]*[\w%/])")
WITHIN = re.compile(r"(?<![\w/.-])((?:Vya[A-Z]\w+|Adversity))/(\w[\w/]*)")
TYPE = re.compile(r"`(\w+)` \((Vya\w+)\)")
# In documents about the code: a name of two humps or more, with or without a member.
NAMED = re.compile(r"`([A-Z][a-z]\w*[A-Z]\w*|[A-Z]{2,}[a-z]\w*)(?:\.\w+)*`(?! \(Vya)")
ABOUT_CODE = {"Documentation/architecture.md", "Documentation/adding-a-dbms.md", "CONTRIBUTING.md"}
LEGACY = re.compile(r"\bLEGACY (\d+)\b")
DOCUMENT = re.compile(r"(?<![\w/.-])([\w-]+\.(?:md|tsv))\b")
# Documents that this repository does not have, by the names that they had.
ELSEWHERE = re.compile(r"\b(CONTRACT|TRAPS|FAULTS|LEGACY|DESIGN|STYLE)\b(?! OF\b)(?=(?:\.md|'s| §|,? decision| [A-Z]?\d|\)|;|\.|$))")


class Repository:
    """What references can lead to."""

    def __init__(self, root: Path):
        self.root = root
        there = [file for place in PLACES for file in (root / place).rglob("*")] + [root / name for name in SINGLE]
        self.files = {str(file.relative_to(root)) for file in there if file.is_file() and "__pycache__" not in file.parts}
        self.folders = {str(parent) for name in self.files for parent in Path(name).parents}
        self.documents = {Path(name).name: name for name in self.files if name.endswith((".md", ".tsv"))}
        self.faults = set(re.findall(r"(?m)^([A-Z]\d+)\t", self.text("Tests/faults.tsv")))
        self.traps = set(re.findall(r"(?m)^\| T(\d+) \|", self.text("Documentation/traps.md")))
        self.types: dict[str, list[str]] = {}
        for name in (name for name in self.files if name.endswith(".swift")):
            for kind in re.findall(r"\b(?:struct|class|enum|protocol|actor) (\w+)", self.text(name)):
                self.types.setdefault(kind, []).append(name)
        decisions = self.text("Documentation/architecture.md").partition("## Decisions")[2]
        self.decisions = set(re.findall(r"(?m)^(\d+)\. ", decisions))
        legacy = self.text("Documentation/contract.md").partition("### Where it failed its users")[2]
        self.failures = set(re.findall(r"(?m)^(\d+)\. ", legacy))

    def text(self, name: str) -> str:
        return (self.root / name).read_text(errors="replace") if name in self.files else ""

    def exists(self, path: str) -> bool:
        path = path.rstrip("/.")
        if "*" not in path:
            return path in self.files or path in self.folders
        pattern = re.compile(re.escape(path).replace(r"\*", "[^/]*"))
        return any(pattern.fullmatch(name) for name in self.files | self.folders)

    def anchors(self, name: str) -> set[str]:
        titles = re.findall(r"(?m)^#+ (.*)$", self.text(name))
        return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}

    def has_section(self, name: str, number: str) -> bool:
        return bool(re.search(rf"(?m)^## {number}\. ", self.text(name)))

    def declares(self, kind: str, *places: str) -> bool:
        return any(name.startswith(places) for name in self.types.get(kind, ()))

    def holds(self, module: str, name: str) -> bool:
        """True when a folder or a file of Swift of this name is in a module, in whatever folder of it."""
        place = re.compile(rf"(?:Sources|Tests)/{module}/(?:.*/)?{name}(?:\.swift)?")
        return any(place.fullmatch(path) for path in self.files | self.folders)

    def sources(self) -> list[str]:
        chosen = (name for name in self.files if name in SINGLE or name.startswith(PLACES))
        return sorted(name for name in chosen if not LEFT_OUT.search(name))

    def lines(self, name: str) -> list[tuple[int, str, bool]]:
        """The lines that can refer: all of a document, the comments and names of tests of the rest; true for documents."""
        suffix = Path(name).suffix
        lines = self.text(name).splitlines()
        if suffix == ".md":
            return [(number, line, True) for number, line in enumerate(lines, 1)]
        found = []
        in_docstring = False
        for number, line in enumerate(lines, 1):
            if suffix == ".py" and (in_docstring or line.lstrip().startswith('"""')):
                found.append((number, line, False))
                in_docstring ^= line.count('"""') == 1
            match = COMMENTS.get(suffix, COMMENTS[""]).search(line)
            if match:
                found.append((number, " ".join(part for part in match.groups() if part), False))
            for test in re.findall(r'^\s*(?:@Test\(\s*)?"((?:[A-Z]\d+|LEGACY) .*)', line) if suffix == ".swift" else []:
                found.append((number, " ".join(re.findall(r"^(?:(?:LEGACY \d+|[A-Z]\d+) )+", test)), False))
        return found

    def faulty(self, name: str, line: str, is_document: bool) -> list[tuple[str, str]]:
        """The references of a line that lead nowhere, each with the reason."""
        wrong = []

        def expect(right: bool, reference: str, why: str):
            if not right:
                wrong.append((reference, why))

        if is_document:
            for target in LINK.findall(line):
                if re.match(r"\w+:", target):
                    continue
                path, _, anchor = target.partition("#")
                place = str(Path(name).parent / path) if path else name
                place = str(Path("/" + place).resolve().relative_to("/"))
                expect(self.exists(place), target, "no such file")
                if anchor and place.endswith(".md"):
                    expect(anchor in self.anchors(place), target, "no such heading")
            line = LINK.sub("]", line)
        for path in PATH.findall(line):
            expect(self.exists(path), path, "no such file or folder")
        for document in DOCUMENT.findall(re.sub(r"[\w.-]+/[\w./-]+", "", line)):
            expect(document in self.documents, document, "no such document")
        for document, number, item in SECTION.findall(line):
            place = self.documents.get(document, document)
            expect(self.has_section(place, number), f"{document} §{number}", "no such section")
            expect(not item or item in self.failures, f"{document} §{number} item {item}", "no such item")
        for number in DECISION.findall(line):
            expect(number in self.decisions, f"decision {number}", "not in Documentation/architecture.md")
        for number in TRAP.findall(line):
            expect(number in self.traps, f"T{number}", "not in Documentation/traps.md")
        for number in LEGACY.findall(line):
            expect(number in self.failures, f"LEGACY {number}", "not in Documentation/contract.md")
        for fault in FAULT.findall(line):
            expect(fault in self.faults, fault, "not in Tests/faults.tsv")
        for module, name in WITHIN.findall(line):
            expect(self.holds(module, name), f"{module}/{name}", "no such place")
        for kind, module in TYPE.findall(line):
            expect(self.declares(kind, f"Sources/{module}/"), f"{kind} ({module})", "no such type")
        for kind in NAMED.findall(line) if name in ABOUT_CODE else []:
            is_module = self.exists(f"Sources/{kind}") or self.exists(f"Tests/{kind}")
            expect(is_module or self.declares(kind, "Sources/", "Tests/", "Plugins-config/"), kind, "no such type")
        for other in ELSEWHERE.findall(LEGACY.sub("", line)):
            expect(False, other, "a document that is not in the repository")
        return wrong


def check(repository: Repository) -> list[str]:
    return [
        f"{name}:{number}: {reference}: {why}" for name in repository.sources() for number, line, is_document in repository.lines(name)
        for reference, why in repository.faulty(name, line, is_document)]


SAMPLES = {
    "Tests/faults.tsv": "B1\tfull\tfails\nA22\tno tool\tfails\n",
    "Documentation/traps.md": "| T3 | a | b | no test |\n| T21 | a | b | no test |\n",
    "Documentation/contract.md": "## 2. Exit status\n\n## 6. The predecessor\n\n### Where it failed its users\n\n1. A.\n2. B.\n",
    "Documentation/architecture.md": "## Decisions\n\n6. **Flags.** Say `SomeThing`, `OtherThing.all`, `VyaCore`.\n",
    "Sources/VyaCore/Thing.swift": "struct Thing {}\nenum SomeThing {}\n", "Fixtures/servers/mysql.sh": "", "Tests/VyaCoreTests/Words/ThingTests.swift": ""}
GOOD = [
    "// A22: see `Fixtures/servers` and Fixtures/servers/mysql.sh.", "/// Not inherited (traps.md T3), nor B1; 0xB1, H264-B9, UTF-8, \\u{E9}.",
    "let place = \"https://example.org/Sources/x\" // contract.md §2, §6", "/// As contract.md §6 item 2 has it. The STYLE of others (architecture.md, decision 6).",
    "/// T3's thread; what /usr/share/Fixtures/x and $ROOT/Tests/x are is others' matter", "let path = \"Fixtures/nowhere\"",
    "    @Test(\"LEGACY 2 B1 T21 fails\")", "// Fixtures/servers/*.sh, Fixtures/, Sources/VyaCore/, Tests/faults.tsv."]
BAD = {
    "// see Fixtures/nowhere": "Fixtures/nowhere", "/// Fails (B2).": "B2", "/// Not inherited (traps.md T4).": "T4", "// T5: none": "T5",
    "/// The statuses; contract.md §3.": "contract.md §3", "/// As contract.md §6 item 3.": "contract.md §6 item 3",
    "// `Tests/nothing.tsv`, say": "Tests/nothing.tsv", "/// CONTRACT §2": "CONTRACT", "/// It is an index (DESIGN, decision 9).": "DESIGN",
    "    @Test(\"LEGACY 3 fails\")": "LEGACY 3", "    @Test(\"B1 C9 fails\")": "C9", "/// of the form (LEGACY).": "LEGACY", "// nowhere.md says": "nowhere.md",
    "/// An index (architecture.md, decision 9).": "decision 9"}
GOOD_TEXT = ["[a](contract.md#2-exit-status), [b](#2-exit-status), [c](../Sources/VyaCore), `Thing` (VyaCore), `VyaCoreTests/ThingTests`", "[x](https://a.b/c)"]
BAD_TEXT = {
    "[a](contract.md#3-none)": "contract.md#3-none", "[a](none.md)": "none.md", "[a](../Sources/None)": "../Sources/None",
    "`Nothing` (VyaCore)": "Nothing (VyaCore)", "`VyaCoreTests/NoTests`": "VyaCoreTests/NoTests", "see `Tests/nothing.py`": "Tests/nothing.py"}


def self_test() -> list[str]:
    """What the checker gets wrong on samples; each stands in a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        expected = {}
        for kind, good, bad in (("swift", GOOD, BAD), ("md", GOOD_TEXT, BAD_TEXT)):
            for index, (line, reference) in enumerate([(line, None) for line in good] + list(bad.items())):
                name = f"Sources/Sample{index}.swift" if kind == "swift" else f"Documentation/sample{index}.md"
                expected[name] = (line, reference)
        for name, text in (SAMPLES | {name: line for name, (line, _) in expected.items()}).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text + "\n" + ("## 2. Exit status\n" if "sample" in name else ""))
        found = check(Repository(root))
    architecture = [text for text in found if text.startswith("Documentation/architecture.md:")]
    wrong = [] if len(architecture) == 1 and "OtherThing" in architecture[0] else [f"architecture.md: found {architecture}"]
    for name, (line, reference) in expected.items():
        said = [text.split(": ", 2)[1] for text in found if text.startswith(name + ":")]
        if said != ([reference] if reference else []):
            wrong.append(f"{line!r}: found {said or 'nothing'}, not {reference or 'nothing'}")
    return wrong


def main() -> int:
    wrong = self_test() if "--self-test" in sys.argv else check(Repository(Path(__file__).resolve().parent.parent))
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


sys.exit(main())
