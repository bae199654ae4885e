/// A shell pattern over bytes: `*` `?` `[a-z]` `[!a]` `{a,b}`, `!(a|b)` as the whole last component, and a
/// backslash before a character that stands for itself.
///
/// Names that begin with a dot are matched like all others. `?` and classes take one UTF-8 character, or one
/// byte where a name is not UTF-8. Matching takes at most pattern × name steps for each alternative of the
/// braces, of which there may be `maximumAlternatives`.
package struct Glob: Sendable, Equatable {
    /// One element of a pattern whose braces are expanded.
    package enum Token: Sendable, Equatable {
        case byte(UInt8)
        case anyCharacter
        case anyRun
        case characters(CharacterClass)
        /// What is left of the name must match none of these.
        case none(of: [[Token]])
    }

    /// The characters between brackets.
    package struct CharacterClass: Sendable, Equatable {
        /// True for `[!…]`.
        package let negated: Bool
        /// The code points listed.
        package let ranges: [ClosedRange<UInt32>]
    }

    /// How many alternatives the braces of one pattern may expand to.
    package static let maximumAlternatives = 1000
    /// How many characters a pattern may have, as a path may.
    package static let maximumLength = 4096

    /// The pattern as it was written.
    package let pattern: ExactName
    /// The pattern with its braces expanded; a name matches when it matches one of them.
    package let alternatives: [[Token]]

    /// Reads a pattern; throws where a bracket or brace is not closed and where the pattern is too large.
    package init(_ pattern: ExactName) throws(GlobError) {
        self.pattern = pattern
        var parser = GlobParser(pattern)
        alternatives = try parser.parse()
    }

    /// True when the pattern has no metacharacters and matches exactly one name.
    package var isLiteral: Bool { literalName != nil }

    /// The only name that the pattern matches, without backslashes; nil when it has metacharacters.
    package var literalName: [UInt8]? {
        alternatives.count == 1 ? Self.literal(alternatives[0]) : nil
    }

    /// A function that tells whether a name is, or is matched by, one of the patterns of `db_list` or `db_ignore`.
    ///
    /// A name that is written exactly as the server has it is meant, whatever a glob would make of it.
    package static func matcher(_ patterns: [ExactName]) -> (ExactName) -> Bool {
        let exact = Set(patterns)
        let globs = patterns.compactMap { try? Glob($0) }
        return { name in
            exact.contains(name) || globs.contains { $0.matches(name: Array(name.text.utf8)) }
        }
    }

    /// A function that tells whether an entry with these lists means a name: `db_list` selects, all if it is empty, and
    /// `db_ignore` removes.
    package static func selection(
        of wanted: [ExactName], without ignored: [ExactName]
    ) -> (ExactName) -> Bool {
        let (isWanted, isIgnored) = (matcher(wanted), matcher(ignored))
        return { name in (wanted.isEmpty || isWanted(name)) && !isIgnored(name) }
    }

    /// The folder above everything that an absolute pattern can match, or the path itself where it is one.
    package static func fixedPart(of pattern: String) -> String {
        "/"
            + pattern.pieces(separatedBy: "/").prefix { part in !part.contains { "*?[{!".contains($0) } }
            .joined(separator: "/")
    }

    /// Tells whether the whole name matches; `/` is a character like others.
    package func matches(name: some Collection<UInt8>) -> Bool {
        let bytes = Array(name)
        return alternatives.contains { Self.matches($0, bytes[...]) }
    }

    /// The bytes that tokens stand for when there is no metacharacter among them.
    package static func literal(_ tokens: some Collection<Token>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tokens.count)
        for token in tokens {
            guard case .byte(let byte) = token else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// Tells whether the whole name matches these tokens, in at most tokens × name steps.
    ///
    /// Only the last `*` passed is ever tried again: what an earlier one could take, the last can take too.
    package static func matches(_ tokens: [Token], _ name: ArraySlice<UInt8>) -> Bool {
        var (token, position) = (0, name.startIndex)
        var retry: (token: Int, position: Int)?
        while true {
            if token < tokens.count, tokens[token] == .anyRun {
                token += 1
                retry = (token, position)
                continue
            }
            if token < tokens.count, let end = step(tokens[token], name, position) {
                token += 1
                position = end
                continue
            }
            if token == tokens.count, position == name.endIndex { return true }
            guard let last = retry, last.position < name.endIndex else { return false }
            position = last.position + character(name, last.position).width
            retry = (last.token, position)
            token = last.token
        }
    }

    /// The position after what a token takes; nil when it does not match there.
    private static func step(_ token: Token, _ name: ArraySlice<UInt8>, _ position: Int) -> Int? {
        if case .none(let excluded) = token {
            let rest = name[position...]
            return excluded.contains { matches($0, rest) } ? nil : name.endIndex
        }
        guard position < name.endIndex else { return nil }
        switch token {
        case .byte(let byte): return name[position] == byte ? position + 1 : nil
        case .anyCharacter: return position + character(name, position).width
        case .characters(let wanted):
            let (value, width) = character(name, position)
            return wanted.ranges.contains { $0.contains(value) } != wanted.negated ? position + width : nil
        case .anyRun, .none: return nil
        }
    }

    /// The code point at a position and its width in bytes; a byte that is not UTF-8 is beyond all code
    /// points.
    private static func character(_ name: ArraySlice<UInt8>, _ position: Int) -> (value: UInt32, width: Int) {
        let first = name[position]
        if first < 0x80 { return (UInt32(first), 1) }
        var decoder = UTF8()
        var iterator = name[position...].prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
            return (0x11_0000 + UInt32(first), 1)
        }
        return (scalar.value, UTF8.width(scalar))
    }
}

/// Says where a pattern cannot be read and why.
package struct GlobError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in lower case without a full stop.
    package let message: Message
    /// The character of the pattern that it is about, counted from 1.
    package let position: Int

    /// The message and the position.
    package var words: Message { "\(message) at character \(position)" }
    package var description: String { words.description }
}
