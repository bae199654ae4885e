/// What a handler may ask of the host and of a server while it plans; the engine supplies it, tests fake it.
///
/// It is the only way in which a handler learns anything; calls block until the answer or a deadline.
package protocol HostProbe: Sendable {
    /// Finds every executable that answers to a request, in the order of preference: the one that the entry
    /// names, else `PATH`, else the folders that the plugin knows. Throws when there is none, or when the only
    /// ones could be changed by others.
    func locate(_ request: ToolRequest) throws -> [LocatedTool]

    /// Runs a short-lived tool to its end and returns what it printed.
    ///
    /// Throws `SourceError` if it cannot be started, exceeds its deadline, or prints more than 64 MiB;
    /// an exit status other than 0 is an answer, not an error.
    func ask(_ invocation: ToolInvocation, timeouts: Timeouts) throws -> ToolAnswer

    /// Returns the paths of the regular files that a path glob matches, sorted by bytes.
    func paths(matching glob: ExactName) throws -> [ExactName]

    /// Looks at a file or folder of this host, and at the free space of the nearest folder above that exists.
    func look(at path: String) -> PathFacts
}

/// What is known of a path of this host.
package struct PathFacts: Sendable, Equatable {
    /// True when there is something of this name, even a link that leads nowhere.
    package let exists: Bool
    /// The free space of its file system, in bytes; nil when it cannot be asked.
    package let freeBytes: Int?
    /// The size of its file system, in bytes; nil when it cannot be asked.
    package let totalBytes: Int?

    /// True for a regular file whose first 28 bytes, or all that it has, are zero.
    package let isBlank: Bool

    package init(exists: Bool, freeBytes: Int?, totalBytes: Int? = nil, isBlank: Bool = false) {
        self.exists = exists
        self.isBlank = isBlank
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
    }
}

/// Says which program is wanted.
package struct ToolRequest: Sendable, Equatable {
    /// The names to look for, the preferred one first.
    package let names: [String]
    /// The path that the configuration names outright; then nothing else is looked at.
    package let configured: String?
    /// Path globs of folders to look into after `PATH`, such as `/usr/lib/postgresql/*/bin`.
    package let folders: [String]
    /// Scripts that only choose one of the programs in `folders`; passed over where there is one.
    package let wrappers: [String]
    /// What makes the program print its version and exit.
    package let versionArguments: [String]

    package init(
        names: [String], configured: String? = nil, folders: [String] = [], wrappers: [String] = [],
        versionArguments: [String]
    ) {
        self.names = names
        self.configured = configured
        self.folders = folders
        self.wrappers = wrappers
        self.versionArguments = versionArguments
    }
}

/// A program that was found and asked for its version.
package struct LocatedTool: Sendable, Equatable {
    /// The name under which it was found.
    package let name: String
    /// The absolute path.
    package let path: String
    /// The first line that it printed about its version.
    package let version: String

    package init(name: String, path: String, version: String) {
        self.name = name
        self.path = path
        self.version = version
    }
}

/// What a short-lived tool answered.
package struct ToolAnswer: Sendable, Equatable {
    /// How it ended.
    package let ending: ToolEnding
    /// Its standard output.
    package let output: [UInt8]
    /// The last lines of its standard error, escaped for printing.
    package let errorLines: [String]

    package init(ending: ToolEnding, output: [UInt8], errorLines: [String] = []) {
        self.ending = ending
        self.output = output
        self.errorLines = errorLines
    }

    /// The standard output as text; bytes that are not UTF-8 are replaced.
    package var text: String { String(decoding: output, as: UTF8.self) }
}

/// How a tool ended.
package enum ToolEnding: Sendable, Equatable, CustomStringConvertible {
    /// By itself, with this exit status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)

    /// True for exit status 0 alone.
    package var isSuccess: Bool { self == .exited(0) }

    /// The ending in English.
    package var description: String { words.description }

    /// The ending in words.
    package var words: Message {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let signal): "killed by signal \(signal)"
        }
    }
}
