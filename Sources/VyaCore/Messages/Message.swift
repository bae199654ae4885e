/// A sentence for operators, or a part of one: what it says, and what stands in its gaps; said in the language of whoever
/// reads it.
///
///     let message: Message = "the folder \(path) cannot be read: \(reason)"
///     message.said(in: .portuguese)
///
/// It is written down in English, as the literal stands in the code; the catalogue has each template's Portuguese
/// (`Catalogue`). What tools, servers and people wrote goes through as it is. Documents that programs read hold the English.
package struct Message: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// What stands in a gap.
    package enum Argument: Sendable, Hashable {
        /// Names, numbers and other people's words: the same in every language.
        case text(String)
        /// A part that is a message itself.
        case message(Message)
        /// What the program once wrote down in English.
        case kept(String)
    }

    /// The English with its gaps, `{1}` and so on.
    package let template: String
    package let arguments: [Argument]

    package init(stringLiteral value: String) { (template, arguments) = (value, []) }

    package init(stringInterpolation: StringInterpolation) {
        (template, arguments) = (stringInterpolation.template, stringInterpolation.arguments)
    }

    init(_ template: String, _ arguments: [Argument]) {
        (self.template, self.arguments) = (template, arguments)
    }

    /// Words that are no message of the program: a tool's, a server's, or what somebody typed.
    package init(verbatim text: String) { self.init("{1}", [.text(text)]) }

    /// What the program wrote down in English at another time: found again in the catalogue when it is said in another
    /// language, and otherwise said as it is.
    package init(kept text: String) { self.init("{1}", [.kept(text)]) }

    /// Takes a literal apart into its template and what stands in its gaps.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var template = ""
        fileprivate var arguments: [Argument] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            template.reserveCapacity(literalCapacity + 3 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { template += literal }

        /// A part that is a message itself.
        package mutating func appendInterpolation(_ message: Message) { append(.message(message)) }

        /// A name, or other people's words.
        package mutating func appendInterpolation(_ text: String) { append(.text(text)) }

        package mutating func appendInterpolation(_ text: Substring) { append(.text(String(text))) }

        package mutating func appendInterpolation(_ scalar: Unicode.Scalar) { append(.text(String(scalar))) }

        package mutating func appendInterpolation(_ number: some BinaryInteger) {
            append(.text(String(number)))
        }

        package mutating func appendInterpolation(_ entry: EntryID) { append(.text(entry.description)) }

        private mutating func append(_ argument: Argument) {
            arguments.append(argument)
            template += "{\(arguments.count)}"
        }
    }

    /// Two parts of a sentence, one behind the other.
    package static func + (left: Message, right: Message) -> Message {
        Message("{1}{2}", [.message(left), .message(right)])
    }

    package static func += (left: inout Message, right: Message) { left = left + right }

    /// It in a language; in English where the catalogue has no translation.
    package func said(in language: Language) -> String {
        let words = language == .english ? template : Catalogue.portuguese[template] ?? template
        guard !arguments.isEmpty else { return words }
        var (result, rest) = ([UInt8](), Substring(words).utf8)
        while let start = rest.firstIndex(of: UInt8(ascii: "{")) {
            result += rest[..<start]
            rest = rest[start...].dropFirst()
            let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            guard rest[digits.endIndex...].first == UInt8(ascii: "}"), let number = Int(Substring(digits)),
                arguments.indices.contains(number - 1)
            else {
                result.append(UInt8(ascii: "{"))
                continue
            }
            result += arguments[number - 1].said(in: language).utf8
            rest = rest[digits.endIndex...].dropFirst()
        }
        return String(decoding: result + rest, as: UTF8.self)
    }

    /// It in English: what is kept, and what programs read.
    package var description: String { said(in: .english) }

    /// True when they say the same, however they are put together.
    package static func == (left: Message, right: Message) -> Bool { left.description == right.description }

    package func hash(into hasher: inout Hasher) { hasher.combine(description) }

    /// The end of a sentence whose matter statements mend: `; run: GRANT …`; where the statements are told apart, it is left out.
    package static func mended(by statements: String) -> Message { "; run: \(statements)" }

    /// The same without what `mended` has put to its end.
    package var withoutStatements: Message {
        if template == Message.mended(by: "").template { return "" }
        return Message(
            template,
            arguments.map { argument in
                guard case .message(let part) = argument else { return argument }
                return .message(part.withoutStatements)
            })
    }

    /// True when it says nothing.
    package var isEmpty: Bool { description.isEmpty }

    /// The same to be pasted into a shell or a client: what stands in its gaps is escaped where it could steer a terminal.
    package var pasteable: Message {
        Message(template, arguments.map(\.pasteable))
    }
}

extension Message.Argument {
    fileprivate func said(in language: Language) -> String {
        switch self {
        case .text(let text): text
        case .message(let message): message.said(in: language)
        case .kept(let text):
            language == .english
                ? text : KeptWords.shared.message(saying: text)?.said(in: language) ?? text
        }
    }

    fileprivate var pasteable: Message.Argument {
        switch self {
        case .text(let text): .text(text.pasteable)
        case .message(let message): .message(message.pasteable)
        case .kept(let text): .kept(text.pasteable)
        }
    }
}

extension Array<Message> {
    /// Lines that are no messages of the program: a tool's, or names.
    package static func verbatim(_ lines: some Sequence<String>) -> [Message] {
        lines.map(Message.init(verbatim:))
    }
}

extension Sequence<Message> {
    /// All of them in one, with something between.
    package func joined(separator: Message) -> Message {
        var result: Message?
        for message in self { result = result.map { $0 + separator + message } ?? message }
        return result ?? ""
    }

    /// Each in a language.
    package func said(in language: Language) -> [String] { map { $0.said(in: language) } }
}
