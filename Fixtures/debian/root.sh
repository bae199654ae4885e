#!/bin/bash
# Makes a root of another Debian release with its database servers and clients, for the tests of other servers.
#
#   root.sh SUITE FOLDER            SUITE: trixie (PostgreSQL 17, MariaDB 11.8), sid (PostgreSQL 18, MySQL),
#                                   bookworm (no server; what the package vya-backup depends on, and sqlite3)
#
# As root, from the mirror that apt has on this host. A FOLDER that is there already is taken as it is, so that a second
# call needs no network. It appears whole or not at all; beside it lie FOLDER.lock and, after a failure, FOLDER.log.
# Exit status: 0 the root is there, 69 it cannot be had here (the reason is printed), anything else a failure.
set -euo pipefail

# What a vya-backup that was built on Debian 12 is linked with.
libraries=(libcurl4t64 libisal2 libzstd1 zlib1g libsqlite3-0 libstdc++6 tzdata)
case ${1:-} in
bookworm)
    packages=(adduser init-system-helpers sqlite3 systemd systemd-sysv dbus cron postgresql-client mariadb-client)
    libraries[0]=libcurl4
    ;;
trixie) packages=(postgresql-17 mariadb-server-core mariadb-client) ;;
sid) packages=(postgresql-18 mysql-server-core mysql-client) ;;
*)
    echo "usage: root.sh bookworm|trixie|sid FOLDER" >&2
    exit 64
    ;;
esac
suite=$1
folder=$2
recipe="${packages[*]} ${libraries[*]}"

unavailable() {
    echo "no root of Debian $suite here: $*" >&2
    exit 69
}

is_there() { [[ $(cat "$folder/etc/vya-backup-tests" 2>/dev/null) == "$recipe" ]]; }

if is_there; then exit 0; fi
if ((EUID != 0)); then unavailable "it takes root"; fi
mkdir -p "$(dirname "$folder")"
# Two test runs that want the same root: the second waits, and finds it.
exec 9>"$folder.lock"
flock 9
if is_there; then exit 0; fi

if ! command -v debootstrap >/dev/null; then unavailable "debootstrap is not installed"; fi
mirror=$(apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Identifier: Packages' 2>/dev/null |
    sed -n 's/^Debian|//p' | head -n 1)
if [[ -z $mirror ]]; then unavailable "apt knows no mirror of Debian; run apt-get update"; fi
eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
if [[ -n ${http_proxy:-} ]]; then export http_proxy; fi
if [[ -n ${https_proxy:-} ]]; then export https_proxy; fi
if ! wget --quiet --tries=2 --timeout=30 --output-document=/dev/null "${mirror%/}/dists/$suite/Release"; then
    unavailable "the mirror does not serve it"
fi

new=$folder.new
trap finish EXIT
finish() {
    local status=$?
    rm -rf --one-file-system "$new"
    case $status in
    0 | 69) rm -f "$folder.log" ;;
    *) tail -n 30 "$folder.log" >&2 ;;
    esac
}

rm -rf --one-file-system "$new"
# The data are made anew when they are lost: no flushing; and nobody reads manuals here.
mkdir -p "$new/etc/dpkg/dpkg.cfg.d" "$new/etc/postgresql-common" "$new/usr/sbin"
cat >"$new/etc/dpkg/dpkg.cfg.d/tests" <<'CONF'
force-unsafe-io
path-exclude=/usr/share/man/*
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/locale/*
CONF
# No server starts here, and no cluster is made: the tests make their own.
printf '#!/bin/sh\nexit 101\n' >"$new/usr/sbin/policy-rc.d"
chmod 755 "$new/usr/sbin/policy-rc.d"
echo 'create_main_cluster = false' >"$new/etc/postgresql-common/createcluster.conf"

# With /proc, which some packages want as they are set up; the mount is seen by the command alone.
inside() {
    unshare --mount --propagation slave /bin/bash -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$new" \
        /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive ${http_proxy:+http_proxy="$http_proxy"} \
        ${https_proxy:+https_proxy="$https_proxy"} "$@" </dev/null
}

{
    debootstrap --variant=minbase "$suite" "$new" "$mirror"
    cp /etc/resolv.conf "$new/etc/resolv.conf"
    # The mirror may be a snapshot, whose date has passed; what it serves is signed all the same.
    echo "deb [check-valid-until=no] $mirror $suite main" >"$new/etc/apt/sources.list"
    inside apt-get -qq update
} >"$folder.log" 2>&1 </dev/null
if ! inside apt-get -qq install --simulate --no-install-recommends "${packages[@]}" "${libraries[@]}" \
    >>"$folder.log" 2>&1; then
    unavailable "the mirror does not serve ${packages[*]}: $(grep '^E:' "$folder.log" | head -n 1)"
fi
{
    inside apt-get -qq install --no-install-recommends "${packages[@]}" "${libraries[@]}"
    # The account that mariadb-server and mysql-server would make.
    if ! inside getent passwd mysql; then
        inside useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /bin/false mysql
    fi
    inside apt-get clean
    rm -rf "$new"/var/lib/apt/lists/*
    mkdir "$new/host"
    echo "$recipe" >"$new/etc/vya-backup-tests"
    rm -rf --one-file-system "$folder"
    mv "$new" "$folder"
} >>"$folder.log" 2>&1
