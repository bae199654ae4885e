/// Symbolic links that will be made when everything else has been extracted, so that until then no path of the
/// target leads anywhere else.
struct PendingLinks {
    /// One of them.
    struct Link {
        let path: [UInt8]
        let target: [UInt8]
        let metadata: FileMetadata
        /// True when something of the same name was extracted before, which the link replaces.
        let replacesOwn: Bool
    }

    private static let limit = 64 << 20

    private(set) var links: [Link] = []
    private var weight = 0

    /// True when it is time to make those that are there, so that memory does not grow with the archive.
    var isFull: Bool { weight > Self.limit }

    /// Adds a link; its number is that of the last.
    mutating func append(_ link: Link) {
        links.append(link)
        weight += link.path.count + link.target.count + link.metadata.weight + 192
    }

    /// Forgets all.
    mutating func removeAll() {
        links.removeAll()
        weight = 0
    }
}
