import VyaCore
import VyaPlugins

/// The way into a server: the first of the usual databases that lets the account in.
struct PostgreSQLConnection {
    let context: DumpContext
    /// The client that asks.
    let tool: LocatedTool
    /// The arguments with which it asks.
    let arguments: [ArgumentTemplate]
    /// The database that let the account in.
    let database: String
    /// What the server answered.
    let answer: ToolAnswer

    /// Asks a question; throws `SourceError` when no database lets the account in.
    init(
        context: DumpContext, databases: Plugin.Databases, query: PostgreSQLText, candidates: [String]
    ) throws {
        guard let tool = LocatedTool.newest(try context.locate(context.plugin.queryTool, role: "query"))
        else {
            throw SourceError(
                "tool.missing", "psql was not found", hints: ["install the package postgresql-client"])
        }
        var (firstError, refusals) = (SourceError?.none, 0)
        for candidate in candidates where refusals < PostgreSQLConnection.mostRefusals {
            do {
                answer = try Self.ask(
                    query, in: candidate, by: tool, databases.arguments, context,
                    about: "asking the server for its databases")
                (self.context, self.tool, arguments) = (context, tool, databases.arguments)
                database = candidate
                return
            } catch let error as SourceError {
                firstError = firstError ?? error
                if PostgreSQLConnection.isAboutTheDatabase(error) { continue }
                guard PostgreSQLConnection.isTheServers(error) else { throw error }
                refusals += 1
            }
        }
        throw firstError ?? SourceError("source.unreachable", "the server gave no answer")
    }

    /// The client that reads a script for one of the server's databases from its standard input, as the account of the
    /// entry or another one.
    func script(in database: String, as other: DumpContext? = nil) -> ToolInvocation {
        let context = other ?? context
        return context.invocation(tool, arguments, context.postgreSQLValues(database, encoding: "UTF8"))
    }

    /// Asks one question more, in any database.
    func ask(_ query: PostgreSQLText, in database: String, about subject: Message) throws -> ToolAnswer {
        try Self.ask(query, in: database, by: tool, arguments, context, about: subject)
    }

    /// Asks for UTF-8, and when the server answers with an error, whatever it is, for the bytes as they are: what is
    /// shared by all databases, such as their comments, is in the encoding of whoever wrote it, and one value that cannot
    /// be converted would end the whole question (P3).
    private static func ask(
        _ query: PostgreSQLText, in database: String, by tool: LocatedTool, _ arguments: [ArgumentTemplate],
        _ context: DumpContext, about subject: Message
    ) throws -> ToolAnswer {
        func invocation(_ encoding: String) -> ToolInvocation {
            var values = context.postgreSQLValues(database, encoding: encoding)
            values[.query] = PostgreSQLSession.question(query).text
            return context.invocation(tool, arguments, values)
        }
        let (first, second) = (invocation("UTF8"), invocation("SQL_ASCII"))
        let answer = try context.probe.ask(first, timeouts: context.entry.timeouts)
        // psql exits with 2 when the connection is the trouble.
        if answer.ending == .exited(1) {
            let bytes = try context.probe.ask(second, timeouts: context.entry.timeouts)
            if bytes.ending.isSuccess { return bytes }
        }
        return try context.checked(answer, of: first, about: subject)
    }

    /// How many refusals in words that are not known are enough.
    private static let mostRefusals = 4

    /// True when it was the server that refused the connection: its words may be in any language, and libpq puts its severity
    /// in front of them, with a colon and two blanks (S11). A wrong password is the same in every database, where it is known for one.
    private static func isTheServers(_ error: SourceError) -> Bool {
        error.explanation.details.map(\.description).contains { line in
            (line.holds(" failed: ") || line.begins(with: "psql: ")) && line.holds(":  ")
                && !line.holds("password authentication failed")
                && !line.holds("role \"")
        }
    }

    /// True when another database of the same server may still let the account in.
    private static func isAboutTheDatabase(_ error: SourceError) -> Bool {
        error.explanation.details.map(\.description).contains { line in
            line.holds("does not exist") && line.holds("database") || line.holds("for database")
                || line.holds("no pg_hba.conf entry") || line.holds("pg_hba.conf rejects connection")
                || line.holds("not currently accepting connections")
        }
    }
}

extension DumpContext {
    /// The values of a plugin's placeholders for one database of a PostgreSQL server.
    func postgreSQLValues(_ database: String, encoding: String? = nil) -> PlaceholderValues {
        var values = values(database: ExactName(database))
        values[.connection] = ConnectionString.to(
            database, of: entry, port: entry.port ?? plugin.defaultPort, encoding: encoding)
        return values
    }

    /// The values for pg_dumpall, which asks in `postgres` whatever its connection string says, unless it is told another database.
    func globalsValues(asking database: String, options: [String]) -> PlaceholderValues {
        var values = postgreSQLValues(database)
        // It takes a name with these signs for a connection string.
        let isPlain = !database.holds("=") && !database.holds("://")
        values[list: .negotiated] = options + (isPlain ? ["--database=" + database] : [])
        return values
    }
}

extension LocatedTool {
    /// The newest of several; of equal versions the later one, because the first is found in PATH and may be a
    /// wrapper.
    static func newest(_ tools: [LocatedTool]) -> LocatedTool? {
        tools.enumerated().max {
            ($0.element.postgreSQLMajor, $0.offset) < ($1.element.postgreSQLMajor, $1.offset)
        }?
        .element
    }

    /// True for a psql that knows `\restrict`: 13.22, 14.19, 15.14, 16.10, 17.6, 18 and later.
    var knowsRestrict: Bool {
        let numbers = versionNumbers
        guard let major = numbers.first else { return false }
        let first = [13: 22, 14: 19, 15: 14, 16: 10, 17: 6]
        return major >= 18 || (first[major].map { numbers.count > 1 && numbers[1] >= $0 } ?? false)
    }
}
