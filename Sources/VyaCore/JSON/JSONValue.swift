/// A JSON document as a value; members keep their order, and names that differ in bytes stay apart.
package indirect enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One member of an object.
    package struct Member: Sendable, Equatable {
        package let name: ExactName
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = ExactName(name)
            self.value = value
        }
    }

    /// A string, or null.
    package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    /// A number, or null.
    package static func optional(_ number: Int?) -> JSONValue { number.map { .int($0) } ?? .null }
    /// A message in English, as documents hold it.
    package static func english(_ message: Message) -> JSONValue { .string(message.description) }
    /// A message in English, or null.
    package static func english(_ message: Message?) -> JSONValue { message.map { .english($0) } ?? .null }
    /// An array of messages in English.
    package static func english(_ messages: [Message]) -> JSONValue { .array(messages.map { .english($0) }) }
    /// An array of strings.
    package static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    /// The value of a member of an object; nil if there is none.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == ExactName(name) }?.value
    }

    /// The text, if this is a string.
    package var stringValue: String? { if case .string(let text) = self { text } else { nil } }
    /// The number, if this is a whole number.
    package var intValue: Int? { if case .int(let number) = self { number } else { nil } }
    /// The number, if this is a whole number that can count bytes, rows or seconds: from 0 to `largestCount`.
    ///
    /// What a file says is taken by this and never by `intValue`, so that nothing that is added up later overflows (L7).
    package var countValue: Int? { intValue.flatMap { (0...JSONValue.largestCount).contains($0) ? $0 : nil } }
    /// The largest count that is believed, 2^53: more than 9 PB, and what every reader of JSON can tell exactly.
    package static let largestCount = 1 << 53
    /// The truth value, if this is one.
    package var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The elements, if this is an array.
    package var arrayValue: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    /// The members, if this is an object.
    package var objectValue: [Member]? { if case .object(let members) = self { members } else { nil } }

    /// Writes the document (RFC 8259): indented by two spaces, or on one line.
    package func serialized(pretty: Bool = true) -> String {
        var text = ""
        write(to: &text, indent: pretty ? 0 : nil)
        return text
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value): text += value.isFinite ? String(value) : "null"
        case .string(let value): JSONValue.write(value, to: &text)
        case .array(let values):
            JSONValue.writeItems(values, between: "[", and: "]", to: &text, indent: indent) {
                value, text, inner in
                value.write(to: &text, indent: inner)
            }
        case .object(let members):
            JSONValue.writeItems(members, between: "{", and: "}", to: &text, indent: indent) {
                member, text, inner in
                JSONValue.write(member.name.text, to: &text)
                text += inner == nil ? ":" : ": "
                member.value.write(to: &text, indent: inner)
            }
        }
    }

    private static func writeItems<Item>(
        _ items: [Item], between open: String, and close: String, to text: inout String, indent: Int?,
        _ writeItem: (Item, inout String, Int?) -> Void
    ) {
        let inner = indent.map { $0 + 2 }
        text += open
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: " ", count: inner) }
            writeItem(item, &text, inner)
        }
        if let indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
        text += close
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || [0x7F, 0x2028, 0x2029].contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
