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
}
