"""Builds what is backed up: a shop in PostgreSQL and MariaDB, a tree of real files, many small files and databases.

The shop is about as compressible as what shops hold: words, JSON, dates and prices, and the tokens and checksums among
them that nothing compresses.
"""

import os
import random
import subprocess
from pathlib import Path

WORDS = """the a of and to in please leave parcel at door with neighbour call before delivery gift wrapped invoice was
sent twice customer asked for refund after two weeks no answer yet waiting stock blue large cotton shirt garden chair
lamp oak table kitchen knife set steel bottle winter jacket running shoes children bicycle helmet green tea coffee
beans dark roast organic honey paper notebook pencil leather bag wallet silver ring watch phone case cable charger
screen cleaned returned damaged box missing part replaced free of charge discount applied coupon expired card declined
paid by transfer ship express standard friday monday morning evening between hours office closed holiday second floor
left entrance behind building ring bell only weekdays thank you very much friendly service happy again order soon
reserved until end month checked quality passed warehouse north south shelf seven packed fragile heavy handle care
""".split()
CITIES = "Leipzig Porto Gdańsk Uppsala Toulouse Graz Brno Kraków Malmö Bergen Sevilla Torino Ghent Tartu Cork".split()
AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
]
SMALL_FILES_PER_FOLDER = 250


class PostgreSQL:
    random = "random()"
    uuid = "gen_random_uuid()"
    number = "series.n"

    def series(self, count: int) -> str:
        return f"generate_series(1, {count}) AS series (n)"

    def one_of(self, values: list[str], position: str) -> str:
        return f"(ARRAY[{quoted(values)}])[1 + {position}]"

    def time(self, seconds: str) -> str:
        return f"timestamp '2024-01-01' + {seconds} * interval '1 second'"

    def table(self, name: str, columns: dict[str, str], count: int) -> str:
        return f"CREATE TABLE {name} AS SELECT {selected(columns)} FROM {self.series(count)};\n" \
               f"ALTER TABLE {name} ADD PRIMARY KEY (id);"


class MariaDB:
    random = "RAND()"
    uuid = "UUID()"
    number = "seq"

    def series(self, count: int) -> str:
        return f"seq_1_to_{count}"

    def one_of(self, values: list[str], position: str) -> str:
        return f"ELT(1 + {position}, {quoted(values)})"

    def time(self, seconds: str) -> str:
        return f"TIMESTAMP '2024-01-01 00:00:00' + INTERVAL {seconds} SECOND"

    def table(self, name: str, columns: dict[str, str], count: int) -> str:
        return f"CREATE TABLE {name} (PRIMARY KEY (id)) AS SELECT {selected(columns)} FROM {self.series(count)};"


