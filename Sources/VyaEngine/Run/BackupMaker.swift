import VyaArchive
package import VyaCore
package import VyaStorage
import VyaTools

/// Makes one backup of one job: streams, proves, publishes; on any failure nothing gets a name.
package struct BackupMaker: Sendable {
    private let context: RunContext

    /// Makes a maker for the jobs of one run.
    package init(_ context: RunContext) {
        self.context = context
    }

    /// Backs up a job into a folder and reports what came of it; it never throws, since one failing job stops
    /// no other.
    ///
    /// `globals` is the name of the artifact with the roles or users of the same set, if there is one, and `server` what
    /// tells the server from others.
    package func make(
        _ job: Job, in folder: SafeFolder, globals: String?, server: String? = nil
    ) -> BackupReport {
        let clock = ContinuousClock()
        let start = clock.now
        context.observer.started(job)
        var report = BackupReport(
            database: job.database, kind: job.kind, outcome: .failure, warnings: job.warnings)
        do {
            try context.stop.check()
            try publishRepeatedly(job, in: folder, globals: globals, server: server, into: &report)
        } catch let error as any ExplainedError {
            report.error = error.explanation
        } catch {
            report.error = .unexpected(error)
        }
        report.seconds = (clock.now - start) / .seconds(1)
        context.observer.finished(job, report)
        return report
    }

    /// What a tool failed with, where another attempt may end better.
    private struct PassingFailure: Error {
        var error: SourceError
        var rule: RetryRule
    }

    /// Makes another attempt where the job says that the failure may pass; each begins with an empty file, and all that
    /// is left of a failed one is a warning.
    private func publishRepeatedly(
        _ job: Job, in folder: SafeFolder, globals: String?, server: String?, into report: inout BackupReport
    ) throws {
        var repetitions = 0
        while true {
            do {
                return try publish(job, in: folder, globals: globals, server: server, into: &report)
            } catch let failure as PassingFailure {
                guard repetitions < failure.rule.repetitions else { throw failure.error }
                repetitions += 1
                let explanation = failure.error.explanation
                let words = ([explanation.message] + explanation.details.suffix(1)).joined(separator: ": ")
                report.warnings.append(
                    (repetitions == 1 ? "the first attempt" : "attempt \(repetitions)")
                        + " failed, and another was made: \(words)")
                try context.stop.pause(failure.rule.pause)
            }
        }
    }

    private func publish(
        _ job: Job, in folder: SafeFolder, globals: String?, server: String?, into report: inout BackupReport
    ) throws {
        let startedAt = Moment.now()
        let start = ContinuousClock.now
        let writer = try ArtifactWriter(in: folder, pool: context.pool, memory: context.blockMemory)
        let evidence = try stream(job, into: writer, in: folder)
        let facts = try writer.finish()
        try context.stop.check()
        try writer.prove(stop: context.stop)
        let name = try writer.publish { attempt in
            ArtifactName.compose(
                job: job, at: startedAt, codecExtension: context.codec.fileExtension, attempt: attempt)
        }
        report.file = folder.path + "/" + name
        report.bytes = facts.bytes
        report.rawBytes = facts.rawBytes
        report.sha256 = facts.sha256
        report.warnings += evidence.warnings
        report.shortfalls = evidence.proof.shortfalls
        var proof = evidence.proof
        proof.crc32 = facts.crc32
        let source = BackupSource(entry: job.entry, dbms: job.dbms, kind: job.kind, database: job.database)
        let suspicions = context.baseline(source).map {
            Anomaly.suspicions(
                about: proof, rawBytes: facts.rawBytes,
                seconds: Int((ContinuousClock.now - start) / .seconds(1)), against: $0)
        }
        report.warnings += (suspicions ?? []).map { "suspect: \($0)" }
        var manifest = Manifest(
            runID: context.runID, host: context.host, entry: job.entry, dbms: job.dbms,
            database: job.database,
            kind: job.kind, file: name, startedAt: startedAt.rfc3339, finishedAt: Moment.now().rfc3339,
            provenance: job.provenance, arguments: job.redactedArguments, rawBytes: facts.rawBytes,
            bytes: facts.bytes, sha256: facts.sha256, encoding: context.codec.rawValue, proof: proof,
            globals: job.needsGlobals ? globals : nil, warnings: report.warnings,
            index: ArtifactIndex(blocks: facts.blocks, extents: evidence.extents))
        manifest.suspicions = suspicions ?? []
        (manifest.hostID, manifest.server) = (context.hostID, server)
        manifest.isSafetyCopy = context.makesSafetyCopy
        do {
            try folder.publish(
                document: Array((manifest.json.serialized() + "\n").utf8),
                as: name + ArtifactName.manifestSuffix)
        } catch {
            // Without its manifest nobody would know it, or ever remove it.
            if (try? folder.remove(name)) == true { report.file = nil }
            throw error
        }
        report.outcome =
            !report.shortfalls.isEmpty ? .incomplete : report.warnings.isEmpty ? .success : .warning
    }

    /// What reading the source established.
    private struct Evidence {
        var proof: Manifest.Proof
        var extents: [TableExtent] = []
        var warnings: [Message] = []
    }

    private func stream(
        _ job: Job, into writer: ArtifactWriter, in folder: SafeFolder
    ) throws -> Evidence {
        switch job.source {
        case .tool(let invocation, let makeScanner):
            var warnings: [Message] = []
            let listing = listed(job, &warnings)
            let sink = scanned(makeScanner(), job, into: writer)
            let start = ContinuousClock.now
            let result = try context.runner.stream(invocation, timeouts: job.timeouts, into: sink)
            do {
                let summary = sink.finish()
                let verdict = DumpVerdict(job: job, result: result, listing: listing)
                var evidence = try evidence(verdict, of: summary)
                evidence.warnings += job.review(summary) + warnings + verdict.warnings(by: summary)
                return evidence
            } catch let error as SourceError {
                let isEarly = ContinuousClock.now - start < BackupMaker.early && listing != nil
                guard !result.ending.isSuccess,
                    let rule = job.retry(result.ending, result.errorLines)
                        ?? (isEarly ? BackupMaker.rule(for: result, of: job) : nil)
                else { throw error }
                throw PassingFailure(error: error, rule: rule)
            }
        case .composed(let text, let makeScanner):
            let sink = scanned(makeScanner(), job, into: writer)
            try text.withUnsafeBytes { try sink.append($0) }
            let (verdict, summary) = (DumpVerdict(job: job, result: nil), sink.finish())
            var evidence = try evidence(verdict, of: summary)
            evidence.warnings += verdict.warnings(by: summary)
            return evidence
        case .files(let pattern, let ignored):
            let archiver = try FilesArchiver(
                pattern: pattern, ignored: ignored,
                besides: OwnFolders(context.ownFolders, output: folder.path, log: context.logFolder),
                stop: context.stop)
            let observer = context.observer
            // What is left out of every night alike is told by the first one, and by dry runs.
            let source = BackupSource(
                entry: job.entry, dbms: job.dbms, kind: job.kind, database: job.database)
            let isFirst = context.baseline(source) == nil
            let sink = CountingSink(before: writer) { observer.advanced(job, bytes: $0, table: nil) }
            let summary = try archiver.write(into: sink)
            return Evidence(
                proof: Manifest.Proof(
                    entries: summary.entries, shortfalls: job.shortfalls + summary.shortfalls),
                warnings: summary.warnings + (isFirst ? summary.ownFolders : []))
        }
    }

    /// A tool that fails so soon has cost nothing.
    private static let early = Duration.seconds(30)

    /// One more attempt for a tool that ended before its first byte, though its server has just answered: nothing tells by
    /// its words, which may be in any language, whether a table was dropped under its hands (S13).
    private static func rule(for result: ToolResult, of job: Job) -> RetryRule? {
        guard job.mayMeetChanges, result.bytes == 0, case .exited = result.ending else { return nil }
        return RetryRule(repetitions: 1, pause: .seconds(1))
    }

    /// What the server's catalog lists of a job's source; that it cannot be asked is a warning.
    private func listed(_ job: Job, _ warnings: inout [Message]) -> CatalogListing? {
        do {
            let listing = try job.listing ?? job.list?()
            warnings += listing?.remarks ?? []
            return listing
        } catch {
            let explanation = Explanation.of(error)
            warnings.append(
                """
                the dump was not compared with the server's catalog, which cannot be read: \
                \(explanation.details.last ?? explanation.message)
                """)
            return nil
        }
    }

    private func scanned(
        _ scanner: any StreamScanner, _ job: Job, into writer: ArtifactWriter
    ) -> ScannedSink {
        let observer = context.observer
        return ScannedSink(scanner, before: writer) { observer.advanced(job, bytes: $0, table: $1) }
    }

    private func evidence(_ verdict: DumpVerdict, of summary: StreamSummary) throws -> Evidence {
        Evidence(proof: try verdict.proof(by: summary), extents: summary.extents)
    }
}
