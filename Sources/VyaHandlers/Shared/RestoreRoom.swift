import VyaCore

/// Judges whether a server's disk has room for what is about to be restored to it (M6).
struct RestoreRoom {
    /// So much of the disk has to stay free: one that is full stops every database on it. A tenth.
    private static let reserve = 10

    /// What stands in the way.
    private(set) var obstacle: Explanation?
    /// What the operator should know.
    private(set) var note: Message?

    /// Looks at the folder in which the server says that it keeps its data; `log` is what it writes beside the database while
    /// that is loaded, in bytes, given the database's size.
    init(
        for request: RestoreRequest, in folder: String?, code: ErrorCode, asking probe: any HostProbe,
        log: (_ database: Int) -> Int
    ) {
        // What the server told at the time of the backup counts indexes; a dump holds none.
        let told = request.manifest?.provenance.databaseBytes
        let database = told ?? request.rawBytes / 5 * 6
        guard database > 0 else { return }
        let wanted = database + log(database)
        let need =
            "the database needs about \(Quantity.bytes(wanted)), its indexes and the server's log of the restore included"
            + (told == nil ? ", as far as a dump tells that without them" : "")
        guard request.entry.isLocal, let folder, case let facts = probe.look(at: folder), facts.exists,
            let free = facts.freeBytes
        else {
            note = "nobody here knows how much room the server has: \(need)"
            return
        }
        guard free - wanted < (facts.totalBytes ?? 0) / Self.reserve else { return }
        obstacle = Explanation(
            code,
            "\(folder.printable) has \(Quantity.bytes(free)) free, and \(need); a tenth of the disk has to stay free",
            hints: ["make room there, or restore on another server"])
    }
}
