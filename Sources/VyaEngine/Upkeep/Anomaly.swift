package import VyaCore

/// Finds out whether a new backup looks like those before it.
///
/// A pure function. What it says makes a backup suspect: it is published, its manifest and the mail say what changed,
/// and retention removes nothing of its source until the next one looks well.
package enum Anomaly {
    /// Below this share of what there was, something is missing: a fall of 40 %.
    private static let fall = 0.6
    /// Fewer rows than this fall and rise without a meaning.
    private static let fewRows = 100
    /// So many names are listed; the rest is counted.
    private static let listed = 5

    /// What is odd about a backup, one sentence each; empty when nothing is.
    package static func suspicions(
        about proof: Manifest.Proof, rawBytes: Int, seconds: Int, against baseline: Baseline
    ) -> [Message] {
        contents(proof, baseline.contents) + size(rawBytes, baseline.rawBytes)
            + duration(seconds, baseline.seconds)
    }

    private static func contents(_ now: Manifest.Proof, _ before: Manifest.Proof) -> [Message] {
        var words: [Message] = []
        if let entries = now.entries, let known = before.entries, fell(known, entries) {
            words.append("files fell from \(known) to \(entries)")
        }
        let (rows, known) = (total(now), total(before))
        if fell(known, rows) { words.append("rows fell from \(known) to \(rows)") }
        let tables = Set(now.tables.map(\.table))
        let gone = before.tables.map(\.table).filter { !tables.contains($0) }
        // Of a database with all its tables gone the rows tell already.
        if !gone.isEmpty {
            let names = gone.prefix(listed).map(\.text.printable).joined(separator: ", ")
            words.append(
                gone.count == 1
                    ? "table \(names) is gone"
                    : "\(gone.count) tables are gone: \(names)\(gone.count > listed ? ", …" : "")")
        }
        for (kind, count) in before.objects.sorted(by: { $0.key < $1.key }) where kind != "rows" {
            let left = now.objects[kind] ?? 0
            if count > 0, Double(left) <= Double(count) * fall {
                words.append("\(kind) fell from \(count) to \(left)")
            }
        }
        return words
    }

    private static func total(_ proof: Manifest.Proof) -> Int { proof.tables.reduce(0) { $0 + $1.rows } }

    private static func fell(_ before: Int, _ now: Int) -> Bool {
        before >= fewRows && Double(now) <= Double(before) * fall
    }

    private static func size(_ bytes: Int, _ history: [Int]) -> [Message] {
        guard let usual = median(history, atLeast: 3), usual > 1 << 20 else { return [] }
        let ratio = Double(bytes) / Double(usual)
        guard ratio < 0.5 || ratio > 3 else { return [] }
        return ["its size is \(Int((ratio * 100).rounded())) % of the usual one"]
    }

    private static func duration(_ seconds: Int, _ history: [Int]) -> [Message] {
        guard let usual = median(history, atLeast: 5), seconds > 3 * usual, seconds - usual > 600 else {
            return []
        }
        return ["it took \(seconds / 60) min, and usually \(usual / 60) min"]
    }

    private static func median(_ values: [Int], atLeast count: Int) -> Int? {
        values.count >= count ? values.sorted()[values.count / 2] : nil
    }
}

/// What a source looked like until now: what the next backup of it is compared with.
package struct Baseline: Sendable, Equatable {
    /// The sizes of the last streams before compression, in bytes, and how long they took, in seconds.
    package var rawBytes: [Int]
    package var seconds: [Int]
    /// What the newest complete backup held.
    package var contents: Manifest.Proof

    package init(rawBytes: [Int], seconds: [Int], contents: Manifest.Proof) {
        self.rawBytes = rawBytes
        self.seconds = seconds
        self.contents = contents
    }
}
