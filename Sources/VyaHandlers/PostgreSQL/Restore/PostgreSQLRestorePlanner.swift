import VyaCore
import VyaPlugins

/// Plans one restore on a PostgreSQL server that was asked.
struct PostgreSQLRestorePlanner {
    let request: RestoreRequest
    let queries: PostgreSQLQueries
    /// The arguments of the client that reads the dump.
    let restore: [ArgumentTemplate]
    var plan: RestorePlan
    /// What this restore leaves out besides what no restore sends.
    var leftOut: [Range<Int>] = []
    /// What becomes of pg_cron, where the dump has it.
    var cron = Cron.asAnyOther

    init(request: RestoreRequest, queries: PostgreSQLQueries, restore: [ArgumentTemplate]) {
        self.request = request
        self.queries = queries
        self.restore = restore
        plan = RestorePlan(
            destination: "\(queries.serverText), database \"\(request.target.text.printable)\"")
        let names = [request.scratch.text, request.target.text, queries.target.account].map(\.printable)
        plan.isServerGone = { Self.isGone($0, names: names) }
    }

    /// True when a client could not reach the server, or lost it. psql ends with 2 when the connection is the trouble; a server
    /// that is there and refuses a database or an account names it behind its severity, whatever language it speaks.
    private static func isGone(_ answer: ToolAnswer, names: [String]) -> Bool {
        answer.ending == .exited(2)
            && !answer.errorLines.contains { line in
                guard let severity = line.firstPlace(of: ":  ") else { return false }
                let refusal = Substring(line)[severity.upperBound...]
                return names.contains { name in
                    // Whatever the quotes look like, one stands before the name.
                    guard !name.isEmpty, let place = refusal.firstPlace(of: name),
                        let before = refusal[..<place.lowerBound].unicodeScalars.last
                    else { return false }
                    return !before.properties.isAlphabetic && !before.properties.isWhitespace
                }
            }
    }

    var target: PostgreSQLTarget { queries.target }
    /// What is needed to create the database, as the manifest has it, as far as it is to come back.
    var create: JSONValue {
        guard case .object(let members)? = request.manifest?.provenance.create else { return .null }
        return .object(
            members.compactMap { member in
                switch member.name.text {
                case "owner" where request.leavesOwners, "acl" where request.leavesPrivileges: return nil
                case "settings" where request.leavesOwners || request.leavesPrivileges:
                    let own = (member.value.arrayValue ?? []).filter { $0["role"]?.stringValue == nil }
                    return .init(member.name.text, .array(own))
                default: return member
                }
            })
    }
    /// The roles that what is to come back needs, without those that were gone when the backup was made.
    var neededRoles: Set<ExactName> {
        let left =
            (request.leavesOwners ? ["owners"] : []) + (request.leavesPrivileges ? ["privileges"] : [])
        return request.traits.roles.filter { !left.has($0.key) }.values
            .reduce(into: Set()) { $0.formUnion($1) }
            .subtracting(dangling.map { ExactName($0.name) })
    }
    /// What is granted to roles that were dropped before the backup, and that the server does not have either.
    private var dangling: [DumpTraits.Named] {
        let roles = roles
        return request.traits.dangling.filter { !roles.contains(ExactName($0.name)) }
    }
    /// The roles that exist or will have been restored before.
    var roles: Set<ExactName> { Set(target.roles.keys).union(globals.roles) }
    /// What the client is not to get, in order; a server knows no settings that are newer than itself.
    var omissions: [Range<Int>] {
        let unknown = request.traits.settings.filter {
            (PostgreSQLInspection.settings[$0.name] ?? 0) > target.major
        }
        return (request.traits.omissions + unknown.map(\.bytes) + leftOut).sorted {
            $0.lowerBound < $1.lowerBound
        }
    }
    /// What the globals that are restored before will bring.
    var globals: PostgreSQLGlobals { PostgreSQLGlobals(text: request.globals ?? []) }
    var script: PostgreSQLDatabaseScript {
        PostgreSQLDatabaseScript(
            create: create, target: target, roles: roles, hasExtensions: !request.traits.extensions.isEmpty)
    }

    /// The plan; nothing is carried out when something stands in its way.
    var finished: RestorePlan {
        var plan = plan
        if !plan.obstacles.isEmpty { plan.stages = [] }
        return plan
    }

