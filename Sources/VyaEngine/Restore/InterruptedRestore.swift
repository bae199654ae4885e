package import VyaCore
package import VyaStorage

/// A restore or drill that was killed, as its lock in the state folder tells: what it made may still be on its server.
package struct InterruptedRestore: Sendable, Equatable {
    /// The entry of the server.
    package let entry: EntryID
    /// True for a drill, after which the next one tidies up.
    package let isDrill: Bool
    /// Who it was: process, time and command line.
    package let holder: String
    /// When it began, in seconds since 1970.
    package let since: Int
    /// The lock's name, in the state folder.
    package let lock: String

    /// All of a state folder that began before a time, in seconds since 1970, and whose locks nobody holds.
    package static func all(in state: SafeFolder, before: Int = .max) -> [InterruptedRestore] {
        ((try? state.names()) ?? []).compactMap { bytes -> InterruptedRestore? in
            guard let name = String(validating: bytes, as: UTF8.self),
                let (entry, isDrill) = ScratchName.owner(ofLock: name),
                let status = try? state.status(of: name), status.size > 0,
                status.modified.unixSeconds < before,
                let holder = RunLock.abandoned(in: state, name: name)
            else { return nil }
            return InterruptedRestore(
                entry: entry, isDrill: isDrill, holder: holder, since: status.modified.unixSeconds, lock: name
            )
        }.sorted { ($0.since, $0.lock) < ($1.since, $1.lock) }
    }
}
