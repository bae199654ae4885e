#!/bin/bash
# Shows that the tests see it when a safety is missing: builds with one safety taken out each, in which the tests that stand
# for it must go red.
#
#   negative-controls.sh [FLAG…]        all flags, or these
#
# The tests of all flags must be green in the normal build, which has to be there (`swift build --build-tests`). The broken
# ones are built in .build-negative, module by module, so that the normal build is never one of them. One line is printed
# for each flag; exit status 1 says that the tests of some flag stayed green.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Each flag, the modules that carry the safety, and the tests that see that it is gone. Flags of one module stand together:
# the next one then compiles no more than that.
controls=(
    "BREAK_PROOF|VyaStorage|ReadBackTests/(wrongContent|window)"
    "BREAK_CHECKSUM|VyaStorage|EngineContractTests"
    "BREAK_FOLDER|VyaStorage|SafeFolderTests"
    "BREAK_NAMES|VyaStorage|PublishingTests/unfinished"
    "BREAK_LINKS|VyaArchive|LinkTests"
    "BREAK_REDACTION|VyaTools VyaNotify|ErrorTailTests|ToolSurroundingsTests/masked|SMTPTransportTests"
    "BREAK_EXIT_STATUS|VyaEngine|FailingDumpTests/failedAfterAll"
    "BREAK_MARKER|VyaEngine|FailingDumpTests/truncated"
    "BREAK_WITNESS|VyaEngine|CommandLineTests"
    "BREAK_RETENTION|VyaEngine|RetentionTests"
)
tests_of() { echo "${1#*|*|}"; }

chosen=()
for control in "${controls[@]}"; do
    flag=${control%%|*}
    if (($# == 0)) || [[ " $* " == *" $flag "* ]]; then chosen+=("$control"); fi
done
if (($# > 0 && ${#chosen[@]} != $#)); then
    echo "unknown flag; known are: ${controls[*]%%|*}" >&2
    exit 64
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

filters=()
for control in "${chosen[@]}"; do filters+=(--filter "$(tests_of "$control")"); done
if ! swift test --skip-build "${filters[@]}" >"$log" 2>&1; then
    grep -E '^✘|error' "$log" >&2 || cat "$log" >&2
    echo "negative controls: the tests are not green in the normal build" >&2
    exit 1
fi

status=0
for control in "${chosen[@]}"; do
    flag=${control%%|*}
    modules=${control#*|}
    modules=${modules%%|*}
    tests=$(tests_of "$control")
    broken() { VYA_BREAK="$flag $modules" swift "$@" --scratch-path .build-negative >"$log" 2>&1; }
    if ! broken build --build-tests; then
        tail -n 20 "$log" >&2
        echo "negative control: $flag: does not build" >&2
        status=1
        continue
    fi
    result=0
    broken test --skip-build --filter "$tests" || result=$?
    # The line of a test that failed, not of its single expectations nor of its suite.
    red=$(sed -n 's/^✘ Test \(.*\) failed after .*/\1/p' "$log")
    if ((result == 0)) || [[ -z $red ]]; then
        tail -n 3 "$log" >&2
        echo "negative control: $flag: its tests stay GREEN ($tests)"
        status=1
    else
        count=$(wc -l <<<"$red")
        first=$(head -n 1 <<<"$red")
        echo "negative control: $flag: $count $( ((count == 1)) && echo test || echo tests) red ($first)"
    fi
done
exit $status
