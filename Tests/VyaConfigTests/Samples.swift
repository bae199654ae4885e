import Foundation
import VyaConfig
import VyaCore
import VyaTestSupport

/// What the tests' plugins would declare.
enum Samples {
    static let postgresql = DbmsSummary(
        name: "postgresql", aliases: ["pgsql", "postgres"],
        folderKeys: ["path_pgsql", "path_postgresql", "path_sql"],
        refusedOptions: [
            RefusedOption("--file", reason: "it diverts the output"),
            RefusedOption("-f", reason: "it diverts the output"),
            RefusedOption("--enable-row-security", reason: "it leaves rows out in silence"),
        ])
    static let mysql = DbmsSummary(
        name: "mysql", folderKeys: ["path_mysql", "path_sql"],
        refusedOptions: ["--compact", "--skip-comments", "--result-file", "-r", "--tab", "-T", "--force"].map
        {
            RefusedOption($0, reason: "it drops the end marker or diverts the output")
        })
    static let mariadb = DbmsSummary(
        name: "mariadb", folderKeys: ["path_mariadb", "path_mysql", "path_sql"],
        refusedOptions: mysql.refusedOptions)
    static let files = DbmsSummary(name: "files", isFiles: true, folderKeys: ["path_files", "path_zip"])
    static let known = [postgresql, mysql, mariadb, files]

    /// Reads one of the fixtures as if it lay in the file system with mode 0600.
    static func fixture(_ name: String) throws -> (Configuration, [Diagnostic]) {
        try ConfigurationReader.read(
            bytes: Array(Repository.contents(ofFixture: "config/" + name)), path: name, knownDbms: known)
    }

    /// Reads a text; the file is called `test.json` in messages.
    static func read(_ text: String, home: String? = nil) throws -> (Configuration, [Diagnostic]) {
        try ConfigurationReader.read(bytes: Array(text.utf8), path: "test.json", knownDbms: known, home: home)
    }

    /// All problems of a text, whether it could be used or not.
    static func problems(_ bytes: [UInt8], path: String = "test.json") -> [Diagnostic] {
        do {
            return try ConfigurationReader.read(bytes: bytes, path: path, knownDbms: known).1
        } catch {
            return error.diagnostics
        }
    }

    /// All problems of a text, whether it could be used or not.
    static func problems(_ text: String, path: String = "test.json") -> [Diagnostic] {
        problems(Array(text.utf8), path: path)
    }

    /// A file of one entry, with members added to the entry and to the whole.
    static func entry(_ members: String, dbms: String = "mysql", root: String = "") -> String {
        #"{"db_config": [{"id_dbms": 1, "dbms": "\#(dbms)"\#(members.isEmpty ? "" : ", ")\#(members)}]"#
            + (root.isEmpty ? "" : ", ") + root + "}"
    }

    /// A file with one harmless entry and members added to the whole.
    static func root(_ members: String) -> String { entry("", root: members) }
}

extension [Diagnostic] {
    /// The codes of the errors, without their common prefix.
    var errors: [String] {
        filter { $0.severity == .error }.map { String($0.code.rawValue.dropFirst("config.".count)) }
    }
    /// The codes of the warnings, without their common prefix.
    var warnings: [String] {
        filter { $0.severity == .warning }.map { String($0.code.rawValue.dropFirst("config.".count)) }
    }
}
