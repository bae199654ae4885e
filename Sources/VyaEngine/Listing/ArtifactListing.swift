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
    }

    /// The absolute path.
    package let path: String
    /// `YYYYMMDD_HHMMSS`, for ordering.
    package let stamp: String
    package let state: State
    package let entry: EntryID?
    package let dbms: String?
    package let database: ExactName
    package let kind: ArtifactKind
    /// The size of the file, in bytes.
    package let bytes: Int
    package let manifest: Manifest?

    /// The artifact as an element of the document that `list --json` prints.
    package var json: JSONValue {
        .object([
            .init("file", .string(path)),
            .init("stamp", .string(stamp)),
            .init("state", .string(state.rawValue)),
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
            let manifestName = name + ArtifactName.manifestSuffix
            let manifest =
                present.contains(ExactName(manifestName)) ? readManifest(manifestName, in: folder) : nil
            return ListedArtifact(
                path: folder.path + "/" + name, stamp: parsed.stamp,
                state: state(of: parsed, bytes: status.size, manifest: manifest),
                entry: manifest?.entry ?? parsed.entry, dbms: manifest?.dbms ?? parsed.dbms,
                database: manifest?.database ?? parsed.database, kind: manifest?.kind ?? parsed.kind,
                bytes: status.size, manifest: manifest)
        }.sorted { ($0.stamp, $0.path) > ($1.stamp, $1.path) }
    }

    private static func readManifest(_ name: String, in folder: SafeFolder) -> Manifest? {
        guard let bytes = try? folder.read(name, limit: manifestLimit),
            let json = try? JSONValue(parsing: bytes)
        else { return nil }
        return Manifest(json: json)
    }

    private static func state(
        of name: ParsedArtifactName, bytes: Int, manifest: Manifest?
    ) -> ListedArtifact.State {
        guard let manifest else { return name.origin == .legacy ? .legacy : .unproven }
        if manifest.bytes != bytes { return .damaged }
        return manifest.proof.shortfalls.isEmpty ? .proven : .incomplete
    }
}

/// Picks backups out of a listing.
package enum BackupSelection {
    /// The newest of each database, kind and entry; the order of the listing, newest first, is kept.
    package static func newest(of artifacts: [ListedArtifact]) -> [ListedArtifact] {
        var seen: Set<[String]> = []
        return artifacts.filter { artifact in
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
        return artifacts.filter { String($0.stamp.unicodeScalars.filter { "0"..."9" ~= $0 }) <= latest }
    }
}
