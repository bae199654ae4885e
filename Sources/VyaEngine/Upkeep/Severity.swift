package import VyaCore

/// How bad something is, in the words and numbers of Nagios plugins.
package enum Severity: Int32, Sendable, Comparable, CaseIterable {
    case ok = 0
    case warning = 1
    case critical = 2
    case unknown = 3

    /// `OK`, `WARNING`, `CRITICAL`, `UNKNOWN`.
    package var word: String { String(describing: self).uppercased() }

    /// The word in a language.
    package var words: Message {
        switch self {
        case .ok: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        case .unknown: "UNKNOWN"
        }
    }

    /// So many findings of it.
    func counted(_ count: Int) -> Message {
        switch self {
        case .ok: "\(count) well"
        case .warning: count == 1 ? "1 warning" : "\(count) warnings"
        case .critical: count == 1 ? "1 critical" : "\(count) critical"
        case .unknown: count == 1 ? "1 unknown" : "\(count) unknown"
        }
    }

    /// Orders by urgency: something critical matters more than something unknown.
    package static func < (left: Severity, right: Severity) -> Bool { left.urgency < right.urgency }

    private var urgency: Int {
        switch self {
        case .ok: 0
        case .warning: 1
        case .unknown: 2
        case .critical: 3
        }
    }
}
