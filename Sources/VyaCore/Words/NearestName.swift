/// Finds the known name that somebody probably meant.
package enum NearestName {
    /// The nearest known name, if it differs in no more than a third of its letters.
    package static func of(_ name: String, in known: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8.prefix(maximumLength))
        var best: (name: String, distance: Int)?
        for candidate in known {
            let letters = Array(candidate.lowercased().utf8.prefix(maximumLength))
            guard abs(letters.count - wanted.count) <= max(wanted.count, letters.count) / 3 + 1 else {
                continue
            }
            let distance = distance(from: wanted, to: letters)
            if distance <= max(1, max(wanted.count, letters.count) / 3), distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// Names are compared by their first bytes, so that a hostile length costs nothing.
    private static let maximumLength = 64

    /// The number of letters to insert, remove, replace or exchange with their neighbour (Damerau,
    /// Levenshtein).
    private static func distance(from left: [UInt8], to right: [UInt8]) -> Int {
        var (before, last) = ([Int](), Array(0...right.count))
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                var cost = min(last[j] + (left[i] == right[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[right.count]
    }
}
