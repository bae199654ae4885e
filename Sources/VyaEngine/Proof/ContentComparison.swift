import VyaCore
import VyaTools

/// Dumps what a drill has restored, as a night would, and holds what that dump says against what the backup says.
///
/// Values are compared as the dump tool writes them, so that only a dump by the same tool, with the same options, of a server of
/// the same major version tells of a difference; for any other it is said that nothing was compared.
struct ContentComparison {
    let handler: any Handler
    /// Who dumps it.
    let account: RestorePlan.Account
    let context: RestoreContext
    let manifest: Manifest?
    /// What the backup says.
    let expected: DumpContent
    /// The kinds of objects that came back and were counted.
    let kinds: Set<String>
    /// The names of objects that were not to come back.
    let leftOut: [String: Set<ExactName>]
    /// The tables that need not hold what the backup holds of them: those of extensions, and windows to what lies elsewhere.
    let unlike: Set<ExactName>
    /// The tables whose values are rounded when they are written as texts.
    let rounded: Set<ExactName>

    /// What came of it.
    struct Result: Equatable {
        /// How many tables have all their values, and how many rows they have.
        var tables = 0
        var rows = 0
        /// What did not come back as it was, in words.
        var differences: [Message] = []
        /// Why values, or some of them, were not compared; empty when all were.
        var omissions: [Message] = []
    }

    /// No more differences are named one by one.
    private static let mostDifferences = 50

    /// Compares a scratch database; throws `StoppedError` alone, since what keeps it from being read says nothing of the backup.
    func compare(_ scratch: ExactName) throws -> Result {
        do {
            guard let manifest else {
                return without("the backup has no manifest that tells which tool wrote it")
            }
            guard let restorer = handler.restorer, let reader = restorer.contentReader() else {
                return without("nothing here knows how")
            }
            let request = PlanRequest(entry: account.entry, password: account.password, only: [scratch])
            let plan = try handler.plan(request, asking: context.probe)
            if let failure = plan.failures.first { return without(failure.explanation.message) }
            guard let job = plan.jobs.first(where: { $0.kind == .dump }),
                case .tool(let invocation, let makeScanner) = job.source
            else { return without("nothing here knows how") }
            if let reason = Self.obstacle(manifest, job, restorer) { return without(reason) }
            let sink = ContentSink(makeScanner(), reader)
            let ending = try context.runner.stream(invocation, timeouts: job.timeouts, into: sink)
            let (summary, found) = sink.finish()
            let proof = try DumpVerdict(job: job, result: ending).proof(by: summary)
            return result(of: found, lacking: proof.shortfalls.first)
        } catch let error as StoppedError {
            throw error
        } catch {
            let explanation = Explanation.of(error)
            return without(([explanation.message] + explanation.details.suffix(1)).joined(separator: ": "))
        }
    }

    private func without(_ reason: Message) -> Result { Result(omissions: [reason]) }

    /// Why the texts of two dumps tell nothing of their values; nil if they do.
    private static func obstacle(_ manifest: Manifest, _ job: Job, _ restorer: any Restorer) -> Message? {
        let (then, now) = (manifest.provenance, job.provenance)
        guard then.toolVersion == now.toolVersion else {
            let old = then.toolVersion.map { "\($0.printable)" } ?? ("another tool" as Message)
            let new = now.toolVersion.map { "\($0.printable)" } ?? ("another" as Message)
            return "the backup was written by \(old), and here is \(new)"
        }
        guard major(then.serverVersion) == major(now.serverVersion) else {
            return """
                the backup is of a server of version \((then.serverVersion ?? "").printable), and this one is \
                of \((now.serverVersion ?? "").printable)
                """
        }
        guard then.create?["session"] == now.create?["session"] else {
            return
                "the backup was made by a session with other settings than this one has, by which values are written"
        }
        guard
            restorer.rowOptions(in: manifest.arguments) == restorer.rowOptions(in: job.redactedArguments)
        else {
            return "the backup was written with other options of the tool than are in use now"
        }
        return nil
    }

    private static func major(_ version: String?) -> Substring? { version?.head(upTo: ".", " ") }

    private func result(of found: DumpContent, lacking shortfall: Message?) -> Result {
        var result = Result()
        var others = 0
        let tables = Set((manifest?.proof.tables ?? []).map(\.table))
        for (table, sum) in expected.rows.sorted(by: { $0.key < $1.key }) where !unlike.contains(table) {
            // That a table is missing, or has fewer rows, was seen when they were counted.
            guard let other = found.rows[table], other.rows == sum.rows, other.columns == sum.columns else {
                others += 1
                continue
            }
            if other == sum {
                result.tables += 1
                if tables.contains(table) { result.rows += sum.rows }
            } else if let reason = expected.passing[table] {
                result.omissions.append("\(table.text.printable) \(reason)")
            } else if rounded.contains(table) {
                result.omissions.append(
                    "\(table.text.printable) has columns of a type that rounds values when it writes them as texts"
                )
            } else {
                result.differences.append(
                    "\(table.text.printable) came back with other values than the backup holds")
            }
        }
        if others > 0 {
            result.omissions.append(
                "\(others) tables are dumped in another form now: other columns, another order of them, or other statements"
            )
        }
        let missing = missingNames(in: found)
        if let shortfall, !missing.isEmpty {
            // The account that reads may not see them.
            result.omissions.append("names of \(missing.count) objects were not compared: \(shortfall)")
        } else {
            result.differences += missing
        }
        if result.differences.count > Self.mostDifferences {
            let more = result.differences.count - Self.mostDifferences
            result.differences.removeLast(more)
            result.differences.append("and \(more) more of the kind")
        }
        return result
    }

    /// Objects that the backup holds and the scratch database lacks, though there may be as many of their kind.
    private func missingNames(in found: DumpContent) -> [Message] {
        expected.names.filter { kinds.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { kind, names in
            // A server may write names in lower case.
            let there = Set((found.names[kind] ?? []).map { $0.text.lowercased() })
            return names.subtracting(leftOut[kind] ?? []).sorted().filter {
                !there.contains($0.text.lowercased())
            }
            .map { "\($0.text.printable), of kind \(kind.printable), did not come back" as Message }
        }
    }
}

/// Has a dump read that goes nowhere.
private final class ContentSink: BlockSink {
    private var scanner: any StreamScanner
    private var reader: any DumpContentReader
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)

    init(_ scanner: any StreamScanner, _ reader: any DumpContentReader) {
        (self.scanner, self.reader) = (scanner, reader)
    }

    deinit { room.deallocate() }

    func space() -> UnsafeMutableRawBufferPointer { room }

    func advance(by count: Int) {
        let block = UnsafeRawBufferPointer(rebasing: room.prefix(count))
        scanner.observe(block)
        _ = scanner.takeTableStarts()
        reader.observe(block)
    }

    func finish() -> (StreamSummary, DumpContent) { (scanner.finish(), reader.finish()) }
}
