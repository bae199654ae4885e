import VyaCore
import Yams

/// One value of a plugin file with its key's path and its place, and the log that its problems go to.
struct DocumentNode {
    /// The longest text, in bytes, and the longest list that a plugin file may hold.
    static let maximumText = 4096
    static let maximumList = 256

    let node: Node
    let path: String
    let log: DiagnosticLog

    /// Reports a problem at this value's place.
    func report(_ message: Message) {
        log.report(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, path: path, message)
    }

    /// The members of an object, by name; reports what is unknown, missing or no object.
    func members(required: [String], optional: [String]) -> [String: DocumentNode] {
        guard let mapping = node.mapping else {
            report("must be an object")
            return [:]
        }
        var result: [String: DocumentNode] = [:]
        let known = required + optional
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            let member = DocumentNode(node: value, path: path.isEmpty ? name : path + "." + name, log: log)
            if known.contains(where: { ExactName($0) == ExactName(name) }) {
                result[name] = member
            } else {
                let nearest = NearestName.of(name, in: known).map { "; did you mean \"\($0)\"?" as Message }
                DocumentNode(node: key, path: member.path, log: log)
                    .report("unknown key\(nearest ?? "; allowed: \(known.joined(separator: ", "))")")
            }
        }
        for name in required where result[name] == nil { report("the key \"\(name)\" is missing") }
        return result
    }

    /// The members of an object whose names are free, in the order of the file.
    func freeMembers() -> [(name: String, value: DocumentNode)] {
        guard let mapping = node.mapping else {
            report("must be an object")
            return []
        }
        return mapping.map { key, value in
            let name = key.scalar?.string ?? ""
            return (name, DocumentNode(node: value, path: path + "." + name, log: log))
        }
    }

    /// The text of a quoted string; reports anything else.
    func text() -> String? {
        guard let scalar = node.scalar, scalar.style != .plain else {
            report("must be a string in quotes")
            return nil
        }
        guard !scalar.string.utf8.contains(0) else {
            report("holds a NUL")
            return nil
        }
        guard scalar.string.utf8.count <= DocumentNode.maximumText else {
            report("is longer than \(DocumentNode.maximumText) bytes")
            return nil
        }
        return scalar.string
    }

    /// The value of a whole number in a range; reports anything else.
    func number(in range: ClosedRange<Int>) -> Int? {
        guard let scalar = node.scalar, scalar.style == .plain, let number = Int(scalar.string),
            range.contains(number), String(number) == scalar.string
        else {
            report("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// The elements of an array; reports anything else, and more elements than a command may have.
    func elements() -> [DocumentNode] {
        guard let sequence = node.sequence else {
            report("must be an array")
            return []
        }
        guard sequence.count <= DocumentNode.maximumList else {
            report("has \(sequence.count) elements; allowed are \(DocumentNode.maximumList)")
            return []
        }
        return sequence.enumerated().map { index, element in
            DocumentNode(node: element, path: path + "[\(index)]", log: log)
        }
    }

    /// The texts of an array of strings that each satisfy a rule; the rule answers with what is wrong.
    func texts(_ rule: (String) -> Message? = { _ in nil }) -> [String] {
        elements().compactMap { $0.text(rule) }
    }

    /// The text, if it satisfies a rule; the rule answers with what is wrong.
    func text(_ rule: (String) -> Message?) -> String? {
        guard let text = text() else { return nil }
        if let problem = rule(text) {
            report(problem)
            return nil
        }
        return text
    }

    /// The value that a text names; reports any other text with what is allowed.
    func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = text() else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let allowed = Choice.allCases.map(\.rawValue)
        let nearest = NearestName.of(text, in: allowed).map { "; did you mean \"\($0)\"?" as Message }
        report(
            "\"\(text.printable)\" is not allowed here\(nearest ?? "; allowed: \(allowed.joined(separator: ", "))")"
        )
        return nil
    }
}
