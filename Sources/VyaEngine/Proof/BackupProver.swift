import VyaArchive
package import VyaCore
package import VyaStorage

/// Proves backups from their bytes: reads a file once from end to end, and holds what it finds against what the
/// manifest says.
package struct BackupProver: Sendable {
    /// Finds who knows a dump: by the name of its dbms, or else by its first bytes.
    package typealias Readers =
        @Sendable (_ dbms: String?, _ beginning: [UInt8]) -> (dbms: String, restorer: any Restorer)?

    /// What was found, and the reader that has read it, from which a restore reads the same bytes again.
    package struct Examination {
        package var proof: BackupProof
        package var reader: ArtifactReader?
        package var kind = ArtifactKind.dump
        package var summary = StreamSummary()
        /// What a restore must know of a dump; nil where nobody has read it for one.
        package var traits: DumpTraits?
        /// What the dump says, where it was asked.
        package var content: DumpContent?
        package var rawBytes = 0
        package var sha256: String?
        /// What the file is where it is another program's, with that program; nothing of it is restored.
        package var foreign: Explanation?
    }

    /// How a dump is read that is to be restored.
    package struct Inspection {
        /// What knows the server that it is restored to.
        package let restorer: any Restorer
        /// The items of the dump are listed.
        package var forTables = false
    }

    private let readers: Readers
    private let workers: Int
    private let stop: StopSignal
    /// The SHA-256 that the catalog knows of the file at a path; nil where it knows none.
    let recorded: @Sendable (_ path: String) -> String?
    private let progress: @Sendable (_ path: String, _ bytes: Int, _ of: Int) -> Void

    /// Makes a prover; `recorded` tells the SHA-256 that the catalog knows of the file at a path, `progress` hears how many
    /// bytes of the file have been read.
    package init(
        readers: @escaping Readers, workers: Int, stop: StopSignal,
        recorded: @escaping @Sendable (_ path: String) -> String? = { _ in nil },
        progress: @escaping @Sendable (_ path: String, _ bytes: Int, _ of: Int) -> Void = { _, _, _ in }
    ) {
        self.readers = readers
        self.workers = workers
        self.stop = stop
        self.recorded = recorded
        self.progress = progress
    }

    /// Reads a backup whole; `also` is handed the stream as well, as it passes.
    ///
    /// With `inspection` a dump is read as the restore to a server of that kind needs it, whatever it looks like.
    ///
    /// What is wrong with the backup is in the answer. Throws `StoppedError`, and what `also` throws.
    package func examine(
        _ backup: StoredBackup, for inspection: Inspection? = nil,
        also: ((UnsafeRawBufferPointer) throws -> Void)? = nil
    ) throws -> Examination {
        let clock = ContinuousClock()
        let start = clock.now
        var examination = Examination(proof: BackupProof(path: backup.path))
        examination.proof.dbms = backup.dbms
        examination.proof.database = backup.database
        do {
            let reader = try ArtifactReader.open(backup.path)
            examination.reader = reader
            try read(reader, of: backup, inspection, also: also, into: &examination)
        } catch let damage as ArtifactDamage {
            var verdict = ProofVerdict(of: backup, recorded: recorded(backup.path))
            verdict.take(damage, currentTable: nil, size: damage.bytes.upperBound)
            verdict.close(&examination.proof)
        } catch let error as StoppedError {
            throw error
        } catch let error as any ExplainedError where examination.reader == nil || error is SourceError {
            examination.proof.error = error.explanation
        }
        examination.proof.seconds = (clock.now - start) / .seconds(1)
        return examination
    }

    private func read(
        _ reader: ArtifactReader, of backup: StoredBackup, _ inspection: Inspection?,
        also: ((UnsafeRawBufferPointer) throws -> Void)?, into examination: inout Examination
    ) throws {
        var content = ContentCheck(
            of: backup, readers: readers, inspection: inspection, unpacker: reader.encoding.shellTool)
        var verdict = ProofVerdict(of: backup, recorded: recorded(backup.path))
        do {
            let facts = try reader.readAll(index: backup.manifest?.index, workers: workers, stop: stop) {
                block in
                try content.observe(block)
                try also?(block)
                progress(backup.path, reader.bytesRead, reader.bytes)
            }
            examination.rawBytes = facts.rawBytes
            examination.sha256 = facts.sha256
            verdict.take(facts)
            try content.finish()
            verdict.take(content, rawBytes: facts.rawBytes)
        } catch let damage as ArtifactDamage {
            verdict.take(damage, currentTable: content.currentTable, size: reader.bytes)
        } catch let fault as TarFault {
            let foreign = backup.manifest == nil ? ForeignFormat.explanation(of: fault, of: backup.path) : nil
            examination.foreign = foreign
            if let foreign { verdict.take(foreign) } else { verdict.take(fault) }
        }
        examination.kind = content.kind
        examination.summary = content.summary
        examination.traits = content.traits
        examination.foreign = examination.foreign ?? content.foreign
        verdict.close(&examination.proof)
        examination.proof.dbms = examination.proof.dbms ?? content.dbms
    }
}
