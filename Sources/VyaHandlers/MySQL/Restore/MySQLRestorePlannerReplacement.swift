import VyaCore

extension MySQLRestorePlanner {
    /// Loads the dump beside the database, and has what came take the name; the old tables are kept under another one.
    mutating func planReplacement(of existing: MySQLServer.Database) throws {
        let (name, scratch) = (existing.name, target.stored(request.scratch))
        // Two replacements may meet in one second.
        let names = (1...100).lazy.map { [mark = request.mark] in
            MySQLSwap.keptName(of: name, at: mark.since, number: $0)
        }
        let kept =
            names.first { target.database($0) == nil } ?? MySQLSwap.keptName(of: name, at: request.mark.since)
        let swap = swap(of: name, keeping: kept)
        result.obstacles += try obstacles(to: swap, existing)
        if !isOrigin(name) {
            noteReach(of: name)
            let accounts = viewLayers(in: name).accounts
            if !accounts.isEmpty {
                note(
                    """
                    views of the dump are made of views that run in the name of accounts that need rights \
                    on \(shown(name)): \(DatabaseSelection.enumerated(accounts.map(\.text).sorted())); \
                    without them the replacement fails at its end, and what was there is put back
                    """)
            }
        }
        // What a replacement that was cut off has left is no longer there when the next one begins.
        for left in target.unfinished(of: name, mark: request.mark) {
            let former = self.swap(of: name, keeping: left)
            var healing = RestoreStage()
            healing.prepare = [former.healing()]
            healing.discard = [former.returning()]
            result.actions.append(
                "bring the replacement of \(shown(name)) that was interrupted to an end; it keeps tables in \(shown(left))"
            )
            note("an interrupted replacement of \(shown(name)) is brought to an end first")
            result.stages.append(healing)
        }
        result.actions.append(
            "load the dump into the scratch database \(shown(scratch))\(words(creation)), and count what came"
        )
        result.actions.append(
            "move the tables of \(shown(name)) to \(shown(kept)), and those of the scratch database to the name, at once"
        )
        result.actions.append("make the triggers, views, routines and events of the dump under the name")
        var stage = scratchStage(scratch)
        let running =
            isOrigin(name) ? request.traits.code.filter { $0.kind == "event" && $0.enabling != nil } : []
        stage.finish = [swap.taking(enabled: running.map(\.name))]
        stage.discard = [swap.healing(), swap.returning()] + stage.discard
        result.stages += layered(stage, in: scratch, without: omissions(of: scratch, scratch: true))
    }

    private func swap(of name: ExactName, keeping kept: ExactName) -> MySQLSwap {
        MySQLSwap(
            of: name, by: target.stored(request.scratch), keeping: kept, mark: request.mark, session: session,
            on: target.server)
    }

    /// What keeps a database from being replaced.
    private func obstacles(
        to swap: MySQLSwap, _ existing: MySQLServer.Database
    ) throws -> [Explanation] {
        let other: Message = "restore under another name with --target NAME, and copy what is needed"
        let name = shown(existing.name)
        let state = try MySQLSwapState(
            session.ask(
                MySQLSwapState.question(
                    [existing.name, swap.kept], existing: existing.name,
                    comments: target.server.isMariaDB && target.server.isAtLeast(10, 5)
                ).joined(separator: "; "), about: "asking for what \(name) holds"))
        var obstacles = [state.obstacle(to: existing.name)].compactMap { $0 }
        if existing.hiddenRoutines > 0 {
            obstacles.append(
                Explanation(
                    "restore.hidden-code",
                    """
                    the account does not see what \(existing.hiddenRoutines) routines of \(name) are, so \
                    that they could not be kept
                    """, hints: ["restore with an account that sees them", other]))
        }
        if request.traits.hasLibraries {
            obstacles.append(
                Explanation(
                    "restore.libraries",
                    "the dump makes libraries, which a replacement does not move",
                    hints: [other]))
        }
        let ways = state.ways.filter { $0.database == existing.name }
        if !ways.isEmpty {
            obstacles.append(
                Explanation(
                    "restore.mark-name",
                    "\(name) holds a table \(ways[0].table.text.printable), which is how a replacement keeps its own notes",
                    hints: ["rename or drop that table", other]))
        }
        return obstacles
    }
}
