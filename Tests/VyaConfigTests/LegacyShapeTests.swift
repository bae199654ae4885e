import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@Suite("Shapes of configuration in the field", .ownThread)
struct LegacyShapeTests {
    @Test("the production file loads unchanged; its folders below /tmp are warned of")
    func production() throws {
        let (configuration, problems) = try Samples.fixture("production.json")
        #expect(configuration.entries.map(\.id.number) == [1, 2, 3])
        #expect(configuration.entries.map(\.dbms) == ["postgresql", "mysql", "files"])
        #expect(configuration.entries.allSatisfy { $0.enabled && $0.password == nil })
        #expect(configuration.entries[0].host == "192.168.40.134")
        #expect(configuration.entries[0].port == 5432)
        #expect(configuration.entries[1].username == "dsroot")
        #expect(configuration.entries[1].databases == ["dns_db"])
        #expect(configuration.entries[2].databases == ["/docker/volumes/**/*", "/opt/app/config/*.yaml"])
        #expect(configuration.folder(for: Samples.postgresql) == "/tmp/bkpsql")
        #expect(configuration.folder(for: Samples.mariadb) == "/tmp/bkpsql")
        #expect(configuration.folder(for: Samples.files) == "/tmp/bkpzip")
        #expect(configuration.retention == ["pgsql": 1, "mysql": 1, "files": 1])
        #expect(configuration.email == nil)
        #expect(configuration.runDeadlineSeconds == 43_200)
        #expect(configuration.entryPositions[EntryID(2)] == "production.json:5:5")
        #expect(Set(problems.warnings) == ["temporary-folder"])
        #expect(problems.count == 3)
    }

    @Test("email_config with one recipient loads; both outcomes go there")
    func simpleEmail() throws {
        let (configuration, problems) = try Samples.fixture("production-email.json")
        let email = try #require(configuration.email)
        #expect(problems.isEmpty)
        #expect(email.enabled)
        #expect((email.host, email.port) == ("localhost", 25))
        #expect(email.security == .plain)
        #expect(email.sender == "backup@example.org")
        #expect(email.successRecipients == ["dba@example.org"])
        #expect(email.failureRecipients == ["dba@example.org"])
        #expect(configuration.entries[0].password == .literal(Secret("CANARY-postgres")))
        #expect(configuration.entries[1].enabled == false)
    }

    @Test("email_config with lists of recipients loads; use_tls means STARTTLS")
    func emailWithRecipients() throws {
        let (configuration, problems) = try Samples.fixture("production-email-recipients.json")
        let email = try #require(configuration.email)
        #expect(problems.isEmpty)
        #expect(email.security == .startTLS)
        #expect(email.successRecipients == ["ops@example.org"])
        #expect(email.failureRecipients == ["dba@example.org", "ops@example.org"])
    }

    @Test("the v2.0 file loads: numeric texts, lists in one text, user and secret, path_sql for both dbms")
    func version2() throws {
        let (configuration, problems) = try Samples.fixture("version2.json")
        let entry = configuration.entries[0]
        #expect(entry.port == 3306)
        #expect(entry.username == "root")
        #expect(entry.password == .literal(Secret("CANARY-mysql")))
        #expect(entry.databases == ["shop", "blog"])
        #expect(entry.ignored == ["information_schema", "mysql", "sys"])
        #expect(entry.comment == "the first server")
        #expect(configuration.entries[1].dbms == "postgresql")
        #expect(configuration.entries[1].databases.isEmpty)
        #expect(configuration.entries[2].port == nil)
        #expect(configuration.folder(for: Samples.mysql) == "/srv/bkp_sql")
        #expect(configuration.folder(for: Samples.postgresql) == "/srv/bkp_sql")
        #expect(configuration.folder(for: Samples.files) == "/tmp/bkp_files")
        #expect(configuration.uploadFolder == "/srv/bkp_zip")
        #expect(configuration.retention == ["files": 7])
        #expect(configuration.log.folder == "/var/log/enterprise")
        #expect((configuration.log.consoleLevel, configuration.log.fileLevel) == (.info, .debug))
        #expect(configuration.schedule?.weekdays == [1, 2, 3, 4, 5])
        #expect(configuration.schedule?.hour == 2)
        #expect(configuration.schedule?.minute == 30)
        #expect(configuration.email?.port == 465)
        #expect(configuration.email?.security == .implicitTLS)
        #expect(configuration.email?.password == .literal(Secret("CANARY-smtp")))
        #expect(problems.warnings == ["no-effect", "twin-keys", "temporary-folder"])
    }

