/// Finds the known name that somebody probably meant.
package enum NearestName {
    /// The nearest known name, if it differs in no more than a third of its letters.
    package static func of(_ name: String, in known: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(maximumLength))
        var best: (name: String, distance: Int)?
        for candidate in known {
            let letters = Array(candidate.lowercased().utf8.prefix(maximumLength))
            guard abs(letters.count - wanted.count) <= max(wanted.count, letters.count) / 3 + 1 else { continue }
            let distance = distance(from: wanted, to: letters)
            if distance <= max(1, max(wanted.count, letters.count) / 3), distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// Names are compared by their first bytes, so that a hostile length costs nothing.
    private static let maximumLength = 64

    /// The number of letters to insert, remove or replace (Levenshtein).
    private static func distance(from left: [UInt8], to right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let replaced = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
