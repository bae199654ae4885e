import Testing
import VyaCore
import VyaEngine
import VyaTestSupport

@Suite("What the engine decides without touching anything", .ownThread)
struct EngineValueTests {
    private struct NoHandler: Handler {
        var restorer: (any Restorer)? { nil }

        func plan(_ request: PlanRequest, asking probe: any HostProbe) throws -> EntryPlan {
            EntryPlan()
        }
    }

    private func registration(
        _ id: Int, dbms: String = "postgresql", host: String? = "db", port: Int? = 5432, enabled: Bool = true
    ) -> Registry.Registration {
        Registry.Registration(
            entry: Entry(id: EntryID(id), dbms: dbms, host: host, port: port, enabled: enabled),
            handler: NoHandler(), folder: "/srv/backup")
    }

    private func entry(_ outcomes: Outcome..., error: Bool = false) -> EntryReport {
        EntryReport(
            id: EntryID(1), dbms: "fake",
            backups: outcomes.map { BackupReport(database: "d", kind: .dump, outcome: $0) },
            error: error ? Explanation("x", "x") : nil)
    }

    @Test("S6 a name that could not be read in its encoding, then or now, is the table of those rows")
    func illegibleNames() {
        func difference(_ found: String, _ expected: String, rows: Int = 2) -> [RowDifference] {
            RowDifference.between(
                found: [TableRows(ExactName(found), rows), TableRows("t", 1)],
                expected: [TableRows("t", 1), TableRows(ExactName(expected), 2)])
        }
        #expect(difference("public.\"relatório\"", "public.\"relat\u{FFFD}rio\"") == [])
        #expect(difference("public.\"relat\u{FFFD}rio\"", "public.\"relatório\"") == [])
        #expect(difference("public.\"relatório\"", "public.\"relat\u{FFFD}rio\"", rows: 1).count == 1)
        #expect(difference("public.\"relatório\"", "public.\"relatorio\"").count == 2)
        #expect(difference("public.\"relatórios\"", "public.\"relat\u{FFFD}rio\"").count == 2)
    }

