import VyaCore

/// Finds what a tool could print of its secret file: a last resort, since tools are not expected to print it.
///
/// Looked for are the file's lines, the password field of a passfile's line (PostgreSQL manual, "The Password
/// File") and the value of an option file's `password` line (MySQL manual, "Using Option Files"), as written and
/// without their escapes.
struct SecretTraces {
    /// Shorter pieces are not looked for: they would be found everywhere.
    private static let shortest = 3

    private let pieces: [[UInt8]]

    /// Takes the text of the secret file apart.
    init(_ secret: Secret) {
        var found: [[UInt8]] = []
        for line in secret.exposedPlainText.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            found.append(Array(line))
            guard let value = SecretTraces.password(in: Array(line)) else { continue }
            found.append(value)
            found.append(SecretTraces.unescaped(value))
        }
        // A piece inside another is replaced after it.
        pieces = found.filter { $0.count >= SecretTraces.shortest && $0 != Array("[client]".utf8) }
            .sorted { $0.count > $1.count }
    }

    /// The length of the longest piece, in bytes.
    var longest: Int { pieces.first?.count ?? 0 }

    /// The bytes with the mask in place of every piece.
    func masked(_ bytes: [UInt8]) -> [UInt8] {
        pieces.reduce(bytes) { $0.replacing($1, with: Array(Secret.mask.utf8)) }
    }

    private static func password(in line: [UInt8]) -> [UInt8]? {
        if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
            let key = String(decoding: line[..<equals], as: UTF8.self)
            if key.lowercased().holds("pass") {
                var value = line[(equals + 1)...].drop { $0 == UInt8(ascii: " ") }
                if let quote = value.first, quote == value.last, value.count > 1,
                    [0x22, 0x27].contains(quote)
                {
                    value = value.dropFirst().dropLast()
                }
                return Array(value)
            }
        }
        var colons: [Int] = []
        var escaped = false
        for (index, byte) in line.enumerated() {
            if byte == UInt8(ascii: ":"), !escaped { colons.append(index) }
            escaped = byte == UInt8(ascii: "\\") && !escaped
        }
        return colons.count < 4 ? nil : Array(line[(colons[3] + 1)...])
    }

    private static func unescaped(_ value: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var escaped = false
        for byte in value {
            escaped = byte == UInt8(ascii: "\\") && !escaped
            if !escaped { result.append(byte) }
        }
        return result
    }
}
