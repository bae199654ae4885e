import VyaCore
import VyaPlugins

/// What can stand in the way of a restore on a PostgreSQL server.
extension PostgreSQLRestorePlanner {
    /// The dump itself: commands of the client, a newer server, a client that is too old.
    mutating func checkDump() {
        if let accepted = request.acceptance { plan.notes.append(accepted) }
        let refusals = request.refusals
        if !refusals.isEmpty {
            plan.obstacles.append(
                Explanation(
                    DumpTraits.Command.refusal,
                    "the dump holds commands of psql, what it could take for them, or statements that pg_dump never writes",
                    details: refusals.prefix(10).map(\.words),
                    hints: ["do not feed it to psql; look at these places, and where the file comes from"]
                        + (refusals.allSatisfy(\.isUnknown)
                            ? ["if they are what they should be, add --accept-unknown"] : [])))
        }
        if let version = request.manifest?.provenance.serverVersion,
            let major = PostgreSQLTarget.major(of: version), major > target.major
        {
            plan.obstacles.append(
                Explanation(
                    "restore.server-older",
                    "the dump comes from PostgreSQL \(version.printable), and the server is \(target.version)",
                    hints: [
                        "restore on a server of version \(PostgreSQLTarget.text(ofMajor: major)) or later"
                    ]))
        }
        if target.isStandby {
            plan.obstacles.append(
                Explanation(
                    "restore.read-only", "the server is a standby, which takes no writes",
                    hints: ["restore on its primary, or promote it: SELECT pg_promote()"]))
        }
        if restore.isEmpty {
            plan.obstacles.append(
                Explanation(
                    "plugin.incomplete",
                    "the plugin \(queries.context.plugin.name) does not say how to restore"))
        }
        if request.traits.isRestricted, !queries.connection.tool.knowsRestrict {
            plan.notes.append(
                """
                \(queries.connection.tool.path) is older than \\restrict; the lines are left out, and the \
                dump was searched for commands instead
                """)
        }
        if request.manifest == nil, request.purpose != .globals {
            plan.notes.append(
                "without a manifest the database gets the server's locale, no settings and no privileges of its own"
            )
        }
    }

    /// Roles, extensions and tablespaces that the dump needs.
    mutating func checkNeeds() {
        var (missingRoles, extensions) = (script.namedRoles, Set<ExactName>())
        var tablespaces = Set<ExactName>()
        missingRoles.formUnion(neededRoles)
        for need in request.traits.needs {
            switch need {
            case .role: break
            case .serverExtension(let name):
                if cron != .stoodInFor || name != Cron.name { extensions.insert(name) }
            case .tablespace(let name): tablespaces.insert(name)
            case .definer, .collation, .timeZone, .spatialReference: break
            }
        }
        if let name = create["tablespace"]?.stringValue { tablespaces.insert(ExactName(name)) }
        missingRoles.subtract(roles)
        extensions.subtract(target.extensions)
        tablespaces.subtract(target.tablespaces.union(globals.tablespaces))
        if !missingRoles.isEmpty { miss(roles: missingRoles) }
        if !extensions.isEmpty {
            let names = PostgreSQLRestorePlanner.list(extensions)
            plan.obstacles.append(
                Explanation(
                    "restore.missing-extensions", "the server has no extension \(names)",
                    hints: [
                        "install their packages on the server, such as postgresql-\(target.majorText)-NAME"
                    ]))
        }
        if !tablespaces.isEmpty {
            plan.obstacles.append(
                Explanation(
                    "restore.missing-tablespaces",
                    "the server has no tablespace \(PostgreSQLRestorePlanner.list(tablespaces))",
                    hints: [
                        "make it: CREATE TABLESPACE name LOCATION 'folder'; any folder of the server will do"
                    ]))
        }
    }

    private mutating func miss(roles: Set<ExactName>) {
        let names = PostgreSQLRestorePlanner.list(roles)
        var hint: Message =
            "restore the roles first: vya-backup restore the file that ends in _globals.sql.gz, or add --globals"
        if let file = request.manifest?.globals {
            hint = "restore the roles first: vya-backup restore \(file.printable), or add --globals"
        }
        plan.obstacles.append(
            Explanation(
                "restore.missing-roles", "the server has no role \(names)",
                hints: [
                    hint, "or make them by hand: CREATE ROLE name",
                    request.leavesOwners && request.leavesPrivileges
                        ? "policies, user mappings or the like of the dump name them"
                        : "or leave them out: --no-owner --no-privileges",
                ]))
    }

    /// The account lacks an attribute that lets it create some things.
    func mayNotCreate(_ things: Message, without attribute: String) -> Explanation {
        let statement: PostgreSQLText = "ALTER ROLE \(name: target.account) \(words: attribute)"
        return Explanation(
            "restore.not-allowed", "the account \(target.account.printable) may not create \(things)",
            hints: ["let it: \(statement.text.printable), or restore with another account"])
    }

    /// What creating a database needs: the right to, its locale, and room.
    mutating func checkCreation() {
        for setting in script.differingServerSettings() {
            let name = setting.name.printable
            plan.notes.append(
                """
                \(name) is \(setting.now.printable) on this server and was \(setting.was.printable) on the \
                one that was backed up; where values depend on it: ALTER DATABASE … \
                \(PostgreSQLText("SET \(words: setting.name) TO \(value: setting.was)").text.printable)
                """
            )
        }
        if !target.mayCreateDatabases {
            plan.obstacles.append(mayNotCreate("databases", without: "CREATEDB"))
        }
        if let owner = create["owner"]?.stringValue, roles.contains(ExactName(owner)), script.owner == nil {
            plan.notes.append(
                "the account \(target.account.printable) may not give databases to \(owner.printable) and stays the owner"
            )
        }
        checkLocale()
        checkRoom()
    }

    private mutating func checkLocale() {
        func lacks(_ what: Message, _ version: String) {
            plan.obstacles.append(
                Explanation(
                    "restore.locale-provider",
                    "the database has a locale of \(what), which the server does not support",
                    hints: ["restore on PostgreSQL \(version) or later that is built with it"]))
        }
        switch create["locale_provider"]?.stringValue {
        case "i": if target.major < 1500 || !target.hasICU { lacks("ICU", "15") }
        case "b": if target.major < 1700 { lacks("PostgreSQL's own", "17") }
        default: break
        }
        let locales = [create["collate"]?.stringValue, create["ctype"]?.stringValue].compactMap { $0 }
        for locale in Set(locales) where !target.collations.isEmpty && !target.knows(locale: locale) {
            plan.notes.append(
                """
                the server lists no locale \(locale.printable); if the database cannot be created, install \
                it in the server's operating system and start the server again
                """)
        }
    }

    private mutating func checkRoom() {
        let room = RestoreRoom(
            for: request, in: target.dataFolder, code: "restore.no-space", asking: queries.context.probe
        ) { database in
            // The default of max_wal_size: beyond it, what is written ahead is written anew.
            min(database, 1 << 30)
        }
        plan.obstacles += room.obstacle.map { [$0] } ?? []
        plan.notes += room.note.map { [$0] } ?? []
    }

    /// Names for a message, sorted.
    static func list(_ names: Set<ExactName>) -> String {
        names.sorted().map { "\"\($0.text.printable)\"" }.joined(separator: ", ")
    }
}
