#!/bin/bash
# Runs the unit suites under the thread and the address sanitizer, each in a build of its own.
#
#   sanitize.sh [thread|address…]       both, or one
#
# What needs the built program, its processes and real servers is left to `make test`: a sanitizer sees one process, the
# one it is linked into. What they report without reason is listed, with the reason, in Tests/sanitizers. Exit status 1 says
# that a test failed or that a sanitizer reported something.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

suites='VyaArchiveTests|VyaCatalogTests|VyaConfigTests|VyaCoreTests|VyaEngineTests|VyaHandlersTests|VyaNotifyTests|VyaPluginsTests|VyaStorageTests|VyaToolsTests'
if (($# == 0)); then set -- thread address; fi
export TSAN_OPTIONS="suppressions=$PWD/Tests/sanitizers/thread.supp"
export LSAN_OPTIONS="suppressions=$PWD/Tests/sanitizers/leak.supp:print_suppressions=0"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

status=0
for sanitizer in "$@"; do
    skipped=()
    # It makes vfork(2) a fork(2), so that a child's words about a program that does not start stay with the child.
    if [[ $sanitizer == thread ]]; then skipped=(--skip 'ToolLocatorTests/noProgram' --skip 'ToolSurroundingsTests/cannotStart'); fi
    swift build --build-tests --sanitize="$sanitizer" --scratch-path ".build-$sanitizer"
    result=0
    swift test --skip-build --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" --filter "$suites" \
        "${skipped[@]}" >"$log" 2>&1 \
        || result=$?
    reports=$(grep -cE 'WARNING: ThreadSanitizer|ERROR: AddressSanitizer|ERROR: LeakSanitizer' "$log" || true)
    grep -E '^✘|Sanitizer|Test run with' "$log" || true
    echo "sanitizer $sanitizer: exit status $result, $reports reports"
    if ((result != 0 || reports > 0)); then status=1; fi
done
exit $status
