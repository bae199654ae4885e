"""The figures that are promised, and the tables of peers."""

import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import data
from commands import BIG, DATABASES, FILES, MARIADB, POSTGRESQL, SMALL, TITLES, Ours, Theirs
from measure import Command, Failure, Laboratory, Pair, Samples

FULL_MEGABYTES = 640


@dataclass
class Figure:
    """One line of the table: what was measured, what it should be at most, and the runs behind it."""

    case: str
    measured: str
    goal: str
    met: bool | None  # nothing, where it was not measured
    pair: Pair | None = None
    size: str = ""


@dataclass
class Peers:
    """What one thing took to back up, by program."""

    title: str
    dump: Samples
    gzip: Samples
    rows: list[tuple[str, Samples]] = field(default_factory=list)


class Bench:
    """All cases over one set of data; each adds its figures to `figures` or `peers`."""

    def __init__(self, work: Path, program: str, megabytes: int, rounds: int, databases: int):
        self.work, self.program, self.megabytes, self.rounds = work, program, megabytes, rounds
        self.laboratory = Laboratory(work)
        self.ours, self.theirs = Ours(work, program), Theirs(work)
        self.figures: list[Figure] = []
        self.peers: list[Peers] = []
        self.failures: list[str] = []
        self.raw: dict[int, int] = {}  # bytes of each stream before any compression
        self.fewer_rounds = min(rounds, 3)  # for what takes long or varies little
        scale = megabytes / FULL_MEGABYTES
        self.tree_megabytes = round(900 * scale)
        self.small_files = max(round(100_000 * scale), 100)
        self.databases = max(round(databases * scale), 10)
        self.big_megabytes = round(10_000 * scale)

    def build(self, needs: set[int]) -> None:
        """Builds the data that the chosen cases need, and lets the servers and the kernel find them in memory."""
        builders = {
            POSTGRESQL: lambda: data.build_postgresql(self.work, self.megabytes),
            MARIADB: lambda: data.build_mariadb(self.work, self.megabytes),
            FILES: lambda: data.build_tree(self.work, self.tree_megabytes),
            SMALL: lambda: data.build_small_files(self.work, self.small_files),
            DATABASES: lambda: data.build_databases(self.work, self.databases),
            BIG: lambda: data.build_big_file(self.work, self.big_megabytes)}
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            for done in [pool.submit(builders[need]) for need in sorted(needs)]:
                done.result()
        self.laboratory.say("tables and files made")
        os.sync()
        for entry in sorted(needs - {DATABASES, BIG}):
            self.laboratory.run(self.theirs.counted(entry))
            self.raw[entry] = int((self.laboratory.out / "size").read_text())
        self.laboratory.say("data built")

    def measure(self, names: list[str]) -> None:
        """Measures the cases; one that fails is told of at the end and stops no other."""
        for name in names:
            self.laboratory.say(name)
            try:
                CASES[name].measure(self)
            except (Failure, subprocess.CalledProcessError, OSError) as failure:
                self.failures.append(name)
                self.laboratory.say(f"{name} failed: {failure}")

    # The figures

    def postgresql(self) -> None:
        """Against the dump alone, and against the fastest pipe."""
        alone, ours = self.theirs.alone(POSTGRESQL), self.ours.run(POSTGRESQL)
        pigz_1 = self.theirs.piped(POSTGRESQL, "pigz -1")
        first, second = self.laboratory.chain([alone, ours, pigz_1], [(ours, alone), (ours, pigz_1)], self.rounds)
        self._judge("`run` of a PostgreSQL database ÷ `pg_dump >/dev/null`", first, 1.15)
        self._judge("`run` ÷ `pg_dump \\| pigz -1`, no larger", second, 0.60, size_goal=1.0)

    def pigz(self) -> None:
        """Against pigz as it comes, at our own choice of engine and at its level."""
        fast, pigz = self.ours.run(POSTGRESQL), self.theirs.piped(POSTGRESQL, "pigz")
        zlib = self.ours.run(POSTGRESQL, {"engine": "zlib", "level": 6})
        size = self.laboratory.known(self.theirs.piped(POSTGRESQL, "pigz -1"), 1).size
        first, second = self.laboratory.chain([fast, pigz, zlib], [(fast, pigz), (zlib, pigz)], self.fewer_rounds)
        self._judge("`run` ÷ `pg_dump \\| pigz`, no larger than `pigz -1`", first, 0.33, size_goal=1.0, size=size)
        self._judge("`run` with zlib at level 6 ÷ `pg_dump \\| pigz`, no larger", second, 1.0, size_goal=1.0)

    def mariadb(self) -> None:
        pair = self.laboratory.pair(self.ours.run(MARIADB), self.theirs.alone(MARIADB), self.rounds)
        self._judge("`run` of a MariaDB database ÷ `mariadb-dump >/dev/null`", pair, 1.20)

    def zstd(self) -> None:
        pair = self.laboratory.pair(self.ours.run(POSTGRESQL, {"codec": "zstd", "level": 3}),
                                    self.theirs.piped(POSTGRESQL, "zstd -q -3 -T2"), self.fewer_rounds)
        figure = self._judge("`run` with zstd at level 3 ÷ `pg_dump \\| zstd -3 -T2`, no larger", pair, 1.0,
                             size_goal=1.0)
        if ".zst" not in pair.ours.endings:
            figure.met = None
            figure.case += " (this program wrote gzip)"

    def files(self) -> None:
        pair = self.laboratory.pair(self.ours.run(FILES), self.theirs.piped(FILES, "pigz -1"), self.fewer_rounds)
        self._judge("`run` of files ÷ `tar \\| pigz -1`, at most 1.02 of its size", pair, 0.45, size_goal=1.02)

    def many_files(self) -> None:
        pair = self.laboratory.pair(self.ours.run(SMALL), self.theirs.piped(SMALL, "pigz -1"), self.rounds)
        self._judge(f"the same for {self.small_files:,} files of 1 to 8 KiB", pair, 0.60, size_goal=1.02)

    def two_jobs(self) -> None:
        samples = self.laboratory.known(self.ours.run_two_jobs(), 2)
        peak = max(samples.peaks) / 1024
        self.figures.append(Figure("peak memory of PostgreSQL and MariaDB at once, `--jobs 2`", f"{peak:.1f} MiB",
                                   "64 MiB", peak <= 64))

    def stream(self) -> None:
        script = Path(__file__).parent.parent / "memory.sh"
        printed = subprocess.run([script, self.program], check=True, capture_output=True, text=True).stdout
        small, large = (int(peak) for peak in re.findall(r"(\d+) KiB", printed))
        self.figures.append(Figure(
            f"memory of a stream of 10 GiB ÷ of 100 MiB ({large / 1024:.1f} ÷ {small / 1024:.1f} MiB)",
            f"{large / small:.2f}", "1.10", large / small <= 1.1))

    def proof(self) -> None:
        case = "scanner, checksum and proof: `run` ÷ a run of a program without them"
        unproven = os.environ.get("VYA_UNPROVEN")
        if not unproven:
            self.figures.append(Figure(case, "not measured", "1.10", None))
            return
        pair = self.laboratory.pair(self.ours.run(POSTGRESQL), self.ours.run(
            POSTGRESQL, program=os.path.realpath(unproven), label="vya-backup without proof"), self.rounds)
        self._judge(case, pair, 1.10)

    def earlier(self) -> None:
        """Against an earlier binary of this program: what a change costs every night."""
        program = os.environ.get("VYA_EARLIER")
        if not program:
            raise Failure("VYA_EARLIER names no binary to compare with")
        for entry in (POSTGRESQL, MARIADB, FILES, DATABASES):
            earlier = self.ours.run(entry, program=os.path.realpath(program), label="an earlier vya-backup")
            pair = self.laboratory.pair(self.ours.run(entry), earlier, self.rounds)
            self._judge(f"`run` ÷ `run` of an earlier program, {TITLES[entry]}", pair, 1.02)

    def verify(self) -> None:
        for entry in (POSTGRESQL, MARIADB, FILES):
            self.laboratory.run(self.ours.run(entry))
            kept = self.work / "kept"
            shutil.rmtree(kept, ignore_errors=True)
            self.laboratory.out.rename(kept)
            [file] = [file for file in kept.glob("*.gz") if "globals" not in file.name]
            pair = self.laboratory.pair(self.ours.verify(entry, file), self.theirs.test(entry, file),
                                        self.fewer_rounds)
            self._judge(f"`verify` ÷ `gzip -t`, {TITLES[entry]}", pair, 0.30)
            shutil.rmtree(kept)

    def help(self) -> None:
        result = self.laboratory.hyperfine(f"{self.program} --help", "--warmup", "5", "--runs", "50")
        milliseconds = result["median"] * 1000
        self.figures.append(Figure("`vya-backup --help`", f"{milliseconds:.1f} ms", "30 ms", milliseconds <= 30))

    def many_databases(self) -> None:
        ours, theirs = self.ours.run(DATABASES), self.theirs.loop_over_databases(self.databases)
        pair = self.laboratory.pair(ours, theirs, 2)
        beyond = statistics.median(
            (mine - tool) / self.databases for mine, tool in zip(pair.ours.seconds, pair.theirs.seconds))
        self.figures.append(Figure(
            f"a database among {self.databases} small ones, beyond `pg_dump`'s own time", f"{beyond:.3f} s", "0.020 s",
            beyond <= 0.02, pair))

    def small_cold(self) -> None:
        self._against_cat(SMALL, f"`run` of {self.small_files:,} small files ÷ `cat` of them, nothing cached")

    def big_cold(self) -> None:
        self._against_cat(BIG, f"`run` of a file of {self.big_megabytes:,} MB ÷ `cat` of it, nothing cached")

    def _against_cat(self, entry: int, case: str) -> None:
        pair = self.laboratory.pair(self.ours.run_cold(entry), self.theirs.cat(entry), self.fewer_rounds)
        self.figures.append(Figure(case, f"{pair.ratio:.2f}", "", None, pair))

    # The peers

    def compare(self, entry: int) -> None:
        laboratory, alone = self.laboratory, self.theirs.alone(entry)
        table = Peers(TITLES[entry], laboratory.known(alone, 2),
                      laboratory.known(self.theirs.piped(entry, "gzip"), 1))
        table.dump.size = self.raw[entry]
        tools = ["zstd -q -3 -T2", "pigz -1", "pigz", "gzip"]
        if entry == FILES:
            tools.remove("pigz")  # there it takes a minute and tells nothing that the databases do not
        commands = [alone, self.ours.run(entry), *(self.theirs.piped(entry, tool) for tool in tools)]
        for command in commands + self.theirs.others(entry):
            laboratory.say(f"    {command.name}")
            try:
                samples = laboratory.known(command, 1)
                if command is not alone and samples.size < table.gzip.size / 10:
                    raise Failure("it ended well, but stored next to nothing")
            except Failure as failure:
                self.theirs.notes.append(f"{command.name} is left out: it failed")
                laboratory.samples.pop(command.name, None)
                laboratory.say(f"{command.name} failed: {failure}")
                continue
            table.rows.append((command.name.split(": ", 1)[1].replace(" -q", ""), samples))
        self.peers.append(table)

    def _judge(self, case: str, pair: Pair, goal: float, size_goal: float | None = None,
               size: int | None = None) -> Figure:
        """Holds a pair against its goals. `size` is what the size is compared with, unless it is the other's own."""
        figure = Figure(case, f"{pair.ratio:.2f}", f"{goal:.2f}", pair.ratio <= goal, pair)
        if size_goal is not None:
            relative = pair.ours.size / (size or pair.theirs.size)
            figure.size = f"{relative:.3f} (≤ {size_goal:.2f})"
            figure.met = figure.met and relative <= size_goal
        self.figures.append(figure)
        return figure


