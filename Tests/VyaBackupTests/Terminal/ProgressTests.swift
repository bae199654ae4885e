import Foundation
import Testing
import VyaTestSupport

@Suite("Progress on a terminal", .ownThread)
struct ProgressTests {
    /// What a run draws on a terminal of so many columns: the lines that take each other's place.
    private func drawn(_ night: Night, columns: Int) throws -> [String] {
        var terminal = Command(
            "/usr/bin/script", "--quiet", "--return", "--command",
            "stty cols \(columns); exec '\(Program.built)' run --all --config '\(night.folder("config.json"))'",
            "/dev/null")
        terminal.environment = night.program.environment
        terminal.environment["TERM"] = "xterm"
        let result = try terminal.run()
        #expect(result.status == 0, "\(result)")
        return result.text.components(separatedBy: "\r\u{1B}[K").dropFirst()
            .map { String($0.prefix { $0 != "\r\n" && $0 != "\n" && $0 != "\r" }) }
            .filter { $0.hasPrefix("files ") }
    }

    @Test("Q11 a line that moves fits the terminal, and tells the share of the whole from the last size")
    func width() throws {
        let night = try Night(
            entries: [], settings: #", "compression": { "level": 9, "engine": "zlib" }"#)
        let name = "a folder with a name that is longer than a terminal 日本語 of eighty columns is wide"
        mkdir(night.folder(name), 0o755)
        try Command(
            "/bin/sh", "-c", "head -c 30000000 /dev/urandom >\"$1/blob\"", "sh", night.folder(name)
        ).check()
        try night.configure([
            #"{ "id_dbms": 1, "dbms": "files", "db_list": ["\#(night.folder(name))"], "enabled": true }"#
        ])
        let first = try drawn(night, columns: 40)
        // Three letters are two columns wide.
        #expect(!first.isEmpty && first.allSatisfy { $0.count <= 39 }, "\(first)")
        #expect(!first.joined().contains(" % "))
        let lines = try drawn(night, columns: 300)
        #expect(lines.contains { $0.contains(" % ") && $0.contains("MiB/s") }, "\(lines)")
        #expect(!lines.joined().contains("100 %"))
    }
}
