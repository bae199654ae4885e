import VyaCore

/// Remembers what the members of an archive are, so that one cannot lead through another, and so that it is known
/// what an extraction made itself.
///
/// It keeps a number for each path and not the path, and only of so many; beyond that the file system alone says
/// what is in the way, and nothing is replaced or linked to that is not known.
struct MemberLedger {
    /// What a path is.
    enum Standing: Equatable {
        /// A folder that was there before, or of which only members below were seen.
        case folder
        /// A folder that the extraction made.
        case madeFolder
        case file
        /// A FIFO or device.
        case other
        /// A symbolic link that is made, or the number of one that will be.
        case madeLink
        case pendingLink(Int)
    }

    // 8 million places of 13 bytes each are what the dictionary then takes, 100 MiB.
    private static let defaultLimit = 6_000_000

    private let limit: Int
    private var standings: [Int: Int32] = [:]

    /// Makes an empty one.
    init(limit: Int = defaultLimit) {
        self.limit = limit
    }

    /// What is known of a path.
    func standing(_ path: MemberPath) -> Standing? {
        guard let hash = path.hashes.last, let code = standings[hash] else { return nil }
        return Self.standing(code)
    }

    /// What is known of the path with this hash.
    func standing(ofHash hash: Int) -> Standing? {
        standings[hash].map(Self.standing)
    }

    /// Checks a member against those before it: all above it must be folders, and a folder stays one.
    ///
    /// Among files and links of one name the last one counts.
    mutating func admit(_ path: MemberPath, isFolder: Bool) throws(HostileArchiveError) {
        for (level, hash) in path.hashes.dropLast().enumerated() {
            switch standings[hash].map(Self.standing) {
            case nil: set(.folder, hash)
            case .folder, .madeFolder: continue
            case .madeLink, .pendingLink:
                throw HostileArchiveError(
                    path.bytes, "leads through '\(path.shown(level + 1))', which is a link of the archive")
            case .file, .other:
                throw HostileArchiveError(
                    path.bytes, "lies in '\(path.shown(level + 1))', which is no folder in the archive")
            }
        }
        switch standing(path) {
        case nil: break
        case .folder, .madeFolder:
            if !isFolder { throw HostileArchiveError(path.bytes, "is a folder and something else too") }
        case .file, .other, .madeLink, .pendingLink:
            if isFolder { throw HostileArchiveError(path.bytes, "is something else and a folder too") }
        }
    }

    /// Notes what the path with this hash now is.
    mutating func set(_ standing: Standing, _ hash: Int?) {
        guard let hash, standings.count < limit || standings[hash] != nil else { return }
        standings[hash] =
            switch standing {
            case .folder: -1
            case .madeFolder: -2
            case .file: -3
            case .other: -4
            case .madeLink: -5
            case .pendingLink(let number): Int32(clamping: number)
            }
    }

    private static func standing(_ code: Int32) -> Standing {
        switch code {
        case -1: .folder
        case -2: .madeFolder
        case -3: .file
        case -4: .other
        case -5: .madeLink
        default: .pendingLink(Int(code))
        }
    }
}
