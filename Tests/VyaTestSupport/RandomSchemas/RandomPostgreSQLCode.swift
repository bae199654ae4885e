import VyaCore

/// Code, and what calls it.
extension RandomPostgreSQLSchema {
    /// Functions and procedures in every language that is there.
    mutating func makeFunctions() {
        let body = dice.text() + dice.one(["", " $$ ", " $_$ "])
        for _ in 0..<dice.number(1...3) {
            let name = made()
            let type = dice.one(
                PostgreSQLType.builtIn.filter { !$0.sql.holds("COLLATE") && !$0.sql.holds("(") })
            let value = type.literal(&dice, isRequired: true)
            let words = dice.one([
                "", " STRICT", " IMMUTABLE PARALLEL SAFE", " STABLE COST 7",
                " SECURITY DEFINER SET search_path = pg_catalog",
                " SET work_mem = '8MB' SET application_name = \(PostgreSQLType.quoted("x" + dice.text(upTo: 30)))",
            ])
            switch dice.number(0...7) {
            case 0:
                add(
                    "CREATE FUNCTION \(name)(\(fresh()) \(type.sql) DEFAULT \(value)) RETURNS text LANGUAGE sql\(words) AS \(PostgreSQLType.quoted("SELECT 'x'::text /* " + body))"
                )
            case 1:
                add(
                    "CREATE FUNCTION \(name)(int, VARIADIC \(fresh()) text[] DEFAULT '{}') RETURNS SETOF \(type.sql) ROWS 5 LANGUAGE plpgsql\(words) AS \(PostgreSQLType.quoted(body))"
                )
            case 2:
                add(
                    "CREATE FUNCTION \(name)(INOUT \(fresh()) anyelement, OUT \(fresh()) anyarray) LANGUAGE plpgsql\(words) AS \(PostgreSQLType.quoted(body))"
                )
            case 3:
                add(
                    "CREATE FUNCTION \(name)() RETURNS TABLE (\(fresh()) int, \(fresh()) \(type.sql)) LANGUAGE sql\(words) AS 'SELECT 1, NULL'"
                )
            case 4:
                guard let table = tables.last else { break }
                add(
                    "CREATE FUNCTION \(name)(n int) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT n; SELECT pg_catalog.count(*) + n FROM \(table.name); END"
                )
            case 5:
                guard let table = tables.last else { break }
                add("CREATE FUNCTION \(name)(\(table.name)) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1'")
            default:
                add(
                    "CREATE PROCEDURE \(name)(IN a int, INOUT \(fresh()) \(type.sql)) LANGUAGE plpgsql AS \(PostgreSQLType.quoted("BEGIN COMMIT; END; --" + body))"
                )
            }
            if dice.chance(20) { add("COMMENT ON ROUTINE \(name) IS \(text())") }
            if dice.chance(15) { add("REVOKE EXECUTE ON ROUTINE \(name) FROM PUBLIC") }
        }
    }

    /// Operators, casts and aggregates.
    ///
    /// Without operator classes, leakproof functions and what else a superuser alone may make: a drill says that it cannot load them.
    mutating func makeOperators() {
        let (function, pair) = (made(), made())
        add("CREATE TYPE \(pair) AS (a int, b text)")
        add(
            "CREATE FUNCTION \(function)(\(pair), \(pair)) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a < ($2).a'"
        )
        let sign = dice.one(["<", "~<~", "@@#", "<->", "&&", "!!="])
        add(
            "CREATE OPERATOR \(space).\(sign) (LEFTARG = \(pair), RIGHTARG = \(pair), PROCEDURE = \(function))"
        )
        comment("OPERATOR \(space).\(sign) (\(pair), \(pair))")
        if dice.chance(50) {
            let whole = made()
            add("CREATE FUNCTION \(whole)(\(pair)) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a'")
            add(
                "CREATE CAST (\(pair) AS integer) WITH FUNCTION \(whole)(\(pair))"
                    + dice.one(["", " AS ASSIGNMENT", " AS IMPLICIT"]))
            comment("CAST (\(pair) AS integer)")
        }
        if dice.chance(50) {
            let name = made()
            add(
                "CREATE AGGREGATE \(name)(int) (SFUNC = int4pl, STYPE = int, INITCOND = '5', COMBINEFUNC = int4pl, PARALLEL = SAFE)"
            )
            comment("AGGREGATE \(name)(int)")
            add(
                "CREATE AGGREGATE \(made())(ORDER BY text) (SFUNC = array_append, STYPE = text[], FINALFUNC = array_ndims)"
            )
            add(
                "CREATE AGGREGATE \(made())(int) (SFUNC = int4pl, STYPE = int, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int)"
            )
        }
    }

    /// Triggers of every kind, in every state.
    mutating func makeTriggers() {
        let function = made()
        add(
            "CREATE FUNCTION \(function)() RETURNS trigger LANGUAGE plpgsql AS \(PostgreSQLType.quoted("BEGIN RETURN NEW; END -- " + dice.text(upTo: 40).escaping(["\n": " ", "\r": " "])))"
        )
        for _ in 0..<dice.number(1...3) {
            let (name, table) = (fresh(), dice.one(tables))
            let when = dice.one([
                "TRIGGER \(name) BEFORE INSERT OR DELETE ON \(table.name) FOR EACH ROW",
                "TRIGGER \(name) AFTER TRUNCATE ON \(table.name)",
                "TRIGGER \(name) AFTER INSERT ON \(table.name) REFERENCING NEW TABLE AS \(fresh()) FOR EACH STATEMENT",
                "CONSTRAINT TRIGGER \(name) AFTER UPDATE ON \(table.name) DEFERRABLE INITIALLY DEFERRED FOR EACH ROW",
                "TRIGGER \(name) AFTER UPDATE OF \(table.columns.last?.name ?? "x") ON \(table.name) FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)",
            ])
            add("CREATE \(when) EXECUTE FUNCTION \(function)(\(text()), E'\\\\x')")
            comment("TRIGGER \(name) ON \(table.name)")
            if dice.chance(50) {
                add(
                    "ALTER TABLE \(table.name) \(dice.one(["DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"])) TRIGGER \(name)"
                )
            }
        }
    }

    /// Rules on tables.
    mutating func makeRules() {
        let (name, table) = (fresh(), dice.one(tables))
        add(
            "CREATE RULE \(name) AS ON \(dice.one(["UPDATE", "DELETE", "INSERT"])) TO \(table.name)"
                + dice.maybe(" WHERE 1 > 2") + " DO \(dice.one(["ALSO", "INSTEAD"])) "
                + dice.one([
                    "NOTHING", "SELECT \(text())", "(SELECT 1; NOTIFY \(fresh()), \(text()))",
                    "(SELECT 1; SELECT 2)",
                ]))
        comment("RULE \(name) ON \(table.name)")
        if dice.chance(40) {
            add("ALTER TABLE \(table.name) \(dice.one(["DISABLE", "ENABLE ALWAYS"])) RULE \(name)")
        }
    }

    /// Row security.
    mutating func makePolicies() {
        let (name, table) = (fresh(), dice.one(tables))
        let force = dice.maybe(", FORCE ROW LEVEL SECURITY", 50)
        add("ALTER TABLE \(table.name) ENABLE ROW LEVEL SECURITY\(force)")
        let command = dice.one(["ALL", "SELECT", "DELETE"])
        add(
            "CREATE POLICY \(name) ON \(table.name) AS \(dice.one(["PERMISSIVE", "RESTRICTIVE"])) FOR \(command) "
                + "TO \(dice.one(Self.roles)) USING (current_user <> \(text()))"
                + (command == "ALL" ? " WITH CHECK (false)" : ""))
        comment("POLICY \(name) ON \(table.name)")
    }
}
