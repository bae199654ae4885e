#!/usr/bin/env python3
"""Refuses what takes a text apart by characters, or quotes it by hand, in Sources.

Swift's own searches compare characters (grapheme clusters): a quote that is followed by a combining mark is none to
them, and one to the program that reads what we write. Sources/VyaCore/Words/StringProtocolScalars.swift has what is to be used, and
bytes and arrays of scalars are fine. A line that has a reason ends with `// characters: REASON`. --self-test checks the
rules themselves.
"""
import pathlib
import re
import sys

LITERAL = r'"(?:\\.|[^"\\])*"'
ONE = r'"(?:\\.|[^"\\])"'
RULES = [
    (r"\.(hasPrefix|hasSuffix)\b", "begins(with:), ends(with:)"),
    (r"\.(replacingOccurrences|trimmingCharacters|trimmingPrefix|components\(separatedBy|firstRange|ranges\(of)\b",
     "replacing(placeholder:with:), trimming(_:), pieces(separatedBy:), firstPlace(of:)"),
    (r"\.range\(of: " + LITERAL, "firstPlace(of:)"),
    (r"\.replacing\(" + LITERAL, "escaping(_:), replacing(placeholder:with:)"),
    (r"\.split\(\s*(maxSplits: \d+, )?(separator: )?" + LITERAL, "pieces(separatedBy:)"),
    (r"(?<!\$0)\.(contains|starts)\((with: )?" + LITERAL + r"\)", "holds(_:), has(_:), begins(with:)"),
    (r"\.(firstIndex|lastIndex)\(of: " + ONE, "place(of:), lastPlace(of:)"),
    (r"\.(first|last)\?? ?(==|!=) " + ONE, "unicodeScalars.first, unicodeScalars.last"),
    (r"(?<!properties)\.(isNewline|isWhitespace|isLetter|isNumber|isPunctuation|isHexDigit|wholeNumberValue|hexDigitValue)\b",
     "properties of a scalar, or ranges of bytes"),
    (r"\.(prefix|drop|split|contains|allSatisfy|filter|firstIndex|lastIndex|first|last)"
     r"(?:\(where: |\(while: |\(whereSeparator: | )?\{ ?!?\(?\$0 (==|!=) \"(\\.|[^\"\\])\"",
     "head(upTo:), dropping(leading:), pieces(where:)"),
]
# What a shell or a server reads is quoted in one place for each language, whoever is to paste it.
COMMANDS = "apt-get|chgrp|chmod|chown|journalctl|kill|ln|mkdir|mv|rm|setfacl|systemctl"
BY_HAND = [
    (re.compile(r'(?:^|[": ;])(?:' + COMMANDS + r') [^"]*?\\\((?!ShellWord|quoted)'), "ShellWord.quoted(_:)", ""),
    (re.compile(r"['`]\\\("), "the quoting of the dbms", "Sources/VyaHandlers/"),
]
# SQL for people is the typed one, too, with `.text`.
SQL_FOR_PEOPLE = (
    re.compile(r'"[^"]*\b(?:ALTER|CREATE|DROP|GRANT|REVOKE) [A-Z][^"]*?\\\((?:(?!\.text\.)[^()"])*\.printable\)'),
    "SQL's interpolations", "Sources/")
BY_HAND.append(SQL_FOR_PEOPLE)
# Text that becomes SQL as it is says why it may, beside it or in the lines before.
WRITTEN = re.compile(r"// written: \w")
REASON = re.compile(r"// characters: \w")


def findings(line):
    code = re.sub(r"//.*", "", line) if '"' not in line else line
    for pattern, instead in RULES:
        for match in re.finditer(pattern, code):
            if re.search(r"(utf8|unicodeScalars)$", code[: match.start()]):
                continue
            yield match.group(0), instead


def quoted_by_hand(line, path):
    for pattern, instead, folder in BY_HAND:
        if path.startswith(folder):
            yield from ((match.group(0), instead) for match in pattern.finditer(line))


def unexplained(lines):
    for number, line in enumerate(lines, 1):
        if "(asWritten: " in line and not any(WRITTEN.search(near) for near in lines[max(0, number - 4):number]):
            yield number


def main():
    if "--self-test" in sys.argv:
        bad = ['t.hasPrefix("-")', 't.replacing("a", with: "b")', 't.split(separator: ":")', 't.contains("|")',
               't.firstIndex(of: "=")', 't.prefix { $0 != "=" }', 't.drop(while: { $0 == " " })', 't.first == "-"',
               't.contains { $0.isNewline }', 't.range(of: "x")', 't.components(separatedBy: x)']
        good = ['t.utf8.split(separator: 10)', 't.unicodeScalars.first == "-"', 't.utf8.contains(0x27)',
                'bytes.split(separator: Byte.newline)', 't.unicodeScalars.prefix { $0 != "=" }', 't.begins(with: "-")']
        for line in bad:
            assert list(findings(line)), line
        for line in good:
            assert not list(findings(line)), (line, list(findings(line)))
        for line in ['"run: chmod 600 \\(path)"', "\"SELECT '\\(name)'\""]:
            assert list(quoted_by_hand(line, "Sources/VyaHandlers/x")), line
        for line in ['"run: chmod 600 \\(ShellWord.quoted(path))"', '"the form \\(name)"']:
            assert not list(quoted_by_hand(line, "Sources/VyaHandlers/x")), line
        for line in ['"let it: ALTER ROLE \\(target.account.printable) LOGIN"']:
            assert list(quoted_by_hand(line, "Sources/x")), line
        for line in ['"let it: \\(statement.text.printable)"', '"GRANT \\(words: x) TO \\(name: y)"']:
            assert not list(quoted_by_hand(line, "Sources/x")), line
        assert list(unexplained(["let a = SQL(asWritten: b)"]))
        assert not list(unexplained(["// written: it is ours", "let a =", "    SQL(asWritten: b)"]))
        return 0
    root = pathlib.Path(__file__).resolve().parent.parent
    count = 0
    for path in sorted((root / "Sources").rglob("*.swift")):
        if path.name == "StringProtocolScalars.swift":
            continue
        lines = path.read_text().split("\n")
        for number in unexplained(lines):
            print(f"{path.relative_to(root)}:{number}: becomes SQL as it is; say why it may: // written: REASON")
            count += 1
        for number, line in enumerate(lines, 1):
            if line.lstrip().startswith("//") or REASON.search(line):
                continue
            for found, instead in findings(line):
                print(f"{path.relative_to(root)}:{number}: {found} goes by characters; use {instead}")
                count += 1
            for found, instead in quoted_by_hand(line, str(path.relative_to(root))):
                print(f"{path.relative_to(root)}:{number}: {found} is quoted by hand or not at all; use {instead}")
                count += 1
    return 1 if count else 0


sys.exit(main())
