/// Knows how a dump of one dbms comes back; it runs nothing itself, and learns of the server by asking.
///
/// The engine owns the order of things: it proves the artifact, has it inspected, asks for a plan, and carries it
/// out step by step.
package protocol Restorer: Sendable {
    /// What the first bytes of a stream, some thousands, tell of the program that wrote it.
    func sign(of beginning: [UInt8]) -> DumpSign

    /// Makes what reads a dump of this kind to prove it: as fast as it can, and nothing more.
    func scanner(of kind: ArtifactKind) -> any StreamScanner

    /// Makes what reads a dump of this kind before it is restored; `forTables` has it list the items of the dump.
    func inspector(of kind: ArtifactKind, forTables: Bool) -> any DumpInspector

    /// Makes what reads a dump of a database for its content, so that two dumps can be compared; nil where none can be.
    func contentReader() -> (any DumpContentReader)?

    /// What of a dump tool's arguments decides how the rows of a dump are written: two dumps are compared where it is the same.
    func rowOptions(in arguments: [String]) -> Set<String>

    /// True when one of the names that an operator gave means this table of the dump.
    func isTable(_ table: ExactName, amongNamed names: [ExactName]) -> Bool

    /// The tables of a dump that come back whenever some do, by the traits of an inspector that is made for tables.
    func companions(of tables: Set<ExactName>, in traits: DumpTraits) -> Set<ExactName>

    /// True when a restore may leave owners and privileges out.
    var mayLeaveOwners: Bool { get }

    /// True when a restore may go on behind what fails.
    var mayKeepGoing: Bool { get }

    /// Looks at the server and says what would be done; changes nothing.
    ///
    /// What stands in the way is in the plan. Throws `SourceError` when the server cannot be asked, and
    /// `UsageError` when a table is asked for that the dump does not hold.
    func plan(_ request: RestoreRequest, asking probe: any HostProbe) throws -> RestorePlan

    /// Says how what killed drills of this host left behind on the server is removed, and how replacements that were cut off
    /// are brought to an end.
    func sweep(_ request: SweepRequest, asking probe: any HostProbe) throws -> [RestoreStep]

    /// The commands that bring a backup back with stock tools alone, one line of a shell each.
    ///
    /// They run in the folder of the artifact; lines that begin with `#` are remarks.
    func cardCommands(for manifest: Manifest) -> [String]
}

/// What is to be restored, from what, and where to.
package struct RestoreRequest: Sendable {
    /// What the restore is for.
    package enum Purpose: Sendable, Equatable {
        /// The whole database; with `replacing` one of the same name gives way in the end.
        case database(replacing: Bool)
        /// Single tables, into a database that may exist.
        case tables([ExactName])
        /// A scratch database that is dropped after it was compared.
        case drill
        /// The roles or users; those that exist are left alone.
        case globals

        /// Whether only single tables are restored.
        package var isOfTables: Bool { if case .tables = self { true } else { false } }
    }

    /// The entry of the server that the dump goes to.
    package var entry: Entry
    /// The password of that entry, already fetched.
    package var password: Secret?
    package var purpose: Purpose
    /// The name that the database is to have in the end; a path for a dbms whose databases are files.
    package var target: ExactName
    /// The name of the database that is restored into before it gets its name, or that is dropped after a drill.
    package var scratch: ExactName
    /// What is written on the scratch database, to know it again.
    package var mark: ScratchMark
    /// The manifest of the artifact; nil for one of the Python program.
    package var manifest: Manifest?
    /// The database that the backup is of, as far as its manifest or its name tells.
    package var origin: ExactName?
    /// What its stream told.
    package var summary: StreamSummary
    package var traits: DumpTraits
    /// The size of the stream, in bytes.
    package var rawBytes: Int
    /// All that is made belongs to the account.
    package var leavesOwners = false
    /// Nothing is granted to anybody.
    package var leavesPrivileges = false
    /// What cannot be restored is named, and the rest comes.
    package var keepsGoing = false
    /// Statements that are merely not known are run.
    package var acceptsUnknown = false
    /// The text of the roles or users that are to be restored, for `globals`; else of those that will have been
    /// restored before the dump, so that they are not missing.
    package var globals: [UInt8]?

    /// What of the dump keeps it from being restored.
    package var refusals: [DumpTraits.Command] {
        traits.commands.filter { !(acceptsUnknown && $0.isUnknown) }
    }

    /// What is run although nobody knows it, in words; nil if there is nothing.
    package var acceptance: Message? {
        let unknown = acceptsUnknown ? traits.commands.filter(\.isUnknown) : []
        guard !unknown.isEmpty else { return nil }
        return """
            statements that are not known are run, as you said: \
            \(unknown.prefix(10).map(\.words).joined(separator: "; "))
            """
    }

    package init(
        entry: Entry, password: Secret? = nil, purpose: Purpose, target: ExactName, scratch: ExactName,
        mark: ScratchMark, manifest: Manifest? = nil, origin: ExactName? = nil,
        summary: StreamSummary = StreamSummary(),
        traits: DumpTraits = DumpTraits(), rawBytes: Int = 0, globals: [UInt8]? = nil
    ) {
        self.entry = entry
        self.password = password
        self.purpose = purpose
        self.target = target
        self.scratch = scratch
        self.mark = mark
        self.manifest = manifest
        self.origin = origin ?? manifest?.database
        self.summary = summary
        self.traits = traits
        self.rawBytes = rawBytes
        self.globals = globals
    }
}

/// Asks for the scratch databases of this host that no living drill holds.
package struct SweepRequest: Sendable {
    /// The entry of the server.
    package var entry: Entry
    /// The password of that entry, already fetched.
    package var password: Secret?
    /// The mark of the drills whose databases are to go.
    package var mark: ScratchMark
    /// The scratch database into which a database is restored before it gets its name.
    package var scratch: @Sendable (ExactName) -> ExactName

    package init(
        entry: Entry, password: Secret? = nil, mark: ScratchMark,
        scratch: @escaping @Sendable (ExactName) -> ExactName = { $0 }
    ) {
        self.entry = entry
        self.password = password
        self.mark = mark
        self.scratch = scratch
    }
}

extension Restorer {
    /// Nothing tells.
    package func sign(of beginning: [UInt8]) -> DumpSign { .none }

    /// Nothing is known of the content.
    package func contentReader() -> (any DumpContentReader)? { nil }

    /// Every option may.
    package func rowOptions(in arguments: [String]) -> Set<String> {
        Set(arguments.filter { $0.begins(with: "-") })
    }

    /// Owners and privileges come as they are.
    package var mayLeaveOwners: Bool { false }

    /// One failure ends a restore.
    package var mayKeepGoing: Bool { false }

    /// No table brings others along.
    package func companions(of tables: Set<ExactName>, in traits: DumpTraits) -> Set<ExactName> { [] }
}
