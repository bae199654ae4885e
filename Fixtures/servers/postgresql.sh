#!/bin/bash
# Runs a private PostgreSQL until the standard input ends; nothing of the host's is touched.
#
#   postgresql.sh FOLDER [OPTION…]
#
# FOLDER must not exist yet. Once the server answers, one line "ready PORT" is printed. It listens on the socket
# FOLDER/.s.PGSQL.PORT and on 127.0.0.1; the superuser is "postgres", with its password in FOLDER/password and, for the
# stock tools, in the passfile FOLDER/pgpass. The options are the server's; with
# lc_messages=LOCALE.UTF-8 it speaks that language. At the end the server is killed and FOLDER removed. No data is safe here.

folder=$1
account=postgres
stop_signal=QUIT # an immediate shutdown
source "$(dirname "${BASH_SOURCE[0]}")/keep.sh"

programs=$(dirname "$(ls -1 /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -n 1 || true)")
if [[ ! -x $programs/initdb ]]; then programs=$(dirname "$(command -v initdb)"); fi

answers() { "$programs/pg_isready" -q -h "$folder" -p "$port"; }

make_folder
printf '*:*:*:postgres:%s\n' "$password" >"$folder/pgpass"
# A server that is to speak another language has its locale made beside its data.
for option in "${@:2}"; do
    if [[ $option == lc_messages=*.UTF-8 ]]; then
        language=${option#lc_messages=} locales=$folder/locales
        mkdir "$locales"
        ln -s /usr/lib/locale/C.utf8 "$locales/C.utf8"
        localedef --inputfile "${language%.UTF-8}" --charmap UTF-8 "$locales/$language"
        chmod -R a+rX "$locales"
    fi
done
give_folder
make_data postgresql "$programs/initdb" -D "$folder/data" -U postgres --pwfile="$folder/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync

# pg_dump locks every table: 10,000 of them need the larger lock table.
serve "$programs/postgres" -D "$folder/data" -p PORT -k "$folder" \
    -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
    -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off -c shared_buffers=64MB \
    -c max_connections=50 -c max_locks_per_transaction=512 "${@:2}"
