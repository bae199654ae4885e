import VyaCore

/// Readings of a node by its declared shape; nil when it does not fit, which the check has said already.
extension Shape {
    /// The whole number that a node stands for.
    func integer(_ node: Node) -> Int? {
        switch self {
        case .integer(let range, let orText):
            let number = node.integer ?? (orText ? node.text.flatMap(Shape.decimal) : nil)
            return number.flatMap { range.contains($0) ? $0 : nil }
        case .either(let shapes): return shapes.lazy.compactMap { $0.integer(node) }.first
        default: return nil
        }
    }

    /// The number from 0 to 1 that a node stands for.
    func fraction(_ node: Node) -> Double? {
        guard case .fraction = self else { return nil }
        let number: Double? =
            switch node.value {
            case .integer(let number): Double(number)
            case .number(let text): Double(text)
            default: nil
            }
        return number.flatMap { (0...1).contains($0) ? $0 : nil }
    }

    /// The declared spelling of the word that a node holds.
    func word(_ node: Node) -> String? {
        switch self {
        case .choice(let words):
            return node.text.flatMap { text in words.first { $0.lowercased() == text.lowercased() } }
        case .either(let shapes): return shapes.lazy.compactMap { $0.word(node) }.first
        default: return nil
        }
    }

    /// The texts of a list, or of one text that commas separate.
    func texts(_ node: Node) -> [String]? {
        if let elements = node.elements { return elements.compactMap(\.text) }
        guard case .names = self, let text = node.text else { return nil }
        return Shape.separated(text)
    }

    /// Splits at commas that stand outside of braces, without the blanks around them.
    static func separated(_ text: String) -> [String] {
        var parts = [""]
        var depth = 0
        for character in text {
            if character == "{" { depth += 1 }
            if character == "}" { depth = max(0, depth - 1) }
            if character == ",", depth == 0 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map { String($0.trimming(" ")) }
            .filter { !$0.isEmpty }
    }

    /// Reads decimal digits and nothing else: no sign, no blanks.
    static func decimal(_ text: String) -> Int? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }
}
