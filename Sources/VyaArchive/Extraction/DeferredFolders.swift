/// What is to be put on folders when all that lies in them is there: a mode may forbid it, a time would change.
struct DeferredFolders {
    /// One of them.
    struct Folder {
        let path: [UInt8]
        let depth: Int
        let identity: FileIdentity
        let metadata: FileMetadata
    }

    private static let limit = 64 << 20

    private var folders: [Folder] = []
    private var weight = 0

    /// True when it is time to deal with those that are there, so that memory does not grow with the archive.
    var isFull: Bool { weight > Self.limit }

    /// Adds a folder.
    mutating func append(_ folder: Folder) {
        folders.append(folder)
        weight += folder.path.count + folder.metadata.weight + 176
    }

    /// Hands out all, the deepest first; of one folder the last said comes last.
    mutating func removeAll() -> [Folder] {
        defer {
            folders = []
            weight = 0
        }
        let order = folders.indices.sorted { (-folders[$0].depth, $0) < (-folders[$1].depth, $1) }
        return order.map { folders[$0] }
    }
}
