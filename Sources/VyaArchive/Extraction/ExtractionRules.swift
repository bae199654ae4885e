import Glibc
import VyaCore

/// Decides of each member whether it is extracted and what of it; the survey and the extraction ask the same
/// rules.
struct ExtractionRules {
    /// A member that is to be extracted.
    struct Taken {
        let member: ReadMember
        let path: MemberPath
        /// The member that a hard link shares its contents with.
        let original: MemberPath?
        /// What was known of the path before.
        let before: MemberLedger.Standing?
        let metadata: FileMetadata
        /// The size of contents that come with a hard link, because its first name is not wanted.
        var lentBytes = 0
    }

    let options: ExtractionOptions
    let notes: ExtractionNotes
    var selection: MemberSelection
    var ledger: MemberLedger
    private var owners = LocalOwners()
    /// True for the survey, which finds out whose contents wanted hard links need.
    private let plans: Bool
    /// What `ExtractionOptions.borrowed` is to be.
    private(set) var borrowed: [[UInt8]: [UInt8]] = [:]
    private static let mostBorrowed = 100_000
    /// The sizes of files that are not wanted, by the hashes of their paths.
    private var sizes: [Int: Int] = [:]
    private static let mostSizes = 1_000_000
    /// How many members were seen.
    private(set) var members = 0

    init(
        _ options: ExtractionOptions, notes: ExtractionNotes, ledger: MemberLedger = MemberLedger(),
        plans: Bool = false
    )
        throws(UsageError)
    {
        self.options = options
        self.notes = notes
        self.ledger = ledger
        self.plans = plans
        selection = try MemberSelection(options.only)
    }

    /// Judges a member; nil when it is left out. Throws when the archive must not be extracted at all.
    ///
    /// The caller says in the ledger what became of it.
    mutating func judge(_ member: ReadMember) throws(HostileArchiveError) -> Taken? {
        members += 1
        let path = try MemberPath(member.name)
        if path.isAbsolute {
            notes.warnOnce(
                "names that begin with '/' are taken relative to the target", ArchiveNotes.shown(member.name))
        }
        var original = try original(of: member)
        if path.components.isEmpty, member.kind != .folder {
            throw HostileArchiveError(member.name, "is no name for anything but a folder")
        }
        let isWanted = selection.takes(path, isFolder: member.kind == .folder)
        if let first = original, let name = options.borrowed[first.bytes] {
            let lent = try MemberPath(name)
            // The contents have come under this very name.
            if isWanted, lent.hashes.last == path.hashes.last { return nil }
            original = lent
        } else if !isWanted, member.kind == .file, let name = options.borrowed[path.bytes] {
            return try take(member, as: MemberPath(name), nil)
        }
        guard isWanted else {
            if plans, member.kind == .file, let hash = path.hashes.last,
                sizes.count < ExtractionRules.mostSizes
            {
                sizes[hash] = member.dataSize
            }
            return nil
        }
        if member.kind == .characterDevice || member.kind == .blockDevice {
            guard options.preservesSpecial else {
                notes.skip(path, "the device node was left out")
                return nil
            }
            guard geteuid() == 0 else {
                notes.lack(path, "only root can make device nodes")
                return nil
            }
        }
        return try take(member, as: path, original)
    }

    /// Takes a member under a name.
    private mutating func take(
        _ member: ReadMember, as path: MemberPath, _ original: MemberPath?
    ) throws(HostileArchiveError) -> Taken? {
        try ledger.admit(path, isFolder: member.kind == .folder)
        var lentBytes = 0
        if let original {
            let known = borrowed.count
            guard try isAvailable(original, for: path) else { return nil }
            if borrowed.count > known { lentBytes = original.hashes.last.flatMap { sizes[$0] } ?? 0 }
        }
        if member.kind == .symbolicLink { try check(target: member.linkTarget, of: path) }
        let before = ledger.standing(path)
        return Taken(
            member: member, path: path, original: original, before: before,
            metadata: metadata(of: member, path), lentBytes: lentBytes)
    }

