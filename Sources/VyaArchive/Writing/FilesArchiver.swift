import Glibc
package import VyaCore

/// Archives all that one pattern matches as a tar stream (POSIX pax).
///
/// A folder that matches is taken with all in it. Links are stored, never followed, except those in the part
/// of the pattern that the operator spelled out, and then only root's or the account's own.
package struct FilesArchiver: Sendable {
    private let pattern: ExactName
    private let path: PathPattern
    private let ignored: [PathPattern]
    private let own: OwnFolders
    private let stop: StopSignal
    private let readers: Int

    /// Reads the patterns; an ignored one that does not begin with `/` applies at any depth.
    ///
    /// What lies in folders of our own is left out. So many threads open and read files before their turn comes; with none, each file is read at its turn.
    /// Throws when a pattern cannot be read, has `..` in it, or is not absolute where it must be.
    package init(
        pattern: ExactName, ignored: [ExactName], besides own: OwnFolders = OwnFolders(), stop: StopSignal,
        readers: Int = 6
    ) throws(ConfigurationError) {
        self.pattern = pattern
        path = try PathPattern(pattern)
        var patterns: [PathPattern] = []
        for pattern in ignored { patterns.append(try PathPattern(pattern, anywhere: true)) }
        self.ignored = patterns
        self.own = own
        self.stop = stop
        self.readers = readers
    }

    /// Walks the tree and fills the sink with the archive.
    ///
    /// What a file lacks is in the summary. Throws `SourceError` before the sink sees a byte when nothing
    /// matches, `StoppedError`, `UnsafeError` for a foreign link in the pattern, and untouched what the sink
    /// throws. No thread of its own and no descriptor outlives the call.
    package func write(into sink: any BlockSink) throws -> ArchiveSummary {
        let findings = ArchiveNotes()
        let stream = ArchiveStream(stop: stop, sink: sink)
        let writer = TarWriter(stream, findings: findings)
        let ahead = ReadAhead(readers: readers) { batch in
            // The walk is ahead; what it notes meanwhile comes later in the report.
            let position = findings.position
            try writer.add(batch)
            findings.position = position
        }
        defer { ahead.end() }
        var walk = TreeWalk(path, ignored: ignored, besides: own, stop: stop, findings: findings)
        try walk.run { entry in
            if let content = writer.prepare(entry) {
                try ahead.add(BatchItem(number: findings.position, content: content))
            }
            findings.position += 1
        }
        try ahead.finish()
        guard writer.entries > 0 else { throw nothing(findings) }
        try stream.finish()
        return ArchiveSummary(
            entries: writer.entries, bytes: writer.bytes, skippedSockets: findings.skippedSockets,
            shortfalls: findings.shortfalls.lines, warnings: findings.warnings.lines,
            ownFolders: findings.ownFolders.lines)
    }

    /// Walks the tree without reading contents, for a dry run and for the forecast of space.
    ///
    /// Throws as `write` does.
    package func survey() throws -> ArchivePlanner {
        let findings = ArchiveNotes()
        var (entries, bytes) = (0, 0)
        var seen: Set<FileIdentity> = []
        var walk = TreeWalk(path, ignored: ignored, besides: own, stop: stop, findings: findings)
        try walk.run { entry in
            entries += 1
            guard entry.kind == S_IFREG else { return }
            if entry.status.st_nlink > 1, !seen.insert(FileIdentity(entry.status)).inserted { return }
            bytes += min(Int(entry.status.st_size), Int(entry.status.st_blocks) * 512)
        }
        guard entries > 0 else { throw nothing(findings) }
        return ArchivePlanner(entries: entries, bytes: bytes, ownFolders: findings.ownFolders.lines)
    }

    /// Finds the regular files whose path matches, sorted by folder and name; folders are not taken as a
    /// whole.
    ///
    /// A path without metacharacters may name a link to a file. Throws `ConfigurationError` for a pattern
    /// that cannot be used, and `SourceError` when a folder cannot be searched or a path is not UTF-8, which
    /// no tool could be given.
    package static func regularFiles(matching glob: ExactName, stop: StopSignal) throws -> [ExactName] {
        let findings = ArchiveNotes()
        var walk = TreeWalk(
            try PathPattern(glob), ignored: [], extent: .matchesOnly, stop: stop, findings: findings)
        let isLiteral = (try? Glob(glob))?.isLiteral ?? false
        var files: [ExactName] = []
        try walk.run { entry in
            guard entry.kind == S_IFREG || isLiteral && leadsToFile(entry) else { return }
            guard let path = String(validating: entry.path, as: UTF8.self) else {
                throw SourceError(
                    "files.name-not-utf8", "the name of '\(String.printable(entry.path))' is not UTF-8",
                    hints: ["rename the file, or choose the others by a narrower pattern"])
            }
            files.append(ExactName(path))
        }
        guard findings.shortfalls.isEmpty else {
            throw SourceError(
                "files.unsearchable", "not all that '\(glob.text.printable)' may match can be seen",
                details: findings.shortfalls.lines)
        }
        return files
    }

    private static func leadsToFile(_ entry: TreeEntry) -> Bool {
        var status = stat()
        let code = OpenFolder.withCString(entry.name) { fstatat(entry.parent.descriptor, $0, &status, 0) }
        return entry.kind == S_IFLNK && code == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The pattern with each name quoted that exists just as it is written; nil if there is none with a sign of patterns.
    private var nameInPattern: String? {
        var (path, quoted) = ("", "")
        for name in pattern.text.pieces(separatedBy: "/") where !name.isEmpty {
            path += "/" + name
            let plain = name.escaping(["[": "[[]", "*": "[*]", "?": "[?]", "{": "[{]"])
            var status = stat()
            let isThere = lstat(path, &status) == 0
            quoted += "/" + (isThere ? plain : String(name))
        }
        return ExactName(quoted) == ExactName(path) ? nil : quoted
    }

    private func nothing(_ findings: ArchiveNotes) -> SourceError {
        let name = pattern.text.printable
        if !findings.shortfalls.isEmpty {
            return SourceError(
                "files.nothing-readable", "nothing that '\(name)' matches can be read",
                details: findings.shortfalls.lines,
                hints: ["look at the owner and mode of the files and folders"])
        }
        var hints: [Message] = ["look at the pattern and at db_ignore; does the folder exist on this host?"]
        if let name = nameInPattern {
            hints.append("to mean the file or folder of that very name, write it as '\(name.printable)'")
        }
        if findings.skippedSockets > 0 { hints.append("sockets have no contents and are passed over") }
        return SourceError("files.nothing-matched", "nothing matches '\(name)'", hints: hints)
    }
}

/// What an archive of files holds and lacks.
package struct ArchiveSummary: Sendable, Equatable {
    /// How many members it has.
    package let entries: Int
    /// How many bytes of file contents it has; holes of sparse files are left out.
    package let bytes: Int
    /// How many sockets were passed over.
    package let skippedSockets: Int
    /// What is missing or damaged in it, a path each; any makes the backup incomplete. At most 101 lines.
    package let shortfalls: [Message]
    /// What changed while it was read and else is worth knowing. At most 101 lines.
    package let warnings: [Message]
    /// The folders of this program that were left out. At most 101 lines.
    package let ownFolders: [Message]
}

/// What an archive would hold.
package struct ArchivePlanner: Sendable, Equatable {
    /// How many members it would have.
    package let entries: Int
    /// How many bytes of file contents it would have; holes and further names of the same file are left out.
    package let bytes: Int
    /// The folders of this program that would be left out. At most 101 lines.
    package let ownFolders: [Message]
}
