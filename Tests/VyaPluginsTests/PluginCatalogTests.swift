import Foundation
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaPlugins

@Suite("The catalog of plugins", .ownThread)
struct PluginCatalogTests {
    @Test("the bundled plugins are there, by name and alias")
    func bundled() throws {
        let catalog = try PluginCatalog.load(folder: nil)
        #expect(catalog.plugins.map(\.name) == ["postgresql", "mysql", "mariadb", "sqlite", "files"])
        #expect(catalog.plugin(named: "postgres")?.name == "postgresql")
        #expect(catalog.plugin(named: "sqlite3")?.name == "sqlite")
        #expect(catalog.plugin(named: "oracle") == nil)
        #expect(catalog.plugins.allSatisfy { $0.origin == "bundled" })
    }

    @Test("an alias shares the facts and keeps its own names and folders")
    func alias() throws {
        let catalog = try PluginCatalog.load(folder: nil)
        let (mysql, mariadb) = (
            try #require(catalog.plugin(named: "mysql")), try #require(catalog.plugin(named: "mariadb"))
        )
        #expect(mariadb.dump == mysql.dump)
        #expect(mariadb.title == "MariaDB")
        #expect(mariadb.folderKeys == ["path_mariadb", "path_mysql", "path_sql"])
    }

    @Test("summaries tell the configuration reader folders, kinds and refused options")
    func summaries() throws {
        let summaries = try PluginCatalog.load(folder: nil).summaries
        #expect(summaries.first { $0.name == "files" }?.isFiles == true)
        #expect(summaries.first { $0.name == "files" }?.folderKeys == ["path_files", "path_zip"])
        #expect(summaries.first { $0.name == "postgresql" }?.refusedOptions.isEmpty == false)
    }

    @Test("a file in the folder adds a dbms, nothing recompiled")
    func add() throws {
        let folder = try TemporaryFolder()
        try folder.write(UnknownPlugin.text, to: "acme.json", mode: 0o644)
        try folder.write("not read", to: "notes.txt")
        let catalog = try PluginCatalog.load(folder: folder.path)
        #expect(catalog.plugin(named: "acme")?.origin == folder("acme.json"))
        #expect(catalog.plugins.count == 6)
    }

    @Test("a file with a bundled name takes its place, and aliases follow it")
    func override() throws {
        let folder = try TemporaryFolder()
        let text = UnknownPlugin.with("\"name\": \"acme\"", "\"name\": \"mysql\"")
        try folder.write(text, to: "mysql.json")
        let catalog = try PluginCatalog.load(folder: folder.path)
        #expect(catalog.plugins.count == 5)
        #expect(catalog.plugin(named: "mysql")?.title == "Acme")
        #expect(catalog.plugin(named: "mariadb")?.dialect == .plain)
    }

