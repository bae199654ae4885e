import VyaCore
import Yams

/// A parsed file: its tree, and what is wrong with it though it could be parsed.
struct Document {
    let root: Node
    let duplicates: [JSONText.Duplicate]
    let hadByteOrderMark: Bool

    /// Reads JSON, with comments and trailing commas, or YAML.
    ///
    /// A name that ends in `.json` means JSON; else the first character decides.
    init(bytes: [UInt8], fileName: String) throws(SyntaxProblem) {
        let source = try SourceText(bytes)
        hadByteOrderMark = source.hadByteOrderMark
        let isJSON = fileName.ends(with: ".json") || JSONText.isLikely(source)
        if isJSON {
            let prepared = try JSONText.prepare(source)
            duplicates = prepared.duplicates
            // The parser stops at the first double key without the second one's place: ours are said instead.
            root =
                prepared.duplicates.isEmpty
                ? try Document.parse(prepared.text, isJSON: true) : Node(value: .null, position: .start)
        } else {
            duplicates = []
            root = try Document.parse(source.string, isJSON: false)
        }
    }

    private static func parse(_ text: String, isJSON: Bool) throws(SyntaxProblem) -> Node {
        if !isJSON { try refuseManyAnchors(text) }
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else {
                throw SyntaxProblem("config.syntax", .start, "the file is empty")
            }
            // The parser owns the anchors that the conversion looks for.
            return try withExtendedLifetime(parser) {
                try NodeConversion(isJSON: isJSON).node(root, depth: 1)
            }
        } catch let problem as SyntaxProblem {
            throw problem
        } catch let error as YamlError {
            throw problem(error, in: text, isJSON: isJSON)
        } catch {
            throw SyntaxProblem("config.syntax", .start, "not readable as JSON or YAML")
        }
    }

    /// Keeps a chain of aliases from growing a tree too deep to be released.
    private static func refuseManyAnchors(_ text: String) throws(SyntaxProblem) {
        if text.utf8.count(where: { $0 == UInt8(ascii: "&") }) > 1000 {
            throw SyntaxProblem(
                "config.anchor", .start, "more than 1000 characters \"&\"; anchors are not supported")
        }
    }

    private static func problem(_ error: YamlError, in text: String, isJSON: Bool) -> SyntaxProblem {
        switch error {
        case .scanner(let context, let words, let mark, _), .parser(let context, let words, let mark, _),
            .composer(let context, let words, let mark, _):
            if isJSON { return SyntaxProblem("config.syntax", Position(mark), inWordsOfJSON(words)) }
            let around = context.map {
                " (\($0.text.lowercased()), which begins in line \($0.mark.line))" as Message
            }
            return SyntaxProblem("config.syntax", Position(mark), "\(words)\(around ?? "")")
        case .duplicatedKeysInMapping(let keys, let context):
            let key = (keys.first ?? "").printable
            let first = Position(context.mark)
            let second = laterKey(key, after: first, in: text)
            let where_ = second.map { "\($0.line):\($0.column)" } ?? "further on"
            return SyntaxProblem(
                "config.duplicate-key", first, "the key \"\(key)\" is given again at \(where_)")
        default:
            return SyntaxProblem("config.syntax", .start, "not readable as JSON or YAML")
        }
    }

    /// The parser speaks of YAML's nodes and flow mappings, which whoever writes JSON has never heard of.
    private static func inWordsOfJSON(_ words: String) -> Message {
        switch words {
        case "did not find expected ',' or '}'": "a \",\" or \"}\" is expected here, or a \":\" after a key"
        case "did not find expected ',' or ']'": "a \",\" or \"]\" is expected here"
        case "did not find expected node content": "a value is expected here"
        case "did not find expected <document start>": "something follows the end of the document"
        default: Message(verbatim: words)
        }
    }

    /// Finds a key of a block mapping once more: the same text in the same column of a later line.
    private static func laterKey(_ key: String, after first: Position, in text: String) -> Position? {
        let lines = text.lines
        for (index, line) in lines.enumerated().dropFirst(first.line) {
            let rest = line.unicodeScalars.dropFirst(first.column - 1)
            let blank = line.unicodeScalars.prefix(first.column - 1).allSatisfy {
                " -".unicodeScalars.contains($0)
            }
            if blank, Substring(rest).dropping(leading: "\"", "'").begins(with: key) {
                return Position(line: index + 1, column: first.column)
            }
        }
        return nil
    }
}

extension Position {
    /// Takes over a mark of the parser.
    init(_ mark: Mark?) {
        self.init(line: max(mark?.line ?? 1, 1), column: max(mark?.column ?? 1, 1))
    }
}

/// What keeps a text from being a document at all.
struct SyntaxProblem: Error, Equatable {
    let code: ErrorCode
    let position: Position
    let message: Message

    init(_ code: ErrorCode, _ position: Position, _ message: Message) {
        self.code = code
        self.position = position
        self.message = message
    }
}
