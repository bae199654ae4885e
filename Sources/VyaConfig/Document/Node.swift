import VyaCore

/// A value of a document and where it stands.
struct Node: Sendable, Equatable {
    indirect enum Value: Sendable, Equatable {
        case null
        case flag(Bool)
        case integer(Int)
        /// A number that is no `Int`, as written: `1.5`, `1e400`, `9223372036854775808`.
        case number(String)
        case text(String)
        case list([Node])
        case object([Member])
    }

    /// One key of an object with its value.
    struct Member: Sendable, Equatable {
        let key: String
        let position: Position
        var value: Node
    }

    var value: Value
    let position: Position

    var members: [Member] { if case .object(let members) = value { members } else { [] } }
    var elements: [Node]? { if case .list(let nodes) = value { nodes } else { nil } }
    var text: String? { if case .text(let text) = value { text } else { nil } }
    var flag: Bool? { if case .flag(let flag) = value { flag } else { nil } }
    var integer: Int? { if case .integer(let number) = value { number } else { nil } }
    var isObject: Bool { if case .object = value { true } else { false } }

    /// The value of a key; nil when it is absent or null.
    subscript(_ key: String) -> Node? {
        members.first { ExactName($0.key) == ExactName(key) && $0.value.value != .null }?.value
    }

    /// The same object with only some of its members; anything else stays as it is.
    func keeping(_ keeps: (Member) -> Bool) -> Node {
        guard case .object(let members) = value else { return self }
        return Node(value: .object(members.filter(keeps)), position: position)
    }

    /// The same object with one member's value replaced by what a closure makes of it.
    func replacing(_ key: String, _ transform: (Node) -> Node) -> Node {
        guard case .object(let members) = value else { return self }
        let replaced = members.map { member in
            guard ExactName(member.key) == ExactName(key) else { return member }
            return Member(key: member.key, position: member.position, value: transform(member.value))
        }
        return Node(value: .object(replaced), position: position)
    }

    /// The value in words for a message; nothing of a secret's text.
    func described(secret: Bool) -> Message {
        switch value {
        case .null: return "null"
        case .list: return "a list"
        case .object: return "an object"
        case _ where secret: return text == nil ? "a value that is no text" : "a text"
        case .flag(let flag): return flag ? "true" : "false"
        case .integer(let number): return "\(number)"
        case .number(let text): return "\(String(text.prefix(60)).printable)"
        case .text(let text): return "\"\((text.count > 60 ? text.prefix(60) + "…" : text).printable)\""
        }
    }
}
