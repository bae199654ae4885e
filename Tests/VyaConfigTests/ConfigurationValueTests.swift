import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@Suite("Values of a configuration", .ownThread)
struct ConfigurationValueTests {
    @Test("several problems of different kinds are reported at once, in the order of the file")
    func severalAtOnce() throws {
        let text = """
            {
              "db_config": [
                { "id_dbms": "1", "dbms": "mysql", "port": 70000, "enabled": "yes" },
                { "id_dbms": 2, "dbms": "oracel", "db_lsit": [] },
                { "id_dbms": 2, "dbms": "files" }
              ],
              "bkp_system": { "path_mysql": "relative", "retention_mysql": -1 },
              "timeouts": []
            }
            """
        let failure = try #require(throws: ConfigurationFailure.self) { try Samples.read(text) }
        #expect(
            failure.diagnostics.map(\.keyPath) == [
                "db_config[0].id_dbms", "db_config[0].port", "db_config[0].enabled", "db_config[1].dbms",
                "db_config[1].db_lsit", "db_config[2].db_list", "db_config[2].id_dbms",
                "bkp_system.path_mysql",
                "bkp_system.retention_mysql", "timeouts",
            ])
        #expect(failure.diagnostics.map(\.line) == [3, 3, 3, 4, 4, 5, 5, 7, 7, 8])
        #expect(failure.diagnostics[4].severity == .error)
        #expect(failure.diagnostics[4].suggestion == "db_list")
        #expect(failure.explanation.message.contains("10 errors"))
        #expect(
            failure.diagnostics[1].description
                == "test.json:3:48: error: db_config[0].port: wrong value; found 70000; "
                + "allowed: a whole number from 1 to 65535, or the same as a text")
    }

    @Test("J3 two entries with one id are an error that names both")
    func duplicateID() {
        let problems = Samples.problems(
            "{\"db_config\": [{\"id_dbms\": 7, \"dbms\": \"mysql\"},\n{\"id_dbms\": 7, \"dbms\": \"mysql\"}]}"
        )
        #expect(problems.errors == ["duplicate-id"])
        #expect(problems[0].place == "test.json:2:13")
        #expect(problems[0].message.contains("test.json:1:16"))
    }

    @Test(
        "J4 an unknown key is a warning with the nearest known key",
        arguments: [
            (Samples.entry("\"pasword\": \"x\""), "password"),
            (Samples.root("\"bkp_system\": {\"retenion_days\": 3}"), "retention_days"),
            (Samples.root("\"bkp_system\": {\"path_mysq\": \"/a\"}"), "path_mysql"),
            (Samples.root("\"email_setings\": {}"), "email_settings"),
            (Samples.root("\"LANGUAGE\": \"en\""), "language"),
            (Samples.root("\"zzz\": 1"), nil),
        ])
    func unknownKey(text: String, suggestion: String?) throws {
        let (_, problems) = try Samples.read(text)
        #expect(problems.warnings == ["unknown-key"])
        #expect(problems.first?.suggestion == suggestion)
        #expect(!problems.map(\.description).joined().contains("Optional"))
    }

    @Test(
        "Q5 a mistyped key that decides what is backed up is an error, which says what was meant",
        arguments: [
            ("\"db_lits\": [\"shop\"]", "db_list"), ("\"db_ignroe\": []", "db_ignore"),
            ("\"exclude_database\": []", "exclude_databases"), ("\"enable\": false", "enabled"),
            ("\"Enabled\": false", "enabled"), ("\"hots\": \"db\"", "host"), ("\"prot\": 5432", "port"),
            ("\"databases\": [\"shop\"]", "database"),
        ])
    func mistyped(member: String, suggestion: String) {
        let problems = Samples.problems(Array(Samples.entry(member).utf8))
        #expect(problems.errors == ["mistyped-key"])
        #expect(problems.first?.suggestion == suggestion)
    }

    @Test("Q5 beside the key that it is like, and as a remark, an unknown key is no more than a warning")
    func noMistake() throws {
        for (member, code) in [
            ("\"db_list\": [\"shop\"], \"db_list2\": [\"x\"]", ["unknown-key"]),
            ("\"_db_list\": [\"x\"]", []), ("\"owner\": \"team\"", ["unknown-key"]),
        ] {
            #expect(try Samples.read(Samples.entry(member)).1.warnings == code, "\(member)")
        }
    }

    @Test(
        "Q6 a host with its port, an address in brackets or of the web, and typographic quotes are refused with the right words",
        arguments: [
            (#""host": "db:5432""#, "\"port\""), (#""host": "10.0.0.1:5432""#, "\"port\""),
            (#""host": "[::1]""#, "without brackets"), (#""host": "[::1]:5432""#, "without brackets"),
            (#""host": "postgresql://db/shop""#, "address of the web"),
            (#""host": "“db”""#, "typographic"), (#""username": "“backup”""#, "typographic"),
            (#""db_list": ["‘shop’"]"#, "typographic"), (#""db_list": ["«shop»"]"#, "typographic"),
            (#"“db_list”: ["shop"]"#, "plain double quote"), (#""db_list": [“shop”]"#, "plain double quote"),
            (#""username": “backup”"#, "plain double quote"),
        ])
    func meantWell(member: String, words: String) {
        let problems = Samples.problems(Array(Samples.entry(member).utf8))
        #expect(problems.count == 1 && problems.first?.severity == .error)
        #expect(problems.first?.message.contains(words) == true, "\(problems)")
    }

    @Test(
        "Q6 addresses, lists of hosts, sockets and quotes within a name are what they are",
        arguments: [
            #""host": "::1""#, #""host": "fe80::1%eth0""#, #""host": "a,b""#, #""host": "/run/postgresql""#,
            #""host": "@abstract""#, #""db_list": ["l’amour", "“x"]"#, #""password": "“secret”""#,
        ])
    func asItIs(member: String) throws {
        #expect(try Samples.read(Samples.entry(member)).1 == [])
    }

    @Test("both codecs are taken, each with its own levels")
    func codec() throws {
        let (zstd, remarks) = try Samples.read(
            Samples.root(#""compression": {"codec": "zstd", "level": 19}"#))
        #expect(zstd.compression.codec == .zstd && zstd.compression.level == 19 && remarks.isEmpty)
        let gzip = try Samples.read(Samples.root(#""compression": {"codec": "gzip", "engine": "isal"}"#)).1
        #expect(gzip.isEmpty)
    }

    @Test("a drill names an entry that is there")
    func drill() throws {
        let known = try Samples.read(Samples.root(#""drill": {"id_dbms": 1}"#)).0
        #expect(known.entries.allSatisfy { $0.drill == known.entries[0].id })
        let unknown = Samples.problems(Array(Samples.root(#""drill": {"id_dbms": 77}"#).utf8))
        #expect(
            unknown.contains { $0.message.contains("no entry with this id") || $0.description.contains("77") }
        )
    }

    @Test("remarks and the schema's address are no unknown keys")
    func remarks() throws {
        #expect(try Samples.read(Samples.root("\"_comment\": \"x\", \"$schema\": \"y\"")).1.isEmpty)
    }

    @Test(
        "J5 numbers that are none, or out of range, are errors",
        arguments: [
            "1.5", "\"1\"", "1e400", "9223372036854775808", "-1", "true", "[]", "{}", "-9223372036854775809",
            "1e3",
        ])
    func identifiers(number: String) {
        let problems = Samples.problems("{\"db_config\": [{\"id_dbms\": \(number), \"dbms\": \"mysql\"}]}")
        #expect(problems.errors.count == 1)
        #expect(problems.first?.keyPath == "db_config[0].id_dbms")
        #expect(problems.first?.found != nil)
    }

    @Test(
        "J5 ports out of range or written with more than digits are errors",
        arguments: [
            "0", "65536", "-1", "\"0\"", "\"65536\"", "\"+1\"", "\" 1\"", "\"１\"", "\"\"", "5432.0",
        ])
    func ports(port: String) {
        #expect(Samples.problems(Samples.entry("\"port\": \(port)")).map(\.keyPath) == ["db_config[0].port"])
    }

    @Test(
        "J5 other wrong values are errors with the key's path",
        arguments: [
            (
                Samples.root("\"schedule_settings\": {\"days_of_week\": [0]}"),
                "schedule_settings.days_of_week[0]"
            ),
            (
                Samples.root("\"schedule_settings\": {\"days_of_week\": [8]}"),
                "schedule_settings.days_of_week[0]"
            ),
            (Samples.root("\"schedule_settings\": {\"time\": \"24:00\"}"), "schedule_settings.time"),
            (Samples.root("\"schedule_settings\": {\"time\": \"2:30\"}"), "schedule_settings.time"),
            (Samples.root("\"timeouts\": {\"idle_seconds\": 0}"), "timeouts.idle_seconds"),
            (Samples.root("\"tools\": {\"pg_dump\": \"bin/pg_dump\"}"), "tools.pg_dump"),
            (Samples.root("\"tools\": {\"pg_dump\": \"/opt/../pg_dump\"}"), "tools.pg_dump"),
            (Samples.root("\"language\": \"fr\""), "language"),
            (Samples.root("\"compression\": {\"level\": 10}"), "compression.level"),
            (Samples.root("\"compression\": {\"codec\": \"gzipp\"}"), "compression.codec"),
            (
                Samples.root("\"log_settings\": {\"console_loglevel\": \"loud\"}"),
                "log_settings.console_loglevel"
            ),
            (Samples.entry("\"sslmode\": \"maybe\""), "db_config[0].sslmode"),
            (Samples.entry("\"sslmode\": \"disable\", \"ssl\": true"), "db_config[0].sslmode"),
            (Samples.entry("\"host\": \"-oProxyCommand=x\""), "db_config[0].host"),
            (Samples.entry("\"host\": \"a b\""), "db_config[0].host"),
            (Samples.entry("\"db_list\": [1]"), "db_config[0].db_list[0]"),
            (Samples.entry("\"db_list\": [\"\"]"), "db_config[0].db_list[0]"),
            (Samples.entry("\"options\": \"--x\""), "db_config[0].options"),
            (Samples.entry("\"db_list\": [\"[a\"]"), "db_config[0].db_list[0]"),
            (Samples.entry("\"db_list\": [\"relative/*\"]", dbms: "files"), "db_config[0].db_list[0]"),
            (Samples.entry("\"db_list\": [\"/a/../b\"]", dbms: "files"), "db_config[0].db_list[0]"),
            (Samples.entry("\"db_list\": \"/a,b\"", dbms: "files"), "db_config[0].db_list"),
            (Samples.entry("", dbms: "files"), "db_config[0].db_list"),
        ])
    func wrongValues(text: String, keyPath: String) {
        let problems = Samples.problems(text)
        #expect(problems.errors.count == 1, "\(problems)")
        #expect(problems.map(\.keyPath) == [keyPath])
    }

    @Test("an unknown dbms is an error that names the known ones; case and aliases do not matter")
    func dbms() throws {
        let problem = try #require(Samples.problems(Samples.entry("", dbms: "postgresl")).first)
        #expect(problem.code == "config.unknown-dbms")
        #expect(problem.suggestion == "postgresql")
        #expect(problem.allowed?.contains("mariadb") == true)
        #expect(try Samples.read(Samples.entry("", dbms: "PgSQL")).0.entries[0].dbms == "pgsql")
    }

    @Test(
        "G4 G5 NUL, CR and LF are refused in every text, remarks and unknown keys included",
        arguments: [
            "\"host\": \"a\\u0000--evil\"", "\"db_list\": [\"a\\nb\"]", "\"db_list\": \"a\\rb\"",
            "\"username\": \"a\\nb\"",
            "\"password\": \"a\\nb\"", "\"comment\": \"a\\u0000b\"", "\"unknown\": {\"x\": [\"a\\nb\"]}",
            "\"a\\nb\": 1",
            "\"options\": [\"--x\\u0000\"]", "\"password\": {\"env\": \"A\\u0000\"}",
            "\"tools\": {\"x\": \"/a\\n\"}",
            "\"db_ignore\": [\"a\\u000ab\"]",
        ])
    func controlCharacters(member: String) {
        let problems = Samples.problems(Samples.entry(member))
        #expect(problems.errors.contains("control-character"), "\(problems)")
        #expect(!problems.map(\.description).joined().contains("\n"))
    }

    @Test(
        "A21 options that drop the end marker or divert the output are refused",
        arguments: [
            ("mysql", "--compact"), ("mysql", "--skip-comments"), ("mysql", "--skip_comments"),
            ("mysql", "--result-file=/x"),
            ("mysql", "--resul=/x"), ("mysql", "-r"), ("mysql", "-r/x"), ("mysql", "--tab=/x"),
            ("mysql", "--force"),
            ("mariadb", "--compact"), ("postgresql", "-f/x"), ("postgresql", "--file=/x"),
            ("PGSQL", "--enable-row-sec"),
            ("mysql", "--password=CANARY"), ("mysql", "--passw=CANARY"), ("mysql", "-pCANARY"), ("mysql", ""),
            ("files", "--x"), ("mysql", "--pa=CANARY"), ("mysql", "-vpCANARY"), ("mysql", "-vr/x"),
            ("postgresql", "-vf/x"), ("postgresql", "public"),
        ])
    func refusedOptions(dbms: String, option: String) {
        let list = dbms == "files" ? ", \"db_list\": [\"/a\"]" : ""
        let problems = Samples.problems(
            Samples.entry("\"options\": [\"-v\", \"\(option)\"]\(list)", dbms: dbms))
        #expect(problems.errors.contains("refused-option"))
        #expect(problems.last?.keyPath == "db_config[0].options[1]")
        #expect(!problems.map(\.description).joined().contains("CANARY"))
    }

    @Test(
        "options that do no harm are taken",
        arguments: ["--exclude-table=a", "--ignore-table=a.b", "--no-blobs", "-v"])
    func takenOptions(option: String) throws {
        let (configuration, problems) = try Samples.read(Samples.entry("\"options\": [\"\(option)\"]"))
        #expect(problems.isEmpty)
        #expect(configuration.entries[0].options == [option])
    }

    @Test(
        "a password has exactly one source; commands are absolute; no message shows any of it",
        arguments: [
            "{}", "{\"env\": \"A\", \"file\": \"/a\"}", "{\"command\": \"CANARY\"}",
            "{\"command\": [\"CANARY\"]}",
            "{\"command\": []}", "{\"env\": \"1A\"}", "{\"file\": \"a\"}", "{\"credential\": \"../a\"}",
            "[\"CANARY\"]",
            "12345", "{\"plain\": \"CANARY\"}", "true",
        ])
    func passwordSources(source: String) {
        let problems = Samples.problems(Samples.entry("\"password\": \(source)"))
        #expect(problems.errors.count == 1, "\(problems)")
        let text = problems.map(\.description).joined()
        #expect(!text.contains("CANARY"))
        #expect(!text.contains("12345"))
    }

    @Test("two names of one key are warned of, and the newer one counts")
    func twins() throws {
        let (configuration, problems) = try Samples.read(
            Samples.entry("\"user\": \"old\", \"username\": \"new\""))
        #expect(problems.warnings == ["twin-keys"])
        #expect(configuration.entries[0].username == "new")
    }

    @Test("database wins over db_list, which is said; names in one text are split outside of braces")
    func databaseWins() throws {
        let (configuration, problems) = try Samples.read(
            Samples.entry("\"database\": \"a, {b,c}_x\", \"db_list\": [\"d\"]"))
        #expect(configuration.entries[0].databases == ["a", "{b,c}_x"])
        #expect(problems.warnings == ["twin-keys"])
    }

    @Test("A13 retries are 0 unless the entry or the file says so, and at most 5")
    func retries() throws {
        #expect(try Samples.read(Samples.entry("")).0.entries.map(\.retries) == [0])
        #expect(try Samples.read(Samples.entry("", root: "\"retries\": 2")).0.entries.map(\.retries) == [2])
        let both = Samples.entry("\"retries\": 0", root: "\"retries\": 2")
        #expect(try Samples.read(both).0.entries.map(\.retries) == [0])
        let shown = try Samples.read(Samples.entry("\"retries\": 1")).0.masked
        #expect(shown["db_config"]?.arrayValue?.first?["retries"]?.intValue == 1)
        for (value, code) in [
            ("6", "wrong-value"), ("-1", "wrong-value"), ("\"1\"", "wrong-type"), ("true", "wrong-type"),
        ] {
            #expect(Samples.problems(Samples.entry("\"retries\": \(value)")).errors == [code])
        }
    }

    @Test("E15 the group of readers is a text of bkp_system, and none by default")
    func group() throws {
        #expect(try Samples.read(Samples.root("\"bkp_system\": {}")).0.group == nil)
        let (configuration, problems) = try Samples.read(
            Samples.root("\"bkp_system\": {\"group\": \"idrive\"}"))
        #expect(configuration.group == "idrive" && problems.isEmpty)
        #expect(configuration.masked["bkp_system"]?["group"]?.stringValue == "idrive")
        #expect(!Samples.problems(Samples.root("\"bkp_system\": {\"group\": \"\"}")).errors.isEmpty)
        #expect(!Samples.problems(Samples.root("\"bkp_system\": {\"group\": 100}")).errors.isEmpty)
    }

    @Test(
        "G12 verify-full can be said in every spelling",
        arguments: [
            "\"sslmode\": \"verify-full\"", "\"sslmode\": \"VERIFY_IDENTITY\"",
            "\"ssl\": {\"enabled\": true, \"mode\": \"verify-full\"}",
        ])
    func verifyFull(members: String) throws {
        for dbms in ["postgresql", "mysql"] {
            #expect(try Samples.read(Samples.entry(members, dbms: dbms)).0.entries[0].tls.mode == .verifyFull)
            #expect(try Samples.read(Samples.entry("", dbms: dbms)).0.entries[0].tls == TLSPolicy())
        }
    }
}
