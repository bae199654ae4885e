package import VyaCore
import VyaStorage

/// What reading a backup from its first to its last byte has shown.
package struct BackupProof: Sendable, Equatable {
    /// How good the backup is.
    package enum State: String, Sendable {
        /// All that its manifest says of it holds.
        case proven
        /// It has no manifest; all that can be checked without one holds.
        case unproven
        /// It is as it was made, but lacks something.
        case incomplete
        /// Bytes of it are not what they were.
        case damaged
        /// It could not be read at all.
        case unreadable

        /// The word in a language.
        package var words: Message {
            switch self {
            case .proven: "proven"
            case .unproven: "unproven"
            case .incomplete: "incomplete"
            case .damaged: "damaged"
            case .unreadable: "unreadable"
            }
        }

        /// So many backups of it.
        package func counted(_ count: Int) -> Message {
            switch self {
            case .proven: count == 1 ? "1 proven" : "\(count) proven"
            case .unproven: count == 1 ? "1 unproven" : "\(count) unproven"
            case .incomplete: count == 1 ? "1 incomplete" : "\(count) incomplete"
            case .damaged: count == 1 ? "1 damaged" : "\(count) damaged"
            case .unreadable: count == 1 ? "1 unreadable" : "\(count) unreadable"
            }
        }

        /// What a backup that is not good is refused by.
        var code: ErrorCode {
            switch self {
            case .proven, .unproven: "backup.unproven"
            case .incomplete: "backup.incomplete"
            case .damaged: "backup.damaged"
            case .unreadable: "backup.unreadable"
            }
        }

        /// The word for what is not good, in capitals.
        package var loudWords: Message {
            switch self {
            case .proven: "PROVEN"
            case .unproven: "UNPROVEN"
            case .incomplete: "INCOMPLETE"
            case .damaged: "DAMAGED"
            case .unreadable: "UNREADABLE"
            }
        }
    }

    /// One thing that was looked at.
    package struct Check: Sendable, Equatable {
        /// What came of it.
        package enum Result: String, Sendable {
            case ok
            case failed
            /// There is nothing to compare with.
            case unknown
        }

        /// What was looked at, such as `checksum` or `rows`.
        package let name: String
        package let result: Result
        /// What was found, for people.
        package let detail: Message

        package init(_ name: String, _ result: Result, _ detail: Message) {
            self.name = name
            self.result = result
            self.detail = detail
        }
    }

    /// The first place at which the file is not what it was.
    package struct Damage: Sendable, Equatable {
        /// The bytes of the file.
        package let bytes: Range<Int>
        /// The bytes of the stream before compression that are lost with them, up to `Int.max` when it is not known
        /// how many; nil when the damage is outside of the stream.
        package let raw: Range<Int>?
        /// The tables whose rows these are.
        package let tables: [ExactName]
        /// What is wrong, to continue "the file".
        package let reason: Message

        /// The damage in one sentence.
        package var words: Message {
            var text: Message =
                "it \(reason), at bytes \(bytes.lowerBound) to \(bytes.upperBound) of the file"
            if let raw {
                let end: Message = raw.upperBound == .max ? "its end" : "\(raw.upperBound)"
                text += " (\(raw.lowerBound) to \(end) before compression)"
            }
            if !tables.isEmpty {
                text += ", in rows of \(tables.prefix(10).map(\.text.printable).joined(separator: ", "))"
            }
            return text
        }
    }

    /// The absolute path.
    package let path: String
    package var state: State
    package var checks: [Check] = []
    package var damage: Damage?
    /// What the backup lacks, as its manifest says.
    package var shortfalls: [Message] = []
    /// Why it could not be read.
    package var error: Explanation?
    package var dbms: String?
    package var database: ExactName?
    /// How long it took, in seconds.
    package var seconds = 0.0

    /// Makes a proof of which nothing is known yet.
    package init(path: String, state: State = .unreadable) {
        self.path = path
        self.state = state
    }

    /// True when the backup may be restored without being asked twice.
    package var isGood: Bool { state == .proven || state == .unproven }

    /// What is wrong, a line each; empty for a good backup.
    package var faults: [Message] {
        var faults = [damage?.words].compactMap { $0 }
        faults += checks.filter { $0.result == .failed && $0.name != "compression" }.map(\.detail)
        faults += shortfalls.map { "it lacks: \($0)" }
        return faults + [error?.message].compactMap { $0 }
    }

    /// What nothing tells of a dump without a manifest: its kind, or whether it is whole.
    var doubts: [Message] {
        guard state == .unproven else { return [] }
        return checks.filter { $0.result == .unknown && ["content", "end marker"].has($0.name) }.map(\.detail)
    }

    /// The proof as an element of the document that `verify --json` prints.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("file", .string(path)), .init("state", .string(state.rawValue)),
            .init("dbms", .optional(dbms)), .init("database", .optional(database?.text)),
            .init("seconds", .double(seconds)),
            .init(
                "checks",
                .array(
                    checks.map {
                        .object([
                            .init("check", .string($0.name)), .init("result", .string($0.result.rawValue)),
                            .init("detail", .english($0.detail)),
                        ])
                    })),
            .init("shortfalls", .english(shortfalls)), .init("error", .english(error?.message)),
        ]
        func range(_ range: Range<Int>?) -> JSONValue {
            range.map {
                .array([.int($0.lowerBound), $0.upperBound == .max ? .null : .int($0.upperBound)])
            } ?? .null
        }
        let damage = damage.map { damage in
            JSONValue.object([
                .init("bytes", range(damage.bytes)), .init("raw_bytes", range(damage.raw)),
                .init("tables", .strings(damage.tables.map(\.text))),
                .init("reason", .english(damage.reason)),
            ])
        }
        members.append(.init("damage", damage ?? .null))
        return .object(members)
    }
}

extension BackupProof {
    /// Says why the backup is not good enough to be restored; nil when it is, or when the operator takes it as it is.
    func refusal(acceptsIncomplete: Bool) -> Explanation? {
        if let error { return error }
        if isGood { return nil }
        // What does not decompress cannot be sent anywhere.
        let isReadable =
            damage == nil && !checks.contains { $0.name == "structure" && $0.result == .failed }
        if acceptsIncomplete, isReadable { return nil }
        return Explanation(
            state.code, "the backup is \(state.words), so nothing of it was restored",
            details: faults,
            hints: isReadable
                ? ["choose another backup, see `vya-backup list`; --accept-incomplete restores what is there"]
                : ["choose another backup, see `vya-backup list`"])
    }
}

extension Explanation {
    /// Explains that a file is not any more what was proven.
    static func changed(_ damage: ArtifactDamage, path: String) -> Explanation {
        Explanation(
            "backup.changed", "the file changed after it was proven: it \(damage.reason)",
            hints: ["find out who writes to \(path.printable), and restore a copy that nobody writes to"])
    }
}
