import VyaCore

/// Holds a tree against the declared shapes, and takes down everything that does not fit.
struct ShapeCheck {
    private(set) var findings: Diagnostics

    init(_ findings: Diagnostics) {
        self.findings = findings
    }

    /// Checks a node and all below it.
    mutating func check(_ node: Node, _ shape: Shape, path: String) {
        guard shape.concerns(node) else { return wrongType(node, shape, path) }
        switch shape {
        case .flag: break
        case .anything: checkControlCharacters(node, path)
        case .fraction: if shape.fraction(node) == nil { wrongValue(node, shape, path) }
        case .integer: if shape.integer(node) == nil { wrongValue(node, shape, path) }
        case .text(let rule): checkText(node, node.text ?? "", rule, shape, path)
        case .choice(let words):
            guard shape.word(node) == nil else { break }
            wrongValue(node, shape, path, suggestion: NearestName.of(node.text ?? "", in: words))
        case .names(let rule):
            if let elements = node.elements {
                for (index, element) in elements.enumerated() {
                    check(element, .text(rule), path: "\(path)[\(index)]")
                }
            } else {
                if let text = node.text, text.isUnfit { checkText(node, text, rule, shape, path) }
                for text in shape.texts(node) ?? [] where !text.isUnfit {
                    checkText(node, text, rule, shape, path)
                }
            }
        case .list(let inner):
            for (index, element) in (node.elements ?? []).enumerated() {
                check(element, inner, path: "\(path)[\(index)]")
            }
        case .object(let table): checkMembers(of: node, table, path)
        case .map(let inner):
            for member in node.members {
                if checkKey(member, path) {
                    check(member.value, inner, path: ShapeCheck.join(path, member.key))
                }
            }
        case .either(let shapes):
            if let fitting = shapes.first(where: { $0.concerns(node) }) { check(node, fitting, path: path) }
        }
    }

    private mutating func checkMembers(of node: Node, _ table: KeyTable, _ path: String) {
        for member in node.members where checkKey(member, path) {
            let memberPath = ShapeCheck.join(path, member.key)
            if let key = table.key(named: member.key) {
                // Null is as good as absent: files that a program wrote are full of it.
                if member.value.value != .null { check(member.value, key.shape, path: memberPath) }
            } else if !KeyTable.isRemark(member.key) {
                judgeUnknown(member, of: node, table, memberPath)
                checkControlCharacters(member.value, memberPath)
            }
        }
        for key in table.keys where key.isRequired && !key.names.contains(where: { node[$0] != nil }) {
            findings.error(
                "config.missing-key", at: node.position, ShapeCheck.join(path, key.name),
                "the key is missing",
                allowed: key.shape.allowed)
        }
        warnOfTwins(in: node, table, path)
    }

    private mutating func judgeUnknown(
        _ member: Node.Member, of node: Node, _ table: KeyTable, _ path: String
    ) {
        // A file of nothing but unknown keys is not worth looking each of them up.
        let isWorthwhile = findings.diagnostics.count < 100
        let nearest = isWorthwhile ? NearestName.of(member.key, in: table.keys.flatMap(\.names)) : nil
        if let nearest, let key = table.key(named: nearest), key.isDecisive,
            !key.names.contains(where: { node[$0] != nil })
        {
            return findings.error(
                "config.mistyped-key", at: member.position, path,
                "unknown key, so that something else would be backed up than what is meant",
                allowed: "a name that begins with _ for a remark", suggestion: nearest)
        }
        findings.warning(
            "config.unknown-key", at: member.position, path, "unknown key, which has no effect",
            suggestion: nearest)
    }

    /// Two names of one key with different values: which one counts is no guess of the operator's.
    private mutating func warnOfTwins(in node: Node, _ table: KeyTable, _ path: String) {
        for key in table.keys {
            let given = key.names.filter { node[$0] != nil }
            guard given.count > 1, let winner = given.first, let other = given.last,
                node[winner]?.value != node[other]?.value
            else { continue }
            findings.warning(
                "config.twin-keys", at: node[other]?.position ?? node.position, ShapeCheck.join(path, other),
                "the same as \"\(winner)\", which is given too and counts")
        }
    }

    private mutating func checkText(
        _ node: Node, _ text: String, _ rule: TextRule, _ shape: Shape, _ path: String
    ) {
        if text.isUnfit {
            findings.error(
                "config.control-character", at: node.position, path,
                "the text holds a NUL, CR or LF character",
                allowed: "a text of one line")
        } else if let objection = rule.objection(to: text) {
            findings.error(
                "config.wrong-value", at: node.position, path, objection, found: "\(text.printable)")
        } else if !rule.accepts(text) {
            wrongValue(Node(value: .text(text), position: node.position), .text(rule), path)
        }
    }

    /// Texts that nobody reads may still be shown or logged.
    private mutating func checkControlCharacters(_ node: Node, _ path: String) {
        switch node.value {
        case .text(let text): checkText(node, text, .any, .text(.any), path)
        case .list(let nodes): for node in nodes { checkControlCharacters(node, path) }
        case .object(let members):
            for member in members where checkKey(member, path) { checkControlCharacters(member.value, path) }
        default: break
        }
    }

    private mutating func checkKey(_ member: Node.Member, _ path: String) -> Bool {
        guard member.key.isUnfit else { return true }
        findings.error(
            "config.control-character", at: member.position, path, "a key holds a NUL, CR or LF character")
        return false
    }

    private mutating func wrongType(_ node: Node, _ shape: Shape, _ path: String) {
        findings.error(
            "config.wrong-type", at: node.position, path, "wrong type",
            found: node.described(secret: shape.isSecret),
            allowed: shape.allowed)
    }

    private mutating func wrongValue(_ node: Node, _ shape: Shape, _ path: String, suggestion: String? = nil)
    {
        findings.error(
            "config.wrong-value", at: node.position, path, "wrong value",
            found: node.described(secret: shape.isSecret),
            allowed: shape.allowed, suggestion: suggestion)
    }

    /// The path of a key below another; a key that is no plain word is written in brackets.
    static func join(_ path: String, _ key: String) -> String {
        let isWord =
            !key.isEmpty && key.utf8.allSatisfy { TextRule.isAlphanumeric($0) || "_-$".utf8.contains($0) }
        guard isWord else { return path + "[\"" + String(key.prefix(60)).printable + "\"]" }
        return path.isEmpty ? key : path + "." + key
    }
}

extension String {
    /// True when the text would be cut, or taken for several, by whatever it is handed to.
    var isUnfit: Bool { utf8.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D } }
}
