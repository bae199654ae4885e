#!/bin/bash
# Compares the program with the tools that people use instead, in paired and alternating runs on this machine, and
# writes Benchmarks/RESULTS.md and Documentation/benchmark.svg. `make bench` installs and builds what it needs first.
#
#   Benchmarks/bench.sh PATH-OF-VYA-BACKUP [--megabytes N] [--rounds N] [--databases N]
#                      [--results FILE] [--plot FILE]
#
# --megabytes is the size of the dumps (640); trees, files and databases shrink with it, for a try in a minute.
# BENCH_ONLY="help verify" measures single cases; a list of them comes with --list; those that take too
# long for every day are measured only so. What is smaller or less than all is printed instead of written, unless
# --results says where to.
# VYA_UNPROVEN names a binary without scanner, checksum and proof, to show what these cost. VYA_EARLIER names a binary of an
# earlier commit, with which BENCH_ONLY=earlier compares what a night costs.
#
# It starts private servers and needs 9 GB below /tmp, and less than 15 minutes on two cores.
set -euo pipefail

program=$(realpath "${1:?the path of vya-backup is missing}")
shift
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")/bench" && pwd)
if [[ " $* " == *" --list "* || " $* " == *" --help "* ]]; then
    exec python3 -B "$bench" --program "$program" --work - "$@"
fi
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
python3 -B "$bench" --program "$program" --work "$work" "$@"
