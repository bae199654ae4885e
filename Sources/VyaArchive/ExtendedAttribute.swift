import CLinux
import Glibc

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
        var lack: String?
    }

    /// Reads the attributes of what a descriptor is open on.
    ///
    /// It goes through /proc because `fgetxattr` does not take the places (`O_PATH`) that links and devices
    /// are held by; the name in /proc leads to the very file that is open, without another look-up.
    static func read(_ descriptor: Int32) -> Reading {
        var reading = Reading()
        let path = Array("/proc/self/fd/\(descriptor)".utf8)
        guard
            let list = grow({ buffer, size in OpenFolder.withCString(path) { listxattr($0, buffer, size) } })
        else {
            if errno != EOPNOTSUPP {
                reading.lack = "its extended attributes cannot be read: \(Findings.words(errno))"
            }
            return reading
        }
        var size = 0
        for part in list.split(separator: 0) {
            let name = Array(part)
            let value = grow { buffer, size in
                OpenFolder.withCString(path) { path in
                    OpenFolder.withCString(name) { name in getxattr(path, name, buffer, size) }
                }
            }
            guard let value else {
                // One that has gone since the list was read is no loss.
                if errno != ENODATA {
                    reading.lack = "an extended attribute cannot be read: \(Findings.words(errno))"
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
