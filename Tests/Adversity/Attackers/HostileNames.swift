import Foundation
import Testing
import VyaConfig
import VyaCore
import VyaPlugins
import VyaTestSupport

/// Names that are options, commands, connection strings, mail headers and every byte there is, through all that the
/// program does with names.
@Suite("Hostile names", .ownThread(seconds: Adversity.isFull ? 1800 : 240))
struct HostileNames {
    /// Names that no client tool or mail may act upon, beyond those of `HostileData`.
    private static let commands = [
        "x\r\nBcc: evil@example.net", "--result-file=/tmp/vya-evil", "--file=/tmp/vya-evil",
        "-f/tmp/vya-evil",
        "$(touch /tmp/vya-evil)", "`touch /tmp/vya-evil`", ";touch /tmp/vya-evil", "|touch /tmp/vya-evil",
        "'; DROP TABLE t; --", "\"; DROP TABLE t; --", "\\! touch /tmp/vya-evil", "\\copy t to program 'id'",
        "%s%n%x", "{{name}}", "<script>", "../../../tmp/vya-evil", "\u{202E}gpj", "\u{1}\u{1B}[31m\u{7F}",
        "-- Dump completed", "\\.", "COPY t FROM stdin;", "a;b,c d", "*", "?", "[!a]", "**", "!(x)",
    ]

    /// Each ASCII character and each of Latin-1 as a name of its own.
    private static let characters = (1...255).compactMap { Unicode.Scalar($0).map { String(Character($0)) } }

    private static func mailSettings(_ server: SMTPServer) -> String {
        """
        , "email_settings": { "enabled": true, "smtp_host": "127.0.0.1", "smtp_port": \(server.port),
          "from_email": "backup@example.org", "success_recipients": ["good@example.org"],
          "failure_recipients": ["bad@example.org"] }
        """
    }

    /// The same names without those that stand there twice, byte for byte.
    private static func unique(_ names: [String]) -> [String] {
        var seen = Set<ExactName>()
        return names.filter { seen.insert(ExactName($0)).inserted }
    }

    /// Whether a line is the start of `setpriv` as the program has it: the name of the tool, a path, comes behind all options.
    private static func isLauncher(_ line: some StringProtocol) -> Bool {
        let beginning = #"execve("/usr/bin/setpriv", ["/usr/bin/setpriv", "#
        // The second is how it is asked, once, whether it knows the option.
        return [#""--pdeathsig", "KILL", "--", "/"#, #""--version"]"#].contains {
            line.contains(beginning + $0)
        }
    }

    /// Runs a host under strace, and says what it did that it must not: programs beside the allowed ones, files beside the
    /// places that a host has, mails to others or with other headers.
    private func run(
        _ night: Night, mailing server: SMTPServer, allowing tools: Set<String>, status: Int32
    ) throws -> [String] {
        let result = try night.program.run(night.arguments(), under: .recordingExecutions, within: 300)
        var wrong: [String] = []
        if result.status != status { wrong.append("the run ended with \(result)") }
        for line in result.trace.lines where line.contains("execve(\"") {
            let path = line.split(separator: "\"").dropFirst().first.map(String.init) ?? ""
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            // pg_dumpall asks pg_dump for its version through popen(3): a fixed command without a name.
            let asksVersion = ["sh", "pg_dump", "perl"].contains(name) && line.contains("-V\"")
            if !tools.contains(name), !asksVersion, !path.hasSuffix("/vya-backup"), !Self.isLauncher(line) {
                wrong.append("\(line.prefix(300)) was executed")
            }
        }
        let places: Set = ["config.json", "home", "log", "out", "plugins", "runtime", "state", "tree"]
        wrong += try night.folder.names().filter { !places.contains($0) }.map { "the file \($0) was made" }
        if access("/tmp/vya-evil", F_OK) == 0 { wrong.append("a name was acted upon") }
        let mails = try server.mails()
        let expected = status == 0 ? ["good@example.org"] : ["bad@example.org"]
        if mails.map(\.envelope.to) != [expected] {
            wrong.append("mails went to \(mails.map(\.envelope.to))")
        }
        let headers = [
            "auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to",
        ]
        for mail in mails where mail.content.names != headers || !mail.content.defects.isEmpty {
            wrong.append(
                "the mail has the headers \(mail.content.names) and the defects \(mail.content.defects)")
        }
        let found = night.artifacts().filter {
            !$0.allSatisfy { $0.isASCII && !$0.isWhitespace && $0 != "/" }
        }
        wrong += found.map { "a file is called \($0)" }
        return wrong + (try night.problems())
    }

    /// The databases that `list` tells of, dumps alone.
    private func listed(_ night: Night) throws -> [String] {
        let list = try night.run("list", "--json").json()["backups"]?.arrayValue ?? []
        return list.filter { $0["kind"]?.stringValue == "dump" }.compactMap { $0["database"]?.stringValue }
    }

