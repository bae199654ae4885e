import VyaCore
import VyaStorage

/// Remembers, in the state folder, what people were told and what could not be delivered.
///
/// Losing it costs a mail too many; so whatever cannot be read counts as nothing.
struct AlarmMemory {
    private static let fileName = "alarms.json"
    private static let limit = 1 << 20
    /// So many undelivered alarms are remembered; the newest count.
    private static let most = 20

    private let state: SafeFolder
    /// What `check` last told: the verdict and a text that changes with its alarms.
    private(set) var lastCheck: String?
    /// What could not be delivered, one line each.
    private(set) var undelivered: [Message]

    /// Reads what is remembered.
    init(in state: SafeFolder) {
        self.state = state
        let json = (try? state.read(Self.fileName, limit: Self.limit)).flatMap { try? JSONValue(parsing: $0) }
        lastCheck = json?["check"]?.stringValue
        undelivered = (json?["undelivered"]?.arrayValue?.compactMap(\.stringValue) ?? []).map(
            Message.init(kept:))
    }

    /// Takes down what `check` told.
    mutating func tell(check: String) { lastCheck = check }

    /// Takes down that an alarm did not get through.
    mutating func add(undelivered line: Message) { undelivered = (undelivered + [line]).suffix(Self.most) }

    /// Takes down that the alarm of a run did not get through, and why.
    mutating func add(undelivered problem: Message, of report: RunReport) {
        add(undelivered: "the run \(report.runID) of \(report.startedAt.readable): \(problem)")
    }

    /// Forgets what has now been said.
    mutating func forgetUndelivered() { undelivered = [] }

    /// Writes it down; answers with what went wrong.
    func save() -> Message? {
        let json = JSONValue.object([
            .init("check", .optional(lastCheck)), .init("undelivered", .english(undelivered)),
        ])
        do {
            try state.replace(document: Array((json.serialized() + "\n").utf8), as: Self.fileName)
            return nil
        } catch {
            let words =
                Explanation.of(error).message
            return "what was told cannot be remembered: \(words)"
        }
    }
}
