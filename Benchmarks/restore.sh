#!/bin/bash
# Shows what proving and restoring cost, as ratios of paired and alternating runs on this machine:
#
#   `verify` of a backup against `gzip -t` of the same file, for PostgreSQL, MariaDB and files
#   `restore --table` of a table of 1 MB out of a dump of 2 GB against a restore of all of it
#
#   Benchmarks/restore.sh PATH-OF-VYA-BACKUP [MEGABYTES]
#
# It starts private servers, needs 15 GB below /tmp at 2000 MB, and takes about 15 minutes then. Needs strace.
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
mariadb -e 'CREATE DATABASE bench'
mariadb bench <<SQL
CREATE TABLE large AS SELECT seq, MD5(seq) AS a, MD5(seq DIV 7) AS b, NOW() AS at, CONCAT('order ', seq % 1000) AS note
    FROM seq_1_to_$((rows / 2));
SQL
mkdir "$work/tree"
cp -r /usr/share /usr/lib/python3* "$work/tree/" 2>/dev/null || true
cat >"$work/config.json" <<JSON
{ "db_config": [
    { "id_dbms": 1, "dbms": "postgresql", "host": "$work/postgresql", "port": $PGPORT, "username": "postgres",
      "password": { "file": "$work/postgresql.password" }, "db_list": ["bench"] },
    { "id_dbms": 2, "dbms": "mysql", "host": "$work/mariadb/mysql.sock", "username": "root",
      "password": { "file": "$work/mariadb.password" }, "db_list": ["bench"] },
    { "id_dbms": 3, "dbms": "files", "db_list": ["$work/tree"] } ],
  "bkp_system": { "path_pgsql": "$work/out", "path_mysql": "$work/out", "path_files": "$work/out" },
  "log_settings": { "log_dir": "$work/log" }, "compression": { "level": 1 } }
JSON
vya run --all --quiet || true # a file of the tree that cannot be read only makes its archive incomplete

echo "$(nproc) cores, $(grep -m 1 'model name' /proc/cpuinfo | cut -d: -f2), $(gzip --version | head -n 1)"
for file in "$work"/out/*_postgresql_1_bench.sql.gz "$work"/out/*_mysql_2_bench.sql.gz "$work"/out/*.tar.gz; do
    gzip -t "$file" # both sides find the file in memory
    : >"$work/theirs"
    : >"$work/ours"
    for _ in 1 2 3 4 5; do
        milliseconds gzip -t "$file" >>"$work/theirs"
        milliseconds "$program" verify "$file" >>"$work/ours"
    done
    theirs=$(median <"$work/theirs") ours=$(median <"$work/ours")
    printf '%-11s %5d MB: gzip -t %6d ms, verify %6d ms, verify is %s times as fast\n' \
        "$(basename "$file" | cut -d_ -f3)" "$(($(stat -c %s "$file") / 1000000))" "$theirs" "$ours" \
        "$(awk "BEGIN { printf \"%.2f\", $theirs / $ours }")"
done

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
