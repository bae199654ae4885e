import VyaCore
import Yams

/// Turns the parser's nodes into ours, and holds JSON to what JSON is.
struct NodeConversion {
    let isJSON: Bool

    /// Converts a node and all below it; throws at the first that is no JSON, an anchor, or too deep.
    func node(_ node: Yams.Node, depth: Int) throws(SyntaxProblem) -> Node {
        guard depth <= JSONText.maximumDepth else {
            throw SyntaxProblem(
                "config.too-deep", Position(node.mark), "nested deeper than \(JSONText.maximumDepth) levels")
        }
        guard node.anchor == nil else {
            throw SyntaxProblem("config.anchor", Position(node.mark), "anchors and aliases are not supported")
        }
        let position = Position(node.mark)
        switch node {
        case .scalar(let scalar):
            return Node(value: try value(of: scalar, at: position), position: position)
        case .sequence(let sequence):
            var nodes: [Node] = []
            for element in sequence { nodes.append(try self.node(element, depth: depth + 1)) }
            return Node(value: .list(nodes), position: position)
        case .mapping(let mapping):
            var members: [Node.Member] = []
            for (key, value) in mapping {
                members.append(
                    Node.Member(
                        key: try self.key(key), position: Position(key.mark),
                        value: try self.node(value, depth: depth + 1)))
            }
            return Node(value: .object(members), position: position)
        case .alias:
            throw SyntaxProblem("config.anchor", position, "anchors and aliases are not supported")
        }
    }

    private func key(_ node: Yams.Node) throws(SyntaxProblem) -> String {
        guard case .scalar(let scalar) = node, scalar.anchor == nil else {
            throw SyntaxProblem("config.syntax", Position(node.mark), "a key that is no text")
        }
        guard !isJSON || scalar.style == .doubleQuoted else {
            throw SyntaxProblem(
                "config.syntax", Position(node.mark),
                TextRule.beginsWithTypographicQuote(scalar.string)
                    ? Self.typographic : "a key is written between double quotes")
        }
        return scalar.string
    }

    private static let typographic: Message =
        "these are typographic quotes, as word processors set them; JSON wants the plain double quote, \""

    private func value(of scalar: Yams.Node.Scalar, at position: Position) throws(SyntaxProblem) -> Node.Value
    {
        let text = scalar.string
        guard scalar.style == .plain || scalar.style == .any else {
            guard !isJSON || scalar.style == .doubleQuoted else {
                throw SyntaxProblem("config.syntax", position, "a text is written between double quotes")
            }
            return .text(text)
        }
        if let number = NodeConversion.number(text) { return number }
        switch text {
        case "null": return .null
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "" where isJSON: throw SyntaxProblem("config.syntax", position, "a value is missing")
        case "True", "False", "None", "TRUE", "FALSE", "NULL":
            guard isJSON else {
                return text.unicodeScalars.first == "N"
                    ? .text(text) : .flag(text.unicodeScalars.first == "T")
            }
            throw SyntaxProblem("config.syntax", position, "JSON writes true, false and null in lower case")
        case _ where isJSON:
            // Not quoted in the message: it may be a password. A missing comma makes one text of two values.
            let words: Message =
                TextRule.beginsWithTypographicQuote(text)
                ? Self.typographic
                : text.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0 == "\"" })
                    ? "a \",\" is missing, or the double quotes of a text"
                    : "a text is written between double quotes"
            throw SyntaxProblem("config.syntax", position, words)
        // The words of YAML 1.1, which the files in the field were written for.
        case "", "~", "Null": return .null
        case "yes", "Yes", "YES", "on", "On", "ON": return .flag(true)
        case "no", "No", "NO", "off", "Off", "OFF": return .flag(false)
        default: return .text(text)
        }
    }

    /// Reads a number in JSON's own notation (RFC 8259, section 6); nil for any other text.
    static func number(_ text: String) -> Node.Value? {
        var rest = Substring(text)
        func digits() -> Substring {
            let run = Substring(rest.unicodeScalars.prefix { "0"..."9" ~= $0 })
            rest = rest.dropFirst(run.count)
            return run
        }
        if rest.unicodeScalars.first == "-" { rest.removeFirst() }
        let whole = digits()
        guard !whole.isEmpty, whole.count == 1 || whole.unicodeScalars.first != "0" else { return nil }
        if rest.isEmpty { return Int(text).map { .integer($0) } ?? .number(text) }
        if rest.unicodeScalars.first == "." {
            rest.removeFirst()
            guard !digits().isEmpty else { return nil }
        }
        if let exponent = rest.first, "eE".contains(exponent) {
            rest.removeFirst()
            if let sign = rest.first, "+-".contains(sign) { rest.removeFirst() }
            guard !digits().isEmpty else { return nil }
        }
        return rest.isEmpty ? .number(text) : nil
    }
}
