import ArgumentParser

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completion script for a shell.",
        discussion: "Example: vya-backup completions bash > /usr/share/bash-completion/completions/vya-backup"
    )

    /// The shells that a script can be made for.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(help: "The shell.")
    var shell: Shell = .bash

    @OptionGroup var common: CommonOptions

    func run() {
        Console.standard.print(
            VyaBackup.completionScript(for: CompletionShell(rawValue: shell.rawValue) ?? .bash))
    }
}
