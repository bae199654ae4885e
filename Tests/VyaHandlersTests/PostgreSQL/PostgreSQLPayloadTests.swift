import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaHandlers

/// Text that wants psql to act, in places where a lexer may lose its way.
struct PostgreSQLPayload: Sendable, CustomTestStringConvertible {
    let text: String
    var testDescription: String { text.debugDescription }

    init(_ text: String) { self.text = text }

    /// `\! touch marker` in many places; `!` stands for it.
    static let all: [PostgreSQLPayload] = [
        "!", "SELECT 1 !", "SELECT 1;!", "SELECT 1 !;", "   !", "\t!", "-- x\r!", "/* x */!", "/* /* */ */!",
        "/*/ */!", "/* /* */* */!\n*/", "/* /*/ */ */!", "/* **/!", "SELECT 'a' !", "SELECT 'a''' !",
        "SELECT E'\\'' !",
        "SELECT E'\\\\' !", "SELECT e'\\'';!", "SELECT '\\' !", "SELECT U&'\\0041' !", "SELECT \"a\" !",
        "SELECT \"a\"\"\" !",
        "SELECT $$'$$ !", "SELECT $a$'$a$ !", "SELECT $a$ $b$ $a$ !", "SELECT $a$ $$a$ !", "SELECT $é$'$é$ !",
        "SELECT 1$$'$$ !", "SELECT $1$$'$$ !", "SELECT a$$ ' !\n", "SELECT $1a$ ' !\n", "SELECT 1e'\\' !\n",
        "SELECT E'a'\n'\\'' !", "SELECT E'a' -- x\n'\\'' !", "SELECT E'a' --'\n'\\'' !", "SELECT B'1' !",
        "SELECT X'1' !", "SELECT N'\\' !",
        "SET standard_conforming_strings = off;\nSELECT '\\'' !",
        "SET standard_conforming_strings = off;\nSELECT B'\\' !",
        "SET standard_conforming_strings TO off;\nSELECT '\\'' !",
        " SET standard_conforming_strings = off;\nSELECT '\\'' !",
        "SET SESSION standard_conforming_strings = off;\nSELECT '\\'' !",
        "set standard_conforming_strings = off;\nSELECT '\\'' !",
        "SELECT set_config('standard_conforming_strings', 'off', false);\nSELECT '\\'' !",
        "SELECT pg_catalog.\"set_config\"('standard_conforming_strings', 'off', false);\nSELECT '\\'' !",
        "COPY t FROM stdin;\n1\n\\.\n!", "COPY t FROM stdin;\n1\n\\.\r\n!\n\\.\n",
        "COPY t FROM stdin;!\n1\n\\.\n",
        "COPY t FROM stdin; SELECT 1 !\n1\n\\.\n", "copy t from stdin;\n'\n\\.\n!\n'",
        " COPY t FROM stdin;\n'\n\\.\n!\n'",
        "COPY t FROM stdin ;\n'\n\\.\n!\n'", "COPY t FROM STDIN;\n'\n\\.\n!\n'",
        "COPY t (a)FROM stdin;\n'\n\\.\n!\n'",
        "/* */COPY t FROM stdin;\n'\n\\.\n!\n'", "COPY t FROM stdin WITH (FORMAT csv);\n'\n\\.\n!\n'",
        "CREATE TABLE s (stdin text);\nCOPY t FROM PROGRAM 'true' WHERE a IS DISTINCT FROM stdin;\n!\n\\.\n",
        "COPY s FROM PROGRAM 'true' WHERE a IS DISTINCT FROM stdin;\n!\n\\.\n",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1;\nCOPY t FROM stdin;\n!\n\\.\n",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1;\nCOPY t FROM stdin;\n!\n\\.\n",
        "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1'; COPY t FROM stdin; SELECT 1 AS end;\n'\n\\.\n!\n'",
        "CREATE FUNCTION begin() RETURNS text LANGUAGE sql AS 'SELECT 1';\nCOPY t FROM stdin;\n!\n\\.\n",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END; !",
        "SELECT (1));!", "SELECT ')' !", "SELECT :'DBNAME' !", "SELECT :DBNAME !", "SELECT :\"DBNAME\" !",
        "SELECT 1::int !",
        "SELECT ':DBNAME' !", "\\unrestrict x!", "\\restrict x\n\\unrestrict `touch marker`", "\\restrict x!",
        "\\restrict x\n\\unrestrict y\n!", "\\restrict `touch marker`", "\\connect x!", "\\.\n!", "\\;!",
        "\\\\!", "SELECT 1 \\; !",
        "\\copy t from program 'touch marker'", "\\o marker", "SELECT 1 \\g marker",
        "SELECT 1 \\g |touch marker",
        "SELECT 'touch marker' \\gset", "SELECT '\\! touch marker' \\gexec", "\\i marker",
        "\\set x `touch marker`", "\\echo `touch marker`",
        "\\if `touch marker`\n\\endif", "\\w marker", "SELECT 1 \\w marker", "\\s marker", "\\cd /\n!", "\\e",
        "\\lo_export 1 marker",
        "\u{FEFF}COPY t FROM stdin;\n'\n\\.\n!\n'", "COPY t FROM stdin;\na\u{0}b\n\\.\n'\n\\.\n!\n'",
        "SELECT 1\u{0} !",
        "SET client_encoding = 'SJIS';\nSELECT '\u{C1}' !", "SET NAMES 'SJIS';\nSELECT '\u{C1}' !",
        "COPY t FROM PROGRAM 'touch marker';", "COPY t TO PROGRAM 'touch marker';",
        "COPY (SELECT 1) TO PROGRAM 'touch marker';",
        "copy\nt from program 'touch marker';", "COPY t FROM PROGRAM $$touch marker$$;",
        "CREATE DATABASE x;\n\\connect x \\! touch marker", "CREATE DATABASE x;\n\\connect `touch marker`",
        "SELECT 1\n!", "SELECT '\n!\n' !", "INSERT INTO t VALUES ('a') !", "INSERT INTO t VALUES ('a\\') !;",
        "INSERT INTO t VALUES (E'a\\'') !;", "INSERT INTO t (a) VALUES ('a');!", "SELECT a[1:2] !",
        "SELECT 1 - - 2 !", "SELECT 1 /2 !",
    ].map { PostgreSQLPayload($0.replacing("!", with: "\\! touch marker")) }

