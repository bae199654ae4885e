import VyaCore

/// Gathers what a tool prints, up to a limit.
struct AnswerBuffer {
    private(set) var bytes: [UInt8] = []
    private let tool: String

    /// Makes an empty one; `tool` is the path of the program, for the message.
    init(tool: String) {
        self.tool = tool
    }

    /// Adds bytes; throws `SourceError` beyond `ToolRunner.answerLimit`.
    mutating func append(_ block: UnsafeRawBufferPointer) throws {
        guard bytes.count + block.count <= ToolRunner.answerLimit else {
            throw SourceError(
                "tool.answer-too-long", "\(StartCommand.name(of: tool)) answered with more than 64 MiB")
        }
        bytes.append(contentsOf: block)
    }
}
