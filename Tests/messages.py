#!/usr/bin/env python3
"""Holds what operators read to the catalogue: every sentence has its Portuguese, and nothing of it is lost on the way.

    messages.py            checks, and ends with 1 when something is amiss
    messages.py missing    the templates that have no translation yet, as JSON: [{"template", "at"}]
    messages.py errors     Documentation/errors.md: each code with its sentences and what to do

The compiler itself tells which literals it takes for a `Message`: it is asked for its syntax trees (-dump-ast), with the
arguments of the last build, so that `swift build` has to come before. What is found:

- a template without its Portuguese, one that is translated and no longer said, one whose translation has other gaps;
- a `Message` that is put into a `String`, where it would stay English for everybody;
- English words as a `String` in the gap of a `Message`.
"""
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MESSAGE = "$s7VyaCore7MessageVD"
CODE = "$s7VyaCore9ErrorCodeVD"
STRING = "$sSSD"
MODULES = ["VyaCore", "VyaSystem", "VyaTools", "VyaStorage", "VyaArchive", "VyaCatalog", "VyaPlugins", "VyaConfig", "VyaNotify",
           "VyaHandlers", "VyaEngine", "VyaCommands"]
# Options of a build that have no place beside -dump-ast, and those of them that have a value.
ALONE = {"-emit-dependencies", "-emit-module", "-incremental", "-c", "-enable-batch-mode", "-serialize-diagnostics",
         "-parseable-output", "-emit-objc-header", "-g"}
VALUED = {"-emit-module-path", "-output-file-map", "-index-store-path", "-emit-objc-header-path"}


def arguments(module):
    """The compiler's arguments of the last build of a module."""
    manifest = (ROOT / ".build" / "debug.yaml").read_text()
    start = manifest.find(f"description: \"Compiling Swift Module '{module}'")
    line = manifest[manifest.index("args: ", start) + 6:]
    rest = iter(json.loads(line[:line.index("\n")]))
    kept = []
    for word in rest:
        if word in VALUED:
            next(rest)
        elif word == "-Xcc":
            value = next(rest)
            kept += [] if value == "-g" else [word, value]
        elif word not in ALONE:
            kept.append(word)
    return kept + ["-dump-ast", "-dump-ast-format", "json"]


def trees(module):
    """The syntax trees of a module's files."""
    # The compiler prints the trees to its standard error.
    text = subprocess.run(arguments(module), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).stderr.decode()
    decoder, place = json.JSONDecoder(), text.find("{")
    while 0 <= place < len(text):
        tree, place = decoder.raw_decode(text, place)
        if tree["_kind"] == "source_file":
            yield tree
        place = text.find("{", place)


def calls(literal):
    """The calls that an interpolated literal is made of: (name, arguments)."""
    for element in literal["appending_expr"]["body"]["elements"]:
        if element["_kind"] == "call_expr":
            name = element["fn"]["fn"]["decl"]["base_name"]
            yield name, [argument["expr"] for argument in element["args"]["args"]]


def inner(node):
    """What stands in parentheses, or behind what the compiler puts around it."""
    while node["_kind"] in ("paren_expr", "load_expr", "open_existential_expr"):
        node = node["sub_expr"]
    return node


def words_in(node):
    """The literals of English words that are a text by themselves: not those of functions' arguments."""
    node = inner(node)
    if node["_kind"] == "string_literal_expr":
        return [node["value"]] if re.search(r"[a-z]{2,}", node["value"]) else []
    if node["_kind"] == "ternary_expr":
        return words_in(node["then_expr"]) + words_in(node["else_expr"])
    if node["_kind"] == "binary_expr":
        return [word for argument in node["args"]["args"] for word in words_in(argument["expr"])]
    return []


def phrases(node):
    """The literals of several English words that a text is made of somewhere within an expression, such as a closure's."""
    if isinstance(node, list):
        return [phrase for item in node for phrase in phrases(item)]
    if not isinstance(node, dict) or node.get("type") == MESSAGE:
        return []
    if node.get("_kind") == "string_literal_expr" and re.search(r"[a-z]{2,} [a-z]{2,}", node["value"]):
        return [node["value"]]
    return [phrase for key, value in node.items() if key not in ("type", "range", "attrs") for phrase in phrases(value)]


