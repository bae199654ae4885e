package import VyaCore

/// What a file's name tells of a backup; true names are in manifests, so this is for files without one.
package struct ParsedArtifactName: Sendable, Equatable {
    /// Who named the file.
    package enum Origin: String, Sendable {
        /// This program.
        case current
        /// The Python program that it replaces (contract.md §6).
        case legacy
    }

    package let origin: Origin
    /// `YYYYMMDD_HHMMSS` in the local time of the host that made it.
    package let stamp: String
    /// The dbms; nil where the name does not tell.
    package let dbms: String?
    /// The entry; nil where the name does not tell.
    package let entry: EntryID?
    /// The database; for archives the slug of the pattern, or the pattern itself, which earlier versions encoded.
    package let database: ExactName
    package let kind: ArtifactKind
    /// The ending: `sql`, `sql.gz`, `sql.zst`, `tar.gz`, `tar.zst`, `zip`.
    package let ending: String

    /// Reads a file name in any form of contract.md §4 or contract.md §6; nil when it is none.
    package init?(_ fileName: String) {
        let endings = ["sql.gz", "sql.zst", "tar.gz", "tar.zst", "sql", "zip"]
        guard let ending = endings.first(where: { fileName.ends(with: "." + $0) }) else { return nil }
        let stem = String(fileName.dropLast(ending.count + 1))
        self.ending = ending
        if let match = stem.wholeMatch(of: /(\d{8}_\d{6})_([A-Za-z0-9.-]+)_(\d+)_(.+)/),
            ending.holds("."),
            let number = Int(match.3)
        {
            let name = String(match.4.head(upTo: "~"))
            origin = .current
            stamp = String(match.1)
            dbms = String(match.2)
            entry = EntryID(number)
            database = ExactName(ParsedArtifactName.decoded(name))
            kind = ending.begins(with: "tar") ? .files : name == "globals" ? .globals : .dump
        } else if let match = stem.wholeMatch(
            of: /(\d{8}_\d{6})_(?:(postgresql|postgres|mysql|mariadb|files)_)?(.+)/)
        {
            origin = .legacy
            stamp = String(match.1)
            dbms = match.2.map(String.init)
            entry = nil
            database = ExactName(String(match.3))
            kind = ending.begins(with: "tar") ? .files : .dump
        } else if let match = stem.wholeMatch(of: /(.+)_(\d{8}_\d{6})/), ending.begins(with: "sql") {
            origin = .legacy
            stamp = String(match.2)
            dbms = nil
            entry = nil
            database = ExactName(String(match.1))
            kind = .dump
        } else {
            return nil
        }
    }

    private static func decoded(_ name: String) -> String {
        var bytes: [UInt8] = []
        var rest = name.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
