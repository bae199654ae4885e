extension Manifest {
    /// The manifest as the document that is published.
    package var json: JSONValue {
        .object([
            .init("schema", .string(Manifest.schema)),
            .init("run_id", .string(runID)),
            .init("host", .string(host)),
            .init("host_id", .optional(hostID)),
            .init("server", .optional(server)),
            .init("purpose", .string(isSafetyCopy ? Manifest.safety : Manifest.backup)),
            .init("id_dbms", .int(entry.number)),
            .init("dbms", .string(dbms)),
            .init("database", .string(database.text)),
            .init("kind", .string(kind.rawValue)),
            .init("file", .string(file)),
            .init("started_at", .string(startedAt)),
            .init("finished_at", .string(finishedAt)),
            .init(
                "tool",
                .object([
                    .init("name", .optional(provenance.toolName)),
                    .init("version", .optional(provenance.toolVersion)),
                    .init("path", .optional(provenance.toolPath)),
                    .init("arguments", .strings(arguments)),
                    .init("decisions", .strings(provenance.decisions)),
                ])),
            .init("server_version", .optional(provenance.serverVersion)),
            .init("database_bytes", .optional(provenance.databaseBytes)),
            .init("raw_bytes", .int(rawBytes)),
            .init("bytes", .int(bytes)),
            .init("sha256", .string(sha256)),
            .init("encoding", .string(encoding)),
            .init("proof", proof.json),
            .init("create", provenance.create ?? .null),
            .init("globals", .optional(globals)),
            .init("warnings", .english(warnings)),
            .init("suspect", .english(suspicions)),
            .init("index", index?.json ?? .null),
        ])
    }

    /// Reads a manifest; nil when the document is not one of this schema, lacks a field, or has a number that cannot be.
    package init?(json: JSONValue) {
        guard json["schema"]?.stringValue == Manifest.schema,
            let runID = json["run_id"]?.stringValue, let host = json["host"]?.stringValue,
            let entry = json["id_dbms"]?.countValue, let dbms = json["dbms"]?.stringValue,
            let database = json["database"]?.stringValue,
            let kind = json["kind"]?.stringValue.flatMap(ArtifactKind.init(rawValue:)),
            let file = json["file"]?.stringValue, let startedAt = json["started_at"]?.stringValue,
            let finishedAt = json["finished_at"]?.stringValue, let rawBytes = json["raw_bytes"]?.countValue,
            let bytes = json["bytes"]?.countValue, let sha256 = json["sha256"]?.stringValue,
            let encoding = json["encoding"]?.stringValue,
            let proof = json["proof"].flatMap(Proof.init(json:)),
            Moment(rfc3339: startedAt) != nil, Moment(rfc3339: finishedAt) != nil
        else { return nil }
        let tool = json["tool"] ?? .null
        let create = json["create"] ?? .null
        var index: ArtifactIndex?
        if let member = json["index"], member != .null {
            guard let known = ArtifactIndex(json: member) else { return nil }
            index = known
        }
        self.init(
            runID: runID, host: host, entry: EntryID(entry), dbms: dbms, database: ExactName(database),
            kind: kind,
            file: file, startedAt: startedAt, finishedAt: finishedAt,
            provenance: Provenance(
                toolName: tool["name"]?.stringValue, toolVersion: tool["version"]?.stringValue,
                toolPath: tool["path"]?.stringValue, serverVersion: json["server_version"]?.stringValue,
                create: create == .null ? nil : create,
                decisions: tool["decisions"]?.arrayValue?.compactMap(\.stringValue) ?? []),
            arguments: tool["arguments"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            rawBytes: rawBytes, bytes: bytes, sha256: sha256, encoding: encoding, proof: proof,
            globals: json["globals"]?.stringValue,
            warnings: (json["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []).map(
                Message.init(kept:)), index: index)
        provenance.databaseBytes = json["database_bytes"]?.countValue
        suspicions = (json["suspect"]?.arrayValue?.compactMap(\.stringValue) ?? []).map(
            Message.init(kept:))
        (hostID, server) = (json["host_id"]?.stringValue, json["server"]?.stringValue)
        isSafetyCopy = json["purpose"]?.stringValue == Manifest.safety
    }

    private static let backup = "backup"
    private static let safety = "safety"
}

extension Manifest.Proof {
    /// The proof as a member of the manifest.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("marker", .optional(marker)),
            .init("crc32", .int(Int(crc32))),
            .init("shortfalls", .english(shortfalls)),
        ]
        if let entries {
            members.append(.init("entries", .int(entries)))
        } else {
            members.append(.init("tables", .object(tables.map { .init($0.table.text, .int($0.rows)) })))
            members.append(
                .init(
                    "objects",
                    .object(objects.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })))
        }
        return .object(members)
    }

    /// Reads a proof; nil when a field is missing, of the wrong type, or a number that cannot be.
    package init?(json: JSONValue) {
        guard let crc32 = json["crc32"]?.intValue.flatMap(UInt32.init(exactly:)),
            let tables = Self.counts(json["tables"]), let objects = Self.counts(json["objects"])
        else { return nil }
        var entries: Int?
        if let member = json["entries"], member != .null {
            guard let count = member.countValue else { return nil }
            entries = count
        }
        self.init(
            marker: json["marker"]?.stringValue,
            tables: tables.map { TableRows($0.name, $0.count) },
            objects: Dictionary(
                objects.map { ($0.name.text, $0.count) }, uniquingKeysWith: { first, _ in first }),
            entries: entries,
            shortfalls: (json["shortfalls"]?.arrayValue?.compactMap(\.stringValue) ?? []).map(
                Message.init(kept:)),
            crc32: crc32)
    }

    /// The counts of an object by name; nil when one is none, or when all together are more than can be counted.
    private static func counts(_ json: JSONValue?) -> [(name: ExactName, count: Int)]? {
        var counts: [(name: ExactName, count: Int)] = []
        var total = 0
        for member in json?.objectValue ?? [] {
            guard let count = member.value.countValue, count <= JSONValue.largestCount - total else {
                return nil
            }
            total += count
            counts.append((member.name, count))
        }
        return counts
    }
}
