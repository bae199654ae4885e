import Glibc

/// The names in one folder, sorted by bytes.
///
/// They lie end to end in one array, because a folder may hold a million of them.
struct FolderListing {
    private var bytes: [UInt8] = []
    private var names: [(start: Int, count: UInt16)] = []
    private var position = 0

    /// Makes a listing without names.
    init() {}

    /// Makes a listing of names that are sorted already.
    init(_ sorted: [[UInt8]]) {
        for name in sorted { name.withUnsafeBytes { append($0) } }
    }

    /// True when all names have been handed out.
    var isFinished: Bool { position == names.count }

    /// Adds a name, unless it is the folder itself or its parent.
    mutating func append(_ name: UnsafeRawBufferPointer) {
        if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { return }
        names.append((bytes.count, UInt16(clamping: name.count)))
        bytes.append(contentsOf: name)
    }

    /// Sorts by bytes, so that an archive of the same tree is the same every night.
    mutating func sort() {
        bytes.withUnsafeBytes { bytes in
            names.sort { left, right in
                let (a, b) = (
                    bytes[left.start...].prefix(Int(left.count)),
                    bytes[right.start...].prefix(Int(right.count))
                )
                guard let a = UnsafeRawBufferPointer(rebasing: a).baseAddress,
                    let b = UnsafeRawBufferPointer(rebasing: b).baseAddress
                else { return left.count < right.count }
                let order = memcmp(a, b, Int(min(left.count, right.count)))
                return order == 0 ? left.count < right.count : order < 0
            }
        }
    }

    /// Hands out the next name; nil at the end.
    mutating func next() -> [UInt8]? {
        guard position < names.count else { return nil }
        let name = names[position]
        position += 1
        return Array(bytes[name.start..<name.start + Int(name.count)])
    }
}
