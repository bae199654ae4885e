import VyaCore

/// Declares which values a key may have.
indirect enum Shape: Sendable {
    case flag
    /// A whole number; `orText` also takes it as a text of decimal digits.
    case integer(ClosedRange<Int>, orText: Bool = false)
    /// A number from 0 to 1.
    case fraction
    case text(TextRule)
    /// One of some words, in upper or lower case.
    case choice([String])
    /// A list of texts, or one text of several separated by commas.
    case names(TextRule)
    case list(Shape)
    case object(KeyTable)
    /// An object whose keys are free.
    case map(Shape)
    /// The first shape that takes the kind of value found.
    case either([Shape])
    /// What only the predecessor looked at.
    case anything

    /// What is allowed, in words.
    var allowed: Message {
        switch self {
        case .flag: "true or false"
        case .integer(let range, let orText):
            (range.upperBound == .max
                ? "a whole number of at least \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)")
                + (orText ? ", or the same as a text" : "")
        case .fraction: "a number from 0 to 1, such as 0.5"
        case .text(let rule): rule.allowed
        case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .names(let rule): "a list, or one text separated by commas, of: \(rule.allowed)"
        case .list(let shape): "a list of: \(shape.allowed)"
        case .object: "an object"
        case .map(let shape): "an object whose values are each \(shape.allowed)"
        case .either(let shapes): shapes.map(\.allowed).joined(separator: "; or ")
        case .anything: "anything"
        }
    }

    /// True when no message may quote the value.
    var isSecret: Bool {
        switch self {
        case .text(let rule), .names(let rule): rule == .secret
        case .either(let shapes): shapes.contains(where: \.isSecret)
        case .list(let shape), .map(let shape): shape.isSecret
        default: false
        }
    }

    /// Tells whether a node is of the kind that this shape is about, whatever its value.
    func concerns(_ node: Node) -> Bool {
        switch (self, node.value) {
        case (.anything, _), (.flag, .flag), (.integer, .integer), (.integer, .number), (.fraction, .integer),
            (.fraction, .number), (.text, .text),
            (.choice, .text), (.names, .text), (.names, .list), (.list, .list), (.object, .object),
            (.map, .object):
            true
        case (.integer(_, orText: true), .text): true
        case (.either(let shapes), _): shapes.contains { $0.concerns(node) }
        default: false
        }
    }
}
