import Foundation

/// What systemd would put around a service, as far as it can be had without systemd: a `/usr` that is read-only but for
/// the unit's folders, the unit's capabilities, no new privileges, its mask and its variables.
///
///     let sandbox = try UnitSandbox(UnitFile(path), in: night.folder)
///     let result = try sandbox.run(like: night.program)
package struct UnitSandbox {
    private let unit: UnitFile
    private let script: String

    /// Prepares it.
    package init(_ unit: UnitFile, in folder: TemporaryFolder) throws {
        self.unit = unit
        let opened = unit.words("ReadWritePaths").map { $0.drop { $0 == "-" } }.joined(separator: " ")
        script = try folder.write(
            """
            set -e
            mount --make-rprivate /
            mount --bind /usr /usr
            for folder in \(opened); do if [ -d "$folder" ]; then mount --bind "$folder" "$folder"; fi; done
            mount -o remount,bind,ro /usr
            if touch /usr/vya-not-read-only 2>/dev/null; then rm /usr/vya-not-read-only; exit 99; fi
            capabilities=$1
            shift
            umask 077
            exec setpriv --no-new-privs --bounding-set="$capabilities" --inh-caps=-all -- "$@"
            """, to: "sandbox.sh")
    }

    /// Runs the command of the service.
    ///
    /// The folders of state and of run-time files are those of `program`, which stand for what systemd makes.
    package func run(like program: Program, within seconds: Double = 120) throws -> Program.Result {
        var program = program
        for assignment in unit.words("Environment") {
            let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
            program.environment[parts[0]] = parts[1].replacing(
                "%h", with: program.environment["HOME"] ?? "/root")
        }
        let capabilities = unit.words("CapabilityBoundingSet").map { "+" + $0.dropFirst(4).lowercased() }
        program.starter =
            [
                "/usr/bin/unshare", "-m", "/bin/sh", script, (["-all"] + capabilities).joined(separator: ","),
            ]
        let command = unit.words("ExecStart")
        program.path = command[0]
        return try program.run(Array(command.dropFirst()), within: seconds)
    }
}
