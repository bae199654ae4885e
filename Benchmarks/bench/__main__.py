"""See ../bench.sh, which starts the servers and calls this."""

import argparse
import os
import sys
from pathlib import Path

import plot
import report
from cases import CASES, FULL_MEGABYTES, Bench

ROOT = Path(__file__).resolve().parent.parent.parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="Benchmarks/bench.sh PATH-OF-VYA-BACKUP", allow_abbrev=False)
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--work", required=True, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--megabytes", type=int, default=FULL_MEGABYTES, help="size of the dumps")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each pair")
    parser.add_argument("--databases", type=int, default=200, help="how many small databases")
    parser.add_argument("--results", type=Path, help="where the results go instead of Benchmarks/RESULTS.md")
    parser.add_argument("--plot", type=Path, help="where the plot goes instead of Documentation/benchmark.svg")
    parser.add_argument("--list", action="store_true", help="print the cases that BENCH_ONLY takes")
    return parser.parse_args()


USUAL = [name for name, case in CASES.items() if not case.long]


def chosen_cases() -> list[str]:
    names = os.environ.get("BENCH_ONLY", "").replace(",", " ").split() or USUAL
    unknown = [name for name in names if name not in CASES]
    if unknown:
        sys.exit(f"BENCH_ONLY names no case: {', '.join(unknown)}; there are {', '.join(CASES)}")
    return names


def main() -> int:
    options = arguments()
    if options.list:
        print("\n".join(CASES))
        return 0
    names = chosen_cases()
    bench = Bench(options.work, options.program, options.megabytes, options.rounds, options.databases)
    bench.build(set().union(*(CASES[name].needs for name in names)))
    bench.measure(names)

    whole = names == USUAL and options.megabytes == FULL_MEGABYTES and not bench.failures
    write(report.markdown(bench), options.results or (ROOT / "Benchmarks/RESULTS.md" if whole else None))
    target = options.plot or (ROOT / "Documentation/benchmark.svg" if whole else None)
    if target and bench.peers:
        write(plot.svg(bench.peers[0]), target)
    bench.laboratory.say("done")
    return 1 if bench.failures else 0


def write(text: str, target: Path | None) -> None:
    if target is None:
        print(text)
    else:
        target.write_text(text)


sys.exit(main())
