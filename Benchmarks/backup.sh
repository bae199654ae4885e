#!/bin/bash
# Shows what a backup costs beyond its dump, as ratios of paired and alternating runs on this machine:
#
#   `vya-backup run` of one database against the dump tool alone, its output thrown away
#
#   Benchmarks/backup.sh PATH-OF-VYA-BACKUP [MEGABYTES [COMPRESSION]]
#
# COMPRESSION is the configuration's own, such as {"engine": "isal"}.
#
# It starts private servers, needs 4 GB below /tmp at 650 MB, and takes about 8 minutes then.
set -euo pipefail

program=$(realpath "$1")
megabytes=${2:-650}
compression=${3:-"{}"}
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

rows=$((megabytes * 1000000 / 130))
psql -d postgres -c 'CREATE DATABASE bench'
psql -d bench <<SQL
CREATE TABLE large AS SELECT n, md5(n::text) AS a, md5((n / 7)::text) AS b, now() AS at, 'order ' || n % 1000 AS note
    FROM generate_series(1, $rows) n;
SQL
mariadb -e 'CREATE DATABASE bench'
mariadb bench <<SQL
CREATE TABLE large AS SELECT seq, MD5(seq) AS a, MD5(seq DIV 7) AS b, NOW() AS at, CONCAT('order ', seq % 1000) AS note
    FROM seq_1_to_$rows;
SQL
cat >"$work/config.json" <<JSON
{ "db_config": [
    { "id_dbms": 1, "dbms": "postgresql", "host": "$work/postgresql", "port": $PGPORT, "username": "postgres",
      "password": { "file": "$work/postgresql.password" }, "db_list": ["bench"] },
    { "id_dbms": 2, "dbms": "mysql", "host": "$work/mariadb/mysql.sock", "username": "root",
      "password": { "file": "$work/mariadb.password" }, "db_list": ["bench"] } ],
  "bkp_system": { "path_pgsql": "$work/out", "path_mysql": "$work/out" },
  "log_settings": { "log_dir": "$work/log" }, "compression": $compression }
JSON

echo "$(nproc) cores, $(grep -m 1 'model name' /proc/cpuinfo | cut -d: -f2)"
dump_1() { pg_dump -w -d bench; }
dump_2() { mariadb-dump --defaults-file="$work/mariadb/client.cnf" --single-transaction --quick --hex-blob bench; }
for id in 1 2; do
    rm -rf "$work/out"
    "dump_$id" >/dev/null # the server finds its pages in memory
    : >"$work/theirs"
    : >"$work/ours"
    for _ in 1 2 3 4 5; do
        milliseconds "dump_$id" >>"$work/theirs"
        milliseconds "$program" run --id "$id" --config "$work/config.json" >>"$work/ours"
    done
    theirs=$(median <"$work/theirs") ours=$(median <"$work/ours")
    file=$(ls -t "$work"/out/*_bench.sql.gz | head -n 1)
    raw=$("dump_$id" | wc -c)
    six=$("dump_$id" | gzip -6 | wc -c)
    printf '%-10s %5d MB: dump alone %6d ms, backup %6d ms: %s; size %s of gzip -6\n' \
        "$(basename "$file" | cut -d_ -f3)" $((raw / 1000000)) "$theirs" "$ours" "$(ratio "$ours" "$theirs")" \
        "$(ratio "$(stat -c %s "$file")" "$six")"
done
