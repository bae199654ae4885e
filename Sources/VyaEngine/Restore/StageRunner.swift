import Glibc
import VyaCore
import VyaStorage
import VyaSystem
import VyaTools

/// Carries out the stages of a restore: steps, the dump through its client, the counting, and steps again.
struct StageRunner {
    let runner: ToolRunner
    let timeouts: Timeouts
    let workers: Int
    let stop: StopSignal
    /// Tells by a client's answer that its server is gone.
    var isServerGone: (@Sendable (ToolAnswer) -> Bool)?
    /// Hears what steps that are done have to tell.
    var note: (Message) -> Void = { _ in }

    /// Runs the steps in order; throws `SourceError` at the first that fails.
    func run(_ steps: [RestoreStep], using runner: ToolRunner? = nil) throws {
        for step in steps {
            switch step.action {
            case .run(let invocation, let input):
                _ = try answer(to: input, of: invocation, step, using: runner)
            case .place(let from, let path, let kept):
                try FilePlacement.place(from, at: path, keepingOldAs: kept)
            case .ask(let invocation, let input, let then):
                let answer = try answer(to: input, of: invocation, step, using: runner)
                try run(try then(answer), using: runner)
            case .remove(let path):
                if unlink(path) != 0, errno != ENOENT {
                    let words = SystemFailure().words
                    throw SourceError("restore.remove", "could not \(step.title): \(words)")
                }
            }
            if let words = step.note { note(words) }
        }
    }

    private func answer(
        to input: [UInt8], of client: ToolInvocation, _ step: RestoreStep, using runner: ToolRunner?
    ) throws -> ToolAnswer {
        let answer = try (runner ?? self.runner).feed(client, timeouts: timeouts) { write in
            try input.withUnsafeBytes { try write($0) }
        }
        guard answer.ending.isSuccess else {
            throw SourceError(
                isServerGone?(answer) == true ? StageRunner.serverGone : "restore.step-failed",
                "could not \(step.title): \(answer.ending.words)", details: .verbatim(answer.errorLines))
        }
        return answer
    }

    private static let serverGone: ErrorCode = "restore.server-gone"
    /// How long the way back waits for a server, all its steps together.
    private static let patience: Duration = .seconds(60)

    /// Takes the way back: does every step that can be done; answers with what could not, and what to run instead.
    ///
    /// Waits for a server that is gone, unless somebody wants the program to stop.
    func takeBack(_ steps: [RestoreStep], using runner: ToolRunner) -> [Message] {
        let deadline = ContinuousClock.now + StageRunner.patience
        func attempt(_ step: RestoreStep) throws {
            while true {
                do {
                    return try run([step], using: runner)
                } catch let error as SourceError where error.explanation.code == StageRunner.serverGone {
                    guard ContinuousClock.now < deadline, stop.reason == nil else { throw error }
                    try stop.pause(.seconds(1))
                }
            }
        }
        return steps.compactMap { (step) -> Message? in
            do {
                try attempt(step)
                return nil
            } catch {
                let failure = Explanation.of(error)
                let words = ([failure.message] + failure.details.prefix(1)).joined(separator: ": ")
                let left: Message = "left over, because of an error in the clean-up: \(words)"
                return step.remedy.map { "\(left); when the server can be reached, run: \($0)" } ?? left
            }
        }
    }

    /// Does each part for itself, unless one step does them all, and answers with what could not be done, in words; throws
    /// `StoppedError` alone.
    func run(_ parts: [RestorePart], together: RestoreStep?) throws -> [Message] {
        do {
            if let together {
                try run([together])
                return []
            }
        } catch let error as StoppedError {
            throw error
        } catch {}
        return try parts.compactMap { (part) -> Message? in
            var isMade = false
            do {
                for step in part.steps {
                    try run([step])
                    isMade = true
                }
                return nil
            } catch let error as StoppedError {
                if isMade, let undo = part.undo { takeBack([undo], using: runner).forEach(note) }
                throw error
            } catch {
                let failure = Explanation.of(error)
                let said = failure.details.map(\.description)
                var cause = said.first { $0.uppercased().holds("ERROR") } ?? said.first
                if let mark = part.quoteMark, let words = cause, let place = words.firstPlace(of: mark) {
                    cause = String(Substring(words)[..<place.lowerBound])
                }
                let left = isMade ? part.undo.map { takeBack([$0], using: runner) } ?? [] : []
                let parts = [[failure.message] + .verbatim([cause].compactMap { $0 })].joined()
                return """
                    \(([parts.joined(separator: ": ")] + left).joined(separator: "; ")); mend that and restore \
                    again, which does what is missing
                    """
            }
        }
    }

