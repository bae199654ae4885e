/// What a tenant of PostgreSQL may furnish its database with, one kind an element, in the order in which they build on one
/// another.
///
/// `public.gain()` is what `HostileTenant` puts there before.
package enum PostgreSQLFurnishing {
    /// All of them.
    package static let all = evaluated + types + tables + code

    /// Code in every place that a load evaluates.
    package static let evaluated: [String] = [
        "CREATE TABLE checked (n int CHECK (public.gain() = n)); INSERT INTO checked VALUES (1)",
        "CREATE TABLE generated (n int, m int GENERATED ALWAYS AS (n + 1) STORED); INSERT INTO generated VALUES (1)",
        "CREATE FUNCTION public.pure(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
            + "$$ BEGIN RETURN public.gain() + $1 - 1; END $$",
        "CREATE TABLE computed (n int, m int GENERATED ALWAYS AS (public.pure(n)) STORED); "
            + "INSERT INTO computed VALUES (1)",
        "CREATE TABLE indexed (n int); INSERT INTO indexed VALUES (1); CREATE INDEX ON indexed (public.pure(n))",
        "CREATE TABLE partial (n int); INSERT INTO partial VALUES (1); "
            + "CREATE INDEX ON partial (n) WHERE public.pure(n) > 0",
        "CREATE DOMAIN positive AS int CHECK (public.pure(VALUE) > 0)",
        "CREATE TABLE typed (n positive); INSERT INTO typed VALUES (1)",
        "CREATE TABLE defaulted (n int DEFAULT public.gain()); INSERT INTO defaulted DEFAULT VALUES",
        "CREATE TABLE keyed (n int PRIMARY KEY); CREATE TABLE bound (n int REFERENCES keyed)",
        "CREATE TABLE excluded (n int, EXCLUDE USING btree (public.pure(n) WITH =)); INSERT INTO excluded VALUES (1)",
        "CREATE TABLE parted (n int) PARTITION BY LIST (public.pure(n)); "
            + "CREATE TABLE parted1 PARTITION OF parted FOR VALUES IN (1); INSERT INTO parted VALUES (1)",
        "CREATE MATERIALIZED VIEW seen AS SELECT public.gain() AS n",
        "CREATE TABLE watched (n int); INSERT INTO watched VALUES (1); "
            + "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS "
            + "'BEGIN PERFORM public.gain(); RETURN NEW; END'; "
            + "CREATE TRIGGER t BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION t(); "
            + "ALTER TABLE watched ENABLE ALWAYS TRIGGER t",
        "CREATE TABLE ruled (n int); CREATE RULE r AS ON INSERT TO ruled DO ALSO SELECT public.gain()",
        "CREATE TABLE secured (n int); INSERT INTO secured VALUES (1); ALTER TABLE secured ENABLE ROW LEVEL SECURITY, "
            + "FORCE ROW LEVEL SECURITY; CREATE POLICY p ON secured USING (public.gain() = 1)",
        "CREATE VIEW looked AS SELECT public.gain() AS n",
        "CREATE STATISTICS s ON (public.pure(n)), n FROM indexed",
        "SELECT lo_from_bytea(0, 'x')",
        "CREATE SEQUENCE counted; SELECT nextval('counted')",
    ]

    /// Types, casts, operators, and what else calls functions without naming them.
    package static let types: [String] = [
        "CREATE TYPE pair AS (a int, \"b;\" text); CREATE TABLE paired (p pair); INSERT INTO paired VALUES (ROW(1, '''\\'))",
        "CREATE FUNCTION whole(pair) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN public.gain(); END'; "
            + "CREATE TABLE cast_one (p pair CHECK (whole(p) = 1)); INSERT INTO cast_one VALUES (ROW(1, 'x'))",
        "CREATE TYPE feeling AS ENUM ('it''s', '\\! id', E'a\\nb', '$$', ''); CREATE TABLE felt (f feeling DEFAULT '$$'); "
            + "INSERT INTO felt VALUES ('it''s'), (E'a\\nb'), (DEFAULT)",
        "CREATE FUNCTION apart(float8, float8) RETURNS float8 IMMUTABLE LANGUAGE plpgsql AS "
            + "'BEGIN PERFORM public.gain(); RETURN $1 - $2; END'; "
            + "CREATE TYPE span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = apart, MULTIRANGE_TYPE_NAME = spans); "
            + "CREATE TABLE spanned (s span, m spans, EXCLUDE USING gist (s WITH &&)); "
            + "INSERT INTO spanned SELECT span(n, n + 1), '{[1,2]}' FROM generate_series(1, 300, 2) n; CREATE INDEX ON spanned USING gist (s)",
        "CREATE DOMAIN inner_one AS int CHECK (public.pure(VALUE) > 0); "
            + "CREATE DOMAIN outer_one AS inner_one NOT NULL DEFAULT 7 CONSTRAINT \"o;\" CHECK (VALUE < 100); "
            + "CREATE TABLE nested_one (n outer_one); INSERT INTO nested_one VALUES (DEFAULT)",
        "CREATE DOMAIN listed_one AS int CHECK (public.pure(VALUE) > 0); CREATE TABLE arrayed (n listed_one[]); "
            + "INSERT INTO arrayed VALUES ('{1,2}')",
        "CREATE DOMAIN arrays AS text[] CHECK (public.gain() = 1); CREATE TABLE of_arrays (a arrays); "
            + "INSERT INTO of_arrays VALUES ('{\"a\\\"b\",NULL}')",
        "CREATE DOMAIN part AS int CHECK (public.gain() = 1); CREATE TYPE with_part AS (p part, q part[]); "
            + "CREATE TABLE parts (w with_part); INSERT INTO parts VALUES (ROW(1, '{2}'))",
        "CREATE FUNCTION near(int, int) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS "
            + "'BEGIN RETURN public.gain() = 1; END'; CREATE OPERATOR public.~=~ (LEFTARG = int, RIGHTARG = int, "
            + "PROCEDURE = near, COMMUTATOR = OPERATOR(public.~=~)); "
            + "CREATE TABLE nearby (n int CHECK (n OPERATOR(public.~=~) 1)); INSERT INTO nearby VALUES (1)",
        "CREATE FUNCTION negated(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN public.gain(); END'; "
            + "CREATE OPERATOR public.!! (RIGHTARG = int, PROCEDURE = negated); "
            + "CREATE TABLE negative (n int, m int GENERATED ALWAYS AS (OPERATOR(public.!!) n) STORED); INSERT INTO negative VALUES (1)",
        "CREATE FUNCTION gathers(int, int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN public.gain() + $2; END'; "
            + "CREATE AGGREGATE gathered(int) (SFUNC = gathers, STYPE = int, INITCOND = '0'); "
            + "CREATE MATERIALIZED VIEW gathering AS SELECT gathered(n) AS s FROM generate_series(1, 3) n",
        "CREATE FUNCTION ends(float8[]) RETURNS float8 LANGUAGE plpgsql AS 'BEGIN RETURN public.gain(); END'; "
            + "CREATE AGGREGATE ordered_one(ORDER BY float8) (SFUNC = array_append, STYPE = float8[], FINALFUNC = ends)",
        "CREATE COLLATION plain FROM \"C\"; CREATE TABLE collated (t text COLLATE plain); CREATE INDEX ON collated (t COLLATE plain DESC)",
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false); "
            + "CREATE TABLE loosely (t text COLLATE loose PRIMARY KEY); INSERT INTO loosely VALUES ('a')",
        "CREATE CONVERSION bent FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1; COMMENT ON CONVERSION bent IS 'it''s; \\! id'",
        "CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple, STOPWORDS = english); "
            + "CREATE TEXT SEARCH CONFIGURATION sought (COPY = simple); "
            + "ALTER TEXT SEARCH CONFIGURATION sought ALTER MAPPING FOR asciiword WITH words; "
            + "CREATE TABLE texts (t text, v tsvector GENERATED ALWAYS AS (to_tsvector('public.sought', t)) STORED); "
            + "INSERT INTO texts VALUES ('it''s'); CREATE INDEX ON texts USING gin (v)",
        "CREATE TYPE shell_of_one AS (n int); CREATE TABLE typed_of OF shell_of_one (PRIMARY KEY (n), CHECK (public.pure(n) > 0)); "
            + "INSERT INTO typed_of VALUES (1)",
        "CREATE EXTENSION hstore; CREATE TABLE stored (h hstore CHECK (public.gain() = 1)); INSERT INTO stored VALUES ('a=>\"''\"')",
        "CREATE EXTENSION citext; CREATE TABLE soft (c citext); INSERT INTO soft VALUES ('A'); CREATE INDEX ON soft (c) WHERE public.pure(length(c::text)) > 0",
    ]

    /// Tables, keys, partitions and indexes.
    package static let tables: [String] = [
        "CREATE TABLE elder (n int CHECK (public.pure(n) > 0), m int CHECK (m > 0) NO INHERIT); "
            + "CREATE TABLE younger (k int DEFAULT public.gain()) INHERITS (elder); INSERT INTO younger VALUES (1, 0)",
        "CREATE TABLE one_side (n int); CREATE TABLE other_side (n int); CREATE TABLE both_sides () INHERITS (one_side, other_side); "
            + "INSERT INTO both_sides VALUES (1)",
        "CREATE TABLE excluding (r int4range, n int, CONSTRAINT \"ex;\" EXCLUDE USING gist (r WITH &&) WHERE (public.pure(n) > 0) "
            + "DEFERRABLE INITIALLY DEFERRED); INSERT INTO excluding VALUES ('[1,2)', 1)",
        "CREATE TABLE measured (a int, b int); INSERT INTO measured VALUES (1, 2); "
            + "CREATE STATISTICS several (mcv, dependencies, ndistinct) ON a, b FROM measured; ANALYZE measured",
        "CREATE TABLE identified (n int GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT -1 MINVALUE -9 MAXVALUE 9 CYCLE), "
            + "m int GENERATED BY DEFAULT AS IDENTITY, s serial); INSERT INTO identified DEFAULT VALUES",
        "CREATE TABLE chained (n int, a int GENERATED ALWAYS AS (public.pure(n)) STORED, "
            + "b text GENERATED ALWAYS AS (n || ''';\\') STORED); INSERT INTO chained VALUES (1)",
        "CREATE TABLE first_key (n int PRIMARY KEY, m int, UNIQUE (m, n)); CREATE TABLE acting (n int REFERENCES first_key ON DELETE CASCADE "
            + "ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED, a int, b int, FOREIGN KEY (a, b) REFERENCES first_key (m, n) MATCH FULL); "
            + "INSERT INTO first_key VALUES (1, 2); INSERT INTO acting VALUES (1, 2, 1)",
        "CREATE TABLE late_key (n int); INSERT INTO late_key VALUES (99); CREATE TABLE late_to (n int PRIMARY KEY); "
            + "ALTER TABLE late_key ADD FOREIGN KEY (n) REFERENCES late_to NOT VALID, ADD CHECK (n < 9) NOT VALID",
        "CREATE TABLE egg (n int PRIMARY KEY, h int); CREATE TABLE hen (n int PRIMARY KEY, e int REFERENCES egg); "
            + "ALTER TABLE egg ADD FOREIGN KEY (h) REFERENCES hen; CREATE TABLE itself (n int PRIMARY KEY, m int REFERENCES itself)",
        "CREATE TABLE by_range (n int, t text DEFAULT public.gain()) PARTITION BY RANGE ((public.pure(n))); "
            + "CREATE TABLE by_range1 PARTITION OF by_range FOR VALUES FROM (MINVALUE) TO (5); "
            + "CREATE TABLE by_range2 PARTITION OF by_range DEFAULT; INSERT INTO by_range VALUES (1), (9)",
        "CREATE TABLE by_hash (n int, m int) PARTITION BY HASH (n); CREATE TABLE by_hash0 PARTITION OF by_hash FOR VALUES WITH "
            + "(MODULUS 2, REMAINDER 0) PARTITION BY LIST (m); CREATE TABLE by_hash00 PARTITION OF by_hash0 FOR VALUES IN (1, NULL); "
            + "CREATE TABLE by_hash1 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 1); "
            + "INSERT INTO by_hash SELECT n, 1 FROM generate_series(1, 9) n; CREATE INDEX ON by_hash (m)",
        "CREATE TABLE by_text (t text, PRIMARY KEY (t)) PARTITION BY LIST (t); "
            + "CREATE TABLE \"it's;\" PARTITION OF by_text FOR VALUES IN ('it''s', E'\\\\! id', E'a\\nb'); INSERT INTO by_text VALUES ('it''s'); "
            + "CREATE TABLE bound_to (t text REFERENCES by_text)",
        "CREATE UNLOGGED TABLE fleeting (n int PRIMARY KEY); INSERT INTO fleeting VALUES (1)",
        "CREATE TEMPORARY TABLE passing AS SELECT public.gain() AS n",
        "CREATE TABLE tuned (t text COMPRESSION pglz, u text) WITH (fillfactor = 50, autovacuum_enabled = off, toast.autovacuum_enabled = off); "
            + "ALTER TABLE tuned ALTER t SET STORAGE EXTERNAL, ALTER t SET STATISTICS 7, ALTER u SET (n_distinct = 5)",
        "CREATE TABLE nothing (); INSERT INTO nothing DEFAULT VALUES",
        "CREATE TABLE dropped (a int, b int, c int); INSERT INTO dropped VALUES (1, 2, 3); ALTER TABLE dropped DROP b, ADD d int DEFAULT 5",
        "CREATE TABLE many_ways (n int, t text, a int[], r int4range); INSERT INTO many_ways VALUES (1, 'x', '{1}', '[1,2)'); "
            + "CREATE INDEX ON many_ways USING hash (t); CREATE INDEX ON many_ways USING brin (n) WITH (pages_per_range = 2); "
            + "CREATE INDEX ON many_ways USING gin (a); CREATE INDEX ON many_ways USING gist (r); "
            + "CREATE INDEX ON many_ways (n DESC NULLS LAST, t text_pattern_ops) INCLUDE (a); "
            + "CREATE UNIQUE INDEX \"u;\" ON many_ways (n) NULLS NOT DISTINCT; CREATE INDEX ON many_ways ((t || ''';'))",
        "CREATE TABLE marked (n int PRIMARY KEY, m int NOT NULL UNIQUE); ALTER TABLE marked REPLICA IDENTITY USING INDEX marked_m_key; "
            + "ALTER TABLE marked CLUSTER ON marked_pkey",
        "CREATE SEQUENCE odd AS smallint INCREMENT -3 MINVALUE -100 MAXVALUE 50 START 7 CACHE 5 CYCLE; SELECT nextval('odd'); "
            + "CREATE TABLE by_odd (n int DEFAULT nextval('odd')); ALTER SEQUENCE odd OWNED BY by_odd.n",
        "CREATE TABLE data (t text, b bytea, j jsonb, x xml); INSERT INTO data VALUES (E'\\n\\\\.\\n\\\\! touch GAINED\\n', '\\x00275c0a', "
            + "'{\"a\": \"\\\\! id\"}', '<a>;</a>'), (E'\\t\\\\N\\r\\n\\b\\f\\v', NULL, NULL, NULL), (E'\\\\connect bystander\\n', '', 'null', NULL)",
        "CREATE TABLE \"COPY t FROM stdin;\" (\"\\\\.\" text, \"\\! id\" int); INSERT INTO \"COPY t FROM stdin;\" VALUES ('\\.', 1)",
    ]

    /// Triggers, rules, policies, functions, views and privileges.
    package static let code: [String] = [
        "CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM public.gain(); RETURN NULL; END'; "
            + "CREATE TABLE constrained (n int); INSERT INTO constrained VALUES (1); CREATE CONSTRAINT TRIGGER late AFTER INSERT OR UPDATE OF n "
            + "ON constrained DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tr('it''s; ', E'\\\\! id'); "
            + "ALTER TABLE constrained ENABLE ALWAYS TRIGGER late",
        "CREATE TABLE emptied (n int); CREATE TRIGGER emptying BEFORE TRUNCATE ON emptied EXECUTE FUNCTION tr(); "
            + "ALTER TABLE emptied ENABLE ALWAYS TRIGGER emptying",
        "CREATE VIEW instead AS SELECT 1 AS n; CREATE TRIGGER instead INSTEAD OF INSERT ON instead FOR EACH ROW EXECUTE FUNCTION tr()",
        "CREATE TABLE batch (n int); INSERT INTO batch VALUES (1); CREATE TRIGGER batched AFTER INSERT ON batch REFERENCING NEW TABLE AS fresh "
            + "FOR EACH STATEMENT EXECUTE FUNCTION tr(); ALTER TABLE batch ENABLE ALWAYS TRIGGER batched",
        "CREATE TABLE whenever (n int); INSERT INTO whenever VALUES (1); CREATE TRIGGER whenever BEFORE INSERT ON whenever FOR EACH ROW "
            + "WHEN (NEW.n = public.gain()) EXECUTE FUNCTION tr(); ALTER TABLE whenever ENABLE ALWAYS TRIGGER whenever",
        "CREATE TABLE off_on (n int); CREATE TRIGGER a BEFORE INSERT ON off_on FOR EACH ROW EXECUTE FUNCTION tr(); "
            + "CREATE TRIGGER b BEFORE INSERT ON off_on FOR EACH ROW EXECUTE FUNCTION tr(); "
            + "ALTER TABLE off_on DISABLE TRIGGER a, ENABLE REPLICA TRIGGER b",
        "CREATE TABLE rooted (n int) PARTITION BY LIST (n); CREATE TABLE rooted1 PARTITION OF rooted FOR VALUES IN (1); "
            + "CREATE TRIGGER rooted AFTER INSERT ON rooted FOR EACH ROW EXECUTE FUNCTION tr(); INSERT INTO rooted VALUES (1)",
        "CREATE TABLE rules (n int); CREATE RULE \"r;\" AS ON UPDATE TO rules WHERE public.gain() = 1 DO INSTEAD NOTHING; "
            + "CREATE RULE r2 AS ON DELETE TO rules DO INSTEAD (SELECT public.gain(); UPDATE rules SET n = 1); "
            + "ALTER TABLE rules ENABLE ALWAYS RULE r2",
        "CREATE VIEW ruled_view AS SELECT 1 AS n; CREATE RULE ins AS ON INSERT TO ruled_view DO INSTEAD SELECT public.gain()",
        "CREATE TABLE policed (n int); INSERT INTO policed VALUES (1); ALTER TABLE policed ENABLE ROW LEVEL SECURITY; "
            + "CREATE POLICY \"p;\" ON policed AS RESTRICTIVE FOR INSERT TO PUBLIC WITH CHECK (public.gain() = 1); "
            + "CREATE POLICY p2 ON policed FOR SELECT USING (public.gain() = n)",
        "CREATE PROCEDURE moving(INOUT a int DEFAULT public.gain()) LANGUAGE plpgsql AS $_$ BEGIN COMMIT; a := 1; "
            + "EXECUTE 'ALTER ROLE tenant SUPERUSER'; ROLLBACK; END $_$",
        "CREATE FUNCTION several(n int DEFAULT public.gain(), VARIADIC a text[] DEFAULT '{\"it''s;\"}') RETURNS SETOF int ROWS 5 "
            + "LANGUAGE plpgsql AS 'BEGIN RETURN NEXT public.gain(); END'; CREATE VIEW of_several AS SELECT * FROM several() WITH ORDINALITY; "
            + "CREATE TABLE by_several (n int DEFAULT cardinality(ARRAY[public.gain()])); INSERT INTO by_several DEFAULT VALUES",
        "CREATE FUNCTION pathed() RETURNS int IMMUTABLE LANGUAGE plpgsql SET search_path = public, pg_catalog SET work_mem = '8MB' "
            + "SET application_name = 'it''s; \\! id' AS 'BEGIN RETURN gain(); END'; CREATE TABLE by_path (n int CHECK (pathed() = n)); "
            + "INSERT INTO by_path VALUES (1)",
        "CREATE FUNCTION sworn() RETURNS int SECURITY DEFINER STABLE STRICT PARALLEL RESTRICTED COST 5 LANGUAGE plpgsql AS "
            + "'BEGIN RETURN public.gain(); END'; CREATE TABLE by_oath (n int CHECK (sworn() = n)); INSERT INTO by_oath VALUES (1)",
        "CREATE FUNCTION atomic_one(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT public.gain(); SELECT n + 1; END; "
            + "CREATE PROCEDURE atomic_two() LANGUAGE sql BEGIN ATOMIC INSERT INTO indexed VALUES (1); END",
        "CREATE FUNCTION inlined(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT public.pure($1)'; CREATE TABLE by_inlined (n int); "
            + "INSERT INTO by_inlined VALUES (1); CREATE INDEX ON by_inlined (inlined(n))",
        "CREATE FUNCTION quoting() RETURNS text LANGUAGE plpgsql AS $body$/*\n\\! id\n\\.\n\\connect bystander\n*/"
            + "BEGIN RETURN $$a;$$ || $x$';\\$x$; END\n$body$",
        "CREATE FUNCTION shaped(OUT a int, OUT \"b;\" anyelement, INOUT c anyelement) LANGUAGE plpgsql AS 'BEGIN a := 1; END'; "
            + "CREATE FUNCTION tabled() RETURNS TABLE (a int, \"it's\" text) LANGUAGE sql AS 'SELECT 1, NULL'",
        "CREATE FUNCTION rowed(first_key) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.n'; CREATE VIEW of_rows AS SELECT f, f.rowed FROM first_key f",
        "CREATE TABLE cycle (n bigint); CREATE FUNCTION cyclic() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM public.cycle'; "
            + "ALTER TABLE cycle ALTER n SET DEFAULT cyclic(); INSERT INTO cycle DEFAULT VALUES",
        "CREATE VIEW barred WITH (security_barrier) AS SELECT public.gain() AS n FROM indexed WHERE public.pure(n) > 0",
        "CREATE VIEW invoking WITH (security_invoker, check_option = local) AS SELECT n FROM indexed WHERE public.pure(n) > 0",
        "CREATE RECURSIVE VIEW again (n) AS SELECT public.gain() UNION ALL SELECT n + 1 FROM again WHERE n < 5",
        "CREATE MATERIALIZED VIEW kept_one AS SELECT n, public.gain() AS g FROM indexed; CREATE UNIQUE INDEX ON kept_one (public.pure(n)); "
            + "CREATE MATERIALIZED VIEW kept_two AS SELECT g FROM kept_one; CREATE MATERIALIZED VIEW unkept AS SELECT public.gain() AS n WITH NO DATA",
        "CREATE VIEW with_default AS SELECT n FROM indexed; ALTER VIEW with_default ALTER n SET DEFAULT public.gain()",
        "CREATE PUBLICATION chosen FOR TABLE indexed WHERE (n > 1), TABLE measured (a); CREATE PUBLICATION none_of_it WITH (publish = 'insert')",
        "SELECT lo_from_bytea(4711, 'it''s'); COMMENT ON LARGE OBJECT 4711 IS E'it''s\\n\\\\! id'; GRANT SELECT ON LARGE OBJECT 4711 TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO tenant; "
            + "ALTER DEFAULT PRIVILEGES REVOKE ALL ON TYPES FROM PUBLIC",
        "GRANT SELECT (n), UPDATE ON indexed TO PUBLIC; GRANT ALL ON indexed TO postgres WITH GRANT OPTION; REVOKE ALL ON keyed FROM tenant; "
            + "GRANT CREATE ON DATABASE tenant TO PUBLIC",
        "COMMENT ON DATABASE tenant IS E'it''s; \\\\! id\\n\\\\! id\\n-- */'; COMMENT ON TABLE indexed IS E'\\n\\\\! id\\n'; "
            + "COMMENT ON COLUMN indexed.n IS $$'; ALTER ROLE tenant SUPERUSER; --$$; COMMENT ON FUNCTION public.gain() IS E'\\r\\n\\\\.\\n'",
        "ALTER DATABASE tenant SET work_mem = '4MB'; ALTER DATABASE tenant SET application_name = 'it''s; \\! id'; "
            + "ALTER ROLE tenant IN DATABASE tenant SET search_path = public",
        "CREATE SCHEMA \"it's; \\! id\"; CREATE TABLE \"it's; \\! id\".t (n int DEFAULT public.gain()); INSERT INTO \"it's; \\! id\".t DEFAULT VALUES; "
            + "CREATE SCHEMA information_schema2 CREATE TABLE t (n int) CREATE VIEW v AS SELECT n FROM t",
        "CREATE SCHEMA pg; CREATE TABLE pg.pg_class (n int); CREATE FUNCTION pg.count() RETURNS bigint LANGUAGE sql AS 'SELECT public.gain()::bigint'",
        "DO $$ BEGIN PERFORM public.gain(); END $$; CREATE TABLE vya_backup_restore (mark int DEFAULT public.gain()); "
            + "INSERT INTO vya_backup_restore DEFAULT VALUES; COMMENT ON TABLE vya_backup_restore IS 'vya-backup drill'",
        "CREATE TABLE folded (n int); INSERT INTO folded VALUES (1); CREATE INDEX ON folded (n) WHERE public.pure(1) > 0",
        "CREATE CAST (pair AS int) WITH FUNCTION whole(pair) AS IMPLICIT; CREATE TABLE cast_two (p pair CHECK (p::int = 1)); "
            + "INSERT INTO cast_two VALUES (ROW(1, 'x'))",
    ]
}
