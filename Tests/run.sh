#!/bin/bash
# Runs the tests that were built, and ends with the twenty that cost most: each test's own seconds, from the moment when it
# got its thread (Tests/VyaTestSupport/Programs/OwnThread.swift).
#
#   run.sh [ARGUMENT…]        arguments of `swift test`, such as --filter
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VYA_TEST_TIMES=$(mktemp)
export VYA_TEST_TIMES
trap 'rm -f "$VYA_TEST_TIMES"' EXIT
status=0
swift test --skip-build "$@" || status=$?
printf '\nThe tests that cost most, in seconds:\n'
sort -rn "$VYA_TEST_TIMES" >"$VYA_TEST_TIMES.sorted"
head -n 20 "$VYA_TEST_TIMES.sorted"
rm -f "$VYA_TEST_TIMES.sorted"
exit $status