def quoted(values: list[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def selected(columns: dict[str, str]) -> str:
    return ", ".join(f"{expression} AS {name}" for name, expression in columns.items())


def shop(server: PostgreSQL | MariaDB, unit: int) -> str:
    """The statements that make the shop, of `unit` customers."""
    n = server.number

    def below(limit: int) -> str:
        return f"CAST(FLOOR({server.random} * {limit}) AS {'int' if isinstance(server, PostgreSQL) else 'SIGNED'})"

    def any_of(values: list[str]) -> str:
        return server.one_of(values, below(len(values)))

    def word() -> str:  # as in a language, few words are frequent
        return server.one_of(WORDS, f"{below(len(WORDS))} * {below(1000)} / 1000"
                             if isinstance(server, PostgreSQL) else f"{below(len(WORDS))} * {below(1000)} DIV 1000")

    def words(count: int) -> str:
        return f"concat_ws(' ', {', '.join(word() for _ in range(count))})"

    tables = [
        ("customers", 1, {
            "id": n, "name": words(2), "email": f"concat({word()}, '.', {n}, '@example.org')", "city": any_of(CITIES),
            "token": server.uuid, "registered": server.time(below(60000000)), "notes": words(16)}),
        ("orders", 3, {
            "id": n, "customer": f"1 + {below(unit)}", "status": any_of(["new", "paid", "sent", "returned"]),
            "total": f"CAST({below(500000)} / 100.0 AS decimal(10, 2))", "placed": server.time(f"{n} * 7"), "checksum": f"md5({n})"
            if isinstance(server, MariaDB) else f"md5({n}::text)", "note": words(9)}),
        ("items", 6, {
            "id": n, "order_id": f"1 + {n} / 2" if isinstance(server, PostgreSQL) else f"1 + {n} DIV 2",
            "sku": f"concat('SKU-', 10000 + {below(9000)})", "title": words(4), "quantity": f"1 + {below(5)}",
            "price": f"CAST({below(20000)} / 100.0 AS decimal(10, 2))", "taxed": any_of(["reduced", "standard"])}),
        ("events", 4, {
            "id": n, "at": server.time(f"{n} * 5"),
            "payload": f"""concat('{{"kind": "', {any_of(["view", "search", "basket", "checkout"])}, '", "path": "/shop/',
                {word()}, '/', {word()}, '", "milliseconds": ', {below(900)}, ', "session": {{"customer": ', {below(unit)},
                ', "agent": "', {any_of(AGENTS)}, '"}}}}')"""}),
    ]
    return "\n".join(server.table(name, columns, unit * times) for name, times, columns in tables)


def psql(database: str, statements: str) -> None:
    subprocess.run(["psql", "-Xqw", "-v", "ON_ERROR_STOP=1", "-d", database], input=statements, text=True, check=True)


def build_postgresql(work: Path, megabytes: int) -> None:
    psql("postgres", "CREATE DATABASE bench")
    psql("bench", shop(PostgreSQL(), max(megabytes * 526, 100)) + "\nVACUUM ANALYZE;")


def build_mariadb(work: Path, megabytes: int) -> None:
    statements = "CREATE DATABASE bench; USE bench;\n" + shop(MariaDB(), max(megabytes * 512, 100))
    subprocess.run(["mariadb", f"--defaults-file={work}/mariadb/client.cnf"], input=statements, text=True, check=True)


def build_databases(work: Path, count: int) -> None:
    """Small databases, all alike: five tables of a hundred rows."""
    psql("postgres", "CREATE DATABASE small")
    psql("small", "\n".join(
        f"CREATE TABLE part_{part} AS SELECT n AS id, md5(n::text) AS note FROM generate_series(1, 100) n;"
        f"ALTER TABLE part_{part} ADD PRIMARY KEY (id);" for part in range(5)))
    psql("postgres", "\n".join(f"CREATE DATABASE small_{number} TEMPLATE small;" for number in range(count)))


def build_tree(work: Path, megabytes: int) -> None:
    """Copies of the machine's own files until they are `megabytes`; the same ones again where it has too few."""
    tree = work / "tree"
    tree.mkdir()
    found = subprocess.run(
        ["find", "/usr/share", "/usr/lib", "/usr/bin", "/opt", "-xdev", "(", "-type", "f", "-readable", "-size", "-64M",
         "-printf", r"%s %p\0", "-o", "-type", "l", "-printf", r"0 %p\0", ")"],
        capture_output=True, check=False).stdout.split(b"\0")[:-1]
    wanted, round_ = megabytes * 1_000_000, 0
    while wanted > 0 and found:
        chosen = []
        for size, path in (line.split(b" ", 1) for line in found):
            if wanted <= 0:
                break
            chosen.append(path)
            wanted -= int(size)
        target = tree / str(round_)
        target.mkdir()
        with subprocess.Popen(["tar", "c", "-C", "/", "--null", "--files-from=-", "--ignore-failed-read"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
            writer = subprocess.Popen(["tar", "x", "-C", target], stdin=reader.stdout)
            reader.stdin.write(b"\0".join(chosen))
            reader.stdin.close()
            reader.stdout.close()
            writer.wait()
        round_ += 1


def some_text(source: random.Random) -> bytes:
    return " ".join(
        source.choice(WORDS) if source.random() < 0.9 else f"{source.getrandbits(64):x}\n" for _ in range(1_000_000)
    ).encode()


def build_big_file(work: Path, megabytes: int) -> None:
    source = random.Random(2)
    text = some_text(source)
    (work / "big").mkdir()
    with open(work / "big" / "file", "wb") as file:
        for _ in range(megabytes):
            start = source.randrange(len(text) - 1_000_000)
            file.write(text[start:start + 1_000_000])


def build_small_files(work: Path, count: int) -> None:
    """Texts of 1 to 8 KiB, as notes, settings and mails are."""
    source = random.Random(1)
    text = some_text(source)
    for number in range(count):
        folder = work / "small" / str(number // SMALL_FILES_PER_FOLDER)
        if number % SMALL_FILES_PER_FOLDER == 0:
            folder.mkdir(parents=True)
        start, length = source.randrange(len(text) - 8192), source.randint(1024, 8192)
        descriptor = os.open(folder / f"{number}.txt", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        os.write(descriptor, text[start:start + length])
        os.close(descriptor)
