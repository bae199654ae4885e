import VyaArchive
import VyaCore
import VyaStorage

/// Holds what was read of a backup against what its manifest says.
struct ProofVerdict {
    /// What a check says that finds the catalog and the backup at odds (L6).
    static let contradiction: Message =
        "the catalog knows another SHA-256 of it: the file was changed since it was made, and its manifest with it"

    private let backup: StoredBackup
    private let recorded: String?
    private var checks: [BackupProof.Check] = []
    private var damage: BackupProof.Damage?
    /// True when the file is whole but what it holds is not.
    private var isIncomplete = false

    private var manifest: Manifest? { backup.manifest }

    /// Begins with what is known without reading the file; `recorded` is the SHA-256 that the catalog knows of it.
    init(of backup: StoredBackup, recorded: String?) {
        self.backup = backup
        self.recorded = recorded
        if let fault = backup.manifestFault { add("manifest", .failed, fault) }
    }

    private mutating func add(_ name: String, _ result: BackupProof.Check.Result, _ detail: Message) {
        checks.append(BackupProof.Check(name, result, detail))
    }

    /// Takes what reading the file to its end has shown.
    mutating func take(_ facts: ReadFacts) {
        add("compression", .ok, "every byte decompresses, and its own checksum holds")
        if let recorded, recorded != facts.sha256, manifest.map({ $0.sha256 == facts.sha256 }) ?? true {
            add("catalog", .failed, ProofVerdict.contradiction)
        }
        guard let manifest else {
            add("checksum", .unknown, "there is no manifest, so nothing says what the file's checksum was")
            return
        }
        if facts.bytes != manifest.bytes {
            add("size", .failed, "the file has \(facts.bytes) bytes, its manifest says \(manifest.bytes)")
        } else if facts.sha256 != manifest.sha256 {
            add("checksum", .failed, "the SHA-256 of the file is not what its manifest says")
        } else if facts.rawBytes != manifest.rawBytes || facts.crc32 != manifest.proof.crc32 {
            add("checksum", .failed, "the stream in the file is not what its manifest says")
        } else {
            add("checksum", .ok, "SHA-256 \(facts.sha256)")
        }
    }

    /// Takes what the stream told of itself.
    mutating func take(_ content: ContentCheck, rawBytes: Int) {
        if let entries = content.entries {
            takeArchive(entries: entries)
            return
        }
        if let foreign = content.foreign { return add("content", .unknown, foreign.message) }
        guard content.isKnown else {
            add("content", .unknown, "nothing tells what kind of dump this is, nor whether it is whole")
            return
        }
        takeMarker(content.summary, of: content.sign, isEmpty: rawBytes == 0)
        if let proof = manifest?.proof {
            takeRows(of: content.summary.tables, expected: proof.tables)
            takeObjects(content.summary.objects, expected: proof.objects)
        } else {
            let rows = content.summary.tables.reduce(0) { $0 + $1.rows }
            add(
                "rows", .unknown,
                "it holds \(Quantity.rows(rows)) of \(Quantity.tables(content.summary.tables.count)); nothing says how many there were"
            )
        }
    }

    private mutating func takeArchive(entries: Int) {
        add("structure", .ok, "the archive is whole, with its end")
        guard let expected = manifest?.proof.entries else {
            add(
                "entries", .unknown, "it holds \(Quantity.entries(entries)); nothing says how many there were"
            )
            return
        }
        add(
            "entries", entries == expected ? .ok : .failed,
            entries == expected
                ? Quantity.entries(entries)
                : "it holds \(Quantity.entries(entries)), its manifest says \(expected)")
    }

    /// Without a manifest it is the beginning that says whether a completion line is to be expected.
    private mutating func takeMarker(_ summary: StreamSummary, of sign: DumpSign, isEmpty: Bool) {
        if let marker = summary.marker {
            add("end marker", .ok, "\(marker.printable)")
        } else if manifest == nil, backup.dbms == nil, case .program(let closing) = sign, !isEmpty {
            takeEnd(summary, closing: closing)
        } else if summary.markerUnknown, !isEmpty {
            add("end marker", .unknown, "this tool writes none")
        } else {
            isIncomplete = true
            let ends: Message = summary.tail.isEmpty ? "it is empty" : "it ends with: \(summary.tail)"
            add("end marker", .failed, "the dump lacks its completion line, so it was cut off; \(ends)")
        }
    }

    /// Takes the end of a dump whose program writes no completion line.
    private mutating func takeEnd(_ summary: StreamSummary, closing: String?) {
        guard let closing else {
            return add(
                "end marker", .unknown,
                "the program that wrote the dump marks no end, so nothing says whether it is whole")
        }
        if summary.tail.holds(closing) {
            return add("end marker", .ok, "the dump ends as it began: with \(closing.printable)")
        }
        isIncomplete = true
        add(
            "end marker", .failed,
            "the dump lacks \(closing.printable) at its end, so it was cut off; it ends with: \(summary.tail)"
        )
    }

    private mutating func takeRows(of found: [TableRows], expected: [TableRows]) {
        let differences = RowDifference.between(found: found, expected: expected)
        if differences.isEmpty {
            let rows = expected.reduce(0) { $0 + $1.rows }
            add("rows", .ok, "\(Quantity.rows(rows)) of \(Quantity.tables(expected.count))")
        } else {
            add(
                "rows", .failed,
                """
                the dump does not hold the rows that its manifest says: \
                \(RowDifference.words(of: differences))
                """)
        }
    }

    private mutating func takeObjects(_ found: [String: Int], expected: [String: Int]) {
        let missing = expected.filter { (found[$0.key] ?? 0) != $0.value }.sorted { $0.key < $1.key }
        guard !missing.isEmpty else {
            return add("objects", .ok, "\(Quantity.objects(expected.values.reduce(0, +)))")
        }
        add(
            "objects", .failed,
            missing.map {
                "\($0.key.printable): the dump holds \(found[$0.key] ?? 0), its manifest says \($0.value)"
            }.joined(separator: "; "))
    }

    /// Takes the place at which the file could not be read on.
    mutating func take(_ found: ArtifactDamage, currentTable: ExactName?, size: Int) {
        add("compression", .failed, "it \(found.reason)")
        var tables: [ExactName] = []
        if let raw = found.raw, let extents = manifest?.index?.extents, !extents.isEmpty {
            for extent in extents
            where extent.bytes.overlaps(raw) && !tables.contains(extent.table) { tables.append(extent.table) }
        } else if let table = currentTable {
            tables = [table]
        }
        damage = BackupProof.Damage(
            bytes: found.bytes, raw: found.raw, tables: tables, reason: found.reason)
        if let manifest, manifest.bytes != size {
            add("size", .failed, "the file has \(size) bytes, its manifest says \(manifest.bytes)")
        }
    }

    /// Takes the place at which an archive is not one.
    mutating func take(_ fault: TarFault) {
        add("structure", .failed, fault.explanation.message)
    }

    /// Takes what an archive is that only another program reads.
    mutating func take(_ foreign: Explanation) { add("structure", .unknown, foreign.message) }

    /// Says how good the backup is.
    func close(_ proof: inout BackupProof) {
        proof.checks = checks
        proof.damage = damage
        proof.shortfalls = manifest?.proof.shortfalls ?? []
        let failed = checks.contains { $0.result == .failed && $0.name != "end marker" }
        proof.state =
            if failed || damage != nil {
                .damaged
            } else if isIncomplete || !proof.shortfalls.isEmpty {
                .incomplete
            } else {
                manifest == nil ? .unproven : .proven
            }
    }
}
