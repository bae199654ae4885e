import VyaCore
import Glibc
import VyaSystem

/// Keeps what gives way to an extraction, under hidden names, until all of it is there: then it goes, else it comes back (M8).
///
/// Each stays in the folder in which it was, so that nothing is copied, and is never without a name. The hidden name belongs
/// to the one that it had, so that the next extraction finds what a killed one had put aside, and lets it go with the rest.
struct Replacements {
    private struct Kept {
        let path: [UInt8]
        let hidden: [UInt8]
        /// True when a folder took its place.
        let isMoved: Bool
    }

    /// How hidden names end; whoever kills the program in between finds what had given way by them.
    private static let suffix = ".replaced"
    private static let limit = 64 << 20

    private var kept: [Kept] = []
    /// What killed extractions had put aside; it goes when all is there, and stays when not.
    private var stale: [Kept] = []
    private var weight = 0
    /// What gave way beyond that, and is gone.
    private var lost = ArchiveNotes.Notes()

    /// True when nothing is kept.
    var isEmpty: Bool { kept.isEmpty && stale.isEmpty }

    /// Gives what is about to be replaced a second name; returns an `errno`, 0 for success or when nothing is there.
    mutating func keep(_ path: MemberPath, in folder: OpenFolder) -> Int32 {
        keep(path, depth: path.components.count, in: folder, moving: false)
    }

    /// Moves what stands in the way of a folder, the one that so many first names of the path lead to; returns as `keep`.
    mutating func move(_ path: MemberPath, depth: Int, in folder: OpenFolder) -> Int32 {
        keep(path, depth: depth, in: folder, moving: true)
    }

    private mutating func keep(
        _ path: MemberPath, depth: Int, in folder: OpenFolder, moving: Bool
    ) -> Int32 {
        let name = path.components[depth - 1]
        guard weight < Self.limit else {
            lost.add(Message(verbatim: path.shown(depth)))
            return moving ? folder.remove(name) : 0
        }
        let bytes = Array(path.components.prefix(depth).joined(separator: [UInt8(ascii: "/")]))
        var code = EEXIST
        var hidden: [UInt8] = []
        // What is there now is what comes back; what a killed extraction had put aside is older, and has an earlier name.
        for generation in 0..<Self.generations where code == EEXIST {
            hidden = Self.hiddenName(of: name, generation)
            code = Self.giveSecondName(hidden, to: name, in: folder, moving: moving)
            if code == EEXIST { noteStale(bytes, hidden, in: folder) }
        }
        if code == EEXIST {
            hidden = Self.randomName()
            code = Self.giveSecondName(hidden, to: name, in: folder, moving: moving)
        }
        if code == ENOENT { return 0 }
        guard code == 0 else { return code }
        kept.append(Kept(path: bytes, hidden: hidden, isMoved: moving))
        weight += bytes.count + hidden.count + 112
        return 0
    }

    /// Takes note of what a killed extraction moved out of the way of a folder that is there now.
    mutating func adopt(_ path: MemberPath, named name: [UInt8], in parent: OpenFolder) {
        let hidden = Self.hiddenName(of: name, 0)
        guard weight < Self.limit, parent.look(at: hidden) != nil else { return }
        noteStale(path.bytes, hidden, in: parent)
    }

    /// Has a leftover go when all is there; in a folder where others may have made it, it stays.
    private mutating func noteStale(_ path: [UInt8], _ hidden: [UInt8], in folder: OpenFolder) {
        guard !folder.isShared else { return }
        stale.append(Kept(path: path, hidden: hidden, isMoved: false))
        weight += path.count + hidden.count + 112
    }

    /// How many names there are for what gives way to one name, before one is made up.
    private static let generations = 4

    private static func hiddenName(of name: [UInt8], _ generation: Int) -> [UInt8] {
        UnnamedFile.hiddenName(of: name, suffix: (generation == 0 ? "" : ".\(generation)") + suffix)
    }

