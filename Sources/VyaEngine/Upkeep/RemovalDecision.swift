package import VyaCore

/// What `cleanup` or `prune` does with one backup, and why.
package struct RemovalDecision: Sendable, Equatable {
    /// The backup.
    package let backup: KnownBackup
    /// True when it goes.
    package var removes: Bool
    /// One sentence without a full stop.
    package var reason: Message
    /// What it goes by, for the catalog.
    package var basis: RemovalBasis
    /// True when retention would let it go, and something else keeps it back for now.
    package var isHeldBack = false

    package init(
        _ backup: KnownBackup, removes: Bool, _ reason: Message, by basis: RemovalBasis = .retention
    ) {
        self.backup = backup
        self.removes = removes
        self.reason = reason
        self.basis = basis
    }

    /// The decision as an element of the document that `--json` prints.
    package var json: JSONValue {
        .object([
            .init("file", .string(backup.path)), .init("bytes", .int(backup.bytes)),
            .init("remove", .bool(removes)), .init("reason", .english(reason)),
        ])
    }
}
