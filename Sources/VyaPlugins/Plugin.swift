package import VyaCore

/// The declaration of one dbms: facts about its tools, no code (schema `vya-backup.plugin/1`).
package struct Plugin: Sendable, Equatable {
    /// The schema's name.
    package static let schema = "vya-backup.plugin/1"

    /// What turns an entry into jobs.
    package enum HandlerKind: String, Sendable, CaseIterable {
        case dumpTool = "dump-tool"
        case files
    }

    /// The knowledge that a file cannot declare: how to ask the server, negotiate flags and read the dump.
    package enum Dialect: String, Sendable, CaseIterable {
        case postgresql
        case mysql
        /// SQLite: databases are files, and rows are counted in what `.dump` writes.
        case sqlite
        /// Nothing is known but what the file declares.
        case plain
    }

    /// An external program.
    package struct Tool: Sendable, Equatable {
        /// The names to look for, the preferred one first.
        package let names: [String]
        /// Path globs of folders to look into after `PATH`.
        package let folders: [String]
        /// Scripts that only choose one of the programs in `folders`, such as Debian's `pg_wrapper`.
        package let wrappers: [String]
        /// What makes it print its version.
        package let versionArguments: [String]

        /// The request by which the host is asked for it.
        package func request(configured: String?) -> ToolRequest {
            ToolRequest(
                names: names, configured: configured, folders: folders, wrappers: wrappers,
                versionArguments: versionArguments)
        }
    }

    /// The line that ends a complete dump.
    package enum EndMarker: Sendable, Equatable {
        /// The last line that is not blank begins like this.
        case line(String)
        /// The tool writes none; only its exit status speaks.
        case none
    }

    /// How one database is dumped.
    package struct Dump: Sendable, Equatable {
        /// The arguments of the dump tool.
        package let arguments: [ArgumentTemplate]
        /// How a complete dump ends.
        package let endMarker: EndMarker
        /// Options that entries may not add.
        package let refusedOptions: [RefusedOption]
    }

    /// How the databases become known.
    package struct Databases: Sendable, Equatable {
        /// Where their names come from.
        package enum Origin: String, Sendable, CaseIterable {
            /// The query tool asks the server.
            case query
            /// A database is a file; `db_list` holds path globs.
            case files
            /// Only what `db_list` names is known.
            case listed
        }

        /// Where their names come from.
        package let origin: Origin
        /// The arguments of the query tool; empty unless it is asked.
        package let arguments: [ArgumentTemplate]
        /// Globs of the databases that belong to the server itself.
        package let system: [ExactName]
    }

    /// How roles or users are backed up.
    package struct Globals: Sendable, Equatable {
        /// Who writes them.
        package enum Origin: String, Sendable, CaseIterable {
            /// A tool of their own.
            case tool
            /// The dialect composes them from what the query tool answers.
            case query
        }

        /// Who writes them.
        package let origin: Origin
        /// The arguments of the globals tool; empty if they are composed.
        package let arguments: [ArgumentTemplate]
        /// How they end.
        package let endMarker: EndMarker
    }

    /// How a dump comes back: the tool reads it from its standard input.
    package struct Restore: Sendable, Equatable {
        /// The arguments of the restore tool.
        package let arguments: [ArgumentTemplate]
    }

    /// How a password is written into the run-time secret file.
    package enum SecretFormat: String, Sendable, CaseIterable {
        /// libpq's password file.
        case pgpass
        /// MySQL's option file.
        case mysqlOptionFile = "mysql-option-file"
        /// The password alone.
        case plain
    }

    /// The name that entries use.
    package let name: String
    /// The name for people.
    package let title: String
    /// Other names that mean it.
    package let aliases: [String]
    /// `bundled`, or the path of the file that it was read from.
    package let origin: String
    /// What turns an entry into jobs.
    package let handler: HandlerKind
    /// The knowledge that comes to the facts of the file.
    package let dialect: Dialect
    /// The `bkp_system` keys of its folder; the first that is present wins.
    package let folderKeys: [String]
    /// The port of a server whose entry names none.
    package let defaultPort: Int?
    /// The program that dumps a database; nil for files alone.
    package let dumpTool: Tool?
    /// The program that asks the server.
    package let queryTool: Tool?
    /// The program that dumps roles or users.
    package let globalsTool: Tool?
    /// The program that restores a dump; nil where the query tool does.
    package let restoreTool: Tool?
    /// The environment of every tool; a variable without a value is left out.
    package let environment: [String: ArgumentTemplate]
    /// How one database is dumped; nil for files alone.
    package let dump: Dump?
    /// How the databases become known; nil for files alone.
    package let databases: Databases?
    /// How roles or users are backed up; nil if the dbms has none.
    package let globals: Globals?
    /// How a dump comes back; nil if the file does not say.
    package let restore: Restore?
    /// How the secret file is written; nil if the tools take no password.
    package let secretFormat: SecretFormat?

    /// What the configuration reader needs to know of it.
    package var summary: DbmsSummary {
        DbmsSummary(
            name: name, aliases: aliases, isFiles: handler == .files, folderKeys: folderKeys,
            refusedOptions: dump?.refusedOptions ?? [],
            optionPrefixes: dialect == .mysql ? ["loose-", "skip-", "disable-", "enable-", "maximum-"] : [],
            hasSingleDashWords: dialect == .plain || dialect == .sqlite)
    }
}
