#!/bin/bash
# Runs a command in a root that root.sh has made, as a host of that release would run it.
#
#   enter.sh ROOT COMMAND…
#
# /tmp, /dev, /proc and /sys are the host's, so that folders and sockets of a test have the same path on both sides; the rest
# of the host lies below /host. The mounts are seen by the command alone, and go with it.
set -euo pipefail

# --norc: bash takes an input that is a socket for a remote shell, and would read the account's own settings.
exec unshare --mount --propagation slave /bin/bash --norc -c '
    for place in tmp dev proc sys; do mount --rbind "/$place" "$0/$place"; done
    mount --rbind / "$0/host"
    exec /usr/sbin/chroot "$0" "$@"' "$@"
