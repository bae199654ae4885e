import Glibc

/// Looks up the names of users and groups, each once.
struct AccountNames {
    private var users: [uid_t: [UInt8]] = [:]
    private var groups: [gid_t: [UInt8]] = [:]

    /// The name of a user; empty when the system has none.
    mutating func user(_ id: uid_t) -> [UInt8] {
        if let known = users[id] { return known }
        let name = Self.lookUp { buffer, size in
            var (record, result) = (passwd(), nil as UnsafeMutablePointer<passwd>?)
            let code = getpwuid_r(id, &record, buffer, size, &result)
            return (code, result?.pointee.pw_name)
        }
        users[id] = name
        return name
    }

    /// The name of a group; empty when the system has none.
    mutating func group(_ id: gid_t) -> [UInt8] {
        if let known = groups[id] { return known }
        let name = Self.lookUp { buffer, size in
            var (record, result) = (Glibc.group(), nil as UnsafeMutablePointer<Glibc.group>?)
            let code = getgrgid_r(id, &record, buffer, size, &result)
            return (code, result?.pointee.gr_name)
        }
        groups[id] = name
        return name
    }

    /// The number of a user; nil when the system has none of that name.
    static func userNumber(_ name: [UInt8]) -> UInt32? {
        var number: UInt32?
        _ = lookUp { buffer, size in
            var (record, result) = (passwd(), nil as UnsafeMutablePointer<passwd>?)
            let code = OpenFolder.withCString(name) { getpwnam_r($0, &record, buffer, size, &result) }
            number = result?.pointee.pw_uid
            return (code, nil)
        }
        return number
    }

    /// The number of a group; nil when the system has none of that name.
    static func groupNumber(_ name: [UInt8]) -> UInt32? {
        var number: UInt32?
        _ = lookUp { buffer, size in
            var (record, result) = (Glibc.group(), nil as UnsafeMutablePointer<Glibc.group>?)
            let code = OpenFolder.withCString(name) { getgrnam_r($0, &record, buffer, size, &result) }
            number = result?.pointee.gr_gid
            return (code, nil)
        }
        return number
    }

    /// Repeats a look-up with a larger buffer while it asks for one; groups with many members need a lot.
    private static func lookUp(
        _ call: (UnsafeMutablePointer<CChar>, Int) -> (Int32, UnsafeMutablePointer<CChar>?)
    ) -> [UInt8] {
        var size = 1024
        while size <= 1 << 20 {
            let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
            defer { buffer.deallocate() }
            let (code, name) = call(buffer, size)
            guard code == ERANGE else {
                return name.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
            }
            size *= 4
        }
        return []
    }
}
