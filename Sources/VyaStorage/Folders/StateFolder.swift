import VyaCore
import Glibc

/// Says where state that is not a backup lives: the lock and the history.
package enum StateFolder {
    /// The path of the folder: `$STATE_DIRECTORY` as systemd sets it, `/var/lib/vya-backup` for root,
    /// `~/.local/state/vya-backup` for others.
    package static func path(environment: [String: String], user: UInt32 = geteuid()) -> String {
        // systemd separates several folders by colons; the first is the unit's main one.
        if let folder = environment["STATE_DIRECTORY"]?.pieces(separatedBy: ":").first {
            return String(folder)
        }
        if user == 0 { return "/var/lib/vya-backup" }
        if let home = environment["HOME"], home.begins(with: "/") { return home + "/.local/state/vya-backup" }
        return "/var/lib/vya-backup"
    }
}
