import VyaCore

/// Brings databases with pg_cron back, which a server lets be made in one of its databases alone, by that one's name
/// (`cron.database_name`), and whose jobs it runs in the database of that name.
///
/// A database that is to get that name has pg_cron made in it under the name, and is loaded beside the old one, where no job
/// runs. A copy beside, a drill and a database of single tables get what pg_cron keeps without pg_cron: tables of the same shape,
/// and functions that say that it is missing.
extension PostgreSQLRestorePlanner {
    /// What becomes of pg_cron.
    enum Cron {
        /// The dump makes it, or has none.
        case asAnyOther
        /// It is made before the dump is loaded.
        case madeUnderName
        /// It is left out, and something stands in for it.
        case stoodInFor

        static let name: ExactName = "pg_cron"
    }

    private var hasCron: Bool { request.traits.extensions.contains { ExactName($0.name) == Cron.name } }

    /// A whole database: pg_cron can be in it, or it is a copy, or it cannot be what it was.
    mutating func checkCron() {
        guard hasCron else { return }
        let name = request.target
        // Who may not know where pg_cron can be may not make it either, and is told so by the server.
        let canBe = target.cronDatabase.map { $0 == name } ?? !target.isSuperuser
        if canBe {
            // What is loaded under its name has pg_cron made there, too.
            cron = loadsUnderItsName ? .asAnyOther : .madeUnderName
            plan.notes.append(
                "the jobs of pg_cron run as soon as they are there, each in the database that cron.job names")
        } else if isUnderOwnName {
            let place = target.cronDatabase.map {
                "which the server lets be in its database \"\($0.text.printable)\" alone" as Message
            }
            plan.obstacles.append(
                Explanation(
                    "restore.cron",
                    "the database holds pg_cron, \(place ?? "which does not run on the server")",
                    hints: [
                        """
                        set in postgresql.conf, and start the server again: shared_preload_libraries = \
                        'pg_cron', \
                        \(PostgreSQLText("cron.database_name = \(value: name.text)").text.printable)
                        """,
                        "or restore a copy without it under another name: --target NAME",
                    ]))
        } else {
            standInForCron()
        }
    }

    /// Makes pg_cron in the new database while that has the name, for which the old one gives way as long.
    mutating func makeCron(in stage: inout RestoreStage, replacing: Bool) {
        let (name, scratch) = (request.target.text, request.scratch.text)
        let statements = request.traits.privileged.filter { statement in
            request.traits.extensions.contains {
                ExactName($0.name) == Cron.name && $0.bytes == statement.bytes
            }
        }
        // written: the inspector takes nothing for such a statement but CREATE EXTENSION of pg_dump
        .compactMap { $0.text.map { PostgreSQLText(asWritten: $0.utf8) } }
        let kept = replacing ? replacedName(name) : nil
        let comment = ownNameMark(keeping: kept)
        let away = kept.map { [(from: name, to: $0)] } ?? []
        // Superusers, as this account, come in all the same.
        let closing: [PostgreSQLText] =
            target.isSuperuser ? ["ALTER DATABASE \(name: scratch) CONNECTION LIMIT 0"] : []
        let back = kept.map { [(from: $0, to: name)] } ?? []
        stage.prepare += [
            queries.step(
                "give the new database the name \"\(name.printable)\" for a moment",
                PostgreSQLQueries.transaction(
                    ["COMMENT ON DATABASE \(name: scratch) IS \(value: comment)"] + closing + [
                        queries.renaming(away + [(from: scratch, to: name)])
                    ])),
            queries.step("make pg_cron", PostgreSQLQueries.script(statements), in: name),
            queries.step(
                "take the name \"\(name.printable)\" from the new database again",
                PostgreSQLQueries.transaction([
                    queries.renaming([(from: name, to: scratch)] + back),
                    "ALTER DATABASE \(name: scratch) CONNECTION LIMIT -1",
                    "COMMENT ON DATABASE \(name: scratch) IS \(value: request.mark.text(on: request.scratch))",
                ])),
        ]
        stage.discard.insert(puttingBack(kept, marked: comment), at: 0)
        plan.actions.insert(
            "make pg_cron in it under the name \"\(name.printable)\", where alone it can be made"
                + (replacing ? "; for that moment the old one gives way, ending its sessions" : ""), at: 1)
    }

    /// Leaves pg_cron out, and has something stand in for it.
    mutating func standInForCron() {
        guard hasCron else { return }
        cron = .stoodInFor
        leftOut += request.traits.extensions.filter { ExactName($0.name) == Cron.name }.map(\.bytes)
        plan.notes.append(
            """
            pg_cron can be in one database of a server alone, and is left out: its jobs come as the rows of \
            a plain table, and none of them runs
            """)
    }

    /// Makes what stands in for pg_cron in a new database, as the versions 1.3 to 1.6 have it.
    func cronStandIn(in database: String, owner: String?) -> RestoreStep {
        let role: PostgreSQLText = owner.map { "SET ROLE \(name: $0);\n" } ?? ""
        let functions = Self.cronFunctions.map { signature -> PostgreSQLText in
            """
            CREATE FUNCTION cron.\(signature) LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION ''this database is a copy without pg_cron''; END';

            """
        }
        return queries.step(
            "make what stands in for pg_cron",
            """
            \(role)CREATE SCHEMA cron;
            CREATE SEQUENCE cron.jobid_seq;
            CREATE SEQUENCE cron.runid_seq;
            CREATE TABLE cron.job (jobid pg_catalog.int8 PRIMARY KEY DEFAULT pg_catalog.nextval('cron.jobid_seq'),
            schedule pg_catalog.text NOT NULL, command pg_catalog.text NOT NULL,
            nodename pg_catalog.text NOT NULL DEFAULT 'localhost',
            nodeport pg_catalog.int4 NOT NULL DEFAULT pg_catalog.inet_server_port(),
            database pg_catalog.text NOT NULL DEFAULT pg_catalog.current_database(),
            username pg_catalog.text NOT NULL DEFAULT current_user, active pg_catalog.bool NOT NULL DEFAULT true,
            jobname pg_catalog.text);
            CREATE TABLE cron.job_run_details (jobid pg_catalog.int8,
            runid pg_catalog.int8 PRIMARY KEY DEFAULT pg_catalog.nextval('cron.runid_seq'), job_pid pg_catalog.int4,
            database pg_catalog.text, username pg_catalog.text, command pg_catalog.text, status pg_catalog.text,
            return_message pg_catalog.text, start_time pg_catalog.timestamptz, end_time pg_catalog.timestamptz);
            \(functions.joined())
            """, in: database)
    }

    private static let cronFunctions: [PostgreSQLText] = [
        "schedule(schedule text, command text) RETURNS bigint",
        "schedule(job_name text, schedule text, command text) RETURNS bigint",
        "unschedule(job_id bigint) RETURNS bool", "unschedule(job_name name) RETURNS bool",
        "unschedule(job_name text) RETURNS bool",
        """
        alter_job(job_id bigint, schedule text DEFAULT NULL, command text DEFAULT NULL, database text DEFAULT NULL,
        username text DEFAULT NULL, active bool DEFAULT NULL) RETURNS void
        """,
        """
        schedule_in_database(job_name text, schedule text, command text, database text, username text DEFAULT NULL,
        active bool DEFAULT true) RETURNS bigint
        """,
        "job_cache_invalidate() RETURNS trigger",
    ]
}
