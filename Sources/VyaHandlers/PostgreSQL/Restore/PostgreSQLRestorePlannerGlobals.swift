import VyaCore
import VyaPlugins

extension PostgreSQLRestorePlanner {
    /// Roles and tablespaces: those that exist are compared with the backup and left alone; each other one is made whole or
    /// not at all.
    mutating func planGlobals() {
        plan.destination = queries.serverText
        checkDump()
        let globals = globals
        let selection = globals.selection
        let new = selection.roles.keys.filter { target.roles[$0] == nil }
        checkRights(toMake: selection.powerful.subtracting(target.roles.keys))
        for words in selection.strangers.prefix(10) {
            plan.notes.append(
                "left out, because it makes neither a role nor a tablespace: \(words.printable)")
        }
        guard plan.obstacles.isEmpty else { return }
        let oldRoles = selection.roles.keys.filter { target.roles[$0] != nil }
        let oldTablespaces = selection.tablespaces.keys.filter { target.tablespaces.contains($0) }
        if !oldRoles.isEmpty || !oldTablespaces.isEmpty {
            compare(
                oldRoles.sorted(), oldTablespaces.sorted(), with: selection,
                hasPasswords: globals.hasPasswords)
        }
        var stages = [RestoreStage(), RestoreStage()]
        let order = DependencyOrder.groups(
            of: Dictionary(uniqueKeysWithValues: new.map { ($0, selection.needs[$0] ?? []) }))
        var all: [PostgreSQLText] = []
        for group in order {
            // Roles that need each other, by whom they were made members, are made together.
            let statements = group.flatMap { selection.roles[$0] ?? [] }.sorted {
                (selection.places[$0] ?? 0) < (selection.places[$1] ?? 0)
            }
            let body = PostgreSQLRestorePlanner.judged(statements)
            let title: Message = "make the role \(PostgreSQLRestorePlanner.list(Set(group)))"
            stages[0].parts.append(RestorePart([queries.step(title, PostgreSQLQueries.transaction(body))]))
            all += body
        }
        if !new.isEmpty {
            let title: Message = "make the roles \(PostgreSQLRestorePlanner.list(Set(new)))"
            plan.actions.append(title)
            stages[0].together = queries.step(title, PostgreSQLQueries.transaction(all))
        }
        let newTablespaces = selection.tablespaces.keys.filter { !target.tablespaces.contains($0) }.sorted()
        if !newTablespaces.isEmpty {
            plan.actions.append(
                "make the tablespaces \(PostgreSQLRestorePlanner.list(Set(newTablespaces)))")
        }
        for name in newTablespaces {
            plan.notes.append("tablespace \"\(name.text.printable)\" needs its folder on the server")
            stages[1].parts.append(part(ofTablespace: name, selection.tablespaces[name] ?? []))
        }
        planSettingsOfAll(&stages[1])
        plan.stages = stages.filter { !$0.parts.isEmpty }
        if plan.stages.isEmpty { plan.notes.append("there is nothing to restore: all of it exists") }
    }

    /// What all roles have set in all databases: it comes where nothing is set, and is named where something else is.
    private mutating func planSettingsOfAll(_ stage: inout RestoreStage) {
        for (name, setting, statement) in PostgreSQLDatabaseScript.settingsOfAll(in: request.manifest) {
            let shown: Message = "\(name.printable) of all roles"
            let there = target.settingsOfAll.first { $0.begins(with: name + "=") }
            if let there {
                if ExactName(there) == ExactName(setting) { continue }
                plan.missing.append(
                    "\(shown) is set otherwise and was left alone; to have it as in the backup: \(statement.text.printable)"
                )
            } else if !target.isSuperuser {
                plan.missing.append("only a superuser can set \(shown): \(statement.text.printable)")
            } else {
                plan.actions.append("set \(shown)")
                stage.parts.append(RestorePart([queries.step("set \(shown)", "\(statement);\n")]))
            }
        }
    }

    private mutating func checkRights(toMake powerful: Set<ExactName>) {
        if !target.mayCreateRoles {
            plan.obstacles.append(mayNotCreate("roles", without: "CREATEROLE"))
        } else if !target.isSuperuser, !powerful.isEmpty {
            plan.obstacles.append(
                Explanation(
                    "restore.not-allowed",
                    "only a superuser can make the role \(PostgreSQLRestorePlanner.list(powerful))",
                    hints: ["restore the roles with the account of a superuser"]))
        }
    }

