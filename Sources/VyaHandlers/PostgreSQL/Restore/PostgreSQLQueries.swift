import VyaCore
import VyaPlugins

/// A server that was asked, and the way to it.
struct PostgreSQLQueries {
    let context: DumpContext
    let connection: PostgreSQLConnection
    let target: PostgreSQLTarget

    /// The server for people, such as `PostgreSQL 15.18 at db1:5432`.
    var serverText: String {
        let host = context.entry.host ?? "the local socket"
        let port = (context.entry.port ?? context.plugin.defaultPort).map { ":\($0)" } ?? ""
        return "PostgreSQL \(target.version) at \(host.printable)\(port)"
    }

    /// A step that runs a script.
    func step(_ title: String, _ sql: String, in database: String? = nil) -> RestoreStep {
        RestoreStep(
            title, .run(connection.script(in: database ?? connection.database), input: Array(sql.utf8)))
    }

    /// Removes a database, if it is there.
    func dropStep(_ name: String) -> RestoreStep {
        step("remove the database \"\(name.printable)\"", dropScript(name))
    }

    /// Removes a database, if it is there, whoever is in it.
    func dropScript(_ name: String) -> String {
        let quoted = PostgreSQLName.quoted(name)
        // A template cannot be dropped, and a restore that was stopped late has made it one.
        var text =
            PostgreSQLDatabaseScript.head + "SELECT "
            + PostgreSQLName.literal("ALTER DATABASE \(quoted) IS_TEMPLATE false")
            + " FROM pg_catalog.pg_database WHERE datistemplate AND datname = \(PostgreSQLName.literal(name)) \\gexec\n"
        if target.major >= 1300 {
            text += "DROP DATABASE IF EXISTS \(quoted) WITH (FORCE);\n"
        } else {
            text += endingSessions(in: name) + "DROP DATABASE IF EXISTS \(quoted);\n"
        }
        return text
    }

    /// Ends the sessions in a database.
    func endingSessions(in name: String) -> String {
        "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity "
            + "WHERE datname = \(PostgreSQLName.literal(name)) AND pid <> pg_catalog.pg_backend_pid();\n"
    }
}
