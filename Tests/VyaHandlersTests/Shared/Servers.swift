import VyaCore
import VyaPlugins

@testable import VyaHandlers

/// Servers that exist only as their answers.
enum Servers {
    static func json(_ text: String) -> String { JSONValue.string(text).serialized() }

    /// A PostgreSQL server with these databases, and pg_dump of the given versions.
    static func postgresql(
        number: Int = 150_018, superuser: Bool = true, databases: [String] = ["app", "postgres"],
        clients: [Int] = [15], refusing: [String] = [], tellsSizes: Bool = true
    ) -> FakeHostProbe {
        let rows = (databases + ["template0", "template1"]).map { name in
            """
            {"name": \(json(name)), "accepts_connections": \(name != "template0" && !refusing.contains(name)),
            "invalid": false, "create": {"encoding": "UTF8", "owner": "app"}}
            """
        }
        let answer = """
            {"version": "15.18", "number": \(number), "account": "backup", "superuser": \(superuser),
            "databases": [\(rows.joined(separator: ",\n"))]}
            """
        return FakeHostProbe(
            tools: clients.flatMap { version in
                ["pg_dump", "psql", "pg_dumpall"].map {
                    (
                        "/usr/lib/postgresql/\(version)/bin/\($0)",
                        "\($0) (PostgreSQL) \(version).4 (Debian \(version).4-1)"
                    )
                }
            },
            answers: [
                .ok("json_build_object", answer),
                tellsSizes
                    ? .ok("pg_database_size", #"{"app": 1000, "postgres": 2000}"#)
                    : .failure("pg_database_size"),
            ])
    }

    static let mariadbHelp = "  --no-tablespaces\n  --routines\n  --events\n"
    static let mysqlHelp =
        "  --no-tablespaces\n  --column-statistics\n  --set-gtid-purged=name\n  --ssl-mode=name\n"
    static let everything = ["GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION"]

    /// A MariaDB server with an account that has these grants, and rows of its catalog.
    static func mariadb(
        grants: [String] = everything,
        catalog: [[String]] = [["database", "app", "utf8mb4", "utf8mb4_general_ci", ""]],
        account: String = "backup@%", cipher: String = "", globals: [FakeHostProbe.Answer]? = nil,
        tools: [(path: String, version: String)]? = nil, version: String = "10.11.6-MariaDB",
        mysqlHelp: String = mysqlHelp
    ) -> FakeHostProbe {
        func row(_ columns: [String]) -> String {
            columns.map {
                $0.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
            }
            .joined(separator: "\t")
        }
        let greeting =
            [["server", version, "comment", account], ["Ssl_cipher", cipher]] + grants.map { [$0] }
        return FakeHostProbe(
            tools: tools ?? [
                ("/usr/bin/mariadb", "mariadb  Ver 15.1 Distrib 10.11.6-MariaDB"),
                ("/usr/bin/mariadb-dump", "mariadb-dump  Ver 10.19 Distrib 10.11.6-MariaDB"),
            ],
            answers: [
                .ok("CURRENT_USER", greeting.map(row).joined(separator: "\n") + "\n"),
                .ok("CURRENT_ROLE", "role\tNONE\n"),
                .ok("SCHEMATA", catalog.map(row).joined(separator: "\n") + "\n"),
                .ok("/usr/bin/mariadb-dump --no-defaults --help", mariadbHelp),
                .ok("/usr/bin/mysqldump --no-defaults --help", mysqlHelp),
            ]
                + (globals ?? [
                    .ok("mysql.user", "account\troot\tlocalhost\tN\n"),
                    .ok(
                        "SHOW CREATE USER",
                        "CREATE USER `root`@`localhost`\nGRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`\n"),
                ]))
    }

    /// Plans an entry with a bundled plugin.
    static func plan(
        _ dbms: String, _ server: FakeHostProbe, only: [String] = [], password: String? = nil,
        examines: Bool = false,
        _ change: (inout Entry) -> Void = { _ in }
    ) throws -> EntryPlan {
        guard let plugin = try PluginCatalog.load(folder: nil).plugin(named: dbms) else { return EntryPlan() }
        var entry = Entry(id: EntryID(1), dbms: dbms)
        change(&entry)
        return try HandlerCatalog.handler(for: plugin, home: "/root").plan(
            PlanRequest(
                entry: entry, password: password.map { Secret($0) }, only: only.map { ExactName($0) },
                examines: examines),
            asking: server)
    }
}
