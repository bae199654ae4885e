import VyaCore

/// Makes the text of one service: what it starts, where it may write, and what it may do besides.
struct ServiceUnit {
    let title: String
    let name: String
    let facts: ScheduleFacts
    /// The command line that it starts, as a unit has it.
    let start: String
    /// The units that it waits for when both are to start.
    var after: [String] = []
    /// True when it works for long and is to leave the host to others.
    var isHeavy = false
    /// How long it may take, in seconds.
    var deadlineSeconds = 3600
    /// True when its failure starts the unit that tells.
    var tellsOfFailure = true
    /// The capabilities that it needs although it runs as root.
    var capabilities: [String] = []
    /// The credentials that systemd hands to it.
    var credentials: [String] = []
    /// True when it writes to more than the folder of state.
    var writes = false

    /// The text. Throws `ConfigurationError` for a credential that systemd would not take.
    func text() throws(ConfigurationError) -> String {
        try [unit, service, folders, secrets(), sandbox].map { $0.joined(separator: "\n") }
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
        var lines = ["[Service]", "Type=oneshot"]
        // systemd can only open folders that are there; this is done outside of the sandbox.
        if writes, let reach = facts.reach, !reach.made.isEmpty {
            lines.append("ExecStartPre=+" + UnitWord.commandLine(["/bin/mkdir", "-p"] + reach.made))
        }
        lines.append("ExecStart=" + start)
        lines += [
            "# The program has deadlines of its own; this one is for the case that it hangs.",
            "TimeoutStartSec=\(deadlineSeconds)s",
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

    private func secrets() throws(ConfigurationError) -> [String] {
        var lines: [String] = []
        if !credentials.isEmpty {
            lines.append("# What systemd-creds has encrypted is for LoadCredentialEncrypted= in a drop-in.")
        }
        for credential in credentials {
            guard CredentialName.isValid(credential) else {
                throw ConfigurationError(
                    "schedule.credential",
                    "the credential \(credential.printable) has a name that systemd does not take",
                    hints: ["use letters, digits, dots, hyphens and underscores"])
            }
            lines.append("LoadCredential=\(credential):/etc/credstore/\(credential)")
        }
        return lines + [
            "# Root's own files of the database clients, and no secret in a core file or backtrace.",
            "Environment=HOME=%h SWIFT_BACKTRACE=enable=no", "LimitCORE=0", "UMask=0077",
        ]
    }

    private var sandbox: [String] {
        var lines = ["NoNewPrivileges=yes", "CapabilityBoundingSet=" + capabilities.joined(separator: " ")]
        if let reach = facts.reach {
            lines.append("ProtectSystem=strict")
            if writes {
                let words =
                    reach.opened.map(UnitWord.quoted) + reach.openedIfThere.map { UnitWord.quoted("-" + $0) }
                if !words.isEmpty { lines.append("ReadWritePaths=" + words.joined(separator: " ")) }
            }
            if reach.runsOwnPrograms {
                lines.append(
                    "# The configuration names programs of the operator's, which may write to their home.")
            } else {
                lines += ["ProtectHome=read-only", "MemoryDenyWriteExecute=yes"]
            }
            if reach.usesTemporaryFolders {
                lines.append("# No PrivateTmp: the configuration names something below /tmp or /var/tmp.")
            } else {
                lines.append("PrivateTmp=yes")
            }
            if reach.readsKernelModules {
                lines.append("# No ProtectKernelModules: it would hide /usr/lib/modules, which is archived.")
            } else {
                lines.append("ProtectKernelModules=yes")
            }
        } else {
            lines += [
                "# For any configuration; `vya-backup schedule systemd --install` writes stricter ones for this host's.",
                "ProtectSystem=full",
            ]
        }
        return lines + [
            "PrivateDevices=yes", "ProtectKernelTunables=yes", "ProtectKernelLogs=yes",
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
