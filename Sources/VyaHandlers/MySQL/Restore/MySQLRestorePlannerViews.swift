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
        guard !isOrigin(name) else { return [stage] }
        let layers = MySQLViewLayers(request.traits, besides: ExactName(target.server.account))
        guard !layers.later.isEmpty else { return [stage] }
        if request.purpose == .database(replacing: false) {
            note(
                "views run in the name of accounts that may have no rights on \(shown(name)): "
                    + DatabaseSelection.enumerated(layers.accounts.map(\.text).sorted())
                    + "; GRANT SELECT ON it to them, where somebody is to read such a view")
        }
        var stages = [stage]
        stages[0].pieces = MySQLTableChoice.pieces(
            of: [0..<request.rawBytes], without: omissions + layers.definers)
        for layer in layers.later {
            stages[stages.count - 1].comparison = nil
            stages[stages.count - 1].finish = []
            var later = RestoreStage()
            later.load = stage.load
            later.pieces = MySQLTableChoice.pieces(
                of: [request.traits.preamble].compactMap { $0 } + layer, without: omissions)
            (later.leftOut, later.comparison) = (stage.leftOut, stage.comparison)
            (later.finish, later.discard) = (stage.finish, stage.discard)
            stages.append(later)
        }
        return stages
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

    /// Looks for views that others are made of, and that run in the name of somebody else than `own`.
    init(_ traits: DumpTraits, besides own: ExactName) {
        let views = traits.code.filter { $0.kind == "view" }
        var readers: [ExactName: [ExactName]] = [:]
        for view in views {
            for source in view.sources where source != view.name {
                readers[source, default: []].append(view.name)
            }
        }
        var depths: [ExactName: Int] = [:]
        func depth(of name: ExactName) -> Int {
            if let known = depths[name] { return known }
            depths[name] = 0
            let depth = (readers[name] ?? []).map { depth(of: $0) + 1 }.max() ?? 0
            depths[name] = depth
            return depth
        }
        var layers: [Int: [Range<Int>]] = [:]
        for view in views where depth(of: view.name) > 0 && view.account.map({ $0 != own }) ?? false {
            guard
                let section = traits.items.first(where: {
                    $0.kind == "view" && $0.bytes.contains(view.bytes.lowerBound)
                })
            else { continue }
            layers[depth(of: view.name), default: []].append(section.bytes)
            if let account = view.account { accounts.insert(account) }
            if let definer = view.definer { definers.append(definer) }
        }
        later = layers.sorted { $0.key < $1.key }.map(\.value)
    }
}
