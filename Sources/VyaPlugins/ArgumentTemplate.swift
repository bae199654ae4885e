package import VyaCore

/// One argument of a tool as a plugin file declares it: text with placeholders.
///
/// `{name}` stands for a value, `{{` and `}}` for braces. It is filled in one pass: a value that looks like a
/// placeholder stays what it is, and one template never becomes more than one argument, but for the list
/// placeholders, which stand alone.
package struct ArgumentTemplate: Sendable, Equatable {
    /// A piece of the argument.
    enum Part: Sendable, Equatable {
        case text(String)
        case placeholder(Placeholder)
    }

    /// Says why a text is no template.
    struct SyntaxError: Error, Equatable {
        let message: Message
    }

    /// The text as the plugin file has it.
    package let source: String
    let parts: [Part]

    /// Parses a template; throws `SyntaxError` for unknown or misplaced placeholders and single braces.
    init(_ source: String) throws(SyntaxError) {
        self.source = source
        parts = try ArgumentTemplate.parse(source)
        let placeholders = self.placeholders
        if let list = placeholders.first(where: \.isList), parts.count > 1 {
            throw SyntaxError(message: "{\(list.rawValue)} stands for several arguments and must stand alone")
        }
        if placeholders.contains(.secretFile),
            parts.last != .placeholder(.secretFile)
                || placeholders.count > 1
        {
            throw SyntaxError(message: "{secret_file} must be the only placeholder and end the argument")
        }
    }

    /// The placeholders in the order of the text.
    package var placeholders: [Placeholder] {
        parts.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// Answers with the arguments that the template becomes: one; none, if a placeholder has no value; or as
    /// many as a list placeholder has.
    package func filled(with values: PlaceholderValues) -> [ToolInvocation.Word] {
        if case .placeholder(let placeholder) = parts.first, placeholder.isList {
            return values[list: placeholder].map { .text($0) }
        }
        var text = ""
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .placeholder(.secretFile):
                return values.hasSecret ? [.secretFile(prefix: text)] : []
            case .placeholder(let placeholder):
                guard let value = values[placeholder] else { return [] }
                text += value
            }
        }
        return [.text(text)]
    }

    private static func parse(_ source: String) throws(SyntaxError) -> [Part] {
        var parts: [Part] = []
        var text = ""
        var rest = Substring(source).unicodeScalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case "{" where rest.first == "{", "}" where rest.first == "}":  // characters: scalars
                text.unicodeScalars.append(scalar)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else {  // characters: scalars
                    throw SyntaxError(message: "\"{\" has no \"}\"; a brace that is text is written twice")
                }
                let name = String(rest[..<end])
                guard let placeholder = Placeholder(rawValue: name) else {
                    let known = Placeholder.allCases.map(\.rawValue)
                    let nearest = NearestName.of(name, in: known).map { "; did you mean {\($0)}?" as Message }
                    throw SyntaxError(
                        message: "{\(name.printable)} is no placeholder"
                            + (nearest ?? "; allowed: \(known.joined(separator: ", "))"))
                }
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(.placeholder(placeholder))
                rest = rest[rest.index(after: end)...]
            case "}":
                throw SyntaxError(message: "\"}\" has no \"{\"; a brace that is text is written twice")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text.isEmpty && !parts.isEmpty ? parts : parts + [.text(text)]
    }
}
