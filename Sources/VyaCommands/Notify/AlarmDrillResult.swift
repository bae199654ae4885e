import VyaCore

/// What came of one case of a drill.
struct AlarmDrillResult {
    /// A notification of the case.
    struct Alarm {
        /// Who was told, and by what.
        let place: Message
        /// Why it did not get through; nil when it was handed over.
        let failure: Explanation?
    }

    let name: String
    /// The codes of which one was expected.
    let expectedCodes: Set<ErrorCode>
    /// The status that the run ended with; nil when the case could not be played.
    var exitStatus: ExitStatus?
    /// The code and text of the error that it reported.
    var error: Explanation?
    /// The backups that it left under a final name; there must be none.
    var published: [String] = []
    /// Why the case could not be played.
    var skipped: Message?
    var alarms: [Alarm] = []

    /// The status that the run of every case must end with: its one backup failed.
    static let expectedStatus = ExitStatus.allFailed

    /// True when the run ended as it should, or could not be played.
    var isAsExpected: Bool {
        guard skipped == nil else { return true }
        return exitStatus == Self.expectedStatus && published.isEmpty
            && error.map { expectedCodes.contains($0.code) } == true
    }

    /// True when every alarm was handed over, of which there must be one.
    var wasHeard: Bool { skipped != nil || (!alarms.isEmpty && alarms.allSatisfy { $0.failure == nil }) }

    /// What was expected, in words.
    var expected: Message {
        let codes: [Message] = .verbatim(expectedCodes.map(\.rawValue).sorted())
        return "exit \(Self.expectedStatus.rawValue), \(codes.joined(separator: " or ")), no backup"
    }

    /// What came, in words.
    var came: Message {
        let status: Message = exitStatus.map { "exit \($0.rawValue)" } ?? "no exit"
        let code: Message = error.map { "\($0.code.rawValue)" } ?? "no error"
        let backups: Message = published.isEmpty ? "no backup" : "\(published.joined(separator: ", "))"
        return "\(status), \(code), \(backups)"
    }

    /// The result as a member of the drill's document.
    var json: JSONValue {
        .object([
            .init("case", .string(name)), .init("expected", .english(expected)),
            .init("came", skipped == nil ? .english(came) : .null), .init("skipped", .english(skipped)),
            .init("error", .english(error?.message)), .init("as_expected", .bool(isAsExpected)),
            .init(
                "alarms",
                .array(
                    alarms.map { alarm in
                        .object([
                            .init("to", .english(alarm.place)),
                            .init("delivered", .bool(alarm.failure == nil)),
                            .init("error", .english(alarm.failure?.message)),
                        ])
                    })),
        ])
    }
}
