import VyaCore

/// Makes of JSON with comments a text that a YAML parser reads with the same positions.
///
/// YAML is a superset of JSON but for details: it has no `//` and `/* */`, refuses surrogate pairs, knows more
/// escapes, and folds strings over line ends. Whatever is replaced keeps its length, so that a mark of the
/// parser is a place in the file. Nesting and double keys are seen here too, before any parser recurses.
struct JSONText {
    /// Deeper than any configuration, and shallow enough for every recursion that follows.
    static let maximumDepth = 64

    /// A key that an object holds more than once.
    struct Duplicate: Equatable {
        let key: String
        let first: Position
        let second: Position
    }

    /// An object or list whose end has not come yet.
    private struct Frame {
        let start: Position
        let isObject: Bool
        var expectsKey: Bool
        var keys: [ExactName: Position] = [:]

        var closing: Unicode.Scalar { isObject ? "}" : "]" }
    }

    private let input: [Unicode.Scalar]
    private var index = 0
    private var position = Position.start
    private var output = String.UnicodeScalarView()
    private var frames: [Frame] = []
    private var duplicates: [Duplicate] = []

    private init(_ input: [Unicode.Scalar]) {
        self.input = input
    }

    /// Returns the text for the parser and the keys that occur twice in one object.
    static func prepare(_ source: SourceText) throws(SyntaxProblem) -> (text: String, duplicates: [Duplicate])
    {
        var text = JSONText(source.scalars)
        try text.run()
        return (String(text.output), text.duplicates)
    }

    /// Tells whether a text is JSON by its first character that is neither blank nor in a comment.
    static func isLikely(_ source: SourceText) -> Bool {
        var inComment = false
        for (scalar, next) in zip(source.scalars, source.scalars.dropFirst() + [" "]) {
            if inComment {
                inComment = scalar != "\n" && scalar != "\r"
            } else if scalar == "#" {
                inComment = true
            } else if ![" ", "\t", "\r", "\n"].contains(scalar) {
                return ["{", "["].contains(scalar) || (scalar == "/" && ["/", "*"].contains(next))
            }
        }
        return false
    }

    private var current: Unicode.Scalar? { index < input.count ? input[index] : nil }
    private var next: Unicode.Scalar? { index + 1 < input.count ? input[index + 1] : nil }

