import VyaCore

/// Writes the commands that bring a backup of PostgreSQL back with stock tools alone.
struct PostgreSQLRecoveryCard {
    let manifest: Manifest

    /// One line of a shell each; lines that begin with `#` are remarks.
    var commands: [String] {
        let file = PostgreSQLRecoveryCard.argument(file: manifest.file)
        var lines = [
            "printf '%s  %s\\n' \(ShellWord.quoted(manifest.sha256)) \(ShellWord.quoted(manifest.file)) | sha256sum -c"
        ]
        if manifest.kind == .globals {
            // The account that restores must not get another password in the middle of it.
            return lines + [
                "# the roles; those that exist already give errors, which do no harm. The account that you restore as",
                "# stays as it is.",
                "\(reader) \(file) | grep -vE \"^(CREATE|ALTER) ROLE \\\"?${PGUSER:-$(id -un)}\\\"?[ ;]\""
                    + " | psql -X -q -d postgres",
            ] + PostgreSQLDatabaseScript.settingsOfAll(in: manifest).map { psql("postgres", $0.statement) }
        }
        let name = manifest.database.text
        var connection = ConnectionString()
        connection.add("dbname", name)
        let into = "-d " + ShellWord.quoted(connection.text)
        let script = script
        lines.append(psql("postgres", script.statement(creating: name, encoding: nil)))
        lines += script.settings(of: name).map { psql("postgres", $0) }
        // A dump with large objects brings transactions of its own, so that -1 would only give warnings.
        let isOne = manifest.proof.objects["blob"] == nil && manifest.proof.objects["blob metadata"] == nil
        lines.append("\(reader) \(file) | psql -X \(isOne ? "-1 " : "")-v ON_ERROR_STOP=1 \(into) -f -")
        let properties =
            script.properties(of: name) + (manifest.comment.map { _ in [script.comment(on: name)] } ?? [])
        lines += properties.map { psql("postgres", $0) }
        let tables = manifest.proof.tables
        if !tables.isEmpty {
            lines.append("# compare the rows of the \(tables.count) tables with the numbers in the manifest")
        }
        for rows in tables.prefix(20) {
            let query = ShellWord.quoted("SELECT count(*) FROM ONLY \(rows.table.text)")
            lines.append("psql -XAt \(into) -c \(query)  # \(rows.rows)")
        }
        return lines
    }

    private var reader: String { manifest.encoding == "zstd" ? "zstdcat" : "zcat" }

    /// Written for a server of the backup's own version, whose superuser runs the commands.
    private var script: PostgreSQLDatabaseScript {
        let major = manifest.provenance.serverVersion.flatMap(PostgreSQLTarget.major) ?? 0
        let create = manifest.provenance.create ?? .null
        let target = PostgreSQLTarget(superuserOfMajor: major)
        let owner = create["owner"]?.stringValue.map { ExactName($0) }
        return PostgreSQLDatabaseScript(
            create: create, target: target, roles: Set([owner].compactMap { $0 }),
            hasExtensions: manifest.proof.objects["extension"] != nil)
    }

    private func psql(_ database: String, _ sql: PostgreSQLText) -> String {
        "psql -X -v ON_ERROR_STOP=1 -d \(database) -c \(ShellWord.quoted(sql.text + ";"))"
    }

    /// A file's name that no program takes for an option.
    private static func argument(file: String) -> String {
        ShellWord.quoted(file.begins(with: "-") ? "./" + file : file)
    }
}

extension Manifest {
    /// The comment on the database.
    fileprivate var comment: String? { provenance.create?["comment"]?.stringValue }
}

extension PostgreSQLTarget {
    /// A server of which only the version is known, and that a superuser speaks to.
    init(superuserOfMajor major: Int) {
        version = PostgreSQLTarget.text(ofMajor: major)
        self.major = major
        account = ""
        (isSuperuser, mayCreateDatabases, mayCreateRoles, hasICU, isStandby) = (true, true, true, true, false)
        (roles, scratchRoles, extensions, tablespaces, collations) = ([:], [:], [], [], [])
        (databases, lockTable, dataFolder, now, settings, settingsOfAll) = ([], 0, nil, "", [:], [])
        cronDatabase = nil
    }
}