    /// What only looks like a command.
    static let harmless: [String] = [
        "SELECT '\\! x';", "SELECT E'\\'\\! x';", "SELECT $$ \\! x $$;", "-- \\! x\n", "/* \\! x */",
        "SELECT \"\\! x\";",
        "COPY t FROM stdin;\n\\! x\n\\.\n", "COPY public.t (a, \"b c\") FROM stdin;\n\\.x\n \\.\n\\.\n",
        "COPY public.nocol  FROM stdin;\n\n\\.\n", "SELECT a[1:2], b::text, c[lo:hi], d[1:\"X\"];",
        "SELECT x'1F', B'1', 'a' || 'b';",
        "SELECT pg_catalog.set_config('search_path', '', false);", "SET client_encoding = 'LATIN1';",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 ELSE 2 END; SELECT 3; END;\nSELECT 1;",
        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);", "SELECT 1 - 2 / 3 -4, 'a'\n;",
        "CREATE TABLE t (copy integer, \"a$b\" text);",
        "\\restrict abc123\nSELECT 1;\n\\unrestrict abc123\n", "SELECT 1.5e10, 1e5, $1;",
    ]
}

@Suite("Dumps that want psql to act", .ownThread)
struct PostgreSQLPayloadTests {
    /// Runs a text through the stock psql in a folder of its own; tells whether it made a file there.
    private func acts(_ text: String, on server: PrivatePostgreSQL) throws -> Bool {
        let folder = try TemporaryFolder("payload")
        chmod(folder.path, 0o777)
        var command = Command(
            "psql", "-Xqw", "-v", "ON_ERROR_STOP=1", "-c", "CREATE TEMP TABLE t (a text)", "-f", "-")
        command.environment = server.environment
        command.environment["PGDATABASE"] = "payloads"
        command.environment["EDITOR"] = "true"
        command.input = Data(text.utf8)
        command.folder = folder.path
        _ = try command.run()
        return try !folder.names().isEmpty
    }

    @Test("F16 whatever the stock psql would act upon is found before it gets it")
    func agreement() throws {
        let server = try PrivatePostgreSQL.shared()
        try server.createDatabase("payloads")
        defer { try? server.dropDatabase("payloads") }
        var acting = 0
        for (index, payload) in PostgreSQLPayload.all.enumerated() {
            let texts = [payload.text, payload.text + "\n", "SELECT 1;\n" + payload.text + "\n"]
            for text in Adversity.isFull ? texts : [texts[index % 3]] {
                let acts = try acts(text, on: server)
                if acts { acting += 1 }
                for block in [1, 7, 4096] {
                    let commands = PostgreSQLInspectorTests.inspect(Array(text.utf8), block: block).traits
                        .commands
                    #expect(!acts || !commands.isEmpty, "psql acts on \(text.debugDescription)")
                    if text.contains("PROGRAM") { #expect(!commands.isEmpty) }
                }
            }
        }
        #expect(acting > Adversity.count(50, full: 150))
    }

    @Test("what only looks like a command is none", arguments: PostgreSQLPayload.harmless)
    func harmless(_ text: String) {
        // Questions are no part of a dump; what stands in them may be.
        let statements = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("SELECT ") ? "CREATE VIEW v AS " + $0 : String($0) }.joined(separator: "\n")
        for block in [1, 3, 4096] {
            let traits = PostgreSQLInspectorTests.inspect(Array(statements.utf8), block: block).traits
            #expect(traits.commands == [], "\(statements)")
        }
    }
}
