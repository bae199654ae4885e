import VyaCore
import VyaSystem

/// Finds the users and groups of an archive on this system, each asked for once.
struct LocalOwners {
    /// A number, and what is to be said of it.
    struct Owner {
        var number: UInt32
        var note: Message?
    }

    private struct Key: Hashable {
        let name: [UInt8]
        let number: UInt32
    }

    /// How many are remembered and told of; an archive may have a name for each member.
    private static let limit = 100
    private var users: [Key: Owner] = [:]
    private var groups: [Key: Owner] = [:]

    /// The user of a name, whose number was this one where it was archived.
    mutating func user(_ name: [UInt8], _ number: UInt32) -> Owner {
        let key = Key(name: name, number: number)
        if let known = users[key] { return known }
        var owner = Self.owner(
            "user", key, here: Account.userNumber(name), whose: { Account.user(number)?.name })
        if users.count < Self.limit { users[key] = owner } else { owner.note = nil }
        return owner
    }

    /// The group of a name, whose number was this one where it was archived.
    mutating func group(_ name: [UInt8], _ number: UInt32) -> Owner {
        let key = Key(name: name, number: number)
        if let known = groups[key] { return known }
        var owner = Self.owner(
            "group", key, here: Account.groupNumber(name), whose: { Account.groupName(number) })
        if groups.count < Self.limit { groups[key] = owner } else { owner.note = nil }
        return owner
    }

    private static func owner(
        _ kind: Message, _ key: Key, here: @autoclosure () -> UInt32?, whose: () -> [UInt8]?
    ) -> Owner {
        guard !key.name.isEmpty, !key.name.contains(0) else { return Owner(number: key.number) }
        let shown = String.printable(key.name)
        if let here = here() {
            let note: Message =
                """
                the \(kind) \(shown) has the number \(here) here and had \(key.number); what was its is its \
                again (--numeric-owner keeps the number, as files of containers want it)
                """
            return Owner(number: here, note: here == key.number ? nil : note)
        }
        let other: Message = whose().map { ", which is \(String.printable($0))'s" } ?? ""
        return Owner(
            number: key.number,
            note:
                "there is no \(kind) \(shown) here; what was its belongs to the number \(key.number)\(other)")
    }
}
