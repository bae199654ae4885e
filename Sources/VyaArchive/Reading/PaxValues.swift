import VyaCore

/// What the records of pax extended headers say of a member (POSIX.1-2008, pax, "pax Extended Header"; the GNU
/// tar manual for `GNU.sparse.*`; star's `SCHILY.*`).
struct PaxValues {
    /// Why records cannot be used.
    struct Refusal: Error {
        let reason: Message
    }

    var path: [UInt8]?
    var linkPath: [UInt8]?
    var size: Int?
    var user: Int?
    var group: Int?
    var userName: [UInt8]?
    var groupName: [UInt8]?
    var modified: FileTime?
    var attributes: [[UInt8]: [UInt8]] = [:]
    /// Access lists as text, by the attribute that Linux keeps them in.
    var accessLists: [String: [UInt8]] = [:]
    /// The version of the sparse format, 1.0 for a map before the contents; 0 for one in the records.
    var sparseMajor: Int?
    var sparseName: [UInt8]?
    var sparseSize: Int?
    var sparseMap = SparseLayout()
    var hasSparseMap = false
    private var sparseOffset: Int?

    /// Reads the records of another header; what they say goes before what was known.
    ///
    /// Records of a global header are about all members and may not name one.
    mutating func add(_ records: [UInt8], isGlobal: Bool) throws(Refusal) {
        var rest = records[...]
        while !rest.isEmpty {
            guard let space = rest.prefix(12).firstIndex(of: UInt8(ascii: " ")),
                let length = Self.decimal(rest[..<space]), length <= rest.count,
                length > space - rest.startIndex + 1
            else { throw Refusal(reason: "a record of an extended header has a wrong length") }
            let record = rest[(space + 1)..<(rest.startIndex + length)]
            guard record.last == UInt8(ascii: "\n"), let equals = record.firstIndex(of: UInt8(ascii: "="))
            else { throw Refusal(reason: "a record of an extended header is no `key=value`") }
            let value = record[(equals + 1)...].dropLast()
            try take(Array(record[..<equals]), Array(value), isGlobal: isGlobal)
            rest = rest[(rest.startIndex + length)...]
        }
    }

    /// What is left when the values of a global header stand behind those of a member.
    func over(_ global: PaxValues) -> PaxValues {
        var values = self
        values.user = user ?? global.user
        values.group = group ?? global.group
        values.userName = userName ?? global.userName
        values.groupName = groupName ?? global.groupName
        values.modified = modified ?? global.modified
        return values
    }

    /// Reads a number without a sign; nil when it is none or too large.
    static func decimal(_ digits: some Collection<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(digit - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    private static let attributePrefix = Array("SCHILY.xattr.".utf8)
    private static let sparsePrefix = Array("GNU.sparse.".utf8)

    private mutating func take(_ key: [UInt8], _ value: [UInt8], isGlobal: Bool) throws(Refusal) {
        if key.starts(with: Self.attributePrefix) {
            if isGlobal { throw Refusal(reason: "a global header has attributes of a file") }
            attributes[Self.unescape(key.dropFirst(Self.attributePrefix.count))] = value
            return
        }
        // An empty value takes back what an earlier record said; what the header itself says then stands.
        func number() throws(Refusal) -> Int? {
            if value.isEmpty { return nil }
            guard let number = Self.decimal(value) else {
                throw Refusal(reason: "the record '\(String.printable(key))' is no number")
            }
            return number
        }
        let word = String(decoding: key, as: UTF8.self)
        let isOfOneMember = ["path", "linkpath", "size", "SCHILY.acl.access", "SCHILY.acl.default"]
            .contains(word)
        if isGlobal, isOfOneMember || key.starts(with: Self.sparsePrefix) {
            throw Refusal(reason: "a global header has the record '\(word)' of a single member")
        }
        switch word {
        case "path": path = value.isEmpty ? nil : value
        case "linkpath": linkPath = value.isEmpty ? nil : value
        case "size": size = try number()
        case "uid": user = try number()
        case "gid": group = try number()
        case "uname": userName = value.isEmpty ? nil : value
        case "gname": groupName = value.isEmpty ? nil : value
        case "mtime":
            modified = FileTime(decimal: value)
            if modified == nil, !value.isEmpty { throw Refusal(reason: "the record 'mtime' is no time") }
        case "SCHILY.acl.access": accessLists["system.posix_acl_access"] = value
        case "SCHILY.acl.default": accessLists["system.posix_acl_default"] = value
        case "GNU.sparse.major": sparseMajor = try number()
        case "GNU.sparse.name": sparseName = value
        case "GNU.sparse.realsize", "GNU.sparse.size": sparseSize = try number()
        case "GNU.sparse.numblocks": hasSparseMap = true
        case "GNU.sparse.offset": sparseOffset = try number()
        case "GNU.sparse.numbytes":
            let (offset, count) = (sparseOffset, try number())
            guard let offset, let count else { throw Refusal(reason: "the sparse map lacks an offset") }
            sparseOffset = nil
            try add(offset, count)
        case "GNU.sparse.map":
            sparseMap = SparseLayout()
            hasSparseMap = true
            var offset: Int?
            for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: value.isEmpty) {
                guard let number = Self.decimal(part) else {
                    throw Refusal(reason: "the sparse map has something else than numbers")
                }
                if let known = offset {
                    try add(known, number)
                    offset = nil
                } else {
                    offset = number
                }
            }
            if offset != nil { throw Refusal(reason: "the sparse map lacks a size") }
        default: break
        }
    }

    private mutating func add(_ offset: Int, _ count: Int) throws(Refusal) {
        hasSparseMap = true
        guard sparseMap.add(offset, count) else { throw Refusal(reason: SparseLayout.refusal) }
    }

    /// Undoes GNU tar's escape of `=` and `%` in the name of an attribute.
    private static func unescape(_ name: ArraySlice<UInt8>) -> [UInt8] {
        guard name.contains(UInt8(ascii: "%")) else { return Array(name) }
        var (result, rest) = ([UInt8](), name)
        while let byte = rest.first {
            if rest.starts(with: "%3D".utf8) || rest.starts(with: "%25".utf8) {
                result.append(rest.starts(with: "%3D".utf8) ? UInt8(ascii: "=") : UInt8(ascii: "%"))
                rest = rest.dropFirst(3)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
