package import VyaCore

/// How a streamed tool came to its end.
package struct ToolResult: Sendable, Equatable {
    /// How it ended.
    package let ending: ToolEnding
    /// The last lines of its standard error, at most 20, escaped for printing.
    package let errorLines: [String]
    /// How many bytes of standard output went to the sink.
    package let bytes: Int
    /// True when the stream was read to its end; false when a process that the tool left behind kept it open.
    package let reachedEnd: Bool

    /// Makes a result.
    package init(ending: ToolEnding, errorLines: [String], bytes: Int, reachedEnd: Bool) {
        self.ending = ending
        self.errorLines = errorLines
        self.bytes = bytes
        self.reachedEnd = reachedEnd
    }
}
