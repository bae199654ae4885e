import VyaCore

/// Makes the text of one service, which fits any configuration: it names no path of one, and closes nothing that one could
/// have the program read or write.
struct ServiceUnit {
    let title: String
    let name: String
    /// The command line that it starts, as a unit has it.
    let start: String
    /// The units that it waits for when both are to start.
    var after: [String] = []
    /// True when it works for long and is to leave the host to others.
    var isHeavy = false
    /// How long it may take, in seconds; nil when the program's own deadlines, which the configuration sets, are all.
    var deadlineSeconds: Int? = 3600
    /// True when its failure starts the unit that tells.
    var tellsOfFailure = true
    /// The capabilities that it needs besides those of every unit, although it runs as root; capabilities(7).
    var capabilities: [String] = []

    /// The text.
    var text: String {
        [unit, service, folders, surroundings, sandbox].map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n") + "\n"
    }

    private var unit: [String] {
        var lines = [
            "[Unit]", "Description=\(title)", "Wants=network-online.target",
            (["After=network-online.target"] + after).joined(separator: " "),
        ]
        if tellsOfFailure { lines.append("OnFailure=vya-backup-failed@%N.service") }
        return lines
    }

    private var service: [String] {
        var lines = ["[Service]", "Type=oneshot", "ExecStart=" + start]
        if let deadlineSeconds {
            lines += [
                "# The program has deadlines of its own; this one is for the case that it hangs.",
                "TimeoutStartSec=\(deadlineSeconds)s",
            ]
        } else {
            lines += [
                "# The program ends itself at the deadline of its configuration, and what hangs a minute later.",
                "TimeoutStartSec=infinity",
            ]
        }
        lines += [
            "# After SIGTERM it ends its tools, removes what is unfinished and tells; what hangs is given a minute first.",
            "TimeoutStopSec=4min",
        ]
        if isHeavy { lines += ["Nice=10", "IOSchedulingClass=idle"] }
        return lines
    }

    private var folders: [String] {
        // Each unit has a run-time folder of its own, because systemd removes it at the unit's end.
        [
            "StateDirectory=vya-backup", "StateDirectoryMode=0700", "RuntimeDirectory=\(name)",
            "RuntimeDirectoryMode=0700",
        ]
    }

    private var surroundings: [String] {
        [
            "# Root's own files of the database clients, and no secret in a core file or backtrace.",
            "Environment=HOME=%h SWIFT_BACKTRACE=enable=no", "LimitCORE=0", "UMask=0077",
        ]
    }

    /// Files of all users are read, and programs that the configuration names may work as another user and are ended.
    private static let everyCapability = [
        "CAP_DAC_READ_SEARCH", "CAP_DAC_OVERRIDE", "CAP_SETUID", "CAP_SETGID", "CAP_KILL",
    ]

    private var sandbox: [String] {
        [
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=" + (Self.everyCapability + capabilities).joined(separator: " "),
            "# /usr is read-only but for what the host's owner keeps there. Nothing else is closed: a configuration names",
            "# folders of backups and databases that are files, which SQLite writes beside, anywhere.",
            "ProtectSystem=yes", "ReadWritePaths=-/usr/local", "PrivateDevices=yes", "PrivateMounts=yes",
            "ProtectKernelTunables=yes", "ProtectKernelLogs=yes",
            "ProtectControlGroups=yes", "ProtectClock=yes", "ProtectHostname=yes", "ProtectProc=invisible",
            "RestrictNamespaces=yes", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
            "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes", "KeyringMode=private",
            "SystemCallArchitectures=native", "SystemCallFilter=@system-service",
            "SystemCallErrorNumber=EPERM",
        ]
    }
}

/// Writes words for unit files (systemd.syntax(7), systemd.service(5), systemd.unit(5)).
enum UnitWord {
    /// A path or argument as one word that holds no specifier.
    static func quoted(_ text: String) -> String {
        let escaped = text.escaping(["%": "%%"])
        let isPlain = escaped.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: byte >= 0x80 || "-_=./:,@%+".utf8.contains(byte)
            }
        }
        guard !isPlain || escaped.isEmpty else { return escaped }
        return "\"" + escaped.escaping(["\\": "\\\\", "\"": "\\\""]) + "\""
    }

    /// A command line; `$` is no variable in it.
    static func commandLine(_ words: [String]) -> String {
        words.map { quoted($0.escaping(["$": "$$"])) }.joined(separator: " ")
    }
}

/// Tells which names of credentials need no quoting anywhere in a unit.
enum CredentialName {
    /// True for letters, digits, dots, hyphens and underscores, which systemd takes up to 255 of.
    static func isValid(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_.".utf8.contains(byte)
            }
        }
        return isPlain && !name.isEmpty && name.utf8.count <= 255 && name != "." && name != ".."
    }
}