    private func same(_ one: [String], _ other: [String], _ what: String) -> [String] {
        let (one, other) = (Set(one.map { ExactName($0) }), Set(other.map { ExactName($0) }))
        return one == other
            ? []
            : ["\(what) are not the same: \(one.symmetricDifference(other).map(\.text.debugDescription))"]
    }

    @Test(
        "G1 G2 G3 H5 PostgreSQL: databases, tables and roles of any name are backed up, listed, mailed and restored"
    )
    func postgreSQL() throws {
        let source = try PrivatePostgreSQL()
        let identifier = PrivatePostgreSQL.identifier
        let fitting = Self.unique(HostileData.postgreSQLNames + Self.commands).filter { $0.utf8.count <= 63 }
        // pg_dumpall refuses line ends in the names of databases and roles, and so does this program.
        let names = fitting.filter { !$0.contains { $0.isNewline } }
        // All characters, 31 in a name: one of Latin-1 takes two bytes.
        let letters = Self.characters.filter { !"\n\r".contains($0) }
        let spread = stride(from: 0, to: letters.count, by: 31).map {
            letters[$0..<min($0 + 31, letters.count)].joined()
        }
        for name in Self.commands.filter({ names.contains($0) }) + spread { try source.createDatabase(name) }
        let databases = try source.query(
            "SELECT datname FROM pg_database WHERE datallowconn AND datname NOT LIKE 'template%'"
        )
        .split(separator: "\n").map(String.init)
        try source.createDatabase("tables")
        let roles = Self.unique(names.filter { !$0.hasPrefix("pg_") } + letters)
        let statements = roles.map { "CREATE ROLE \(identifier($0)); GRANT pg_monitor TO \(identifier($0));" }
        try source.execute(statements.joined(separator: "\n"))
        let tables = Self.unique(fitting + Self.characters)
        try source.execute(
            tables.enumerated().map { index, name in
                let role = roles[index % roles.count]
                return "CREATE TABLE \(identifier(name)) (\(identifier(name)) int);"
                    + " INSERT INTO \(identifier(name)) VALUES (\(index));"
                    + " ALTER TABLE \(identifier(name)) OWNER TO \(identifier(role));"
            }.joined(separator: "\n"), in: "tables")

        let server = try SMTPServer("plain")
        let night = try Night(entries: [], settings: Self.mailSettings(server))
        try night.configure([Night.entry(source)])
        var wrong = try run(
            night, mailing: server, allowing: ["pg_dump", "psql", "pg_dumpall", "postgres"], status: 0)
        wrong += same(try listed(night), databases + ["tables"], "the databases of list")
        let manifest = try night.manifest(of: "tables")
        let counted = manifest.proof.tables.count { $0.rows == 1 }
        if counted != tables.count { wrong.append("\(counted) of \(tables.count) tables have their row") }

        // Onto another server, with the roles; then everything is there byte for byte.
        let target = try PrivatePostgreSQL()
        try night.configure([Night.entry(target)])
        let artifact = try night.artifact(of: "tables")
        let name = "restored \(Self.commands[4])"
        let result = try night.restore(artifact, "--globals", "--target", name)
        if result.status != 0 { wrong.append("the restore ended with \(result)") }
        let inventory = """
            SELECT string_agg(encode(convert_to(relname, 'UTF8'), 'hex') || ' ' || encode(convert_to(rolname, 'UTF8'), 'hex'),
                ',' ORDER BY relname COLLATE "C")
            FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            """
        if result.status == 0, try source.query(inventory, in: "tables") != target.query(inventory, in: name)
        {
            wrong.append("tables or their owners have other names")
        }
        let owners =
            "SELECT string_agg(encode(convert_to(rolname, 'UTF8'), 'hex'), ',' ORDER BY rolname COLLATE \"C\") FROM pg_roles"
        if try source.query(owners) != target.query(owners) { wrong.append("roles have other names") }
        Adversity.report(
            "G1 hostile names, PostgreSQL",
            [
                "databases": databases.count, "tables": tables.count, "roles": roles.count,
                "wrong": wrong.count,
            ])
        #expect(wrong.isEmpty, "\(wrong.map { $0.prefix(2000) })")
    }

