import VyaCore
import VyaPlugins

/// The role that loads a drill: it owns the scratch database, has no other right, and goes with it.
///
/// What a load evaluates (checks, generated columns, indexes, domains) may be anybody's code, and a session of a superuser
/// gives its rights back to whoever says `RESET ROLE`: the role therefore logs in by itself, with a password of its own.
struct PostgreSQLDrillRole {
    /// The role's name, which is the scratch database's.
    let name: String
    /// The connection of the role.
    let context: DumpContext
    private let password: Secret

    /// Finds out how the role would be let in; nil when it would not be. Changes nothing on the server.
    init?(named name: String, by queries: PostgreSQLQueries) {
        var generator = SystemRandomNumberGenerator()
        let password = Secret((0..<4).map { _ in String(generator.next() as UInt64, radix: 36) }.joined())
        let entry = queries.context.entry
        let isSocket = entry.host.map { $0.isEmpty || $0.begins(with: "/") } ?? true
        for host in [entry.host] + (isSocket ? ["127.0.0.1", "::1"] : []) {
            var own = entry
            own.host = host
            own.username = name
            let stranger = DumpContext(
                request: PlanRequest(entry: own), plugin: queries.context.plugin,
                probe: queries.context.probe,
                home: nil)
            guard PostgreSQLDrillRole.asks(stranger, queries.connection) else { continue }
            self.name = name
            self.password = password
            context = DumpContext(
                request: PlanRequest(entry: own, password: password), plugin: stranger.plugin,
                probe: stranger.probe, home: nil)
            return
        }
        return nil
    }

    /// True when the server asks a role that does not exist for its password, or lets everybody in.
    private static func asks(_ stranger: DumpContext, _ connection: PostgreSQLConnection) -> Bool {
        var values = stranger.postgreSQLValues(connection.database)
        values[.query] = "SELECT"
        let invocation = stranger.invocation(connection.tool, connection.arguments, values)
        guard let answer = try? stranger.probe.ask(invocation, timeouts: stranger.entry.timeouts) else {
            return false
        }
        return answer.errorLines.contains { line in
            line.holds("no password supplied") || line.holds("password authentication failed")
                || line.holds("role \"") && line.holds("does not exist")
        }
    }

    /// Makes the role.
    func creation(by queries: PostgreSQLQueries, mark: String) -> RestoreStep {
        // The statement holds a password, which the server's log is not to have.
        let silence: PostgreSQLText =
            queries.target.isSuperuser
            ? "SET log_statement TO none;\nSET log_min_duration_statement TO -1;\nSET log_min_error_statement TO panic;\n"
            : ""
        // To give it a database, its maker has to be a member.
        let membership: PostgreSQLText =
            queries.target.isSuperuser ? "" : "GRANT \(name: name) TO CURRENT_USER;\n"
        return queries.step(
            "create the role \"\(name.printable)\"",
            """
            \(silence)CREATE ROLE \(name: name) LOGIN CONNECTION LIMIT 4 PASSWORD \(value: password.exposedPlainText);
            \(membership)COMMENT ON ROLE \(name: name) IS \(value: mark);

            """)
    }

    /// Keeps others out of the scratch database, and makes in it what only the account may make.
    func furnishing(
        by queries: PostgreSQLQueries, extensions: [PostgreSQLText], tablespaces: [ExactName]
    ) -> [RestoreStep] {
        // From 15 on the schema belongs to whoever owns the database.
        let isOld = queries.target.major < 1500 && queries.target.isSuperuser
        var statements: PostgreSQLText = isOld ? "ALTER SCHEMA public OWNER TO \(name: name);\n" : ""
        for text in extensions { statements += "\(text);\n" }
        if !extensions.isEmpty {
            let grants = grants(isSuperuser: queries.target.isSuperuser)
            statements += "\(PostgreSQLQueries.block(grants));\n"
        }
        let places: [PostgreSQLText] = tablespaces.map {
            "GRANT CREATE ON TABLESPACE \(name: $0.text) TO \(name: name);\n"
        }
        return [
            queries.step(
                "close the database \"\(name.printable)\" to others",
                "REVOKE ALL ON DATABASE \(name: name) FROM PUBLIC;\n\(places.joined())"),
            queries.step("furnish the database \"\(name.printable)\"", statements, in: name),
        ]
    }

    /// The rows of an extension's own tables may be in the dump, and children of them; servers may be made from its wrappers.
    private func grants(isSuperuser: Bool) -> PostgreSQLText {
        let owners: PostgreSQLText =
            isSuperuser
            ? """
            UNION ALL SELECT 'ALTER TABLE ' || d.objid::pg_catalog.regclass || ' OWNER' FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind IN ('r', 'p')
            WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'e'
            """ : ""
        let receiver: PostgreSQLText = " TO \(name: name)"
        return """
            DECLARE s text; BEGIN FOR s IN
            SELECT 'GRANT ALL ON TABLE ' || d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind IN ('r', 'p', 'S')
            WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'e'
            UNION ALL SELECT 'GRANT USAGE ON FOREIGN DATA WRAPPER ' || pg_catalog.quote_ident(fdwname)
            FROM pg_catalog.pg_foreign_data_wrapper
            \(owners) LOOP EXECUTE s || \(value: receiver); END LOOP; END
            """
    }

