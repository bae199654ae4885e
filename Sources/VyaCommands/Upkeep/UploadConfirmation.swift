import Foundation
import VyaCatalog
import VyaConfig
import VyaCore
import VyaEngine
import VyaStorage
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

    /// Whether an uploader that is asked about a file that never was says that it has it: then nothing it says counts.
    func believesAnything(in folder: String) throws -> Bool {
        try isTaken(
            folder + "/vya-backup-asks-" + String(UInt64.random(in: .min ... .max), radix: 36) + ".sql.gz")
    }

    /// Asks about one file.
    ///
    /// Throws `SourceError` when the command cannot be run or the log cannot be read.
    func isTaken(_ path: String) throws -> Bool {
        switch confirmation {
        case .command(let words):
            try ConfiguredProgram.demandTrust(
                words[0], "the command that asks the uploader", code: "uploader.unsafe")
            let invocation = ToolInvocation(
                executable: words[0],
                arguments: words.dropFirst().map { .text($0.replacing(placeholder: "{file}", with: path)) })
            return try runner.ask(invocation, timeouts: Timeouts(idleSeconds: 60, totalSeconds: 60)).ending
                .isSuccess
        case .log(let log, let pattern):
            let name = path.pieces(separatedBy: "/").last.map(String.init) ?? path
            return try UploaderLog(path: log).mentions(pattern.replacing(placeholder: "{file}", with: name))
        }
    }

    /// Asks about every backup that lies there unconfirmed, and takes the answers down; returns their paths.
    func confirm(_ history: BackupHistory, in catalog: Catalog, at now: Int) throws -> Set<String> {
        var confirmed: Set<String> = []
        for backup in history.backups
        where backup.isPresent && backup.confirmedAt == nil && backup.source != nil {
            guard try isTaken(backup.path) else { continue }
            try catalog.recordConfirmation(of: backup.path, at: now)
            confirmed.insert(backup.path)
        }
        return confirmed
    }
}

/// The log in which an uploader writes what it has taken.
struct UploaderLog {
    let path: String

    /// Tells whether a line holds a text, reading the log in pieces.
    ///
    /// Throws `SourceError` when it cannot be read.
    func mentions(_ text: String) throws -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw SourceError(
                "uploader.log", "the uploader's log \(path.printable) cannot be read",
                hints: ["look at uploader.confirm.log in the configuration"])
        }
        defer { try? handle.close() }
        let wanted = Data(text.utf8)
        var rest = Data()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            rest.append(piece)
            if rest.range(of: wanted) != nil { return true }
            rest = Data(rest.suffix(wanted.count))
        }
        return false
    }
}
