import VyaCore

/// What a dump needs that a server of its version may lack: a client that meets it stops in the midst of the load.
///
/// Asks the server only for what the dump names; what the server does not tell is no obstacle.
struct MySQLRestoreNeeds {
    let request: RestoreRequest
    let session: MySQLSession
    let target: MySQLTarget

    /// What stands in the way of a restore into a database, each with what to do.
    ///
    /// Of single tables it is not known what each needs, and a scratch database has no events where the server runs them.
    func obstacles(to name: ExactName) -> [Explanation] {
        if request.purpose.isOfTables { return readOnly(name) }
        let hasEvents = request.purpose != .drill || !target.runsEvents
        return collations() + (hasEvents ? timeZones() : []) + tablespaces() + spatialReferences() + code()
            + readOnly(name)
    }

    private func ask(_ question: MySQLText) -> [[String]]? {
        (try? session.ask(question, about: "asking the server for what the dump needs")).map {
            MySQLRows.read($0.output)
        }
    }

    /// The dump's needs of one kind, in order.
    private func needs<Thing: Comparable>(_ kind: (DumpTraits.Need) -> Thing?) -> [Thing] {
        request.traits.needs.compactMap(kind).sorted()
    }

    /// Those of some things for which a MySQL has no row in a table; a MariaDB has neither the things nor the tables.
    private func missing<Thing>(
        _ things: [Thing], in table: MySQLText, _ column: MySQLText, value: (Thing) -> MySQLText
    ) -> [Thing] {
        guard !things.isEmpty, !target.server.isMariaDB,
            let rows = ask(
                things.map { MySQLText("SELECT COUNT(*) FROM \(table) WHERE \(column) = \(value($0))") }
                    .joined(separator: "; ")), rows.count == things.count
        else { return [] }
        return zip(things, rows).filter { $1 == ["0"] }.map(\.0)
    }

    /// Error 1273. Servers know some by other names than they list (`utf8_bin`, those of MySQL in a MariaDB), so that each is tried.
    private func collations() -> [Explanation] {
        let named = needs { if case .collation(let name) = $0 { name } else { nil } }
        let unknown = named.filter { !target.collations.contains($0) }.filter { name in
            let isName = name.utf8.allSatisfy { Byte.isIdentifier($0) && $0 < 0x80 }
            return isName && ask("SET SESSION collation_connection = \(words: name)") == nil
        }
        guard !unknown.isEmpty else { return [] }
        return [
            Explanation(
                "restore.collation",
                """
                the server does not know collations of the tables: \(DatabaseSelection.enumerated(unknown))
                """,
                hints: [
                    "restore on a server of the dump's own kind and version"
                        + (request.manifest?.provenance.serverVersion.map { ": \($0.printable)" } ?? "")
                ])
        ]
    }

    /// Error 1298.
    private func timeZones() -> [Explanation] {
        let zones = needs { if case .timeZone(let name) = $0 { name } else { nil } }
        guard !zones.isEmpty,
            let rows = ask(
                zones.map {
                    MySQLText("SELECT CONVERT_TZ('2000-01-01 00:00:00', '+00:00', \(value: $0)) IS NULL")
                }.joined(separator: "; ")), rows.count == zones.count
        else { return [] }
        let unknown = zip(zones, rows).filter { $1 == ["1"] }.map(\.0)
        guard !unknown.isEmpty else { return [] }
        let command =
            target.server.isMariaDB
            ? "mariadb-tzinfo-to-sql /usr/share/zoneinfo | mariadb mysql"
            : "mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql mysql"
        return [
            Explanation(
                "restore.time-zone",
                """
                events run in time zones that the server does not know: \
                \(DatabaseSelection.enumerated(unknown.map(\.printable)))
                """,
                hints: ["run on the server's host: \(command)"])
        ]
    }

    /// Error 3510.
    private func tablespaces() -> [Explanation] {
        // Those of InnoDB itself are there always, and not all are listed.
        let names = needs { if case .tablespace(let name) = $0 { name } else { nil } }
            .filter { !$0.text.lowercased().begins(with: "innodb_") }
        let unknown = missing(names, in: "information_schema.FILES", "TABLESPACE_NAME") {
            "\(value: $0.text)"
        }
        guard !unknown.isEmpty else { return [] }
        return [
            Explanation(
                "restore.tablespace",
                """
                tables lie in tablespaces that the server does not have: \
                \(DatabaseSelection.enumerated(unknown.map(\.text.printable)))
                """,
                hints: unknown.map { name in
                    let statement: MySQLText =
                        "CREATE TABLESPACE \(name: name.text) ADD DATAFILE \(text: name.text + ".ibd")"
                    return "run: \(statement.text.printable)"
                })
        ]
    }

    /// Error 3548.
    private func spatialReferences() -> [Explanation] {
        let numbers = needs { if case .spatialReference(let number) = $0 { number } else { nil } }
        let unknown = missing(numbers, in: "information_schema.ST_SPATIAL_REFERENCE_SYSTEMS", "SRS_ID") {
            "\($0)"
        }
        guard !unknown.isEmpty else { return [] }
        return [
            Explanation(
                "restore.spatial-reference",
                """
                columns have coordinates of spatial reference systems that the server does not know, and no \
                dump of a database holds: \(unknown.map { String($0) }.joined(separator: ", "))
                """,
                hints: [
                    """
                    take each over from the server that was backed up, by CREATE SPATIAL REFERENCE SYSTEM; \
                    see information_schema.ST_SPATIAL_REFERENCE_SYSTEMS there
                    """
                ])
        ]
    }

    /// Errors 1418 and 1419.
    private func code() -> [Explanation] {
        guard !target.trustsCreators, request.purpose != .drill, !request.purpose.isOfTables else {
            return []
        }
        let made = request.traits.code.filter { $0.kind == "function" || $0.kind == "trigger" }
        let privileges = target.server.privileges
        let isTrusted = privileges.has("SUPER") || target.server.isMariaDB && privileges.has("BINLOG ADMIN")
        let refused = isTrusted ? made.filter(\.mayChangeData) : made
        guard !refused.isEmpty else { return [] }
        return [
            Explanation(
                "restore.binary-log",
                """
                the server has a binary log, and takes these functions and triggers from nobody, or from \
                superusers alone: \
                \(DatabaseSelection.enumerated(refused.map { "\($0.kind) \($0.name.text.printable)" }))
                """,
                hints: [
                    "run: SET GLOBAL log_bin_trust_function_creators = 1, and set it back after the restore"
                ])
        ]
    }

    /// Error 3989.
    private func readOnly(_ name: ExactName) -> [Explanation] {
        guard !target.server.isMariaDB, target.server.isAtLeast(8, 0, 22), target.database(name) != nil,
            request.purpose != .drill,
            let rows = ask(
                """
                SELECT COUNT(*) FROM information_schema.SCHEMATA_EXTENSIONS WHERE SCHEMA_NAME = \(value: name.text) \
                AND OPTIONS LIKE '%READ ONLY=1%'
                """), rows.first == ["1"]
        else { return [] }
        return [
            Explanation(
                "restore.read-only",
                "the database \"\(name.text.printable)\" takes no writes: READ ONLY is on",
                hints: [
                    """
                    run: \(MySQLText("ALTER DATABASE \(name: name.text) READ ONLY = 0").text.printable)
                    """
                ]
            )
        ]
    }
}
