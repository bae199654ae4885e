#!/bin/bash
# Shows what bounds a backup on this machine: the processor seconds of the dump tool, of the server and of the program,
# beside the seconds that the cores have while the dump alone runs.
#
#   Benchmarks/bounds.sh PATH-OF-VYA-BACKUP [MEGABYTES]
#
# A run cannot be faster than the sum of the first three divided by the number of cores. It starts private servers.
set -euo pipefail

program=$(realpath "$1")
megabytes=${2:-640}
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
cores=$(nproc)
python3 -B -c 'import sys; sys.path.insert(0, sys.argv[1]); import data, pathlib
work, size = pathlib.Path(sys.argv[2]), int(sys.argv[3])
data.build_postgresql(work, size); data.build_mariadb(work, size)' "$fixtures/../Benchmarks/bench" "$work" "$megabytes"
sync

cat >"$work/config.json" <<JSON
{ "db_config": [
    { "id_dbms": 1, "dbms": "postgresql", "host": "$PGHOST", "port": $PGPORT, "username": "postgres",
      "password": { "file": "$work/postgresql.password" }, "db_list": ["bench"] },
    { "id_dbms": 2, "dbms": "mysql", "host": "$work/mariadb/mysql.sock", "username": "root",
      "password": { "file": "$work/mariadb.password" }, "db_list": ["bench"] } ],
  "bkp_system": { "path_pgsql": "$work/out", "path_mysql": "$work/out" },
  "log_settings": { "log_dir": "$work/log" } }
JSON

# Prints the processor seconds that a server has used so far, those of its ended children included.
used() {
    awk '{ sub(/.*\) /, ""); print ($12 + $13 + $14 + $15) / '"$(getconf CLK_TCK)"' }' "/proc/$1/stat"
}

# Prints the processor seconds of a command and of the server that it asks, and the wall seconds that it takes.
costs() {
    local before own start end
    before=$(used "$1")
    start=$(date +%s%N)
    own=$({ TIMEFORMAT='%U %S'; time "${@:2}" >/dev/null; } 2>&1)
    end=$(date +%s%N)
    awk -v o="$own" -v b="$before" -v a="$(used "$1")" -v n=$((end - start)) \
        'BEGIN { split(o, t, " "); printf "%.1f %.1f\n", t[1] + t[2] + a - b, n / 1e9 }'
}
middle() { for _ in 1 2 3; do costs "$@"; done | sort -n | sed -n 2p; }

show() {
    local cpu wall total elapsed
    read -r cpu wall < <(middle "$3" "${@:4}")
    read -r total elapsed < <(middle "$3" "$program" run --id "$2" --quiet --config "$work/config.json")
    awk -v t="$1" -v c="$cpu" -v w="$wall" -v a="$total" -v e="$elapsed" -v n="$cores" 'BEGIN {
        printf "%s: dump tool and server %.1f CPU s in %.1f s; with vya-backup %.1f CPU s in %.1f s (%.2f times).\n", t, c, w, a, e, e / w
        bound = a / n > w ? a / n : w
        printf "  %d cores need at least %.1f s for that: %.2f times the dump alone\n", n, bound, bound / w }'
}
pg_dump=(/usr/lib/postgresql/*/bin/pg_dump)
show PostgreSQL 1 "$(head -n 1 "$work/postgresql/data/postmaster.pid")" "${pg_dump[-1]}" -w -d bench
show MariaDB 2 "$(cat "$work/mariadb/pid")" mariadb-dump --defaults-file="$work/mariadb/client.cnf" --single-transaction --quick --hex-blob bench
