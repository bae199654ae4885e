import VyaCore

/// One exchange over HTTP; of the reply 64 KiB are read and no more, headers and body together.
final class WebConversation: Conversation {
    static let replyLimit = 65_536
    private var left = WebConversation.replyLimit
    private var beginning: [UInt8] = []

    /// True when the rest of the body was not read; a head without end is no reply.
    private(set) var isCut = false

    override func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        allows(bytes.count) && super.receive(bytes)
    }

    override func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isCut = !allows(bytes.count)
        guard !isCut else { return false }
        beginning += bytes.prefix(max(0, 1000 - beginning.count))
        return true
    }

    /// The status of the last reply; nil when there was none.
    var status: Int? {
        replies.last { $0.hasPrefix("HTTP/") }.flatMap { $0.split(separator: " ").dropFirst().first }
            .flatMap { Int($0) }
    }

    /// Where the last reply sends the caller, as it says so.
    var redirection: String? {
        replies.last { $0.lowercased().hasPrefix("location:") }
            .map { String($0.dropFirst("location:".count).drop { $0 == " " }) }
    }

    /// The first line of the reply's body, printable.
    var firstLine: String { String.printable(beginning.prefix { $0 != 0x0A && $0 != 0x0D }) }

    private func allows(_ count: Int) -> Bool {
        left -= count
        return left >= 0
    }
}