    /// Leaves out what the operator does not want, and what nobody can have any more.
    mutating func leaveOutRoles() {
        let (owners, privileges) = (request.leavesOwners, request.leavesPrivileges)
        leave(out: {
            owners && $0.subject.begins(with: "owners")
                || privileges && $0.subject.utf8.elementsEqual("privileges".utf8)
        })
        if owners {
            plan.notes.append("owners are left out: all of it belongs to \(target.account.printable)")
        }
        if privileges {
            plan.notes.append(
                "privileges are left out: nobody is granted anything, and what was taken from PUBLIC is PUBLIC's again"
            )
        }
        guard !privileges, !dangling.isEmpty else { return }
        leftOut += dangling.map(\.bytes)
        let numbers = Set(dangling.map { ExactName($0.name) })
        plan.notes.append(
            """
            left out, because it is granted to roles that were dropped before the backup: \(dangling.count) \
            × privileges of \(PostgreSQLRestorePlanner.list(numbers))
            """)
    }

    mutating func planDatabase(replacing: Bool) {
        let name = request.target.text
        leaveOutRoles()
        checkDump()
        checkCron()
        checkNeeds()
        checkCreation()
        let cutOff = cutOffUnderItsName
        let exists = cutOff.map { $0.kept != nil } ?? (target.database(request.target) != nil)
        if exists, !replacing {
            plan.obstacles.append(
                Explanation(
                    "restore.target-exists", "the database \"\(name.printable)\" exists already",
                    hints: ["give another name with --target NAME, or let it give way with --replace"]))
        }
        if let cutOff { plan.stages.append(returning(cutOff)) }
        if loadsUnderItsName { return planUnderItsName(replacing: exists) }
        if request.traits.namesItsDatabase {
            plan.notes.append(
                """
                rows are checked against the name of their database (current_database()), and may come back \
                into none but \"\((request.manifest?.database ?? request.target).text.printable)\"
                """)
        }
        var stage = scratchStage(tables: request.summary.tables, objects: true)
        let scratch = request.scratch.text
        if cron == .madeUnderName { makeCron(in: &stage, replacing: exists) }
        var finish = script.properties(of: scratch) + [script.comment(on: scratch)]
        if exists {
            let old = replacedName(name)
            finish.append(queries.exchange(scratch, for: name, keeping: old))
            plan.actions.append(
                "keep the database \"\(name.printable)\" as \"\(old.printable)\", ending its sessions")
            noteKept(old)
        } else {
            finish.append(renaming(scratch, to: name))
        }
        let title: Message = "give the restored database its name \"\(name.printable)\""
        plan.actions.append("\(title), with its privileges")
        stage.finish.append(queries.step(title, PostgreSQLQueries.transaction(finish)))
        plan.stages.append(stage)
    }

    /// Says what becomes of the database that gives way.
    mutating func noteKept(_ old: String) {
        plan.notes.append(
            """
            the database that gives way is kept; remove it when it is no longer needed: \
            \(PostgreSQLText("DROP DATABASE \(name: old)").text)
            """)
    }

    /// Restores into a scratch database and drops it; on the server that was backed up by a role that has no rights there.
    mutating func planDrill() {
        let name = request.scratch.text
        plan.destination = "\(queries.serverText), database \"\(name.printable)\""
        if request.traits.namesItsDatabase {
            plan.isUndrillable = true
            plan.obstacles.append(
                Explanation(
                    "drill.own-name",
                    """
                    rows are checked against the name of their database (current_database()), so that they \
                    cannot be loaded beside the original, and no drill can be made
                    """,
                    hints: ["restore it on another server under its own name, to see that it comes back"]))
            return
        }
        checkDump()
        standInForCron()
        checkNeeds()
        checkCreation()
        leaveOutRoles()
        if request.manifest?.entry == request.entry.id || request.manifest == nil {
            if target.mayCreateRoles { return planUnprivilegedDrill() }
            plan.notes.append(
                """
                code in the dump runs with the rights of \(target.account.printable), which may not create \
                the drill a role of its own: \
                \(PostgreSQLText("ALTER ROLE \(name: target.account) CREATEROLE").text.printable)
                """)
        }
        leave(out: { $0.subject.ends(with: "subscriptions") })
        var stage = scratchStage(tables: request.summary.tables, objects: true)
        stage.finish.append(
            queries.step(
                "set the privileges of the database \"\(name.printable)\"",
                PostgreSQLQueries.transaction(script.properties(of: name))))
        stage.finish.append(queries.dropStep(name))
        plan.actions.append("remove the database \"\(name.printable)\"")
        plan.stages = [stage]
    }