    @Test("the folder of the bundled files is one like any other, with the schema that lies in it")
    func bundledFolder() throws {
        let folder = try TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: Repository.root + "/Plugins-config")
        where name.hasSuffix(".json") {
            try folder.write(
                String(contentsOfFile: Repository.root + "/Plugins-config/" + name, encoding: .utf8), to: name
            )
        }
        #expect(try PluginCatalog.load(folder: folder.path).plugins.count == 5)
    }

    @Test("a folder that does not exist is no problem")
    func missing() throws {
        #expect(try PluginCatalog.load(folder: "/nonexistent/plugins.d").plugins.count == 5)
    }

    @Test("names that mean two things are refused")
    func ambiguous() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            UnknownPlugin.with("\"title\"", "\"aliases\": [\"postgres\"], \"title\""), to: "acme.json")
        let alias = try PluginCatalog.load(folder: folder.path)
        #expect(alias.faults.map(\.names) == [["acme", "postgres"]] && alias.plugin(named: "acme") == nil)
        // What had the name before has it still.
        #expect(
            alias.plugin(named: "postgres")?.name == "postgresql" && alias.fault(named: "postgres") == nil)
        try folder.write(UnknownPlugin.text, to: "acme.json")
        try folder.write(UnknownPlugin.text, to: "other.json")
        let twice = try PluginCatalog.load(folder: folder.path)
        #expect(twice.faults.count == 1 && twice.plugin(named: "acme") == nil)
    }

    @Test(
        "Q7 a faulty file takes its own name, known by its content or its file name, and no other plugin along",
        arguments: [
            ("", "redis.json", "redis"), ("{", "redis.json", "redis"),
            (#"{"name": "cassandra", "nonsense": 1}"#, "x.json", "cassandra"),
            (#"{"name": "postgresql"}"#, "mine.json", "postgresql"), ("", "postgresql.json", "postgresql"),
        ])
    func faulty(text: String, file: String, name: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: file)
        let catalog = try PluginCatalog.load(folder: folder.path)
        #expect(catalog.plugin(named: name) == nil)
        let fault = try #require(catalog.fault(named: name))
        #expect(fault.file == path && fault.error.explanation.hints.english.joined().contains(path))
        #expect(catalog.summaries.contains { $0.name == name })
        // Whatever was to take the place of PostgreSQL's declaration, the bundled one is not what is meant.
        #expect((catalog.fault(named: "postgres") != nil) == (name == "postgresql"))
        #expect(catalog.plugin(named: "mysql") != nil && catalog.plugin(named: "files") != nil)
        // What was backed up until now lies where it lay, and is counted there.
        let before = try PluginCatalog.load(folder: nil).plugin(named: name)?.summary
        #expect(before == nil || catalog.summaries.first { $0.name == name } == before)
    }

    @Test("an alias of nothing is refused with its place")
    func aliasOfNothing() throws {
        let folder = try TemporaryFolder()
        let text = """
            {"schema": "vya-backup.plugin/1", "name": "percona", "title": "Percona",
             "alias_of": "mysqll", "folder_keys": ["path_mysql"]}
            """
        let path = try folder.write(text, to: "percona.json")
        let catalog = try PluginCatalog.load(folder: folder.path)
        let error = try #require(catalog.fault(named: "percona")).error
        #expect(
            error.explanation.details == [
                "\(path):2:14: alias_of: there is no plugin \"mysqll\"; did you mean \"mysql\"?"
            ])
        #expect(error.exitStatus == .configuration)
    }

    @Test(
        "every plugin can be written as a document and read back the same",
        arguments: ["postgresql", "mysql", "mariadb", "sqlite", "files", "acme"])
    func roundTrip(_ name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(UnknownPlugin.text, to: "acme.json")
        let plugin = try #require(try PluginCatalog.load(folder: folder.path).plugin(named: name))
        let log = DiagnosticLog(file: name)
        let again = PluginReader.read(Array(plugin.json.serialized().utf8), origin: plugin.origin, log: log)
        #expect(log.diagnostics == [])
        #expect(again?.plugin == plugin)
    }

    @Test("the JSON Schema knows every placeholder, dialect and key")
    func schema() throws {
        let path = Repository.root + "/Plugins-config/plugin.schema.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let schema = try JSONValue(parsing: data)
        let text = schema.serialized()
        for placeholder in Placeholder.allCases { #expect(text.contains("{\(placeholder.rawValue)}")) }
        let whole = try #require(schema["oneOf"]?.arrayValue?.last?["properties"])
        #expect(whole["dialect"]?["enum"] == .strings(Plugin.Dialect.allCases.map(\.rawValue)))
        #expect(
            whole["secret"]?["properties"]?["format"]?["enum"]
                == .strings(Plugin.SecretFormat.allCases.map(\.rawValue)))
        let keys = (schema["properties"]?.objectValue ?? []) + (whole.objectValue ?? [])
        let used = try PluginCatalog.load(folder: nil).plugins.flatMap { $0.json.objectValue ?? [] }.map(
            \.name)
        #expect(Set(used).isSubset(of: Set(keys.map(\.name))))
    }
}

@Suite("Options that entries add", .ownThread)
struct OptionRuleTests {
    private func plugin(_ name: String) throws -> Plugin {
        try #require(try PluginCatalog.load(folder: nil).plugin(named: name))
    }

    @Test(
        "A21 an option that diverts a PostgreSQL dump or takes away its proof is refused",
        arguments: [
            "--file=/etc/x", "--file", "-f", "-f/etc/x", "-vf/etc/x", "--format=c", "-Fc", "--create", "-C",
            "--enable-row-security", "--dbname=x", "-d", "--host=x", "--password", "-W", "--compress=9",
            "-Z9",
            "--jobs=2", "--encoding=LATIN1", "--version", "--help", "otherdb", "--", "-", "", "--fil=/x",
        ])
    func postgresql(_ option: String) throws {
        #expect(try plugin("postgresql").summary.refusal(of: option) != nil)
    }

    @Test(
        "what only chooses what is dumped is taken",
        arguments: ["--exclude-table=log_*", "--no-owner", "-x", "--inserts", "--rows-per-insert=100"])
    func taken(_ option: String) throws {
        #expect(try plugin("postgresql").summary.refusal(of: option) == nil)
    }

    @Test(
        "A21 an option that diverts a MySQL dump or takes away its proof is refused",
        arguments: [
            "--result-file=/x", "-r", "-r/x", "--tab=/x", "-T/x", "--compact", "--skip-comments",
            "--comments=0",
            "--skip_comments", "--loose-skip-comments", "--loose-result-file=/x", "--disable-comments",
            "--force", "-f",
            "--xml", "-X", "--databases", "-B", "--all-databases", "--user=x", "--password=x", "-px",
            "--host=x",
            "--defaults-file=/x", "--no-defaults", "--compatible=ansi", "--system=all",
            "--default-character-set=sjis",
            "db2", "--log-error=/x", "-vr/x",
        ])
    func mysql(_ option: String) throws {
        #expect(try plugin("mariadb").summary.refusal(of: option) != nil)
    }

    @Test(
        "MySQL options that choose tables are taken",
        arguments: ["--ignore-table=a.b", "--where=id<10", "--order-by-primary", "--skip-extended-insert"])
    func mysqlTaken(_ option: String) throws {
        #expect(try plugin("mysql").summary.refusal(of: option) == nil)
    }
}
