import VyaCore

/// Where the one member of a zip file is, as the directory at the file's end says.
struct ZipMember {
    /// Where the compressed data are in the file.
    let bytes: Range<Int>
    /// The size before compression, in bytes.
    let rawBytes: Int
    /// The CRC-32 before compression.
    let crc32: UInt32
    /// False when the data are stored as they are.
    let isDeflated: Bool

    /// Finds the member and makes sure that all that the file says of it agrees.
    ///
    /// Throws `SourceError` when the file is a sound zip file of a kind that is not read here, `ArtifactDamage`
    /// when it is not sound, and what reading the file throws.
    init(in file: any PositionedFile, bytes size: Int) throws {
        let directory = try Self.findDirectory(in: file, size)
        guard directory.members == 1 else {
            throw SourceError(
                "artifact.zipMembers", "the zip file holds \(directory.members) members instead of one",
                hints: ["unpack it with `unzip`, and name the file that is to be restored"])
        }
        let entry = try file.bytes(directory.place)
        let header = ZipFormat.directoryHeaderBytes
        let (nameBytes, extraBytes) = (Int(entry.number(at: 28, 2)), Int(entry.number(at: 30, 2)))
        guard entry.starts(with: ZipFormat.directoryHeader), entry.count >= header,
            entry.count == header + nameBytes + extraBytes + Int(entry.number(at: 32, 2))
        else { throw Self.damage(directory.place, "has a damaged zip directory") }
        var (packed, raw, start) = (entry.number(at: 20, 4), entry.number(at: 24, 4), entry.number(at: 42, 4))
        Self.widen(&raw, &packed, &start, from: Array(entry[(header + nameBytes)...].prefix(extraBytes)))
        let flags = entry.number(at: 8, 2)
        let method = entry.number(at: 10, 2)
        guard flags & ZipFormat.encryptedFlags == 0 else {
            throw SourceError(
                "artifact.encrypted", "the zip file is encrypted",
                hints: ["unpack it with `unzip` or `7z`, and name the file that comes out"])
        }
        guard method == ZipFormat.stored || method == ZipFormat.deflated else {
            throw SourceError(
                "artifact.zipMethod", "the zip file is compressed by method \(method), not by deflate",
                hints: ["unpack it with `7z`, and name the file that comes out"])
        }
        let name = entry[header..<header + nameBytes]
        guard name.last != UInt8(ascii: "/") else {
            throw SourceError("artifact.zipMembers", "the zip file holds a folder and no file")
        }
        let local = try file.bytes(0..<min(size, ZipFormat.localHeaderBytes))
        let dataStart =
            ZipFormat.localHeaderBytes + Int(local.number(at: 26, 2)) + Int(local.number(at: 28, 2))
        guard start == 0, local.starts(with: ZipFormat.localHeader), local.number(at: 6, 2) == flags,
            local.number(at: 8, 2) == method, dataStart <= directory.place.lowerBound
        else { throw Self.damage(0..<min(size, dataStart), "has a damaged zip header") }
        let rest = try file.bytes(ZipFormat.localHeaderBytes..<dataStart)
        guard name.elementsEqual(rest.prefix(Int(local.number(at: 26, 2)))) else {
            throw Self.damage(0..<dataStart, "has a zip header that its directory contradicts")
        }
        guard packed <= UInt64(directory.place.lowerBound - dataStart), raw <= UInt64(Int.max),
            method == ZipFormat.deflated || raw == packed
        else { throw Self.damage(directory.place, "has a zip directory whose sizes cannot be") }
        self.bytes = dataStart..<dataStart + Int(packed)
        rawBytes = Int(raw)
        crc32 = UInt32(truncatingIfNeeded: entry.number(at: 16, 4))
        isDeflated = method == ZipFormat.deflated
        try checkSizes(
            said: local, rest.dropFirst(nameBytes), between: bytes.upperBound..<directory.place.lowerBound,
            of: file)
    }

