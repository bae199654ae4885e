package import VyaCore
package import VyaStorage

/// Knows, for every `id_dbms`, the entry, the handler that plans it, and where its password and folder are.
///
/// The engine asks it for nothing but an id, and so knows no dbms.
package struct Registry: Sendable {
    /// What is registered under one id.
    package struct Registration: Sendable {
        /// The entry of the configuration.
        package let entry: Entry
        /// What turns the entry into jobs.
        package let handler: any Handler
        /// The absolute path of the folder that its artifacts go to.
        package let folder: String
        /// Whose members may read the artifacts; nil when they are their owner's alone.
        package let group: ReadingGroup?
        /// Fetches the entry's password; throws `ConfigurationError` when its source does not give one.
        package let password: @Sendable () throws -> Secret?
        /// What tells its server from others (`Entry.server`); nil for an entry without one.
        package let server: String?

        package init(
            entry: Entry, handler: any Handler, folder: String, group: ReadingGroup? = nil,
            server: String? = nil,
            password: @escaping @Sendable () throws -> Secret? = { nil }
        ) {
            self.entry = entry
            self.handler = handler
            self.folder = folder
            self.group = group
            self.server = server
            self.password = password
        }
    }

    private let registrations: [EntryID: Registration]

    /// The ids in the order of the configuration.
    package let ids: [EntryID]

    /// Registers entries; their ids are distinct, which the configuration reader has made sure of.
    package init(_ registrations: [Registration]) {
        self.registrations = Dictionary(registrations.map { ($0.entry.id, $0) }) { first, _ in first }
        ids = registrations.map(\.entry.id)
    }

    /// What is registered under an id; nil for an unknown id.
    package subscript(_ id: EntryID) -> Registration? { registrations[id] }

    /// Resolves what a command line asks for: all enabled entries, or exactly the named ones.
    ///
    /// Throws `ConfigurationError` for an unknown or disabled id, and when nothing is enabled (contract.md §2).
    package func select(_ selection: EntrySelection) throws(ConfigurationError) -> [Registration] {
        switch selection {
        case .all:
            let enabled = ids.compactMap { self[$0] }.filter(\.entry.enabled)
            guard !enabled.isEmpty else {
                throw ConfigurationError(
                    "config.all-disabled",
                    "every entry of db_config is disabled, so there is nothing to back up",
                    hints: ["set \"enabled\": true in at least one entry"])
            }
            return enabled
        case .ids(let wanted):
            var chosen: [Registration] = []
            for id in wanted where !chosen.contains(where: { $0.entry.id == id }) {
                guard let registration = self[id] else {
                    throw ConfigurationError(
                        "config.unknown-id", "there is no entry with id_dbms \(id)",
                        hints: ["known ids: \(ids.map(\.description).joined(separator: ", "))"])
                }
                guard registration.entry.enabled else {
                    throw ConfigurationError(
                        "config.disabled-id", "the entry with id_dbms \(id) is disabled",
                        hints: ["set \"enabled\": true in the entry to back it up"])
                }
                chosen.append(registration)
            }
            return chosen
        }
    }
}

/// Which entries a command is about.
package enum EntrySelection: Sendable, Equatable {
    /// Every enabled entry.
    case all
    /// These entries, in this order.
    case ids([EntryID])
}
