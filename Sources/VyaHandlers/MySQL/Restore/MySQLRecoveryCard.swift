import VyaCore

/// Writes the commands that bring a dump back with the stock clients alone.
struct MySQLRecoveryCard {
    let manifest: Manifest

    /// One line of a shell each; they run in the folder of the artifact.
    var commands: [String] {
        var lines = [
            "echo " + ShellWord.quoted("\(manifest.sha256)  \(manifest.file)") + " | sha256sum -c",
            "# add what the client needs to connect: --host, --port, --user, or --defaults-extra-file first",
        ]
        if manifest.kind == .globals {
            // The account that restores must not get another password in the middle of it.
            return lines + [
                "# users and grants; --force goes on where a table is not there yet: run this once more after the",
                "# databases. The account that you restore as stays as it is.",
                unpacked(manifest.file) + " | grep -v \"^GRANT .* TO [\\`']${MYSQL_USER:-root}[\\`']@\""
                    + " | \(client) --force --binary-mode --default-character-set=utf8mb4"
                    + " || echo 'NOT ALL USERS AND GRANTS CAME: the errors above name them' >&2",
            ]
        }
        let create: MySQLText = "CREATE DATABASE \(name: manifest.database.text)\(clauses)"
        lines.append("\(client) -e " + ShellWord.quoted(create.text))
        if !isOfMySQL {
            lines.append(
                "# with MySQL's client (mysql) put: tail -n +2 | before it, if the first line is a sandbox's")
        }
        // Nothing edits the text of a dump here: whoever may write a routine could have written what an edit makes of it.
        lines += remarks
        lines.append(
            unpacked(manifest.file)
                + " | \(client) --binary-mode --comments --default-character-set=utf8mb4 --max-allowed-packet=1G"
                + " --database=" + ShellWord.quoted(manifest.database.text))
        let most = manifest.proof.tables.max { $0.rows < $1.rows }
        if let most, most.rows > 0 {
            let count: MySQLText = "SELECT COUNT(*) FROM \(name: MySQLQuoting.unquoted(most.table.text))"
            lines.append(
                "\(client) --database=" + ShellWord.quoted(manifest.database.text) + " -e "
                    + ShellWord.quoted(count.text) + " # \(most.rows)")
        }
        return lines
    }

    /// What the stock client may stop at, and what to do then (traps.md T81 to T83).
    private var remarks: [String] {
        var remarks = [
            "# days that no calendar has (sql_mode ALLOW_INVALID_DATES) come back by `vya-backup restore` alone"
        ]
        if manifest.proof.objects["views"] ?? 0 > 0 {
            remarks.append(
                "# error 1368: a view WITH CHECK OPTION stands above one that comes later; add --force, and make the views that are named "
                    + "once more, by hand, from the end of the dump")
        }
        if manifest.proof.objects["sequences"] ?? 0 > 0 {
            remarks.append(
                "# error 1100: the default of a table is a sequence's; take the LOCK TABLES of that table out of a copy of the dump"
            )
        }
        return remarks
    }

    /// A MariaDB says so in its version.
    private var isOfMySQL: Bool {
        manifest.provenance.serverVersion.map { version in
            // Before 10 there were both; a MariaDB says its name then.
            !version.lowercased().holds("mariadb") && VersionNumber.first(in: version).first ?? 10 < 10
        } ?? false
    }

    /// The client that belongs to the server: the other one may be missing on its host.
    private var client: String { isOfMySQL ? "mysql" : "mariadb" }

    private func unpacked(_ file: String) -> String {
        (manifest.encoding == "zstd" ? "zstdcat " : "zcat ") + ShellWord.quoted(file)
    }

    private var clauses: MySQLText {
        func clause(_ word: MySQLText, _ key: String) -> MySQLText {
            guard let name = manifest.provenance.create?[key]?.stringValue, !name.isEmpty,
                name.utf8.allSatisfy({ Byte.isIdentifier($0) && $0 < 0x80 })
            else { return "" }
            return " \(word) \(words: name)"
        }
        return clause("CHARACTER SET", "character_set") + clause("COLLATE", "collation")
    }
}
