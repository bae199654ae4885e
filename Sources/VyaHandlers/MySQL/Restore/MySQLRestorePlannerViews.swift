import VyaCore

extension MySQLRestorePlanner {
    /// A stage as one or more, so that views come back whose definers have no rights on the database under this name.
    ///
    /// A server that creates a view looks into the views that it is made of, with the rights of their definers (error 1356).
    /// So these are first created in the account's own name, and once more in that of their definers when all that is made
    /// of them is there: each behind those that look into it. `omissions` are what the client gets at no time.
    mutating func layered(
        _ stage: RestoreStage, in name: ExactName, without omissions: [Range<Int>]
    ) -> [RestoreStage] {
        let layers = isOrigin(name) ? nil : viewLayers(in: name)
        let (definers, checked) = (layers?.definers ?? [], request.traits.checkedViews)
        guard layers?.later.isEmpty == false || !checked.isEmpty else { return [stage] }
        if let layers, !layers.later.isEmpty, request.purpose == .database(replacing: false) {
            note(
                """
                views run in the name of accounts that may have no rights on \(shown(name)): \
                \(DatabaseSelection.enumerated(layers.accounts.map(\.text).sorted())); GRANT SELECT ON it \
                to them, where somebody is to read such a view
                """)
        }
        var stages = [stage]
        let views = checked.map { $0.flatMap { [$0.dropping, $0.bytes].compactMap { $0 } } }
        stages[0].pieces = MySQLTableChoice.pieces(
            of: [0..<request.rawBytes], without: omissions + definers + views.flatMap { $0 })
        let checking = checked.map { layer in
            (layer.flatMap { [$0.dropping, $0.setting].compactMap { $0 } }, omissions + definers)
        }
        for (pieces, left) in checking + (layers?.later ?? []).map({ ($0, omissions) }) {
            stages[stages.count - 1].comparison = nil
            stages[stages.count - 1].finish = []
            var later = RestoreStage()
            later.load = stage.load
            later.pieces = MySQLTableChoice.pieces(
                of: [request.traits.preamble].compactMap { $0 } + pieces, without: left)
            (later.leftOut, later.comparison) = (stage.leftOut, stage.comparison)
            (later.finish, later.discard) = (stage.finish, stage.discard)
            stages.append(later)
        }
        return stages
    }
}

extension DumpTraits {
    /// The views that are made of other views, in layers, each above those before it; none where no such view checks what is
    /// written through it.
    ///
    /// Until all views are made the dump has stand-ins for them, to which nothing can be written, so that no server makes such a
    /// view above one (error 1368, traps.md T82).
    var checkedViews: [[Code]] {
        let views = code.filter { $0.kind == "view" }
        let sources = Dictionary(views.map { ($0.name, $0.sources) }, uniquingKeysWith: { $0.union($1) })
        /// All views that one stands above, however many stand between.
        func below(_ view: Code) -> Set<ExactName> {
            var (found, next) = (Set<ExactName>(), view.sources)
            while !next.isEmpty {
                found.formUnion(next)
                next = next.reduce(into: Set()) { $0.formUnion(sources[$1] ?? []) }.subtracting(found)
            }
            return found.intersection(sources.keys).subtracting([view.name])
        }
        var rest = views.filter { !below($0).isEmpty }
        // A server also remembers whether it could write through a view when that was made, so that all in between count.
        guard rest.contains(where: \.isChecked) else { return [] }
        var layers: [[Code]] = []
        while !rest.isEmpty {
            let waiting = Set(rest.map(\.name))
            var layer = rest.filter { below($0).isDisjoint(with: waiting) }
            // Views that are made of each other are no server's.
            if layer.isEmpty { layer = rest }
            layers.append(layer)
            let made = Set(layer.map(\.bytes))
            rest.removeAll { made.contains($0.bytes) }
        }
        return layers
    }
}

extension MySQLRestorePlanner {
    /// The views that have to get their definers last in a database.
    func viewLayers(in name: ExactName) -> MySQLViewLayers {
        let others = target.server.databases.map(\.name).filter { !target.isSame($0, name) } + system
        return MySQLViewLayers(
            request.traits, besides: ExactName(target.server.account),
            others: Set(others.map { $0.text.lowercased() }))
    }
}

/// The views of a dump that get their definers behind others, which are made of them.
struct MySQLViewLayers {
    /// The sections of the dump that make them, in an order in which each view comes behind all that are made of it.
    private(set) var later: [[Range<Int>]] = []
    /// The words that say in whose names they run.
    private(set) var definers: [Range<Int>] = []
    /// In whose names they run.
    private(set) var accounts: Set<ExactName> = []

    /// No server has views above views above views so often.
    private static let deepest = 100

    /// Looks for views that others are made of, and that run in the name of somebody else than `own`.
    ///
    /// One that reaches into one of the `others`, databases in lower case, is never the account's, not for a moment.
    init(_ traits: DumpTraits, besides own: ExactName, others: Set<String>) {
        let views = traits.code.filter { $0.kind == "view" }
        var readers: [ExactName: [ExactName]] = [:]
        for view in views {
            for source in view.sources where source != view.name {
                readers[source, default: []].append(view.name)
            }
        }
        // How many views stand above each at most.
        var depths: [ExactName: Int] = [:]
        var changed = Set(readers.keys)
        for depth in 1...Self.deepest where !changed.isEmpty {
            for name in changed { depths[name] = depth }
            changed = changed.filter { name in
                (readers[name] ?? []).contains { depths[$0] == depth }
            }
        }
        var layers: [Int: [Range<Int>]] = [:]
        for view in views
        where view.account.map({ $0 != own }) ?? false && others.isDisjoint(with: view.mentions) {
            guard let depth = depths[view.name] else { continue }
            guard
                let section = traits.items.first(where: {
                    $0.kind == "view" && $0.bytes.contains(view.bytes.lowerBound)
                })
            else { continue }
            layers[depth, default: []].append(section.bytes)
            if let account = view.account { accounts.insert(account) }
            if let definer = view.definer { definers.append(definer) }
        }
        later = layers.sorted { $0.key < $1.key }.map(\.value)
    }
}
