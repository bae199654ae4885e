import VyaCore

/// Shows how one text becomes another.
package enum LineDifference {
    /// The lines that go, with `-`, and those that come, with `+`, where they stand; those that stay are left out.
    package static func lines(from old: String, to new: String) -> [String] {
        let (old, new) = (split(old), split(new))
        var (removals, insertions): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removals.insert(offset)
            case .insert(let offset, _, _): insertions.insert(offset)
            }
        }
        var lines: [String] = []
        var (from, to) = (0, 0)
        while from < old.count || to < new.count {
            if removals.contains(from) {
                lines.append("-" + old[from].printable)
                from += 1
            } else if insertions.contains(to) {
                lines.append("+" + new[to].printable)
                to += 1
            } else {
                (from, to) = (from + 1, to + 1)
            }
        }
        return lines
    }

    private static func split(_ text: String) -> [String] {
        text.pieces(separatedBy: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
