package import VyaCore

/// The commands that bring a set of backups back with stock tools alone, for the day when this program is not at hand.
package struct RecoveryCard: Sendable {
    /// One artifact of the set, and what knows how it comes back.
    package struct Item: Sendable {
        package let manifest: Manifest
        /// Nil for archives of files.
        package let restorer: (any Restorer)?

        package init(manifest: Manifest, restorer: (any Restorer)?) {
            self.manifest = manifest
            self.restorer = restorer
        }
    }

    private let items: [Item]
    private let folder: String

    /// Makes a card for artifacts that lie in one folder; roles and users come first on it.
    package init(_ items: [Item], in folder: String) {
        self.items =
            items.filter { $0.manifest.kind == .globals } + items.filter { $0.manifest.kind != .globals }
        self.folder = folder
    }

    /// The text: a shell script that can also be read and typed, part by part.
    package var text: String {
        var lines = [
            "# Recovery card of vya-backup: stock tools only (sh, sha256sum, zcat or zstdcat, clients named below).",
            "# Every part stands for itself. Read it before you run it; it restores to the server that the",
            "# environment of the client points to (PGHOST, PGUSER, ~/.pgpass; ~/.my.cnf).",
            "set -eu",
            "cd -- " + ShellWord.quoted(folder),
        ]
        for item in items {
            let manifest = item.manifest
            lines += [
                "",
                "# ---- \(manifest.dbms.printable) \(manifest.kind.rawValue): \(manifest.database.text.printable)",
                "# made \(manifest.finishedAt.printable) on \(manifest.host.printable), entry \(manifest.entry)",
            ]
            if let tool = manifest.provenance.toolVersion { lines.append("# dumped by \(tool.printable)") }
            if let server = manifest.provenance.serverVersion { lines.append("# server \(server.printable)") }
            lines.append("# sha256 \(manifest.sha256.printable), \(manifest.bytes) bytes")
            lines += item.restorer?.cardCommands(for: manifest) ?? RecoveryCard.filesCommands(manifest)
        }
        return (lines + [""]).joined(separator: "\n")
    }

    private static func filesCommands(_ manifest: Manifest) -> [String] {
        let file = ShellWord.quoted("./" + manifest.file)
        return [
            "echo \(ShellWord.quoted("\(manifest.sha256)  ./\(manifest.file)")) | sha256sum -c -",
            "# into a new folder; for the original places put / in place of it",
            "TARGET=${TARGET:-./restored}",
            "# owners come by name where this host has them; for files of containers add --numeric-owner",
            "mkdir -p -- \"$TARGET\"",
            "tar --extract \(manifest.encoding == "zstd" ? "--zstd" : "--gzip") --file \(file) --directory \"$TARGET\" --preserve-permissions"
                + " --xattrs --xattrs-include='*' --acls",
        ]
    }
}
