import Foundation

/// How much the sweeps do, and what they say of it.
///
/// `swift test` runs their short form, which takes at most some 15 seconds each. `make adversity` sets `VYA_ADVERSITY=full` for the long one. Every sweep that
/// draws numbers draws them from `seed`, which is printed; `VYA_ADVERSITY_SEED` repeats a run.
package enum Adversity {
    /// Whether the long form was asked for.
    package static let isFull = ProcessInfo.processInfo.environment["VYA_ADVERSITY"] == "full"

    /// What every generator of a sweep starts from. The short form has always the same, so that a red build is the doing
    /// of what was changed; the long form looks for what nobody has seen yet.
    package static let seed: UInt64 =
        ProcessInfo.processInfo.environment["VYA_ADVERSITY_SEED"].flatMap { UInt64($0) }
        ?? (isFull ? UInt64.random(in: 0...999_999) : 547_559)

    /// A number of tries: the first in the short form, the second in the long one.
    package static func count(_ short: Int, full: Int) -> Int { isFull ? full : short }

    /// Prints the one line that a sweep leaves in the log of a test run, such as
    /// `adversity: C2 random kills: seed 4711, 60 tried, 58 hit, 0 wrong`.
    ///
    /// `figures` are pairs of a count and what was counted, in the order of printing.
    package static func report(_ sweep: String, _ figures: KeyValuePairs<String, Int>) {
        let counts = figures.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("adversity: \(sweep): seed \(seed), \(counts)")
    }
}
