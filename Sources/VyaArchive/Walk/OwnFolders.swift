import Glibc

/// The folders that this program itself writes to: no archive holds what lies in them, or each night would hold all earlier
/// ones (U1).
package struct OwnFolders: Sendable {
    private var identities: Set<FileIdentity> = []
    private let output: FileIdentity?
    private let log: FileIdentity?

    /// Looks the folders up, through links; those that are not there yet hold nothing.
    ///
    /// `output` is the folder that the archive itself goes to, and `log` that of the logs, which others may have theirs in.
    package init(_ paths: [String] = [], output: String? = nil, log: String? = nil) {
        identities = Set(paths.compactMap(OwnFolders.identity))
        self.output = output.flatMap(OwnFolders.identity)
        self.log = log.flatMap(OwnFolders.identity)
    }

    /// True for a folder that is left out wherever a wildcard or a folder above leads to it.
    func contains(_ identity: FileIdentity) -> Bool { identities.contains(identity) || identity == output }

    /// True for a backup, or what lies beside one, in the folder that the archive goes to; an operator may have named that
    /// folder itself. And for a log in the folder of logs.
    func isOwn(_ name: [UInt8], in folder: FileIdentity) -> Bool {
        if folder == log, name.starts(with: "vya-backup_".utf8) { return true }
        guard folder == output, name.count > 16 else { return false }
        return name.prefix(16).enumerated().allSatisfy { index, byte in
            index == 8 || index == 15 ? byte == UInt8(ascii: "_") : (0x30...0x39).contains(byte)
        }
    }

    private static func identity(of path: String) -> FileIdentity? {
        var status = stat()
        return stat(path, &status) == 0 ? FileIdentity(status) : nil
    }
}
