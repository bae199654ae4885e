import VyaCore
import CLinux
import Glibc
import VyaSystem

/// An extended attribute of a file: what a user set, capabilities, ACLs.
struct ExtendedAttribute {
    let name: [UInt8]
    let value: [UInt8]

    /// How many bytes of attributes are kept of one file; local file systems allow no more than a block or 64
    /// KiB.
    private static let limit = 1 << 20

    /// What reading the attributes of a file told.
    struct Reading {
        var attributes: [ExtendedAttribute] = []
        /// Why some are missing; nil when none is.
        var lack: Message?

        /// How many bytes the attributes take.
        var size: Int { ExtendedAttribute.size(attributes) }
    }

    /// Reads the attributes of what a descriptor is open on.
    ///
    /// Where it is not open for reading, as the places (`O_PATH`) that links and devices are held by, it goes
    /// through /proc, because `fgetxattr` does not take those; the name in /proc leads to the very file that is
    /// open, without another look-up.
    static func read(_ descriptor: Int32, isReadable: Bool) -> Reading {
        if isReadable {
            return read(
                list: { flistxattr(descriptor, $0, $1) },
                get: { name, buffer, size in
                    OpenFolder.withCString(name) { fgetxattr(descriptor, $0, buffer, size) }
                })
        }
        let path = Array("/proc/self/fd/\(descriptor)".utf8)
        return read(
            list: { buffer, size in OpenFolder.withCString(path) { listxattr($0, buffer, size) } },
            get: { name, buffer, size in
                OpenFolder.withCString(path) { path in
                    OpenFolder.withCString(name) { name in getxattr(path, name, buffer, size) }
                }
            })
    }

    /// How many bytes attributes take.
    static func size(_ attributes: [ExtendedAttribute]) -> Int {
        attributes.reduce(0) { $0 + $1.name.count + $1.value.count }
    }

    private static func read(
        list: (UnsafeMutablePointer<CChar>?, Int) -> Int,
        get: ([UInt8], UnsafeMutablePointer<CChar>?, Int) -> Int
    ) -> Reading {
        var reading = Reading()
        guard let list = grow(list) else {
            if errno != EOPNOTSUPP {
                reading.lack = "its extended attributes cannot be read: \(ArchiveNotes.words(errno))"
            }
            return reading
        }
        // Most files have none.
        if list.isEmpty { return reading }
        var size = 0
        for part in list.split(separator: 0) {
            let name = Array(part)
            guard let value = grow({ get(name, $0, $1) }) else {
                // One that has gone since the list was read is no loss.
                if errno != ENODATA {
                    reading.lack = "an extended attribute cannot be read: \(ArchiveNotes.words(errno))"
                }
                continue
            }
            size += name.count + value.count
            guard size <= limit else {
                reading.lack = "it has more than 1 MiB of extended attributes; the rest is missing"
                break
            }
            reading.attributes.append(ExtendedAttribute(name: name, value: value))
        }
        reading.attributes.sort { $0.name.lexicographicallyPrecedes($1.name) }
        return reading
    }

    /// Adds it as star, GNU tar and libarchive write it, ACLs as text too, which `tar --acls` and bsdtar
    /// restore.
    func add(to records: inout PaxRecords) {
        for (attribute, record) in [
            ("system.posix_acl_access", "SCHILY.acl.access"),
            ("system.posix_acl_default", "SCHILY.acl.default"),
        ] where name == Array(attribute.utf8) {
            if let text = AccessControlList(value)?.text { records.add(record, text) }
        }
        // GNU tar's escape: a key ends at its first `=`.
        var key = Array("SCHILY.xattr.".utf8)
        for byte in name {
            switch byte {
            case UInt8(ascii: "="): key += Array("%3D".utf8)
            case UInt8(ascii: "%"): key += Array("%25".utf8)
            default: key.append(byte)
            }
        }
        records.add(key, value)
    }

    /// Calls with buffers of growing size until the answer fits; nil with `errno` set when the call fails.
    private static func grow(_ call: (UnsafeMutablePointer<CChar>?, Int) -> Int) -> [UInt8]? {
        while true {
            let needed = call(nil, 0)
            guard needed > 0 else { return needed == 0 ? [] : nil }
            var buffer = [CChar](repeating: 0, count: needed)
            let count = buffer.withUnsafeMutableBufferPointer { call($0.baseAddress, $0.count) }
            if count >= 0 { return buffer.prefix(count).map { UInt8(bitPattern: $0) } }
            // It grew between the two calls.
            guard errno == ERANGE else { return nil }
        }
    }
}
