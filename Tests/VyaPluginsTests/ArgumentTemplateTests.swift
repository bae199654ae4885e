import Testing
import VyaCore
import VyaTestSupport

@testable import VyaPlugins

@Suite("Argument templates", .ownThread)
struct ArgumentTemplateTests {
    private func words(
        _ source: String, _ fill: (inout PlaceholderValues) -> Void = { _ in }
    ) throws -> [String] {
        var values = PlaceholderValues()
        fill(&values)
        return try ArgumentTemplate(source).filled(with: values).map {
            $0.resolved(secretFile: "/run/secret")
        }
    }

    @Test("text and values become one argument")
    func oneArgument() throws {
        #expect(
            try words("--host={host}:{port}") {
                $0[.host] = "a b"; $0[.port] = "1"
            } == ["--host=a b:1"])
    }

    @Test("an argument whose placeholder has no value is left out")
    func noValue() throws {
        #expect(try words("--host={host}") == [])
        #expect(try words("--defaults-extra-file={secret_file}") == [])
    }

    @Test("an empty value is a value")
    func emptyValue() throws {
        #expect(try words("{database}") { $0[.database] = "" } == [""])
    }

    @Test("J11 a value that looks like a placeholder is not expanded again")
    func singlePass() throws {
        let hostile = "{secret_file}{password}{{x}}{database}"
        #expect(
            try words("-d{database}{host}") {
                $0[.database] = hostile; $0[.host] = "h"
            } == ["-d" + hostile + "h"])
        #expect(
            try words("{options}") {
                $0[list: .options] = ["{database}"]; $0[.database] = "x"
            } == ["{database}"])
    }

    @Test("a list stands for as many arguments as it has")
    func lists() throws {
        #expect(try words("{options}") == [])
        #expect(try words("{options}") { $0[list: .options] = ["-a", "b c", ""] } == ["-a", "b c", ""])
    }

    @Test("doubled braces are text")
    func braces() throws {
        #expect(try words("{{host}}") == ["{host}"])
        #expect(try words("") == [""])
    }

    @Test(
        "what is no template is refused",
        arguments: [
            "{hots}", "{password}", "{", "}", "a{host", "a}b", "x{options}", "{options}{negotiated}",
            "{secret_file}.cnf", "{host}{secret_file}", "{ host }", "{}", "{HOST}",
        ])
    func refused(_ source: String) {
        #expect(throws: ArgumentTemplate.SyntaxError.self) { try ArgumentTemplate(source) }
    }
}