@dataclass
class Case:
    needs: set[int]
    measure: Callable[[Bench], None]
    # What takes too long for everybody's `make bench`, and is measured only when it is named.
    long: bool = False


CASES: dict[str, Case] = {
    "postgresql": Case({POSTGRESQL}, Bench.postgresql),
    "mariadb": Case({MARIADB}, Bench.mariadb),
    "pigz": Case({POSTGRESQL}, Bench.pigz),
    "zstd": Case({POSTGRESQL}, Bench.zstd),
    "files": Case({FILES}, Bench.files),
    "many-files": Case({SMALL}, Bench.many_files),
    "two-jobs": Case({POSTGRESQL, MARIADB}, Bench.two_jobs),
    "stream": Case(set(), Bench.stream),
    "proof": Case({POSTGRESQL}, Bench.proof),
    "verify": Case({POSTGRESQL, MARIADB, FILES}, Bench.verify),
    "help": Case(set(), Bench.help),
    "many-databases": Case({DATABASES}, Bench.many_databases),
    "small-cold": Case({SMALL}, Bench.small_cold, long=True),
    "big-cold": Case({BIG}, Bench.big_cold, long=True),
    "earlier": Case({POSTGRESQL, MARIADB, FILES, DATABASES}, Bench.earlier, long=True),
    "peers-postgresql": Case({POSTGRESQL}, lambda bench: bench.compare(POSTGRESQL)),
    "peers-mariadb": Case({MARIADB}, lambda bench: bench.compare(MARIADB)),
    "peers-files": Case({FILES}, lambda bench: bench.compare(FILES)),
}
