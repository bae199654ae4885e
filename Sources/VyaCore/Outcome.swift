/// How one backup, entry or run came out; the order is from good to bad.
package enum Outcome: String, Sendable, CaseIterable, Comparable {
    /// Only a dry run says so.
    case planned
    case success
    /// Published and proven, with something to read.
    case warning
    /// Published, but it lacks something that was asked for.
    case incomplete
    case failure

    /// Orders from good to bad.
    package static func < (left: Outcome, right: Outcome) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Outcome.allCases.firstIndex(of: self) ?? 0 }
}
