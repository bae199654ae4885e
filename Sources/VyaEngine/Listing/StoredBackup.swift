import Foundation
package import VyaCore
package import VyaStorage

/// A backup that lies somewhere, with what its name and its manifest say of it.
package struct StoredBackup: Sendable {
    /// The absolute path of the artifact.
    package let path: String
    /// The name of the file, without its folder.
    package let name: String
    /// The folder, held open.
    package let folder: SafeFolder
    /// What lies beside it; nil for an artifact of the Python program, or whose manifest is missing.
    package let manifest: Manifest?
    /// Why the manifest that is there cannot be used; nil when there is none, or when it can.
    package let manifestFault: Message?
    /// What the name alone tells; nil for a name of no known form.
    package let parsed: ParsedArtifactName?

    /// Finds an artifact and reads its manifest.
    ///
    /// What goes with an artifact stands for it. Throws `UnsafeError` when others could change the folder, and `SourceError`
    /// when there is no such file, or no file under the name.
    ///
    /// What is written beside it is for the members of `group` to read, too.
    package static func find(_ path: String, group: ReadingGroup? = nil) throws -> StoredBackup {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        let parts = absolute.pieces(separatedBy: "/", omittingEmptySubsequences: false)
        guard let last = parts.last, !last.isEmpty else {
            throw SourceError("artifact.not-file", "\(path.printable) is not a file")
        }
        let above = parts.dropLast().joined(separator: "/")
        var name = String(last)
        if case .of(let artifact) = Companion(name), access(above + "/" + artifact, F_OK) == 0 {
            name = artifact
        }
        try demandFile(above + "/" + name, path)
        do {
            return try StoredBackup(
                name: name,
                in: SafeFolder.open(
                    above.isEmpty ? "/" : above, createIfMissing: false, group: group,
                    mayBeShared: group == nil))
        } catch let error as DestinationError {
            throw SourceError(
                "artifact.missing", "\(path.printable) cannot be opened: \(error.explanation.message)",
                hints: ["`vya-backup list` shows the backups that are there"])
        }
    }

    /// Says what lies under a name where it is no file, before anything is asked that a backup would have to answer.
    private static func demandFile(_ path: String, _ given: String) throws {
        var status = stat()
        let isThere = lstat(path, &status) == 0
        // What cannot be looked at is told of by whoever opens it.
        guard isThere || errno == ENOENT || errno == ENOTDIR else { return }
        guard isThere else {
            throw SourceError(
                "artifact.missing", "there is no file \(given.printable)",
                hints: ["`vya-backup list` shows the backups that exist"])
        }
        switch status.st_mode & S_IFMT {
        // Whose folder it is, its reader knows.
        case S_IFDIR: _ = try ArtifactReader.open(given)
        case S_IFIFO, S_IFCHR, S_IFBLK, S_IFSOCK:
            throw SourceError(
                "artifact.not-file",
                "\(given.printable) is no regular file, and a backup is read more than once",
                hints: ["write it into a file first: cat \(ShellWord.quoted(given)) > FILE"])
        default: return
        }
    }

    /// Reads the manifest of an artifact of a folder.
    package init(name: String, in folder: SafeFolder) throws {
        self.name = name
        self.folder = folder
        path = (folder.path == "/" ? "" : folder.path) + "/" + name
        parsed = ParsedArtifactName(name)
        let manifestName = name + ArtifactName.manifestSuffix
        guard (try? folder.status(of: manifestName)) != nil else {
            (manifest, manifestFault) = (nil, nil)
            return
        }
        do {
            (manifest, manifestFault) = (try ArtifactListing.manifest(of: name, in: folder), nil)
        } catch let error as SourceError {
            (manifest, manifestFault) = (nil, error.explanation.message)
        }
    }

    /// The SHA-256 of the file as it is now, in hexadecimal digits; throws when it cannot be read.
    package func sha256() throws -> String {
        try folder.sha256(of: name)
    }

    /// The dbms, as far as manifest or name tell.
    package var dbms: String? { manifest?.dbms ?? parsed?.dbms }

    /// What it holds, as far as manifest or name tell.
    package var kind: ArtifactKind? {
        if let known = manifest?.kind ?? parsed?.kind { return known }
        return [".tar.gz", ".tar.zst", ".tgz", ".tar"].contains(where: { name.ends(with: $0) }) ? .files : nil
    }

    /// The database or pattern, as far as manifest or name tell.
    package var database: ExactName? { manifest?.database ?? parsed?.database }
}
