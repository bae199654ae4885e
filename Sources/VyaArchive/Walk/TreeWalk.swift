import CLinux
import Glibc
import VyaCore

/// Something in the tree that a pattern matched, or that lies in a folder that it matched.
struct TreeEntry {
    /// The absolute path; `/` alone for the root.
    let path: [UInt8]
    /// The folder that it lies in.
    let parent: OpenFolder
    /// The last component.
    let name: [UInt8]
    /// What was said of it without following a link.
    let status: stat
    /// The folder itself, when it is one.
    let folder: OpenFolder?

    /// The kind of file, as `S_IFMT` masks it.
    var kind: mode_t { status.st_mode & S_IFMT }
}

/// Walks a tree by descriptor and hands over every path that a pattern takes, once, in the order of the
/// bytes.
///
/// Nothing below the part of the pattern that is spelled out is reached through a symbolic link. Few
/// descriptors are held at a time however deep the tree is: a folder above is opened again through `..` and
/// must then be the same.
struct TreeWalk {
    /// What a folder that matches means.
    enum Extent {
        /// All that lies in it belongs to the match.
        case wholeFolders
        /// Only names that match themselves do.
        case matchesOnly
    }

    private struct Level {
        var folder: OpenFolder?
        let identity: FileIdentity
        let device: UInt
        let pathLength: Int
        var names: FolderListing
        /// True when the names come from the pattern, so that they need not exist.
        let namesAreGuesses: Bool
        let isTaken: Bool
        let places: PathPattern.Places
        let ignored: [PathPattern.Places]
        /// True when `..` of this folder is not the level above, because a link led here.
        let isReachedByLink: Bool
    }

    private static let keptAtTop = 4
    private static let keptAtBottom = 3

    private let pattern: PathPattern
    private let ignored: [PathPattern]
    private let extent: Extent
    private let stop: StopSignal
    private let findings: ArchiveNotes
    private let own: OwnFolders
    private var levels: [Level] = []
    private var ancestors: Set<FileIdentity> = []
    private var path: [UInt8] = []

    init(
        _ pattern: PathPattern, ignored: [PathPattern], besides own: OwnFolders = OwnFolders(),
        extent: Extent = .wholeFolders, stop: StopSignal, findings: ArchiveNotes
    ) {
        self.pattern = pattern
        self.ignored = ignored
        self.extent = extent
        self.stop = stop
        self.findings = findings
        self.own = own
    }

    /// Walks; throws what `visit` throws, `StoppedError`, and `UnsafeError` for a foreign link in the
    /// pattern's path.
    mutating func run(_ visit: (TreeEntry) throws -> Void) throws {
        guard let root = OpenFolder.root() else {
            throw SourceError("files.root", "the folder '/' cannot be opened: \(ArchiveNotes.words(errno))")
        }
        let isTaken = pattern.matchesRoot && extent == .wholeFolders
        if isTaken {
            let slash = [UInt8(ascii: "/")]
            try visit(TreeEntry(path: slash, parent: root, name: [0x2E], status: root.status, folder: root))
        }
        enter(
            root, isTaken: isTaken, places: pattern.start, ignored: ignored.map(\.start),
            isReachedByLink: false)
        while !levels.isEmpty {
            try stop.check()
            if let name = levels[levels.count - 1].names.next() { try take(name, visit) } else { leave() }
        }
    }

    private mutating func take(_ name: [UInt8], _ visit: (TreeEntry) throws -> Void) throws {
        let level = levels[levels.count - 1]
        guard let parent = level.folder else { return }
        var (isIgnoredFolder, ignoredNext) = (false, [PathPattern.Places]())
        for (index, places) in level.ignored.enumerated() {
            let advance = ignored[index].advance(places, over: name)
            if advance.matched { return }
            isIgnoredFolder = isIgnoredFolder || advance.matchedAsFolder
            ignoredNext.append(advance.next)
        }
        var found = PathPattern.Advance(matched: true, matchedAsFolder: true)
        if !level.isTaken { found = pattern.advance(level.places, over: name) }
        guard found.isRelevant else { return }

        path.removeLast(path.count - level.pathLength)
        path.append(UInt8(ascii: "/"))
        path += name
        guard let status = parent.look(at: name) else {
            let code = errno
            // A name of the pattern that is not there is no match; one that was listed has vanished.
            let isNoLoss = code == ENOENT && (level.namesAreGuesses || !found.matched)
            if !isNoLoss { findings.lack(path, errno: code, "it cannot be looked at") }
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            if isIgnoredFolder { return }
            guard let folder = parent.folder(name) else {
                let code = errno
                if code == ENOENT, !found.matchedAsFolder { return }
                return findings.lack(path, errno: code, "the folder cannot be opened")
            }
            try take(folder, name, in: parent, found, ignoredNext, isReachedByLink: false, visit)
        case S_IFLNK where isToBeFollowed(found):
            guard let folder = try LinkResolution.folder(name, in: parent, path: path) else {
                // Where the link leads to no folder, nothing below it matches either.
                let code = errno
                if code != ENOENT, code != ENOTDIR {
                    findings.lack(path, errno: code, "the link cannot be followed")
                }
                return
            }
            if isIgnoredFolder { return }
            try take(folder, name, in: parent, found.asLink, ignoredNext, isReachedByLink: true, visit)
        case S_IFSOCK:
            if found.matched { findings.skippedSockets += 1 }
        default:
            guard found.matched, !own.isOwn(name, in: level.identity) else { return }
            try visit(TreeEntry(path: path, parent: parent, name: name, status: status, folder: nil))
            if status.st_mode & S_IFMT == S_IFLNK, found.spelledOut, extent == .wholeFolders {
                findings.warn(
                    path,
                    """
                    it is a symbolic link and was stored as one, without what it leads to (end the pattern \
                    with '/' to follow it)
                    """)
            }
        }
    }

