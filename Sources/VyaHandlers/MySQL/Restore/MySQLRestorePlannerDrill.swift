import VyaCore

extension MySQLRestorePlanner {
    /// Restores into a scratch database and drops it; on the server that was backed up by an account with rights there alone.
    mutating func planDrill(_ scratch: ExactName) {
        result.actions.append("create the scratch database \(shown(scratch))\(words(creation))")
        result.actions.append("load the dump into it, count what came, and drop it")
        if target.database(scratch) != nil, !isLeftover(scratch) {
            result.obstacles.append(
                Explanation("restore.exists", "the scratch database \(shown(scratch)) exists already"))
        }
        var stage = scratchStage(scratch)
        stage.finish = [step("drop the scratch database \(shown(scratch))", MySQLScripts.drop(scratch))]
        result.stages = layered(stage, in: scratch, without: omissions(of: scratch, scratch: true))
        guard request.manifest?.entry == request.entry.id || request.manifest == nil else { return }
        let missing = MySQLDrillAccount.missing(check.wanted, on: scratch, target.server)
        if missing.isEmpty {
            result.stages = unprivileged(stage, scratch)
        } else {
            let account = target.server.account
            note(
                """
                code in the dump runs with the rights of \(account.printable), which may not create the \
                drill an account of its own: it lacks \(missing.joined(separator: ", "))
                """)
        }
    }

    /// Has an account of the drill's own do all of a stage that evaluates what others wrote.
    private mutating func unprivileged(_ privileged: RestoreStage, _ scratch: ExactName) -> [RestoreStage] {
        let account = MySQLDrillAccount(named: scratch, by: session, on: target)
        let parts = MySQLDrillParts(request.traits, target, beside: scratch)
        let dropping = account.dropStep(by: session)
        result.actions.insert(
            "create the account \(shown(scratch)), which has rights on that database alone", at: 0)
        result.leftOut["views"] = parts.left
        let reader = account.session.context
        result.reader = RestorePlan.Account(entry: reader.entry, password: reader.request.password)
        if !parts.notDrilled.isEmpty {
            note("not drilled: \(parts.notDrilled.joined(separator: ", "))")
        }
        var stage = privileged
        stage.prepare.append(
            account.creation(on: scratch, referred: parts.referred, of: target.server, by: session))
        stage.discard.insert(dropping, at: 0)
        stage.load = load(into: scratch, by: account.session)
        stage.pieces = MySQLTableChoice.pieces(
            of: [0..<request.rawBytes], without: omissions(of: scratch, scratch: true) + parts.omissions)
        stage.comparison = comparison(
            in: scratch, tables: countedTables.own, objects: compared(in: scratch, scratch: true),
            by: account.session)
        var stages = [stage]
        let (finish, discard) = ([dropping] + privileged.finish, stage.discard)
        for part in parts.later {
            stages[stages.count - 1].comparison = nil
            stages[stages.count - 1].finish = []
            var later = RestoreStage()
            later.load = load(into: scratch, by: part.isPrivileged ? session : account.session)
            later.pieces = MySQLTableChoice.pieces(of: part.pieces, without: part.omissions)
            if part.isPrivileged {
                later.insertions = part.definers.map { ($0, account.definer.bytes) }
            }
            later.leftOut = stage.leftOut
            later.comparison = stage.comparison
            later.discard = discard
            stages.append(later)
        }
        stages[stages.count - 1].finish = finish
        return stages
    }
}

/// What an account without rights beyond the scratch database cannot do as the dump says, and what becomes of it.
private struct MySQLDrillParts {
    /// A part of the dump that is loaded behind the rest.
    struct Later {
        /// True when the program's own account has to create it, in the name of the drill's.
        let isPrivileged: Bool
        let pieces: [Range<Int>]
        let omissions: [Range<Int>]
        /// Where the name of the account comes into it.
        let definers: [Int]
    }

