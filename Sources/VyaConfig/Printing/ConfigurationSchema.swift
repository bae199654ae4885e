package import VyaCore

/// The JSON Schema of the configuration, made of the declarations that the reader checks against.
package enum ConfigurationSchema {
    /// The schema (JSON Schema, draft 2020-12) for the dbms that the plugins declare.
    package static func json(knownDbms: [DbmsSummary]) -> JSONValue {
        let members = schema(.object(RootKeys.table(knownDbms))).objectValue ?? []
        return .object(
            [
                .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                .init("title", .string("vya-backup configuration")),
            ] + members)
    }

    private static func schema(_ shape: Shape) -> JSONValue {
        switch shape {
        case .flag: return type("boolean")
        case .integer(let range, let orText):
            let number = JSONValue.object([
                .init("type", .string("integer")), .init("minimum", .int(range.lowerBound)),
                .init("maximum", .int(range.upperBound)),
            ])
            return orText ? any([number, text("^[0-9]+$")]) : number
        case .fraction:
            return .object([
                .init("type", .string("number")), .init("minimum", .int(0)), .init("maximum", .int(1)),
            ])
        case .text(let rule): return text(rule.pattern)
        // The words are for an editor to offer; that case does not matter can only be said letter by letter.
        case .choice(let words):
            return any([
                .object([.init("enum", .strings(words))]),
                text("^(" + words.map(caseless).joined(separator: "|") + ")$"),
            ])
        case .names(let rule):
            return any([type("string"), list(of: .text(rule))])
        case .list(let inner): return list(of: inner)
        case .object(let table): return object(table)
        case .map(let inner):
            return .object([.init("type", .string("object")), .init("additionalProperties", schema(inner))])
        case .either(let shapes): return any(shapes.map(schema))
        case .anything: return .bool(true)
        }
    }

    private static func object(_ table: KeyTable) -> JSONValue {
        let properties = table.keys.flatMap { key in
            key.names.map { name in JSONValue.Member(name, described(key, under: name)) }
        }
        var members: [JSONValue.Member] = [
            .init("type", .string("object")), .init("properties", .object(properties)),
        ]
        // A key with an alias may stand under any of its names.
        let required = table.keys.filter { $0.isRequired && $0.aliases.isEmpty }.map(\.name)
        if !required.isEmpty { members.append(.init("required", .strings(required))) }
        return .object(members)
    }

    private static func described(_ key: Key, under name: String) -> JSONValue {
        let note = name == key.name ? key.note : "The same as \(key.name). " + key.note
        let value = key.isRequired ? schema(key.shape) : any([schema(key.shape), type("null")])
        guard case .object(let members) = value else { return .object([.init("description", .string(note))]) }
        return .object([.init("description", .string(note))] + members)
    }

    private static func type(_ name: String) -> JSONValue { .object([.init("type", .string(name))]) }

    private static func any(_ schemas: [JSONValue]) -> JSONValue {
        .object([.init("anyOf", .array(schemas))])
    }

    private static func list(of shape: Shape) -> JSONValue {
        .object([.init("type", .string("array")), .init("items", schema(shape))])
    }

    private static func text(_ pattern: String?) -> JSONValue {
        var members: [JSONValue.Member] = [.init("type", .string("string"))]
        if let pattern { members.append(.init("pattern", .string(pattern))) }
        return .object(members)
    }

    private static func caseless(_ word: String) -> String {
        word.unicodeScalars.map { letter in
            letter.isASCII && letter.properties.isAlphabetic
                ? "[" + letter.properties.lowercaseMapping + letter.properties.uppercaseMapping + "]"
                : String(letter)
        }.joined()
    }
}
