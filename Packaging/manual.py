#!/usr/bin/env python3
"""Prints the manual page of vya-backup, in mdoc, from what the program says of its own commands.

    manual.py VERSION DATE TAIL <what `vya-backup --experimental-dump-help` prints

DATE is as in 2026-11-26; TAIL is a file with the sections that follow those of the commands.
"""

import json
import sys
from pathlib import Path


def text(words: str) -> str:
    """The words as running text: nothing in them is a request of roff."""
    words = " ".join(words.split()).replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + words if words[:1] in (".", "'") else words


def shown(items: list | None) -> list[dict]:
    return [item for item in items or [] if item.get("shouldDisplay", True)]


def spelled(argument: dict) -> str:
    """How the argument is written, as the words of an mdoc request."""
    value = argument.get("valueName", "value")
    if argument["kind"] == "positional":
        return f"Ar {value}"
    names = [("-" if name["kind"] == "long" else "") + name["name"] for name in argument["names"]]
    # `Fl` puts one dash before each of its words.
    flags = " , ".join(f"Fl {name}" for name in sorted(names, key=len))
    return flags + (f" Ar {value}" if argument["kind"] == "option" else "")


def described(arguments: list[dict]) -> list[str]:
    if not arguments:
        return []
    lines = [".Bl -tag -width Ds"]
    for argument in arguments:
        lines.append(".It " + spelled(argument))
        for part in (argument.get("abstract"), argument.get("discussion")):
            if part:
                lines.append(text(part))
        if argument.get("allValues"):
            lines.append(text("One of: " + ", ".join(argument["allValues"]) + "."))
        if argument.get("defaultValue"):
            lines.append(text(f"Default: {argument['defaultValue']}."))
    return lines + [".El"]


def leaves(command: dict, path: tuple = ()) -> list[tuple[str, dict]]:
    """The commands that do something, each under its full name."""
    path += (command["commandName"],)
    below = [sub for sub in shown(command.get("subcommands")) if sub["commandName"] != "help"]
    return [leaf for sub in below for leaf in leaves(sub, path)] or [(" ".join(path[1:]), command)]


def page(root: dict, version: str, date: str, tail: str) -> str:
    commands = leaves(root)
    everywhere = [
        argument for argument in shown(commands[0][1].get("arguments"))
        if all(argument in shown(command.get("arguments")) for _, command in commands)]
    year, month, day = date.split("-")
    months = ("January February March April May June July August September October November December").split()
    lines = [
        f".Dd {months[int(month) - 1]} {int(day)}, {year}", ".Dt VYA-BACKUP 1", f".Os vya-backup {version}",
        ".Sh NAME", ".Nm vya-backup", ".Nd proven backups of databases and files",
        ".Sh SYNOPSIS", ".Nm", ".Ar command", ".Op Ar options", ".Sh DESCRIPTION",
        text(root["abstract"]),
        ".Ss Options of every command", *described(everywhere), ".Sh COMMANDS"]
    for name, command in commands:
        arguments = [one for one in shown(command.get("arguments")) if one not in everywhere]
        lines += [f".Ss vya\\-backup {text(name)}", text(command.get("abstract", "")), *described(arguments)]
        for paragraph in (command.get("discussion") or "").split("\n"):
            if paragraph.startswith("Example: "):
                lines += [".Pp", ".Dl " + text(paragraph.removeprefix("Example: "))]
            elif paragraph.strip():
                lines += [".Pp", text(paragraph)]
    return "\n".join(lines) + "\n" + tail


if __name__ == "__main__":
    _, version, date, tail = sys.argv
    sys.stdout.write(page(json.load(sys.stdin)["command"], version, date, Path(tail).read_text()))
