import VyaCore

/// Where a member goes in the folder that its archive is extracted into: names that are neither empty nor `.` nor
/// `..`, one below the other.
struct MemberPath {
    private static let slash = UInt8(ascii: "/")

    /// The names, from the target down; none for the target itself.
    let components: [[UInt8]]
    /// For each name the hash of the path that ends with it; different in every process, so that nobody can make
    /// two paths that share one.
    let hashes: [Int]
    /// True when the name began with `/`, which was left out.
    let isAbsolute: Bool

    /// Reads the name of a member, or of the member that a hard link leads to.
    ///
    /// Throws when it has a `..` or a NUL in it, or a part that no file system takes.
    init(_ name: [UInt8]) throws(HostileArchiveError) {
        if name.contains(0) { throw HostileArchiveError(name, "has a NUL character in its name") }
        isAbsolute = name.first == Self.slash
        var (components, hashes, hasher) = ([[UInt8]](), [Int](), Hasher())
        for part in name.split(separator: Self.slash) where !part.elementsEqual([UInt8(ascii: ".")]) {
            if part.elementsEqual("..".utf8) { throw HostileArchiveError(name, "has '..' in its name") }
            if part.count > 255 {
                throw HostileArchiveError(
                    name, "has a part of \(part.count) bytes in its name; 255 is the most")
            }
            components.append(Array(part))
            part.withUnsafeBytes { hasher.combine(bytes: $0) }
            hasher.combine(Self.slash)
            let soFar = hasher
            hashes.append(soFar.finalize())
        }
        self.components = components
        self.hashes = hashes
    }

    /// The path without a `/` at its begin; `.` for the target itself.
    var bytes: [UInt8] {
        components.isEmpty ? [UInt8(ascii: ".")] : Array(components.joined(separator: [Self.slash]))
    }

    /// The path for people.
    var shown: String { ArchiveNotes.shown(bytes) }

    /// The path of the folder that lies so many names deep.
    func shown(_ depth: Int) -> String {
        ArchiveNotes.shown(Array(components.prefix(depth).joined(separator: [Self.slash])))
    }
}
