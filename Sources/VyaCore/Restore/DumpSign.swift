/// What the beginning of a stream tells of the program that wrote it.
package enum DumpSign: Sendable, Equatable {
    /// Nothing of it is a sign of this dbms.
    case none
    /// A dump of this dbms, by a program that writes no completion line; `closing` is what stands among its last bytes when it is
    /// whole, nil where nothing tells.
    case program(closing: String?)
    /// A dump of the dbms's own tool, which ends with a completion line.
    case tool
}

/// The beginning of a stream of SQL.
package struct DumpHead {
    /// The remarks and blank lines above the first statement.
    package let remarks: [Substring]
    /// All that is known of the beginning, without a mark of the byte order; what is no UTF-8 is replaced.
    package let text: String

    /// Takes a beginning apart.
    package init(_ beginning: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        text = String(
            decoding: beginning.starts(with: mark) ? beginning.dropFirst(3) : beginning[...], as: UTF8.self)
        remarks = text.lines.prefix { line in
            let line = line.trimming(" ", "\t", "\r")
            return line.isEmpty || ["--", "#", "/*M!999999", "/*!999999"].contains { line.begins(with: $0) }
        }
    }

    /// True when one of the remarks begins so.
    package func isIntroduced(by words: String...) -> Bool {
        remarks.contains { line in words.contains { line.begins(with: $0) } }
    }
}
