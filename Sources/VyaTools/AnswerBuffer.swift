import VyaCore

/// Gathers what a tool prints, up to a limit.
final class AnswerBuffer: BlockSink {
    private(set) var bytes: [UInt8] = []
    private let tool: String
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    /// Makes an empty one; `tool` is the path of the program, for the message.
    init(tool: String) {
        self.tool = tool
    }

    deinit { room.deallocate() }

    func space() -> UnsafeMutableRawBufferPointer { room }

    /// Adds the bytes; throws `SourceError` beyond `ToolRunner.answerLimit`.
    func advance(by count: Int) throws {
        guard bytes.count + count <= ToolRunner.answerLimit else {
            throw SourceError(
                "tool.answer-too-long", "\(StartCommand.name(of: tool)) answered with more than 64 MiB")
        }
        bytes.append(contentsOf: room.prefix(count))
    }
}
