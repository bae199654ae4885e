/// Texts taken apart by their scalars, as everybody else reads them.
///
/// Swift's own searches compare characters: a quote, a colon or a line's end that is followed by a combining mark is
/// another character to them, and none to the program that reads what we write. Texts that others wrote, names above
/// all, are therefore searched, split and quoted by these alone; `make lint` refuses the others.
extension StringProtocol {
    /// True when the text begins with exactly these scalars.
    package func begins(with prefix: some StringProtocol) -> Bool { utf8.starts(with: prefix.utf8) }

    /// True when the text ends with exactly these scalars.
    package func ends(with suffix: some StringProtocol) -> Bool {
        utf8.reversed().starts(with: suffix.utf8.reversed())
    }

    /// What follows these scalars at the beginning; nil when the text does not begin with them.
    package func dropping(prefix: some StringProtocol) -> Substring? {
        guard begins(with: prefix) else { return nil }
        return Substring(Substring(self).unicodeScalars.dropFirst(prefix.unicodeScalars.count))
    }

    /// What stands before these scalars at the end; nil when the text does not end with them.
    package func dropping(suffix: some StringProtocol) -> Substring? {
        guard ends(with: suffix) else { return nil }
        return Substring(Substring(self).unicodeScalars.dropLast(suffix.unicodeScalars.count))
    }

    /// True when these scalars stand somewhere in the text, one after the other.
    package func holds(_ text: some StringProtocol) -> Bool { firstPlace(of: text) != nil }

    /// Where these scalars stand first, one after the other.
    package func firstPlace(of text: some StringProtocol) -> Range<Substring.Index>? {
        Array(text.utf8).withUnsafeBufferPointer { wanted in
            let whole = Substring(self)
            guard let first = wanted.first else { return whole.startIndex..<whole.startIndex }
            var rest = whole.utf8
            while let place = rest.firstIndex(of: first) {
                rest = rest[place...]
                if rest.starts(with: wanted) { return place..<rest.index(place, offsetBy: wanted.count) }
                rest = rest.dropFirst()
            }
            return nil
        }
    }

    /// The parts between the places of a scalar.
    package func pieces(
        separatedBy separator: Unicode.Scalar, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
    ) -> [Substring] {
        Substring(self).unicodeScalars.split(
            separator: separator, maxSplits: maxSplits, omittingEmptySubsequences: omittingEmptySubsequences
        ).map { Substring($0) }
    }

    /// The parts between the scalars of which something holds; empty ones are left out.
    package func pieces(where isSeparator: (Unicode.Scalar) -> Bool) -> [Substring] {
        Substring(self).unicodeScalars.split(whereSeparator: isSeparator).map { Substring($0) }
    }

    /// The lines, which end with LF; the empty ones too.
    package var lines: [Substring] { pieces(separatedBy: "\n", omittingEmptySubsequences: false) }

    /// What stands before the first of some scalars; all of the text when there is none of them.
    package func head(upTo ends: Unicode.Scalar...) -> Substring {
        Substring(Substring(self).unicodeScalars.prefix { !ends.contains($0) })
    }

    /// What is left when scalars at the beginning are left out.
    package func dropping(leading scalars: Unicode.Scalar...) -> Substring {
        Substring(Substring(self).unicodeScalars.drop { scalars.contains($0) })
    }

    /// What is left when scalars at both ends are left out.
    package func trimming(_ scalars: Unicode.Scalar...) -> Substring {
        var rest = Substring(self).unicodeScalars.drop { scalars.contains($0) }
        while let last = rest.last, scalars.contains(last) { rest.removeLast() }
        return Substring(rest)
    }

    /// Where a scalar stands first.
    package func place(of scalar: Unicode.Scalar) -> Index? { unicodeScalars.firstIndex(of: scalar) }

    /// Where a scalar stands last.
    package func lastPlace(of scalar: Unicode.Scalar) -> Index? { unicodeScalars.lastIndex(of: scalar) }

    /// The text with something else for some of its scalars: the one way in which a language's own marks are escaped.
    package func escaping(_ replacements: [Unicode.Scalar: String]) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let replacement = replacements[scalar] {
                result.append(contentsOf: replacement.unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text with another for every place where these scalars stand.
    package func replacing(placeholder: String, with text: String) -> String {
        var (result, rest) = ("", Substring(self))
        while let place = rest.firstPlace(of: placeholder), !place.isEmpty {
            result.unicodeScalars += rest[..<place.lowerBound].unicodeScalars
            result.unicodeScalars += text.unicodeScalars
            rest = rest[place.upperBound...]
        }
        result.unicodeScalars += rest.unicodeScalars
        return result
    }
}

extension Sequence where Element: StringProtocol {
    /// True when one of the texts is this one, scalar for scalar.
    package func has(_ text: some StringProtocol) -> Bool {
        contains { $0.utf8.elementsEqual(text.utf8) }
    }
}
