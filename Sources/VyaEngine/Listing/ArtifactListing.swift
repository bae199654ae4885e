package import VyaCore
package import VyaStorage

/// One backup that lies in a folder.
package struct ListedArtifact: Sendable, Equatable {
    /// What is known of how good it is without reading it.
    package enum State: String, Sendable {
        /// It has a manifest, and so was proven when it was made.
        case proven
        /// It has a manifest that names what it lacks.
        case incomplete
        /// It has a manifest, and another size than the manifest says.
        case damaged
        /// It has no manifest: this program was stopped before it could publish one.
        case unproven
        /// The Python program made it: nothing is known of it.
        case legacy
        /// Nothing of it is believed: another account's file, or one whose manifest is none, or is that of another file.
        case untrusted

        /// The word in a language.
        package var words: Message {
            switch self {
            case .proven: "proven"
            case .incomplete: "incomplete"
            case .damaged: "damaged"
            case .unproven: "unproven"
            case .legacy: "legacy"
            case .untrusted: "untrusted"
            }
        }
    }

    /// The absolute path.
    package let path: String
    /// `YYYYMMDD_HHMMSS`, for ordering.
    package let stamp: String
    package let state: State
    package let entry: EntryID?
    package let dbms: String?
    /// The database or pattern; of an archive without a manifest, the slug or pattern that its name has.
    package var database: ExactName
    package let kind: ArtifactKind
    /// The size of the file, in bytes.
    package let bytes: Int
    package let manifest: Manifest?
    /// Why nothing of it is believed; nil unless it is `untrusted`.
    package let fault: Message?
    /// When it was finished: as its manifest says, or its name, which is in local time.
    package let madeAt: Moment
    /// Whose it is; the folder alone does not tell.
    package var ownership = HostIdentity.Ownership.own

    /// True when it is one of the series of its source, and not what a `restore --replace` kept.
    package var isOfSeries: Bool { manifest?.isSafetyCopy != true }

    /// What list shows as its state: `proven`, or `safety` and the like where that says more.
    package var title: Message {
        switch ownership {
        case .own: manifest?.isSafetyCopy == true ? "\(state.words), safety copy" : state.words
        case .renamed(let name): "\(state.words), host \(name.printable)"
        case .others(let words): "\(state.words), \(words)"
        }
    }

    /// The artifact as an element of the document that `list --json` prints.
    package var json: JSONValue {
        .object([
            .init("file", .string(path)),
            .init("stamp", .string(stamp)),
            .init("state", .string(state.rawValue)),
            .init("own", .bool(ownership == .own)),
            .init("safety_copy", .bool(!isOfSeries)),
            .init("id_dbms", .optional(entry?.number)),
            .init("dbms", .optional(dbms)),
            .init("database", .string(database.text)),
            .init("kind", .string(kind.rawValue)),
            .init("bytes", .int(bytes)),
            .init("manifest", manifest?.json ?? .null),
        ])
    }
}

