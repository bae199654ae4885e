import VyaCore
import VyaEngine

/// What becomes of one file of a schedule.
struct ScheduleChange {
    /// How the file stands.
    enum State: String {
        case new, changed, same, removed
        /// Somebody has changed it since this program wrote it.
        case edited
        /// Somebody else made it.
        case foreign

        /// The word in a language.
        var words: Message {
            switch self {
            case .new: "new"
            case .changed: "changed"
            case .same: "same"
            case .removed: "removed"
            case .edited: "edited"
            case .foreign: "foreign"
            }
        }

        /// How a file that is there stands to what it is to become.
        static func of(_ old: String, becoming text: String) -> State {
            guard old != text else { return .same }
            switch ScheduledFile.origin(of: old) {
            case .own: return .changed
            case .edited: return .edited
            case .foreign: return .foreign
            }
        }
    }

    /// Its path, and its name in the folder that it was looked for in.
    let path: String
    let name: String
    let state: State
    /// The lines that go and come.
    let difference: [String]

    init(_ name: String, in folder: String, _ state: State, _ old: String, _ text: String) {
        path = folder + "/" + name
        self.name = name
        self.state = state
        difference = LineDifference.lines(from: old, to: text)
    }

    /// True when somebody else's work is in it.
    var isOfOthers: Bool { state == .edited || state == .foreign }
    /// True when something is done to it.
    var counts: Bool { state != .same }

    var json: JSONValue {
        .object([
            .init("path", .string(path)), .init("state", .string(state.rawValue)),
            .init("difference", .strings(difference)),
        ])
    }
}
