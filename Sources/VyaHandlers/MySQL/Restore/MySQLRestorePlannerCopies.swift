import VyaCore

extension MySQLRestorePlanner {
    /// All of the dump that the client does not get.
    mutating func omissions(of name: ExactName, scratch: Bool) -> [Range<Int>] {
        left(out: name, scratch: scratch) + enabled(in: name, scratch: scratch)
    }

    /// What the client never gets: what is not the copy's.
    mutating func left(out name: ExactName, scratch: Bool) -> [Range<Int>] {
        refuseDrawing()
        var ranges = request.traits.omissions
        let naming = request.traits.items.filter { $0.kind == "alter database" }.map(\.bytes)
        // The statement names the database that was dumped, which is not to be changed from here.
        if request.manifest?.database != name, !naming.isEmpty {
            ranges += naming
            note(
                """
                routines whose collation is not the database's own get that of \(shown(name)), because the \
                dump would change the original database
                """)
        }
        let computed = request.traits.items.filter { $0.kind == "computed rows" }.compactMap(\.table?.text)
        if !computed.isEmpty {
            note(
                """
                the columns of these tables are all computed, and of their rows the dump holds what no \
                server takes, which is left out: \(DatabaseSelection.enumerated(Set(computed).sorted()))
                """)
        }
        // MariaDB writes where a column's sequence is; the copy has its own.
        ranges += request.traits.code.flatMap(\.sequences).filter {
            isOwn(ExactName($0.name)) && !target.isSame(ExactName($0.name), name)
        }
        .map(\.bytes)
        if leavesEventsOut(of: name, scratch: scratch) {
            let events = request.traits.items.filter { $0.kind == "events" }.map(\.bytes)
            if (request.summary.objects["events"] ?? 0) > 0, !events.isEmpty {
                note("events are left out of the scratch database, since the server would run them there")
            }
            ranges += events
        }
        return ranges
    }

    /// True for a scratch database in which the server might run events; those of a replacement are made, but disabled.
    func leavesEventsOut(of name: ExactName, scratch: Bool) -> Bool {
        scratch && target.runsEvents && request.purpose != .database(replacing: true)
    }

    /// The words that would have the events of a copy run.
    func enabled(in name: ExactName, scratch: Bool) -> [Range<Int>] {
        scratch || !isOrigin(name) ? request.traits.code.compactMap(\.enabling) : []
    }

    /// True for the database that the dump is of, as far as something tells.
    func isOrigin(_ name: ExactName) -> Bool {
        let original = request.manifest?.database ?? request.traits.database ?? request.origin
        return original.map { target.isSame($0, name) } ?? false
    }

    /// True for the name that the dump's database had, or is to get.
    private func isOwn(_ name: ExactName) -> Bool { isOrigin(name) || target.isSame(name, request.target) }

    /// Refuses rows that would take numbers of another database's sequence.
    private mutating func refuseDrawing() {
        for table in request.traits.code where table.kind == "table" && table.drawsNumbers {
            guard let other = table.sequences.first(where: { !isOwn(ExactName($0.name)) }) else { continue }
            let obstacle = Explanation(
                "restore.draws-elsewhere",
                """
                rows of the table \(table.name.text.printable) take numbers of a sequence of the database \
                \(shown(ExactName(other.name))), which would go on there
                """,
                hints: ["if that is the dump's own database, restore it under that name"])
            if !result.obstacles.contains(obstacle) { result.obstacles.append(obstacle) }
        }
    }

    /// Says which objects of a copy run no more, and which reach for other databases, the original above all.
    mutating func noteReach(of name: ExactName) {
        let code = request.traits.code
        let events = code.filter { $0.enabling != nil }.map(\.name.text)
        if !events.isEmpty {
            note(
                """
                events of a copy come back disabled: \(DatabaseSelection.enumerated(events)); ALTER EVENT … \
                ENABLE lets them run
                """)
        }
        let original = [request.manifest?.database, request.traits.database, request.origin].compactMap { $0 }
        let others = Set(
            (target.server.databases.map(\.name) + system + original).filter { !target.isSame($0, name) }
                .map { $0.text.lowercased() })
        let reaching = code.map { object in
            var object = object
            object.mentions.formUnion(
                object.sequences.filter { !isOrigin(ExactName($0.name)) }.map { $0.name.lowercased() })
            return object
        }.filter {
            $0.kind == "table" ? !$0.mentions.isEmpty : !others.isDisjoint(with: $0.mentions)
        }
        guard !reaching.isEmpty else { return }
        let names = reaching.map { object in
            let databases = object.mentions.filter { object.kind == "table" || others.contains($0) }
            return "\(object.kind) \(object.name.text) (\(databases.sorted().joined(separator: ", ")))"
        }
        note(
            """
            what reaches out of the database \(shown(name)) does so still: \(DatabaseSelection.enumerated(names))
            """)
    }
}