    /// Creates the scratch database, loads the dump into it and counts what came.
    ///
    /// With a role it loads the dump and owns the database. `loaded` is the name that the database has while it is loaded, if
    /// a step that comes last before gives it another one.
    mutating func scratchStage(
        tables: [TableRows], objects: Bool, pieces: [Range<Int>]? = nil, by role: PostgreSQLDrillRole? = nil,
        under loaded: String? = nil
    ) -> RestoreStage {
        let name = request.scratch.text
        let shown = name.printable
        var stage = RestoreStage()
        if let left = target.database(request.scratch) {
            if left.isLeftover(of: request.mark) {
                if hasSubscriptions { stage.prepare.append(queries.unsubscribeStep(name)) }
                stage.prepare.append(queries.dropStep(name))
                plan.notes.append("an interrupted restore left the database \"\(shown)\"; it is removed")
            } else {
                plan.obstacles.append(
                    Explanation(
                        "restore.scratch-exists",
                        "the database \"\(shown)\" is not what an earlier restore from this host left, and its name is needed",
                        hints: ["give it another name, or remove it if nothing of it is needed"]))
            }
        }
        if let role {
            stage.prepare.append(
                role.creation(by: queries, mark: request.mark.text(on: request.scratch)))
        }
        stage.prepare.append(
            queries.step(
                "create the database \"\(shown)\"",
                script.creation(
                    of: request.scratch, mark: request.mark, encoding: request.traits.encoding,
                    owner: role?.name)
            ))
        plan.actions.append("create the database \"\(shown)\"\(creationText)")
        // Single tables bring nothing of roles along.
        let settings =
            role == nil && !request.purpose.isOfTables
            ? script.settings(of: name) : script.permittedSettings(of: name)
        if !settings.isEmpty {
            let title: Message = "set the settings of the database \"\(shown)\""
            stage.prepare.append(queries.step(title, PostgreSQLQueries.script(settings)))
            plan.actions.append(title)
        }
        if cron == .stoodInFor { stage.prepare.append(cronStandIn(in: name, owner: role?.name)) }
        let isWhole = fitsOneTransaction && !request.keepsGoing
        plan.actions.append(
            "restore the dump into it"
                + (isWhole
                    ? " in one transaction"
                    : request.keepsGoing ? ", and go on behind what fails" : ", statement by statement"))
        if !request.keepsGoing, request.purpose == .database(replacing: false) || request.purpose.isOfTables {
            stage.hint = "to have all the rest, and what fails named, add --keep-going"
        }
        if request.keepsGoing { stage.goingOn = GoingOn(items: request.traits.items, failure: Self.failure) }
        let forcing = pieces == nil ? forcingLast() : []
        stage.load = load(into: loaded ?? name, inOneTransaction: isWhole, checks: forcing, by: role)
        stage.pieces = pieces ?? allButOmissions
        stage.comparison = PostgreSQLComparison(
            tables: tables.map(\.table), objects: objects, major: target.major, role: role,
            rounding: request.traits.extensions.map(\.name).filter(PostgreSQLComparison.rounding.contains)
        )
        .comparison(by: queries, in: loaded ?? name)
        let unknown =
            objects
            ? PostgreSQLObjectCounts.uncounted(of: request.summary.objects.keys, major: target.major) : []
        if !unknown.isEmpty {
            plan.notes.append(
                "not counted, because no count of them is known: \(unknown.joined(separator: ", ").printable)"
            )
        }
        if cron == .stoodInFor { stage.comparison = stage.comparison?.without(["extension"]) }
        if request.leavesPrivileges || !dangling.isEmpty {
            stage.comparison = stage.comparison?.without(["default acl", "acl"])
        }
        plan.actions.append(
            "compare the rows of \(Quantity.tables(tables.count))" + (objects ? " and the objects" : ""))
        if hasSubscriptions {
            stage.discard.append(queries.unsubscribeStep(name))
        }
        stage.discard.append(queries.dropStep(name))
        return stage
    }

