import CLinux
import Glibc
import VyaCore
import VyaSystem

/// Writes the members of an archive into a target.
///
/// Every folder is opened by descriptor from the target down, and nothing is followed; a file gets its name when
/// it is whole.
struct Extraction: TarVisitor {
    /// A name in a folder that something is to get.
    private struct Place {
        let folder: OpenFolder
        let name: [UInt8]
        /// True when something is there that gives way.
        let isTaken: Bool
        /// True when that was there before the extraction.
        var wasThere = false
    }

    /// The file that is being written.
    private struct Current {
        let taken: ExtractionRules.Taken
        let place: Place
        let file: FreshFile
        var end = 0
    }

    private let target: TargetFolder
    private let top: OpenFolder
    private let stop: StopSignal
    private var rules: ExtractionRules
    private var cursor: FolderCursor
    private var originals: FolderCursor
    private var current: Current?
    private var links = PendingLinks()
    private var folders = DeferredFolders()
    private var replacements = Replacements()
    /// How many members were extracted.
    private(set) var entries = 0
    /// How many bytes of contents were written.
    private(set) var bytes = 0

    private var notes: ExtractionNotes { rules.notes }

    init(_ target: TargetFolder, top: OpenFolder, rules: ExtractionRules, stop: StopSignal) {
        self.target = target
        self.top = top
        self.rules = rules
        self.stop = stop
        cursor = FolderCursor(top)
        originals = FolderCursor(top)
    }

    mutating func begin(_ member: ReadMember) throws {
        try stop.check()
        guard let taken = try rules.judge(member) else { return }
        switch member.kind {
        case .folder: try makeFolder(taken)
        case .file:
            let place = try place(for: taken.path, before: taken.before)
            guard let file = FreshFile(place.name, in: place.folder) else {
                throw ExtractionFailure.system("make the file", taken.path.shown, errno: errno)
            }
            // Counted when it is whole.
            current = Current(taken: taken, place: place, file: file)
            return
        case .hardLink: try makeHardLink(taken)
        case .symbolicLink: try deferLink(taken)
        case .fifo, .characterDevice, .blockDevice: try makeNode(taken)
        }
        entries += 1
    }

    mutating func data(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
        guard let file = current?.file, let path = current?.taken.path else { return }
        let code = file.write(bytes, at: offset)
        guard code == 0 else { throw ExtractionFailure.system("write", path.shown, errno: code) }
        current?.end = offset + bytes.count
        self.bytes += bytes.count
    }

    mutating func end() throws {
        guard let done = current else { return }
        current = nil
        let path = done.taken.path
        // A hole at the end has no bytes that would make the file as long as it was.
        if done.end < done.taken.member.size, ftruncate(done.file.descriptor, done.taken.member.size) != 0 {
            throw ExtractionFailure.system("write", path.shown, errno: errno)
        }
        done.taken.metadata.apply(to: done.file.descriptor, path: path.shown, notes: notes)
        try keep(done.place, path)
        try check(done.file.publish(replacing: done.place.isTaken), path)
        rules.ledger.set(.file, path.hashes.last)
        entries += 1
    }

    /// Makes the links, then deals with the folders, and brings all to the disk.
    mutating func finish() throws {
        try makeLinks()
        // What had given way goes when the disk has all that takes its place, and before folders get their times.
        if !replacements.isEmpty {
            try flush()
            for line in replacements.discard(below: top) { notes.warnings.add(line) }
        }
        finishFolders()
        try flush()
    }

    private func flush() throws {
        guard FileSystemFlush.flush(top) else {
            throw ExtractionFailure.system("flush what was written to the disk in", ".", errno: errno)
        }
    }

    /// Puts back what has given way; answers with how many files, and a line for each that is not back.
    mutating func putBack() -> (count: Int, failures: [Message]) {
        current = nil
        return replacements.putBack(below: top) { stop.showLife() }
    }

    private mutating func makeFolder(_ taken: ExtractionRules.Taken) throws {
        let path = taken.path
        let (folder, isNew) = try folder(path, depth: path.components.count, isMember: true)
        if !isNew, rules.options.replaces, let name = path.components.last,
            case .folder(let parent) = cursor.walk(path.components, depth: path.components.count - 1)
        {
            replacements.adopt(path, named: name, in: parent)
        }
        let isOwn = isNew || taken.before == .madeFolder || path.components.isEmpty && target.isNew
        if !isOwn { rules.ledger.set(.folder, path.hashes.last) }
        guard isOwn || rules.options.replaces else { return }
        folders.append(
            DeferredFolders.Folder(
                path: path.bytes, depth: path.components.count, identity: FileIdentity(folder.status),
                metadata: taken.metadata))
        guard folders.isFull else { return }
        notes.warnOnce(
            "there are very many folders; the times of some are those of the extraction", path.shown)
        finishFolders()
    }

