/// Reads one pattern into tokens.
struct GlobParser {
    /// An element before braces are expanded.
    indirect enum Node {
        case token(Glob.Token)
        case braces([[Node]])
    }

    /// What the text being read lies in, and so what ends it.
    enum Enclosure {
        case pattern, braces, negation
    }

    private static let maximumDepth = 32
    private let text: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ pattern: ExactName) {
        text = Array(pattern.text.unicodeScalars)
    }

    mutating func parse() throws(GlobError) -> [[Glob.Token]] {
        guard text.count <= Glob.maximumLength else {
            throw GlobError(
                message: "longer than \(Glob.maximumLength) characters", position: Glob.maximumLength + 1)
        }
        let alternatives = try expand(try sequence(in: .pattern))
        for tokens in alternatives {
            for (index, token) in tokens.enumerated() {
                guard case .none = token, index != tokens.count - 1 else { continue }
                throw GlobError(
                    message: "something follows '!(…)', which must end the pattern", position: text.count)
            }
        }
        return alternatives
    }

    private mutating func sequence(in enclosure: Enclosure) throws(GlobError) -> [Node] {
        var nodes: [Node] = []
        while position < text.count {
            let start = position
            let scalar = text[position]
            switch (scalar, enclosure) {
            case (",", .braces), ("}", .braces), ("|", .negation), (")", .negation): return nodes
            default: break
            }
            position += 1
            switch scalar {
            case "*": nodes.append(.token(.anyRun))
            case "?": nodes.append(.token(.anyCharacter))
            case "[": nodes.append(.token(.characters(try characterClass(from: start))))
            case "{": nodes += try braces(from: start)
            case "!" where position < text.count && text[position] == "(":
                nodes.append(.token(.none(of: try negation(from: start))))
            case "\\":
                guard position < text.count else {
                    throw GlobError(message: "a backslash with nothing after it", position: start + 1)
                }
                nodes += Self.literal(text[position])
                position += 1
            default: nodes += Self.literal(scalar)
            }
        }
        return nodes
    }

    private mutating func braces(from start: Int) throws(GlobError) -> [Node] {
        let alternatives = try list(in: .braces, separator: ",", closing: "}", from: start)
        // As in a shell, braces without a comma stand for themselves.
        guard alternatives.count > 1 else { return Self.literal("{") + alternatives[0] + Self.literal("}") }
        return [.braces(alternatives)]
    }

    private mutating func negation(from start: Int) throws(GlobError) -> [[Glob.Token]] {
        guard start == 0 || text[start - 1] == "/" else {
            throw GlobError(
                message: "'!(…)' must be the whole last component (write '\\!(' for the characters)",
                position: start + 1)
        }
        position += 1
        var tokens: [[Glob.Token]] = []
        for nodes in try list(in: .negation, separator: "|", closing: ")", from: start) {
            tokens += try expand(nodes)
        }
        return tokens
    }

    private mutating func list(
        in enclosure: Enclosure, separator: Unicode.Scalar, closing: Unicode.Scalar, from start: Int
    ) throws(GlobError) -> [[Node]] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw GlobError(message: "braces nested deeper than \(Self.maximumDepth)", position: start + 1)
        }
        var alternatives: [[Node]] = []
        while true {
            alternatives.append(try sequence(in: enclosure))
            guard position < text.count else {
                throw GlobError(message: "'\(text[start])' is not closed", position: start + 1)
            }
            position += 1
            if text[position - 1] == closing { return alternatives }
        }
    }

    private mutating func characterClass(from start: Int) throws(GlobError) -> Glob.CharacterClass {
        var ranges: [ClosedRange<UInt32>] = []
        let negated = position < text.count && (text[position] == "!" || text[position] == "^")
        if negated { position += 1 }
        let first = position
        while position < text.count {
            if text[position] == "]", position > first {
                position += 1
                return Glob.CharacterClass(negated: negated, ranges: ranges)
            }
            if text[position] == "[", position + 1 < text.count, [":", ".", "="].contains(text[position + 1])
            {
                throw GlobError(
                    message: "classes such as '[:digit:]' are not known (write '0-9')", position: position + 1
                )
            }
            let (at, low) = (position, member())
            guard position + 1 < text.count, text[position] == "-", text[position + 1] != "]" else {
                ranges.append(low...low)
                continue
            }
            position += 1
            let high = member()
            guard low <= high else {
                throw GlobError(message: "a range that ends before it begins", position: at + 1)
            }
            ranges.append(low...high)
        }
        throw GlobError(message: "'[' is not closed", position: start + 1)
    }

    /// The next character of a class; at the very end a backslash stands for itself and the class is
    /// unclosed.
    private mutating func member() -> UInt32 {
        if text[position] == "\\", position + 1 < text.count { position += 1 }
        position += 1
        return text[position - 1].value
    }

    private func expand(_ nodes: [Node]) throws(GlobError) -> [[Glob.Token]] {
        var result: [[Glob.Token]] = [[]]
        for node in nodes {
            switch node {
            case .token(let token):
                for index in result.indices { result[index].append(token) }
            case .braces(let alternatives):
                var endings: [[Glob.Token]] = []
                for alternative in alternatives { endings += try expand(alternative) }
                guard result.count * endings.count <= Glob.maximumAlternatives else {
                    throw GlobError(
                        message: "the braces have more than \(Glob.maximumAlternatives) combinations",
                        position: 1)
                }
                result = result.flatMap { beginning in endings.map { beginning + $0 } }
            }
        }
        return result
    }

    private static func literal(_ scalar: Unicode.Scalar) -> [Node] {
        UTF8.encode(scalar).map { $0.map { .token(.byte($0)) } } ?? []
    }
}
