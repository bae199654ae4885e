# To be sourced: a temporary folder, a private PostgreSQL and a private MariaDB in it, and how their clients are called.
# All of it goes with the script that sources it.

fixtures=$(cd "$(dirname "${BASH_SOURCE[0]}")/../Fixtures" && pwd)
umask 077
work=$(mktemp -d /tmp/vya-benchmark-XXXXXX)
chmod 711 "$work" # the servers have accounts of their own
trap 'exec {postgresql_line}>&- {mariadb_line}>&-; wait; rm -rf "$work"' EXIT

serve() {
    mkfifo "$work/$1.input" "$work/$1.output"
    "$fixtures/servers/$1.sh" "$work/$1" <"$work/$1.input" >"$work/$1.output" &
    exec {line}>"$work/$1.input"
    read -r _ port <"$work/$1.output"
    install -m 600 "$work/$1/password" "$work/$1.password"
}
psql() { command psql -Xqw -v ON_ERROR_STOP=1 "$@"; }
mariadb() { command mariadb --defaults-file="$work/mariadb/client.cnf" "$@"; }
milliseconds() { local start end; start=$(date +%s%N); "$@" >/dev/null; end=$(date +%s%N); echo $(((end - start) / 1000000)); }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Debian's own pg_dump is a script in Perl that starts the real one, and would be counted with it.
PATH=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH

mkdir "$work"/{state,runtime}
export STATE_DIRECTORY=$work/state RUNTIME_DIRECTORY=$work/runtime
line=
serve postgresql && postgresql_line=$line
export PGHOST=$work/postgresql PGPORT=$port PGUSER=postgres PGPASSFILE=$work/postgresql/pgpass
serve mariadb && mariadb_line=$line
