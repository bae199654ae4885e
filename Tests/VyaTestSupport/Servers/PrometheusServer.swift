import Foundation
import VyaCore

/// A real program of Prometheus on a loopback port of its own, from Debian's packages; it dies with this object.
package final class PrometheusServer {
    package let port: Int
    private let folder: TemporaryFolder
    private let process: RunningProgram

    /// A Pushgateway.
    package static func pushgateway() throws -> PrometheusServer {
        try PrometheusServer("/usr/bin/prometheus-pushgateway") { _ in [] }
    }

    /// A Prometheus that scrapes a Pushgateway each second and holds a file of rules.
    package static func scraping(_ gateway: PrometheusServer, rules: String) throws -> PrometheusServer {
        try PrometheusServer("/usr/bin/prometheus") { folder in
            try folder.write(
                """
                global: { scrape_interval: 1s, evaluation_interval: 1s }
                rule_files: ["\(rules)"]
                scrape_configs:
                  - job_name: pushgateway
                    honor_labels: true
                    static_configs: [{ targets: ["127.0.0.1:\(gateway.port)"] }]
                """, to: "prometheus.yml")
            return [
                "--config.file=\(folder("prometheus.yml"))", "--storage.tsdb.path=\(folder("data"))",
            ]
        }
    }

    private init(_ program: String, arguments: (TemporaryFolder) throws -> [String]) throws {
        let folder = try TemporaryFolder("prometheus")
        let process = try RunningProgram(
            program, ["--web.listen-address=127.0.0.1:0"] + arguments(folder),
            environment: ["PATH": "/usr/bin:/bin"], folder: folder.path, output: folder("output"),
            errors: folder("log"))
        self.folder = folder
        self.process = process
        var found: Int?
        try waitUntil("\(program) listens") {
            let log = try String(contentsOfFile: folder("log"), encoding: .utf8)
            guard process.isRunning else { throw Command.Failure(description: log) }
            let line = log.split(separator: "\n").first { $0.contains("\"Listening on\"") }
            found = line?.split(separator: ":").last.flatMap { Int($0.prefix(while: \.isNumber)) }
            return found != nil
        }
        port = found ?? 0
    }

    deinit {
        process.killSession()
        _ = try? process.wait(seconds: 10)
    }

    /// Its address.
    package var address: String { "http://127.0.0.1:\(port)" }

    /// What it answers to a query in PromQL; empty when nothing fits.
    package func query(_ text: String) throws -> String {
        try Command("promtool", "query", "instant", address, text).check().text
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The page of metrics.
    package func metrics() throws -> String {
        try Command("/usr/bin/curl", "-sf", "--max-time", "10", address + "/metrics").check().text
    }
}