    private func original(of member: ReadMember) throws(HostileArchiveError) -> MemberPath? {
        guard member.kind == .hardLink else { return nil }
        let original = try MemberPath(member.linkTarget)
        guard !original.components.isEmpty else {
            throw HostileArchiveError(member.name, "is a hard link to nothing")
        }
        return original
    }

    /// Tells whether a hard link can be made: only to a file of this archive that was extracted before it.
    private mutating func isAvailable(
        _ original: MemberPath, for path: MemberPath
    ) throws(HostileArchiveError)
        -> Bool
    {
        if ledger.standing(original) == .file { return true }
        guard selection.takes(original, isFolder: false) else {
            if plans, borrowed[original.bytes] != nil || borrowed.count < ExtractionRules.mostBorrowed {
                if borrowed[original.bytes] == nil { borrowed[original.bytes] = path.bytes }
                return true
            }
            notes.lack(path, "its contents are those of '\(original.shown)', which was not chosen")
            return false
        }
        throw HostileArchiveError(
            path.bytes,
            "is a hard link to '\(original.shown)', which is no file that the archive holds before it")
    }

    private func check(target: [UInt8], of path: MemberPath) throws(HostileArchiveError) {
        if target.isEmpty { throw HostileArchiveError(path.bytes, "is a link to nothing") }
        if target.contains(0) {
            throw HostileArchiveError(path.bytes, "is a link to a name with a NUL in it")
        }
        if target.count > 4095 {
            throw HostileArchiveError(
                path.bytes, "is a link to a name of \(target.count) bytes; 4095 is the most")
        }
    }

    // MARK: Owner, mode, time and attributes

    /// The owners on this system: by name where there is such a one, as GNU tar does it, else by number (U3).
    private mutating func owners(of member: ReadMember, _ path: MemberPath) -> (user: UInt32, group: UInt32) {
        guard !options.keepsNumbers, geteuid() == 0 else { return (member.user, member.group) }
        let user = owners.user(member.userName, member.user)
        let group = owners.group(member.groupName, member.group)
        for note in [user.note, group.note].compactMap({ $0 }) { notes.warnOnce(note, path.shown) }
        return (user.number, group.number)
    }

    private mutating func metadata(of member: ReadMember, _ path: MemberPath) -> FileMetadata {
        let isLink = member.kind == .hardLink || member.kind == .symbolicLink
        var mode = member.mode
        let special = UInt32(S_ISUID | S_ISGID)
        if !options.preservesSpecial, !isLink, mode & special != 0 {
            let isOfUser = mode & UInt32(S_ISUID) != 0
            notes.skip(path, isOfUser ? "the setuid bit was left out" : "the setgid bit was left out")
            mode &= ~special
        }
        // On a folder the sticky bit only takes rights away; on anything else it means nothing today.
        if member.kind != .folder, !options.preservesSpecial { mode &= ~UInt32(S_ISVTX) }
        for name in member.illegible {
            notes.warn(path.shown, "its '\(name)' names users or groups that this system does not know")
        }
        let owners = owners(of: member, path)
        return FileMetadata(
            mode: isLink ? nil : mode, user: owners.user, group: owners.group, modified: member.modified,
            attributes: member.attributes.filter { isRestored($0.name, path) })
    }

    private func isRestored(_ name: [UInt8], _ path: MemberPath) -> Bool {
        if name.starts(with: "user.".utf8) { return true }
        if name.starts(with: "system.posix_acl_".utf8) { return true }
        if name.starts(with: "security.".utf8) || name.starts(with: "trusted.".utf8), options.preservesSpecial
        {
            return true
        }
        if name.elementsEqual("security.selinux".utf8) {
            notes.warnOnce("labels of SELinux were left out; the system gives its own", path.shown)
        } else {
            notes.skip(path, "the attribute '\(String.printable(name))' was left out")
        }
        return false
    }
}
