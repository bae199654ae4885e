package import Foundation
import VyaCore

/// `Fixtures/web/server.py` in one of its modes, on a loopback port of its own; it dies with this object.
package final class WebServer {
    /// A request that it took.
    package struct Request {
        package let method: String
        package let path: String
        /// The header fields by their names in lower case.
        package let headers: [String: String]
        package let body: Data
        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }
        /// The method and the path.
        package var line: String { method + " " + path }
    }

    private struct Stored: Decodable {
        let method: String
        let path: String
        let headers: [String: String]
    }

    package let port: Int
    private let folder: TemporaryFolder
    private let process: RunningProgram
    private let input: Int32

    /// Starts it; `target` is where its mode `redirect` sends callers.
    package init(
        _ mode: String, target: String? = nil, certificate: TestAuthority.Certificate? = nil
    ) throws {
        let folder = try TemporaryFolder("web")
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Command.Failure(description: "no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let files = certificate.map { [$0.file, $0.key] } ?? []
        let words =
            [Repository.fixture("web/server.py"), mode, folder.path] + files + (target.map { [$0] } ?? [])
        let process = try RunningProgram(
            "/usr/bin/python3", words, environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"],
            input: ends[0], output: folder("port"), errors: folder("errors"))
        input = ends[1]
        self.process = process
        self.folder = folder
        var found: Int?
        try waitUntil("the web server prints its port") {
            let text = try String(contentsOfFile: folder("port"), encoding: .utf8)
            found = text.hasSuffix("\n") ? Int(text.dropLast()) : nil
            if !process.isRunning { throw Command.Failure(description: "the web server ended") }
            return found != nil
        }
        port = found ?? 0
    }

    deinit {
        process.killSession()
        _ = try? process.wait(seconds: 10)
        close(input)
    }

    /// Its address, `http` unless it has a certificate.
    package var address: String { "http://127.0.0.1:\(port)" }

    /// The requests that it took, in their order.
    package func requests() throws -> [Request] {
        try folder.names().filter { $0.hasSuffix(".json") }.map { name in
            let stored = try JSONDecoder().decode(
                Stored.self, from: Data(contentsOf: URL(fileURLWithPath: folder(name))))
            let body = try Data(
                contentsOf: URL(
                    fileURLWithPath: folder(name.replacingOccurrences(of: ".json", with: ".body"))))
            return Request(method: stored.method, path: stored.path, headers: stored.headers, body: body)
        }
    }

    /// How many bytes of an endless reply were taken; waits until the caller has gone.
    package func taken() throws -> Int {
        try waitUntil("the caller has gone") { access(folder("taken"), F_OK) == 0 }
        return Int(try String(contentsOfFile: folder("taken"), encoding: .utf8)) ?? 0
    }
}
