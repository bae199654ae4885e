import VyaCore

/// Loads a dump under its database's own name, where what is loaded asks for that name (S7): the old database is moved away
/// first, and back when anything fails, also by the next restore when the program was killed.
extension PostgreSQLRestorePlanner {
    /// True for a restore to the name that the dump asks for; under another one the load shows whether it minds.
    var loadsUnderItsName: Bool {
        request.traits.namesItsDatabase && isUnderOwnName
    }

    /// True for a restore to the name that the database had.
    var isUnderOwnName: Bool { (request.manifest?.database ?? request.target) == request.target }

    /// A restore under its own name that was cut off: the half of it has the name still.
    struct CutOff {
        /// What stands on the half of it.
        let comment: String
        /// The name under which the old database is kept; nil if there was none.
        let kept: String?
    }

    /// What marks a database that is loaded under its name, and says sealed where the old one is: whoever may comment on the
    /// database cannot make one that leads elsewhere.
    func ownNameMark(keeping kept: String?) -> String {
        request.mark.text(on: request.scratch) + ", under its name " + seal(kept)
    }

    private func seal(_ kept: String?) -> String {
        request.mark.seal(Array("\(request.scratch.text)\0\(kept ?? "")".utf8))
    }

    /// The restore to the same name that was cut off, if there is one.
    var cutOffUnderItsName: CutOff? {
        guard let half = target.database(request.target), let comment = half.comment,
            request.mark.isOn(request.scratch, marked: comment)
        else { return nil }
        if comment.ends(with: seal(nil)) { return CutOff(comment: comment, kept: nil) }
        let kept = target.databases.first { comment.ends(with: seal($0.name.text)) }
        return kept.map { CutOff(comment: comment, kept: $0.name.text) }
    }

    /// Puts back what was there before the restore that was cut off, and removes the half of it.
    mutating func returning(_ cutOff: CutOff) -> RestoreStage {
        let (name, scratch) = (request.target.text, request.scratch.text)
        var stage = RestoreStage()
        stage.prepare = [puttingBack(cutOff.kept, marked: cutOff.comment)]
        // A database with subscriptions cannot be dropped; only a superuser can have made one.
        if target.isSuperuser, target.major >= 1000 { stage.prepare.append(queries.unsubscribeStep(scratch)) }
        stage.prepare.append(queries.dropStep(scratch))
        plan.notes.append(
            "a restore of \"\(name.printable)\" under its own name was cut off; what was there before is put back first"
        )
        return stage
    }

    func puttingBack(_ kept: String?, marked comment: String) -> RestoreStep {
        let (name, scratch) = (request.target.text, request.scratch.text)
        let pairs = [(from: name, to: scratch)] + (kept.map { [(from: $0, to: name)] } ?? [])
        let title: Message =
            kept == nil
            ? "take the name \"\(name.printable)\" from what was loaded by half"
            : "put the old database \"\(name.printable)\" back"
        func isThere(_ database: String) -> PostgreSQLText {
            "EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = \(value: database))"
        }
        // What nobody can put back without looking: somebody took the mark off, or all was done and the answer was lost.
        let words =
            "the database \"\(name)\" no longer bears the mark of its restore"
            + (kept.map { "; the old one is \"\($0)\"" } ?? "")
        let condition: PostgreSQLText = """
            IF NOT EXISTS (SELECT FROM pg_catalog.pg_database d WHERE d.datname = \(value: name)
            AND pg_catalog.shobj_description(d.oid, 'pg_database') = \(value: comment)) THEN
            IF \(isThere(kept ?? name)) AND NOT \(isThere(scratch)) THEN
            RAISE EXCEPTION USING MESSAGE = \(value: words); END IF; RETURN; END IF;
            """
        var step = queries.step(
            title, PostgreSQLQueries.transaction([queries.renaming(pairs, onlyIf: condition)]))
        step.remedy =
            """
            ALTER DATABASE … RENAME TO …, once you have looked at \
            \(([name] + [kept].compactMap { $0 }).map { "\"\($0.printable)\"" }.joined(separator: " and "))
            """
        return step
    }

    /// Moves what has the name away, and loads the dump under it.
    mutating func planUnderItsName(replacing: Bool) {
        let (name, scratch) = (request.target.text, request.scratch.text)
        let kept = replacing ? replacedName(name) : nil
        let comment = ownNameMark(keeping: kept)
        var stage = scratchStage(tables: request.summary.tables, objects: true, under: name)
        let naming: Message = "give it its name \"\(name.printable)\" before it is loaded"
        plan.actions.insert(
            kept.map {
                "\(naming), and keep the old one as \"\($0.printable)\", ending its sessions; back if anything fails"
            } ?? naming, at: 1)
        if let kept { noteKept(kept) }
        plan.notes.append(
            "what is loaded asks for the name of its database, so that it is loaded under it; until it is whole "
                + (target.isSuperuser ? "superusers alone come in" : "its owner and superusers alone come in")
        )
        // The owner is mostly whose application comes back at once; superusers, as this account, come in all the same.
        let closing: [PostgreSQLText] =
            target.isSuperuser ? ["ALTER DATABASE \(name: scratch) CONNECTION LIMIT 0"] : []
        let reopening: [PostgreSQLText] =
            target.isSuperuser ? ["ALTER DATABASE \(name: name) CONNECTION LIMIT -1"] : []
        stage.prepare.append(
            queries.step(
                "give the new database its name \"\(name.printable)\"",
                PostgreSQLQueries.transaction(
                    [
                        "COMMENT ON DATABASE \(name: scratch) IS \(value: comment)",
                        "REVOKE CONNECT ON DATABASE \(name: scratch) FROM PUBLIC",
                    ] + closing + [
                        queries.renaming(
                            (kept.map { [(from: name, to: $0)] } ?? []) + [(from: scratch, to: name)])
                    ])))
        stage.discard.insert(puttingBack(kept, marked: comment), at: 0)
        // Without a list of its own a database lets everybody in.
        let opening: [PostgreSQLText] =
            create["acl"]?.arrayValue == nil ? ["GRANT CONNECT ON DATABASE \(name: name) TO PUBLIC"] : []
        stage.finish.append(
            queries.step(
                "open the database \"\(name.printable)\"",
                PostgreSQLQueries.transaction(
                    reopening + script.properties(of: name) + opening + [script.comment(on: name)])))
        plan.actions.append("set its privileges and its comment")
        plan.stages.append(stage)
    }
}
