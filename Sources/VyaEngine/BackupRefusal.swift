import VyaCore
import VyaStorage

extension BackupProof {
    /// Says why the backup is not good enough to be restored; nil when it is, or when the operator takes it as it is.
    func refusal(acceptsIncomplete: Bool) -> Explanation? {
        if let error { return error }
        if isGood { return nil }
        // What does not decompress cannot be sent anywhere.
        let isReadable =
            damage == nil && !checks.contains { $0.name == "structure" && $0.result == .failed }
        if acceptsIncomplete, isReadable { return nil }
        return Explanation(
            "backup.\(state.rawValue)", "the backup is \(state.rawValue), so nothing of it was restored",
            details: faults,
            hints: isReadable
                ? ["choose another backup, see `vya-backup list`; --accept-incomplete restores what is there"]
                : ["choose another backup, see `vya-backup list`"])
    }
}

extension Explanation {
    /// Explains that a file is not any more what was proven.
    static func changed(_ damage: ArtifactDamage, path: String) -> Explanation {
        Explanation(
            "backup.changed", "the file changed after it was proven: it \(damage.reason)",
            hints: ["find out who writes to \(path.printable), and restore a copy that nobody writes to"])
    }
}