    private mutating func run() throws(SyntaxProblem) {
        while let scalar = current {
            switch scalar {
            case "\"": try string()
            case "#": lineComment()
            case "/" where next == "/": lineComment()
            case "/" where next == "*": try blockComment()
            // A tab is blank in JSON; YAML wants none before the first brace.
            case "\t": advance(writing: " ")
            case "{", "[": try open(isObject: scalar == "{")
            case "}", "]": try close(scalar)
            case ",", ":":
                if let frame = frames.last {
                    frames[frames.count - 1].expectsKey = frame.isObject && scalar == ","
                }
                advance(writing: scalar)
            default: advance(writing: scalar)
            }
        }
        if let frame = frames.last {
            throw SyntaxProblem(
                "config.syntax", frame.start, "the \"\(frame.isObject ? "{" : "[")\" is not closed")
        }
    }

    private mutating func open(isObject: Bool) throws(SyntaxProblem) {
        guard frames.count < JSONText.maximumDepth else {
            throw SyntaxProblem(
                "config.too-deep", position, "nested deeper than \(JSONText.maximumDepth) levels")
        }
        frames.append(Frame(start: position, isObject: isObject, expectsKey: isObject))
        advance(writing: input[index])
    }

    private mutating func close(_ scalar: Unicode.Scalar) throws(SyntaxProblem) {
        guard let frame = frames.popLast() else {
            throw SyntaxProblem("config.syntax", position, "\"\(scalar)\" closes nothing")
        }
        guard scalar == frame.closing else {
            let start = "\(frame.start.line):\(frame.start.column)"
            throw SyntaxProblem(
                "config.syntax", position,
                "\"\(scalar)\" where \"\(frame.closing)\" closes what begins at \(start)")
        }
        advance(writing: scalar)
    }

    /// Moves over one character and writes another in its place, or nothing.
    private mutating func advance(writing scalar: Unicode.Scalar?) {
        if let scalar { output.append(scalar) }
        let isLineEnd = input[index] == "\n" || (input[index] == "\r" && next != "\n")
        position = Position(
            line: position.line + (isLineEnd ? 1 : 0), column: isLineEnd ? 1 : position.column + 1)
        index += 1
    }

    private mutating func lineComment() {
        while let scalar = current, scalar != "\n", scalar != "\r" { advance(writing: " ") }
    }

    private mutating func blockComment() throws(SyntaxProblem) {
        let start = position
        advance(writing: " ")
        advance(writing: " ")
        while let scalar = current {
            if scalar == "*", next == "/" {
                advance(writing: " ")
                advance(writing: " ")
                return
            }
            advance(writing: scalar == "\n" || scalar == "\r" ? scalar : " ")
        }
        throw SyntaxProblem("config.syntax", start, "a comment that does not end")
    }

    private mutating func string() throws(SyntaxProblem) {
        let (start, firstIndex) = (position, index)
        var padding = 0
        advance(writing: "\"")
        while let scalar = current, scalar != "\"" {
            switch scalar {
            case "\n", "\r":
                throw SyntaxProblem("config.syntax", start, "a text whose closing quote is missing")
            case "\\": padding += try escape()
            default: advance(writing: scalar)
            }
        }
        guard current != nil else {
            throw SyntaxProblem("config.syntax", start, "a text whose closing quote is missing")
        }
        advance(writing: "\"")
        for _ in 0..<padding { output.append(" ") }
        noteKey(input[(firstIndex + 1)..<(index - 1)], at: start)
    }

    private mutating func noteKey(_ scalars: ArraySlice<Unicode.Scalar>, at start: Position) {
        guard let frame = frames.indices.last, frames[frame].expectsKey else { return }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        let key = ExactName(String(view))
        if let first = frames[frame].keys[key] {
            duplicates.append(Duplicate(key: key.text, first: first, second: start))
        } else {
            frames[frame].keys[key] = start
        }
    }

    /// Writes an escape, and answers by how many characters it became shorter.
    private mutating func escape() throws(SyntaxProblem) -> Int {
        guard let kind = next, "\"\\/bfnrtu".unicodeScalars.contains(kind) else {
            throw SyntaxProblem(
                "config.syntax", position, "an escape that JSON does not know; a backslash is written \\\\")
        }
        guard kind == "u" else {
            advance(writing: "\\")
            advance(writing: kind)
            return 0
        }
        let high = try codeUnit(at: index)
        guard (0xD800...0xDFFF).contains(high) else {
            for _ in 0..<6 { advance(writing: input[index]) }
            return 0
        }
        guard high < 0xDC00, index + 7 < input.count, input[index + 6] == "\\", input[index + 7] == "u",
            case let low = try codeUnit(at: index + 6), (0xDC00...0xDFFF).contains(low)
        else { throw SyntaxProblem("config.syntax", position, "half of a surrogate pair") }
        let value = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
        let digits = String(value, radix: 16)
        for scalar in ("\\U" + String(repeating: "0", count: 8 - digits.count) + digits).unicodeScalars {
            output.append(scalar)
        }
        for _ in 0..<12 { advance(writing: nil) }
        return 2
    }

    private func codeUnit(at backslash: Int) throws(SyntaxProblem) -> Int {
        let digits = input[min(backslash + 2, input.count)..<min(backslash + 6, input.count)]
        var view = String.UnicodeScalarView()
        view.append(contentsOf: digits)
        guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit),
            let value = Int(String(view), radix: 16)
        else { throw SyntaxProblem("config.syntax", position, "\\u without its four hexadecimal digits") }
        return value
    }
}