    /// Sends the dump of so many bytes through the client of a stage, and goes on behind what fails where the stage says how;
    /// answers with what did not come, in words. Throws as the other `load` does.
    func load(
        _ client: ToolInvocation, _ stage: RestoreStage, of rawBytes: Int, from reader: ArtifactReader,
        _ index: ArtifactIndex?, progress: @escaping (Int) -> Void
    ) throws -> [Message] {
        guard let way = stage.goingOn else {
            do {
                try load(client, stage.pieces, stage.insertions, from: reader, index, progress: progress)
                return []
            } catch let error as SourceError where error.explanation.code == StageRunner.clientFailed {
                let cause = error.explanation
                throw SourceError(
                    Explanation(
                        cause.code, cause.message, details: cause.details,
                        hints: cause.hints + [stage.hint].compactMap { $0 }))
            }
        }
        let whole = stage.pieces ?? [0..<rawBytes]
        var (failures, start) = ([Message](), 0)
        while true {
            let pieces = StageRunner.pieces(of: whole, from: start, way.items)
            do {
                try load(client, pieces, from: reader, index, progress: progress)
                return failures
            } catch let error as SourceError where error.explanation.code == StageRunner.clientFailed {
                guard let failure = way.failure(error.explanation.details.map(\.description)),
                    let place = try place(ofLine: failure.line, in: pieces, of: reader, index),
                    let item = way.items.last(where: { $0.bytes.contains(place) }),
                    item.bytes.upperBound > start,
                    failures.count < StageRunner.mostFailures
                else { throw error }
                let beginning = item.bytes.lowerBound
                failures.append(
                    item.table.map {
                        "\(item.kind) of \($0.text.printable), at byte \(beginning): \(failure.words)"
                    } ?? "\(item.kind), at byte \(beginning): \(failure.words)")
                start = item.bytes.upperBound
            }
        }
    }

    private static let clientFailed: ErrorCode = "restore.client-failed"
    /// A dump of which more fails is not worth going on with.
    private static let mostFailures = 1000

    /// The pieces from a place on, and before them what sets the session.
    static func pieces(of whole: [Range<Int>], from start: Int, _ items: [DumpTraits.Item]) -> [Range<Int>] {
        guard start > 0 else { return whole }
        let settings = items.filter {
            ["preamble", "setting"].contains($0.kind) && $0.bytes.upperBound <= start
        }
        return settings.map(\.bytes).flatMap { part in whole.map { $0.clamped(to: part) } }.filter {
            !$0.isEmpty
        }
            + whole.map { $0.clamped(to: max(start, $0.lowerBound)..<max(start, $0.upperBound)) }.filter {
                !$0.isEmpty
            }
    }

    /// Where in the stream the line of a number begins, among these pieces of it.
    private func place(
        ofLine line: Int, in pieces: [Range<Int>], of reader: ArtifactReader, _ index: ArtifactIndex?
    ) throws -> Int? {
        var (ends, sent, found) = (0, 0, line == 1 ? 0 : Int?.none)
        try reader.read(pieces, index: index, workers: workers, stop: stop) { block in
            guard found == nil else { return }
            for (offset, byte) in block.enumerated() where byte == UInt8(ascii: "\n") {
                ends += 1
                if ends == line - 1 {
                    found = sent + offset + 1
                    break
                }
            }
            sent += block.count
        }
        guard var rest = found else { return nil }
        for piece in pieces {
            if rest < piece.count { return piece.lowerBound + rest }
            rest -= piece.count
        }
        return nil
    }

    /// Sends the dump through the client; throws `SourceError` when it does not take all of it, and
    /// `ArtifactDamage` when the file has changed since it was proven.
    func load(
        _ client: ToolInvocation, _ pieces: [Range<Int>]?, _ insertions: [(place: Int, bytes: [UInt8])] = [],
        from reader: ArtifactReader, _ index: ArtifactIndex?,
        progress: @escaping (Int) -> Void
    ) throws {
        let answer = try runner.feed(client, timeouts: timeouts) { write in
            var sent = 0
            var waiting = insertions.map { ($0.bytes, at: StageRunner.place($0.place, in: pieces)) }[...]
            try reader.read(pieces, index: index, workers: workers, stop: stop) { block in
                var rest = block
                while let next = waiting.first, next.at < sent + rest.count {
                    let head = rest[..<(next.at - sent)]
                    if !head.isEmpty { try write(UnsafeRawBufferPointer(rebasing: head)) }
                    try next.0.withUnsafeBytes { try write($0) }
                    rest = UnsafeRawBufferPointer(rebasing: rest[head.count...])
                    sent += head.count
                    waiting.removeFirst()
                }
                if !rest.isEmpty { try write(rest) }
                sent += rest.count
                progress(sent)
            }
        }
        guard answer.ending.isSuccess else {
            let name = client.executable.pieces(separatedBy: "/").last.map(String.init) ?? client.executable
            throw SourceError(
                StageRunner.clientFailed,
                "\(name.printable) stopped before the dump was all in: \(answer.ending.words)",
                details: .verbatim(answer.errorLines),
                hints: ["the first error above is the cause; see the log of the server for that moment"])
        }
    }

    /// How many bytes of the pieces come before a place of the stream.
    static func place(_ place: Int, in pieces: [Range<Int>]?) -> Int {
        guard let pieces else { return place }
        return pieces.reduce(0) { $0 + max(0, min($1.upperBound, place) - $1.lowerBound) }
    }

    /// Asks for the counts.
    func compare(_ comparison: RestoreComparison) throws -> RestoredCounts {
        let answer = try runner.feed(comparison.invocation, timeouts: timeouts) { write in
            try comparison.input.withUnsafeBytes { try write($0) }
        }
        guard answer.ending.isSuccess else {
            throw SourceError(
                "restore.count-failed", "the restored rows cannot be counted: \(answer.ending.words)",
                details: .verbatim(answer.errorLines))
        }
        return try comparison.read(answer)
    }
}
