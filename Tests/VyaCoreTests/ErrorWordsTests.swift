import Testing
import VyaCore
import VyaTestSupport

@Suite("What of a tool's messages is kept", .ownThread)
struct ErrorWordsTests {
    @Test("K11 a client's statement, its rows and what an error quotes of them are not kept")
    func mysql() {
        let lines = [
            "S3CRET row", "--------------", "INSERT INTO t VALUES", "('S3CRET'),", "ERROR 1 (x): S3CRET",
            "--------------",
            "ERROR 1062 (23000) at line 7: Duplicate entry 'S3CRET' for key 'PRIMARY'",
        ]
        #expect(
            ErrorWords.mysql.shown(lines) == ["ERROR 1062 (23000) at line 7: Duplicate entry '…'"])
        func one(_ line: String) -> [String] { ErrorWords.mysql.shown([line]) }
        #expect(
            one("ERROR 1064 (42000) at line 1: You have an error; near 'S3CRET")
                == ["ERROR 1064 (42000) at line 1: You have an error; near '…'"])
        #expect(
            one("ERROR 1366 (22007) at line 1: Incorrect integer value: 'S3CRET' for column `a`.`b` at row 1")
                == ["ERROR 1366 (22007) at line 1: Incorrect integer value: '…' for column `a`.`b` at row 1"])
        let kept = [
            "ERROR 1286 (42000) at line 3: Unknown storage engine 'x'",
            "ERROR 4025 (23000) at line 3: CONSTRAINT `t.a` failed for `db`.`t`",
            "mariadb-dump: Got error: 1045: \"Access denied for user 'a'@'b'\" when trying to connect",
        ]
        for line in kept { #expect(one(line) == [line]) }
    }

    @Test("K11 psql's details, contexts and lines of statements are not kept")
    func postgresql() {
        let lines = [
            "psql:<stdin>:9: ERROR:  new row violates check constraint",
            "DETAIL:  Failing row contains (S3CRET,",
            "S3CRET).", "CONTEXT:  COPY t, line 1: \"S3CRET\"", "LINE 1: SELECT 'S3CRET'", "   ^",
            "psql:<stdin>:10: ERROR:  current transaction is aborted", "HINT:  x",
        ]
        #expect(
            ErrorWords.postgresql.shown(lines) == [lines[0], lines[6], lines[7]])
    }

    @Test("K11 what a message of PostgreSQL quotes of a row is not kept, and names of objects are")
    func postgresqlValues() {
        func one(_ line: String) -> [String] { ErrorWords.postgresql.shown([line]) }
        for (line, kept) in [
            (
                "invalid input syntax for type integer: \"S3CRET\"",
                "invalid input syntax for type integer: \"…\""
            ),
            (
                "value \"S3CRET\" is out of range for type integer",
                "value \"…\" is out of range for type integer"
            ),
            ("syntax error at or near \"S3CRET", "syntax error at or near \"…\""),
        ] {
            #expect(one("psql:<stdin>:9: ERROR:  " + line) == ["psql:<stdin>:9: ERROR:  " + kept])
        }
        #expect(one("psql:<stdin>:9: NOTICE:  not S3CRET") == ["psql:<stdin>:9: NOTICE:  …"])
        #expect(one("WARNING:  not S3CRET") == ["WARNING:  …"])
        for line in [
            "ERROR:  new row for relation \"t\" violates check constraint \"c\"",
            "pg_dump: error: query failed: ERROR:  permission denied for table t",
            "psql: error: connection to server at \"h\" failed: FATAL:  database \"d\" does not exist",
            "ERROR:  could not create unique index \"i\"", "ERROR:  deadlock detected",
            "psql:<stdin>:9: NOTICE:  extension \"x\" already exists, skipping",
        ] {
            #expect(one(line) == [line])
        }
    }

    @Test("K11 a server that speaks another language gives nothing of a row away either")
    func otherLanguages() {
        func one(_ lines: String...) -> [String] { ErrorWords.postgresql.shown(lines) }
        for (line, kept) in [
            (
                "FEHLER:  ungültige Eingabesyntax für Typ integer: »S3CRET«",
                "FEHLER:  ungültige Eingabesyntax für Typ integer: \"…\""
            ),
            (
                "ERROR:  la sintaxis no es válida para tipo integer: «S3CRET»",
                "ERROR:  la sintaxis no es válida para tipo integer: \"…\""
            ),
            ("BŁĄD:  „S3CRET” jest poza zakresem", "BŁĄD:  \"…\" jest poza zakresem"),
            ("エラー:  不正な値です: 「S3CRET", "エラー:  不正な値です: \"…\""),
        ] {
            #expect(one("psql:<stdin>:9: " + line) == ["psql:<stdin>:9: " + kept])
            #expect(one("pg_dump: error: query failed: " + line) == ["pg_dump: error: query failed: " + kept])
        }
        let raised = ["psql:<stdin>:9: FEHLER:  S3CRET", "DETAIL:  a:  S3CRET", "HINT:  S3CRET"]
        #expect(
            ErrorWords.postgresql.shown(
                raised + ["CONTEXT:  PL/pgSQL-Funktion f() Zeile 1 bei RAISE", "psql:<stdin>:10: FEHLER:  x"])
                == ["psql:<stdin>:9: FEHLER:  …", "HINT:  …", "psql:<stdin>:10: FEHLER:  x"])
    }

    @Test("K11 of what a function of the database raises nothing is kept but that it did")
    func raised() {
        let lines = [
            "psql:<stdin>:9: ERROR:  relation S3CRET", "DETAIL:  S3CRET", "HINT:  S3CRET",
            "CONTEXT:  PL/pgSQL function f(text) line 1 at RAISE", "COPY t, line 1: \"S3CRET\"",
            "psql:<stdin>:10: ERROR:  relation \"t\" does not exist", "HINT:  x",
        ]
        #expect(
            ErrorWords.postgresql.shown(lines)
                == ["psql:<stdin>:9: ERROR:  …", "HINT:  …", lines[5], lines[6]])
    }
}