    /// Removes a role of a drill, with what it was granted, if it is there.
    static func dropStep(_ name: String, by queries: PostgreSQLQueries) -> RestoreStep {
        let there: PostgreSQLText = "SELECT FROM pg_catalog.pg_roles WHERE rolname = \(value: name)"
        return queries.step(
            "drop the role \"\(name.printable)\"",
            PostgreSQLQueries.statement("DROP OWNED BY \(name: name)", ifThereIs: there)
                + PostgreSQLQueries.statement("DROP ROLE \(name: name)", ifThereIs: there))
    }
}

extension PostgreSQLRestorePlanner {
    /// A drill on the server that was backed up.
    mutating func planUnprivilegedDrill() {
        let needed = Set(request.traits.privileged.filter(\.isNeeded).map(\.subject)).sorted()
        let elsewhere: Message = "name a server on which it may: \"drill\": {\"id_dbms\": N}"
        if !needed.isEmpty {
            plan.obstacles.append(
                Explanation(
                    "drill.superuser",
                    """
                    only a superuser can load this dump (\(needed.joined(separator: ", "))), and no \
                    superuser loads what others wrote on the server that it protects
                    """, hints: [elsewhere]))
            return
        }
        guard let role = PostgreSQLDrillRole(named: request.scratch.text, by: queries) else {
            plan.obstacles.append(
                Explanation(
                    "drill.login",
                    "the server lets no role in by password, so that the drill cannot have one of its own",
                    hints: [
                        "let it, in pg_hba.conf: host all all 127.0.0.1/32 scram-sha-256, and SELECT pg_reload_conf()",
                        elsewhere,
                    ]))
            return
        }
        let name = request.scratch.text
        let dropping = PostgreSQLDrillRole.dropStep(name, by: queries)
        let counts = Dictionary(grouping: request.traits.privileged, by: \.subject).mapValues(\.count)
        // written: the inspector takes nothing for such a statement but CREATE EXTENSION and COMMENT ON EXTENSION of pg_dump
        let extensions = request.traits.privileged.filter { !leftOut.contains($0.bytes) }.compactMap {
            $0.text.map { PostgreSQLText(asWritten: $0.utf8) }
        }
        leave(out: { _ in true })
        let madeBefore = schemasBeforeExtensions
        leftOut += madeBefore.bytes
        let tablespaces = request.traits.needs.compactMap { need in
            if case .tablespace(let name) = need { name } else { nil }
        }
        var stage = scratchStage(tables: request.summary.tables, objects: true, by: role)
        stage.prepare += role.furnishing(
            by: queries, extensions: madeBefore.statements(owner: name) + extensions,
            tablespaces: tablespaces.sorted())
        stage.comparison = stage.comparison?.without(
            ["event trigger", "subscription", "publication", "default acl"])
        plan.reader = RestorePlan.Account(
            entry: role.context.entry, password: role.context.request.password)
        stage.finish += [queries.dropStep(name), dropping]
        stage.discard.append(dropping)
        plan.actions.insert(
            "create the role \"\(name.printable)\", which owns that database and has no other right", at: 0)
        plan.actions.append("remove the database \"\(name.printable)\" and the role")
        let left = counts.filter { $0.key != "extensions" }.sorted { $0.key < $1.key }
            .map { "\($0.value) × \($0.key)" as Message }
        plan.notes.append(
            """
            not drilled: \
            \((left + ["privileges of the database, settings of roles in it"]).joined(separator: ", "))
            """)
        plan.stages = [stage]
    }

    /// Leaves statements out that ask for rights.
    mutating func leave(out isLeftOut: (DumpTraits.Privileged) -> Bool) {
        leftOut += request.traits.privileged.filter(isLeftOut).map(\.bytes)
    }

    /// The schemas that the dump makes before extensions, which are made in them, or make them where they are not there.
    private var schemasBeforeExtensions: ExtensionSchemas {
        let last = request.traits.extensions.map(\.bytes.lowerBound).max() ?? 0
        let made = request.traits.schemas.filter { $0.bytes.lowerBound < last }
        return ExtensionSchemas(names: made.map(\.name), bytes: made.map(\.bytes))
    }
}

/// Schemas that have to be there before an extension.
private struct ExtensionSchemas {
    /// As the dump writes them.
    let names: [String]
    let bytes: [Range<Int>]

    func statements(owner: String) -> [PostgreSQLText] {
        names.map { name in
            // written: it is one token of the dump, a word or a name between quotes
            "CREATE SCHEMA \(PostgreSQLText(asWritten: name.utf8)) AUTHORIZATION \(name: owner)"
        }
    }
}
