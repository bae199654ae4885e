/// The name of an artifact: `<YYYYMMDD>_<HHMMSS>_<dbms>_<id>_<name>.sql.gz` or `.tar.gz` (contract.md §4).
package struct ArtifactName: Sendable, Equatable {
    /// The ending that the manifest adds to the artifact's name.
    package static let manifestSuffix = ".json"
    /// What is appended to an artifact's name for the mark that keeps it from `prune` and `cleanup`.
    package static let pinSuffix = ".pin"
    /// The longest file name, in bytes, that Linux file systems take (`NAME_MAX`).
    package static let maximumLength = 255
    /// How much of that is kept for what may follow the name: `.age`, and `.proof.json` of a drill.
    private static let roomBehind = 15

    /// Composes the name of a job's artifact.
    ///
    /// A pattern has its slug there (`PatternSlugs`). Bytes of a database's name outside `[A-Za-z0-9._-]` are
    /// percent-encoded; a name that would not fit is cut and ends in `-` and a hash of the whole. `attempt` counts from
    /// 1; from 2 on it is appended as `~2`, which neither can hold.
    package static func compose(
        job: Job, at moment: Moment, codecExtension: String, attempt: Int = 1
    ) -> String {
        let head = "\(moment.fileStamp)_\(encoded(job.dbms))_\(job.entry)_"
        let tail = (attempt > 1 ? "~\(attempt)" : "") + ".\(job.fileExtension).\(codecExtension)"
        let name = job.kind == .globals ? "globals" : job.slug ?? encoded(job.database.text)
        let room = maximumLength - roomBehind - head.utf8.count - tail.utf8.count
        return head + fitted(name, into: room, of: job.database) + tail
    }

    /// Percent-encodes every byte outside `[A-Za-z0-9._-]`.
    package static func encoded(_ name: String) -> String {
        var result = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    private static func fitted(_ name: String, into room: Int, of whole: ExactName) -> String {
        guard name.utf8.count > room else { return name }
        let suffix = "-" + String(NameHash.number(of: whole.text.utf8), radix: 16)
        var cut = String(name.prefix(room - suffix.utf8.count))
        // No half of an escape stays behind.
        if let percent = cut.suffix(2).place(of: "%") { cut = String(cut[..<percent]) }
        return cut + suffix
    }
}

/// Makes a short name out of a long one; not for anything that an attacker must not guess.
package enum NameHash {
    /// FNV-1a over 64 bits, in sixteen hexadecimal digits.
    package static func hexadecimal(of name: ExactName) -> String { padded(number(of: name.text.utf8)) }

    /// A number in sixteen hexadecimal digits.
    package static func padded(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// FNV-1a over 64 bits.
    package static func number(of bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