    @Test(
        "G1 G3 H5 MariaDB: databases, tables and users of any name are backed up, listed, mailed and restored"
    )
    func mariaDB() throws {
        let source = try PrivateMariaDB()
        let identifier = PrivateMariaDB.identifier
        let text = { (name: String) in
            "'" + name.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'")
                + "'"
        }
        // A name ends in no white space, and has 64 characters of the basic plane, most of which take five bytes in the
        // name of its file; traps.md T20: none has quotes where routines are asked for.
        let endsInSpace = { (name: String) in
            name.unicodeScalars.last.map { (9...13).contains($0.value) || $0.value == 32 } ?? true
        }
        let fitting = Self.unique(HostileData.mariaDBNames + Self.commands).filter {
            $0.unicodeScalars.count <= 64 && !endsInSpace($0)
                && $0.unicodeScalars.allSatisfy { $0.value < 65_536 }
        }
        let letters = Self.characters.filter { !endsInSpace($0) }
        let databases = Self.commands.filter { fitting.contains($0) && !$0.contains { $0.isNewline } }
        let spread = ["\n\r'\""].reduce(letters) { rest, out in rest.filter { !out.contains($0) } }
        let rows = stride(from: 0, to: spread.count, by: 40).map {
            spread[$0..<min($0 + 40, spread.count)].joined() + "x"
        }
        for name in databases + rows { try source.createDatabase(name) }
        try source.createDatabase("tables")
        let tables = Self.unique(fitting + letters)
        // Names that differ in case alone are one table where the file system or the server folds them.
        try source.execute(
            tables.enumerated().map { index, name in
                "CREATE TABLE \(identifier(name)) (id int); INSERT INTO \(identifier(name)) VALUES (\(index));"
            }.joined(separator: "\n"), in: "tables")
        let users = Self.unique(fitting + letters).filter { $0.unicodeScalars.count <= 60 }
        try source.execute(
            "SET NAMES utf8mb4; SET collation_connection = utf8mb4_bin;\n"
                + users.map {
                    "CREATE USER IF NOT EXISTS \(text($0))@'%'; GRANT SELECT ON tables.* TO \(text($0))@'%';"
                }
                .joined(separator: "\n"))

        let server = try SMTPServer("plain")
        let night = try Night(entries: [], settings: Self.mailSettings(server))
        try night.configure([Night.entry(source)])
        var wrong = try run(
            night, mailing: server, allowing: ["mariadb-dump", "mariadb", "mysql", "mysqldump"], status: 0)
        wrong += same(try listed(night), databases + rows + ["tables"], "the databases of list")
        let manifest = try night.manifest(of: "tables")
        let counted = manifest.proof.tables.count { $0.rows == 1 }
        if counted != tables.count { wrong.append("\(counted) of \(tables.count) tables have their row") }

        let target = try PrivateMariaDB()
        try night.configure([Night.entry(target)])
        let name = "restored \(Self.commands[4])"
        let result = try night.restore(try night.artifact(of: "tables"), "--globals", "--target", name)
        if result.status != 0 { wrong.append("the restore ended with \(result)") }
        let inventory = { (database: String) in
            "SELECT HEX(TABLE_NAME) FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(text(database)) ORDER BY 1"
        }
        if result.status == 0, try source.query(inventory("tables")) != target.query(inventory(name)) {
            wrong.append("tables have other names")
        }
        let accounts = "SELECT HEX(User), HEX(Host) FROM mysql.user ORDER BY 1, 2"
        let (before, after) = (try source.query(accounts), try target.query(accounts))
        if before != after {
            let difference = Set(before.split(separator: "\n")).symmetricDifference(
                after.split(separator: "\n"))
            wrong.append("users have other names: \(difference)")
        }
        Adversity.report(
            "G1 hostile names, MariaDB",
            [
                "databases": databases.count + rows.count, "tables": tables.count, "users": users.count,
                "wrong": wrong.count,
            ])
        #expect(wrong.isEmpty, "\(wrong.map { $0.prefix(2000) })")
    }