    /// Compares the sizes and the CRC-32 in front of the data, or behind them, with those of the directory.
    private func checkSizes(
        said local: [UInt8], _ extra: ArraySlice<UInt8>, between gap: Range<Int>, of file: any PositionedFile
    ) throws {
        let expected = [UInt64(crc32), UInt64(bytes.count), UInt64(rawBytes)]
        if local.number(at: 6, 2) & ZipFormat.descriptorFlag == 0 {
            var (packed, raw, unused) = (local.number(at: 18, 4), local.number(at: 22, 4), UInt64(0))
            Self.widen(&raw, &packed, &unused, from: Array(extra))
            guard [local.number(at: 14, 4), packed, raw] == expected, gap.isEmpty else {
                throw Self.damage(0..<bytes.lowerBound, "has a zip header that its directory contradicts")
            }
            return
        }
        // The signature is optional, and nothing says whether the sizes have 32 or 64 bits.
        guard gap.count <= 24 else { throw Self.damage(gap, "has something behind the data of its member") }
        var words = try file.bytes(gap)
        if gap.count % 8 == 0, words.starts(with: ZipFormat.descriptor) { words.removeFirst(4) }
        let width = (words.count - 4) / 2
        guard [4, 8].contains(width), words.count == 4 + 2 * width,
            [words.number(at: 0, 4), words.number(at: 4, width), words.number(at: 4 + width, width)]
                == expected
        else {
            throw Self.damage(gap, "has sizes behind the data of its member that its directory contradicts")
        }
    }

    /// Takes numbers that do not fit 32 bits from the extra field, where they stand in this order.
    private static func widen(
        _ raw: inout UInt64, _ packed: inout UInt64, _ start: inout UInt64, from extra: [UInt8]
    ) {
        var position = 0
        while position + 4 <= extra.count {
            let size = Int(extra.number(at: position + 2, 2))
            if extra.number(at: position, 2) == ZipFormat.extra64 {
                let fields = Array(extra.dropFirst(position + 4).prefix(size))
                var place = 0
                func take(_ number: inout UInt64) {
                    guard number == ZipFormat.elsewhere, place + 8 <= fields.count else { return }
                    number = fields.number(at: place, 8)
                    place += 8
                }
                take(&raw)
                take(&packed)
                take(&start)
                return
            }
            position += 4 + size
        }
    }

    /// Finds the directory by the record at the end of the file.
    private static func findDirectory(
        in file: any PositionedFile, _ size: Int
    ) throws -> (place: Range<Int>, members: UInt64) {
        let tailStart = max(
            0, size - ZipFormat.endBytes - ZipFormat.maximumComment - ZipFormat.locator64Bytes)
        let tail = try file.bytes(tailStart..<size)
        // The comment could hold the record's first bytes: only one that reaches to the end is the record.
        let candidate = stride(from: tail.count - ZipFormat.endBytes, through: 0, by: -1).first { place in
            tail[place...].starts(with: ZipFormat.end)
                && Int(tail.number(at: place + 20, 2)) == tail.count - place - ZipFormat.endBytes
        }
        guard let candidate else {
            throw damage(
                size..<size, "has no zip directory at its end: it is cut off, or something follows it")
        }
        var members = tail.number(at: candidate + 10, 2)
        var (count, start) = (tail.number(at: candidate + 12, 4), tail.number(at: candidate + 16, 4))
        var end = tailStart + candidate
        let locator = candidate - ZipFormat.locator64Bytes
        if locator >= 0, tail[locator...].starts(with: ZipFormat.locator64) {
            let place = tail.number(at: locator + 8, 8)
            guard size >= ZipFormat.end64Bytes, place <= UInt64(size - ZipFormat.end64Bytes) else {
                throw damage(end..<size, "has a damaged end of its zip directory")
            }
            let record = try file.bytes(Int(place)..<Int(place) + ZipFormat.end64Bytes)
            guard record.starts(with: ZipFormat.end64) else {
                throw damage(Int(place)..<size, "has a damaged end of its zip directory")
            }
            members = record.number(at: 32, 8)
            (count, start) = (record.number(at: 40, 8), record.number(at: 48, 8))
            end = Int(place)
        }
        let (sum, overflow) = start.addingReportingOverflow(count)
        guard !overflow, sum == UInt64(end), count <= 1 << 20 || members > 1 else {
            throw damage(end..<size, "has a zip directory that is not where its end says")
        }
        return (Int(start)..<Int(sum), members)
    }

    private static func damage(_ bytes: Range<Int>, _ reason: String) -> ArtifactDamage {
        ArtifactDamage(bytes: bytes, raw: nil, reason: reason)
    }
}
