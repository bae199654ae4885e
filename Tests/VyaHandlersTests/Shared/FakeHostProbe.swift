import Synchronization
import VyaCore

/// Answers a handler's questions from a list, and remembers what was asked.
final class FakeHostProbe: HostProbe {
    /// One canned answer: what the invocation's text must hold, and what comes back.
    struct Answer: Sendable {
        let question: String
        let answer: ToolAnswer

        static func ok(_ question: String, _ output: String) -> Answer {
            Answer(question: question, answer: ToolAnswer(ending: .exited(0), output: Array(output.utf8)))
        }

        static func failure(_ question: String, status: Int32 = 1, _ lines: String...) -> Answer {
            Answer(
                question: question,
                answer: ToolAnswer(ending: .exited(status), output: [], errorLines: lines))
        }
    }

    private let tools: [LocatedTool]
    private let answers: [Answer]
    private let files: [String]
    private let freeBytes: Int?
    private let totalBytes: Int?
    private let state = Mutex<[ToolInvocation]>([])

    init(
        tools: [(path: String, version: String)], answers: [Answer] = [], files: [String] = [],
        freeBytes: Int? = nil, totalBytes: Int? = nil
    ) {
        self.tools = tools.map { path, version in
            LocatedTool(name: String(path.split(separator: "/").last ?? ""), path: path, version: version)
        }
        self.answers = answers
        self.files = files
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
    }

    /// What was asked so far.
    var asked: [ToolInvocation] { state.withLock { $0 } }

    func locate(_ request: ToolRequest) throws -> [LocatedTool] {
        if let configured = request.configured {
            return [
                LocatedTool(name: request.names[0], path: configured, version: "\(request.names[0]) 15.0")
            ]
        }
        let found = request.names.flatMap { name in tools.filter { $0.name == name } }
        guard !found.isEmpty else { throw SourceError("tool.missing", "\(request.names[0]) not found") }
        return found
    }

    func ask(_ invocation: ToolInvocation, timeouts: Timeouts) throws -> ToolAnswer {
        state.withLock { $0.append(invocation) }
        guard let answer = answers.first(where: { invocation.description.contains($0.question) }) else {
            throw SourceError("test.unexpected", "nobody answers \(invocation.description)")
        }
        return answer.answer
    }

    func paths(matching glob: ExactName) throws -> [ExactName] {
        let glob = try Glob(glob)
        return files.filter { glob.matches(name: Array($0.utf8)) }.map { ExactName($0) }
    }

    func look(at path: String) -> PathFacts {
        PathFacts(exists: files.contains(path), freeBytes: freeBytes, totalBytes: totalBytes)
    }
}

extension Job {
    /// The invocation of a job that runs a tool.
    var invocation: ToolInvocation? { if case .tool(let invocation, _) = source { invocation } else { nil } }
    /// The text of a job that a handler composed.
    var composed: String? {
        if case .composed(let bytes, _) = source { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
    /// The arguments as the tool gets them.
    var arguments: [String] { invocation?.redactedArguments ?? [] }
}
