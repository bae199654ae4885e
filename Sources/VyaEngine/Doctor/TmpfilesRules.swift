import VyaCore

/// What systemd clears away by itself, as the files of tmpfiles.d(5) say.
package struct TmpfilesRules: Sendable {
    /// What happens to a folder, and where that is said.
    package enum Clearing: Sendable, Equatable {
        case atBoot(place: String)
        /// `age` is in the file's own words, such as `10d`.
        case byAge(place: String, age: String)
    }

    private var rules: [(path: String, clearing: Clearing)] = []

    /// Reads files; those that another of the same name overrides are left out by the caller.
    package init(_ files: [(path: String, text: String)]) {
        for file in files {
            for (number, line) in file.text.pieces(separatedBy: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                let fields = line.pieces { $0 == " " || $0 == "\t" }
                guard fields.count >= 2, let type = fields[0].first, type != "#" else { continue }
                let place = "\(file.path):\(number + 1)"
                let path = String(fields[1])
                if "DrR".contains(type) { rules.append((path, .atBoot(place: place))) }
                if fields.count >= 6, fields[5] != "-", "dDeqQv".contains(type) {
                    rules.append((path, .byAge(place: place, age: String(fields[5]))))
                }
            }
        }
    }

    /// What happens to a folder because of what is said of it or of one above it; the worst first.
    package func clearings(of folder: String) -> [Clearing] {
        let found = rules.filter { PlacesDiagnosis.holds($0.path, folder) }.map(\.clearing)
        return found.filter { if case .atBoot = $0 { true } else { false } }
            + found.filter { if case .byAge = $0 { true } else { false } }
    }
}
