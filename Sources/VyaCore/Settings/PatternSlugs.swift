/// The words by which the names of an entry's archives tell its patterns apart: `docker_volumes` for
/// `/docker/volumes/**/*`.
///
/// A slug is made of its pattern alone, so that it stays the same whatever else is added, taken away or moved about in
/// `db_list`. Only patterns that read alike there, such as `/srv/a/*` and `/srv/a/**`, are marked, all of them, by `-` and
/// eight digits of their hash: none takes over the name that another has had. What a slug cannot tell of a pattern is
/// always marked. Sources are told apart by the patterns in their manifests, never by slugs.
package struct PatternSlugs: Sendable {
    /// The longest slug, in bytes, without its mark.
    package static let maximumLength = 100

    private let slugs: [ExactName: String]

    /// Makes the slugs of all patterns of one entry.
    package init(_ patterns: [ExactName]) {
        let words = Dictionary(patterns.map { ($0, Words($0)) }, uniquingKeysWith: { first, _ in first })
        // What archives are copied to may take two cases for one.
        let alike = Dictionary(grouping: words.values) { $0.text.lowercased() }
        slugs = words.mapValues { words in
            words.tellsAll && alike[words.text.lowercased()]?.count == 1 ? words.text : words.marked
        }
    }

    /// The slug of a pattern of the entry.
    package subscript(pattern: ExactName) -> String { slugs[pattern] ?? Words(pattern).marked }

    /// The pattern of the entry that a slug is of, or was while another read like it; nil when it is of none.
    package func pattern(of slug: ExactName) -> ExactName? {
        slugs.first { ExactName($0.value) == slug || ExactName(Words($0.key).marked) == slug }?.key
    }

    /// The slugs that a pattern may have had, whatever stood beside it.
    package static func all(of pattern: ExactName) -> [String] {
        let words = Words(pattern)
        return words.tellsAll ? [words.text, words.marked] : [words.marked]
    }

    /// What can be read in a pattern.
    private struct Words {
        /// ASCII letters and digits, `.` and `-` within words, and `_` between them; never empty.
        private(set) var text = ""
        /// False where more than punctuation is lost, and where the text ends like a mark.
        private(set) var tellsAll = true
        private let pattern: ExactName
        /// What the next letter is joined by.
        private var joint = ""

        init(_ pattern: ExactName) {
            self.pattern = pattern
            let scalars = Array(pattern.text.unicodeScalars)
            for (index, scalar) in scalars.enumerated() {
                let isInClass = index > 0 && scalars[index - 1] == "["
                let isBeforeList = index + 1 < scalars.count && scalars[index + 1] == "("
                switch scalar {
                case "!" where isInClass || isBeforeList, "^" where isInClass: append(word: "not")
                case ".", "-": if joint != "_" { joint.unicodeScalars.append(scalar) }
                case _ where scalar.isASCII: append(scalar)
                // The accent of a letter before it.
                case _ where scalar.properties.generalCategory == .nonspacingMark: continue
                default: append(letter: scalar)
                }
            }
            if text.utf8.count > PatternSlugs.maximumLength {
                text = String(text.prefix(PatternSlugs.maximumLength).trimming("_", ".", "-"))
                tellsAll = false
            }
            if text.isEmpty { (text, tellsAll) = ("pattern", false) }
            if text.wholeMatch(of: /.*-[0-9A-Fa-f]{8}/) != nil { tellsAll = false }
        }

        /// The text and a mark.
        var marked: String {
            let hash = NameHash.number(of: pattern.text.utf8)
            return text + "-" + NameHash.padded((hash ^ hash >> 32) & 0xffff_ffff).suffix(8)
        }

        private mutating func append(_ scalar: Unicode.Scalar) {
            guard "a"..."z" ~= scalar || "A"..."Z" ~= scalar || "0"..."9" ~= scalar else {
                joint = "_"
                return
            }
            if !text.isEmpty { text += joint }
            joint = ""
            text.unicodeScalars.append(scalar)
        }

        private mutating func append(word: String) {
            joint = "_"
            for scalar in word.unicodeScalars { append(scalar) }
            joint = "_"
        }

        /// Appends what a Latin letter is without its accent: its name, which Unicode never changes, tells.
        private mutating func append(letter: Unicode.Scalar) {
            let words = (letter.properties.name ?? "").pieces(separatedBy: " ")
            guard words.count > 3, words[0] == "LATIN", words[1] == "CAPITAL" || words[1] == "SMALL",
                words[2] == "LETTER", words[3].utf8.count <= 2, words.count == 4 || words[4] == "WITH"
            else {
                (joint, tellsAll) = ("_", false)
                return
            }
            let base = words[1] == "SMALL" ? words[3].lowercased() : String(words[3])
            for scalar in base.unicodeScalars { append(scalar) }
        }
    }
}
