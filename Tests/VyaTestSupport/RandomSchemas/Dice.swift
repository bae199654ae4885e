/// What a random schema draws its choices, names and texts from; the same seed draws the same.
package struct Dice {
    private var generator: SeededGenerator
    private var names = 0

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// A whole number of a range.
    package mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

    /// Is true so many times in a hundred.
    package mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    /// One of several, of which there has to be one.
    package mutating func one<T>(_ choices: [T]) -> T { choices[number(0...choices.count - 1)] }

    /// Some of several, in an order of chance.
    package mutating func some<T>(_ choices: [T], _ count: Int) -> [T] {
        Array(choices.shuffled(using: &generator).prefix(count))
    }

    /// Words behind a statement, or none.
    package mutating func maybe(_ words: String, _ percent: Int = 30) -> String {
        chance(percent) ? words : ""
    }

    /// What means something to a client, a server, a shell or Unicode.
    package static let signs = [
        "'", "\"", "\\", "`", ":", ";", "$", "$$", "$_$", "\n", "\r\n", "\r", "\t", "--", "/*", "*/",
        "/*!50003", "%", "#",
        ".", ",", "(", ")", "{", "}", "=", "\\.", "\\!", "\\N", "\\\\", "@", "é", "e\u{301}", "\u{600}",
        "\u{200D}", "漢",
        "ß", "İ", "\u{7F}", "\u{202E}", "\u{FEFF}", "\u{D4E}", " ", "  ", "A", "z", "0", "_", "\u{1}",
        "\u{1B}", "\u{85}",
        "\u{2028}", "NULL", "select", "COPY t FROM stdin;", "INSERT INTO `t` VALUES (1);",
        "\n-- Name: x; Type: TABLE",
        "\nCREATE TABLE x (", "\n\\.\n", "\nDELIMITER ;;\n", "END;", "BEGIN", "\n) ENGINE=InnoDB",
    ]
    /// What a server that keeps names in three bytes a sign does not take in them.
    package static let wideSigns = ["😀", "𝒳", "👩‍👩‍👧"]

    /// A text of some signs, at most so many bytes long.
    package mutating func text(upTo most: Int = 200, wide: Bool = true) -> String {
        var text = ""
        for _ in 0..<number(0...8) {
            text += chance(40) ? "word" : one(wide ? Dice.signs + Dice.wideSigns : Dice.signs)
        }
        while text.utf8.count > most { text.unicodeScalars.removeLast() }
        return text
    }

    /// A name that was not there before: plain ones, and such of strange signs.
    package mutating func name(upTo most: Int = 63, wide: Bool = true) -> String {
        names += 1
        if chance(40) { return one(["n", "Name", "some_thing", "Ünï"]) + String(names) }
        let text = text(upTo: most - 8, wide: wide)
        return chance(50) ? "\(names)\(text)" : text + String(names)
    }
}
