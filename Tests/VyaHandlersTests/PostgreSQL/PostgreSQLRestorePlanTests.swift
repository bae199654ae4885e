import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

@Suite("Plans of restores of PostgreSQL", .ownThread)
struct PostgreSQLRestorePlanTests {
    private static let create: JSONValue = .object([
        .init("encoding", .string("UTF8")), .init("collate", .string("pt_BR.UTF-8")),
        .init("ctype", .string("pt_BR.UTF-8")), .init("owner", .string("app")),
        .init("tablespace", .string("fast")), .init("locale_provider", .string("i")),
        .init("locale", .string("pt-BR")), .init("icu_rules", .string("&V << w")),
        .init("acl", .strings(["=c/app", "\"odd \"\"role\"=C*c/app", "app=CTc/app"])),
        .init("comment", .string("it's \\ a shop")), .init("connection_limit", .int(7)),
        .init(
            "settings",
            .array([
                .object([
                    .init("role", .null),
                    .init("values", .strings(["search_path=\"$user\", public", "a.b='x"])),
                ])
            ])),
    ])

    private static func answer(
        number: Int = 150_018, rights: String = "[true, true, true]",
        roles: String = "[[\"app\", true], [\"odd \\\"role\", false]]",
        extra: String =
            "\"extensions\": [\"plpgsql\"], \"tablespaces\": [\"fast\"], \"icu\": true, \"locks\": 64000",
        databases: String = "[{\"name\": \"postgres\", \"open\": true}]"
    ) -> String {
        "{\"version\": \"\(number / 10000).1\", \"number\": \(number), \"account\": \"me\", \"now\": \"20240102030405\", "
            + "\"rights\": \(rights), \"roles\": \(roles), \(extra), \"databases\": \(databases), \"data\": \"/data\"}"
    }

    private static func fake(
        _ answer: String, psql: String = "15.18", freeBytes: Int? = nil
    ) -> FakeHostProbe {
        FakeHostProbe(
            tools: [("/b/psql", "psql (PostgreSQL) \(psql)")], answers: [.ok("json_build_object", answer)],
            files: ["/data"], freeBytes: freeBytes)
    }

    private static func plan(
        _ fake: FakeHostProbe, purpose: RestoreRequest.Purpose = .database(replacing: false),
        needs: Set<DumpTraits.Need> = [], settings: [DumpTraits.Named] = [],
        commands: [DumpTraits.Command] = [], server: String? = "15.4", objects: Int = 3,
        globals: String? = nil, database: ExactName = "shop", extensions: [DumpTraits.Named] = []
    ) throws -> RestorePlan {
        var traits = DumpTraits()
        traits.extensions = extensions
        traits.privileged = extensions.map {
            .init(
                subject: "extensions", isNeeded: false, bytes: $0.bytes,
                text: "CREATE EXTENSION IF NOT EXISTS \($0.name)")
        }
        for case .role(let name) in needs { traits.roles["", default: []].insert(name) }
        (traits.needs, traits.commands, traits.omissions, traits.isRestricted) = (
            needs, commands, [10..<20, 90..<100], true
        )
        traits.settings = settings
        let manifest = server.map {
            Manifest(
                runID: "r", host: "h", entry: EntryID(1), dbms: "postgresql", database: database, kind: .dump,
                file: "f",
                startedAt: "", finishedAt: "", provenance: Provenance(serverVersion: $0, create: create),
                arguments: [],
                rawBytes: 100, bytes: 1, sha256: "0", encoding: "gzip", proof: .init(),
                globals: "x_globals.sql.gz")
        }
        return try PostgreSQLRestorer(plugin: try RestoreDriver.plugin(), home: nil).plan(
            RestoreRequest(
                entry: Entry(id: EntryID(1), dbms: "postgresql", host: "localhost", username: "me"),
                purpose: purpose,
                target: "it's \"new\"", scratch: "scratch",
                mark: ScratchMark("it's", host: "h", secret: [], process: 1, since: "x"),
                manifest: manifest,
                summary: StreamSummary(tables: [TableRows("public.t", 1)], objects: ["table": objects]),
                traits: traits,
                rawBytes: 100, globals: globals.map { Array($0.utf8) }),
            asking: fake)
    }

