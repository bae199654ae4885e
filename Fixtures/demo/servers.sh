# What the demo and the README's picture stand on: two private servers in a temporary folder, to be sourced with the
# program's path as $1.
#
# Sets `program`, `fixtures` and `work`; `PGHOST` and the rest lead psql to the PostgreSQL, `mariadb` is told by its function.
# When the script ends, the servers are stopped and the folder is removed.

program=$1
fixtures=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
umask 077
work=$(mktemp -d /tmp/vya-demo-XXXXXX)
chmod 711 "$work" # the servers have accounts of their own
trap finish EXIT

finish() {
    local status=$?
    exec {postgresql_line}>&- {mariadb_line}>&-
    wait
    rm -rf "$work"
    farewell "$status"
}

# Runs the script NAME of Fixtures/servers for as long as the writing end of its input is open here; sets `port`.
serve() {
    mkfifo "$work/$1.input" "$work/$1.output"
    "$fixtures/servers/$1.sh" "$work/$1" <"$work/$1.input" >"$work/$1.output" &
    exec {line}>"$work/$1.input"
    read -r _ port <"$work/$1.output"
    install -m 600 "$work/$1/password" "$work/$1.password"
}

vya-backup() { "$program" "$@" --config "$work/config.json"; }
psql() { command psql -Xqw -v ON_ERROR_STOP=1 "$@"; }
mariadb() { command mariadb --defaults-file="$work/mariadb/client.cnf" "$@"; }

welcome
line=
serve postgresql && postgresql_line=$line
export PGHOST=$work/postgresql PGPORT=$port PGUSER=postgres PGPASSFILE=$work/postgresql/pgpass
serve mariadb && mariadb_line=$line