    @Test("the registry answers to an id, in the order that was asked for, and each id once")
    func selection() throws {
        let registry = Registry([registration(2), registration(1), registration(3, enabled: false)])
        #expect(try registry.select(.all).map(\.entry.id.number) == [2, 1])
        #expect(
            try registry.select(.ids([EntryID(1), EntryID(2), EntryID(1)])).map(\.entry.id.number) == [1, 2])
        #expect(registry[EntryID(9)] == nil)
    }

    @Test("an unknown id, a disabled id and nothing enabled are errors of the configuration")
    func noSelection() {
        let registry = Registry([registration(3, enabled: false)])
        for selection in [EntrySelection.all, .ids([EntryID(3)]), .ids([EntryID(4)])] {
            #expect(throws: ConfigurationError.self) { try registry.select(selection) }
        }
    }

    @Test("0 is for all proven, 1 for some, 2 for none; what is incomplete is 1")
    func verdicts() {
        #expect(RunVerdict.status(of: [entry(.success, .warning)]) == .success)
        #expect(RunVerdict.status(of: [entry(.success), entry(error: true)]) == .someFailed)
        #expect(RunVerdict.status(of: [entry(.success, .failure)]) == .someFailed)
        #expect(RunVerdict.status(of: [entry(.success, .incomplete)]) == .someFailed)
        #expect(RunVerdict.status(of: [entry(.incomplete)]) == .someFailed)
        #expect(RunVerdict.status(of: [entry(.failure), entry(error: true)]) == .allFailed)
        #expect(RunVerdict.status(of: []) == .allFailed)
    }

    @Test("entries of one server share a lane, whatever they call its dbms; local ones share by dbms")
    func lanes() {
        let lanes = Parallelism.lanes(of: [
            registration(1), registration(2, dbms: "postgres"), registration(3, port: 5433),
            registration(4, dbms: "files", host: nil, port: nil),
            registration(5, dbms: "files", host: nil, port: nil),
            registration(6, dbms: "sqlite", host: nil, port: nil),
        ])
        #expect(lanes.map { $0.map(\.entry.id.number) } == [[1, 2], [3], [4, 5], [6]])
    }

    @Test(
        "--jobs is never exceeded; without it each server has one job, on as many servers as there are cores")
    func parallelism() {
        #expect(Parallelism(servers: 5, requested: nil, cores: 2).lanes == 2)
        #expect(Parallelism(servers: 5, requested: nil, cores: 2).jobsPerLane == 1)
        for servers in 1...6 {
            for jobs in 1...12 {
                let parallelism = Parallelism(servers: servers, requested: jobs, cores: 2)
                #expect((1...jobs).contains(parallelism.total))
            }
        }
        #expect(Parallelism(servers: 1, requested: 4, cores: 2).jobsPerLane == 4)
    }

    @Test(
        "names of this program and of the Python program are read",
        arguments: [
            ("20261123_003000_mysql_2_a%20b.sql.gz", "current 2 mysql dump a b"),
            ("20261123_003000_mysql_2_x~2.sql.gz", "current 2 mysql dump x"),
            ("20261123_003000_postgresql_1_globals.sql.gz", "current 1 postgresql globals globals"),
            ("20261123_003000_files_3_%2Fsrv%2Fwww.tar.gz", "current 3 files files /srv/www"),
            ("20261123_003000_files_3_srv_www~2.tar.zst", "current 3 files files srv_www"),
            ("20261123_003000_files_3_7_globals.tar.gz", "current 3 files files 7_globals"),
            ("20261123_003000_files_3_globals.tar.gz", "current 3 files files globals"),
            (
                "20261123_003000_files_3_20240131_003000_files_9_x.sql-0a1b2c3d.tar.gz",
                "current 3 files files 20240131_003000_files_9_x.sql-0a1b2c3d"
            ),
            ("20240131_003000_postgresql_chat_woot.db.sql.gz", "legacy - postgresql dump chat_woot.db"),
            ("20240131_003000_files_opt_app.tar.gz", "legacy - files files opt_app"),
            ("crm_20220131_003000.sql", "legacy - - dump crm"),
            ("20210131_003000_crm.zip", "legacy - - dump crm"),
        ])
    func names(file: String, meaning: String) throws {
        let name = try #require(ParsedArtifactName(file))
        let parts = [
            name.origin.rawValue, name.entry?.description ?? "-", name.dbms ?? "-", name.kind.rawValue,
            name.database.text,
        ]
        #expect(parts.joined(separator: " ") == meaning)
    }

    @Test(
        "what is no backup has no meaning", arguments: ["lock", "x.sql.gz.json", "notes.txt", ".gz", "x.zip"])
    func strangers(file: String) {
        #expect(ParsedArtifactName(file) == nil)
    }

    @Test("Q16 the longest name has room for all that is put behind it")
    func longest() {
        let long = ExactName("/" + String(repeating: "ab_日", count: 2000))
        for slug in [nil, PatternSlugs([long])[long], String(repeating: "s", count: 400)] {
            var job = Job(
                entry: EntryID(Int.max), dbms: "files", kind: .files, database: long,
                source: .files(pattern: long, ignored: []))
            job.slug = slug
            let name = ArtifactName.compose(
                job: job, at: Moment(unixSeconds: 0), codecExtension: "zst", attempt: 999)
            #expect(ParsedArtifactName(name)?.entry == EntryID(Int.max))
            for suffix in [DrillEvidence.suffix, ArtifactName.manifestSuffix, ArtifactName.pinSuffix] {
                #expect((name + ".age" + suffix).utf8.count <= 255, "\(name)")
            }
        }
    }

    @Test("G3 a line break in a manifest that somebody made up adds no command to the recovery card")
    func cardOfMadeUpManifest() {
        let evil = "x\nevil"
        let manifest = Manifest(
            runID: evil, host: evil, entry: EntryID(1), dbms: evil, database: ExactName(evil), kind: .files,
            file: "a.tar.gz", startedAt: evil, finishedAt: evil,
            provenance: Provenance(toolVersion: evil, serverVersion: evil), arguments: [evil], rawBytes: 1,
            bytes: 1,
            sha256: evil, encoding: evil, proof: Manifest.Proof(crc32: 0), warnings: ["\(evil)"])
        let lines = RecoveryCard([.init(manifest: manifest, restorer: nil)], in: "/srv").text.split(
            separator: "\n")
        // In quotes, as what `sha256sum` is to read, it may stand: there a file's name follows.
        #expect(lines.filter { $0.hasPrefix("evil") } == ["evil  ./a.tar.gz' | sha256sum -c -"])
    }
}
