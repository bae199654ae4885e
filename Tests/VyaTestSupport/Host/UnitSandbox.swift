import Foundation

/// What systemd would put around a service, as far as it can be had without systemd: a file system that is read-only but
/// for the unit's folders, the unit's capabilities, no new privileges, its mask and its variables.
///
///     let sandbox = try UnitSandbox(UnitFile(path), in: night.folder)
///     let result = try sandbox.run(like: night.program)
package struct UnitSandbox {
    private let unit: UnitFile
    private let script: String
    private let opened: [String]

    /// Prepares it; `opened` are the folders that may be written to, those of `ReadWritePaths=` if it is nil.
    package init(_ unit: UnitFile, in folder: TemporaryFolder, opened: [String]? = nil) throws {
        self.unit = unit
        self.opened =
            opened
            ?? unit.words("ReadWritePaths").compactMap { word in
                guard word.hasPrefix("-") else { return word }
                let path = String(word.dropFirst())
                return access(path, F_OK) == 0 ? path : nil
            }
        script = try folder.write(
            """
            set -e
            mount --make-rprivate /
            while [ "$1" != -- ]; do
                mount --bind "$1" "$1"
                # A marked file system is left as it is below.
                open="$open
            $1"
                shift
            done
            shift
            capabilities=$1
            shift
            cut -d' ' -f5 /proc/self/mountinfo | while read -r point; do
                case $point in /proc|/proc/*|/sys|/sys/*|/dev|/dev/*) continue ;; esac
                if printf '%s\\n' "$open" | grep -Fxq -- "$point"; then continue; fi
                mount -o remount,bind,ro "$point" 2>/dev/null || true
            done
            if touch /var/vya-not-read-only 2>/dev/null; then rm /var/vya-not-read-only; exit 99; fi
            umask 077
            exec setpriv --no-new-privs --bounding-set="$capabilities" --inh-caps=-all -- "$@"
            """, to: "sandbox.sh")
    }

    /// Does what comes before the service, outside of the sandbox, and runs its command in it.
    ///
    /// The folders of state and of run-time files are those of `program`, which stand for what systemd makes.
    package func run(like program: Program, within seconds: Double = 120) throws -> Program.Result {
        var program = program
        let before = unit.words("ExecStartPre")
        if let first = before.first {
            try Command(
                "/bin/sh",
                ["-c", "umask 077; exec \"$@\"", "sh", String(first.dropFirst())] + before.dropFirst()
            )
            .check()
        }
        for assignment in unit.words("Environment") {
            let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
            program.environment[parts[0]] = parts[1].replacing(
                "%h", with: program.environment["HOME"] ?? "/root")
        }
        let capabilities = unit.words("CapabilityBoundingSet").map { "+" + $0.dropFirst(4).lowercased() }
        let folders = ["STATE_DIRECTORY", "RUNTIME_DIRECTORY"].compactMap { program.environment[$0] }
        program.starter =
            ["/usr/bin/unshare", "-m", "/bin/sh", script] + opened + folders + [
                "--", (["-all"] + capabilities).joined(separator: ","),
            ]
        let command = unit.words("ExecStart")
        program.path = command[0]
        return try program.run(Array(command.dropFirst()), within: seconds)
    }
}
