import Foundation
import Glibc
import VyaConfig
import VyaCore
import VyaEngine
import VyaHandlers
import VyaPlugins
import VyaStorage
import VyaSystem
import VyaTools

/// The configuration, the plugins and the registry made of them: what every command stands on.
struct LoadedConfiguration {
    let configuration: Configuration
    let diagnostics: [Diagnostic]
    let plugins: PluginCatalog
    let registry: Registry
    /// Whose members may read the backups; nil when they are their owner's alone.
    let group: ReadingGroup?
    /// Files in other places that are not read because this one is.
    var shadowed: [String] = []
    /// Which installation this is; nil until somebody has looked into the state folder, which may hang.
    var identity: HostIdentity?

    /// Where plugin files of the host are looked for, unless `$VYA_BACKUP_PLUGINS` names another folder.
    static let pluginFolder = "/etc/vya-backup/plugins.d"

    /// Loads the bundled plugins and those of the host.
    static func loadPlugins() throws -> PluginCatalog {
        let environment = ProcessInfo.processInfo.environment
        return try PluginCatalog.load(folder: environment["VYA_BACKUP_PLUGINS"] ?? pluginFolder)
    }

    /// Finds the configuration file that a command is to use.
    static func locateConfiguration(_ common: CommonOptions) throws -> String {
        try ConfigurationReader.locate(
            explicit: common.config, environment: ProcessInfo.processInfo.environment,
            currentFolder: FileManager.default.currentDirectoryPath)
    }

    /// Loads everything.
    ///
    /// What the configuration's reader warns of is for `config check`, dry runs and the log: a nightly mail from
    /// cron that always says the same would hide the night that says something else.
    static func load(_ common: CommonOptions) throws -> LoadedConfiguration {
        let plugins = try loadPlugins()
        let shadowed = ConfigurationReader.shadowed(
            explicit: common.config, environment: ProcessInfo.processInfo.environment,
            currentFolder: FileManager.default.currentDirectoryPath)
        let (configuration, diagnostics) = try ConfigurationReader.read(
            path: try locateConfiguration(common), knownDbms: plugins.summaries,
            acceptsNotificationFaults: true)
        if let language = configuration.namedLanguage { Console.standard.speak(language) }
        var loaded = try assemble(configuration, diagnostics, plugins)
        loaded.shadowed = shadowed
        if !common.quiet {
            for path in shadowed {
                Console.standard.complain(
                    "note: \(path.printable) is not read, because \(configuration.path.printable) is")
            }
        }
        return loaded
    }

    /// Loads everything; where nobody names a configuration, and there is none that can be used, an empty one for what needs
    /// none.
    static func loadOrEmpty(_ common: CommonOptions) throws -> LoadedConfiguration {
        func empty() throws -> LoadedConfiguration {
            try assemble(ConfigurationReader.empty, [], try loadPlugins())
        }
        let environment = ProcessInfo.processInfo.environment
        let isNowhere = ConfigurationReader.isNowhere(
            explicit: common.config, environment: environment,
            currentFolder: FileManager.default.currentDirectoryPath)
        guard !isNowhere else { return try empty() }
        do { return try load(common) } catch let error as any ExplainedError {
            guard common.config == nil, environment["VYA_BACKUP_CONFIG"] == nil else { throw error }
            Console.standard.complain(
                "note: no configuration is used, and none is needed for this: \(error.explanation.message)")
            return try empty()
        }
    }

    /// Puts a configuration and the plugins together.
    static func assemble(
        _ configuration: Configuration, _ diagnostics: [Diagnostic], _ plugins: PluginCatalog
    ) throws -> LoadedConfiguration {
        let group = try configuration.group.map { try ReadingGroup(named: $0) }
        let registry = Registry(
            try configuration.entries.map {
                try registration(of: $0, configuration: configuration, plugins: plugins, group: group)
            })
        return LoadedConfiguration(
            configuration: configuration, diagnostics: diagnostics, plugins: plugins, registry: registry,
            group: group)
    }