    /// What the first load is not to get.
    private(set) var omissions: [Range<Int>]
    private(set) var later: [Later] = []
    /// The databases that foreign keys refer to.
    let referred: [ExactName]
    /// What is left out, for people.
    private(set) var notDrilled: [Message] = []
    /// The names of the views that are.
    let left: Set<ExactName>

    init(_ traits: DumpTraits, _ target: MySQLTarget, beside scratch: ExactName) {
        let code = traits.code
        let databases = target.server.databases.map(\.name).filter { $0 != scratch }
        // Everybody may read that one.
        let others = Set(databases.map { $0.text.lowercased() }).union(["mysql", "sys", "performance_schema"])
            .subtracting(["information_schema"])
        let elsewhere = code.filter(\.isWindow)
        let reaching = code.filter { $0.kind == "view" && !others.isDisjoint(with: $0.mentions) }
        let mentioned = Set(code.filter { $0.kind == "table" }.flatMap(\.mentions))
        let known = databases.filter { mentioned.contains($0.text.lowercased()) }
        let unknown = mentioned.subtracting(known.map { $0.text.lowercased() }).sorted().map { ExactName($0) }
        referred = known + unknown
        left = Set(reaching.map(\.name))
        omissions = code.compactMap(\.definer) + traits.privileged.map(\.bytes) + elsewhere.map(\.bytes)
        omissions += reaching.flatMap { [$0.bytes, $0.dropping].compactMap { $0 } }
        if code.contains(where: { $0.definer != nil }) { notDrilled.append("definers") }
        if !reaching.isEmpty { notDrilled.append("\(reaching.count) × views that name another database") }
        if !elsewhere.isEmpty {
            notDrilled.append("\(elsewhere.count) × tables that show what lies elsewhere")
        }
        let checked = traits.checkedViews
        let above = Set(checked.flatMap { $0.map(\.bytes) })
        if !target.trustsCreators { putOff(traits, keeping: reaching, without: above) }
        let unmade = Set(reaching.map(\.bytes))
        for layer in checked.map({ $0.filter { !unmade.contains($0.bytes) } }) where !layer.isEmpty {
            omissions += layer.flatMap { [$0.bytes, $0.dropping].compactMap { $0 } }
            later.append(part(layer, of: traits, isPrivileged: false))
        }
    }

    /// Puts off what only a superuser may create where there is a binary log, and the views that may want it.
    private mutating func putOff(
        _ traits: DumpTraits, keeping reaching: [DumpTraits.Code], without above: Set<Range<Int>>
    ) {
        let created = traits.code.filter { $0.kind == "trigger" || $0.kind == "function" }
        guard !created.isEmpty else { return }
        omissions += created.map(\.bytes)
        later.append(part(created, of: traits, isPrivileged: true))
        guard created.contains(where: { $0.kind == "function" }) else { return }
        let unmade = above.union(reaching.map(\.bytes))
        let views = traits.code.filter {
            $0.kind == "view" && $0.dropping != nil && !unmade.contains($0.bytes)
        }
        guard !views.isEmpty else { return }
        omissions += views.flatMap { [$0.bytes, $0.dropping].compactMap { $0 } }
        later.append(part(views, of: traits, isPrivileged: false))
    }

    /// Some objects with what sets the session for them.
    private func part(_ code: [DumpTraits.Code], of traits: DumpTraits, isPrivileged: Bool) -> Later {
        let chosen = Set(code.map(\.bytes))
        let others = traits.code.map(\.bytes).filter { !chosen.contains($0) }
        let settings = code.flatMap { [$0.dropping, $0.setting].compactMap { $0 } }
        return Later(
            isPrivileged: isPrivileged, pieces: merged((traits.preamble.map { [$0] } ?? []) + settings),
            omissions: others + code.compactMap(\.definer) + traits.omissions
                + traits.privileged.map(\.bytes)
                + traits.items.filter { $0.kind == "alter database" }.map(\.bytes),
            definers: code.compactMap(\.definer?.upperBound))
    }

    /// Ranges in their order, those that overlap as one.
    private func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, last.upperBound >= range.lowerBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
