extension String {
    /// The text with control characters, invisible separators and bidirectional marks written as escapes,
    /// so that what a server or a file name holds cannot steer a terminal, a log or a mail.
    package var printable: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\\": result += "\\\\"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
                    .unassigned:
                    result += "\\u{" + String(scalar.value, radix: 16) + "}"
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// A line to be pasted into a shell or client: as it is, or escaped when something in it would end the line or steer the
    /// terminal, so that a name in it can do nothing but be wrong.
    package var pasteable: String {
        let isSafe = unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        return isSafe ? self : printable
    }

    /// The printable form of bytes that may not be UTF-8: each bad byte becomes `\xNN`.
    package static func printable(_ bytes: some Sequence<UInt8>) -> String {
        var result = ""
        var rest = ArraySlice(Array(bytes))
        while !rest.isEmpty {
            if let text = String(validating: rest, as: UTF8.self) { return result + text.printable }
            let valid = rest.validUTF8PrefixCount
            result += String(decoding: rest.prefix(valid), as: UTF8.self).printable
            let byte = rest[rest.startIndex + valid]
            result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            rest = rest.dropFirst(valid + 1)
        }
        return result
    }
}

extension ArraySlice<UInt8> {
    /// The length of the longest prefix that is valid UTF-8.
    fileprivate var validUTF8PrefixCount: Int {
        var decoder = UTF8()
        var iterator = makeIterator()
        var count = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { count += UTF8.width(scalar) }
        return count
    }
}