    @Test("the spellings of documents load: exclude_databases, the forms of TLS, retention_days, to_email")
    func variants() throws {
        let (configuration, problems) = try Samples.fixture("variants.json")
        let authority = "/etc/ssl/private-ca.pem"
        #expect(problems.isEmpty)
        #expect(configuration.entries[0].ignored == ["old_*"])
        #expect(
            configuration.entries.map(\.tls) == [
                TLSPolicy(mode: .require), TLSPolicy(mode: .verifyCA, caFile: authority),
                TLSPolicy(mode: .verifyFull), TLSPolicy(mode: .verifyFull, caFile: authority), TLSPolicy(),
            ])
        #expect(configuration.newestKept(of: Samples.mysql) == 30)
        #expect(configuration.email?.failureRecipients == ["ops@example.org", "dba@example.org"])
        #expect(configuration.email?.port == 587)
    }

    @Test("mail that is switched off may be full of placeholders")
    func disabledEmail() throws {
        let (configuration, problems) = try Samples.fixture("switched-off-email.json")
        #expect(problems.isEmpty)
        #expect(configuration.email?.enabled == false)
    }

    @Test("every key of the contract loads")
    func newKeys() throws {
        let (configuration, problems) = try Samples.fixture("new-keys.json")
        let entries = configuration.entries
        #expect(problems.isEmpty)
        #expect(
            entries.map(\.password) == [
                .environment("PG_SECRET"), .file("/etc/vya-backup/maria"),
                .command(["/usr/bin/pass", "show", "CANARY-argument"]), .credential("mysql"),
            ])
        #expect(entries[0].host == "/var/run/postgresql")
        #expect(
            entries[0].tools == ["pg_dump": "/opt/pg17/bin/pg_dump", "mysqldump": "/opt/mysql/bin/mysqldump"])
        #expect(entries[0].timeouts == Timeouts(connectSeconds: 5, idleSeconds: 60, totalSeconds: 7200))
        #expect(entries[1].timeouts == Timeouts(connectSeconds: 5, idleSeconds: 300, totalSeconds: 7200))
        #expect(entries[0].options == ["--exclude-table=public.log_*"])
        #expect(configuration.runDeadlineSeconds == 7200)
        #expect(configuration.compression.engine == .zlib)
        #expect(configuration.compression.level == 6)
        #expect(configuration.log.consoleLevel == .warning)
        #expect(configuration.log.format == .json)
        #expect(configuration.log.folder == "/var/log/vya_backupdb")
        #expect(configuration.language == .english)
        #expect(configuration.folder(for: Samples.mysql) == "/var/backups/vya-backup/mysql")
    }

    @Test("J6 comments, trailing commas and tabs are taken, and are no comments inside of texts")
    func comments() throws {
        let (configuration, problems) = try Samples.fixture("commented.json")
        #expect(problems.isEmpty)
        #expect(configuration.entries[0].databases == ["/srv/# no comment/*", "/srv//not/* one"])
        #expect(configuration.entryPositions[EntryID(1)] == "commented.json:7:3")
    }

    @Test("the same keys written as YAML load")
    func yaml() throws {
        let (configuration, problems) = try Samples.fixture("production.yaml")
        #expect(problems.isEmpty)
        #expect(configuration.entries.count == 2)
        #expect(configuration.entries[0].enabled)
        #expect(configuration.entries[1].databases == ["/docker/volumes/**/*", "/opt/app/config/*.yaml"])
    }

    @Test("the v2.0 YAML file is refused with the command that converts it")
    func oldYAMLRefused() throws {
        let failure = try #require(throws: ConfigurationFailure.self) { try Samples.fixture("version2.yaml") }
        #expect(failure.exitStatus == .configuration)
        #expect(failure.diagnostics.errors == ["old-yaml"])
        #expect(failure.description.contains("config convert version2.yaml"))
    }

    @Test("the v2.0 YAML file is converted into JSON that loads")
    func oldYAMLConverted() throws {
        let bytes = try Array(Repository.contents(ofFixture: "config/version2.yaml"))
        let conversion = try LegacyYAML.convert(bytes: bytes, path: "version2.yaml")
        let (configuration, problems) = try Samples.read(conversion.json)
        #expect(problems.isEmpty)
        #expect(configuration.entries.map(\.dbms) == ["postgresql", "mysql", "files"])
        #expect(configuration.entries[0].databases.isEmpty)
        #expect(configuration.entries[0].password == .literal(Secret("CANARY-pgsql")))
        #expect(configuration.entries[0].tls == TLSPolicy(mode: .verifyCA, caFile: "/etc/ssl/private-ca.pem"))
        #expect(configuration.entries[1].databases == ["shop", "blog"])
        #expect(configuration.entries[1].password == .credential("mysql-root"))
        #expect(configuration.entries[2].enabled == false)
        #expect(configuration.folder(for: Samples.mysql) == "/srv/backups")
        #expect(configuration.newestKept(of: Samples.mysql) == 7)
        #expect(configuration.log.folder == "/var/log/enterprise")
        #expect(configuration.compression.level == 6)
        #expect(configuration.email?.security == .implicitTLS)
        #expect(conversion.notes.contains { $0.contains("gfs") })
        #expect(conversion.notes.contains { $0.contains("mysql-root") })
        #expect(conversion.notes.contains { $0.contains("storage.structure") })
        #expect(!conversion.notes.english.joined().contains("CANARY"))
    }

    @Test("what is no v2.0 YAML file is not converted")
    func nothingToConvert() throws {
        #expect(throws: ConfigurationFailure.self) {
            try LegacyYAML.convert(bytes: Array("{}".utf8), path: "a.yaml")
        }
    }
}
