import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// What the host or the server is set to decides over nothing that a dump holds.
@Suite("Dumps that settings would make thinner", .ownThread)
struct ThinDumpTests {
    @Test("O1 option files of the host do not decide what is in a dump")
    func optionFiles() throws {
        let server = try PrivateMariaDB.shared()
        try server.createDatabase("thin_options")
        defer { try? server.dropDatabase("thin_options") }
        try server.execute("CREATE TABLE t (n INT); INSERT INTO t VALUES (1), (2)", in: "thin_options")
        let night = try Night(entries: [Night.entry(server, databases: ["thin_options"])])
        try night.folder.write(
            "[mysqldump]\nno-data\n[mariadb-dump]\nwhere=1=0\nskip-triggers\n[client]\nskip-column-names\n[mariadb]\nselect-limit=1\nsafe-updates\n",
            to: "host.cnf")
        // For this program alone, the host's option file is another one.
        var command = Command(
            "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
            "mount --bind \"$1\" /etc/mysql/mariadb.cnf && shift && exec \"$@\"", "sh",
            night.folder("host.cnf"),
            night.program.path, "run", "--all", "--config", night.folder("config.json")
        )
        command.environment = night.program.environment
        let result = try command.run()
        #expect(result.status == 0, "\(result)")
        #expect(try night.manifest(of: "thin_options").proof.tables.map(\.rows) == [2])
    }

    @Test("O1 of the account's own option file its connection is taken, and nothing else")
    func ownOptionFile() throws {
        let server = try PrivateMariaDB.shared()
        try server.createDatabase("own_options")
        defer { try? server.dropDatabase("own_options") }
        try server.execute("CREATE TABLE t (n INT); INSERT INTO t VALUES (1), (2)", in: "own_options")
        let night = try Night(entries: [
            """
            { "id_dbms": 1, "dbms": "mariadb", "host": "\(server.socket)", "db_list": ["own_options"], "enabled": true }
            """
        ])
        // The file is the home folder's own, which no variable of the environment moves (K10).
        try night.folder.write(
            """
            # connection
            [mysqldump]
            no-data
            where = 1=0
            [client]
            skip_column_names
            !include \(night.folder("more.cnf"))
            [mariadb]
            init-command=DROP DATABASE own_options
            [mariadb-dump]
            skip-triggers
            ignore-table=own_options.t
            """, to: "my.cnf")
        try night.folder.write(
            "[client]\nuser = \"root\"\n pass = '\(server.password)'\ndatabase=nowhere\n", to: "more.cnf")
        chmod(night.folder("my.cnf"), 0o600)
        chmod(night.folder("more.cnf"), 0o600)
        func run() throws -> Command.Result {
            var command = Command(
                "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
                """
                mount -t tmpfs none /root && cp "$1" /root/.my.cnf && chmod 600 /root/.my.cnf && shift && exec "$@"
                """, "sh", night.folder("my.cnf"), night.program.path, "run", "--all", "--config",
                night.folder("config.json"))
            command.environment = night.program.environment
            return try command.run()
        }
        let result = try run()
        #expect(result.status == 0, "\(result)")
        #expect(try night.manifest(of: "own_options").proof.tables.map(\.rows) == [2])
        try night.folder.write("[client]\nuser=root\npassword=wrong\n", to: "more.cnf")
        let refused = try run()
        #expect(refused.status == 2, "\(refused)")
    }

    @Test("O2 a server that cuts every SELECT is refused by the name of its setting, or told otherwise")
    func selectLimit() throws {
        let server = try PrivateMariaDB()
        for name in ["one", "two", "three"] {
            try server.createDatabase(name)
            try server.execute("CREATE TABLE t AS SELECT seq FROM seq_1_to_900", in: name)
        }
        let night = try Night(entries: [Night.entry(server)])
        try server.execute("SET GLOBAL sql_select_limit = 2; SET GLOBAL max_statement_time = 0.000001")
        let refused = try night.runAll()
        #expect(refused.status == 2, "\(refused)")
        #expect(refused.errors.contains("sql_select_limit"), "\(refused)")
        #expect(refused.errors.contains("hint: run: SET GLOBAL sql_select_limit"), "\(refused)")
        #expect(night.artifacts() == [])
        try server.execute("SET GLOBAL sql_select_limit = 18446744073709551615")
        #expect(try night.runAll().status == 0)
        for name in ["one", "two", "three"] {
            #expect(try night.manifest(of: name).proof.tables.map(\.rows) == [900])
        }
        // Whether all is counted is asked of a server that would cut the answer.
        try server.execute("SET GLOBAL sql_select_limit = 1")
        let drill = try night.run("verify", "--latest", "--restore")
        #expect(drill.status == 0, "\(drill)")
    }
}
