#!/bin/bash
# Makes the corpus anew: small good inputs, which the sweeps of Tests/Adversity then break.
#
#   sudo Fixtures/corpus/make.sh .build/debug/vya-backup
#
# backups/ is what the program writes of private servers and of a folder, each file with its manifest; tar/ and compressed/
# are what stock tools write. What is there is removed first.
set -euo pipefail

if [[ ${2:-} != renamed ]]; then
    program=$(realpath "$1")
    exec unshare --uts "$0" "$program" renamed
fi
program=$1
hostname backup.example # it stands in the manifests
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
umask 077
work=$(mktemp -d /tmp/vya-corpus-XXXXXX)
trap 'rm -rf "$work"' EXIT
rm -rf "$here"/{backups,tar,compressed}
mkdir "$here"/{backups,tar,compressed}
export LC_ALL=C.UTF-8 TZ=UTC HOME=$work STATE_DIRECTORY=$work/state RUNTIME_DIRECTORY=$work/runtime
mkdir "$work"/{state,runtime}

# A folder with every kind of file that archives hold.
mkdir -p "$work/tree/sub/$(printf 'long-name-%.0s' {1..12})"
(
    cd "$work/tree"
    echo 'the first file' >a.txt
    ln a.txt hard
    ln -s a.txt soft
    ln -s ../../outside/secret away
    mkfifo pipe
    echo 'deep' >"sub/$(printf 'long-name-%.0s' {1..12})/$(printf 'f%.0s' {1..90})"
    printf 'bytes' >$'sub/n\xff\n'
    echo 'run' >sub/run
    chmod 4755 sub/run
    truncate -s 60000 sparse
    printf 'middle' | dd of=sparse bs=1 seek=20000 conv=notrunc status=none
    setfattr -n user.note -v 'kept' a.txt
    setfacl -m u:65534:r sub
    touch -d '2026-01-01 00:00:00.123456789' a.txt sparse
)
for format in gnu oldgnu pax ustar v7; do
    # v7 has no long names, and says so.
    tar -b 1 --format=$format --sparse $([[ $format == pax ]] && echo --xattrs --acls) -C "$work" \
        -cf "$here/tar/$format.tar" tree 2>/dev/null || true
done
for format in pax gnutar; do bsdtar -b 1 --format $format -C "$work" -cf "$here/tar/bsdtar-$format.tar" tree; done

# Compressed dumps.
dump=$work/dump.sql
{
    echo '-- PostgreSQL database dump'
    seq 1 200 | sed 's/$/	row of a table/'
    echo '-- PostgreSQL database dump complete'
} >"$dump"
gzip -nc "$dump" >"$here/compressed/plain.sql.gz"
gzip -Nc "$dump" >"$here/compressed/named.sql.gz"
pigz -nc "$dump" >"$here/compressed/pigz.sql.gz"
{ echo one | gzip -nc; gzip -nc "$dump"; } >"$here/compressed/two-members.sql.gz"
zstd -qc "$dump" >"$here/compressed/plain.sql.zst"
{ echo one | zstd -qc; zstd -qc --no-content-size <"$dump"; } >"$here/compressed/two-frames.sql.zst"
python3 - "$dump" "$here/compressed" <<'PYTHON'
import sys, zipfile
for name, method in (("deflated", zipfile.ZIP_DEFLATED), ("stored", zipfile.ZIP_STORED)):
    with zipfile.ZipFile(f"{sys.argv[2]}/{name}.zip", "w", method) as archive:
        archive.write(sys.argv[1], "dump.sql")
PYTHON

# What the program itself writes.
start() {
    mkfifo "$work/$1.hold"
    "$here/../servers/$1.sh" "$work/$1" <"$work/$1.hold" >"$work/$1.ready" &
    exec {hold}>"$work/$1.hold"
    until grep -q ready "$work/$1.ready"; do sleep 0.1; done
    port=$(cut -d' ' -f2 "$work/$1.ready")
    password=$(cat "$work/$1/password")
}
chmod 711 "$work" # the servers run as accounts of their own
start postgresql
postgresql=$port:$password
PGPASSWORD=$password psql -qXw -h 127.0.0.1 -p "$port" -U postgres <<'SQL'
CREATE ROLE app LOGIN PASSWORD 'x';
CREATE DATABASE shop OWNER app;
\connect shop
CREATE TABLE customers (id int PRIMARY KEY, name text);
INSERT INTO customers SELECT i, 'customer ' || i FROM generate_series(1, 50) i;
CREATE TABLE "Odd ""name" (note text);
INSERT INTO "Odd ""name" VALUES ('one'), ('two');
CREATE VIEW v AS SELECT count(*) FROM customers;
SQL
start mariadb
mariadb=$port:$password
mariadb --defaults-file="$work/mariadb/client.cnf" <<'SQL'
CREATE USER app@'%' IDENTIFIED BY 'x';
CREATE DATABASE crm;
USE crm;
CREATE TABLE contacts (id int PRIMARY KEY, name text);
INSERT INTO contacts VALUES (1, 'one'), (2, 'two'), (3, 'three');
CREATE TRIGGER t BEFORE INSERT ON contacts FOR EACH ROW SET NEW.name = upper(NEW.name);
SQL
configure() {
    cat >"$work/config.json" <<JSON
{ "db_config": [
    { "id_dbms": 1, "dbms": "postgresql", "host": "127.0.0.1", "port": ${postgresql%%:*}, "username": "postgres",
      "password": "${postgresql#*:}", "db_list": ["shop"] },
    { "id_dbms": 2, "dbms": "mysql", "host": "127.0.0.1", "port": ${mariadb%%:*}, "username": "root",
      "password": "${mariadb#*:}", "db_list": ["crm"] },
    { "id_dbms": 3, "dbms": "files", "db_list": ["$work/tree"] } ],
  "compression": { "codec": "$1", "engine": "zlib" },
  "bkp_system": { "path_pgsql": "$work/out-$1", "path_mysql": "$work/out-$1", "path_files": "$work/out-$1" },
  "log_settings": { "log_dir": "$work/log" } }
JSON
}
for codec in gzip zstd; do
    configure $codec
    if [[ $codec == zstd ]]; then sed -i 's/"engine": "zlib"/"level": 3/' "$work/config.json"; fi
    "$program" run --all --config "$work/config.json"
    cp "$work/out-$codec"/* "$here/backups"
done
chmod 755 "$here"/{backups,tar,compressed}
chmod 644 "$here"/{backups,tar,compressed}/*
