import VyaArchive
import VyaCore

/// Reads the stream of a backup, whatever it turns out to be: an archive, or a dump of some dbms.
struct ContentCheck {
    /// What the stream is read by.
    private enum Reader {
        /// Not decided: these are its first bytes.
        case undecided([UInt8])
        case archive(ArchiveProof)
        case dump(any StreamScanner)
        /// Nobody knows what it is.
        case unknown
    }

    /// How many bytes are enough to see what a stream is: a tar header, or the comments above a dump.
    private static let beginningSize = 8192

    private let backup: StoredBackup
    private let readers: BackupProver.Readers
    private let inspection: BackupProver.Inspection?
    /// What a shell decompresses the file with; nil for one that is not compressed.
    private let unpacker: String?
    private var reader = Reader.undecided([])
    /// What it holds.
    private(set) var kind: ArtifactKind
    /// Whose dump it is, as far as its first bytes told.
    private(set) var dbms: String?
    private(set) var summary = StreamSummary()
    /// What a restore must know of it; nil where it was not read for one.
    private(set) var traits: DumpTraits?
    /// What its first bytes told of the program that wrote it.
    private(set) var sign = DumpSign.none
    /// What the file is where it is another program's.
    private(set) var foreign: Explanation?
    /// True for a text that begins with a mark of the byte order.
    private var hasMark = false
    /// How many members an archive has; nil for a dump.
    private(set) var entries: Int?

    init(
        of backup: StoredBackup, readers: @escaping BackupProver.Readers,
        inspection: BackupProver.Inspection?, unpacker: String?
    ) {
        self.unpacker = unpacker
        self.backup = backup
        self.readers = readers
        self.inspection = inspection
        kind = backup.kind ?? .dump
    }

    /// True when something has read the stream that knows what is in it.
    var isKnown: Bool {
        switch reader {
        case .archive: true
        case .dump: backup.dbms != nil || sign != .none
        case .undecided, .unknown: false
        }
    }

    /// The table whose rows were passing last.
    var currentTable: ExactName? {
        if case .dump(let scanner) = reader { scanner.currentTable } else { nil }
    }

    /// Takes the next bytes; throws `TarFault` for an archive that is not whole.
    mutating func observe(_ block: UnsafeRawBufferPointer) throws {
        switch reader {
        case .undecided(var beginning):
            beginning += block
            reader = .undecided(beginning)
            if beginning.count >= ContentCheck.beginningSize { try decide() }
        case .archive(var proof):
            // Moved out and back, so that the value is never copied.
            reader = .unknown
            defer { reader = .archive(proof) }
            try proof.observe(block)
        case .dump(var scanner):
            reader = .unknown
            scanner.observe(block)
            reader = .dump(scanner)
        case .unknown: break
        }
    }

    /// Takes the end of the stream; throws `TarFault` for an archive that is not whole.
    mutating func finish() throws {
        if case .undecided = reader { try decide() }
        switch reader {
        case .archive(let proof): entries = try proof.finish().entries
        case .dump(var scanner):
            summary = scanner.finish()
            traits = (scanner as? any DumpInspector)?.traits
            if hasMark { traits?.omissions.insert(0..<ContentCheck.byteOrderMark.count, at: 0) }
            reader = .dump(scanner)
        case .undecided, .unknown: break
        }
    }

    private mutating func decide() throws {
        guard case .undecided(let beginning) = reader else { return }
        // A ustar or GNU header says so at this place (POSIX, pax, "ustar Interchange Format").
        foreign = ForeignFormat.explanation(beginning, of: backup.path, unpackedBy: unpacker)
        if foreign == nil, backup.manifest == nil, backup.kind == nil || backup.kind == .dump {
            foreign = ForeignFormat.explanation(ofServer: beginning, of: backup.path)
        }
        if foreign != nil {
            reader = .unknown
            return
        }
        let isTar = beginning.count >= 262 && beginning[257..<262].elementsEqual("ustar".utf8)
        if isTar, let archive = ForeignFormat.explanation(ofArchive: beginning, of: backup.path) {
            (foreign, reader) = (archive, .unknown)
            return
        }
        if backup.kind == .files || backup.kind == nil && isTar {
            kind = .files
            reader = .archive(ArchiveProof())
        } else {
            readDump(beginning)
        }
        let start = hasMark ? ContentCheck.byteOrderMark.count : 0
        try beginning[start...].withUnsafeBytes { try observe($0) }
    }
    /// What editors put before a text in UTF-8, which clients leave out.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func readDump(_ beginning: [UInt8]) {
        hasMark = beginning.starts(with: ContentCheck.byteOrderMark)
        let known = readers(backup.dbms, beginning)
        dbms = known?.dbms
        guard let inspection else {
            guard let known else { return reader = .unknown }
            sign = known.restorer.sign(of: beginning)
            return reader = .dump(known.restorer.scanner(of: kind))
        }
        sign = inspection.restorer.sign(of: beginning)
        if sign == .none, backup.dbms == nil, let known {
            foreign = Explanation(
                "restore.other-dbms",
                "\(backup.name.printable) is a dump of \(known.dbms), and that is not what it is to be restored to",
                hints: ["name an entry of the same kind of server: --id NUMBER"])
        }
        var inspector = inspection.restorer.inspector(of: kind, forTables: inspection.forTables)
        if hasMark { inspector.skip(ContentCheck.byteOrderMark.count) }
        reader = .dump(inspector)
    }
}
