import VyaCore

/// Loads a dump under its database's own name, where what is loaded asks for that name (S7): the old database is moved away
/// first, and back when anything fails, also by the next restore when the program was killed.
extension PostgreSQLRestorePlanner {
    /// A restore under its own name that was cut off: the half of it has the name still.
    struct CutOff {
        /// What stands on the half of it.
        let comment: String
        /// The name under which the old database is kept; nil if there was none.
        let kept: String?
    }

    /// What marks a database that is loaded under its name, and says sealed where the old one is: whoever may comment on the
    /// database cannot make one that leads elsewhere.
    private func ownNameMark(keeping kept: String?) -> String {
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
        stage.prepare = [
            puttingBack(cutOff.kept, marked: cutOff.comment), queries.dropStep(scratch),
        ]
        plan.notes.append(
            "a restore of \"\(name.printable)\" under its own name was cut off; what was there before is put back first"
        )
        return stage
    }

    private func puttingBack(_ kept: String?, marked comment: String) -> RestoreStep {
        let (name, scratch) = (request.target.text, request.scratch.text)
        let pairs = [(from: name, to: scratch)] + (kept.map { [(from: $0, to: name)] } ?? [])
        let title =
            kept == nil
            ? "take the name \"\(name.printable)\" from what was loaded by half"
            : "put the old database \"\(name.printable)\" back"
        return queries.step(
            title,
            PostgreSQLQueries.transaction([
                queries.renaming(pairs, endingSessionsIn: name, only: (name, comment))
            ]))
    }

    /// Moves what has the name away, and loads the dump under it.
    mutating func planUnderItsName(replacing: Bool) {
        let (name, scratch) = (request.target.text, request.scratch.text)
        if let own = request.manifest?.database, own != request.target {
            plan.obstacles.append(
                Explanation(
                    "restore.own-name",
                    "rows are checked against the name of their database (current_database()), and come back into none but "
                        + "\"\(own.text.printable)\"",
                    hints: ["restore it under that name, on this server or another one"]))
        }
        let kept = replacing ? replacedName(name) : nil
        let comment = ownNameMark(keeping: kept)
        var stage = scratchStage(tables: request.summary.tables, objects: true, under: name)
        if let kept {
            plan.actions.insert(
                "move the database \"\(name.printable)\" away as \"\(kept.printable)\", ending its sessions, and back if anything fails",
                at: 0)
            noteKept(kept)
        }
        plan.notes.append(
            "what is loaded asks for the name of its database, so that it is loaded under it; until it is whole none but its owner and "
                + "superusers come in")
        stage.prepare.append(
            queries.step(
                "give the new database its name \"\(name.printable)\"",
                PostgreSQLQueries.transaction([
                    "COMMENT ON DATABASE \(name: scratch) IS \(value: comment)",
                    "REVOKE CONNECT ON DATABASE \(name: scratch) FROM PUBLIC",
                    queries.renaming(
                        (kept.map { [(from: name, to: $0)] } ?? []) + [(from: scratch, to: name)],
                        endingSessionsIn: name),
                ])))
        stage.discard.insert(puttingBack(kept, marked: comment), at: 0)
        // Without a list of its own a database lets everybody in.
        let opening: [PostgreSQLText] =
            create["acl"]?.arrayValue == nil ? ["GRANT CONNECT ON DATABASE \(name: name) TO PUBLIC"] : []
        stage.finish.append(
            queries.step(
                "open the database \"\(name.printable)\"",
                PostgreSQLQueries.transaction(
                    script.properties(of: name) + opening + [script.comment(on: name)])))
        plan.actions.append("set its privileges and its comment")
        plan.stages.append(stage)
    }
}
