import VyaCore

/// Compares the longest statement of a dump with what a server takes at once (`max_allowed_packet`).
///
/// A row is one statement at least, and dump tools write binary values in hexadecimal digits: a row of 40 MiB that came in
/// does not come back through 64 MiB.
enum MySQLPacket {
    /// The most that any server can be set to.
    private static let most = 1 << 30

    /// What a backup is warned of.
    static func remarks(on summary: StreamSummary, of server: MySQLServer) -> [Message] {
        guard let words = excess(summary.longestStatement, over: server) else { return [] }
        return ["\(words); before it is restored: \(remedy(for: summary.longestStatement))"]
    }

    /// What stands in the way of a restore.
    static func obstacle(to summary: StreamSummary, on server: MySQLServer) -> Explanation? {
        excess(summary.longestStatement, over: server).map {
            Explanation("restore.packet", $0, hints: [remedy(for: summary.longestStatement)])
        }
    }

    private static func excess(_ length: Int, over server: MySQLServer) -> Message? {
        // The command's own byte goes with it.
        guard let limit = server.largestPacket, length + 1 >= limit else { return nil }
        return
            """
            a statement of the dump has \(length) bytes, and the server takes no more than \(limit) at once \
            (max_allowed_packet)
            """
    }

    private static func remedy(for length: Int) -> Message {
        var limit = 1 << 20
        while limit < length + 1024 { limit <<= 1 }
        guard limit <= most else {
            return "no server takes it; keep such values as files, or load that row by other means"
        }
        return
            "SET GLOBAL max_allowed_packet = \(limit), and in the server's option file, so that a restart keeps it"
    }
}
