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
    private let scanners: BackupProver.Scanners
    private var reader = Reader.undecided([])
    /// What it holds.
    private(set) var kind: ArtifactKind
    /// Whose dump it is, as far as its first bytes told.
    private(set) var dbms: String?
    private(set) var summary = StreamSummary()
    private(set) var traits = DumpTraits()
    /// What the file is where it is another program's.
    private(set) var foreign: Explanation?
    /// How many members an archive has; nil for a dump.
    private(set) var entries: Int?

    init(of backup: StoredBackup, scanners: @escaping BackupProver.Scanners) {
        self.backup = backup
        self.scanners = scanners
        kind = backup.kind ?? .dump
    }

    /// True when something has read the stream and could tell what is in it.
    var isKnown: Bool {
        switch reader {
        case .archive, .dump: true
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
            traits = (scanner as? any DumpInspector)?.traits ?? DumpTraits()
            reader = .dump(scanner)
        case .undecided, .unknown: break
        }
    }

    private mutating func decide() throws {
        guard case .undecided(let beginning) = reader else { return }
        // A ustar or GNU header says so at this place (POSIX, pax, "ustar Interchange Format").
        foreign = backup.kind == .files ? nil : ForeignFormat.explanation(beginning, of: backup.path)
        if foreign == nil, backup.manifest == nil, backup.kind != .globals {
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
        } else if let reading = scanners(backup.dbms, kind, beginning) {
            dbms = reading.dbms
            reader = .dump(reading.scanner)
        } else {
            reader = .unknown
        }
        try beginning.withUnsafeBytes { try observe($0) }
    }
}
