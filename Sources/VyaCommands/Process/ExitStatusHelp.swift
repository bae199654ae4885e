import VyaCore

/// The part of a help text that says what the command's exit statuses mean.
enum ExitStatusHelp {
    /// The lines for the command that the words of a command line name; empty unless they ask for help.
    static func lines(for words: [String]) -> [String] {
        guard words.first == "help" || words.contains(where: { ["-h", "--help", "-help"].has($0) }) else {
            return []
        }
        let command = words.first { $0 != "help" && !$0.begins(with: "-") }
        let rows =
            ["check", "doctor"].contains { $0 == command }
            ? [("0", "OK"), ("1", "WARNING"), ("2", "CRITICAL"), ("3", "UNKNOWN"), ("64", usage)]
            : statuses(of: command)
        return ["", "EXIT STATUS:"]
            + rows.map { "  \($0.0) " + String(repeating: " ", count: 22 - $0.0.utf8.count) + $0.1 }
    }

    private static let usage = "The command line is wrong."

    private static func statuses(of command: String?) -> [(String, String)] {
        let configuration = ("3", "The configuration is missing or invalid, or the id unknown or disabled.")
        let end = [
            ("5", "Others could change a folder, the configuration, a plugin or a tool."), ("64", usage),
            ("74", "It is done, but standard output took no more."),
        ]
        let locked = [
            ("75", "Another run holds the lock."), ("124", "The deadline was reached, or it hung."),
            ("129, 130, 143", "Stopped by a signal, after clean-up."),
        ]
        switch command {
        case "run", nil:
            return [
                ("0", "All was done and proven; warnings are in the report."),
                ("1", "Some of it failed; what succeeded is published."), ("2", "All of it failed."),
                configuration,
            ] + (command == nil ? [("4", "A backup was found damaged or incomplete.")] : []) + end + locked
        case "verify", "restore":
            return [
                ("0", "All was done, and is as it was."), ("1", "Some of it failed."),
                ("2", "All of it failed, or the destination refused it."), configuration,
                ("4", "A backup is damaged or incomplete, or what came back differs."),
            ] + end + locked
        case "cleanup", "prune", "catalog":
            return [
                ("0", "Done."), ("1", "Some of it failed."), ("2", "A folder cannot be used."), configuration,
            ] + end
                + locked
        default:
            return [("0", "Done."), ("1", "Some of it failed."), ("2", "It failed."), configuration] + end
        }
    }
}