/// Reads folders of backups; the folders are the truth (architecture.md, decision 10).
package enum ArtifactListing {
    /// The largest manifest that is read, in bytes.
    static let manifestLimit = 256 << 20

    /// Lists the backups of a folder, newest first.
    package static func read(_ folder: SafeFolder) throws -> [ListedArtifact] {
        let names = try folder.names().compactMap { String(validating: $0, as: UTF8.self) }
        let present = Set(names.map { ExactName($0) })
        return names.compactMap { name -> ListedArtifact? in
            guard let parsed = ParsedArtifactName(name), let status = try? folder.status(of: name),
                status.isRegular
            else { return nil }
            let (manifest, fault) = believed(name, status, in: folder, among: present)
            return ListedArtifact(
                path: folder.path + "/" + name, stamp: parsed.stamp,
                state: fault == nil ? state(of: parsed, bytes: status.size, manifest: manifest) : .untrusted,
                entry: manifest?.entry ?? parsed.entry, dbms: manifest?.dbms ?? parsed.dbms,
                database: manifest?.database ?? parsed.database, kind: manifest?.kind ?? parsed.kind,
                bytes: status.size, manifest: manifest, fault: fault,
                madeAt: time(of: parsed, manifest))
        }.newestFirst
    }

    private static func time(of name: ParsedArtifactName, _ manifest: Manifest?) -> Moment {
        manifest.flatMap { Moment(rfc3339: $0.finishedAt) } ?? Moment(fileStamp: name.stamp)
            ?? Moment(unixSeconds: 0)
    }

    /// The manifest that speaks for a file, or why nothing of the file is believed; neither when it has no manifest.
    private static func believed(
        _ name: String, _ status: SafeFolder.FileStatus, in folder: SafeFolder, among present: Set<ExactName>
    ) -> (Manifest?, fault: Message?) {
        guard status.isOurs else {
            return (nil, "\(name.printable) belongs to \(status.ownerTitle), who could have made it up")
        }
        guard present.contains(ExactName(name + ArtifactName.manifestSuffix)) else { return (nil, nil) }
        do { return (try manifest(of: name, in: folder), nil) } catch {
            return (nil, Explanation.of(error).message)
        }
    }

    /// Reads the manifest that lies beside a file.
    ///
    /// It speaks for the file of its own name only. Throws `SourceError` when it is no manifest of this program or that of
    /// another file, and what reading it throws, such as `UnsafeError` when another account could have written it.
    static func manifest(of name: String, in folder: SafeFolder) throws -> Manifest {
        let manifestName = name + ArtifactName.manifestSuffix
        let bytes = try folder.read(manifestName, limit: manifestLimit)
        guard let json = try? JSONValue(parsing: bytes), let manifest = Manifest(json: json) else {
            throw SourceError("manifest.none", "\(manifestName.printable) is no manifest of this program")
        }
        guard ExactName(manifest.file) == ExactName(name) else {
            throw SourceError(
                "manifest.other", "\(manifestName.printable) is the manifest of \(manifest.file.printable)")
        }
        return manifest
    }

    private static func state(
        of name: ParsedArtifactName, bytes: Int, manifest: Manifest?
    ) -> ListedArtifact.State {
        guard let manifest else { return name.origin == .legacy ? .legacy : .unproven }
        if manifest.bytes != bytes { return .damaged }
        return manifest.proof.shortfalls.isEmpty ? .proven : .incomplete
    }
}

extension [ListedArtifact] {
    /// The same in the order of the instants at which they were finished, whatever the zone of their names.
    package var newestFirst: [ListedArtifact] {
        sorted { ($0.madeAt, $0.stamp, $0.path) > ($1.madeAt, $1.stamp, $1.path) }
    }
}

/// Picks backups out of a listing.
package enum BackupSelection {
    /// Those that this host made in its nights: nothing of others, and nothing that a `restore --replace` kept.
    package static func own(of artifacts: [ListedArtifact]) -> [ListedArtifact] {
        artifacts.filter { $0.ownership == .own && $0.isOfSeries }
    }

    /// The newest of each database, kind and entry; the order of the listing, newest first, is kept.
    package static func newest(of artifacts: [ListedArtifact]) -> [ListedArtifact] {
        var seen: Set<[String]> = []
        return own(of: artifacts).filter { artifact in
            seen.insert([
                artifact.entry?.description ?? "", artifact.dbms ?? "", artifact.kind.rawValue,
                artifact.database.text,
            ]).inserted
        }
    }

    /// Those that were made not later than a time: digits of `YYYYMMDDHHMMSS`, as many as the operator gave, with
    /// anything between them.
    package static func made(
        by time: String, of artifacts: [ListedArtifact]
    ) throws(UsageError) -> [ListedArtifact] {
        let digits = String(time.unicodeScalars.filter { "0"..."9" ~= $0 })
        guard (4...14).contains(digits.count), digits.allSatisfy(\.isASCII) else {
            throw UsageError(
                "at.time", "\(time.printable) is not a time", hints: ["write it like 2026-11-23 00:30"])
        }
        let latest = digits + String(repeating: "9", count: 14 - digits.count)
        return artifacts.filter {
            // What a backup holds is of when it was begun.
            let begun = $0.manifest.flatMap { Moment(rfc3339: $0.startedAt) }
            let stamp = begun.map { Moment.local(unixSeconds: $0.unixSeconds).fileStamp } ?? $0.stamp
            return String(stamp.unicodeScalars.filter { "0"..."9" ~= $0 }) <= latest
        }
    }
}
