"""The commands that are compared: ours, and those of the tools that people use instead."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from shlex import quote

from measure import Command

POSTGRESQL, MARIADB, FILES, SMALL, DATABASES, BIG = 1, 2, 3, 4, 5, 6  # the ids in the configuration
TITLES = {POSTGRESQL: "PostgreSQL", MARIADB: "MariaDB", FILES: "files", SMALL: "small files",
          DATABASES: "small databases", BIG: "one big file"}
# Reading what no cache holds, as at night; without root the caches stay as they are.
COLD = "sync; if ((EUID == 0)); then echo 3 >/proc/sys/vm/drop_caches; fi"


class Ours:
    """Runs of vya-backup; the configuration is written once for each setting of `compression`."""

    def __init__(self, work: Path, program: str):
        self.work = work
        self.program = program

    def run(self, entry: int, compression: dict | None = None, program: str | None = None,
            label: str = "vya-backup") -> Command:
        """A run of one entry; of another binary than the measured one, `label` says which it is."""
        config = self._config(compression or {}, tuple(TITLES))
        if compression:
            label += " " + " ".join(str(value) for value in compression.values())
        kept = {POSTGRESQL: "*_bench.sql.*", MARIADB: "*_bench.sql.*", DATABASES: "*.sql.*"}.get(entry, "*.tar.*")
        return Command(name(entry, label), kept=kept, script=f"{program or self.program} run --id {entry} --quiet "
                                                             f"--config {config}")

    def run_cold(self, entry: int) -> Command:
        warm = self.run(entry)
        return Command(f"{warm.name}, nothing cached", warm.script, COLD, warm.kept)

    def run_two_jobs(self) -> Command:
        config = self._config({}, (POSTGRESQL, MARIADB))
        return Command("two jobs", f"{self.program} run --all --jobs 2 --quiet --config {config}", kept="*.sql.*")

    def verify(self, entry: int, file: Path) -> Command:
        return Command(name(entry, "verify"), f"{self.program} verify --quiet {quote(str(file))}")

    def _config(self, compression: dict, entries: tuple[int, ...]) -> Path:
        work = self.work
        postgresql = {
            "dbms": "postgresql", "host": f"{work}/postgresql", "port": int(os.environ["PGPORT"]),
            "username": "postgres", "password": {"file": f"{work}/postgresql.password"}}
        known = {
            POSTGRESQL: postgresql | {"db_list": ["bench"]},
            MARIADB: {"dbms": "mysql", "host": f"{work}/mariadb/mysql.sock", "username": "root",
                      "password": {"file": f"{work}/mariadb.password"}, "db_list": ["bench"]},
            FILES: {"dbms": "files", "db_list": [f"{work}/tree"]},
            SMALL: {"dbms": "files", "db_list": [f"{work}/small"]},
            DATABASES: postgresql | {"db_list": ["small_*"]},
            BIG: {"dbms": "files", "db_list": [f"{work}/big"]}}
        document = {
            "db_config": [{"id_dbms": entry} | known[entry] for entry in entries],
            "bkp_system": {key: f"{work}/out" for key in ("path_pgsql", "path_mysql", "path_files")},
            "log_settings": {"log_dir": f"{work}/log"}, "compression": compression}
        text = json.dumps(document, indent=2)
        path = work / f"config-{abs(hash(text))}.json"
        path.write_text(text)
        return path


def name(entry: int, label: str) -> str:
    return f"{TITLES[entry]}: {label}"


class Theirs:
    """The stock tools on the same data. Their output goes below `out`.

    borgmatic is not among them: it has borg do the work, and borg is.
    """

    def __init__(self, work: Path):
        self.work = work
        self.out = work / "out"
        self.streams = {
            POSTGRESQL: "pg_dump -w -d bench",
            MARIADB: f"mariadb-dump --defaults-file={work}/mariadb/client.cnf --single-transaction --quick --hex-blob"
                     " bench",
            FILES: f"tar cf - -C {work} tree",
            SMALL: f"tar cf - -C {work} small"}
        self.notes: list[str] = []

    def alone(self, entry: int) -> Command:
        # GNU tar reads no file when it sees that its archive is /dev/null.
        sink = " | cat >/dev/null" if entry in (FILES, SMALL) else " >/dev/null"
        return Command(name(entry, "dump alone" if entry < FILES else "tar alone"), self.streams[entry] + sink)

    def cat(self, entry: int) -> Command:
        folder = {SMALL: "small", BIG: "big"}[entry]
        return Command(name(entry, "cat"), f"find {self.work}/{folder} -type f -print0 | xargs -0 cat >/dev/null", COLD)

    def counted(self, entry: int) -> Command:
        return Command(name(entry, "counted"), f"{self.streams[entry]} | wc -c >{self.out}/size")

    def piped(self, entry: int, compressor: str) -> Command:
        return Command(name(entry, f"| {compressor}"), f"{self.streams[entry]} | {compressor} >{self.out}/backup")

    def test(self, entry: int, file: Path) -> Command:
        return Command(name(entry, "gzip -t"), f"gzip -t {quote(str(file))}")

    def loop_over_databases(self, count: int) -> Command:
        return Command(name(DATABASES, "pg_dump in a loop"),
                       f"for ((i = 0; i < {count}; i++)); do pg_dump -w -d small_$i >/dev/null; done")

    def others(self, entry: int) -> list[Command]:
        """What else people back such things up with, as far as Debian has it; what it lacks becomes a note."""
        found = []
        if entry == POSTGRESQL:
            found.append(Command(name(entry, "pg_dump -Fc"), f"pg_dump -w -d bench -Fc -f {self.out}/backup"))
        if entry == MARIADB:
            found.append(self._automysqlbackup())
        found += [self._borg(entry), self._restic(entry)]
        return [command for command in found if command is not None]

    def _restic(self, entry: int) -> Command | None:
        if not self._installed("restic"):
            return None
        repository = f"export RESTIC_PASSWORD=bench RESTIC_REPOSITORY={self.out}/repository\n"
        call = "restic --quiet --no-cache backup"
        return Command(
            name(entry, "restic"), prepare=f"{repository}restic --quiet --no-cache init --repository-version latest",
            script=repository + (f"{call} {self.work}/tree" if entry == FILES else
                                 f"{self.streams[entry]} | {call} --stdin --stdin-filename bench.sql"))

    def _borg(self, entry: int) -> Command | None:
        if not self._installed("borg"):
            return None
        call = f"{self._borg_settings()}\nborg create"
        repository = f"{self.out}/repository::now"
        return Command(
            name(entry, "borg"), prepare=self._borg_init(), kept="repository/**/*",
            script=f"{call} {repository} {self.work}/tree" if entry == FILES else
            f"{self._borg_settings()}\n{self.streams[entry]} | borg create --stdin-name bench.sql {repository} -")

    def _borg_settings(self) -> str:
        return (f"export BORG_BASE_DIR={self.work}/borg BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes"
                " BORG_RELOCATED_REPO_ACCESS_IS_OK=yes")

    def _borg_init(self) -> str:
        return f"{self._borg_settings()}\nrm -rf {self.work}/borg\nborg init -e none {self.out}/repository"

    def _automysqlbackup(self) -> Command | None:
        """Taken out of its package, because that puts a nightly job on the host; only its paths are changed."""
        package = self._unpacked("automysqlbackup")
        if package is None:
            return None
        settings = self.work / "automysqlbackup.conf"
        settings.write_text(
            f'DBHOST=localhost DBNAMES=bench MDBNAMES=bench BACKUPDIR="{self.out}/backups" MAILCONTENT=stdout\n'
            "CREATE_DATABASE=yes SEPDIR=yes DOWEEKLY=8 DOMONTHLY=00 COMP=gzip COMPDIRECT=no ROUTINES=yes\n")
        script = (package / "usr/sbin/automysqlbackup").read_text()
        script = script.replace("/etc/default/automysqlbackup", str(settings))
        script = script.replace("/etc/mysql/debian.cnf", f"{self.work}/mariadb/client.cnf")
        changed = self.work / "automysqlbackup.sh"
        changed.write_text(script)
        return Command(name(MARIADB, "automysqlbackup"), kept="backups/**/*.sql*",
                       script=f"bash {changed} >/dev/null")

    def _installed(self, tool: str) -> bool:
        if shutil.which(tool) is not None:
            return True
        self._note(f"{tool} is left out: it is not installed")
        return False

    def _unpacked(self, package: str) -> Path | None:
        """The package's files below a folder of ours, downloaded at the first call; nothing is installed."""
        folder = self.work / "packages" / package
        if not folder.exists():
            folder.mkdir(parents=True)
            subprocess.run(["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", package], cwd=folder,
                           stdin=subprocess.DEVNULL, capture_output=True, check=False)
            for archive in folder.glob("*.deb"):
                subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)
                return folder
            self._note(f"{package} is left out: Debian's package could not be had")
        return folder if (folder / "usr").exists() else None

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)
