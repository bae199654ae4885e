import VyaCore
import FoundationEssentials

/// Writes text into header fields of a mail so that it can neither end the field nor be misread.
enum HeaderText {
    /// The text on one line: every run of controls and line separators becomes one space.
    static func oneLine(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var gap = false
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format: gap = true
            default:
                if gap, !result.isEmpty { result.append(" ") }
                gap = false
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The value of an unstructured field, such as `Subject`: as it is when it is short ASCII, else as encoded
    /// words of at most 75 characters on lines of their own (RFC 2047 §2).
    static func unstructured(_ text: String) -> String {
        let line = oneLine(text)
        let isPlain = line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !line.holds("=?")
        if isPlain && line.utf8.count <= 66 { return line }
        return encodedWords(line).joined(separator: "\r\n ")
    }

    /// `=?UTF-8?B?…?=`, each of whole characters.
    private static func encodedWords(_ line: String) -> [String] {
        // A line may have 76 characters, and the first begins with `Subject: `: 39 bytes make a word of 64.
        var words: [String] = []
        var bytes: [UInt8] = []
        func flush() {
            if !bytes.isEmpty { words.append("=?UTF-8?B?" + Data(bytes).base64EncodedString() + "?=") }
            bytes = []
        }
        for scalar in line.unicodeScalars {
            let encoded = Array(String(scalar).utf8)
            if bytes.count + encoded.count > 39 { flush() }
            bytes += encoded
        }
        flush()
        return words
    }
}
