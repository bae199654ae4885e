# What postgresql.sh and mariadb.sh share; sourced by both, with `folder` and `account` set.
#
# A server lives as long as the script's standard input stays open. A test process or a demo holds the other end of that
# pipe, so that the server goes with it, however it goes: by exit, by a crash, or by SIGKILL.

set -euo pipefail

# A Ctrl-C in a terminal is for whoever holds the pipe; its end is what leads to the tidying up here.
trap '' HUP INT TERM

cd /
umask 077
server= locales=

# Runs a command as the server's own account when root, and lets the kernel end it if this script is killed.
as_server() {
    local identity=()
    if ((EUID == 0)); then identity=(--reuid "$account" --regid "$account" --init-groups); fi
    exec setpriv "${identity[@]}" --pdeathsig KILL env -i PATH="$PATH" HOME=/nonexistent LC_ALL=C.UTF-8 \
        ${locales:+LOCPATH="$locales"} "$@"
}

make_folder() {
    mkdir -m 755 "$folder"
    trap finish EXIT
    password=$(new_password)
    printf '%s\n' "$password" >"$folder/password"
}

# Random, and with templates the same for all servers of one test process, because the data hold it.
new_password() {
    if [[ -n ${VYA_SERVER_TEMPLATES:-} && -s $VYA_SERVER_TEMPLATES/password ]]; then
        cat "$VYA_SERVER_TEMPLATES/password"
    else
        echo "S3CR3T_$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')"
    fi
}

# make_data KIND COMMAND…: makes FOLDER/data by the command as the server's own account. With $VYA_SERVER_TEMPLATES, a folder, that is
# done once for each kind, and copied after that.
make_data() {
    local kind=$1 template=${VYA_SERVER_TEMPLATES:-}
    shift
    if [[ -z $template ]]; then
        (as_server "$@") >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
        return
    fi
    exec 8>"$template/$kind.lock"
    flock 8
    if [[ ! -d $template/$kind ]]; then
        (as_server "$@") >"$folder/log" 2>&1 8>&- || { cat "$folder/log" >&2; exit 1; }
        cp -a --reflink=auto "$folder/data" "$template/$kind.part"
        mv "$template/$kind.part" "$template/$kind"
    else
        cp -a --reflink=auto "$template/$kind" "$folder/data"
    fi
    exec 8>&-
}

give_folder() {
    if ((EUID == 0)); then chown -R "$account:" "$folder"; fi
}

# Below the range of ports that the kernel gives to outgoing connections.
choose_port() {
    local attempt
    for attempt in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 4<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
    done
    echo "no free port found" >&2
    exit 1
}

# start COMMAND…: starts the server; true once `answers` is, false if it ended before (its port was taken, say).
start() {
    (as_server "$@") </dev/null >>"$folder/log" 2>&1 3<&- &
    server=$!
    until answers; do
        if ! kill -0 "$server" 2>/dev/null; then
            server=
            return 1
        fi
        if ! kill -0 "$holder" 2>/dev/null; then exit 1; fi
        sleep 0.05
    done
}

# serve COMMAND…: starts the server on a free port and keeps it until the input or the server ends.
# The words PORT in the command stand for the port. A test that crashes the server on purpose makes the file `restart`
# before, and gets it back on the same port.
serve() {
    local attempt
    exec 3<&0
    cat <&3 >/dev/null &
    holder=$!
    for attempt in {1..5}; do
        choose_port
        if start "${@//PORT/$port}"; then
            echo "ready $port"
            exec >&-
            wait -n || true
            while [[ -e $folder/restart ]] && kill -0 "$holder" 2>/dev/null; do
                rm "$folder/restart"
                start "${@//PORT/$port}" || exit 1
                wait -n || true
            done
            exit 0
        fi
    done
    tail -n 20 "$folder/log" >&2
    exit 1
}

finish() {
    local attempt
    exec 2>/dev/null # bash would tell how the server was killed
    if [[ -n $server ]]; then
        kill -"$stop_signal" "$server" 2>/dev/null || true
        for attempt in {1..100}; do
            if ! kill -0 "$server" 2>/dev/null; then break; fi
            sleep 0.05
        done
        kill -KILL "$server" || true
        wait "$server" || true
    fi
    # A backend that is just going may still write; the second attempt finds it gone.
    rm -rf --one-file-system "$folder" || { sleep 0.5 && rm -rf --one-file-system "$folder"; }
    if [[ -n ${holder:-} ]]; then kill "$holder" 2>/dev/null || true; fi
}