class Reader:
    """Collects what is said in one file."""

    def __init__(self, tree):
        path = pathlib.Path(tree["filename"])
        self.path = path.relative_to(ROOT)
        self.source = path.read_bytes()
        self.said, self.faults, self.codes, self.joins = [], [], [], []
        self.read(tree, None)

    def at(self, node):
        line = self.source.count(b"\n", 0, node.get("range", {"start": 0})["start"]) + 1
        return f"{self.path}:{line}"

    def template(self, node):
        """The template of a literal of the type `Message`; nil for any other expression."""
        if node.get("type") != MESSAGE:
            return None
        if node["_kind"] == "string_literal_expr":
            return node["value"]
        if node["_kind"] != "interpolated_string_literal_expr":
            return None
        text, gaps = "", 0
        for name, (argument, *_) in calls(node):
            if name == "appendLiteral":
                text += argument["value"]
            else:
                gaps += 1
                text += f"{{{gaps}}}"
                for words in words_in(argument) + phrases(argument) if argument.get("type") == STRING else []:
                    self.faults.append(f"{self.at(node)}: \"{words}\" is a String in a message, which stays English")
        return text

    def read(self, node, parent):
        if isinstance(node, list):
            for item in node:
                self.read(item, parent)
            return
        if not isinstance(node, dict):
            return
        kind = node.get("_kind")
        template = self.template(node)
        if template is not None:
            self.said.append((template, self.at(node)))
        if kind == "binary_expr" and node.get("type") == MESSAGE:
            self.joins.append(self.at(node))
        if kind == "interpolated_string_literal_expr" and node.get("type") == STRING:
            for name, values in calls(node):
                if name == "appendInterpolation" and any(MESSAGE == inner(value).get("type") for value in values):
                    self.faults.append(f"{self.at(node)}: a message is put into a String, which stays English")
        if kind == "call_expr":
            self.code(node)
        for key, value in node.items():
            if key not in ("type", "range", "attrs"):
                self.read(value, node)

    def code(self, call):
        """Takes down the code of an explanation or a finding, with its sentences and what to do."""
        values = [(argument.get("label"), inner(argument["expr"])) for argument in call.get("args", {}).get("args", [])]
        codes = [code for _, value in values if value.get("type") == CODE for code in self.codes_of(value)]
        if not codes:
            return
        hints = [hint for label, value in values if label in ("hints", "remedies", "remedy") for hint in self.templates(value)]
        said = [text for label, value in values if label is None or label in ("message", "words") for text in self.templates(value)]
        for code in codes:
            self.codes.append((code, said, hints, self.at(call)))

    def codes_of(self, node):
        """The codes that an expression can be: a literal, a constant by its name, or one of two."""
        node = inner(node)
        if node["_kind"] == "string_literal_expr":
            return [node["value"]]
        if node["_kind"] == "ternary_expr":
            return self.codes_of(node["then_expr"]) + self.codes_of(node["else_expr"])
        return [f".{name}" for name in re.findall(r'"base_name": "(\w+)"', json.dumps(node))[-1:]]

    def templates(self, node):
        """All templates within an expression, those of messages within messages left out."""
        if isinstance(node, list):
            return [text for item in node for text in self.templates(item)]
        if not isinstance(node, dict):
            return []
        template = self.template(node)
        if template is not None:
            return [template]
        return [text for key, value in node.items() if key not in ("type", "range", "attrs") for text in self.templates(value)]


