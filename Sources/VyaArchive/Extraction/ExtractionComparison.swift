import Glibc
import VyaCore

/// Compares the members of an archive with what is in a target.
struct ExtractionComparison: TarVisitor {
    private static let obstacleLimit = 100

    private let target: TargetFolder
    private let targetPath: String
    private var rules: ExtractionRules
    private var cursor: FolderCursor?
    private var obstacles: [Explanation] = []
    private var moreObstacles = 0
    private var entries = 0
    private var bytes = 0
    /// What the files will take on the disk, and what they free by replacing others, in bytes.
    private var space = 0
    private var freed = 0
    private var replaced = 0

    init(_ target: TargetFolder, path: String, rules: ExtractionRules) {
        self.target = target
        targetPath = path
        self.rules = rules
        cursor = target.folder.map { FolderCursor($0) }
        if rules.options.mustBeNew, let folder = target.folder {
            var names = folder.names()
            if names == nil || names?.next() != nil { add(ExtractionFailure.notEmpty(path)) }
        }
    }

    mutating func begin(_ member: ReadMember) throws {
        guard let taken = try rules.judge(member) else { return }
        entries += 1
        let size = member.dataSize + taken.lentBytes
        bytes += size
        let isFirst = taken.before == nil || taken.before == .folder
        // Of several files of one name only the last stays.
        if taken.before == nil { space += (size + 4095) & ~4095 }
        if isFirst { try compare(taken) }
        let standing: MemberLedger.Standing =
            switch member.kind {
            case .folder: .folder
            case .file, .hardLink: .file
            case .symbolicLink: .madeLink
            case .fifo, .characterDevice, .blockDevice: .other
            }
        rules.ledger.set(standing, taken.path.hashes.last)
        if member.kind == .symbolicLink, Self.leadsOutside(member.linkTarget, from: taken.path) {
            rules.notes.warnOnce(
                "links that lead outside of the target are made as they are", taken.path.shown)
        }
    }

    mutating func data(_ bytes: UnsafeRawBufferPointer, at offset: Int) {}
    mutating func end() {}

    /// What was found; to be called once, after the last member.
    mutating func plan() -> ExtractionPlan {
        for pattern in rules.selection.unmatched {
            add(
                Explanation(
                    "restore.nothing-matched",
                    "the archive holds nothing that '\(pattern.text.printable)' matches",
                    hints: ["write it as the archive lists its members"]))
        }
        checkSpace()
        if replaced > 0 {
            rules.notes.warnings.add("\(replaced) existing files and links will be replaced")
        }
        if moreObstacles > 0 {
            obstacles.append(
                Explanation(
                    "restore.more", "and \(moreObstacles) more of what has been listed stand in the way"))
        }
        return ExtractionPlan(
            members: rules.members, entries: entries, bytes: bytes, borrowed: rules.borrowed,
            obstacles: obstacles,
            skipped: rules.notes.skipped.lines, shortfalls: rules.notes.shortfalls.lines,
            notes: rules.notes.warnings.lines)
    }

    private mutating func add(_ obstacle: Explanation) {
        // A folder that is blocked is so for everything in it.
        if obstacles.contains(obstacle) { return }
        if obstacles.count < Self.obstacleLimit { obstacles.append(obstacle) } else { moreObstacles += 1 }
    }

    private mutating func compare(_ taken: ExtractionRules.Taken) throws {
        let path = taken.path
        guard let name = path.components.last, var walk = cursor else { return }
        defer { cursor = walk }
        // A copy would keep the folders open twice.
        cursor = nil
        let options = rules.options
        switch walk.walk(path.components, depth: path.components.count - 1) {
        case .missing: return
        case .failed(let depth, let code):
            add(ExtractionFailure.system("open the folder", path.shown(depth), errno: code).explanation)
        case .blocked(_, let depth, let status):
            let isLink = status.st_mode & S_IFMT == S_IFLNK
            let shown = path.shown(depth)
            if !options.replaces {
                add(isLink ? ExtractionFailure.link(shown) : ExtractionFailure.noFolder(shown))
            }
        case .folder(let folder):
            guard let status = folder.look(at: name) else { return }
            let kind = status.st_mode & S_IFMT
            let isFolder = taken.member.kind == .folder
            if kind == S_IFDIR {
                if !isFolder { add(ExtractionFailure.folder(path.shown)) }
            } else if options.replaces {
                replaced += 1
                if status.st_nlink == 1 { freed += Int(status.st_blocks) * 512 }
            } else if isFolder {
                add(
                    kind == S_IFLNK
                        ? ExtractionFailure.link(path.shown) : ExtractionFailure.noFolder(path.shown))
            } else {
                add(ExtractionFailure.exists(path.shown))
            }
        }
    }

    /// Compares what will be written with what is free, for root with what is kept for root.
    private mutating func checkSpace() {
        var status = statvfs()
        guard fstatvfs((target.folder ?? target.parent).descriptor, &status) == 0 else { return }
        let blocks = geteuid() == 0 ? status.f_bfree : status.f_bavail
        let free = Int(clamping: blocks).multipliedReportingOverflow(by: Int(clamping: status.f_frsize))
        let needed = space - min(freed, space)
        if !free.overflow, needed > free.partialValue {
            add(
                Explanation(
                    "restore.no-space",
                    """
                    the files need \(needed) bytes and the file system of \(targetPath.printable) has \
                    \(free.partialValue) bytes free
                    """,
                    hints: ["free space, see `df -h`, or name a target on another file system"]))
        }
        if status.f_files > 0, Int(clamping: status.f_favail) + replaced < entries {
            add(
                Explanation(
                    "restore.no-inodes",
                    """
                    there are \(entries) files and folders and the file system of \(targetPath.printable) \
                    can take \(status.f_favail) more
                    """,
                    hints: ["remove files from it, see `df -i`, or name a target on another file system"]))
        }
    }

    private static func leadsOutside(_ target: [UInt8], from path: MemberPath) -> Bool {
        if target.first == UInt8(ascii: "/") { return true }
        var depth = path.components.count - 1
        for part in target.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
            depth += part.elementsEqual("..".utf8) ? -1 : 1
            if depth < 0 { return true }
        }
        return false
    }
}
