-- A database with a bit of everything that SQLite has, for dumps that come back as they were.
PRAGMA page_size = 8192; PRAGMA user_version = 7; PRAGMA application_id = 77; PRAGMA auto_vacuum = 2;
CREATE TABLE numbers (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT, b REAL, c NUMERIC, d, e INTEGER DEFAULT (1 + 1), f TEXT DEFAULT 'it''s', CHECK (a <> 7));
INSERT INTO numbers (a, b, c, d) VALUES (9223372036854775807, 1e308, '12', x'00ff'), (-9223372036854775808, 2.2250738585072014e-308, 0.1, NULL), (1, 9e999, -9e999, 'x'), (NULL, -0.0, '0x10', 1.0);
DELETE FROM numbers WHERE id = 3;
CREATE TABLE texts (a TEXT COLLATE NOCASE, [b c] TEXT NOT NULL, "d""e" BLOB, `f``g` CLOB, UNIQUE (a, [b c]) ON CONFLICT IGNORE);
INSERT INTO texts VALUES ('é', '', zeroblob(10), 'a' || char(10) || 'b' || char(13)), ('É', 'COMMIT;', x'', '-- ''; "'), (NULL, ');', NULL, char(0x1F469, 0x200D, 0x1F467)), ('\', '\n', 'text', x'41');
CREATE TABLE strict_one (a INT, b REAL, c TEXT, d BLOB, e ANY) STRICT; INSERT INTO strict_one VALUES (1, 2.5, 'x', x'00', 'any'), (NULL, NULL, NULL, NULL, 3);
CREATE TABLE keyed (k TEXT, v, PRIMARY KEY (k DESC)) WITHOUT ROWID; INSERT INTO keyed VALUES ('b', 1), ('a', 2);
CREATE TABLE computed (a INT, b INT GENERATED ALWAYS AS (a * 2) STORED, c INT AS (a + 1)); INSERT INTO computed (a) VALUES (1), (2);
CREATE TABLE parents (id INTEGER PRIMARY KEY, code TEXT UNIQUE); CREATE TABLE children (p INT REFERENCES parents ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, c TEXT REFERENCES parents (code));
INSERT INTO parents VALUES (5, 'x'); INSERT INTO children VALUES (5, 'x'), (6, NULL);
CREATE TABLE loose (a); INSERT INTO loose (rowid, a) VALUES (100, 'x'), (5, 'y'); CREATE TABLE empty_one (a);
CREATE TABLE "it's a ""table""; --
line" ("select" INT, [from; --] TEXT); INSERT INTO "it's a ""table""; --
line" VALUES (1, ''');--');
CREATE INDEX i ON texts ([b c] DESC, a COLLATE BINARY) WHERE a IS NOT NULL; CREATE UNIQUE INDEX "odd ""i""" ON loose (lower(a)); CREATE INDEX on_keyed ON keyed (v);
CREATE VIEW below AS SELECT id, code FROM parents; CREATE VIEW above (n) AS WITH RECURSIVE c (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c WHERE x < 3) SELECT x FROM c, below;
CREATE TRIGGER first_one BEFORE UPDATE OF code ON parents WHEN NEW.code <> '' BEGIN INSERT INTO loose VALUES ('a;b'); SELECT CASE WHEN 1 THEN 2 END; END;
CREATE TRIGGER through INSTEAD OF INSERT ON below BEGIN INSERT INTO parents VALUES (NEW.id, NEW.code); END;
CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = 'porter'); INSERT INTO words VALUES ('it''s', 'running runs'), ('é', '');
CREATE VIRTUAL TABLE old_words USING fts4 (body); INSERT INTO old_words VALUES ('some words');
CREATE VIRTUAL TABLE places USING rtree (id, x0, x1, +note); INSERT INTO places VALUES (1, 0, 1, 'here'), (2, -5.5, 2.25, NULL);
ANALYZE;
