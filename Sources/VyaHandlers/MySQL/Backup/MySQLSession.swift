import VyaCore
import VyaPlugins

/// Asks a MySQL or MariaDB server by one client program.
struct MySQLSession {
    let context: DumpContext
    let client: MySQLClient

    /// Asks who the server is, what the account may do there, and which databases there are.
    ///
    /// Throws `SourceError` when it does not answer, or when the connection is not encrypted as it has to be.
    func survey() throws -> MySQLServer {
        var server = try MySQLServer(
            greeting: ask(MySQLServer.greeting, about: "asking the server who it is"))
        if context.entry.tls.mode == .require, client.isMariaDB, !server.isEncrypted {
            throw SourceError(
                "source.not-encrypted",
                "the connection to the server is not encrypted, but \"ssl\" requires it",
                hints: ["set up TLS on the server, or use verify-full, which the client enforces by itself"])
        }
        // MariaDB's SHOW GRANTS tells of active roles by itself; MySQL has roles from version 8 on.
        if !server.isMariaDB, server.isAtLeast(8) {
            let roles = MySQLRows.read(
                try ask(MySQLServer.roles, about: "asking for the active roles").output)
            if let active = roles.first(where: { $0.first == "role" })?.dropFirst().first, active != "NONE" {
                // written: the server names its roles between quotes
                let question: MySQLText =
                    "SHOW GRANTS FOR CURRENT_USER() USING \(MySQLText(asWritten: active.utf8))"
                server.add(grants: try ask(question, about: "asking for the privileges of roles"))
            }
        }
        server.add(survey: try ask(server.survey, about: "asking the server for its databases"))
        return server
    }

    /// Asks one question; throws `SourceError` with the client's words.
    func ask(_ query: MySQLText, about subject: Message) throws -> ToolAnswer {
        var values = self.values()
        values[.query] = query.text
        return try context.ask(invocation(values), about: subject)
    }

    private func invocation(_ values: PlaceholderValues) -> ToolInvocation {
        var invocation = context.invocation(client.tool, context.plugin.databases?.arguments ?? [], values)
        invocation.arguments.append(.text(MySQLClient.unlimited))
        return invocation
    }

    /// Asks for what makes accounts what they are; answers also with those that the server does not show, by their place in
    /// the list, and why.
    func script(
        of accounts: MySQLAccounts, on server: MySQLServer, marker: String
    ) throws -> (script: MySQLAccounts.Script, unreadable: [Int: SourceError]) {
        var script = MySQLAccounts.Script(server: server, marker: marker)
        var unreadable: [Int: SourceError] = [:]
        func add(_ some: ArraySlice<MySQLAccounts.Account>) throws {
            let answer = try ask(
                MySQLAccounts.question(about: some, on: server), about: "asking for users and grants")
            try MySQLAccounts.check(answer, about: some, on: server)
            script.add(answer)
        }
        for batch in accounts.batches {
            do {
                try add(batch)
            } catch is SourceError {
                // One account that cannot be shown must not cost the others.
                for index in batch.indices {
                    do {
                        try add(batch[index...index])
                    } catch let error as SourceError {
                        unreadable[index] = error
                    }
                }
            }
        }
        return (script, unreadable)
    }

    /// The client as it reads statements from its standard input.
    ///
    /// It obeys no command of its own, and stops at the first error; names with any byte but NUL are taken as they are.
    func script() -> ToolInvocation {
        var invocation = invocation(values())
        invocation.arguments += ["--binary-mode"]
        invocation.arguments += client.withoutCommands.map { .text($0) }
        return invocation
    }

    /// A step in which the client reads a script.
    func step(_ title: Message, _ script: MySQLText) -> RestoreStep {
        RestoreStep(title, .run(self.script(), input: script.bytes))
    }

    /// The values of the placeholders for this client.
    func values(database: ExactName? = nil) -> PlaceholderValues {
        let entry = context.entry
        var values = context.values(database: database)
        let isSocket = entry.host?.begins(with: "/") == true
        // The clients reach localhost through the socket, unless a port says otherwise.
        let isRemote = !isSocket && entry.host != nil && entry.host != "localhost"
        values[.socket] = isSocket ? entry.host : nil
        values[.host] = isSocket ? nil : entry.host
        values[.port] =
            isSocket
            ? nil : (isRemote ? entry.port ?? context.plugin.defaultPort : entry.port).map(String.init)
        values[.protocol] = isSocket ? "socket" : isRemote ? "tcp" : nil
        values[list: .tls] = isSocket ? [] : client.tls(entry.tls)
        return values
    }
}
