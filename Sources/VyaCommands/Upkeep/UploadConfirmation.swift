import Foundation
import Glibc
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
                arguments: words.dropFirst().map {
                    .text($0.replacing(placeholder: UploadPattern.placeholder, with: path))
                })
            return try runner.ask(invocation, timeouts: Timeouts(idleSeconds: 60, totalSeconds: 60)).ending
                .isSuccess
        case .log(let log, let pattern):
            return try UploaderLog(path: log).says(pattern, of: path)
        }
    }

    /// Asks about every own backup that is not confirmed yet and lies there, or went within a week without its word;
    /// takes the answers down, and returns their paths.
    ///
    /// Throws `SourceError` also for an uploader that confirms what it cannot have.
    func confirm(_ history: BackupHistory, in catalog: Catalog, at now: Int) throws -> Set<String> {
        var confirmed: Set<String> = []
        for backup in history.backups
        where backup.confirmedAt == nil && backup.source != nil && backup.ownership == .own
            && (backup.isPresent || now - backup.finishedAt < UploadConfirmation.memory)
        {
            guard try isTaken(backup.path) else { continue }
            // One that looks for the name in anything, a manifest's for instance, finds the beginning of it, too.
            if confirmed.isEmpty, try isTaken(String(backup.path.dropLast())) { throw UploadConfirmation.lie }
            try catalog.recordConfirmation(of: backup.path, at: now)
            confirmed.insert(backup.path)
        }
        return confirmed
    }

    /// For so long after it was made a backup that has gone is asked about, in seconds.
    private static let memory = 8 * 86_400

    /// What its confirmation is worth when it says yes to what never was.
    static let lie = SourceError(
        "uploader.lies",
        "the uploader's confirmation says yes to a file that never was; nothing was removed",
        hints: [
            "look at uploader.confirm in the configuration: it has to tell files apart, also one whose name only begins"
                + " like another's"
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
        guard let log = OwnedDescriptor.open(path, O_RDONLY | O_NONBLOCK) else {
            throw failure(SystemFailure().words)
        }
        var status = stat()
        guard fstat(log.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw failure("it is no regular file")
        }
        let wanted = Array((file.pieces(separatedBy: "/").last.map(String.init) ?? file).utf8)
        var rest: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: Self.longestLine)
        while true {
            let count = piece.withUnsafeMutableBytes { buffer in
                Glibc.read(log.number, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(SystemFailure().words) }
            rest += piece.prefix(count)
            let isLast = count == 0
            let end = isLast ? rest.count : rest.lastIndex(of: UInt8(ascii: "\n")) ?? 0
            if Self.holds(rest[..<end], wanted) {
                let lines = rest[..<end].split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
                if lines.contains(where: { pattern.says($0, of: file) }) { return true }
            }
            if isLast { return false }
            rest = Array(rest[end...].suffix(Self.longestLine))
        }
    }

    /// Whether bytes hold others, at memory speed.
    private static func holds(_ bytes: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
        Data(bytes).range(of: Data(wanted)) != nil
    }

    private func failure(_ cause: String) -> SourceError {
        SourceError(
            "uploader.log", "the uploader's log \(path.printable) cannot be read: \(cause)",
            hints: ["look at uploader.confirm.log in the configuration"])
    }
}
