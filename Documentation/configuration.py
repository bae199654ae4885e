#!/usr/bin/env python3
"""Writes Documentation/configuration.md: every key, from what the program declares, below an introduction.

    vya-backup config schema | Documentation/configuration.py            writes the page
    vya-backup config schema | Documentation/configuration.py --check    fails when the page is not what the program declares
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE / "configuration.md"
INTRODUCTION = HERE / "configuration.introduction.md"


def without_null(shape) -> dict:
    """A shape without the null that stands for an absent value; one that takes anything is `true` in a schema."""
    if not isinstance(shape, dict):
        return {}
    shape = {**shape, **({"anyOf": [part if isinstance(part, dict) else {} for part in shape["anyOf"]]} if "anyOf" in shape else {})}
    rest = [part for part in shape.get("anyOf", []) if part.get("type") != "null"]
    return rest[0] if len(rest) == 1 else shape


def words(shape: dict) -> str:
    """What a key takes, in words."""
    shape = without_null(shape)
    if "anyOf" in shape:
        return " or ".join(dict.fromkeys(words(part) for part in shape["anyOf"] if part.get("type") != "null"))
    if "enum" in shape:
        return ", ".join(f"`{json.dumps(value)}`" for value in shape["enum"])
    kind = shape.get("type", "anything")
    if kind == "array":
        return "a list of " + words(shape.get("items", {}))
    if kind == "object":
        return "an object"
    if kind in ("integer", "number"):
        low, high = shape.get("minimum"), shape.get("maximum")
        span = "" if low is None and high is None else f" {low if low is not None else '…'}…{high if high is not None else '…'}"
        return ("a whole number" if kind == "integer" else "a number") + span
    return {"boolean": "`true` or `false`", "string": "a text"}.get(kind, "anything")


def objects(shape: dict) -> list[dict]:
    """The objects that a value may be, or a list of."""
    found = []
    for part in without_null(shape).get("anyOf", [without_null(shape)]):
        if part.get("type") == "array":
            part = part.get("items", {})
            found += objects(part)
        elif part.get("type") == "object" and part.get("properties"):
            found.append(part)
    return found


def rows(properties: dict, prefix: str, required: list[str]) -> list[str]:
    lines = []
    for name, shape in properties.items():
        path = prefix + name
        note = shape.get("description", "").replace("|", "\\|")
        needed = " **Required.**" if name in required else ""
        if note.startswith("The same as "):
            lines.append(f"| `{path}` | | The same as `{prefix}{note.split()[3].rstrip('.')}`. |")
            continue
        lines.append(f"| `{path}` | {words(shape).replace('|', chr(92) + '|')} | {note}{needed} |")
        is_list = without_null(shape).get("type") == "array"
        for inner in objects(without_null(shape)):
            lines += rows(inner["properties"], path + ("[]." if is_list else "."), inner.get("required", []))
    return lines


def page(schema: dict) -> str:
    lines = rows(schema["properties"], "", schema.get("required", []))
    return (INTRODUCTION.read_text() + "\n## Every key\n\nWritten by Documentation/configuration.py from what the program declares.\n\n"
            "| key | takes | |\n|---|---|---|\n" + "\n".join(lines) + "\n")


text = page(json.load(sys.stdin))
if sys.argv[1:] == ["--check"]:
    if PAGE.read_text() != text:
        sys.exit("Documentation/configuration.md is not what the program declares: vya-backup config schema | Documentation/configuration.py")
else:
    PAGE.write_text(text)
