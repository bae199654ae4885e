import CLinux
import Glibc

/// One member of a tar archive, ready to be written as headers: ustar, with a pax extended header for
/// whatever ustar cannot say (POSIX.1-2008, pax; the GNU manual for `GNU.sparse.*`; star's `SCHILY.*`).
struct TarMember {
    /// The types that ustar knows.
    enum Kind: String {
        case file = "0"
        case hardLink = "1"
        case symbolicLink = "2"
        case characterDevice = "3"
        case blockDevice = "4"
        case folder = "5"
        case fifo = "6"
    }

    let kind: Kind
    /// The relative name, any bytes; a folder's ends in `/`.
    let name: [UInt8]
    let status: stat
    /// What a link leads to.
    var linkTarget: [UInt8] = []
    /// How many bytes of contents follow the headers.
    var size = 0
    /// The size of the file with its holes, when the contents begin with a map of what is no hole.
    var sparseSize: Int?
    /// The names of owner and group; empty when the system has none.
    var owner: [UInt8] = []
    var group: [UInt8] = []
    var attributes: [ExtendedAttribute] = []

    private static let largestID: UInt32 = 0o7_777_777
    private static let largestNumber = 0o77_777_777_777

    /// The blocks before the contents.
    var headers: [UInt8] {
        let records = extended.bytes
        guard !records.isEmpty else { return ustar }
        let padding = -records.count & 511
        var blocks: [UInt8] = []
        blocks.reserveCapacity(512 + records.count + padding + 512)
        blocks += Self.extensionHeader(size: records.count)
        blocks += records
        blocks += repeatElement(0, count: padding)
        blocks += ustar
        return blocks
    }

    /// What ustar cannot say.
    private var extended: PaxRecords {
        var records = PaxRecords()
        let longName = Self.split(name) == nil || sparseSize != nil
        let longLink = linkTarget.count > 100
        // Names in records are UTF-8 unless this, before them, says that they are bytes. For names that are
        // UTF-8 too: libarchive would else change their normal form, or refuse them in another locale.
        if longName && !Self.isASCII(name) || longLink && !Self.isASCII(linkTarget) {
            records.add("hdrcharset", "BINARY")
        }
        if let sparseSize {
            records.add("GNU.sparse.major", "1")
            records.add("GNU.sparse.minor", "0")
            records.add("GNU.sparse.name", name)
            records.add("GNU.sparse.realsize", String(sparseSize))
        } else if longName {
            records.add("path", name)
        }
        if longLink { records.add("linkpath", linkTarget) }
        if size > Self.largestNumber { records.add("size", String(size)) }
        if status.st_uid > Self.largestID { records.add("uid", String(status.st_uid)) }
        if status.st_gid > Self.largestID { records.add("gid", String(status.st_gid)) }
        if owner.count > 31 { records.add("uname", owner) }
        if group.count > 31 { records.add("gname", group) }
        let time = status.st_mtim
        if time.tv_nsec != 0 || !(0...Self.largestNumber).contains(time.tv_sec) {
            records.add("mtime", seconds: time.tv_sec, nanoseconds: time.tv_nsec)
        }
        for attribute in attributes { attribute.add(to: &records) }
        return records
    }

    private var ustar: [UInt8] {
        var header = TarHeader()
        // A reader that does not know the sparse format extracts the map and the data under this name.
        let shown = sparseSize == nil ? name : Array("GNUSparseFile.0/data".utf8)
        if let (prefix, rest) = Self.split(shown) {
            header.put(rest, at: 0, width: 100)
            header.put(prefix, at: 345, width: 155)
        } else {
            header.put(shown.suffix(100), at: 0, width: 100)
        }
        header.put(number: Int(status.st_mode & 0o7777), at: 100, width: 8)
        header.put(number: Int(min(status.st_uid, Self.largestID)), at: 108, width: 8)
        header.put(number: Int(min(status.st_gid, Self.largestID)), at: 116, width: 8)
        header.put(number: size > Self.largestNumber ? 0 : size, at: 124, width: 12)
        header.put(number: min(max(status.st_mtim.tv_sec, 0), Self.largestNumber), at: 136, width: 12)
        header.put(kind.rawValue.utf8, at: 156, width: 1)
        header.put(linkTarget, at: 157, width: 100)
        if owner.count <= 31 { header.put(owner, at: 265, width: 32) }
        if group.count <= 31 { header.put(group, at: 297, width: 32) }
        if kind == .characterDevice || kind == .blockDevice {
            header.put(number: Int(gnu_dev_major(status.st_rdev)), at: 329, width: 8)
            header.put(number: Int(gnu_dev_minor(status.st_rdev)), at: 337, width: 8)
        }
        return header.sealed()
    }

    private static func extensionHeader(size: Int) -> [UInt8] {
        var header = TarHeader()
        header.put("PaxHeader".utf8, at: 0, width: 100)
        header.put(number: 0o644, at: 100, width: 8)
        header.put(number: size, at: 124, width: 12)
        header.put("x".utf8, at: 156, width: 1)
        return header.sealed()
    }

    private static func isASCII(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 < 0x80 }
    }

    /// Splits a name over the two fields that ustar has for it; nil when it does not fit.
    ///
    /// The bytes go in as they are, whatever their encoding: readers leave them alone there.
    private static func split(_ name: [UInt8]) -> (prefix: [UInt8], rest: [UInt8])? {
        if name.count <= 100 { return ([], name) }
        guard name.count <= 256 else { return nil }
        let from = max(name.count - 101, 1)
        guard from <= 155, let slash = name[from..<name.count - 1].firstIndex(of: UInt8(ascii: "/")),
            slash <= 155
        else { return nil }
        return (Array(name[..<slash]), Array(name[(slash + 1)...]))
    }
}
