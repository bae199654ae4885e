#!/usr/bin/env python3
"""Writes Documentation/schemas.md: every document of --json that a host without servers can print, as the program prints it.

    Documentation/schemas.py PATH-OF-VYA-BACKUP            writes the page
    Documentation/schemas.py PATH-OF-VYA-BACKUP --check    fails when a document has other members than the page shows

What differs from run to run is shown as it never is: one host, one time, and a folder /srv.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "schemas.md"
INTRODUCTION = """# Documents

With `--json` a command prints one document on standard output and nothing else. Members are added, never renamed or removed, within
the number of a schema; [contract.md](contract.md#documents) says what they mean. Times are RFC 3339 with their offset, sizes are bytes,
sentences are English. Made by `Documentation/schemas.py`, from what the program prints on a host with an archive of files and one that fails.
"""
# What is printed, and by which command; FILE is the one backup that is made.
DOCUMENTS = [
    ("run", ["run", "--all"]), ("run, dry", ["run", "--all", "--dry-run"]), ("manifest, beside each backup", None),
    ("list", ["list"]), ("verify", ["verify", "FILE"]), ("restore, planned", ["restore", "FILE", "--to", "BACK", "--plan"]),
    ("restore", ["restore", "FILE", "--to", "BACK", "--yes"]), ("check", ["check"]), ("doctor", ["doctor"]), ("report", ["report"]),
    ("cleanup", ["cleanup", "--dry-run"]), ("prune", ["prune", "--dry-run"]), ("config check", ["config", "check"]),
    ("plugins list", ["plugins", "list"]), ("catalog rebuild", ["catalog", "rebuild"]),
]


def documents(program, folder):
    """The documents by what prints them."""
    for name in ("tree", "out"):
        os.mkdir(f"{folder}/{name}", 0o700)
    Path(folder, "tree/one").write_text("one\n")
    configuration = {
        "db_config": [{"id_dbms": 1, "dbms": "files", "db_list": [f"{folder}/tree/*"]},
                      {"id_dbms": 2, "dbms": "files", "db_list": [f"{folder}/nothing/*"]}],
        "bkp_system": {"path_files": f"{folder}/out"}, "uploader": {"watches": [f"{folder}/out"]},
        "log_settings": {"log_dir": f"{folder}/log"}}
    Path(folder, "config.json").write_text(json.dumps(configuration))
    os.chmod(f"{folder}/config.json", 0o600)
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "STATE_DIRECTORY": f"{folder}/state", "TZ": "UTC",
                   "VYA_BACKUP_HOST_ROOT": f"{folder}/root", "RUNTIME_DIRECTORY": f"{folder}/runtime", "HOME": folder}
    os.makedirs(f"{folder}/root/etc")
    for name, words in DOCUMENTS:
        made = next((str(path) for path in Path(folder, "out").glob("*.tar.gz")), "")
        if words is None:
            yield name, json.loads(Path(made + ".json").read_text())
            continue
        words = [{"FILE": made, "BACK": f"{folder}/back"}.get(word, word) for word in words]
        printed = subprocess.run([program, *words, "--json", "--config", f"{folder}/config.json"], env=environment, cwd=folder,
                                 stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if not printed.stdout:
            sys.exit(f"{name}: {printed.stderr}")
        yield name, json.loads(printed.stdout)


def still(value, folder):
    """A document with the values that every run has alike."""
    if isinstance(value, dict):
        return {key: 0.2 if key == "seconds" and isinstance(part, float) else still(part, folder) for key, part in value.items()}
    if isinstance(value, list):
        # Of many that are alike, one shows what they are.
        return [still(part, folder) for part in (value[:1] if len(value) > 3 else value)]
    if isinstance(value, str):
        value = value.replace(folder, "/srv").replace(folder.strip("/").replace("/", "_"), "srv")
        value = value.replace(os.uname().nodename, "srv01")
        value = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "2026-11-30T00:30:00.000+00:00", value)
        value = re.sub(r"\d{8}_\d{6}", "20261130_003000", value)
        value = re.sub(r"20261130_003000-[0-9a-f]+", "20261130_003000-5f2c1a90", value)
        value = re.sub(r"\b\d{4}-\d\d-\d\d\b(?!T)", "2026-11-30", value)
        return re.sub(r"\b([0-9a-f]{64}|[0-9a-f]{32})\b", lambda match: "0123456789abcdef" * (len(match[0]) // 16), value)
    return value


def members(value, path=""):
    """The names of all members, with the way to them; what a member is called after something of the host is left out."""
    if isinstance(value, dict):
        return {name for key, part in value.items() if re.fullmatch(r"[a-z0-9_]+", key)
                for name in {f"{path}.{key}"} | members(part, f"{path}.{key}")}
    if isinstance(value, list):
        return {name for part in value for name in members(part, path + "[]")}
    return set()


def main():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        found = list(documents(os.path.abspath(sys.argv[1]), folder))
        if sys.argv[2:] == ["--check"]:
            shown = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.S)]
            for (name, document), example in zip(found, shown, strict=True):
                difference = members(still(document, folder)) ^ members(example)
                if difference:
                    sys.exit(f"{PAGE.name} shows other members of {name} than are printed: {sorted(difference)}")
            return
        text = INTRODUCTION
        for name, document in found:
            example = json.dumps(still(document, folder), indent=2, ensure_ascii=False)
            text += f"\n## {name}: `{document.get('schema', 'no schema')}`\n\n```json\n{example}\n```\n"
        PAGE.write_text(text)


main()
