import Foundation
import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@Suite("What the config commands print", .ownThread)
struct PrintedConfigurationTests {
    static let fixtures = [
        "production.json", "production-email.json", "production-email-recipients.json", "version2.json",
        "variants.json", "switched-off-email.json", "new-keys.json", "commented.json", "production.yaml",
        "version2.yaml",
    ]

    @Test("every fixture is listed here")
    func complete() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.fixture("config"))
        #expect(Set(names) == Set(Self.fixtures))
    }

    private let schema = ConfigurationSchema.json(knownDbms: Samples.known)

    @Test("the schema is valid JSON and comes back as it was written")
    func schemaIsJSON() throws {
        let parsed = try JSONValue(parsing: Data(schema.serialized().utf8))
        #expect(parsed["$schema"]?.stringValue == "https://json-schema.org/draft/2020-12/schema")
        #expect(parsed["properties"]?.objectValue?.count == schema["properties"]?.objectValue?.count)
    }

    @Test(
        "the schema accepts every fixture that is plain JSON, and declares every key in it",
        arguments: fixtures)
    func schemaAccepts(fixture: String) throws {
        // Mail that is switched off may be anything to the reader; a schema cannot say so.
        guard fixture.hasSuffix(".json"), !["commented.json", "switched-off-email.json"].contains(fixture)
        else { return }
        let document = try JSONValue(parsing: Repository.contents(ofFixture: "config/" + fixture))
        #expect(SchemaValidator.violations(in: document, of: schema) == [])
    }

    @Test(
        "the schema refuses what the reader refuses, where a schema can say it",
        arguments: [
            "{}", Samples.entry("\"port\": 0"), Samples.entry("\"port\": \"x\""),
            Samples.entry("\"enabled\": 1"),
            Samples.entry("\"sslmode\": \"maybe\""), Samples.entry("\"tools\": {\"a\": \"b\"}"),
            Samples.entry("\"password\": {\"file\": \"a\"}"), Samples.root("\"language\": \"fr\""),
            Samples.root("\"bkp_system\": {\"path_mysql\": \"a\"}"), Samples.root("\"timeouts\": []"),
            Samples.root("\"schedule_settings\": {\"days_of_week\": [8]}"),
            Samples.root("\"email_settings\": {\"from_email\": \"a b\"}"),
            "{\"db_config\": [{\"id_dbms\": 1}]}",
        ])
    func schemaRefuses(text: String) throws {
        #expect(!Samples.problems(text).errors.isEmpty)
        let document = try JSONValue(parsing: Data(text.utf8))
        #expect(!SchemaValidator.violations(in: document, of: schema).isEmpty)
    }

    @Test("the schema says what is required, and which name is another's alias")
    func schemaNames() throws {
        let entry = schema["properties"]?["db_config"]?["items"]
        #expect(entry?["required"] == .strings(["id_dbms", "dbms"]))
        #expect(entry?["properties"]?["id_dbms"]?["minimum"]?.intValue == 0)
        #expect(
            entry?["properties"]?["user"]?["description"]?.stringValue?.hasPrefix("The same as username.")
                == true)
    }

    @Test("the printed template is a valid configuration without a warning")
    func template() throws {
        let (configuration, problems) = try Samples.read(ConfigurationTemplate.json())
        #expect(problems.isEmpty)
        #expect(configuration.entries.count == 3)
    }

    @Test("G9 the shown configuration masks every secret and names every source", arguments: fixtures)
    func masked(fixture: String) throws {
        guard fixture != "version2.yaml" else { return }
        let (configuration, _) = try Samples.fixture(fixture)
        let text = configuration.masked.serialized()
        #expect(!text.contains("CANARY"))
        #expect(!"\(configuration)".contains("CANARY-postgres"))
        if fixture == "new-keys.json" {
            for source in [
                "PG_SECRET", "/etc/vya-backup/maria", "/usr/bin/pass", "\"credential\": \"mysql\"",
            ] {
                #expect(text.contains(source))
            }
        }
        if fixture == "version2.json" { #expect(text.contains(Secret.mask)) }
    }

    @Test("the shown configuration, masks aside, loads again to the same entries")
    func shownLoads() throws {
        let (configuration, _) = try Samples.fixture("variants.json")
        let (again, problems) = try Samples.read(configuration.masked.serialized())
        #expect(problems.errors.isEmpty)
        #expect(again.entries == configuration.entries)
        #expect(again.email == configuration.email)
        #expect(again.folders == configuration.folders)
    }

    @Test("a diagnostic is one JSON object with every field")
    func diagnosticJSON() throws {
        let problem = try #require(Samples.problems(Samples.entry("\"db_ignroe\": []")).first)
        #expect(problem.json["severity"]?.stringValue == "error")
        #expect(problem.json["suggestion"]?.stringValue == "db_ignore")
        #expect(problem.json["line"]?.intValue == 1)
    }
}