    private mutating func finishFolders() {
        for folder in folders.removeAll() {
            guard let path = try? MemberPath(folder.path),
                case .folder(let place) = cursor.walk(path.components, depth: path.components.count),
                FileIdentity(place.status) == folder.identity
            else {
                notes.warn(
                    ArchiveNotes.shown(folder.path),
                    "the folder was moved; its owner, mode and time are not restored")
                continue
            }
            folder.metadata.apply(to: place.descriptor, path: ArchiveNotes.shown(folder.path), notes: notes)
        }
    }

    /// Opens the folder that so many first names of a path lead to, and makes what is missing of it.
    private mutating func folder(
        _ path: MemberPath, depth: Int, isMember: Bool = false
    ) throws -> (
        OpenFolder, isNew: Bool
    ) {
        var isNew = false
        // Whoever else changes the target at the same time can make a step necessary again, but not for ever.
        for _ in 0...(2 * depth + 100) {
            switch cursor.walk(path.components, depth: depth) {
            case .folder(let folder): return (folder, isNew)
            case .missing(let parent, let level):
                let name = path.components[level - 1]
                let code = OpenFolder.withCString(name) { mkdirat(parent.descriptor, $0, 0o700) }
                guard code == 0 || errno == EEXIST else {
                    throw ExtractionFailure.system("make the folder", path.shown(level), errno: errno)
                }
                guard code == 0 else { continue }
                rules.ledger.set(.madeFolder, path.hashes[level - 1])
                if isMember, level == depth {
                    isNew = true
                } else {
                    notes.warnOnce(
                        "folders above what the archive holds were made with mode 0700", path.shown(level))
                }
            case .blocked(let parent, let level, let status):
                let shown = path.shown(level)
                guard rules.options.replaces else {
                    let isLink = status.st_mode & S_IFMT == S_IFLNK
                    throw ExtractionFailure.error(
                        isLink ? ExtractionFailure.link(shown) : ExtractionFailure.noFolder(shown))
                }
                let code = replacements.move(path, depth: level, in: parent)
                guard code == 0 else { throw ExtractionFailure.system("replace", shown, errno: code) }
            case .failed(let level, let code):
                throw ExtractionFailure.system("open the folder", path.shown(level), errno: code)
            }
        }
        throw ExtractionFailure.system("open the folder", path.shown(depth), errno: EAGAIN)
    }

    // MARK: Names

    /// Finds the place for anything but a folder; throws when something is there that must stay.
    private mutating func place(for path: MemberPath, before: MemberLedger.Standing?) throws -> Place {
        let name = path.components.last ?? []
        let (folder, _) = try folder(path, depth: path.components.count - 1)
        guard let status = folder.look(at: name) else {
            guard errno == ENOENT else { throw ExtractionFailure.system("look at", path.shown, errno: errno) }
            return Place(folder: folder, name: name, isTaken: false)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw ExtractionFailure.error(ExtractionFailure.folder(path.shown))
        }
        guard rules.options.replaces || isOwn(before) else {
            throw ExtractionFailure.error(ExtractionFailure.exists(path.shown))
        }
        return Place(folder: folder, name: name, isTaken: true, wasThere: !isOwn(before))
    }

    /// Tells whether what has a name was extracted a moment ago.
    private func isOwn(_ before: MemberLedger.Standing?) -> Bool {
        switch before {
        case .file, .other, .madeLink: true
        case .pendingLink(let number): links.links.indices.contains(number) && links.links[number].replacesOwn
        case .folder, .madeFolder, nil: false
        }
    }

    /// Keeps what is about to give way to what takes its place, for as long as the extraction may fail.
    private mutating func keep(_ place: Place, _ path: MemberPath) throws {
        guard place.wasThere else { return }
        let code = replacements.keep(path, in: place.folder)
        guard code == 0 else {
            throw ExtractionFailure.system("keep what was there as", path.shown, errno: code)
        }
    }

