"""Runs commands under hyperfine and GNU time, and keeps every figure of every run."""

import json
import shlex
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path


PATIENCE = 300  # seconds until a run counts as failed


class Failure(Exception):
    """A command that did not do what was to be measured; the text ends with what it said."""


@dataclass
class Command:
    """A way to make one backup, as a bash script that writes below the folder `out`.

    `prepare` runs before each run, outside of the timing, in an empty `out`. `kept` is the glob of the files below
    `out` that count as the backup's size.
    """

    name: str
    script: str
    prepare: str = ""
    kept: str = "**/*"


@dataclass
class Samples:
    """What the runs of one command have shown."""

    seconds: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)  # KiB, of the largest single process
    size: int = 0  # bytes, of the last run; of a dump that is thrown away, its own
    endings: set[str] = field(default_factory=set)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass
class Pair:
    """Rounds in which ours and theirs ran once each, next to each other, in alternating order."""

    ours: Samples
    theirs: Samples
    ratios: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def size_ratio(self) -> float:
        return self.ours.size / self.theirs.size


class Laboratory:
    """The folder where commands run, and the figures of all runs so far, by the command's name."""

    def __init__(self, work: Path):
        self.work = work
        self.out = work / "out"
        self.samples: dict[str, Samples] = {}
        self.started = time.monotonic()
        (work / "commands").mkdir()

    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def say(self, text: str) -> None:
        print(f"{self.elapsed():5.0f} s  {text}", file=sys.stderr, flush=True)

    def run(self, command: Command) -> tuple[float, Samples]:
        """Runs the command once; returns the seconds, and all that is known of the command so far."""
        script = self._script("command", command.script)
        # The disk is idle when the clock starts: what earlier runs have left to be written is written.
        prepare = self._script(
            "prepare", f'rm -rf "$1"\nmkdir -m 700 "$1"\n{command.prepare}\nsync -f "$1"', self.out)
        peak = self.work / "peak"
        hyperfine = self.hyperfine(
            f"/usr/bin/time -q -f %M -o {peak} timeout {PATIENCE} {script}", "--runs", "1", "--prepare", prepare)
        samples = self.samples.setdefault(command.name, Samples())
        seconds = hyperfine["times"][0]
        samples.seconds.append(seconds)
        samples.peaks.append(int(peak.read_text().split()[-1]))
        files = [file for file in self.out.glob(command.kept) if file.is_file() and file.suffix != ".json"]
        samples.size = sum(file.stat().st_size for file in files)
        samples.endings = {file.suffix for file in files}
        return seconds, samples

    def pair(self, ours: Command, theirs: Command, rounds: int) -> Pair:
        [pair] = self.chain([ours, theirs], [(ours, theirs)], rounds)
        return pair

    def chain(self, commands: list[Command], compared: list[tuple[Command, Command]], rounds: int) -> list[Pair]:
        """Runs the commands in a row, then backwards, and so on; what is compared should be neighbours in the row."""
        seconds: list[dict[str, float]] = []
        for number in range(rounds):
            order = commands if number % 2 == 0 else commands[::-1]
            seconds.append({command.name: self.run(command)[0] for command in order})
        pairs = []
        for ours, theirs in compared:
            ratios = [round_[ours.name] / round_[theirs.name] for round_ in seconds]
            pairs.append(Pair(self._last(ours, rounds), self._last(theirs, rounds), ratios))
            self.say(f"    {ours.name} ÷ {theirs.name}: {pairs[-1].ratio:.2f}")
        return pairs

    def known(self, command: Command, rounds: int) -> Samples:
        """What earlier rounds have shown of the command, or else what as many runs show now."""
        if command.name not in self.samples:
            for _ in range(rounds):
                self.run(command)
        return self.samples[command.name]

    def hyperfine(self, command: str, *options: str) -> dict:
        report, log = self.work / "hyperfine.json", self.work / "log.txt"
        with open(log, "wb") as output:
            status = subprocess.run(
                ["hyperfine", "--shell=none", "--show-output", "--export-json", report, *options,
                 command],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=self.work).returncode
        if status != 0:
            raise Failure(log.read_text(errors="replace")[-2000:])
        return json.loads(report.read_text())["results"][0]

    def _last(self, command: Command, rounds: int) -> Samples:
        samples = self.samples[command.name]
        return Samples(samples.seconds[-rounds:], samples.peaks[-rounds:], samples.size, samples.endings)

    def _script(self, name: str, text: str, *arguments: object) -> str:
        """Writes a bash script in which no failure of a pipe's part gets lost; returns how it is called."""
        path = self.work / "commands" / name
        path.write_text(f"set -euo pipefail\n{text}\n")
        return shlex.join(["bash", str(path), *map(str, arguments)])
