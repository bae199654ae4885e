import VyaCore

/// A glob read as an absolute path, matched one component at a time while a tree is walked.
///
/// `**` as a whole component is any number of folders; at the end it is all that lies below. A `/` at the end
/// asks for folders only.
struct PathPattern: Sendable {
    /// Where in the pattern a walk stands: the components that the next name may match, each once.
    typealias Places = [Int]

    /// What a name did to a set of places.
    struct Advance {
        /// The name completes the pattern, whatever kind of file it is.
        var matched = false
        /// The name completes the pattern if it is a folder.
        var matchedAsFolder = false
        /// Where the pattern goes on below the name.
        var next: Places = []
        /// True when the operator wrote this path out, so that the name may be a link of the operator's own.
        var spelledOut = false
        /// The part of `next` whose path so far is spelled out.
        var spelledOutNext: Places = []

        /// True when the name, or something below it, can be part of the match.
        var isRelevant: Bool { matched || matchedAsFolder || !next.isEmpty }
    }

    private enum Component {
        case literal([UInt8])
        case wildcard([Glob.Token])
        case anyDepth
        case end(foldersOnly: Bool)
    }

    /// The components of all alternatives, one after the other, each alternative closed by its end.
    private var components: [Component] = []
    /// For each component: whether it and all before it are literal.
    private var spelledOut: [Bool] = []
    /// Where a walk begins, at `/`.
    private(set) var start: Places = []

    /// Reads a pattern that must begin with `/`, or, with `anywhere`, one that else matches at any depth.
    ///
    /// Throws when the glob cannot be read, is not absolute, or has `..` in it.
    init(_ pattern: ExactName, anywhere: Bool = false) throws(ConfigurationError) {
        let glob: Glob
        do { glob = try Glob(pattern) } catch { throw Self.refusal(pattern, error.words) }
        if pattern.text.utf8.contains(0) { throw Self.refusal(pattern, "it holds a NUL character") }
        for tokens in glob.alternatives {
            try add(tokens, of: pattern, anywhere: anywhere)
        }
    }

    /// True when `/` itself is what the pattern names.
    var matchesRoot: Bool {
        start.contains { if case .end = components[$0] { true } else { false } }
    }

    /// The names to look for when nothing but names can match, sorted by bytes; nil when a folder must be
    /// read.
    func literalNames(at places: Places) -> [[UInt8]]? {
        var names: Set<[UInt8]> = []
        for place in places {
            guard case .literal(let name) = components[place] else { return nil }
            names.insert(name)
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Takes one name.
    func advance(_ places: Places, over name: [UInt8]) -> Advance {
        var result = Advance()
        for place in places {
            switch components[place] {
            case .anyDepth: insert(place, into: &result.next)
            case .literal(let wanted) where wanted == name: pass(place, &result)
            case .wildcard(let tokens) where Glob.matches(tokens, name[...]): pass(place, &result)
            case .literal, .wildcard, .end: continue
            }
        }
        return result
    }

    private func pass(_ place: Int, _ result: inout Advance) {
        if spelledOut[place] { result.spelledOut = true }
        if case .end(let foldersOnly) = components[place + 1] {
            result.matchedAsFolder = true
            if !foldersOnly { result.matched = true }
            return
        }
        insert(place + 1, into: &result.next)
        if spelledOut[place] { insert(place + 1, into: &result.spelledOutNext) }
    }

    private func insert(_ place: Int, into places: inout Places) {
        if !places.contains(place) { places.append(place) }
        // `**` may also be no folder at all.
        if case .anyDepth = components[place] { insert(place + 1, into: &places) }
    }

    private mutating func add(
        _ tokens: [Glob.Token], of pattern: ExactName, anywhere: Bool
    ) throws(ConfigurationError) {
        let separator = Glob.Token.byte(UInt8(ascii: "/"))
        let first = components.count
        var literalSoFar = true
        func append(_ component: Component, literal: Bool, to pattern: inout PathPattern) {
            literalSoFar = literalSoFar && literal
            pattern.components.append(component)
            pattern.spelledOut.append(literalSoFar)
        }
        if tokens.first != separator {
            guard anywhere else {
                throw Self.refusal(pattern, "it does not begin with '/'", "write the whole path, from '/' on")
            }
            append(.anyDepth, literal: false, to: &self)
        }
        var last: ArraySlice<Glob.Token> = []
        for part in tokens.split(separator: separator) {
            last = part
            if part.elementsEqual([.anyRun, .anyRun]) {
                append(.anyDepth, literal: false, to: &self)
            } else if let name = Glob.literal(part) {
                if name == Array("..".utf8) {
                    throw Self.refusal(pattern, "it has '..' in it", "write the path without '..'")
                }
                if name != [UInt8(ascii: ".")] { append(.literal(name), literal: true, to: &self) }
            } else {
                append(.wildcard(Array(part)), literal: false, to: &self)
            }
        }
        if last.elementsEqual([.anyRun, .anyRun]) { append(.wildcard([.anyRun]), literal: false, to: &self) }
        append(.end(foldersOnly: tokens.last == separator), literal: true, to: &self)
        insert(first, into: &start)
    }

    private static func refusal(
        _ pattern: ExactName, _ cause: Message, _ hints: Message...
    ) -> ConfigurationError {
        ConfigurationError(
            "files.pattern", "the pattern '\(pattern.text.printable)' cannot be used: \(cause)", hints: hints)
    }
}