def everything():
    """What all modules say: the templates with their places, the faults, the codes, the joins."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        files = [Reader(tree) for found in pool.map(lambda module: list(trees(module)), MODULES) for tree in found]
    # The compiler reads several files at once, and prints the one that is ready first.
    files.sort(key=lambda file: file.path)
    said = {}
    for file in files:
        for template, place in file.said:
            said.setdefault(template, place)
    return (said, sorted({fault for file in files for fault in file.faults}), [code for file in files for code in file.codes],
            [join for file in files for join in file.joins])


def needs_words(template):
    """Whether there is anything to translate in it."""
    return re.search(r"[A-Za-z]{2,}", re.sub(r"\{\d+\}", "", template)) is not None


def catalogue():
    """The translations, as the program has them."""
    pairs = []
    for path in sorted((ROOT / "Sources/VyaCore/Messages").glob("CataloguePortuguese*.swift")):
        literals = re.findall(r'"((?:[^"\\]|\\.)*)"(\s*[:,])', path.read_text())
        texts = [json.loads('"' + re.sub(r"\\u\{(\w+)\}", lambda m: chr(int(m[1], 16)), text).replace("\\'", "'") + '"')
                 for text, _ in literals]
        pairs += zip(texts[::2], texts[1::2], strict=True)
    return pairs


def shown(template):
    """A template for people: its gaps as dots, and nothing in it that Markdown would make something of."""
    text = re.sub(r"\{\d+\}", "…", template).strip().replace("\n", " ")
    # Within a code span nothing is a mark; a backquote without a second one begins none.
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if place % 2 else re.sub(r"([*_`<>|\[\]])", r"\\\1", part) for place, part in enumerate(parts))


def errors(codes, known):
    """The page that lists every code."""
    constants = {}
    for path in (ROOT / "Sources").glob("**/*.swift"):
        constants.update(re.findall(r'static let (\w+): ErrorCode = "([^"]+)"', path.read_text()))
    pages = {}
    for code, sentences, hints, _ in codes:
        code = constants.get(code[1:]) if code.startswith(".") else code
        if code:
            said, mended = pages.setdefault(code, ({}, {}))
            said.update(dict.fromkeys(text for text in sentences if needs_words(text)))
            mended.update(dict.fromkeys(text for text in hints if needs_words(text)))
    lines = ["# Codes of errors and findings", "",
             "Every failure and every finding has a code, which stays while its sentences may change: `--json`, webhooks, the log and",
             "the report name it. Each is shown with what is said of it, in English and Portuguese (… is a name, a number or another",
             "program's words), and with what to do (→). Made from the code by `Tests/messages.py errors`."]
    area = None
    for code in sorted(pages):
        if code.split(".")[0] != area:
            area = code.split(".")[0]
            lines += ["", f"## {area}"]
        said, mended = pages[code]
        lines += ["", f"**`{code}`**", ""]
        lines += [f"- {shown(text)} / *{shown(known.get(text, text))}*" for text in said]
        lines += [f"- → {shown(text)} / *{shown(known.get(text, text))}*" for text in mended]
    return "\n".join(lines) + "\n"


def main():
    said, faults, codes, joins = everything()
    if sys.argv[1:] == ["joins"]:
        print("\n".join(joins))
        return
    pairs = catalogue()
    known = dict(pairs)
    missing = [template for template in said if needs_words(template) and template not in known]
    if sys.argv[1:] == ["errors"]:
        print(errors(codes, known), end="")
        return
    if sys.argv[1:] == ["missing"]:
        print(json.dumps([{"template": template, "at": said[template]} for template in missing], indent=1, ensure_ascii=False))
        return
    faults += [f"{said[template]}: no Portuguese for \"{template}\"" for template in missing]
    faults += [f"the catalogue has what nobody says: \"{template}\"" for template in known if template not in said]
    page = ROOT / "Documentation/errors.md"
    if page.read_text() != errors(codes, known):
        faults.append("Documentation/errors.md is not what the code says: python3 Tests/messages.py errors >Documentation/errors.md")
    faults += [f"{place}: {code} is not in kebab-case" for code, *_, place in codes
               if not re.fullmatch(r"\.\w+|[a-z]+(-[a-z]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?", code)]
    seen = set()
    for template, translation in pairs:
        if template in seen:
            faults.append(f"the catalogue has it twice: \"{template}\"")
        seen.add(template)
        if sorted(re.findall(r"\{\d+\}", template)) != sorted(re.findall(r"\{\d+\}", translation)):
            faults.append(f"the gaps differ: \"{template}\" and \"{translation}\"")
    print("\n".join(faults))
    print(f"{len(said)} messages, {len(known)} translated, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
