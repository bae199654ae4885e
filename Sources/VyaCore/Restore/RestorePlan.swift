/// What a restore would do, and what stands in its way.
package struct RestorePlan: Sendable {
    /// The server and the database for people, such as `PostgreSQL 15.18 at db1:5432, database "shop"`.
    package var destination: Message
    /// What will be done, in order, one clause each, such as `create the database "shop" (UTF8, pt_BR.UTF-8)`.
    package var actions: [Message] = []
    /// What keeps the restore from being done, each with what to do about it.
    package var obstacles: [Explanation] = []
    /// True when no drill of this backup can ever be made there: that is told, and is no failure of the drill.
    package var isUndrillable = false
    /// What the operator should know.
    package var notes: [Message] = []
    /// What of the backup does not come back, one clause each with what to do about it; the restore is not whole then.
    package var missing: [Message] = []
    /// Objects of the dump that are not made although others of their kind are, by kind.
    package var leftOut: [String: Set<ExactName>] = [:]
    /// Who reads what a drill has restored: whoever loaded it, since reading evaluates what others wrote, too. The entry's own
    /// account where nil.
    package var reader: Account?
    /// What is carried out, in order; empty when there are obstacles.
    package var stages: [RestoreStage] = []
    /// Tells by a client's answer that its server is gone. The way back waits a minute for it, since one that has crashed is
    /// mostly started again; nil where nobody can tell.
    package var isServerGone: (@Sendable (ToolAnswer) -> Bool)?

    package init(destination: Message) {
        self.destination = destination
    }

    /// An account of a server: an entry with its name, and its password.
    package struct Account: Sendable {
        package let entry: Entry
        package let password: Secret?

        package init(entry: Entry, password: Secret?) {
            (self.entry, self.password) = (entry, password)
        }
    }
}

/// One pass of a dump through a client, with what comes before and after it.
package struct RestoreStage: Sendable {
    /// True when the old database is to be backed up before this stage, because this one removes it.
    package var needsSafetyBackup = false
    /// What is done first, such as creating the database.
    package var prepare: [RestoreStep] = []
    /// What is done next, each for itself.
    package var parts: [RestorePart] = []
    /// Does all parts at once, wholly or not at all; they are done each for itself only when this fails.
    package var together: RestoreStep?
    /// The client that reads the dump from its standard input; nil when the stage only has steps.
    package var load: ToolInvocation?
    /// The stretches of the stream that the client gets, in order; nil for all of it.
    package var pieces: [Range<Int>]?
    /// What the client gets besides, each before the byte of the stream that is named; in their order.
    package var insertions: [(place: Int, bytes: [UInt8])] = []
    /// What else an operator can do when the client stops.
    package var hint: Message?
    /// How the dump goes on behind what fails; nil where one failure ends the load.
    package var goingOn: GoingOn?
    /// Tables of the dump that are not made or not counted, as the dump names them.
    package var leftOut: [ExactName] = []
    /// What is counted afterwards.
    package var comparison: RestoreComparison?
    /// What is done when the counts agree, such as giving the database its name.
    package var finish: [RestoreStep] = []
    /// The way back: what is done when something failed, so that nothing half-done stays. Each step is tried, whatever
    /// becomes of those before it.
    package var discard: [RestoreStep] = []

    /// Makes a stage that does nothing yet.
    package init() {}
}

/// How a load goes on behind a part of the dump that fails: in another session, with what sets the session before it.
///
/// The client stops at the first error, so that rows whose table could not be made are never read as statements.
package struct GoingOn: Sendable {
    /// The parts of the dump, in order.
    package let items: [DumpTraits.Item]
    /// Tells from a client's messages at which line of what it was given it stopped, from 1 on, and why.
    package let failure: @Sendable ([String]) -> (line: Int, words: Message)?

    package init(
        items: [DumpTraits.Item], failure: @escaping @Sendable ([String]) -> (line: Int, words: Message)?
    ) {
        (self.items, self.failure) = (items, failure)
    }
}

/// One step of a restore that is not the dump itself.
package struct RestoreStep: Sendable {
    /// What is done.
    package enum Action: Sendable {
        /// A client runs this text, given on its standard input.
        case run(ToolInvocation, input: [UInt8])
        /// A finished file is copied to a path in a folder that may be somebody else's; what lies there is kept under another
        /// name of the same folder first, and hands on its owner, mode and lists. A name that is taken is an error.
        case place(from: String, at: String, keepingOldAs: String?)
        /// A file goes, if it is there.
        case remove(String)
        /// A client is asked, and what its answer calls for is done in the place of this step.
        case ask(ToolInvocation, input: [UInt8], then: @Sendable (ToolAnswer) throws -> [RestoreStep])
    }

    /// What is done, for the message when it fails: `create the database "shop"`.
    package let title: Message
    package let action: Action
    /// What an operator can run when a clean-up could not do it.
    package var remedy: Message?
    /// What is told once it is done, if anything.
    package var note: Message?

    package init(_ title: Message, _ action: Action, remedy: Message? = nil, note: Message? = nil) {
        self.title = title
        self.action = action
        self.remedy = remedy
        self.note = note
    }
}

/// How what came back is counted.
package struct RestoreComparison: Sendable {
    /// Asks the server for its counts.
    package let invocation: ToolInvocation
    /// What the client is given on its standard input.
    package let input: [UInt8]
    /// Reads the answer; throws `SourceError` when it is something else.
    package let read: @Sendable (ToolAnswer) throws -> RestoredCounts
    /// The rows that are to be there; nil for those of all tables of the dump that are restored.
    package var expected: [TableRows]?

    package init(
        invocation: ToolInvocation, input: [UInt8],
        read: @escaping @Sendable (ToolAnswer) throws -> RestoredCounts
    ) {
        self.invocation = invocation
        self.input = input
        self.read = read
    }

    /// The same without the counts of some kinds of objects, which have not been restored.
    package func without(_ kinds: Set<String>) -> RestoreComparison {
        var comparison = RestoreComparison(invocation: invocation, input: input) { [read] answer in
            var counts = try read(answer)
            for kind in kinds { counts.objects[kind] = nil }
            return counts
        }
        comparison.expected = expected
        return comparison
    }
}

/// What was counted in a restored database.
package struct RestoredCounts: Sendable, Equatable {
    /// The rows of the tables that the dump holds rows of; a table that is not there is missing in it.
    package var tables: [TableRows]
    /// Counts of objects by the dump's words for them; a kind that is missing was not counted.
    package var objects: [String: Int]
    /// The tables that may hold more rows than a dump: those of extensions, which bring rows of their own.
    package var growing: Set<ExactName> = []
    /// The tables of which the server rounds values when it writes them as texts, so that another dump may have other texts.
    package var rounded: Set<ExactName> = []

    package init(tables: [TableRows], objects: [String: Int] = [:]) {
        self.tables = tables
        self.objects = objects
    }
}
