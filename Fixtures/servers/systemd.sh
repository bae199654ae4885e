#!/bin/bash
# Runs a host with systemd as its first process until the standard input ends; nothing of this one's is touched.
#
#   systemd.sh FOLDER ROOT [OPTION…]
#
# FOLDER must not exist yet; ROOT, which Fixtures/debian/root.sh has made, is copied into it. Once the host has started, one
# line "ready PID" is printed, and whenever it has, its first process is in FOLDER/leader: nsenter -a -t PID runs a command there. The
# network is this host's, so that both have one 127.0.0.1. The options are systemd-nspawn's. A test that has made the file FOLDER/restart
# may reboot it. At the end the host is killed and FOLDER removed.

folder=$1
account=root
stop_signal=KILL
source "$(dirname "${BASH_SOURCE[0]}")/keep.sh"

answers() {
    local leader state
    leader=$(pgrep -P "$server" | head -n 1)
    if [[ -n $leader ]]; then leader=$(pgrep -P "$leader" | head -n 1); fi
    if [[ -z $leader ]]; then return 1; fi
    # Before it is a host of its own, its first process is one of this host.
    if [[ $(cat "/proc/$leader/comm" 2>/dev/null) != systemd ]]; then return 1; fi
    state=$(nsenter -a -t "$leader" systemctl is-system-running 2>/dev/null || true)
    if [[ $state != running && $state != degraded ]]; then return 1; fi
    # In one step: who waits for another one reads none that is half written.
    echo "$leader" >"$folder/leader.new"
    mv "$folder/leader.new" "$folder/leader"
    port=$leader
}

make_folder
chmod 700 "$folder"
cp --archive --reflink=auto -- "$2" "$folder/root"
# The host's own: nothing of the tests' is seen below /host.
rmdir "$folder/root/host"
rm -f "$folder/root/usr/sbin/policy-rc.d" "$folder/root/etc/dpkg/dpkg.cfg.d/tests"
# systemd-nspawn that is killed leaves its host running; in a name space of its own, all goes with it.
serve unshare --pid --fork --kill-child=KILL --mount-proc systemd-nspawn --quiet --register=no --keep-unit --console=pipe --directory="$folder/root" --boot "${@:3}"
