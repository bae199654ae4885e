import VyaCore
import VyaStorage

/// Reads of a dump what is needed to bring single tables back: everything but the rows of the others.
///
/// With an index the rows of other tables are left unread; each block that is read is then proven by the
/// checksum that the index has of it.
struct TableReader {
    let backup: StoredBackup
    let index: ArtifactIndex
    private(set) var tables: [ExactName]
    let restorer: any Restorer
    let workers: Int
    let stop: StopSignal

    init(
        backup: StoredBackup, index: ArtifactIndex, tables: [ExactName], restorer: any Restorer,
        workers: Int, stop: StopSignal
    ) {
        self.index = index
        (self.backup, self.tables, self.restorer) = (backup, tables, restorer)
        (self.workers, self.stop) = (workers, stop)
    }

    /// Reads; what is wrong is in the answer. Throws `StoppedError`.
    ///
    /// Reads twice where the tables bring others along, which only the dump tells.
    func examine() throws -> BackupProver.Examination {
        let examination = try examineOnce()
        guard let traits = examination.traits else { return examination }
        let named = Set(traits.items.compactMap(\.table)).filter { restorer.isTable($0, amongNamed: tables) }
        let more = restorer.companions(of: named, in: traits)
        guard !more.isEmpty, examination.proof.state != .damaged else {
            return examination
        }
        var whole = self
        whole.tables += more.sorted()
        return try whole.examineOnce()
    }

    private func examineOnce() throws -> BackupProver.Examination {
        var examination = BackupProver.Examination(proof: BackupProof(path: backup.path))
        examination.proof.dbms = backup.dbms
        examination.proof.database = backup.database
        var inspector = restorer.inspector(of: .dump, forTables: true)
        do {
            let reader = try ArtifactReader.open(backup.path)
            examination.reader = reader
            if let manifest = backup.manifest {
                guard reader.bytes == manifest.bytes else {
                    examination.proof.state = .damaged
                    examination.proof.checks.append(
                        BackupProof.Check(
                            "size", .failed,
                            "the file has \(reader.bytes) bytes, its manifest says \(manifest.bytes)"))
                    return examination
                }
                try read(reader, manifest, &inspector)
                examination.rawBytes = manifest.rawBytes
            }
            examination.summary = inspector.finish()
            examination.traits = inspector.traits
            conclude(&examination)
        } catch let damage as ArtifactDamage {
            examination.proof.state = .damaged
            examination.proof.damage = BackupProof.Damage(
                bytes: damage.bytes, raw: damage.raw, tables: tables, reason: damage.reason)
        } catch let error as SourceError {
            examination.proof.error = error.explanation
        }
        return examination
    }

    private func read(
        _ reader: ArtifactReader, _ manifest: Manifest,
        _ inspector: inout any DumpInspector
    ) throws {
        var position = 0
        for extent in index.extents.sorted(by: { $0.bytes.lowerBound < $1.bytes.lowerBound })
        where !restorer.isTable(extent.table, amongNamed: tables) && position <= extent.bytes.lowerBound {
            try read(position..<extent.bytes.lowerBound, reader, &inspector)
            inspector.skip(extent.bytes.count)
            position = extent.bytes.upperBound
        }
        try read(position..<max(position, manifest.rawBytes), reader, &inspector)
    }

    private func read(
        _ piece: Range<Int>, _ reader: ArtifactReader, _ inspector: inout any DumpInspector
    ) throws {
        guard !piece.isEmpty else { return }
        try reader.read([piece], index: index, workers: workers, stop: stop) { inspector.observe($0) }
    }

    /// Says how good what was read is: the completion line, and the rows of the tables that are wanted.
    private func conclude(_ examination: inout BackupProver.Examination) {
        let summary = examination.summary
        examination.proof.state = backup.manifest == nil ? .unproven : .proven
        if summary.marker == nil, !summary.markerUnknown {
            examination.proof.state = .incomplete
            examination.proof.checks.append(
                BackupProof.Check("end marker", .failed, "the dump lacks its completion line"))
        }
        guard let expected = backup.manifest?.proof.tables else { return }
        let wanted = expected.filter { restorer.isTable($0.table, amongNamed: tables) }
        let differences = RowDifference.between(
            found: summary.tables, expected: wanted, allowsMore: true)
        guard !differences.isEmpty else { return }
        examination.proof.state = .damaged
        examination.proof.checks.append(
            BackupProof.Check("rows", .failed, RowDifference.words(of: differences)))
    }
}
