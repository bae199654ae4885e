import Foundation
import VyaCore

/// As much of JSON Schema (draft 2020-12) as the project's schema uses; a keyword it does not know is a failure.
struct SchemaValidator {
    /// What in a document a schema does not allow, as paths; a member without a property counts as well.
    static func violations(in document: JSONValue, of schema: JSONValue, at path: String = "") -> [String] {
        if schema == .bool(true) { return [] }
        var found: [String] = []
        for keyword in schema.objectValue ?? [] {
            switch (keyword.name.text, keyword.value) {
            case ("$schema", _), ("title", _), ("description", _): break
            case ("type", .string(let type)): if !document.isOf(type) { found.append("\(path): no \(type)") }
            case ("minimum", .int(let limit)):
                if document.intValue.map({ $0 < limit }) == true { found.append("\(path): <") }
            case ("maximum", .int(let limit)):
                if document.intValue.map({ $0 > limit }) == true { found.append("\(path): >") }
            case ("enum", .array(let values)):
                if !values.contains(document) { found.append("\(path): no word") }
            case ("pattern", .string(let pattern)):
                guard let text = document.stringValue else { break }
                if text.range(of: pattern, options: .regularExpression) == nil {
                    found.append("\(path): \(pattern)")
                }
            case ("anyOf", .array(let schemas)):
                let all = schemas.map { violations(in: document, of: $0, at: path) }
                // The deepest complaint is the one about the shape that was meant.
                if !all.contains([]) { found += all.max { $0.joined().count < $1.joined().count } ?? [] }
            case ("required", .array(let names)):
                found += names.compactMap(\.stringValue).filter { document[$0] == nil }.map {
                    "\(path).\($0): absent"
                }
            case ("items", let items):
                for (index, element) in (document.arrayValue ?? []).enumerated() {
                    found += violations(in: element, of: items, at: "\(path)[\(index)]")
                }
            case ("additionalProperties", let values):
                for member in document.objectValue ?? [] {
                    found += violations(in: member.value, of: values, at: path + "." + member.name.text)
                }
            case ("properties", let properties):
                for member in document.objectValue ?? [] where !member.name.text.hasPrefix("$") {
                    let memberPath = path + "." + member.name.text
                    guard let schema = properties[member.name.text] else {
                        found.append(memberPath + ": undeclared")
                        continue
                    }
                    found += violations(in: member.value, of: schema, at: memberPath)
                }
            default: found.append("the keyword \(keyword.name) is unknown")
            }
        }
        return found
    }
}

extension JSONValue {
    fileprivate func isOf(_ type: String) -> Bool {
        switch (type, self) {
        case ("null", .null), ("boolean", .bool), ("integer", .int), ("string", .string), ("array", .array),
            ("object", .object):
            true
        default: false
        }
    }
}
