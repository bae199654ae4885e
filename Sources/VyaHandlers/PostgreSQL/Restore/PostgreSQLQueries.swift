import VyaCore
import VyaPlugins

/// A server that was asked, and the way to it.
struct PostgreSQLQueries {
    let context: DumpContext
    let connection: PostgreSQLConnection
    let target: PostgreSQLTarget

    /// The server for people, such as `PostgreSQL 15.18 at db1:5432`.
    var serverText: Message {
        let host = context.entry.host.map { "\($0.printable)" } ?? ("the local socket" as Message)
        let port = (context.entry.port ?? context.plugin.defaultPort).map { ":\($0)" } ?? ""
        return "PostgreSQL \(target.version) at \(host)\(port)"
    }

    /// A step that runs statements, each of which ends with a semicolon and a line's end.
    func step(_ title: Message, _ statements: PostgreSQLText, in database: String? = nil) -> RestoreStep {
        RestoreStep(
            title,
            .run(
                connection.script(in: database ?? connection.database),
                input: (head + statements).bytes))
    }

    /// How every script for this server begins.
    var head: PostgreSQLText { PostgreSQLSession.head(of: connection.tool, major: target.major) }

    /// A statement that is run if a query has a row; neither may hold a parameter.
    static func statement(_ statement: PostgreSQLText, ifThereIs query: PostgreSQLText) -> PostgreSQLText {
        "\(block("BEGIN IF EXISTS (\(query)) THEN EXECUTE \(value: statement); END IF; END"));\n"
    }

    /// A block of the server's own language.
    static func block(_ body: PostgreSQLText) -> PostgreSQLText {
        "DO LANGUAGE plpgsql \(value: body)"
    }

    /// Statements as a script.
    static func script(_ statements: [PostgreSQLText]) -> PostgreSQLText {
        statements.map { "\($0);\n" }.joined()
    }

    /// Statements of which all are carried out or none.
    static func transaction(_ statements: [PostgreSQLText]) -> PostgreSQLText {
        script(["BEGIN"] + statements + ["COMMIT"])
    }

    /// Removes a database, if it is there.
    func dropStep(_ name: String) -> RestoreStep {
        var step = step("remove the database \"\(name.printable)\"", dropScript(name))
        step.remedy = "\(PostgreSQLText("DROP DATABASE IF EXISTS \(name: name)").text)"
        return step
    }

    /// Removes a database, if it is there, whoever is in it.
    func dropScript(_ name: String) -> PostgreSQLText {
        // A template cannot be dropped, and a restore that was stopped late has made it one.
        var text = PostgreSQLQueries.statement(
            "ALTER DATABASE \(name: name) IS_TEMPLATE false",
            ifThereIs: "SELECT FROM pg_catalog.pg_database WHERE datistemplate AND datname = \(value: name)")
        if target.major >= 1300 {
            text += "DROP DATABASE IF EXISTS \(name: name) WITH (FORCE);\n"
        } else {
            text += "\(endingSessions(in: name))DROP DATABASE IF EXISTS \(name: name);\n"
        }
        return text
    }

    /// Takes the subscriptions of a database away and leaves their slots, which are somebody else's, as they are: a
    /// database with subscriptions cannot be dropped.
    func unsubscribeStep(_ name: String) -> RestoreStep {
        let body: PostgreSQLText = """
            DECLARE s text; BEGIN FOR s IN SELECT pg_catalog.quote_ident(subname) FROM pg_catalog.pg_subscription
            WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
            LOOP EXECUTE 'ALTER SUBSCRIPTION ' || s || ' DISABLE';
            EXECUTE 'ALTER SUBSCRIPTION ' || s || ' SET (slot_name = NONE)'; EXECUTE 'DROP SUBSCRIPTION ' || s;
            END LOOP; END
            """
        return step(
            "drop the subscriptions of the database \"\(name.printable)\"",
            "\(PostgreSQLQueries.block(body));\n", in: name)
    }

    /// Gives a database the name of another, which is kept under a third one: both or neither, in the transaction that is open.
    ///
    /// The sessions in the one that gives way are ended. Whoever comes in between makes the server refuse, and is ended in
    /// the next try: nobody is ever kept out by a setting that could stay.
    func exchange(_ scratch: String, for name: String, keeping kept: String) -> PostgreSQLText {
        renaming([(name, kept), (scratch, name)])
    }

    /// Gives databases other names in their order, all or none, in the transaction that is open, as `exchange` does it.
    ///
    /// Sessions in all of them are ended, but for the server's own, which give way to a rename by themselves.
    func renaming(
        _ pairs: [(from: String, to: String)], onlyIf condition: PostgreSQLText = ""
    ) -> PostgreSQLText {
        let statements = pairs.map { pair -> PostgreSQLText in
            let statement: PostgreSQLText = "ALTER DATABASE \(name: pair.from) RENAME TO \(name: pair.to)"
            return "EXECUTE \(value: statement);"
        }.joined(separator: " ")
        let names = pairs.map { PostgreSQLText("\(value: $0.from)") }.joined(separator: ", ")
        return PostgreSQLQueries.block(
            """
            DECLARE tries pg_catalog.int4 := 0; BEGIN \(condition) LOOP BEGIN
            PERFORM pg_catalog.pg_stat_clear_snapshot();
            PERFORM pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
            WHERE datname IN (\(names)) AND pid <> pg_catalog.pg_backend_pid() AND usesysid IS NOT NULL;
            \(statements) RETURN;
            EXCEPTION WHEN object_in_use OR insufficient_privilege THEN
            tries := tries + 1; IF tries = 20 THEN RAISE; END IF; PERFORM pg_catalog.pg_sleep(0.1);
            END; END LOOP; END
            """)
    }

    /// Ends the sessions in a database.
    func endingSessions(in name: String) -> PostgreSQLText {
        "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = \(value: name) AND pid <> pg_catalog.pg_backend_pid();\n"
    }
}