    private static func text(_ step: RestoreStep?) -> String {
        guard case .run(_, let input)? = step?.action else { return "" }
        return String(decoding: input, as: UTF8.self)
    }

    @Test("the client gets all but the lines of restriction, in one transaction, under a key of our own")
    func load() throws {
        let plan = try Self.plan(Self.fake(Self.answer()))
        #expect(plan.obstacles == [])
        let stage = try #require(plan.stages.first)
        #expect(stage.pieces == [0..<10, 20..<90])
        let arguments = try #require(stage.load?.redactedArguments)
        #expect(arguments.contains("--single-transaction"))
        #expect(arguments.last == "--file=-")
        #expect(arguments.contains { $0.wholeMatch(of: /--command=\\restrict [a-z0-9]{20,}/) != nil })
        #expect(
            arguments.contains {
                $0.hasPrefix("--dbname=host='localhost'") && $0.contains("dbname='scratch'")
            })
        #expect(!arguments.contains { $0.contains("new") })
        let many = try Self.plan(Self.fake(Self.answer()), objects: 50_000)
        #expect(many.stages.first?.load?.redactedArguments.contains("--single-transaction") == false)
        let old = try Self.plan(Self.fake(Self.answer(), psql: "15.2"))
        #expect(old.stages.first?.load?.redactedArguments.contains { $0.contains("restrict") } == false)
        #expect(old.notes.contains { $0.contains("older than") })
    }

    @Test("K2 a psql that can refuse commands does so in each script of ours, under a key of its own")
    func restricted() throws {
        func scripts(psql: String) throws -> [String] {
            let stage = try #require(try Self.plan(Self.fake(Self.answer(), psql: psql)).stages.first)
            let counting = String(decoding: try #require(stage.comparison).input, as: UTF8.self)
            return (stage.prepare + stage.finish + stage.discard).map { Self.text($0) } + [counting]
        }
        let keys = try scripts(psql: "15.18").map {
            $0.prefixMatch(of: /\\restrict ([a-z0-9]{20,})\n/)?.1
        }
        #expect(keys.count >= 4 && !keys.contains(nil) && Set(keys).count == keys.count, "\(keys)")
        #expect(try !scripts(psql: "15.2").contains { $0.contains("restrict") })
    }

    @Test("T15 a setting that is newer than the server is left out, so that the tools of 17 restore to 15")
    func newerSetting() throws {
        let settings = [
            DumpTraits.Named(name: "transaction_timeout", bytes: 40..<50),
            DumpTraits.Named(name: "lock_timeout", bytes: 50..<60),
        ]
        let old = try Self.plan(Self.fake(Self.answer(number: 150_018)), settings: settings)
        #expect(old.stages.first?.pieces == [0..<10, 20..<40, 50..<90])
        let new = try Self.plan(Self.fake(Self.answer(number: 170_001), psql: "17.1"), settings: settings)
        #expect(new.stages.first?.pieces == [0..<10, 20..<90])
    }

    @Test("the database is made as the manifest describes it, in the words of the server's version")
    func creation() throws {
        let prefix = "CREATE DATABASE \"scratch\" WITH TEMPLATE = template0 ENCODING = 'UTF8'"
        for (number, words) in [
            (
                150_001,
                " LOCALE_PROVIDER = icu LC_COLLATE = 'pt_BR.UTF-8' LC_CTYPE = 'pt_BR.UTF-8' ICU_LOCALE = 'pt-BR' OWNER"
            ),
            (
                160_001,
                " LOCALE_PROVIDER = icu LC_COLLATE = 'pt_BR.UTF-8' LC_CTYPE = 'pt_BR.UTF-8' ICU_LOCALE = 'pt-BR' ICU_RULES = '&V << w' OWNER"
            ),
        ] {
            let plan = try Self.plan(Self.fake(Self.answer(number: number)))
            let text = Self.text(plan.stages.first?.prepare.first)
            #expect(text.contains(prefix + words + " = \"app\" TABLESPACE = \"fast\" CONNECTION LIMIT = "))
            #expect(text.hasSuffix("ALTER DATABASE \"scratch\" CONNECTION LIMIT -1;\n"))
            #expect(text.contains("IS '\(ScratchMark.prefix) it''s h "))
        }
        let stage = try Self.plan(Self.fake(Self.answer())).stages.first
        // What values mean by is there before they come.
        let settings = Self.text(stage?.prepare.last)
        for line in [
            "ALTER DATABASE \"scratch\" SET \"search_path\" TO '$user', 'public';", "SET \"a.b\" TO '''x';",
        ] { #expect(settings.contains(line), "\(line)") }
        let finish = Self.text(stage?.finish.last)
        #expect(!finish.contains("search_path\" TO"))
        for line in [
            "GRANT CONNECT ON DATABASE \"scratch\" TO PUBLIC;", "TO \"odd \"\"role\" WITH GRANT OPTION;",
            "CONNECTION LIMIT 7;", "IS 'it''s \\ a shop';", "RENAME TO \"it's \"\"new\"\"\";\nCOMMIT;",
        ] { #expect(finish.contains(line), "\(line)") }
    }

    @Test(
        "S1 the settings of a database are set once more when its extensions are made, for these set some, too"
    )
    func settingsAgain() throws {
        let postgis = DumpTraits.Named(name: "postgis_topology", bytes: 30..<40)
        let extra =
            #""extensions": ["postgis_topology"], "tablespaces": ["fast"], "icu": true, "locks": 64000"#
        let plan = try Self.plan(Self.fake(Self.answer(extra: extra)), extensions: [postgis])
        let finish = Self.text(plan.stages.first?.finish.last)
        let settings = """
            ALTER DATABASE "scratch" RESET ALL;
            ALTER DATABASE "scratch" SET "search_path" TO '$user', 'public';
            ALTER DATABASE "scratch" SET "a.b" TO '''x';
            """
        #expect(finish.contains(settings), "\(finish)")
    }

    @Test(
        "S7 pg_cron is made under the name where the server lets it be, is left out beside it, and else stands in the way"
    )
    func cron() throws {
        let extensions = [DumpTraits.Named(name: "pg_cron", bytes: 30..<40)]
        func extra(_ cron: String) -> String {
            #""extensions": ["plpgsql"], "tablespaces": ["fast"], "icu": true, "locks": 64000, "cron": \#(cron)"#
        }
        func plan(_ cron: String, of database: ExactName = "it's \"new\"") throws -> RestorePlan {
            try Self.plan(
                Self.fake(Self.answer(extra: extra(cron))), database: database, extensions: extensions)
        }
        for database: ExactName in ["it's \"new\"", "shop"] {
            let stage = try #require(try plan(#""it's \"new\"""#, of: database).stages.first)
            let steps = stage.prepare.suffix(3).map { Self.text($0) }
            try #require(steps.count == 3)
            #expect(steps[0].contains("ALTER DATABASE \"scratch\" RENAME TO \"it"), "\(steps)")
            #expect(steps[1].hasSuffix("CREATE EXTENSION IF NOT EXISTS pg_cron;\n"), "\(steps)")
            #expect(steps[2].contains("RENAME TO \"scratch\""), "\(steps)")
            #expect(stage.discard.count == 2)
        }
        // Elsewhere, or nowhere.
        for cron in ["null", #""postgres""#] {
            let refused = try plan(cron)
            #expect(refused.obstacles.map(\.code) == ["restore.cron"])
            #expect(
                refused.obstacles.first?.hints.first?.contains("cron.database_name = 'it''s \"new\"'") == true
            )
            let copy = try plan(cron, of: "shop")
            let stage = try #require(copy.stages.first, "\(copy.obstacles)")
            #expect(stage.pieces == [0..<10, 20..<30, 40..<90])
            #expect(stage.prepare.contains { Self.text($0).contains("CREATE TABLE cron.job (") })
            #expect(!stage.prepare.contains { Self.text($0).contains("CREATE EXTENSION") })
            #expect(copy.notes.contains { $0.contains("none of them runs") })
        }
    }

    @Test("F22 F20 what stands in the way is said, with what to do, and then nothing is planned")
    func obstacles() throws {
        func codes(_ plan: RestorePlan) -> [String] {
            #expect(plan.stages.isEmpty != plan.obstacles.isEmpty)
            #expect(plan.obstacles.allSatisfy { !$0.hints.isEmpty })
            return plan.obstacles.map(\.code.rawValue)
        }
        let calm = Self.answer()
        let needs: Set<DumpTraits.Need> = [
            .role("gone"), .role("app"), .serverExtension("postgis"), .tablespace("slow"),
        ]
        let missing = try Self.plan(Self.fake(calm), needs: needs)
        #expect(
            codes(missing) == [
                "restore.missing-roles", "restore.missing-extensions", "restore.missing-tablespaces",
            ])
        #expect(missing.obstacles[0].message.contains("\"gone\""))
        #expect(missing.obstacles[0].hints[0].contains("x_globals.sql.gz"))
        let brought =
            "CREATE ROLE gone;\nALTER ROLE gone WITH LOGIN;\nCREATE TABLESPACE slow OWNER gone LOCATION '/x;';\n"
        #expect(
            codes(try Self.plan(Self.fake(calm), needs: needs, globals: brought)) == [
                "restore.missing-extensions"
            ])
        #expect(codes(try Self.plan(Self.fake(calm), server: "17.2")) == ["restore.server-older"])
        #expect(
            codes(try Self.plan(Self.fake(calm), commands: [.init(offset: 7, text: "\\! x")])) == [
                "dump.command"
            ])
        #expect(
            codes(try Self.plan(Self.fake(Self.answer(rights: "[false, false, false]")))) == [
                "restore.not-allowed"
            ])
        #expect(
            codes(try Self.plan(Self.fake(Self.answer(number: 140_001)), server: "14.1")) == [
                "restore.locale-provider"
            ])
        #expect(codes(try Self.plan(Self.fake(calm, freeBytes: 230))) == ["restore.no-space"])
        #expect(codes(try Self.plan(Self.fake(calm, freeBytes: 240))) == [])
        let taken = Self.answer(databases: "[{\"name\": \"it's \\\"new\\\"\", \"open\": true}]")
        #expect(codes(try Self.plan(Self.fake(taken))) == ["restore.target-exists"])
        #expect(codes(try Self.plan(Self.fake(taken), purpose: .database(replacing: true))) == [])
        let bare = try Self.plan(Self.fake(calm), server: nil)
        #expect(codes(bare) == [] && bare.notes.contains { $0.contains("without a manifest") })
    }

    @Test("F22 what a dump needs is found whatever its names hold")
    func needs() {
        let dump = """
            SET default_tablespace = 'fast ''1';
            CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;
            CREATE EXTENSION hstore;
            ALTER TABLE public.t OWNER TO "a ""b";
            ALTER FUNCTION public.f(a integer, b text) OWNER TO f_owner;
            GRANT SELECT,INSERT(a) ON TABLE public."TO x" TO "-reader" WITH GRANT OPTION;
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            GRANT ALL ON SCHEMA public TO PUBLIC;
            REVOKE SELECT ON TABLE t FROM revoked;
            ALTER DEFAULT PRIVILEGES FOR ROLE giver IN SCHEMA s GRANT SELECT ON TABLES TO taker;
            SET SESSION AUTHORIZATION 'ses''sion';
            CREATE SCHEMA s AUTHORIZATION schemer;
            CREATE POLICY p ON public.t FOR SELECT TO pol1, pol2 USING ((a = 'TO x'::text));
            CREATE USER MAPPING FOR mapped SERVER s;
            COMMENT ON TABLE t IS 'ALTER TABLE x OWNER TO nobody;';
            ALTER TABLE t OWNER TO CURRENT_USER;
            GRANT pg_monitor TO m GRANTED BY g;

            """
        let needs = PostgreSQLInspectorTests.inspect(Array(dump.utf8)).traits.needs
        let roles = [
            "a \"b", "f_owner", "-reader", "revoked", "giver", "taker", "ses'sion", "schemer", "pol1", "pol2",
            "mapped", "m", "g",
        ]
        #expect(
            needs
                == Set(
                    roles.map { .role(ExactName($0)) } + [
                        .tablespace("fast '1"), .serverExtension("uuid-ossp"), .serverExtension("hstore"),
                    ]))
    }

    @Test("a dump made with --create is restored without what creates the database")
    func created() throws {
        let server = try PrivatePostgreSQL.shared()
        let name = "created 'x' \"y\""
        try server.createDatabase(name)
        defer { try? server.dropDatabase(name) }
        let quoted = PrivatePostgreSQL.identifier(name)
        try server.execute(
            "COMMENT ON DATABASE \(quoted) IS 'c'; ALTER DATABASE \(quoted) SET work_mem = '1MB'; REVOKE ALL ON DATABASE \(quoted) FROM PUBLIC; ALTER ROLE postgres IN DATABASE \(quoted) SET work_mem = '2MB'; ALTER DATABASE \(quoted) CONNECTION LIMIT 3"
        )
        try server.execute("CREATE TABLE t AS SELECT 1 AS a", in: name)
        var command = Command("pg_dump", "-w", "-C")
        command.environment = server.environment
        command.environment["PGDATABASE"] = name
        let dump = Array(try command.check().output)
        let traits = PostgreSQLInspectorTests.inspect(dump).traits
        #expect(traits.commands == [])
        var rest = dump
        for omission in traits.omissions.reversed() { rest.removeSubrange(omission) }
        let code = String(decoding: rest, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("--") }
        #expect(
            !code.contains { $0.contains("DATABASE") || $0.contains("\\connect") || $0.contains("restrict") })
        #expect(code.contains("CREATE TABLE public.t ("))
        command.arguments += ["--clean"]
        // What would drop the database is left out as what creates it.
        let clean = Array(try command.check().output)
        let cleaning = PostgreSQLInspectorTests.inspect(clean).traits
        #expect(cleaning.commands == [])
        #expect(
            cleaning.omissions.contains {
                String(decoding: clean[$0], as: UTF8.self).hasPrefix("DROP DATABASE")
            })
    }

    @Test("G1 a checksum that a made-up manifest has for a command stays a word on the card")
    func madeUpChecksum() throws {
        var (_, manifest) = try RestoreDriver(PrivatePostgreSQL.shared()).backUp("postgres")
        manifest.sha256 = "$(touch ran)`touch ran`"
        let line = try #require(
            PostgreSQLRestorer(plugin: try RestoreDriver.plugin(), home: nil).cardCommands(for: manifest)
                .first)
        let folder = try TemporaryFolder("card")
        var shell = Command("/bin/sh", "-c", line)
        shell.folder = folder.path
        #expect(try shell.run().status != 0)
        #expect(try folder.names() == [])
    }

    @Test(
        "the card brings a database back by sh alone, whatever it is called",
        arguments: ["-it's $(x) \"y\" `z`\\", "plain"])
    func card(_ name: String) throws {
        let server = try PrivatePostgreSQL.shared()
        let driver = try RestoreDriver(server)
        try HostileData.load(.shop, into: server, database: name)
        defer { try? server.dropDatabase(name) }
        try server.execute(
            "ALTER DATABASE \(PrivatePostgreSQL.identifier(name)) SET search_path TO public, \"a;b\"; COMMENT ON DATABASE \(PrivatePostgreSQL.identifier(name)) IS 'it''s; \\'"
        )
        var (dump, manifest) = try driver.backUp(name)
        let folder = try TemporaryFolder("card")
        manifest.file = "-f'x.sql.gz"
        try folder.write(Data(dump), to: "plain")
        var pack = Command("/bin/sh", "-c", "gzip -c plain > ./-f\\'x.sql.gz && sha256sum ./-f\\'x.sql.gz")
        pack.folder = folder.path
        manifest.sha256 = String(try pack.check().text.prefix(64))
        try server.dropDatabase(name)
        let lines = PostgreSQLRestorer(plugin: try RestoreDriver.plugin(), home: nil).cardCommands(
            for: manifest)
        var shell = Command("/bin/sh", "-e", "-c", lines.joined(separator: "\n"))
        shell.folder = folder.path
        shell.environment = server.environment
        let output = try shell.check().text
        #expect(output.contains("OK"))
        #expect(output.hasSuffix("200\n6000\n2000\n") || output.contains("6000\n"))
        #expect(ComparableDump(try server.dump(name)).difference(from: ComparableDump(Data(dump))) == nil)
        #expect(try driver.backUp(name).manifest.provenance.create == manifest.provenance.create)
    }
}
