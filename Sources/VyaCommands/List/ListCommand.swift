import ArgumentParser
import Foundation
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the backups that exist, newest first.",
        discussion: "Example: vya-backup list --id 2 --limit 10")

    @Option(
        name: [.customLong("id"), .customLong("instance"), .customShort("i")],
        help: ArgumentHelp("Only backups of the entry with this id_dbms.", valueName: "number"))
    var id: Int?

    @Option(name: .long, help: ArgumentHelp("Only backups of this database or pattern.", valueName: "name"))
    var database: String?

    @Option(name: .long, help: ArgumentHelp("At most so many.", valueName: "n"))
    var limit: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Look into this folder, too, which the configuration does not name.", valueName: "path"))
    var folder: [String] = []

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (limit ?? 1) >= 1 else { throw ValidationError(saying: "--limit is at least 1") }
    }

    func run() throws {
        let loaded = try LoadedConfiguration.load(common)
        let others = try FolderOption.paths(folder)
        var artifacts = try loaded.artifacts(
            of: id.map { [EntryID($0)] } ?? [], database: database.map { ExactName($0) }, besides: others)
        if let limit { artifacts = Array(artifacts.prefix(limit)) }
        let forgotten = HostHistory(reading: loaded).forgottenFolders().filter { !others.contains($0) }
        show(artifacts, in: loaded.folders + others, forgotten: forgotten)
    }

    private func show(_ artifacts: [ListedArtifact], in folders: [String], forgotten: [String]) {
        if common.json {
            Console.standard.print(
                JSONValue.object([
                    .init("schema", .string("vya-backup.list/1")),
                    .init("backups", .array(artifacts.map(\.json))),
                ]).serialized())
            return
        }
        let rows = artifacts.map { artifact in
            [
                ListCommand.readable(artifact.stamp), artifact.entry?.description ?? "-",
                artifact.dbms ?? "-",
                artifact.kind.rawValue, artifact.title.said(in: Console.standard.language),
                Quantity.bytes(artifact.bytes),
                artifact.database.text.printable, artifact.path.printable,
            ]
        }
        for line in TextTable.lines(
            [ListCommand.columns.said(in: Console.standard.language)] + rows)
        {
            Console.standard.print(line)
        }
        if artifacts.isEmpty {
            Console.standard.complain("no backups in \(folders.joined(separator: ", "))")
        }
        for note in ListCommand.notes(artifacts) { Console.standard.complain(note) }
        for folder in forgotten {
            Console.standard.complain(
                """
                \(folder.printable) holds backups, and the configuration does not name it any more; to see \
                them: vya-backup list --folder \(ShellWord.quoted(folder))
                """)
        }
        for fault in artifacts.compactMap(\.fault) { Console.standard.complain("untrusted: \(fault)") }
        if artifacts.contains(where: { $0.state == .legacy }) {
            Console.standard.complain(
                """
                legacy: made by the Python program, without a manifest: neither its completeness nor its \
                checksum can be proven
                """)
        }
    }

    private static let columns: [Message] = [
        "MADE", "ID", "DBMS", "KIND", "STATE", "SIZE", "DATABASE", "FILE",
    ]

    /// What is to be said of backups that are not of this host's nights, one line a kind.
    private static func notes(_ artifacts: [ListedArtifact]) -> [Message] {
        var renamed: Set<String> = []
        var others = 0
        for artifact in artifacts {
            switch artifact.ownership {
            case .own: break
            case .renamed(let name): renamed.insert(name)
            case .others: others += 1
            }
        }
        return renamed.sorted().map {
            """
            made under the name \($0.printable): never counted or removed; if this host was called so: \
            vya-backup catalog adopt \(ShellWord.quoted($0))
            """
        } + (others > 0 ? ["\(others) made by others: never counted or removed"] : [])
            + (artifacts.contains { !$0.isOfSeries }
                ? ["safety copy: what a `restore --replace` kept of the state before; never the newest"] : [])
    }

    /// `20261123_003000` as `2026-11-23 00:30:00`.
    private static func readable(_ stamp: String) -> String {
        let digits = Array(stamp.utf8.filter { 0x30...0x39 ~= $0 })
        guard digits.count == 14 else { return stamp }
        let part = { (range: Range<Int>) in String(decoding: digits[range], as: UTF8.self) }
        return
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8)) \(part(8..<10)):\(part(10..<12)):\(part(12..<14))"
    }
}

/// Aligns columns of text.
enum TextTable {
    /// One line a row, columns two spaces apart, without spaces at the end.
    static func lines(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index + 1 == row.count
                    ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
            }
            return cells.joined(separator: "  ")
        }
    }
}
