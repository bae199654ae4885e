/// Finds what was probably meant by a misspelt word.
enum NearestWord {
    /// The candidate that needs the fewest edits, if they are few for the word's length.
    static func to(_ word: String, among candidates: [String]) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let lowered = Array(word.lowercased().utf8)
        let limit = max(1, lowered.count / 3)
        let best =
            candidates
            .filter { abs($0.utf8.count - lowered.count) <= limit }
            .map { (candidate: $0, distance: distance(lowered, Array($0.lowercased().utf8))) }
            .min { $0.distance < $1.distance }
        guard let best, best.distance <= limit else { return nil }
        return best.candidate
    }

    /// Counts insertions, deletions, replacements, and swaps of neighbours.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var row = [i + 1]
            for (j, b) in right.enumerated() {
                var cost = min(last[j] + (a == b ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
                    cost = min(cost, beforeLast[j - 1] + 1)
                }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
