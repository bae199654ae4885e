import VyaCore

extension MySQLRestorePlanner {
    /// Brings single tables back, into a database that may exist.
    mutating func planTables(_ names: [ExactName], in name: ExactName) throws {
        let existing = target.database(name)
        let wanted = try MySQLTableChoice(
            names, of: request, into: existing == nil, folding: target.isSame("A", "a"),
            isTable: { MySQLQuoting.isTable($0, amongNamed: $1) })
        let shownTables = DatabaseSelection.enumerated(wanted.plain)
        result.obstacles += wanted.refusals.prefix(5)
        if let existing {
            let there = try tables(of: existing.name)
            let taken = wanted.plain.filter { table in
                there.contains { target.isSame(ExactName($0), ExactName(table)) }
            }
            if !taken.isEmpty {
                result.obstacles.append(
                    Explanation(
                        "restore.exists",
                        """
                        database \(shown(existing.name)) has \(DatabaseSelection.enumerated(taken)) already
                        """,
                        hints: [
                            "restore into another database with --target NAME, and copy what is needed",
                            "or rename what is there: RENAME TABLE … TO …",
                        ]))
            }
            var stage = RestoreStage()
            stage.load = load(into: existing.name)
            stage.pieces = wanted.pieces(
                without: left(out: existing.name, scratch: false) + request.traits.loose)
            stage.insertions = anyDay
            stage.leftOut = countedTables.windows
            let names = wanted.names.filter { !stage.leftOut.contains($0) }
            stage.comparison = comparison(in: existing.name, tables: names, objects: [:])
            stage.discard = [
                step("drop the tables again", MySQLScripts.drop(tables: wanted.plain, of: existing.name))
            ]
            result.actions.append("load \(shownTables) into the database, and count the rows")
            result.stages = [stage]
            return
        }
        var stage = creating(name)
        stage.pieces = wanted.pieces(without: left(out: name, scratch: false))
        // The others are for events, none of which comes.
        stage.insertions = anyDay
        let names = wanted.names.filter { !stage.leftOut.contains($0) }
        stage.comparison = comparison(in: name, tables: names, objects: [:])
        result.actions[result.actions.count - 1] = "load \(shownTables) into it, and count the rows"
        result.stages = [stage]
    }

    private func tables(of database: ExactName) throws -> [String] {
        let answer = try session.ask(
            "SELECT 'present', TABLE_NAME FROM information_schema.TABLES WHERE \(MySQLScripts.isIn(database))",
            about: "asking for the tables")
        return MySQLRows.read(answer.output).filter { $0.count == 2 }.map { $0[1] }
    }
}
