#!/bin/bash
# Shows what restoring one table costs, as a ratio of runs on this machine:
#
#   `restore --table` of a table of 1 MB out of a dump of 2 GB against a restore of all of it
#
#   Benchmarks/restore.sh PATH-OF-VYA-BACKUP [MEGABYTES]
#
# It starts private servers, needs 8 GB below /tmp at 2000 MB, and takes a few minutes then. Needs strace.
set -euo pipefail

program=$(realpath "$1")
megabytes=${2:-2000}
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
vya() { "$program" "$@" --config "$work/config.json"; }

rows=$((megabytes * 1000000 / 130))
psql -d postgres -c 'CREATE DATABASE bench'
psql -d bench <<SQL
CREATE TABLE large AS SELECT n, md5(n::text) AS a, md5((n / 7)::text) AS b, now() AS at, 'order ' || n % 1000 AS note
    FROM generate_series(1, $rows) n;
CREATE TABLE small AS SELECT n, md5(n::text) AS a FROM generate_series(1, 25000) n;
CREATE INDEX ON small (n);
SQL
cat >"$work/config.json" <<JSON
{ "db_config": [
    { "id_dbms": 1, "dbms": "postgresql", "host": "$work/postgresql", "port": $PGPORT, "username": "postgres",
      "password": { "file": "$work/postgresql.password" }, "db_list": ["bench"] } ],
  "bkp_system": { "path_pgsql": "$work/out" },
  "log_settings": { "log_dir": "$work/log" }, "compression": { "level": 1 } }
JSON
vya run --all --quiet

echo "$(nproc) cores, $(grep -m 1 'model name' /proc/cpuinfo | cut -d: -f2)"
dump=$(echo "$work"/out/*_postgresql_1_bench.sql.gz)
psql -d postgres -c 'DROP DATABASE bench'
whole=$(milliseconds vya restore --yes "$dump")
psql -d postgres -c 'DROP DATABASE bench'
: >"$work/tables"
for _ in 1 2 3; do
    milliseconds vya restore --yes "$dump" --table small >>"$work/tables"
    psql -d postgres -c 'DROP DATABASE bench'
done
table=$(median <"$work/tables")
strace -f -e trace=pread64 -o "$work/trace" "$program" restore --yes "$dump" --table small --config "$work/config.json" >/dev/null
read=$(awk -F'= ' '/pread64/ { sum += $NF } END { print sum }' "$work/trace")
size=$(stat -c %s "$dump")
printf 'restore     whole %d ms, --table %d ms: 1/%s of it; it read %s %% of the file\n' "$whole" "$table" \
    "$(awk "BEGIN { printf \"%.1f\", $whole / $table }")" "$(awk "BEGIN { printf \"%.2f\", 100 * $read / $size }")"
