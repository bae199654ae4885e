#!/bin/bash
# A whole night in a minute: private servers, `vya-backup run --all`, `list`, `verify`, `restore`, and a restore by stock tools.
#
#   demo.sh PATH-OF-VYA-BACKUP          (`make demo` builds it and calls this)
#
# All of it lies in one temporary folder, which is removed at the end; no server, file or setting of the host is touched.
set -euo pipefail

if [[ -t 1 ]]; then bold=$'\e[1m' plain=$'\e[0m'; else bold='' plain=''; fi
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
show() {
    say "\$ $*"
    "$@"
}

welcome() { say "Starting a private PostgreSQL and a private MariaDB in $work"; }
farewell() {
    if (($1 == 0)); then
        say "Both servers are stopped and $work is removed"
    else
        echo "The demo failed." >&2
    fi
}
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

psql -d postgres -c 'CREATE DATABASE shop' -c 'CREATE DATABASE "Odd = näme %"' -c 'CREATE DATABASE empty'
psql -d shop -f "$fixtures/sql/postgresql/shop.sql"
PGDATABASE='Odd = näme %' psql -f "$fixtures/sql/postgresql/hostile.sql" >"$work/ignored"
mariadb -e 'CREATE DATABASE shop CHARACTER SET utf8mb4; CREATE DATABASE odd CHARACTER SET utf8mb4'
mariadb shop <"$fixtures/sql/mariadb/shop.sql"
mariadb odd <"$fixtures/sql/mariadb/hostile.sql" >"$work/ignored"

mkdir -p "$work/site/uploads/2024"
printf 'theme = dark\n' >"$work/site/settings.ini"
printf '<h1>Welcome</h1>\n' >"$work/site/index.html"
head -c 300000 /dev/urandom >"$work/site/uploads/2024/größe 1.jpg"
ln -s ../settings.ini "$work/site/uploads/link"
truncate -s 1G "$work/site/sparse.img"
sqlite3 "$work/notes.sqlite" "CREATE TABLE notes (id INTEGER PRIMARY KEY, text);
    INSERT INTO notes (text) VALUES ('buy milk'), ('it''s late'), (x'00ff');"

cat >"$work/config.json" <<JSON
{
  "db_config": [
    { "id_dbms": 1, "dbms": "postgresql", "host": "$work/postgresql", "port": $PGPORT, "username": "postgres",
      "password": { "file": "$work/postgresql.password" } },
    { "id_dbms": 2, "dbms": "mysql", "host": "$work/mariadb/mysql.sock", "username": "root",
      "password": { "file": "$work/mariadb.password" } },
    { "id_dbms": 3, "dbms": "sqlite", "db_list": ["$work/notes.sqlite"] },
    { "id_dbms": 4, "dbms": "files", "db_list": ["$work/site"] }
  ],
  "bkp_system": {
    "path_pgsql": "$work/backups/pgsql", "path_mysql": "$work/backups/mysql",
    "path_sqlite": "$work/backups/sqlite", "path_files": "$work/backups/files"
  },
  "log_settings": { "log_dir": "$work/logs" }
}
JSON
mkdir -p "$work/state" "$work/runtime" "$work/backups"
export STATE_DIRECTORY=$work/state RUNTIME_DIRECTORY=$work/runtime

show vya-backup run --all
show vya-backup list

say 'The drill: every backup is restored into a scratch database, compared and dropped'
show vya-backup verify --latest --restore
show vya-backup restore --id 1 --database shop --target shop_restored --plan
show vya-backup restore --id 1 --database shop --target shop_restored --yes
show vya-backup restore --id 1 --card --database shop

say 'And by stock tools alone:'
say '$ createdb copy; zcat …_postgresql_1_shop.sql.gz | psql -d copy'
psql -d postgres -c 'CREATE DATABASE copy'
zcat "$work"/backups/pgsql/*_postgresql_1_shop.sql.gz | psql -d copy >"$work/ignored"
say '$ zcat …_mysql_2_shop.sql.gz | mariadb copy'
mariadb -e 'CREATE DATABASE copy CHARACTER SET utf8mb4'
zcat "$work"/backups/mysql/*_mysql_2_shop.sql.gz | mariadb copy

same=yes
printf '\n%-12s %-12s %8s %8s\n' server table shop copy
for table in customers orders order_lines; do
    before=$(psql -Atd shop -c "SELECT count(*) FROM $table") after=$(psql -Atd copy -c "SELECT count(*) FROM $table")
    printf '%-12s %-12s %8s %8s\n' PostgreSQL "$table" "$before" "$after"
    if [[ $before != "$after" ]]; then same=no; fi
    before=$(mariadb -Ne "SELECT count(*) FROM shop.$table") after=$(mariadb -Ne "SELECT count(*) FROM copy.$table")
    printf '%-12s %-12s %8s %8s\n' MariaDB "$table" "$before" "$after"
    if [[ $before != "$after" ]]; then same=no; fi
done
[[ $same == yes ]]

say '$ tar tzvf …_files_4_….tar.gz'
tar tzvf "$work"/backups/files/*.tar.gz
