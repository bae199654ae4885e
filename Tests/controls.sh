#!/bin/bash
# Shows that the tests see it when a safety is missing: builds with one safety taken out each, in which the tests that stand
# for it must go red.
#
#   controls.sh [NAME…]          all controls, or these
#   controls.sh --pick COMMIT    prints two names, chosen by a commit's hash, so that all come round
#
# A control is a patch in Tests/Controls, which takes the safety out; its first lines say what that is, and which tests see
# that it is gone. The sources that are shipped know nothing of it. The tests of all controls must be green in the normal
# build, which has to be there (`make test`). The patches are applied, built and taken back one after the other in a copy of
# the tree that only this script sees: an overlay over the tree, at the same path, in a mount namespace of its own. So the
# build that is there is gone on with, module by module, and neither it nor the tree is touched; nobody else should change
# them meanwhile. That wants root. What is built is put below TMPDIR, and removed at the end. One line is printed for each
# control; exit status 1 says that the tests of some control stayed green, or that it could not be tried.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
top=$(pwd -P)

complain() { echo "negative controls: $*" >&2; }

mapfile -t known < <(basename --multiple --suffix .patch Tests/Controls/*.patch | LC_ALL=C sort)
patch_of() { echo "Tests/Controls/$1.patch"; }
modules_of() { sed -n 's|^+++ b/Sources/\([^/]*\)/.*|\1|p' "$(patch_of "$1")" | sort -u | tr '\n' ' '; }

# Puts the tests of a control into `tests`, as arguments of `swift test`, and into `words`.
read_tests() {
    local filter filters
    words=$(sed -n 's/^# Tests: //p' "$(patch_of "$1")")
    read -ra filters <<<"$words"
    tests=()
    for filter in "${filters[@]}"; do tests+=(--filter "$filter"); done
}

# Applies a control, or with --reverse takes it back; all or nothing.
apply() {
    local options=(-p1 --force --fuzz=0 --silent --no-backup-if-mismatch "${@:2}")
    patch "${options[@]}" --dry-run <"$(patch_of "$1")" >"$log" 2>&1 \
        && patch "${options[@]}" <"$(patch_of "$1")" >"$log" 2>&1
}

# Builds and tests the tree as it is, and says what came of it; false unless a test goes red.
try() {
    local name=$1 result=0 red count
    read_tests "$name"
    if ! swift build --build-tests --explicit-target-dependency-import-check error >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        echo "negative control: $name: does not build"
        return 1
    fi
    swift test --skip-build "${tests[@]}" >"$log" 2>&1 || result=$?
    # The line of a test that failed, not of its single expectations nor of its suite.
    red=$(sed -n '/^✘ Test run /d; s/^✘ Test \(.*\) failed after .*/\1/p' "$log")
    if ((result == 0)); then
        tail -n 3 "$log" >&2
        echo "negative control: $name: its tests stay GREEN ($words)"
        return 1
    elif [[ -z $red ]]; then
        tail -n 20 "$log" >&2
        echo "negative control: $name: its tests end with status $result, and NONE IS RED ($words)"
        return 1
    fi
    count=$(wc -l <<<"$red")
    echo "negative control: $name: $count $( ((count == 1)) && echo test || echo tests) red ($(head -n 1 <<<"$red"))"
}

# What happens in the namespace: within FOLDER NAME…
within() {
    local scratch=$1 name status=0 filters=()
    shift
    trap 'exit 1' HUP INT TERM
    log=$scratch/log
    mkdir "$scratch/upper" "$scratch/work"
    if ! mount -t overlay overlay -o "lowerdir=$top,upperdir=$scratch/upper,workdir=$scratch/work" "$top"; then
        complain "no overlay can be laid over the tree here; in a container TMPDIR has to be on a volume"
        exit 1
    fi
    # The working directory still is the one below.
    cd "$top"
    for name in "$@"; do
        read_tests "$name"
        filters+=("${tests[@]}")
    done
    if ! swift test --skip-build "${filters[@]}" >"$log" 2>&1; then
        grep -E '^✘|error' "$log" >&2 || cat "$log" >&2
        complain "the tests are not green in the normal build"
        exit 1
    fi
    for name in "$@"; do
        if ! apply "$name"; then
            cat "$log" >&2
            echo "negative control: $name: does not apply"
            status=1
            continue
        fi
        try "$name" || status=1
        if ! apply "$name" --reverse; then
            cat "$log" >&2
            complain "$name cannot be taken back"
            exit 1
        fi
    done
    exit "$status"
}

case ${1-} in
--within)
    shift
    within "$@"
    ;;
--pick)
    if (($# != 2)) || [[ ! $2 =~ ^[0-9a-f]{7,}$ ]]; then
        complain "--pick wants the hash of a commit"
        exit 64
    fi
    number=$((16#${2:0:7} % ${#known[@]}))
    printf '%s\n' "${known[number]}" "${known[(number + ${#known[@]} / 2) % ${#known[@]}]}"
    exit
    ;;
esac

if (($# == 0)); then set -- "${known[@]}"; fi
for name in "$@"; do
    if [[ " ${known[*]} " != *" $name "* ]]; then
        complain "there is no $name; known are: ${known[*]}"
        exit 64
    fi
    read_tests "$name"
    if [[ -z $words ]]; then
        complain "$name names no tests"
        exit 1
    fi
done
if ((EUID != 0)) || ! unshare --mount true; then
    complain "a copy of the tree that nobody else sees wants root, and in a container CAP_SYS_ADMIN"
    exit 1
fi
# Those of one module stand together: the next one then compiles little more than that.
mapfile -t chosen < <(for name in "$@"; do echo "$(modules_of "$name")|$name"; done | LC_ALL=C sort -u | sed 's/.*|//')

scratch=$(mktemp -d)
child=
# All that was started is in the group of the child, or is ended by what is.
finish() {
    trap '' HUP INT TERM
    if [[ -n $child ]]; then
        kill -INT -- "-$child" 2>/dev/null || true
        wait "$child" || true
    fi
    rm -rf --one-file-system "$scratch"
}
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# A group of its own, so that it can be ended as a whole, and signals as in the foreground.
set -m
unshare --mount "$BASH" Tests/controls.sh --within "$scratch" "${chosen[@]}" </dev/null &
child=$!
set +m
status=0
wait "$child" || status=$?
child=
exit "$status"
