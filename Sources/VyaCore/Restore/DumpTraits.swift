/// What a restore must know of a dump before the first byte of it is sent to a client.
package struct DumpTraits: Sendable, Equatable {
    /// Something in the dump that no dump tool writes, and that a restore refuses: what would make the client itself act, run a
    /// program, read or write a file, connect elsewhere, or a statement that is not known.
    package struct Command: Sendable, Equatable {
        /// By what a restore refuses a dump that holds one: such a dump is called damaged.
        package static let refusal: ErrorCode = "dump.command"

        /// Where it stands in the stream, in bytes.
        package let offset: Int
        /// What it is, escaped for printing, at most 100 characters.
        package let text: String
        /// True for a statement that is merely not known: it is SQL for the server, about the database's own objects, so that
        /// an operator who has looked at it may let it run.
        package let isUnknown: Bool

        package init(offset: Int, text: String, isUnknown: Bool = false) {
            self.offset = offset
            self.text = text
            self.isUnknown = isUnknown
        }

        /// The place and the words.
        package var words: Message { "at byte \(offset): \(text)" }
    }

    /// What a dump needs and does not bring along.
    package enum Need: Hashable, Sendable {
        /// A role or user that owns something or is granted something.
        case role(ExactName)
        /// An account in whose name views and routines run (MySQL), as `name@host`.
        case definer(ExactName)
        /// An extension of the server (PostgreSQL).
        case serverExtension(ExactName)
        /// A place on the disk with a name.
        case tablespace(ExactName)
        /// How the texts of a table are compared (MySQL).
        case collation(String)
        /// A time zone by its name, in which events run (MySQL).
        case timeZone(String)
        /// What coordinates mean, by the number of the spatial reference system (MySQL).
        case spatialReference(Int)
    }

    /// One thing that the dump makes, as far as restoring single tables has to tell it from others.
    package struct Item: Sendable, Equatable {
        /// The dump's own word for what it is, in lower case, such as `table` or `fk constraint`.
        package let kind: String
        /// The table that it belongs to, as the dump names it; nil when it belongs to none.
        package let table: ExactName?
        /// Its bytes in the stream.
        package let bytes: Range<Int>
        /// The tables that it makes its table a child of, or a partition; of a function or type those that it is made of
        /// (PostgreSQL).
        package var parents: [ExactName] = []
        /// True when the table is a partition of these.
        package var isPartition = false
        /// The first statement among its bytes that is about something else than its table; where it has none and comes with every
        /// table, about anything but the session.
        package var stranger: Range<Int>?
        /// The first one about a table whose name differs by the case of its letters alone (MySQL).
        package var lookalike: Range<Int>?

        package init(kind: String, table: ExactName?, bytes: Range<Int>) {
            self.kind = kind
            self.table = table
            self.bytes = bytes
        }
    }

    /// An object of the dump that holds code or reaches for other objects by their names (MySQL).
    package struct Code: Sendable, Equatable {
        /// `view`, `trigger`, `procedure`, `function`, `package`, `event`, or `table` for one that names another database.
        package let kind: String
        package let name: ExactName
        /// The bytes of its statement in the stream.
        package let bytes: Range<Int>
        /// What stands in front of a dot in it, in lower case: databases, tables and what these are called there.
        package var mentions: Set<String>
        /// The word that has it run by itself from now on; nil if it does not.
        package var enabling: Range<Int>?
        /// The words that say in whose name it runs; nil if none do.
        package var definer: Range<Int>?
        /// The account in whose name it runs, as `name@host`; nil where none is named.
        package var account: ExactName?
        /// The tables and views of its own database that a view is made of.
        package var sources: Set<ExactName> = []
        /// True for a view that may check what is written through it: a server makes one only above what can be written to.
        package var isChecked = false
        /// Its statement with those around it that set the session for it.
        package var setting: Range<Int>
        /// The statement that drops what stood in for it until now.
        package var dropping: Range<Int>?
        /// The databases that are named in front of sequences, and of a routine's libraries, each with its dot.
        package var sequences: [Named] = []
        /// True for a table whose rows take numbers of such sequences while they are loaded, as far as that can be told.
        package var drawsNumbers = false
        /// True for a table that shows what lies elsewhere.
        package var isWindow = false
        /// True for an event that runs once, or up to a time, and is dropped then: a server makes none whose time is past.
        package var isPassing = false
        /// True for a function that does not say that it changes nothing, which servers with a binary log refuse.
        package var mayChangeData = false

        package init(
            kind: String, name: ExactName, bytes: Range<Int>, mentions: Set<String> = [],
            enabling: Range<Int>? = nil
        ) {
            self.kind = kind
            self.name = name
            self.bytes = bytes
            self.mentions = mentions
            self.enabling = enabling
            setting = bytes
        }
    }

    /// A piece of the dump that is about one name, such as a setting of the session that not every server knows.
    package struct Named: Sendable, Equatable {
        /// The name; that of a setting in lower case.
        package let name: String
        /// Its bytes in the stream: a whole statement, if nothing else is said.
        package let bytes: Range<Int>

        package init(name: String, bytes: Range<Int>) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// A statement that asks for more rights than the owner of a database has.
    package struct Privileged: Sendable, Equatable {
        /// What it is about, in the plural, such as `owners`.
        package let subject: String
        /// True when something else of the dump may need it.
        package let isNeeded: Bool
        /// Its bytes in the stream.
        package let bytes: Range<Int>
        /// Its text, where somebody else may run it instead.
        package let text: String?

        package init(subject: String, isNeeded: Bool, bytes: Range<Int>, text: String? = nil) {
            self.subject = subject
            self.isNeeded = isNeeded
            self.bytes = bytes
            self.text = text
        }
    }

    /// True when rows are checked against the name of the database that they are in, so that they come back into no other
    /// (PostgreSQL).
    package var namesItsDatabase = false

    /// Commands of the client outside of data; any of them keeps the dump from being restored.
    package var commands: [Command] = []
    /// Lines and statements that the client is not to get, because the restore does itself what they are for:
    /// `\restrict`, the sandbox line, `CREATE DATABASE`, `USE`.
    package var omissions: [Range<Int>] = []
    /// Statements that no restore of a single table brings: what drops something, and what stands above the first item and does more
    /// than set the session (PostgreSQL).
    package var loose: [Range<Int>] = []
    /// Settings that a dump tool writes for every server, also for one that is older than they are.
    package var settings: [Named] = []
    /// Statements that a drill without rights leaves out.
    package var privileged: [Privileged] = []
    /// The schemas that the dump makes (PostgreSQL), with the bytes of the statements; names as the dump writes them.
    package var schemas: [Named] = []
    /// The statements that make extensions, or say something of them, by the extension's name (PostgreSQL).
    package var extensions: [Named] = []
    /// What the dump needs.
    package var needs: Set<Need> = []
    /// The roles that statements of some subjects name, such as `owners` and `privileges`; of all others under `""` (PostgreSQL).
    package var roles: [String: Set<ExactName>] = [:]
    /// Statements that grant something to a role that was dropped, of which only the number was left (PostgreSQL).
    package var dangling: [Named] = []
    /// What it makes, in its order; only filled for inspectors that are made for single tables.
    package var items: [Item] = []
    /// The first lines say that the client shall refuse commands (MariaDB's sandbox, PostgreSQL's `\restrict`).
    package var isRestricted = false
    /// The objects that hold code, in the dump's order.
    package var code: [Code] = []
    /// The first statements, as long as they only set the session (MySQL).
    package var preamble: Range<Int>?
    /// The name that the dump itself has for its database, where it tells.
    package var database: ExactName?
    /// The other databases that it has, where it is a dump of several (MySQL).
    package var otherDatabases: Set<ExactName> = []
    /// Where the dump tool introduces itself: a file can hold several dumps, one behind the other.
    package var beginnings: [Int] = []
    /// The dump makes at least one table (PostgreSQL, MySQL; elsewhere tables are counted).
    package var makesTables = false
    /// What sequences are set to, as the dump writes it (MariaDB).
    package var sequenceValues: [ExactName: String] = [:]
    /// Names of its tables, views and sequences that begin as the program's own do (MySQL).
    package var reserved: Set<ExactName> = []
    /// The first major version of MySQL's own client that reads the dump as the server does; nil where every client does (MySQL).
    package var leastMySQLClient: Int?
    /// The last major version of MySQL's own client that reads the dump as the server did; nil where every client does (MySQL).
    package var mostMySQLClient: Int?
    /// The tables whose policies hold for their owners, too, as the dump writes them, each with the statement that says so
    /// (PostgreSQL).
    package var forced: [Named] = []
    /// The tables, as the dump names them, with columns that are computed whenever they are read, and those with anything that
    /// is computed or checked as rows are written (MySQL).
    package var virtual: Set<ExactName> = []
    package var computing: Set<ExactName> = []
    /// The dump makes libraries of code in other languages (MySQL).
    package var hasLibraries = false
    /// The encoding that the dump says it is in.
    package var encoding: String?

    /// Makes traits of a dump that has none.
    package init() {}
}

/// Reads a dump as a scanner does, and besides what a restore must know of it.
package protocol DumpInspector: StreamScanner {
    /// Takes note that so many bytes of the stream were left out here; they are rows of a table, a `TableExtent`.
    mutating func skip(_ count: Int)

    /// What was seen; to be called after `finish`.
    var traits: DumpTraits { get }
}

extension DumpTraits.Item {
    /// What keeps the item from coming into a database alone.
    package var refusal: Explanation? {
        guard let stranger else { return nil }
        return Explanation(
            "restore.stranger",
            """
            what belongs to \(table.map { "the table \($0.text.printable)" } ?? ("every table" as Message)) \
            holds a statement about something else, at byte \(stranger.lowerBound), which could change what is there
            """,
            hints: [
                "look at that place; restore the whole dump under another name with --target NAME, and copy the table"
            ])
    }
}
