import Glibc
import VyaCore

/// Writes the members of an archive one after the other into a stream.
///
/// A file that cannot be read becomes a finding, never an error; all that is thrown comes from the sink or a
/// stop.
final class TarWriter {
    /// The first name of a file that has several, and what tells it from a later file with the same inode
    /// number.
    private struct Original {
        let name: [UInt8]
        let size: Int
        let modified: Int
        var namesToCome: UInt
    }

    private let stream: ArchiveStream
    private let findings: ArchiveNotes
    private var accounts = AccountNames()
    private var originals: [FileIdentity: Original] = [:]
    /// How many members there are.
    private(set) var entries = 0
    /// How many bytes of file contents there are, holes left out.
    private(set) var bytes = 0

    init(_ stream: ArchiveStream, findings: ArchiveNotes) {
        self.stream = stream
        self.findings = findings
    }

    /// Looks at whatever was found at a path, except for the contents of files; nil when it cannot be
    /// archived, which becomes a finding.
    func prepare(_ entry: TreeEntry) -> BatchItem.Content? {
        let kind: TarMember.Kind
        switch entry.kind {
        case S_IFREG: return .file(entry, .unread)
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .symbolicLink
        case S_IFIFO: kind = .fifo
        case S_IFCHR: kind = .characterDevice
        case S_IFBLK: kind = .blockDevice
        default:
            findings.lack(entry.path, "it is of a kind that tar does not know")
            return nil
        }
        guard let place = entry.folder ?? entry.parent.place(entry.name) else {
            findings.lack(entry.path, errno: errno, "it cannot be looked at")
            return nil
        }
        guard place.status.st_mode & S_IFMT == entry.kind else {
            lack(entry, .otherKind)
            return nil
        }
        var target: [UInt8] = []
        if kind == .symbolicLink {
            guard let read = place.target(of: [], size: Int(place.status.st_size)) else {
                findings.lack(entry.path, errno: errno, "the link cannot be read")
                return nil
            }
            target = read
        }
        let attributes = ExtendedAttribute.read(place.descriptor, isReadable: false)
        var member = member(kind, entry, place.status, attributes)
        member.linkTarget = target
        return .ready(member)
    }

    /// Adds the members of a batch that was read.
    func add(_ batch: ReadingBatch) throws {
        for item in batch.items {
            findings.position = item.number
            switch item.content {
            case .ready(let member):
                try stream.append(member.headers)
                entries += 1
            case .file(let entry, .read(let facts, let range, let ending, let hasChanged)):
                try begin(entry, facts)
                try stream.append(batch.contents(range))
                try end(entry, facts, ending, left: facts.map.dataSize - range.count, hasChanged: hasChanged)
            case .file(let entry, .refused(let refusal)): lack(entry, refusal)
            case .file(let entry, .open(let file)): try add(entry, file)
            case .file(let entry, .unread):
                switch Result(catching: { () throws(FileRefusal) in try OpenedFile(entry) }) {
                case .success(let file): try add(entry, file)
                case .failure(let refusal): lack(entry, refusal)
                }
            }
        }
    }

    private func add(_ entry: TreeEntry, _ file: OpenedFile) throws {
        if try addHardLink(entry, file.facts.status) { return }
        try begin(entry, file.facts)
        var copy = ContentsCopy(file, into: stream)
        let ending = try copy.run()
        try end(entry, file.facts, ending, left: copy.left, hasChanged: file.hasChanged)
    }

    private func begin(_ entry: TreeEntry, _ facts: FileFacts) throws {
        var member = member(.file, entry, facts.status, facts.attributes)
        let map = facts.map
        if map.isSparse {
            let encodedMap = map.encoded
            member.sparseSize = map.size
            member.size = encodedMap.count + map.dataSize
            try stream.append(member.headers)
            try stream.append(encodedMap)
        } else {
            member.size = map.dataSize
            try stream.append(member.headers)
        }
    }

    /// Ends a file whose header promised `left` bytes more than it had.
    private func end(
        _ entry: TreeEntry, _ facts: FileFacts, _ ending: FileReading.Ending, left: Int,
        hasChanged: Bool
    ) throws {
        if left > 0 {
            var cause: Message = "it shrank while it was read"
            if case .failed(let code) = ending { cause = "it cannot be read: \(ArchiveNotes.words(code))" }
            findings.lack(entry.path, "\(cause); the last \(left) bytes are zeros in the archive")
            try stream.appendZeros(left)
        }
        try stream.pad()
        entries += 1
        bytes += facts.map.dataSize
        if hasChanged { findings.warn(entry.path, "it changed while it was read") }
    }

    /// Adds a file that is in the archive already, under another name, as a link; false when it is not.
    private func addHardLink(_ entry: TreeEntry, _ status: stat) throws -> Bool {
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
        try stream.append(member.headers)
        entries += 1
        // What has been seen under all its names is not asked for again.
        original.namesToCome -= 1
        originals[identity] = original.namesToCome > 0 ? original : nil
        return true
    }

    private func member(
        _ kind: TarMember.Kind, _ entry: TreeEntry, _ status: stat, _ reading: ExtendedAttribute.Reading
    ) -> TarMember {
        var member = TarMember(kind: kind, name: Self.memberName(entry), status: status)
        member.owner = accounts.user(status.st_uid)
        member.group = accounts.group(status.st_gid)
        member.attributes = reading.attributes
        if let lack = reading.lack { findings.lack(entry.path, lack) }
        return member
    }

    private func lack(_ entry: TreeEntry, _ refusal: FileRefusal) {
        switch refusal {
        case .failed(let code, let attempt): findings.lack(entry.path, errno: code, attempt)
        case .otherKind:
            findings.lack(entry.path, "it became another kind of file while it was archived")
        }
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
