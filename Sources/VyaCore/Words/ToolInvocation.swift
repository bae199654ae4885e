/// Describes one start of an external tool: what to run, with which arguments, in which environment.
///
/// It holds no secret in its arguments or environment: a password travels in a file whose path is filled in
/// when the tool is started (traps.md T13).
package struct ToolInvocation: Sendable, Equatable, CustomStringConvertible {
    /// One argument or the value of one environment variable.
    package enum Word: Sendable, Equatable, ExpressibleByStringLiteral {
        /// The text as it is.
        case text(String)
        /// The path of the run-time secret file, behind a prefix such as `--defaults-extra-file=`.
        case secretFile(prefix: String)

        package init(stringLiteral value: String) {
            self = .text(value)
        }

        /// The word with the secret file's path filled in.
        package func resolved(secretFile path: String) -> String {
            switch self {
            case .text(let text): text
            case .secretFile(let prefix): prefix + path
            }
        }
    }

    /// The absolute path of the program.
    package var executable: String
    /// The arguments after the program's name.
    package var arguments: [Word]
    /// The whole environment of the tool, but for `PATH` and `LC_ALL=C`, which the runner always sets.
    package var environment: [String: Word]
    /// What the run-time secret file holds; nil if no word asks for one.
    package var secret: Secret?
    /// What of its messages is kept.
    package var errorWords = ErrorWords.all

    package init(
        executable: String, arguments: [Word], environment: [String: Word] = [:], secret: Secret? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.secret = secret
    }

    /// The arguments as a report shows them: without the path of the secret file.
    package var redactedArguments: [String] {
        arguments.map { $0.resolved(secretFile: Secret.mask) }
    }

    /// The command line as a report shows it, quoted where a shell would need it.
    package var description: String {
        let variables = environment.sorted { $0.key < $1.key }.map { name, value in
            name + "=" + ShellWord.quoted(value.resolved(secretFile: Secret.mask))
        }
        return (variables + ([executable] + redactedArguments).map(ShellWord.quoted)).joined(
            separator: " ")
    }
}
