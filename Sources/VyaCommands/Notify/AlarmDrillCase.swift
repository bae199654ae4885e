import VyaCore

/// One way in which a dump fails, played by a tool that every host has.
struct AlarmDrillCase {
    /// What it is called.
    let name: String
    /// The codes of error that a run must give for it.
    let expectedCodes: Set<ErrorCode>
    /// The program and its arguments, as a plugin declares them; `{database}` is the file that it reads.
    let tool: String
    let arguments: [String]
    /// What it reads: a text that the drill writes, or a file of the host.
    let source: Source
    /// The size of the file system that the backup goes to, in bytes; nil for one with room.
    var capacity: Int?

    enum Source {
        case text(String)
        case file(String)
    }

    /// The line that ends a complete dump.
    static let endMarker = "-- end of the drill's dump"
    /// How long a tool may write nothing, in seconds.
    static let idleSeconds = 2

    private static let beginning =
        "-- a dump made up by vya-backup notify drill\nCREATE TABLE drill (number integer);\n"

    /// Every case that needs no privilege, then the one that does.
    static let all = [
        AlarmDrillCase(
            name: "cut-off", expectedCodes: ["dump.truncated"], tool: "cat", arguments: ["--", "{database}"],
            source: .text(beginning + "INSERT INTO drill VALUES (1")),
        AlarmDrillCase(
            name: "hanging", expectedCodes: ["tool.timed-out"], tool: "tail",
            arguments: ["-n", "+1", "-f", "--", "{database}"], source: .text(beginning)),
        // It prints the whole dump and its end, and then misses a file.
        AlarmDrillCase(
            name: "wrong-exit", expectedCodes: ["dump.tool-failed"], tool: "cat",
            arguments: ["--", "{database}", "{database}.missing"],
            source: .text(beginning + endMarker + "\n")),
        AlarmDrillCase(
            name: "disk-full", expectedCodes: ["destination.full"], tool: "head",
            arguments: ["-c", "16777216", "--", "{database}"], source: .file("/dev/urandom"),
            capacity: 1 << 20),
    ]

    /// The dbms that the drill declares for it.
    var dbms: String { "drill-" + name }

    /// The plugin file that declares it.
    var plugin: JSONValue {
        .object([
            .init("schema", .string("vya-backup.plugin/1")), .init("name", .string(dbms)),
            .init("title", .string("Drill: " + name)), .init("handler", .string("dump-tool")),
            .init("dialect", .string("plain")), .init("folder_keys", .strings([folderKey])),
            .init(
                "tools",
                .object([
                    .init(
                        "dump",
                        .object([
                            .init("names", .strings([tool])),
                            .init("version_arguments", .strings(["--version"])),
                        ]))
                ])),
            .init("databases", .object([.init("from", .string("listed"))])),
            .init(
                "dump",
                .object([
                    .init("arguments", .strings(arguments)), .init("end_marker", .string(Self.endMarker)),
                ])),
        ])
    }

    /// The configuration of a run of it alone, over a dump file and a folder for backups.
    func configuration(dump: String, output: String) -> JSONValue {
        .object([
            .init(
                "db_config",
                .array([
                    .object([
                        .init("id_dbms", .int(1)), .init("dbms", .string(dbms)),
                        .init("db_list", .strings([dump])),
                        .init("timeouts", .object([.init("idle_seconds", .int(Self.idleSeconds))])),
                    ])
                ])),
            .init("bkp_system", .object([.init(folderKey, .string(output))])),
        ])
    }

    private var folderKey: String { "path_drill" }
}
