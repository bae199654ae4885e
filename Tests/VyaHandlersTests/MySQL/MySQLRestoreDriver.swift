import Foundation
import VyaCore
import VyaPlugins
import VyaTestSupport

@testable import VyaHandlers

/// Asks real tools, and carries plans out as the engine does, but without its care.
struct StockHostProbe: HostProbe {
    let folder: TemporaryFolder

    func locate(_ request: ToolRequest) throws -> [LocatedTool] {
        try request.names.compactMap { name in
            let path = request.configured ?? "/usr/bin/\(name)"
            guard access(path, X_OK) == 0 else { return nil }
            let version = try Command(path, request.versionArguments).run().text
            return LocatedTool(
                name: name, path: path, version: String(version.split(separator: "\n").first ?? ""))
        }
    }

    func ask(_ invocation: ToolInvocation, timeouts: Timeouts) throws -> ToolAnswer {
        try run(invocation, input: Data())
    }

    func run(_ invocation: ToolInvocation, input: Data) throws -> ToolAnswer {
        let secret = try folder.write(
            invocation.secret?.exposedPlainText ?? "", to: "secret-\(UUID().uuidString)")
        var command = Command(
            invocation.executable, invocation.arguments.map { $0.resolved(secretFile: secret) })
        command.environment = invocation.environment.mapValues { $0.resolved(secretFile: secret) }
        command.environment["PATH"] = "/usr/bin:/bin"
        command.input = input
        let result = try command.run()
        return ToolAnswer(
            ending: result.signalled ? .signalled(result.status) : .exited(result.status),
            output: Array(result.output),
            errorLines: result.errors.split(separator: "\n").map { String($0).printable })
    }

    func paths(matching glob: ExactName) throws -> [ExactName] { [] }

    func look(at path: String) -> PathFacts {
        PathFacts(exists: access(path, F_OK) == 0, freeBytes: 1 << 40)
    }
}

/// Restores the bytes of a dump by a restorer's plan.
struct MySQLRestoreDriver {
    let probe: StockHostProbe

    init() throws {
        probe = StockHostProbe(folder: try TemporaryFolder())
    }

    /// Reads a dump as the engine does before it asks for a plan.
    static func inspect(
        _ dump: Data, by restorer: any Restorer, forTables: Bool = false, kind: ArtifactKind = .dump
    ) -> (summary: StreamSummary, traits: DumpTraits) {
        var inspector = restorer.inspector(of: kind, forTables: forTables)
        dump.withUnsafeBytes { inspector.observe($0) }
        let summary = inspector.finish()
        return (summary, inspector.traits)
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Carries out all stages; `dying` stops where a killed program would, after the dump went in.
    @discardableResult
    func carryOut(
        _ plan: RestorePlan, dump: Data, summary: StreamSummary, dying: Bool = false
    ) throws -> [RestoredCounts] {
        guard plan.obstacles.isEmpty else {
            throw Failure(description: plan.obstacles.map(\.description).joined(separator: "\n"))
        }
        var all: [RestoredCounts] = []
        for stage in plan.stages {
            do {
                for step in stage.prepare + stage.parts.flatMap(\.steps) { try perform(step) }
                if let load = stage.load {
                    var input = Data()
                    var insertions = stage.insertions[...]
                    for piece in stage.pieces ?? [0..<dump.count] {
                        var start = piece.lowerBound
                        while let next = insertions.first, next.place < piece.upperBound {
                            let place = max(start, next.place)
                            input += dump[start..<place] + next.bytes
                            start = place
                            insertions.removeFirst()
                        }
                        input += dump[start..<piece.upperBound]
                    }
                    try check(try probe.run(load, input: input), "load")
                }
                if dying { throw CancellationError() }
                if let comparison = stage.comparison {
                    let answer = try probe.run(comparison.invocation, input: Data(comparison.input))
                    all.append(try comparison.read(answer))
                }
                for step in stage.finish { try perform(step) }
            } catch let error as CancellationError {
                throw error
            } catch {
                for step in stage.discard { try perform(step) }
                throw error
            }
        }
        return all
    }

    /// Does a step; `change` may make something else of what clients are given that are not only asked.
    func perform(_ step: RestoreStep, _ change: ([UInt8]) throws -> [UInt8] = { $0 }) throws {
        switch step.action {
        case .run(let invocation, let input):
            try check(try probe.run(invocation, input: Data(try change(input))), step.title.description)
        case .place(let from, let path, let kept):
            if let kept { rename(path, kept) }
            guard link(from, path) == 0 else { throw Failure(description: "\(path) exists") }
        case .remove(let path): unlink(path)
        case .ask(let invocation, let input, let then):
            let answer = try probe.run(invocation, input: Data(input))
            try check(answer, step.title.description)
            for step in try then(answer) { try perform(step, change) }
        }
    }

    private func check(_ answer: ToolAnswer, _ title: String) throws {
        if !answer.ending.isSuccess {
            throw Failure(
                description: "\(title): \(answer.ending) " + answer.errorLines.joined(separator: "\n"))
        }
    }
}
