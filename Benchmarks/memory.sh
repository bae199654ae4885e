#!/bin/bash
# Shows that memory does not grow with the dump: the peak resident memory of a run over a stream of 100 MiB and of 10 GiB.
#
#   Benchmarks/memory.sh PATH-OF-VYA-BACKUP
#
# The dump tool is `head -c SIZE /dev/zero`, declared by a plugin file. Needs GNU time (Debian: time).
set -euo pipefail

program=$1
work=$(mktemp -d /tmp/vya-memory-XXXXXX)
trap 'rm -rf "$work"' EXIT
umask 077
mkdir "$work"/{plugins,state,runtime}
export VYA_BACKUP_PLUGINS=$work/plugins STATE_DIRECTORY=$work/state RUNTIME_DIRECTORY=$work/runtime

for size in 104857600 10737418240; do
    cat >"$work/plugins/zeros.json" <<JSON
{ "schema": "vya-backup.plugin/1", "name": "zeros", "title": "Zeros", "handler": "dump-tool", "dialect": "plain",
  "folder_keys": ["path_zeros"], "tools": { "dump": { "names": ["head"], "version_arguments": ["--version"] } },
  "databases": { "from": "listed" },
  "dump": { "arguments": ["-c", "$size", "--", "{database}"], "end_marker": "none" } }
JSON
    cat >"$work/config.json" <<JSON
{ "db_config": [ { "id_dbms": 1, "dbms": "zeros", "db_list": ["/dev/zero"] } ],
  "bkp_system": { "path_zeros": "$work/backups" }, "log_settings": { "log_dir": "$work/log" } }
JSON
    /usr/bin/time -f '%M' -o "$work/peak" "$program" run --all --quiet --config "$work/config.json"
    printf '%11d bytes of dump: %d KiB at most\n' "$size" "$(tail -n 1 "$work/peak")"
    rm -rf "$work/backups"
done
