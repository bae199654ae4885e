package import VyaCore

/// What a restore would do, or has done, with one backup: the value that every printer of it is made from.
package struct RestoreReport: Sendable, Equatable {
    /// How it came out.
    package enum Outcome: String, Sendable {
        /// Only shown.
        case planned
        /// Something stands in the way, or, with an `error`, could not even be asked; nothing was changed.
        case refused
        /// It is back, and it was counted.
        case restored
        /// It was restored, but not all of it came back.
        case different
        case failed
    }

    /// A number of tables, and of rows in them.
    package struct TableCount: Sendable, Equatable {
        package var tables = 0
        package var rows = 0
    }

    /// The absolute path of the artifact.
    package var file: String
    package var outcome = Outcome.refused
    /// Where it goes, for people.
    package var destination: Message = ""
    /// What was, or would be, done, one clause each.
    package var actions: [Message] = []
    /// What stands in the way.
    package var obstacles: [Explanation] = []
    package var notes: [Message] = []
    package var proof: BackupProof
    /// The tables that did not come back with all their rows.
    package var differences: [RowDifference] = []
    /// What else did not come back as the backup holds it, in words: kinds of objects of which there are fewer, objects by
    /// name, tables with other values.
    package var missingObjects: [Message] = []
    /// How many tables were counted.
    package var comparedTables = 0
    /// How many rows they had.
    package var comparedRows = 0
    /// Of how many tables a drill has found all values again, and in how many rows; what has a value and is no table, such as a
    /// sequence, counts as one.
    package var comparedValues = TableCount()
    /// What was counted of other objects, for the evidence of a drill.
    package var comparedObjects: [String: Int] = [:]
    package var error: Explanation?
    package var exitStatus = ExitStatus.success
    /// How long the parts of it took, in seconds.
    package var seconds: [String: Double] = [:]

    package init(file: String, proof: BackupProof) {
        self.file = file
        self.proof = proof
    }

    /// The report as a document of the schema `vya-backup.restore/1`.
    package var json: JSONValue {
        .object([
            .init("schema", .string("vya-backup.restore/1")), .init("file", .string(file)),
            .init("outcome", .string(outcome.rawValue)), .init("destination", .english(destination)),
            .init("exit_status", .int(Int(exitStatus.rawValue))), .init("actions", .english(actions)),
            .init("obstacles", .array(obstacles.map(\.json))), .init("notes", .english(notes)),
            .init("proof", proof.json), .init("compared_tables", .int(comparedTables)),
            .init("compared_rows", .int(comparedRows)),
            .init("differences", .array(differences.map(\.json))),
            .init("missing_objects", .english(missingObjects)), .init("error", error?.json ?? .null),
            .init(
                "seconds",
                .object(seconds.sorted { $0.key < $1.key }.map { .init($0.key, .double($0.value)) })),
        ])
    }
}

extension Explanation {
    /// The explanation as an element of a document.
    package var json: JSONValue {
        .object([
            .init("code", .string(code.rawValue)), .init("message", .english(message)),
            .init("details", .english(details)), .init("hints", .english(hints)),
        ])
    }
}