    private static func giveSecondName(
        _ hidden: [UInt8], to name: [UInt8], in folder: OpenFolder, moving: Bool
    ) -> Int32 {
        var code = EPERM
        if !moving {
            code = OpenFolder.withCString(name) { old in
                OpenFolder.withCString(hidden) { new in
                    uninterrupted { linkat(folder.descriptor, old, folder.descriptor, new, 0) } == 0
                        ? 0 : errno
                }
            }
        }
        // Where there are no hard links, or none of what others own, the name is free for a moment.
        if [EPERM, EACCES, EOPNOTSUPP, ENOSYS, EMLINK, EINVAL].contains(code) {
            code = folder.rename(name, to: hidden, replacing: false)
        }
        return code
    }

    /// Puts all back, the last first; answers with how many, and with a line for each that is not.
    mutating func putBack(below top: OpenFolder, alive: () -> Void) -> (count: Int, failures: [Message]) {
        var (count, failures) = (0, lost.lines.map { "\($0): it is gone" as Message })
        var cursor = FolderCursor(top)
        for item in kept.reversed() {
            alive()
            let code = Self.at(item, &cursor) { folder, name in
                if item.isMoved { failures += Self.makeRoom(for: name, of: item, in: folder) }
                let code = folder.rename(item.hidden, to: name, replacing: true)
                // Two names of one file are left alone by rename(2).
                return code == 0 ? folder.remove(item.hidden) : code
            }
            if code == 0 {
                count += 1
            } else if failures.count < 100 {
                failures.append(
                    """
                    \(ArchiveNotes.shown(item.path)): it lies beside it as \
                    \(ArchiveNotes.shown(item.hidden)): \(ArchiveNotes.words(code))
                    """)
            }
        }
        failures += stale.prefix(100).map {
            "\(ArchiveNotes.shown($0.path)): what an earlier restore had put aside is still beside it as \(ArchiveNotes.shown($0.hidden))"
        }
        (kept, stale) = ([], [])
        return (count, failures)
    }

    /// Lets all go; answers with a line for each that stays.
    mutating func discard(below top: OpenFolder) -> [Message] {
        var failures: [Message] = []
        var cursor = FolderCursor(top)
        // The same name may have given way twice, and what is not there any more is no matter.
        for item in stale { _ = Self.at(item, &cursor) { folder, _ in folder.remove(item.hidden) } }
        for item in kept {
            let code = Self.at(item, &cursor) { folder, _ in folder.remove(item.hidden) }
            if code != 0, failures.count < 100 {
                failures.append(
                    """
                    \(ArchiveNotes.shown(item.path)): what was there is still beside it as \
                    \(ArchiveNotes.shown(item.hidden)): \(ArchiveNotes.words(code))
                    """)
            }
        }
        (kept, stale) = ([], [])
        return failures
    }

    private static func randomName() -> [UInt8] {
        Array((UnnamedFile.hiddenPrefix + String(UInt64.random(in: .min ... .max), radix: 16) + suffix).utf8)
    }

    /// Moves a folder that the extraction made out of the way of what was there; others may have put things into it by now.
    private static func makeRoom(for name: [UInt8], of item: Kept, in folder: OpenFolder) -> [Message] {
        if OpenFolder.withCString(name, { unlinkat(folder.descriptor, $0, AT_REMOVEDIR) }) == 0 { return [] }
        let hidden = randomName()
        guard folder.rename(name, to: hidden, replacing: false) == 0 else { return [] }
        return [
            "\(ArchiveNotes.shown(item.path)): what was extracted below it is in \(ArchiveNotes.shown(hidden))"
        ]
    }

    private static func at(
        _ item: Kept, _ cursor: inout FolderCursor, _ body: (OpenFolder, [UInt8]) -> Int32
    ) -> Int32 {
        guard let path = try? MemberPath(item.path), let name = path.components.last else { return EINVAL }
        switch cursor.walk(path.components, depth: path.components.count - 1) {
        case .folder(let folder): return body(folder, name)
        case .missing: return ENOENT
        case .blocked: return ENOTDIR
        case .failed(_, let code): return code
        }
    }
}
