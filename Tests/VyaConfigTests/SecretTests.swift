import Foundation
import Testing
import VyaConfig
import VyaCore
import VyaTestSupport

@Suite("Sources of passwords", .ownThread)
struct SecretTests {
    private struct NotAsked: Error {}

    private func resolve(
        _ source: SecretSource, environment: [String: String] = [:], output: [UInt8]? = nil
    ) throws -> String {
        try SecretResolver(environment: environment).resolve(source) { _ in
            guard let output else { throw NotAsked() }
            return output
        }.exposedPlainText
    }

    @Test("every source gives its password without the last line end")
    func sources() throws {
        let folder = try TemporaryFolder()
        #expect(try resolve(.literal(Secret("a"))) == "a")
        #expect(try resolve(.environment("P"), environment: ["P": " b "]) == " b ")
        #expect(try resolve(.file(try folder.write("c d\r\n", to: "password"))) == "c d")
        #expect(try resolve(.command(["/bin/x"]), output: Array("é\n".utf8)) == "é")
        let environment = ["CREDENTIALS_DIRECTORY": folder.path]
        #expect(try resolve(.credential("password"), environment: environment) == "c d")
    }

    @Test("a command gets its argument list as it is")
    func command() throws {
        let secret = try SecretResolver(environment: [:]).resolve(.command(["/bin/x", "a b", "$(id)"])) {
            arguments in
            Array(arguments.joined(separator: "|").utf8)
        }
        #expect(secret == Secret("/bin/x|a b|$(id)"))
    }

    @Test("a password that is not there, empty or no single line is an error without its text")
    func refused() throws {
        let folder = try TemporaryFolder()
        let sources: [SecretSource] = [
            .environment("ABSENT"), .environment("EMPTY"), .file(folder("missing")), .credential("x"),
            .file(try folder.write("CANARY\nCANARY\n", to: "two")),
            .file(try folder.write("\n", to: "empty")),
            .file(try folder.write(Data([0x43, 0xFF, 0x0A]), to: "binary")),
            .file(try folder.write("CANARY\u{0}x", to: "nul")),
        ]
        for source in sources {
            let error = try #require(throws: ConfigurationError.self) {
                try resolve(source, environment: ["EMPTY": ""])
            }
            #expect(!error.description.contains("CANARY"))
        }
    }

    @Test(
        "E11 a password file that others can read or write is refused, exit 5",
        arguments: [
            (0o600, 0, true), (0o400, 0, true), (0o640, 0, true), (0o644, 0, false), (0o602, 0, false),
            (0o600, 65_534, false),
        ] as [(mode_t, uid_t, Bool)])
    func modes(mode: mode_t, owner: uid_t, allowed: Bool) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("CANARY\n", to: "password", mode: mode)
        #expect(chown(path, owner, 0) == 0)
        if allowed {
            #expect(try resolve(.file(path)) == "CANARY")
        } else {
            let error = try #require(throws: UnsafeError.self) { try resolve(.file(path)) }
            #expect(!error.description.contains("CANARY"))
        }
    }
}
