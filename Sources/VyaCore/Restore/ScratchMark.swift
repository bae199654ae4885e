import Crypto
import Foundation

/// What is written on a scratch database, so that the program that made it, and no other, knows it again.
///
/// It holds a seal over the database's name, made with a secret that only the state folder of that program has: another
/// account of the server can copy the mark of one database, but cannot make that of another, and two programs on one
/// host, with a state folder each, leave one another's databases alone.
package struct ScratchMark: Sendable, Equatable {
    /// How every mark begins, whoever wrote it.
    package static let prefix = "vya-backup scratch"

    /// `restore`, `drill`, or `replace` for what a replacement that is under way has moved.
    package var purpose: String
    /// This host, for people who read the mark.
    package var host: String
    /// The process that writes it.
    package var process: Int32
    /// When that process wrote it.
    package var since: String
    /// What the seals are made with.
    private let secret: [UInt8]

    package init(_ purpose: String, host: String, secret: [UInt8], process: Int32, since: String) {
        self.purpose = purpose
        self.host = host
        self.process = process
        self.since = since
        self.secret = secret
    }

    /// What every mark of this purpose has on a database of this name, whichever process wrote it, such as
    /// `vya-backup scratch drill db1.example 5f0c…;`.
    package func beginning(on name: ExactName) -> String {
        // A server that folds names shows them in small letters.
        "\(ScratchMark.prefix) \(purpose) \(host) \(seal(Array(name.text.lowercased().utf8)));"
    }

    /// What shows that a program with this secret wrote some bytes for this purpose: 32 hexadecimal digits.
    package func seal(_ bytes: [UInt8]) -> String {
        let sealed = Array("\(purpose)\0".utf8) + bytes
        return HMAC<SHA256>.authenticationCode(for: sealed, using: SymmetricKey(data: secret)).prefix(16)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The whole mark of a database of this name.
    package func text(on name: ExactName) -> String {
        beginning(on: name) + " process \(process), since \(since)"
    }

    /// A number that a database of this name may bear until it carries the mark, below 2^29.
    package func number(on name: ExactName) -> Int {
        1 << 28 | (Int(seal(Array("number\0\(name.text)".utf8)).prefix(7), radix: 16) ?? 0)
    }

    /// True when a text that was found on a database of this name is a mark of the same purpose and secret.
    package func isOn(_ name: ExactName, marked text: String) -> Bool {
        text.utf8.starts(with: beginning(on: name).utf8)
    }

    /// How the names of scratch databases begin, of restores and of drills.
    package static let (restoring, drill) = ("vya_restore_", "vya_drill_")

    /// True for the name of a scratch database, whoever made it; nothing of another name is ever a leftover.
    package static func isScratch(_ name: ExactName) -> Bool {
        [restoring, drill].contains { name.text.begins(with: $0) }
    }

    /// True for the mark of anybody.
    package static func isMark(_ text: String) -> Bool { text.utf8.starts(with: prefix.utf8) }
}
