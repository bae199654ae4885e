import Glibc
import VyaSystem

/// Looks up the names of users and groups, each once.
struct AccountNames {
    private var users: [uid_t: [UInt8]] = [:]
    private var groups: [gid_t: [UInt8]] = [:]

    /// The name of a user; empty when the system has none.
    mutating func user(_ id: uid_t) -> [UInt8] {
        if let known = users[id] { return known }
        let name = Account.user(id)?.name ?? []
        users[id] = name
        return name
    }

    /// The name of a group; empty when the system has none.
    mutating func group(_ id: gid_t) -> [UInt8] {
        if let known = groups[id] { return known }
        let name = Account.groupName(id) ?? []
        groups[id] = name
        return name
    }
}
