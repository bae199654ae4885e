package import VyaCore

/// Says that a configuration file cannot be used, with every problem that was found in it.
package struct ConfigurationFailure: ExplainedError, Equatable {
    /// The file.
    package let path: String
    /// All problems in the order of the file; at least one is an error.
    package let diagnostics: [Diagnostic]
    package var exitStatus: ExitStatus { .configuration }

    package init(path: String, diagnostics: [Diagnostic]) {
        self.path = path
        self.diagnostics = diagnostics
    }

    /// The number of problems, and each with its place.
    package var explanation: Explanation {
        let errors = diagnostics.count { $0.severity == .error }
        return Explanation(
            "config.invalid",
            errors == 1
                ? "the configuration \(path.printable) has an error"
                : "the configuration \(path.printable) has \(errors) errors",
            details: diagnostics.map(\.words),
            hints: diagnostics.contains { $0.code == .oldYAML }
                ? ["convert it: vya-backup config convert \(path.printable) > python_backup.json"]
                : ["correct the file, then run: vya-backup config check --config \(path.printable)"])
    }
}
