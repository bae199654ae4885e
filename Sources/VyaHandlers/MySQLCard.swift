import VyaCore

/// Writes the commands that bring a dump back with the stock clients alone.
struct MySQLCard {
    let manifest: Manifest

    /// One line of a shell each; they run in the folder of the artifact.
    var commands: [String] {
        var lines = [
            "echo " + quoted("\(manifest.sha256)  \(manifest.file)") + " | sha256sum -c",
            "# add what the client needs to connect: --host, --port, --user, or --defaults-extra-file first",
        ]
        if manifest.kind == .globals {
            lines.append("# existing users stop it; take their statements out of the file then")
            return lines + [
                unpacked(manifest.file) + " | mariadb --binary-mode --default-character-set=utf8mb4"
            ]
        }
        if let globals = manifest.globals {
            lines.append("# users and grants first; --force goes on where a table is not there yet")
            lines.append(
                unpacked(globals) + " | mariadb --force --binary-mode --default-character-set=utf8mb4")
        }
        let creation = MySQLCard.clauses(manifest.provenance.create)
        let create = "CREATE DATABASE " + MySQLQuoting.identifier(manifest.database.text) + creation
        lines.append("mariadb -e " + quoted(create))
        lines.append(
            "# with MySQL's client (mysql) put: tail -n +2 | before it, if the first line is a sandbox's")
        lines.append(
            unpacked(manifest.file)
                + " | mariadb --binary-mode --comments --default-character-set=utf8mb4 --max-allowed-packet=1G"
                + " --database=" + quoted(manifest.database.text))
        let most = manifest.proof.tables.max { $0.rows < $1.rows }
        if let most, most.rows > 0 {
            let name = MySQLQuoting.identifier(MySQLQuoting.unquoted(most.table.text))
            lines.append(
                "mariadb --database=" + quoted(manifest.database.text) + " -e "
                    + quoted("SELECT COUNT(*) FROM \(name)") + " # \(most.rows)")
        }
        if manifest.globals != nil {
            lines.append("# and the users and grants once more, for what waited for its table")
        }
        return lines
    }

    private func unpacked(_ file: String) -> String {
        (manifest.encoding == "zstd" ? "zstdcat " : "zcat ") + quoted(file)
    }

    private static func clauses(_ create: JSONValue?) -> String {
        func clause(_ word: String, _ key: String) -> String {
            guard let name = create?[key]?.stringValue, !name.isEmpty,
                name.utf8.allSatisfy({ Byte.isIdentifier($0) && $0 < 0x80 })
            else { return "" }
            return " \(word) \(name)"
        }
        return clause("CHARACTER SET", "character_set") + clause("COLLATE", "collation")
    }

    /// One word of a shell.
    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
