import Foundation
import VyaCatalog
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage
import VyaSystem
import VyaTools

/// Asks the uploader, in the way that the configuration declares, which backups it has.
struct UploadConfirmation {
    private let confirmation: UploaderSettings.Confirmation
    private let runner: ToolRunner

    /// Prepares asking; nil when the configuration declares nothing to ask.
    init?(_ settings: UploaderSettings, runner: ToolRunner) {
        guard let confirmation = settings.confirmation else { return nil }
        self.confirmation = confirmation
        self.runner = runner
    }

    /// Asks about one file.
    ///
    /// Throws `SourceError` when the command cannot be run or the log cannot be read.
    func isTaken(_ path: String) throws -> Bool {
        switch confirmation {
        case .command(let words):
            try ConfiguredProgram.demandTrust(
                words, "the command that asks the uploader", code: "uploader.unsafe")
            let invocation = ToolInvocation(
                executable: words[0],
                arguments: words.dropFirst().map {
                    .text($0.replacing(placeholder: UploadPattern.placeholder, with: path))
                })
            return try runner.ask(invocation, timeouts: Timeouts(idleSeconds: 60, totalSeconds: 60)).ending
                .isSuccess
        case .log(let log, let pattern):
            return try UploaderLog(path: log).says(pattern, of: path)
        }
    }

    /// Asks about every own backup that is not confirmed yet and lies there, or went within a week without its word, and
    /// takes the answers down; without a catalog nobody is asked.
    ///
    /// Blocks for as long as the uploader does; call it without the lock of a run. Throws `SourceError` when it cannot be
    /// asked, and for one that confirms what it cannot have: then nothing that it says counts.
    func confirm(_ past: HostHistory, at now: Int) throws {
        guard let catalog = past.catalog else { return }
        if let folder = past.folders.first {
            let never =
                folder.path + "/vya-backup-asks-" + String(UInt64.random(in: .min ... .max), radix: 36)
            if try isTaken(never + ".sql.gz") { throw UploadConfirmation.lie }
        }
        var isFirst = true
        for backup in past.history().backups
        where backup.confirmedAt == nil && backup.source != nil && backup.ownership == .own
            && (backup.isPresent || now - backup.finishedAt < UploadConfirmation.memory)
        {
            guard try isTaken(backup.path) else { continue }
            // One that looks for the name in anything, a manifest's for instance, finds the beginning of it, too.
            if isFirst, try isTaken(String(backup.path.dropLast())) { throw UploadConfirmation.lie }
            isFirst = false
            try catalog.recordConfirmation(of: backup.path, at: now)
        }
    }

    /// For so long after it was made a backup that has gone is asked about, in seconds.
    private static let memory = 8 * 86_400

    /// What its confirmation is worth when it says yes to what never was.
    static let lie = SourceError(
        "uploader.lies",
        "the uploader's confirmation says yes to a file that never was; nothing was removed",
        hints: [
            """
            look at uploader.confirm in the configuration: it has to tell files apart, also one whose name \
            only begins like another's
            """
        ])
}

/// The log in which an uploader writes what it has taken.
struct UploaderLog {
    /// Longer lines are taken for several.
    private static let longestLine = 1 << 20

    let path: String

    /// Tells whether a line says that a file was taken, reading the log in pieces; a log that is no regular file is not
    /// waited for.
    ///
    /// Throws `SourceError` when it cannot be read.
    func says(_ pattern: UploadPattern, of file: String) throws -> Bool {
        let wanted = Array((file.pieces(separatedBy: "/").last.map(String.init) ?? file).utf8)
        var rest: [UInt8] = []
        var isFound = false
        func look(at end: Int) -> Bool {
            guard Self.holds(rest[..<end], wanted) else { return false }
            return rest[..<end].split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
                .contains { pattern.says($0, of: file) }
        }
        do {
            try RegularFile.forEachBlock(of: path) { block throws(RegularFile.Fault) in
                rest += block
                let end = rest.lastIndex(of: UInt8(ascii: "\n")) ?? 0
                isFound = look(at: end)
                rest = Array(rest[end...].suffix(Self.longestLine))
                return !isFound
            }
        } catch {
            throw SourceError(
                "uploader.log", "the uploader's log \(path.printable) cannot be read: \(error.words)",
                hints: ["look at uploader.confirm.log in the configuration"])
        }
        return isFound || look(at: rest.count)
    }

    /// Whether bytes hold others, at memory speed.
    private static func holds(_ bytes: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
        Data(bytes).range(of: Data(wanted)) != nil
    }
}