    private func check(_ code: Int32, _ path: MemberPath) throws {
        if code == EEXIST { throw ExtractionFailure.error(ExtractionFailure.exists(path.shown)) }
        if code != 0 { throw ExtractionFailure.system("make", path.shown, errno: code) }
    }

    /// Has something made under a place's name, or, when that is taken, under a hidden one that then replaces it.
    ///
    /// `make` returns as system calls do. What was made gets its metadata if it is of this kind.
    private mutating func make(
        _ path: MemberPath, at place: Place, kind: mode_t, _ metadata: FileMetadata?,
        _ make: (UnsafePointer<CChar>) -> Int32
    ) throws {
        let name = place.isTaken ? place.folder.freeHiddenName(of: place.name) : place.name
        try check(OpenFolder.withCString(name) { make($0) == 0 ? 0 : errno }, path)
        if let metadata {
            guard let made = place.folder.place(name), made.status.st_mode & S_IFMT == kind,
                made.status.st_uid == geteuid(), made.status.st_nlink == 1
            else {
                throw DestinationError(
                    "destination.changed",
                    "'\(path.shown)' was changed by somebody else while it was extracted",
                    hints: ["extract into a folder that nobody else may write to"])
            }
            metadata.apply(to: made.descriptor, path: path.shown, notes: notes)
        }
        guard place.isTaken else { return }
        try keep(place, path)
        let code = place.folder.rename(name, to: place.name, replacing: true)
        // Two names of one file are left alone by rename(2); for any other failure this tidies up.
        _ = place.folder.remove(name)
        try check(code, path)
    }

    private mutating func makeHardLink(_ taken: ExtractionRules.Taken) throws {
        guard let original = taken.original else { return }
        let depth = original.components.count - 1
        guard case .folder(let folder) = originals.walk(original.components, depth: depth),
            let file = folder.place(original.components[depth]), file.status.st_mode & S_IFMT == S_IFREG
        else {
            throw HostileArchiveError(
                taken.path.bytes, "is a hard link to '\(original.shown)', which is no file")
        }
        guard original.hashes.last != taken.path.hashes.last else { return }
        let place = try place(for: taken.path, before: taken.before)
        try make(taken.path, at: place, kind: S_IFREG, nil) {
            UnnamedFile.link(file.descriptor, as: $0, in: place.folder.descriptor)
        }
        rules.ledger.set(.file, taken.path.hashes.last)
    }

    private mutating func makeNode(_ taken: ExtractionRules.Taken) throws {
        let place = try place(for: taken.path, before: taken.before)
        let kind =
            switch taken.member.kind {
            case .characterDevice: S_IFCHR
            case .blockDevice: S_IFBLK
            default: S_IFIFO
            }
        let device = gnu_dev_makedev(taken.member.device.major, taken.member.device.minor)
        try make(taken.path, at: place, kind: kind, taken.metadata) {
            mknodat(place.folder.descriptor, $0, kind | 0o600, kind == S_IFIFO ? 0 : dev_t(device))
        }
        rules.ledger.set(.other, taken.path.hashes.last)
    }

    private mutating func deferLink(_ taken: ExtractionRules.Taken) throws {
        // A conflict is better known now than at the end.
        let place = try place(for: taken.path, before: taken.before)
        let link = PendingLinks.Link(
            path: taken.path.bytes, target: taken.member.linkTarget, metadata: taken.metadata,
            replacesOwn: place.isTaken && isOwn(taken.before))
        rules.ledger.set(.pendingLink(links.links.count), taken.path.hashes.last)
        guard rules.ledger.standing(taken.path) == .pendingLink(links.links.count) else {
            return try makeLink(link)
        }
        links.append(link)
        if links.isFull { try makeLinks() }
    }

    /// Makes the links that no later member took the place of.
    private mutating func makeLinks() throws {
        for (number, link) in links.links.enumerated() {
            try stop.check()
            let path = try MemberPath(link.path)
            guard rules.ledger.standing(path) == .pendingLink(number) else { continue }
            try makeLink(link)
            rules.ledger.set(.madeLink, path.hashes.last)
        }
        links.removeAll()
    }

    private mutating func makeLink(_ link: PendingLinks.Link) throws {
        let path = try MemberPath(link.path)
        let place = try place(for: path, before: link.replacesOwn ? .file : nil)
        try make(path, at: place, kind: S_IFLNK, link.metadata) { name in
            OpenFolder.withCString(link.target) { symlinkat($0, place.folder.descriptor, name) }
        }
    }
}
