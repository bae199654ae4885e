import VyaCore

/// The text of a configuration file, known to hold nothing that a parser could stumble over.
struct SourceText {
    /// More than any configuration needs, and little enough to be read whole.
    static let maximumBytes = 4 << 20

    let scalars: [Unicode.Scalar]
    /// True when the file began with a byte order mark, which is not part of `scalars`.
    let hadByteOrderMark: Bool

    /// Decodes UTF-8; throws for anything else, and for characters that a text file has no use for.
    init(_ bytes: [UInt8]) throws(SyntaxProblem) {
        guard bytes.count <= SourceText.maximumBytes else {
            throw SyntaxProblem("config.too-large", .start, "the file is larger than 4 MiB")
        }
        // JSON and YAML begin with an ASCII character, so a zero byte among the first two means UTF-16 or UTF-32.
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(2).contains(0)
        {
            throw SyntaxProblem(
                "config.encoding", .start, "the file is not UTF-8 but UTF-16 or binary; save it as UTF-8")
        }
        hadByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        var (line, column) = (1, 1)
        var decoder = UTF8()
        var iterator = bytes.dropFirst(hadByteOrderMark ? 3 : 0).makeIterator()
        decoding: while true {
            let position = Position(line: line, column: column)
            switch decoder.decode(&iterator) {
            case .emptyInput: break decoding
            case .error: throw SyntaxProblem("config.encoding", position, "a byte that is not UTF-8")
            case .scalarValue(let scalar):
                guard SourceText.allows(scalar) else {
                    let code = String(scalar.value, radix: 16, uppercase: true)
                    throw SyntaxProblem(
                        "config.control-character", position,
                        "the control character U+\(code); write it as an escape, such as \\u0009")
                }
                if scalar == "\n" {
                    // A line feed after a carriage return ends the same line.
                    if scalars.last != "\r" { line += 1 }  // characters: scalars
                    column = 1
                } else if scalar == "\r" {
                    (line, column) = (line + 1, 1)
                } else {
                    column += 1
                }
                scalars.append(scalar)
            }
        }
        self.scalars = scalars
    }

    /// The text as a string.
    var string: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    // What libYAML takes for printable, less the three rare line ends that would shift every later line.
    private static func allows(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E: true
        case 0x2028, 0x2029, 0xFEFF: false
        case 0xA0...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

/// A place in a text; lines and columns count from 1, columns in Unicode scalars.
struct Position: Sendable, Equatable, Comparable {
    let line: Int
    let column: Int

    static let start = Position(line: 1, column: 1)

    static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
