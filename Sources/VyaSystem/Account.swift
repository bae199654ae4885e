import Glibc
import Synchronization
import VyaCore

/// Looks up the accounts and groups of this host.
package enum Account {
    /// What the system knows of a user.
    package struct User: Sendable, Equatable {
        /// The number.
        package let id: UInt32
        /// The name, as bytes.
        package let name: [UInt8]
        /// The home folder.
        package let home: String
    }

    /// Looks a user up by number; nil when the system has none. May ask the network where accounts come from there.
    package static func user(_ id: UInt32) -> User? {
        lookUp { buffer, size, found in
            var (record, result) = (passwd(), nil as UnsafeMutablePointer<passwd>?)
            let code = getpwuid_r(id, &record, buffer, size, &result)
            if let entry = result?.pointee {
                found = User(id: id, name: bytes(entry.pw_name), home: text(entry.pw_dir))
            }
            return code
        }
    }

    /// The number of a user of a name; nil when the system has none.
    package static func userNumber(_ name: [UInt8]) -> UInt32? {
        lookUp { buffer, size, found in
            var (record, result) = (passwd(), nil as UnsafeMutablePointer<passwd>?)
            let code = getpwnam_r(name.terminated, &record, buffer, size, &result)
            found = result?.pointee.pw_uid
            return code
        }
    }

    /// The name of a group as bytes; nil when the system has none of that number.
    package static func groupName(_ id: UInt32) -> [UInt8]? {
        lookUp { buffer, size, found in
            var (record, result) = (group(), nil as UnsafeMutablePointer<group>?)
            let code = getgrgid_r(id, &record, buffer, size, &result)
            found = result.map { bytes($0.pointee.gr_name) }
            return code
        }
    }

    /// The number of a group of a name; nil when the system has none.
    package static func groupNumber(_ name: [UInt8]) -> UInt32? {
        lookUp { buffer, size, found in
            var (record, result) = (group(), nil as UnsafeMutablePointer<group>?)
            let code = getgrnam_r(name.terminated, &record, buffer, size, &result)
            found = result?.pointee.gr_gid
            return code
        }
    }

    /// The user's name for messages, or its number when it has none.
    package static func title(of id: UInt32) -> String {
        user(id).map { String.printable($0.name) } ?? "user \(id)"
    }

    /// The home folder of the account that runs this; not `$HOME`, which anybody can set.
    package static func home() -> String? { user(geteuid())?.home }

    /// The home folder in which tools look for files of their own, such as `~/.my.cnf`: `HOME` of an environment where only
    /// root and this user could have put anything there, and else the account's own (L2).
    ///
    /// Root always has its own: a `HOME` that `sudo` left is another account's.
    package static func home(environment: [String: String], user: UInt32 = geteuid()) -> String? {
        guard user != 0, let given = environment["HOME"], given.utf8.first == UInt8(ascii: "/"),
            PathTrust.objection(to: given) == nil
        else { return self.user(user)?.home }
        return given
    }

    /// True when a group is there and has no other members than these users, by its own list or as their first group.
    static func membersOf(group id: UInt32, areAmong users: [UInt32]) -> Bool {
        let members: [[UInt8]]? = lookUp { buffer, size, found in
            var (record, result) = (group(), nil as UnsafeMutablePointer<group>?)
            let code = getgrgid_r(id, &record, buffer, size, &result)
            guard var next = result?.pointee.gr_mem else { return code }
            var names: [[UInt8]] = []
            while let name = next.pointee {
                names.append(bytes(name))
                next += 1
            }
            found = names
            return code
        }
        guard let members, members.allSatisfy({ userNumber($0).map(users.contains) ?? false }) else {
            return false
        }
        return firstGroups().allSatisfy { $0.group != id || users.contains($0.user) }
    }

    /// The users that the system can count, with the first group of each.
    private static func firstGroups() -> [(user: UInt32, group: UInt32)] {
        enumeration.withLock { _ in
            var all: [(user: UInt32, group: UInt32)] = []
            setpwent()
            defer { endpwent() }
            while let entry = getpwent() { all.append((entry.pointee.pw_uid, entry.pointee.pw_gid)) }
            return all
        }
    }

    /// getpwent(3) keeps its place for the whole process.
    private static let enumeration = Mutex(())

    /// Repeats a look-up with a larger buffer while it asks for one; groups with many members need a lot.
    private static func lookUp<Found>(
        _ call: (UnsafeMutablePointer<CChar>, Int, inout Found?) -> Int32
    ) -> Found? {
        var size = 4096
        while size <= 1 << 22 {
            let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
            defer { buffer.deallocate() }
            var found: Found?
            let code = call(buffer, size, &found)
            if code == EINTR { continue }
            guard code == ERANGE else { return code == 0 ? found : nil }
            size *= 4
        }
        return nil
    }

    private static func bytes(_ text: UnsafeMutablePointer<CChar>?) -> [UInt8] {
        text.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
    }

    private static func text(_ text: UnsafeMutablePointer<CChar>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }
}