    /// Has policies hold for the owners of tables when all is loaded, and not before materialized views are filled, which the
    /// server does in their owners' names: pg_dump forces them first (traps.md T85). The statements, which the load is not
    /// to get where they stand; none where there are no such views.
    private mutating func forcingLast() -> [PostgreSQLText] {
        // Before 10.3 pg_dump wrote names without their schemas.
        let forced = request.traits.forced.filter { PostgreSQLName.parts($0.name)?.count == 2 }
        guard (request.summary.objects["materialized view"] ?? 0) > 0, !forced.isEmpty,
            forced.count <= Self.mostForced
        else { return [] }
        leftOut += forced.map(\.bytes)
        return [Self.ownEncoding]
            + forced.map {
                // written: the name as the dump has it, which is one of names alone
                "ALTER TABLE ONLY \(PostgreSQLText(asWritten: $0.name.utf8)) FORCE ROW LEVEL SECURITY"
            }
    }

    /// What comes behind a dump is in UTF-8, whatever the dump has said that it is in.
    static let ownEncoding: PostgreSQLText = "SET client_encoding TO 'UTF8'"

    /// A command line has room for so many statements.
    private static let mostForced = 1000

    /// The client that reads the dump; further commands come behind it.
    func load(
        into database: String, inOneTransaction: Bool, checks: [PostgreSQLText] = [],
        by role: PostgreSQLDrillRole? = nil
    ) -> ToolInvocation {
        let context = role?.context ?? queries.context
        var values = context.postgreSQLValues(database)
        var negotiated: [String] = []
        if inOneTransaction { negotiated.append("--single-transaction") }
        // The transaction has begun by the account's settings; what the dump sets itself comes behind.
        let opening: [PostgreSQLText] = inOneTransaction ? ["SET TRANSACTION READ WRITE"] : []
        negotiated += (opening + PostgreSQLSession.settings(major: target.major)).map {
            "--command=" + $0.text
        }
        // The dump's own key is left out: its author knows it.
        if queries.connection.tool.knowsRestrict {
            negotiated.append("--command=\\restrict \(PostgreSQLSession.key())")
        }
        values[list: .negotiated] = negotiated
        var invocation = context.invocation(queries.connection.tool, restore, values)
        invocation.arguments += checks.map { .text("--command=" + $0.text) }
        return invocation
    }

    /// The line at which psql stopped, as `psql:<stdin>:12: ERROR:  …` tells it.
    private static func failure(_ lines: [String]) -> (line: Int, words: Message)? {
        for line in lines {
            guard let rest = line.dropping(prefix: "psql:<stdin>:"),
                case let digits = rest.head(upTo: ":"), let number = Int(digits)
            else { continue }
            let words = rest.unicodeScalars.dropFirst(digits.unicodeScalars.count + 1)
            return (number, "\(String(Substring(words).trimming(" ")).printable)")
        }
        return nil
    }

    private var allButOmissions: [Range<Int>]? {
        let omissions = self.omissions
        guard !omissions.isEmpty else { return nil }
        var (pieces, start) = ([Range<Int>](), 0)
        for omission in omissions {
            if start < omission.lowerBound { pieces.append(start..<omission.lowerBound) }
            start = max(start, omission.upperBound)
        }
        if start < request.rawBytes { pieces.append(start..<request.rawBytes) }
        return pieces
    }

    private var hasSubscriptions: Bool { (request.summary.objects["subscription"] ?? 0) > 0 }

    /// One transaction locks everything that it makes.
    private var fitsOneTransaction: Bool {
        let objects = request.summary.objects.values.reduce(request.summary.tables.count, +)
        return objects < target.lockTable / 2
    }

    private var creationText: String {
        let words = [
            create["encoding"]?.stringValue ?? request.traits.encoding, create["collate"]?.stringValue,
        ]
        let known = words.compactMap { $0?.printable }
        return known.isEmpty ? "" : " (\(known.joined(separator: ", ")))"
    }

    func renaming(_ old: String, to new: String) -> PostgreSQLText {
        "ALTER DATABASE \(name: old) RENAME TO \(name: new)"
    }

    /// A name of at most 63 bytes for the database that gives way, which no other has: two replacements may meet in one second.
    func replacedName(_ name: String) -> String {
        var (kept, number) = ("", 1)
        repeat {
            let suffix = "_replaced_\(target.now)" + (number == 1 ? "" : "_\(number)")
            var head = name
            while head.utf8.count + suffix.utf8.count > 63, !head.isEmpty { head.unicodeScalars.removeLast() }
            (kept, number) = (head + suffix, number + 1)
        } while target.database(ExactName(kept)) != nil
        return kept
    }
}
