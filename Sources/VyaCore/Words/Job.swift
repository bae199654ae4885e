/// What an artifact holds.
package enum ArtifactKind: String, Sendable, CaseIterable {
    /// One database as its dump tool writes it.
    case dump
    /// The roles or users of a server.
    case globals
    /// A tar archive of one pattern.
    case files
}

/// One database, one set of globals or one pattern; it becomes one artifact.
package struct Job: Sendable {
    /// Where the bytes come from.
    package enum Source: Sendable {
        /// A tool's standard output, read by a scanner.
        case tool(ToolInvocation, scanner: @Sendable () -> any StreamScanner)
        /// Text that the handler composed from what the server answered, read by a scanner.
        case composed([UInt8], scanner: @Sendable () -> any StreamScanner)
        /// A tar archive of what a path glob matches, without what the ignored globs match.
        case files(pattern: ExactName, ignored: [ExactName])
    }

    /// The entry that it belongs to.
    package let entry: EntryID
    /// The dbms as the entry names it.
    package let dbms: String
    /// What the artifact will hold.
    package let kind: ArtifactKind
    /// The database or pattern; `globals` for globals.
    package let database: ExactName
    /// What the names of its artifacts have instead of the database or pattern; nil where they have that.
    package var slug: String?
    /// Where the bytes come from.
    package let source: Source
    /// The deadlines of the tool.
    package let timeouts: Timeouts
    /// What the manifest says about tool and server.
    package let provenance: Provenance
    /// The size of the source as the server or file system tells it, in bytes.
    package var estimatedBytes: Int?
    /// What the operator should know.
    package var warnings: [Message]
    /// What the artifact will certainly lack; each makes the backup incomplete.
    package var shortfalls: [Message]
    /// The statements that give the account what it lacks for warnings and shortfalls to go.
    package var grants: [String] = []
    /// What the server's catalog listed when the dump was planned; nil when it is asked as the dump begins.
    package var listing: CatalogListing?
    /// Asks the server's catalog what the source holds now; nil where there is nothing to compare the dump with.
    ///
    /// Called before the dump where there is no `listing`, and after one that lacks something, which may have been dropped
    /// meanwhile. Blocks, and throws what keeps the server from being asked.
    package var list: (@Sendable () throws -> CatalogListing)?
    /// True when `list` may be called while another dump of the entry is made: it takes one more session.
    package var listsAhead = false
    /// True for a tool that fails before its first byte when something is dropped between its list of objects and its locks.
    package var mayMeetChanges = false
    /// True when the artifact belongs to the dump of a database and needs the set's globals to come back.
    package var needsGlobals: Bool
    /// Turns the last error lines of a failed tool into hints for the operator.
    package var advice: @Sendable ([String]) -> [Message] = { _ in [] }
    /// Judges the error lines of a tool that succeeded; where nothing is known of the tool, all are worth a warning.
    package var remarks: @Sendable ([String]) -> ToolRemarks = {
        ToolRemarks(warnings: $0.map(Message.init(verbatim:)))
    }
    /// What a dump that is whole shows to be amiss with its source, for the warnings.
    package var review: @Sendable (StreamSummary) -> [Message] = { _ in [] }
    /// Tells by how a tool failed, and by its last error lines, whether to try again; nil for failures that would repeat.
    package var retry: @Sendable (ToolEnding, [String]) -> RetryRule? = { _, _ in nil }

    package init(
        entry: EntryID, dbms: String, kind: ArtifactKind, database: ExactName, source: Source,
        timeouts: Timeouts = Timeouts(), provenance: Provenance = Provenance(), estimatedBytes: Int? = nil,
        warnings: [Message] = [], shortfalls: [Message] = [], needsGlobals: Bool = false
    ) {
        self.entry = entry
        self.dbms = dbms
        self.kind = kind
        self.database = database
        self.source = source
        self.timeouts = timeouts
        self.provenance = provenance
        self.estimatedBytes = estimatedBytes
        self.warnings = warnings
        self.shortfalls = shortfalls
        self.needsGlobals = needsGlobals
    }

    /// The file name's ending before the codec's: `sql` or `tar`.
    package var fileExtension: String { kind == .files ? "tar" : "sql" }
}

/// What a dump tool said though it succeeded.
package struct ToolRemarks: Sendable, Equatable {
    /// What it left out, in its own words.
    package var shortfalls: [Message]
    /// What takes nothing from the dump.
    package var warnings: [Message]

    package init(shortfalls: [Message] = [], warnings: [Message] = []) {
        (self.shortfalls, self.warnings) = (shortfalls, warnings)
    }
}

/// What the catalog of a server says that a database holds: what a whole dump of it has at least.
package struct CatalogListing: Sendable, Equatable {
    /// The tables, as the dump names them; empty where the dump's own names cannot be told in advance.
    package var tables: Set<ExactName>
    /// The objects of some kinds, by the dump's words for these: each one's name by what no other object of its kind ever has.
    package var objects: [String: [String: String]]
    /// How many rows the source itself counts in some tables; a whole dump has no fewer.
    ///
    /// Only where that is cheap and obeys nobody: for InnoDB it takes a seventh of the dump's time, and PostgreSQL's planner
    /// evaluates a tenant's index predicates for it.
    package var rows: [ExactName: Int] = [:]
    /// What a dump of it says otherwise than it is, for the warnings.
    package var remarks: [Message] = []
    /// What no dump of it can hold; each makes the backup incomplete.
    package var shortfalls: [Message] = []

    package init(tables: Set<ExactName> = [], objects: [String: [String: String]] = [:]) {
        (self.tables, self.objects) = (tables, objects)
    }

    /// What both of two listings hold.
    package func common(with other: CatalogListing) -> CatalogListing {
        var common = CatalogListing(tables: tables.intersection(other.tables))
        // Where the second look could not count, the first one holds.
        for (table, count) in rows {
            common.rows[table] = other.rows.isEmpty ? count : other.rows[table].map { min($0, count) }
        }
        for (kind, names) in objects {
            common.objects[kind] = names.filter { other.objects[kind]?[$0.key] != nil }
        }
        return common
    }
}

/// What the manifest says about how an artifact came about.
package struct Provenance: Sendable, Equatable {
    /// The tool's name; nil for the native tar writer.
    package var toolName: String?
    /// The tool's version line.
    package var toolVersion: String?
    /// The tool's absolute path.
    package var toolPath: String?
    /// The server's own version string.
    package var serverVersion: String?
    /// The size of the database on its server, indexes included, as the server told it, in bytes.
    package var databaseBytes: Int?
    /// What is needed to create the database: encoding, locale, owner, settings, grants, comment.
    package var create: JSONValue?
    /// What was chosen about flags and tools, and why, one sentence each.
    package var decisions: [String]

    package init(
        toolName: String? = nil, toolVersion: String? = nil, toolPath: String? = nil,
        serverVersion: String? = nil, create: JSONValue? = nil, decisions: [String] = []
    ) {
        self.toolName = toolName
        self.toolVersion = toolVersion
        self.toolPath = toolPath
        self.serverVersion = serverVersion
        self.create = create
        self.decisions = decisions
    }
}

/// Says that a failure may not happen again, and how often the dump may be tried once more.
package struct RetryRule: Sendable, Equatable {
    /// How many attempts may follow the first.
    package let repetitions: Int
    /// How long to wait before each of them.
    package let pause: Duration

    package init(repetitions: Int, pause: Duration = .zero) {
        self.repetitions = repetitions
        self.pause = pause
    }
}