    private func isToBeFollowed(_ found: PathPattern.Advance) -> Bool {
        // What is stored as a link cannot have members below it.
        !found.matched && (!found.spelledOutNext.isEmpty || (found.spelledOut && found.matchedAsFolder))
    }

    private mutating func take(
        _ folder: OpenFolder, _ name: [UInt8], in parent: OpenFolder, _ found: PathPattern.Advance,
        _ ignored: [PathPattern.Places], isReachedByLink: Bool, _ visit: (TreeEntry) throws -> Void
    ) throws {
        let isTaken = found.matchedAsFolder && extent == .wholeFolders
        if isTaken {
            try visit(
                TreeEntry(path: path, parent: parent, name: name, status: folder.status, folder: folder))
        }
        guard isTaken || !found.next.isEmpty else { return }
        // What the operator spelled out ends; what a wildcard finds in itself would not.
        if !found.spelledOut, ancestors.contains(FileIdentity(folder.status)) {
            return findings.warn(path, "it is the same folder as one above it and was not entered again")
        }
        if !found.spelledOut, own.contains(FileIdentity(folder.status)) {
            return findings.leaveOut(own: path)
        }
        if !found.spelledOut, PseudoFileSystem.begins(at: folder, below: parent) {
            return findings.warn(path, "it is the kernel's own file system and was left out")
        }
        enter(
            folder, isTaken: isTaken, places: found.next, ignored: ignored, isReachedByLink: isReachedByLink)
    }

    private mutating func enter(
        _ folder: OpenFolder, isTaken: Bool, places: PathPattern.Places, ignored: [PathPattern.Places],
        isReachedByLink: Bool
    ) {
        let names: FolderListing
        let guesses = isTaken ? nil : pattern.literalNames(at: places)
        if let guesses {
            names = FolderListing(guesses)
        } else if let listed = folder.names() {
            names = listed
        } else {
            return findings.lack(path, errno: errno, "the folder cannot be read")
        }
        let identity = FileIdentity(folder.status)
        ancestors.insert(identity)
        levels.append(
            Level(
                folder: folder, identity: identity, device: identity.device, pathLength: path.count,
                names: names,
                namesAreGuesses: guesses != nil, isTaken: isTaken, places: places, ignored: ignored,
                isReachedByLink: isReachedByLink))
        let distant = levels.count - 1 - Self.keptAtBottom
        if distant >= Self.keptAtTop, !levels[distant + 1].isReachedByLink { levels[distant].folder = nil }
    }

    /// Goes back to the level above, and opens its folder again when it was let go.
    private mutating func leave() {
        guard let left = levels.popLast() else { return }
        ancestors.remove(left.identity)
        guard let level = levels.last, level.folder == nil else { return }
        if let folder = left.folder?.parent(), FileIdentity(folder.status) == level.identity {
            levels[levels.count - 1].folder = folder
        } else if !level.names.isFinished {
            path.removeLast(path.count - level.pathLength)
            findings.lack(path, "the folder was moved while it was archived; the rest of it is missing")
            levels[levels.count - 1].names = FolderListing()
        }
    }
}

extension PathPattern.Advance {
    /// What is left of the match below a link: only what the operator spelled out up to it.
    fileprivate var asLink: PathPattern.Advance {
        PathPattern.Advance(
            matched: false, matchedAsFolder: spelledOut && matchedAsFolder, next: spelledOutNext,
            spelledOut: true,
            spelledOutNext: spelledOutNext)
    }
}

/// The file systems in which the kernel shows itself; their files have no contents to keep, and some never
/// end.
enum PseudoFileSystem {
    /// `f_type` of statfs(2), from linux/magic.h: proc, sysfs, cgroup and cgroup2, debugfs, tracefs,
    /// securityfs, bpf, pstore, configfs, devpts, fusectl, selinuxfs, efivarfs, binfmt_misc, mqueue,
    /// rpc_pipefs, nfsd.
    private static let magics: Set<UInt32> = [
        0x9FA0, 0x6265_6572, 0x27_E0EB, 0x6367_7270, 0x6462_6720, 0x7472_6163, 0x7363_6673, 0xCAFE_4A11,
        0x6165_676C,
        0x6265_6570, 0x1CD1, 0x6573_5543, 0xF97C_FF8C, 0xDE5E_81E4, 0x4249_4E4D, 0x1980_0202, 0x6759_6969,
        0x6E66_7364,
    ]

    /// Tells whether a folder is the top of such a file system, mounted on a folder of another.
    static func begins(at folder: OpenFolder, below parent: OpenFolder) -> Bool {
        guard folder.status.st_dev != parent.status.st_dev else { return false }
        var status = statfs()
        guard fstatfs(folder.descriptor, &status) == 0 else { return false }
        return magics.contains(UInt32(truncatingIfNeeded: status.f_type))
    }
}
