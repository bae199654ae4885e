import Foundation
import VyaCore
import VyaSystem

/// The connection part of an account's own option file, `~/.my.cnf`: what the tools are given of it when the entry has no
/// password.
///
/// They read no other file, so that no option of the host decides what is in a dump (O1). The source for the format is
/// MySQL's manual, "Using Option Files"; lines are taken as they are, with their quotes and escapes.
struct MySQLOptionFile {
    /// The groups that clients and dump tools read.
    private static let groups = [
        "client", "client-server", "client-mariadb", "mysql", "mariadb", "mariadb-client", "mysqldump",
        "mariadb-dump",
    ]
    /// The options that say who connects where and how; an option may be shortened, as far as three letters.
    private static let options = [
        "user", "password", "host", "port", "socket", "protocol", "default-auth", "plugin-dir",
        "enable-cleartext-plugin",
        "get-server-public-key", "server-public-key-path", "skip-ssl", "disable-ssl", "bind-address",
    ]
    /// No option file is larger, or includes deeper.
    private static let limits = (bytes: 1 << 20, depth: 8)

    private var text: [UInt8] = []
    private var isWanted = false

    /// Reads the file in a home folder, and what it includes; what is not there, is no regular file or can be written by
    /// everybody counts as empty, as for the tools.
    static func connection(home: String?) -> Secret {
        var file = MySQLOptionFile()
        if let home { file.read(home + "/.my.cnf", depth: 0) }
        return Secret(String(decoding: file.text, as: UTF8.self))
    }

    private mutating func read(_ path: String, depth: Int) {
        guard depth < Self.limits.depth, isPrivate(path),
            let bytes = try? RegularFile.read(path, limit: Self.limits.bytes)
        else { return }
        isWanted = false
        for line in bytes.split(separator: Byte.newline) {
            let line = line.drop(while: Byte.isSpace)
            if line.first == UInt8(ascii: "!") {
                include(String(decoding: line, as: UTF8.self), depth: depth)
            } else if line.first == UInt8(ascii: "["), let end = line.firstIndex(of: UInt8(ascii: "]")) {
                isWanted = Self.groups.has(String(decoding: line[line.startIndex + 1..<end], as: UTF8.self))
                if isWanted { text += line[...end] + [Byte.newline] }
            } else if isWanted, isConnection(line) {
                text += line + [Byte.newline]
            }
        }
    }

    private func isPrivate(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IWOTH == 0
    }

    private func isConnection(_ line: ArraySlice<UInt8>) -> Bool {
        let key = line.prefix { $0 != UInt8(ascii: "=") && !Byte.isSpace($0) }
            .map { $0 == UInt8(ascii: "_") ? Byte.dash : $0 }
        let name = String(decoding: key, as: UTF8.self)
        return name.begins(with: "ssl") || name.begins(with: "tls")
            || key.count > 2 && Self.options.contains { $0.begins(with: name) }
    }

    private mutating func include(_ line: String, depth: Int) {
        let words = line.pieces(separatedBy: " ").map(String.init).filter { !$0.isEmpty }
        guard words.count == 2 else { return }
        switch words[0] {
        case "!include": read(words[1], depth: depth + 1)
        case "!includedir":
            let names = (try? FileManager.default.contentsOfDirectory(atPath: words[1])) ?? []
            for name in names.filter({ $0.ends(with: ".cnf") }).sorted() {
                read(words[1] + "/" + name, depth: depth + 1)
            }
        default: break
        }
    }
}
