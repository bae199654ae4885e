import Glibc
package import VyaCore
import VyaSystem

/// Finds the external tools, refuses those that others could change, and asks each for its version.
package struct ToolLocator: Sendable {
    /// How long a tool may take to tell its version.
    private static let versionPatience: Duration = .seconds(10)

    private let runner: ToolRunner
    private let folders: [String]

    /// Makes a locator that looks into the absolute folders of a `PATH`; relative ones and `.` are left out (E13).
    package init(runner: ToolRunner, path: String?) {
        self.runner = runner
        folders = ToolEnvironment.absoluteFolders(of: path)
    }

    /// Finds every executable that answers to a request, each real file once: the one that the configuration
    /// names, else by the order of names those in `PATH`, then those in the request's folders.
    ///
    /// Throws `SourceError` if there is none that can be started, `UnsafeError` if the only ones could be changed
    /// by others, and `StoppedError` when the run is to stop.
    package func locate(_ request: ToolRequest) throws -> [LocatedTool] {
        if let configured = request.configured { return [try examine(configured, request)] }
        var found: [LocatedTool] = []
        var failures: [any ExplainedError] = []
        for candidate in candidates(request) {
            do {
                found.append(try examine(candidate, request))
            } catch let error as SourceError {
                failures.append(error)
            } catch let error as UnsafeError {
                failures.append(error)
            }
        }
        guard found.isEmpty else { return found }
        // What could be changed is worse news than what does not start.
        if let unsafe = failures.first(where: { $0 is UnsafeError }) { throw unsafe }
        if let failure = failures.first { throw failure }
        throw notFound(request)
    }

    /// The files to look at: executable, each only once whatever links lead to it, and no wrapper where there is
    /// what it would choose from.
    private func candidates(_ request: ToolRequest) -> [String] {
        var seen: Set<FileIdentity> = []
        let places = folders + request.folders.flatMap(FolderPattern.matches)
        let found = request.names.flatMap { name in places.map { $0 + "/" + name } }.filter { path in
            var info = stat()
            guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 else {
                return false
            }
            return seen.insert(FileIdentity(device: info.st_dev, number: info.st_ino)).inserted
        }
        let wrappers = Set(request.wrappers.compactMap(FileIdentity.init(of:)))
        let direct = found.filter { path in FileIdentity(of: path).map { !wrappers.contains($0) } ?? true }
        return direct.isEmpty ? found : direct
    }

    private func examine(_ path: String, _ request: ToolRequest) throws -> LocatedTool {
        let invocation = ToolInvocation(
            executable: path, arguments: request.versionArguments.map(ToolInvocation.Word.text))
        let command = try StartCommand(invocation, secretFile: nil, environment: [:])
        if let objection = command.objection() { throw objection }
        if let objection = PathTrust.objection(to: path) {
            throw UnsafeError(
                "tool.unsafe", "\(command.name) is not used: others could change it: \(objection.words)",
                details: ["found at \(path.printable)"],
                hints: [objection.hint, "or name a safe one: \(ToolLocator.example(command.name))"])
        }
        let answer = try runner.ask(invocation, ToolDeadlines(answer: ToolLocator.versionPatience))
        let line = answer.output.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.first ?? []
        guard answer.ending.isSuccess, !line.isEmpty else {
            throw SourceError(
                "tool.no-version", "\(path.printable) does not tell its version: \(answer.ending.words)",
                details: .verbatim(answer.errorLines),
                hints: [
                    "try it: \(invocation.description)",
                    "or name another one: \(ToolLocator.example(command.name))",
                ])
        }
        let name = request.names.contains(command.name) ? command.name : request.names.first ?? command.name
        return LocatedTool(name: name, path: path, version: String.printable(line))
    }

    private func notFound(_ request: ToolRequest) -> SourceError {
        let names = request.names.map(\.printable).joined(separator: " or ")
        let places = [folders, request.folders].map { $0.map(\.printable).joined(separator: ", ") }
        let example = ToolLocator.example(request.names.first ?? "")
        return SourceError(
            "tool.not-found", "\(names) not found",
            details: ["looked into PATH: \(places[0])"]
                + (places[1].isEmpty ? [] : ["and into \(places[1])"]),
            hints: [
                ToolLocator.package(of: request.names).map {
                    "install it: apt install \($0); or say where it is: \(example)"
                } ?? "install the package that brings it, or say where it is: \(example)"
            ])
    }

    /// Debian's package that brings one of these tools; nil for tools that are not known.
    private static func package(of names: [String]) -> String? {
        let packages = [
            "pg_dump": "postgresql-client", "pg_dumpall": "postgresql-client", "psql": "postgresql-client",
            "mysqldump": "default-mysql-client", "mysql": "default-mysql-client",
            "mariadb-dump": "mariadb-client",
            "mariadb": "mariadb-client", "sqlite3": "sqlite3",
        ]
        return names.lazy.compactMap { packages[$0] }.first
    }

    private static func example(_ name: String) -> String {
        "\"tools\": {\"\(name.printable)\": \"/path/to/\(name.printable)\"}"
    }
}

/// Tells one file from another, whatever its path.
private struct FileIdentity: Hashable {
    let device: dev_t
    let number: ino_t

    init(device: dev_t, number: ino_t) {
        self.device = device
        self.number = number
    }

    /// The file that a path leads to; nil when there is none.
    init?(of path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        self.init(device: info.st_dev, number: info.st_ino)
    }
}