    /// The identity of this user's state folder, where there is one.
    private static func presentIdentity() throws -> HostIdentity {
        let path = StateFolder.path(environment: ProcessInfo.processInfo.environment)
        guard FileManager.default.fileExists(atPath: path) else {
            return HostIdentity(id: nil, name: HostName.current)
        }
        return try HostIdentity(
            reading: try SafeFolder.open(path, createIfMissing: false), name: HostName.current)
    }

    /// What tells the servers of the entries from others; entries without one are missing.
    var servers: [EntryID: String] {
        Dictionary(
            registry.ids.compactMap { id in registry[id]?.server.map { (id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The same with whose they are; throws when the state folder does not tell which installation this is.
    func marked(_ artifacts: [ListedArtifact]) throws -> [ListedArtifact] {
        let servers = servers
        let identity = try identity ?? LoadedConfiguration.presentIdentity()
        return artifacts.map { artifact in
            guard let manifest = artifact.manifest else { return artifact }
            var artifact = artifact
            artifact.ownership = identity.ownership(of: manifest, server: servers[manifest.entry])
            return artifact
        }
    }

    /// The folders that backups go to, each once, in the order of the entries.
    var folders: [String] {
        var folders: [String] = []
        for id in registry.ids {
            if let folder = registry[id]?.folder, !folders.contains(folder) { folders.append(folder) }
        }
        return folders
    }

    /// The folders that nobody else writes to: of backups, and of the state.
    var ownFolders: [String] {
        folders + [
            StateFolder.path(environment: ProcessInfo.processInfo.environment)
        ]
    }

    /// Who may read what is written beside a file: the group, in the folders of the configuration.
    func group(of file: String) -> ReadingGroup? {
        folders.contains { file.begins(with: $0 + "/") } ? group : nil
    }

    /// The backups that lie in the folders of the configuration, newest first, each with whose it is: of these entries,
    /// or of all, and of one database, or of all.
    ///
    /// Throws `ConfigurationError` for an id that the configuration does not have.
    func artifacts(
        of ids: [EntryID] = [], database: ExactName? = nil, besides others: [String] = []
    ) throws -> [ListedArtifact] {
        for id in ids where registry[id] == nil { _ = try registry.select(.ids([id])) }
        var artifacts: [ListedArtifact] = []
        for path in folders + others.filter({ !folders.contains($0) })
        where FileManager.default.fileExists(atPath: path) {
            artifacts += try ArtifactListing.read(
                try SafeFolder.open(path, createIfMissing: false, group: group))
        }
        return try marked(artifacts.map(named)).filter { artifact in
            (ids.isEmpty || artifact.entry.map(ids.contains) ?? false)
                && (database == nil || artifact.database == database)
        }.newestFirst
    }

    /// An archive that has lost its manifest, with the pattern of its entry that has the slug of its name.
    private func named(_ artifact: ListedArtifact) -> ListedArtifact {
        guard artifact.manifest == nil, artifact.kind == .files, let id = artifact.entry,
            let patterns = registry[id]?.entry.databases,
            let pattern = PatternSlugs(patterns).pattern(of: artifact.database)
        else { return artifact }
        var artifact = artifact
        artifact.database = pattern
        return artifact
    }

    private static func registration(
        of entry: Entry, configuration: Configuration, plugins: PluginCatalog, group: ReadingGroup?
    ) throws -> Registry.Registration {
        if let fault = plugins.fault(named: entry.dbms) {
            let summary = plugins.summaries.first { $0.name == fault.names.first }
            return Registry.Registration(
                entry: entry, handler: UnusableHandler(fault.error),
                folder: summary.map { configuration.folder(for: $0) } ?? "", group: group, server: nil,
                password: { nil })
        }
        guard let plugin = plugins.plugin(named: entry.dbms) else {
            throw ConfigurationError(
                "config.unknown-dbms",
                "id_dbms \(entry.id): there is no plugin for dbms \(entry.dbms.printable)",
                hints: ["`vya-backup plugins list` shows which there are"])
        }
        return Registry.Registration(
            entry: entry, handler: HandlerCatalog.handler(for: plugin),
            folder: configuration.folder(for: plugin.summary), group: group,
            server: entry.server(defaultPort: plugin.defaultPort),
            password: { try entry.password.map(SecretFetcher.fetch) })
    }
}

/// Fetches secrets from their sources.
enum SecretFetcher {
    /// Returns the secret; throws `ConfigurationError` when the source does not give one.
    ///
    /// A program that prints it is ended by the next signal, also where an earlier one has stopped the run: whoever is
    /// told of that may want a password, too (P7).
    static func fetch(_ source: SecretSource) throws -> Secret {
        try StopSignals.process.fromNow { try fetch(source, heeding: $0) }
    }

    private static func fetch(_ source: SecretSource, heeding stop: StopSignal) throws -> Secret {
        try SecretResolver(environment: ProcessInfo.processInfo.environment).resolve(source) { arguments in
            guard let program = arguments.first, program.begins(with: "/") else {
                throw ConfigurationError(
                    "secret.command", "the command that prints the password is no absolute path",
                    hints: ["name the program by its absolute path"])
            }
            try ConfiguredProgram.demandTrust(
                arguments, "the command that prints a password", code: "secret.unsafe")
            let runner = ToolRunner(
                runtime: try RuntimeFolder.open(environment: ProcessInfo.processInfo.environment),
                stop: stop)
            let invocation = ToolInvocation(
                executable: program, arguments: arguments.dropFirst().map { .text($0) })
            let answer = try runner.ask(invocation, timeouts: Timeouts())
            guard answer.ending.isSuccess else {
                throw ConfigurationError(
                    "secret.command",
                    "the command that prints the password ended with \(answer.ending.words)",
                    details: .verbatim(answer.errorLines))
            }
            return answer.output
        }
    }
}

/// Programs of the operator's own, which the configuration names by their path.
enum ConfiguredProgram {
    /// Makes sure that nobody but root and this user could have changed a program that is about to be run, nor what it is
    /// given to run itself: a shell's script, the program behind `sudo` (L4).
    ///
    /// `what` says what it is for. Throws `UnsafeError` otherwise; what is not there is left to whoever starts it.
    static func demandTrust(_ command: [String], _ what: Message, code: ErrorCode) throws(UnsafeError) {
        var words = command[...]
        while let program = words.popFirst() {
            try demandTrust(program, what, code)
            switch Interpreter(named: program) {
            case nil: return
            case .ofScripts(let inline):
                // Statements among the arguments: what follows them is data.
                let options = words.prefix { !isFile($0, R_OK) && $0.unicodeScalars.first == "-" }
                if options.contains(where: {
                    $0.unicodeScalars.dropFirst().last.map(inline.unicodeScalars.contains) ?? false
                }) {
                    return
                }
                words = words.drop { !isFile($0, R_OK) }
            case .ofFilters:
                guard let place = words.firstIndex(where: { ["-f", "--file"].has($0) }) else { return }
                words = words[words.index(after: place)...].prefix(1)
            case .ofUsers:
                // As another user it gains nothing by what that user owns.
                if words.contains(where: {
                    $0.begins(with: "-u") || $0.begins(with: "--user") || $0.begins(with: "--reuid")
                }) {
                    return
                }
                words = words.drop { !isFile($0, X_OK) && Interpreter(named: $0) == nil }
            case .ofPrograms: words = words.drop { !isFile($0, X_OK) && Interpreter(named: $0) == nil }
            }
        }
    }

    private static func demandTrust(_ word: String, _ what: Message, _ code: ErrorCode) throws(UnsafeError) {
        let path =
            word.utf8.first == UInt8(ascii: "/")
            ? word : FileManager.default.currentDirectoryPath + "/" + word
        guard access(path, F_OK) == 0, let objection = PathTrust.objection(to: path, [.links, .idleGroups])
        else { return }
        throw UnsafeError(
            code, "\(what), \(path.printable), is not run: others could have changed it: \(objection.words)",
            hints: [objection.hint])
    }

    private static func isFile(_ path: String, _ mode: Int32) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, mode) == 0
    }
}
