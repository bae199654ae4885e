/// Finds the message again from its English words, which a document, the catalog or the state folder kept.
///
/// It is the template of the catalogue that fits with the most words of its own; what stands in its gaps is looked for in
/// the same way. Words that fit none, such as a server's, have no message.
struct KeptWords {
    static let shared = KeptWords(templates: Array(Catalogue.portuguese.keys))

    private struct Template {
        let text: String
        /// What stands before, between and behind the gaps.
        let literals: [[UInt8]]
        let weight: Int
    }

    /// A template with fewer bytes of its own fits too much that means something else.
    private static let leastWeight = 12
    /// Longer words, in bytes, are no sentence of the program.
    private static let limit = 8192
    /// So many sentences may stand one behind the other.
    private static let sentences = 4

    private let templates: [Template]

    init(templates: [String]) {
        self.templates =
            templates.map { text in
                let literals = KeptWords.literals(of: text)
                return Template(text: text, literals: literals, weight: literals.reduce(0) { $0 + $1.count })
            }.filter { $0.weight >= KeptWords.leastWeight }
            .sorted { ($1.weight, $0.text) < ($0.weight, $1.text) }
    }

    /// The message that says these words in English; nil when the program has none.
    func message(saying words: String) -> Message? {
        words.utf8.count > KeptWords.limit ? nil : message(saying: words, sentences: KeptWords.sentences)
    }

    private func message(saying words: String, sentences: Int) -> Message? {
        let bytes = Array(words.utf8)
        for template in templates {
            if let gaps = KeptWords.gaps(in: bytes, of: template.literals) {
                return Message(template.text, gaps.map { .kept(String(decoding: $0, as: UTF8.self)) })
            }
        }
        // Two sentences, of which one says why.
        guard sentences > 1 else { return nil }
        for separator in [": ", "; "] {
            guard let place = words.firstPlace(of: separator) else { continue }
            let (left, right) = (String(words[..<place.lowerBound]), String(words[place.upperBound...]))
            let first = message(saying: left, sentences: sentences - 1)
            let second = message(saying: right, sentences: sentences - 1)
            guard first != nil || second != nil else { continue }
            return Message(
                "{1}{2}{3}",
                [
                    first.map { .message($0) } ?? .text(left), .text(separator),
                    second.map { .message($0) } ?? .text(right),
                ])
        }
        return nil
    }

    private static func literals(of template: String) -> [[UInt8]] {
        var (literals, rest) = ([[UInt8]()], Array(template.utf8)[...])
        while let byte = rest.popFirst() {
            let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            if byte == UInt8(ascii: "{"), !digits.isEmpty, digits.endIndex < rest.endIndex,
                rest[digits.endIndex] == UInt8(ascii: "}")
            {
                rest = rest[(digits.endIndex + 1)...]
                literals.append([])
            } else {
                literals[literals.count - 1].append(byte)
            }
        }
        return literals
    }

    /// What stands in the gaps between the literals; nil when the words are others.
    private static func gaps(in bytes: [UInt8], of literals: [[UInt8]]) -> [ArraySlice<UInt8>]? {
        guard let first = literals.first, bytes.starts(with: first) else { return nil }
        guard let last = literals.dropFirst().last else { return bytes.count == first.count ? [] : nil }
        let end = bytes.count - last.count
        guard end >= first.count, bytes[end...].elementsEqual(last) else { return nil }
        var (gaps, start) = ([ArraySlice<UInt8>](), first.count)
        for literal in literals.dropFirst().dropLast() {
            guard
                let place = (start..<max(start, end - literal.count + 1)).first(where: {
                    bytes[$0..<$0 + literal.count].elementsEqual(literal)
                })
            else { return nil }
            gaps.append(bytes[start..<place])
            start = place + literal.count
        }
        return gaps + [bytes[start..<end]]
    }
}
