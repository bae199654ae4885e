import Glibc
import VyaCore

/// Writes the members of an archive one after the other into a buffer.
///
/// A file that cannot be read becomes a finding, never an error; all that is thrown comes from the sink or a
/// stop.
struct TarWriter {
    /// The first name of a file that has several, and what tells it from a later file with the same inode
    /// number.
    private struct Original {
        let name: [UInt8]
        let size: Int
        let modified: Int
        var namesToCome: UInt
    }

    private let buffer: BlockBuffer
    private let findings: Findings
    private var accounts = AccountNames()
    private var originals: [FileIdentity: Original] = [:]
    /// How many members there are.
    private(set) var entries = 0
    /// How many bytes of file contents there are, holes left out.
    private(set) var bytes = 0

    init(_ buffer: BlockBuffer, findings: Findings) {
        self.buffer = buffer
        self.findings = findings
    }

    /// Adds whatever was found at a path.
    mutating func add(_ entry: TreeEntry) throws {
        let kind: TarMember.Kind
        switch entry.kind {
        case S_IFREG: return try addFile(entry)
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .symbolicLink
        case S_IFIFO: kind = .fifo
        case S_IFCHR: kind = .characterDevice
        case S_IFBLK: kind = .blockDevice
        default: return findings.lack(entry.path, "it is of a kind that tar does not know")
        }
        guard let place = entry.folder ?? entry.parent.place(entry.name) else {
            return findings.lack(entry.path, errno: errno, "it cannot be looked at")
        }
        guard place.status.st_mode & S_IFMT == entry.kind else {
            return findings.lack(entry.path, "it became another kind of file while it was archived")
        }
        var target: [UInt8] = []
        if kind == .symbolicLink {
            guard let read = place.target(of: [], size: Int(place.status.st_size)) else {
                return findings.lack(entry.path, errno: errno, "the link cannot be read")
            }
            target = read
        }
        var member = member(kind, entry, place.status, place.descriptor)
        member.linkTarget = target
        try buffer.append(member.headers)
        entries += 1
    }

    private mutating func addFile(_ entry: TreeEntry) throws {
        let file = entry.parent.openFile(entry.name, O_RDONLY)
        guard file >= 0 else {
            return findings.lack(entry.path, errno: errno, "it cannot be opened")
        }
        defer { _ = close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            return findings.lack(entry.path, errno: errno, "it cannot be looked at")
        }
        // Another file of the same name is as good, if it is one: replacing by rename is how files are
        // updated.
        guard status.st_mode & S_IFMT == S_IFREG else {
            return findings.lack(entry.path, "it became another kind of file while it was archived")
        }
        if try addHardLink(entry, status) { return }
        let map = SparseMap(file, status)
        var member = member(.file, entry, status, file)
        let encodedMap = map.isSparse ? map.encoded : []
        member.sparseSize = map.isSparse ? map.size : nil
        member.size = encodedMap.count + map.dataSize
        try buffer.append(member.headers)
        try buffer.append(encodedMap)
        try copy(file, map, entry.path)
        try buffer.pad()
        entries += 1
        bytes += map.dataSize
        compare(file, status, entry.path)
    }

    /// Adds a file that is in the archive already, under another name, as a link; false when it is not.
    private mutating func addHardLink(_ entry: TreeEntry, _ status: stat) throws -> Bool {
        guard status.st_nlink > 1 else { return false }
        let (identity, name) = (FileIdentity(status), Self.memberName(entry))
        let (size, modified) = (Int(status.st_size), status.st_mtim.tv_sec)
        guard var original = originals[identity], original.size == size, original.modified == modified else {
            let namesToCome = UInt(status.st_nlink) - 1
            originals[identity] = Original(
                name: name, size: size, modified: modified, namesToCome: namesToCome)
            return false
        }
        var member = TarMember(kind: .hardLink, name: name, status: status, linkTarget: original.name)
        member.owner = accounts.user(status.st_uid)
        member.group = accounts.group(status.st_gid)
        try buffer.append(member.headers)
        entries += 1
        // What has been seen under all its names is not asked for again.
        original.namesToCome -= 1
        originals[identity] = original.namesToCome > 0 ? original : nil
        return true
    }

    private mutating func member(
        _ kind: TarMember.Kind, _ entry: TreeEntry, _ status: stat, _ descriptor: Int32
    ) -> TarMember {
        var member = TarMember(kind: kind, name: Self.memberName(entry), status: status)
        member.owner = accounts.user(status.st_uid)
        member.group = accounts.group(status.st_gid)
        let reading = ExtendedAttribute.read(descriptor)
        member.attributes = reading.attributes
        if let lack = reading.lack { findings.lack(entry.path, lack) }
        return member
    }

    /// Copies the data that the header promised, no more and no less.
    private func copy(_ file: Int32, _ map: SparseMap, _ path: [UInt8]) throws {
        var left = map.dataSize
        for segment in map.segments {
            var position = segment.offset
            while position < segment.end {
                var code: Int32 = 0
                let count = try buffer.fill(atMost: segment.end - position) { space in
                    let count = pread(file, space.baseAddress, space.count, position)
                    if count < 0 { code = errno }
                    return count
                }
                if count < 0, code == EINTR { continue }
                guard count > 0 else {
                    let cause =
                        count == 0
                        ? "it shrank while it was read" : "it cannot be read: \(Findings.words(code))"
                    findings.lack(path, "\(cause); the last \(left) bytes are zeros in the archive")
                    return try buffer.appendZeros(left)
                }
                position += count
                left -= count
            }
        }
    }

    /// Notes a file that was written to while it was read.
    private func compare(_ file: Int32, _ before: stat, _ path: [UInt8]) {
        var after = stat()
        guard fstat(file, &after) == 0 else { return }
        func isSame(_ one: timespec, _ other: timespec) -> Bool {
            one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec
        }
        let isUnchanged =
            before.st_size == after.st_size && isSame(before.st_mtim, after.st_mtim)
            && isSame(before.st_ctim, after.st_ctim)
        if !isUnchanged { findings.warn(path, "it changed while it was read") }
    }

    /// The name in the archive: relative, and a folder's with `/` at the end.
    private static func memberName(_ entry: TreeEntry) -> [UInt8] {
        let slash = UInt8(ascii: "/")
        var name = Array(entry.path.drop { $0 == slash })
        if name.isEmpty { name = [UInt8(ascii: ".")] }
        if entry.kind == S_IFDIR { name.append(slash) }
        return name
    }
}
