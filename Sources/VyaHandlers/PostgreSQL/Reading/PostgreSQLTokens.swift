import VyaCore

/// The words of a statement: names with their schema, strings and single signs, as they are written.
struct PostgreSQLTokens {
    private(set) var words: [String] = []

    /// Reads the text of a statement without comments, up to as many words.
    init(_ text: [UInt8], limit: Int = .max) {
        var index = 0
        while index < text.count, words.count < limit {
            if Byte.isSpace(text[index]) {
                index += 1
                continue
            }
            let end = PostgreSQLTokens.end(of: text, from: index)
            words.append(String(decoding: text[index..<end], as: UTF8.self))
            index = end
        }
    }

    private static func end(of text: [UInt8], from start: Int) -> Int {
        if text[start] == Byte.quote { return endOfQuote(text, start) }
        var index = start
        while index < text.count {
            if text[index] == Byte.doubleQuote {
                index = endOfQuote(text, index)
            } else if Byte.isIdentifier(text[index]) || text[index] == Byte.dollar {
                index += 1
            } else if text[index] == Byte.dot, index > start {
                index += 1
            } else {
                break
            }
        }
        return max(index, start + 1)
    }

    /// The end of a quote that begins here; a doubled quote is none.
    private static func endOfQuote(_ text: [UInt8], _ start: Int) -> Int {
        var index = start + 1
        while index < text.count {
            if text[index] == text[start] {
                guard index + 1 < text.count, text[index + 1] == text[start] else { return index + 1 }
                index += 1
            }
            index += 1
        }
        return text.count
    }

    /// The word at a place; an empty one where there is none.
    subscript(_ index: Int) -> String { words.indices.contains(index) ? words[index] : "" }

    /// True when the statement begins with these words, in any case.
    func begins(_ expected: String...) -> Bool {
        words.count >= expected.count && zip(words, expected).allSatisfy { $0.uppercased() == $1 }
    }

    /// The place of the first such word from `start` on, which pg_dump writes in capitals.
    func place(of word: String, from start: Int = 0) -> Int? {
        words.indices.dropFirst(start).first { words[$0] == word }
    }

    /// The place of the last such word.
    func lastPlace(of word: String) -> Int? { words.lastIndex(of: word) }
}