    @Test(
        "B19 D13 D14 D18 G1 H5 files of any name are archived by literal and by wild patterns, and come back byte for byte"
    )
    func files() throws {
        let server = try SMTPServer("plain")
        let night = try Night(entries: [], settings: Self.mailSettings(server))
        mkdir(night.folder("tree"), 0o700)
        let names = Set((HostileData.postgreSQLNames + Self.commands).map { ExactName($0) })
            .filter { !$0.text.contains("/") }
        var maker = Command(
            "/usr/bin/python3", "-c",
            """
            import json, os, sys
            os.chdir(sys.argv[1])
            names = [os.fsencode(name) for name in json.load(sys.stdin)]
            names += [bytes([byte]) for byte in range(1, 256) if byte not in (0x2E, 0x2F)] + [bytes(range(128, 256)), b'x' * 255]
            for name in names:
                for folder in (b'bytes', b'literal'):
                    os.makedirs(folder, exist_ok=True)
                    if folder == b'literal' and not name.decode('utf-8', 'ignore').encode() == name: continue
                    with open(folder + b'/' + name, 'wb') as file: file.write(name)
            os.symlink('/etc/shadow', 'bytes/link-to-shadow')
            """, night.folder("tree"))
        maker.input = Data(JSONValue.strings(names.map(\.text)).serialized().utf8)
        try maker.check()
        // Each name written out, with every character that means something in a glob escaped.
        let literal = names.filter { !$0.text.contains { $0.isNewline } }.map { name in
            night.folder("tree/literal/")
                + name.text.map { "*?[]{}!()\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        }.sorted()
        let patterns = [night.folder("tree/bytes"), night.folder("tree/literal/*")] + literal
        try night.configure([
            """
            { "id_dbms": 3, "dbms": "files", "enabled": true,
              "db_list": \(JSONValue.strings(patterns).serialized(pretty: false)) }
            """
        ])
        var wrong = try run(night, mailing: server, allowing: [], status: 0)
        if night.artifacts().count != patterns.count {
            wrong.append("\(night.artifacts().count) archives of \(patterns.count) patterns")
        }
        for (index, pattern) in patterns.enumerated() {
            let artifact = try night.artifact(of: pattern, kind: "files")
            let manifest = try night.manifest(of: pattern, kind: "files")
            // A pattern that is a name matches that name alone.
            if index > 1, manifest.proof.entries != 1 {
                wrong.append("\(pattern) is \(manifest.proof.entries ?? 0) files")
            }
            guard index < 2 else { continue }
            let target = night.folder("out-\(index)")
            let result = try night.restore(artifact, "--to", target)
            if result.status != 0 { wrong.append("the restore ended with \(result)") }
            let folder = night.folder(index == 0 ? "tree/bytes" : "tree/literal")
            let difference = try Command(
                "/usr/bin/diff", "-r", "--no-dereference", folder, target + folder
            ).run()
            if difference.status != 0 { wrong.append("\(difference.text.prefix(500))") }
        }
        Adversity.report(
            "D13 hostile names of files",
            ["patterns": patterns.count, "names": names.count, "wrong": wrong.count])
        #expect(wrong.isEmpty, "\(wrong.map { $0.prefix(2000) })")
    }

    @Test("G1 G3 hosts, users and ports of any name are refused or stay one piece of data")
    func hosts() throws {
        let names =
            HostileData.postgreSQLNames + Self.commands + [
                "-h", "127.0.0.1 dbname=x", "127.0.0.1,evil.example.net", "/tmp/../tmp", "@abstract", "host'",
                "::1", "[::1]",
            ]
        let known = try PluginCatalog.load(folder: nil).summaries
        let night = try Night(entries: [])
        var entries: [String] = []
        var refused = 0
        for (index, name) in names.enumerated() {
            for (which, dbms) in ["postgresql", "mysql"].enumerated() {
                for field in ["host", "username"] {
                    let others = field == "host" ? "" : #", "host": "127.0.0.1""#
                    let entry = """
                        { "id_dbms": \(entries.count + 1), "dbms": "\(dbms)", "port": \(1 + index * 2 + which), "db_list": ["x"],
                          "timeouts": { "connect_seconds": 1 }, "\(field)": \(JSONValue.string(name).serialized())\(others) }
                        """
                    let file = #"{ "db_config": [ \#(entry) ] }"#
                    let configuration = try? ConfigurationReader.read(
                        bytes: Array(file.utf8), path: "x.json", knownDbms: known)
                    if configuration == nil { refused += 1 } else { entries.append(entry) }
                }
            }
        }
        try night.configure(entries)
        let result = try night.program.run(night.arguments(), under: .recordingExecutions, within: 300)
        var wrong = result.status == 2 ? [] : ["the run ended with \(result)"]
        let allowed: Set = ["pg_dump", "psql", "pg_dumpall", "mariadb-dump", "mariadb", "vya-backup"]
        for line in result.trace.lines where line.contains("execve(\"") {
            let path = line.split(separator: "\"").dropFirst().first.map(String.init) ?? ""
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            if !allowed.contains(name), !(name == "perl" || name == "postgres"), !Self.isLauncher(line) {
                wrong.append("\(line.prefix(300)) was executed")
            }
        }
        if access("/tmp/vya-evil", F_OK) == 0 { wrong.append("a name was acted upon") }
        if !night.artifacts().isEmpty { wrong.append("there are backups") }
        let failures = (try night.log()).split(separator: "\n").count { $0.contains(" ERROR ") }
        if failures < entries.count {
            wrong.append("\(failures) failures of \(entries.count) entries are in the log")
        }
        Adversity.report(
            "G1 hostile hosts and users",
            [
                "tried": refused + entries.count, "refused": refused, "run": entries.count,
                "wrong": wrong.count,
            ])
        #expect(wrong.isEmpty, "\(wrong.map { $0.prefix(2000) })")
        #expect(refused > 0 && entries.count > 40)
    }
}
