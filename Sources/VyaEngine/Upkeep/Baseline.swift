package import VyaCore

/// What a source looked like until now: what the next backup of it is compared with.
package struct Baseline: Sendable, Equatable {
    /// The sizes of the last streams before compression, in bytes, and how long they took, in seconds.
    package var rawBytes: [Int]
    package var seconds: [Int]
    /// What the newest complete backup held.
    package var contents: Manifest.Proof

    /// Makes a baseline.
    package init(rawBytes: [Int], seconds: [Int], contents: Manifest.Proof) {
        self.rawBytes = rawBytes
        self.seconds = seconds
        self.contents = contents
    }
}