    /// Statements of a dump of globals, without the semicolon that each ends with there.
    private static func judged(_ statements: [String]) -> [PostgreSQLText] {
        // written: PostgreSQLGlobals takes statements of pg_dumpall's own forms alone
        statements.map {
            PostgreSQLText(asWritten: $0.utf8.last == Byte.semicolon ? $0.utf8.dropLast() : $0.utf8[...])
        }
    }

    private func part(ofTablespace name: ExactName, _ statements: [String]) -> RestorePart {
        let title: Message = "make the tablespace \"\(name.text.printable)\""
        let drop: PostgreSQLText = "DROP TABLESPACE \(name: name.text)"
        var undo = queries.step("remove the tablespace \"\(name.text.printable)\" again", "\(drop);\n")
        undo.remedy = "\(drop.text)"
        let judged = PostgreSQLRestorePlanner.judged(statements)
        let titles = [title] + (judged.count > 1 ? ["\(title), with its settings"] : [])
        let scripts = [judged.prefix(1), judged.dropFirst()].map { PostgreSQLQueries.script(Array($0)) }
        return RestorePart(zip(titles, scripts).map { queries.step($0, $1) }, undo: undo)
    }

    // MARK: What exists

    private mutating func compare(
        _ roles: [ExactName], _ tablespaces: [ExactName], with selection: PostgreSQLGlobals.Selection,
        hasPasswords: Bool
    ) {
        let current: PostgreSQLGlobals.Selection
        do {
            current = try PostgreSQLGlobals(text: dumpedGlobals()).selection
        } catch {
            let cause = Explanation.of(error)
            plan.missing.append(
                """
                \(DatabaseSelection.enumerated((roles + tablespaces).map(\.text))) exist and were left \
                alone, but could not be compared with the backup: \
                \(([cause.message] + cause.details.prefix(1)).joined(separator: ": "))
                """)
            return
        }
        let readsPasswords = target.isSuperuser && hasPasswords
        for name in roles {
            compare("role", name, selection.roles[name] ?? [], current.roles[name] ?? [], readsPasswords)
        }
        for name in tablespaces {
            compare(
                "tablespace", name, selection.tablespaces[name] ?? [], current.tablespaces[name] ?? [], true)
        }
    }

    private mutating func compare(
        _ noun: Message, _ name: ExactName, _ wanted: [String], _ current: [String], _ readsPasswords: Bool
    ) {
        func signs(_ statements: [String]) -> [ExactName: String] {
            Dictionary(
                statements.map { statement in
                    let open = PostgreSQLGlobals.withoutPassword(statement)
                    return (ExactName(readsPasswords ? statement : open), open)
                }, uniquingKeysWith: { first, _ in first })
        }
        let (want, have) = (signs(wanted), signs(current))
        let words: Message = "\(noun) \"\(name.text.printable)\" exists"
        guard want.keys != have.keys else {
            plan.notes.append("\(words) and is as in the backup")
            return
        }
        func told(_ statements: [ExactName: String], without others: [ExactName: String]) -> Message? {
            let open = Set(others.values.map { ExactName($0) })
            let told: [Message] = statements.keys.filter { others[$0] == nil }.sorted()
                .compactMap { statements[$0] }
                .map { open.contains(ExactName($0)) ? "another password" : "\($0.printable)" }
            return told.isEmpty ? nil : DatabaseSelection.enumerated(told, limit: 5)
        }
        var parts: [Message] = []
        if let lacking = told(want, without: have) { parts.append("in the backup it has \(lacking)") }
        if let more = told(have, without: want) { parts.append("here it has \(more)") }
        let difference: Message =
            "\(words), differs from the backup and was left alone: \(parts.joined(separator: ", "))"
        if noun == "role", name == ExactName(target.account) {
            plan.notes.append("\(difference); it is the account of this restore")
        } else {
            plan.missing.append(
                """
                \(difference); to have it as in the backup, change it, or drop it and restore the globals \
                again
                """)
        }
    }

    /// The roles and tablespaces of the server, as a backup would have them.
    private func dumpedGlobals() throws -> [UInt8] {
        let context = queries.context
        let plugin = context.plugin
        guard let globals = plugin.globals,
            let tool = LocatedTool.newest(try context.locate(plugin.globalsTool, role: "globals"))
        else { throw SourceError("tool.missing", "there is no tool that lists the roles of the server") }
        let values = context.globalsValues(
            asking: queries.connection.database, options: target.isSuperuser ? [] : ["--no-role-passwords"])
        return try context.ask(
            context.invocation(tool, globals.arguments, values), about: "asking for the roles that exist"
        ).output
    }
}
