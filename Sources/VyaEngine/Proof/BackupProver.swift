import VyaArchive
package import VyaCore
package import VyaStorage

/// Proves backups from their bytes: reads a file once from end to end, and holds what it finds against what the
/// manifest says.
package struct BackupProver: Sendable {
    /// Finds what reads a dump: by the name of its dbms, or else by its first bytes.
    package typealias Scanners = @Sendable (_ dbms: String?, ArtifactKind, _ beginning: [UInt8]) -> Reading?

    /// What reads a dump, and whose it is.
    package struct Reading {
        package let dbms: String
        /// A `DumpInspector` where the dump is to be restored.
        package let scanner: any StreamScanner

        package init(dbms: String, scanner: any StreamScanner) {
            self.dbms = dbms
            self.scanner = scanner
        }
    }

    /// What was found, and the reader that has read it, from which a restore reads the same bytes again.
    package struct Examination {
        package var proof: BackupProof
        package var reader: ArtifactReader?
        package var kind = ArtifactKind.dump
        package var summary = StreamSummary()
        package var traits = DumpTraits()
        /// What the dump says, where it was asked.
        package var content: DumpContent?
        package var rawBytes = 0
        package var sha256: String?
        /// What the file is where it is another program's, with that program; nothing of it is restored.
        package var foreign: Explanation?
    }

    private let scanners: Scanners
    private let workers: Int
    private let stop: StopSignal
    /// The SHA-256 that the catalog knows of the file at a path; nil where it knows none.
    let recorded: @Sendable (_ path: String) -> String?
    private let progress: @Sendable (_ path: String, _ bytes: Int, _ of: Int) -> Void

    /// Makes a prover; `recorded` tells the SHA-256 that the catalog knows of the file at a path, `progress` hears how many
    /// bytes of the file have been read.
    package init(
        scanners: @escaping Scanners, workers: Int, stop: StopSignal,
        recorded: @escaping @Sendable (_ path: String) -> String? = { _ in nil },
        progress: @escaping @Sendable (_ path: String, _ bytes: Int, _ of: Int) -> Void = { _, _, _ in }
    ) {
        self.scanners = scanners
        self.workers = workers
        self.stop = stop
        self.recorded = recorded
        self.progress = progress
    }

    /// Reads a backup whole; `also` is handed the stream as well, as it passes.
    ///
    /// What is wrong with the backup is in the answer. Throws `StoppedError`, and what `also` throws.
    package func examine(
        _ backup: StoredBackup, also: ((UnsafeRawBufferPointer) throws -> Void)? = nil
    ) throws -> Examination {
        let clock = ContinuousClock()
        let start = clock.now
        var examination = Examination(proof: BackupProof(path: backup.path))
        examination.proof.dbms = backup.dbms
        examination.proof.database = backup.database
        do {
            let reader = try ArtifactReader.open(backup.path)
            examination.reader = reader
            try read(reader, of: backup, also: also, into: &examination)
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
        _ reader: ArtifactReader, of backup: StoredBackup, also: ((UnsafeRawBufferPointer) throws -> Void)?,
        into examination: inout Examination
    ) throws {
        var content = ContentCheck(of: backup, scanners: scanners)
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
            verdict.take(fault)
        }
        examination.kind = content.kind
        examination.summary = content.summary
        examination.traits = content.traits
        examination.foreign = content.foreign
        verdict.close(&examination.proof)
        examination.proof.dbms = examination.proof.dbms ?? content.dbms
    }
}
