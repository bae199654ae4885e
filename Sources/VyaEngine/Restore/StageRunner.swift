import Glibc
import VyaCore
import VyaStorage
import VyaTools

/// Carries out the stages of a restore: steps, the dump through its client, the counting, and steps again.
struct StageRunner {
    let runner: ToolRunner
    let timeouts: Timeouts
    let workers: Int
    let stop: StopSignal
    /// Hears what steps that are done have to tell.
    var note: (String) -> Void = { _ in }

    /// Runs the steps in order; throws `SourceError` at the first that fails.
    func run(_ steps: [RestoreStep], using runner: ToolRunner? = nil) throws {
        for step in steps {
            switch step.action {
            case .run(let invocation, let input):
                let answer = try (runner ?? self.runner).feed(invocation, timeouts: timeouts) { write in
                    try input.withUnsafeBytes { try write($0) }
                }
                guard answer.ending.isSuccess else {
                    throw SourceError(
                        "restore.step-failed", "could not \(step.title): \(answer.ending)",
                        details: answer.errorLines)
                }
            case .place(let from, let path, let kept):
                try FilePlacement.place(from, at: path, keepingOldAs: kept)
            case .ask(let invocation, let input, let then):
                let answer = try (runner ?? self.runner).feed(invocation, timeouts: timeouts) { write in
                    try input.withUnsafeBytes { try write($0) }
                }
                guard answer.ending.isSuccess else {
                    throw SourceError(
                        "restore.step-failed", "could not \(step.title): \(answer.ending)",
                        details: answer.errorLines)
                }
                try run(try then(answer), using: runner)
            case .remove(let path):
                if unlink(path) != 0, errno != ENOENT {
                    let words = String(cString: strerror(errno))
                    throw SourceError("restore.remove", "could not \(step.title): \(words)")
                }
            }
            if let words = step.note { note(words) }
        }
    }

    /// Takes the way back: does every step that can be done; answers with what could not, and what to run instead.
    func takeBack(_ steps: [RestoreStep], using runner: ToolRunner) -> [String] {
        steps.compactMap { step in
            do {
                try run([step], using: runner)
                return nil
            } catch {
                let failure = Explanation.of(error)
                let words = ([failure.message] + failure.details.prefix(1)).joined(separator: ": ")
                return "left over, because of an error in the clean-up: \(words)"
                    + (step.remedy.map { "; when the server can be reached, run: \($0)" } ?? "")
            }
        }
    }

    /// Does each part for itself, unless one step does them all, and answers with what could not be done, in words; throws
    /// `StoppedError` alone.
    func run(_ parts: [RestorePart], together: RestoreStep?) throws -> [String] {
        do {
            if let together {
                try run([together])
                return []
            }
        } catch let error as StoppedError {
            throw error
        } catch {}
        return try parts.compactMap { part in
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
                var cause =
                    failure.details.first { $0.uppercased().holds("ERROR") } ?? failure.details.first
                if let mark = part.quoteMark, let words = cause, let place = words.firstPlace(of: mark) {
                    cause = String(Substring(words)[..<place.lowerBound])
                }
                let left = isMade ? part.undo.map { takeBack([$0], using: runner) } ?? [] : []
                return ([failure.message] + [cause].compactMap { $0 }).joined(separator: ": ")
                    + left.map { "; " + $0 }.joined()
                    + "; mend that and restore again, which does what is missing"
            }
        }
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
                "restore.client-failed",
                "\(name.printable) stopped before the dump was all in: \(answer.ending)",
                details: answer.errorLines,
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
                "restore.count-failed", "the restored rows cannot be counted: \(answer.ending)",
                details: answer.errorLines)
        }
        return try comparison.read(answer)
    }
}
