import VyaCore
import VyaPlugins

/// What a dialect needs to plan one entry: the entry, the plugin's facts, and the way to ask.
struct DumpContext {
    let request: PlanRequest
    let plugin: Plugin
    let probe: any HostProbe
    /// The home folder in which tools look for their own files.
    let home: String?

    var entry: Entry { request.entry }
    /// An empty password is none: no tool takes it from a file.
    var password: Secret? { request.password.flatMap { $0.exposedPlainText.isEmpty ? nil : $0 } }

    /// Finds the programs for a role, the preferred one first.
    func locate(_ tool: Plugin.Tool?, role: Message) throws -> [LocatedTool] {
        guard let tool else {
            throw ConfigurationError(
                "plugin.no-tool", "the plugin \(plugin.name) declares no tool for \(role)")
        }
        let configured = tool.names.lazy.compactMap { entry.tools[$0] }.first
        return try probe.locate(tool.request(configured: configured))
    }

    /// Finds the preferred program for a role.
    func locateFirst(_ tool: Plugin.Tool?, role: Message) throws -> LocatedTool {
        guard let first = try locate(tool, role: role).first else {
            throw SourceError(
                "tool.missing", "none of \((tool?.names ?? []).joined(separator: ", ")) was found",
                hints: ["install the client, or name it in \"tools\""])
        }
        return first
    }

    /// The values that every dialect fills in the same way.
    func values(database: ExactName? = nil) -> PlaceholderValues {
        var values = PlaceholderValues()
        values[.host] = entry.host
        values[.port] = (entry.port ?? plugin.defaultPort).map(String.init)
        values[.username] = entry.username
        values[.database] = database?.text
        values[.connectSeconds] = String(entry.timeouts.connectSeconds)
        values[list: .options] = entry.options
        let gives = password != nil && plugin.secretFormat != nil
        // Without a password it is what the account's own option file has.
        values.hasSecret = gives || plugin.secretFormat == .mysqlOptionFile
        // The tools' own files serve when the entry gives no password; else they could override it.
        values[.home] = gives ? nil : home
        return values
    }

    /// Describes one start of a tool from its templates.
    func invocation(
        _ tool: LocatedTool, _ arguments: [ArgumentTemplate], _ values: PlaceholderValues
    ) -> ToolInvocation {
        var invocation = ToolInvocation(
            executable: tool.path, arguments: arguments.flatMap { $0.filled(with: values) })
        switch plugin.dialect {
        case .mysql: invocation.errorWords = .mysql
        case .postgresql: invocation.errorWords = .postgresql
        case .sqlite, .plain: break
        }
        for (name, template) in plugin.environment {
            if let word = template.filled(with: values).first { invocation.environment[name] = word }
        }
        if values.hasSecret, let format = plugin.secretFormat, invocation.asksForSecret {
            invocation.secret =
                password.map {
                    SecretFileText.compose(
                        $0, format: format, of: entry, port: entry.port ?? plugin.defaultPort)
                } ?? MySQLOptionFile.connection(home: home)
        }
        return invocation
    }

    /// Asks a short question and returns the answer; throws `SourceError` with the tool's words and hints.
    func ask(_ invocation: ToolInvocation, about subject: Message) throws -> ToolAnswer {
        try checked(probe.ask(invocation, timeouts: entry.timeouts), of: invocation, about: subject)
    }

    /// Takes an answer; throws `SourceError` with the tool's words and hints when it is none.
    func checked(
        _ answer: ToolAnswer, of invocation: ToolInvocation, about subject: Message
    ) throws(SourceError) -> ToolAnswer {
        guard answer.ending.isSuccess else {
            throw SourceError(
                "source.query-failed",
                "\(subject) failed: \(invocation.executable) ended with \(answer.ending.words)",
                details: .verbatim(answer.errorLines),
                hints: ToolHints.hints(for: answer.errorLines, entry: entry))
        }
        return answer
    }

    /// Makes a job of the entry.
    func job(
        _ kind: ArtifactKind = .dump, database: ExactName, source: Job.Source, provenance: Provenance
    ) -> Job {
        var job = Job(
            entry: entry.id, dbms: entry.dbms, kind: kind, database: database, source: source,
            timeouts: entry.timeouts, provenance: provenance)
        job.advice = { [entry] lines in ToolHints.hints(for: lines, entry: entry) }
        // A tool of which nothing is known may tell of its progress.
        if plugin.dialect != .plain {
            let isVerbose = entry.options.contains { $0 == "-v" || $0 == "--verbose" }
            job.remarks = { [dialect = plugin.dialect] lines in
                ToolHints.remarks(lines, of: dialect, isVerbose: isVerbose)
            }
        }
        if let rule = plugin.dialect.retryRule(retries: entry.retries) { job.retry = rule }
        return job
    }

    /// Refuses additional options that would divert a dump or take away its proof (A21).
    func checkOptions() throws(ConfigurationError) {
        for option in entry.options {
            if let reason = plugin.summary.refusal(of: option) {
                throw ConfigurationError(
                    "options.refused", "the option \(option.printable) cannot be added to a dump: \(reason)",
                    hints: ["remove it from \"options\" of id_dbms \(entry.id)"])
            }
        }
    }
}

extension Plugin {
    /// The line that ends a dump of this kind; empty where the plugin declares none.
    func markerLine(of kind: ArtifactKind) -> String {
        if case .line(let text)? = kind == .globals ? globals?.endMarker : dump?.endMarker {
            text
        } else {
            ""
        }
    }
}

extension ToolInvocation {
    /// True when an argument or variable names the run-time secret file.
    fileprivate var asksForSecret: Bool {
        (arguments + environment.values).contains { if case .secretFile = $0 { true } else { false } }
    }
}

extension LocatedTool {
    /// The first number of the version line that has the form of a version, in its parts.
    var versionNumbers: [Int] { VersionNumber.first(in: version) }
}

/// Finds version numbers in the words of tools and servers.
enum VersionNumber {
    /// The parts of the first `N.N…` in a text, or of the first number; empty if there is none.
    static func first(in text: String) -> [Int] {
        let words = text.pieces { !("0"..."9" ~= $0 || $0 == ".") }
        let word =
            words.first { $0.holds(".") && $0.unicodeScalars.first != "." }
            ?? words.first { $0.unicodeScalars.first != "." }
        return (word ?? "").pieces(separatedBy: ".").compactMap { Int($0) }
    }
}
