import Foundation
import Testing
import VyaCore
import VyaTestSupport

/// What new operators do wrong: each mistake ends with its status, says what is wrong and what to do in both languages, and what
/// it says, once done, works.
@Suite("Thirty mistakes", .ownThread(seconds: 60))
struct MistakesTests {
    /// A mistake: what is done wrong, what comes of it, and what mends it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What becomes of the good configuration; nil where it is no matter of that.
        var edit: (from: String, to: String)?
        /// Done to the host before.
        var spoil: @Sendable (Night) throws -> Void = { _ in }
        var words = ["config", "check"]
        let status: Int32
        let english: String
        let portuguese: String
        /// Does what the message says; where nothing is here, the configuration becomes what it was.
        var mend: @Sendable (Night, [String]) throws -> [String] = { _, words in words }
        /// The status once it is mended.
        var mended: Int32 = 0
    }

    private static let list = #""db_list": ["TREE/*"]"#

    static let mistakes: [Mistake] = [
        Mistake(
            testDescription: "a comma is missing", edit: (#""files", "#, #""files" "#), status: 3,
            english: "a \",\" or \"}\" is expected here", portuguese: "esperava-se aqui \",\" ou \"}\""),
        Mistake(
            testDescription: "a bracket is missing", edit: ("} ],", "},"), status: 3,
            english: "closes what begins at", portuguese: "fecha o que começa em"),
        Mistake(
            testDescription: "quotes of a word processor", edit: (#""db_list""#, "“db_list”"), status: 3,
            english: "these are typographic quotes", portuguese: "aspas tipográficas"),
        Mistake(
            testDescription: "a key is mistyped", edit: ("db_list", "db_lsit"), status: 3,
            english: "did you mean \"db_list\"?", portuguese: "seria \"db_list\"?"),
        Mistake(
            testDescription: "a dbms that there is not", edit: (#""files""#, #""filez""#), status: 3,
            english: "did you mean \"files\"?", portuguese: "seria \"files\"?"),
        Mistake(
            testDescription: "the list is forgotten", edit: (list + ", ", ""), status: 3,
            english: "names nothing to back up", portuguese: "não indica nada para o backup"),
        Mistake(
            testDescription: "yes for true", edit: (#""enabled": true"#, #""enabled": "yes""#), status: 3,
            english: "allowed: true or false", portuguese: "permitido: true ou false"),
        Mistake(
            testDescription: "the same id twice", edit: (#""id_dbms": 2"#, #""id_dbms": 1"#), status: 3,
            english: "another entry has the same id", portuguese: "outra entrada tem o mesmo id"),
        Mistake(
            testDescription: "the port behind the host", edit: (#""host": "db1""#, #""host": "db1:5432""#),
            status: 3, english: "the port belongs into \"port\"", portuguese: "a porta deve ficar em \"port\""
        ),
        Mistake(
            testDescription: "a word for the port", edit: (#""port": 5432"#, #""port": "postgres""#),
            status: 3,
            english: "a whole number from 1 to 65535", portuguese: "um número inteiro de 1 a 65535"),
        Mistake(
            testDescription: "an address of the web for a host",
            edit: (#""host": "db1""#, #""host": "https://db1/""#), status: 3, english: "db_config[1].host",
            portuguese: "db_config[1].host"),
        Mistake(
            testDescription: "a password among the options",
            edit: (#""options": []"#, #""options": ["--password=x"]"#), status: 3,
            english: "use the key \"password\"", portuguese: "use a chave \"password\""),
        Mistake(
            testDescription: "letters behind one dash", edit: (#""options": []"#, #""options": ["-vf"]"#),
            status: 3,
            english: "write the long form", portuguese: "escreva a forma longa"),
        Mistake(
            testDescription: "a glob that is relative", edit: (list, #""db_list": ["tree/*"]"#), status: 3,
            english: "a glob of files begins with \"/\"", portuguese: "um glob de arquivos começa com \"/\""),
        Mistake(
            testDescription: "a glob that climbs", edit: (list, #""db_list": ["TREE/../tree/*"]"#), status: 3,
            english: "holds no \"..\"", portuguese: "não contém \"..\""),
        Mistake(
            testDescription: "a folder of the system for the backups", edit: ("OUT", "/etc"), status: 3,
            english: "/etc belongs to the system", portuguese: "/etc pertence ao sistema"),
        Mistake(
            testDescription: "a relative folder for the backups", edit: ("OUT", "backups"), status: 3,
            english: "an absolute path without \"..\"", portuguese: "um caminho absoluto sem \"..\""),
        Mistake(
            testDescription: "a language that it does not speak",
            edit: (#""log_settings""#, #""language": "klingon", "log_settings""#), status: 3,
            english: "allowed: \"pt-BR\", \"en\"", portuguese: "permitido: \"pt-BR\", \"en\""),
        Mistake(
            testDescription: "a configuration that everybody can write",
            spoil: { chmod($0.folder("config.json"), 0o666) }, words: ["run", "--id", "1"], status: 5,
            english: "hint: run: chmod go-w", portuguese: "dica: execute: chmod go-w",
            mend: MistakesTests.command),
        Mistake(
            testDescription: "a folder of backups that everybody can write",
            spoil: {
                mkdir($0.output, 0o700)
                chmod($0.output, 0o777)
            }, words: ["run", "--id", "1"], status: 5, english: "hint: run: chmod go-w",
            portuguese: "dica: execute: chmod go-w", mend: MistakesTests.command),
        Mistake(
            testDescription: "an id that there is not", words: ["run", "--id", "9"], status: 3,
            english: "hint: known ids: 1, 2", portuguese: "dica: ids conhecidos: 1, 2",
            mend: { _, _ in ["run", "--id", "1"] }),
        Mistake(
            testDescription: "an entry that is switched off", words: ["run", "--id", "2"], status: 3,
            english: "set \"enabled\": true in the entry", portuguese: "defina \"enabled\": true na entrada",
            mend: { night, words in
                try MistakesTests.write(night, ("\"enabled\": false", "\"enabled\": true"))
                // It begins, and finds no server of that name.
                return words
            }, mended: 2),
        Mistake(
            testDescription: "nothing said of what to back up", words: ["run"], status: 64,
            english: "say what to back up: --all, or --id NUMBER", portuguese: "--all ou --id NUMBER",
            mend: { _, _ in ["run", "--all"] }),
        Mistake(
            testDescription: "all and one", words: ["run", "--all", "--id", "1"], status: 64,
            english: "--all and --id exclude each other", portuguese: "--all e --id",
            mend: { _, _ in ["run", "--all"] }),
        Mistake(
            testDescription: "a glob that matches nothing", edit: (list, #""db_list": ["TREE-not/*"]"#),
            words: ["run", "--id", "1"], status: 2, english: "does the folder exist on this host?",
            portuguese: "a pasta existe neste servidor?"),
        Mistake(
            testDescription: "a verification before there is a backup", words: ["verify", "--all"], status: 2,
            english: "there is no backup to verify", portuguese: "não há backup a verificar",
            mend: { night, words in
                _ = try night.run("run", "--id", "1")
                return words
            }),
        Mistake(
            testDescription: "a folder for a file", spoil: { _ = try $0.run("run", "--id", "1") },
            words: ["verify", "OUT"], status: 2, english: "name the backups in it",
            portuguese: "informe os backups que há nela",
            mend: { night, _ in ["verify"] + night.artifacts().map { night.output + "/" + $0 } }),
        Mistake(
            testDescription: "a file that is not there",
            words: ["restore", "OUT/none.tar.gz", "--to", "BACK", "--yes"],
            status: 2, english: "`vya-backup list` shows the backups that exist",
            portuguese: "`vya-backup list` mostra os backups que existem",
            mend: { night, _ in
                _ = try night.run("run", "--id", "1")
                let listed = try JSONValue(parsing: Array(try night.run("list", "--json").output))
                let file = listed["backups"]?.arrayValue?.first?["file"]?.stringValue ?? ""
                return ["restore", file, "--to", night.folder("back"), "--yes"]
            }),
        Mistake(
            testDescription: "a restore that nobody can confirm",
            spoil: { _ = try $0.run("run", "--id", "1") },
            words: ["restore", "NEWEST", "--to", "BACK"], status: 64, english: "--yes", portuguese: "--yes",
            mend: { _, words in words + ["--yes"] }),
        Mistake(
            testDescription: "a target that is not empty",
            spoil: {
                _ = try $0.run("run", "--id", "1")
                mkdir($0.folder("back"), 0o755)
                try $0.folder.write("x", to: "back/there")
            }, words: ["restore", "NEWEST", "--to", "BACK", "--yes"], status: 2, english: "is not empty",
            portuguese: "não está vazio", mend: { _, words in words + ["--replace"] }),
        Mistake(
            testDescription: "a cleaning without an uploader", words: ["cleanup"], status: 3,
            english: "`vya-backup prune` removes old backups",
            portuguese: "`vya-backup prune` remove os backups antigos",
            mend: { _, _ in ["prune"] }),
        Mistake(
            testDescription: "an option of the Python program", words: ["-b"], status: 64,
            english: "use: vya-backup run --all", portuguese: "use: vya-backup run --all",
            mend: { _, _ in ["run", "--all"] }),
    ]

    @Test("says what is wrong and what to do, in both languages; what it says works", arguments: mistakes)
    func mistake(_ mistake: Mistake) throws {
        var night = try Night(entries: [])
        mkdir(night.folder("tree"), 0o755)
        try night.folder.write("hello", to: "tree/a")
        try Self.write(night, mistake.edit)
        try mistake.spoil(night)
        let places = ["OUT": night.output, "BACK": night.folder("back")]
        let newest = night.artifacts().last.map { night.output + "/" + $0 } ?? ""
        let words = mistake.words.map { word in
            places.reduce(word == "NEWEST" ? newest : word) {
                $0.replacingOccurrences(of: $1.key, with: $1.value)
            }
        }
        /// Without a configuration where the Python program's own words are meant.
        func run(_ words: [String], in locale: String) throws -> Program.Result {
            night.program.environment["LC_ALL"] = locale
            return try night.program.run(
                words + (words[0].hasPrefix("-") ? [] : ["--config", night.folder("config.json")]))
        }
        let (here, there) = (try run(words, in: "C"), try run(words, in: "pt_BR.UTF-8"))
        #expect(here.status == mistake.status && there.status == mistake.status, "\(here)")
        #expect((here.text + here.errors).contains(mistake.english), "\(here)")
        #expect((there.text + there.errors).contains(mistake.portuguese), "\(there)")
        if mistake.edit != nil { try Self.write(night, nil) }
        let after = try mistake.mend(night, words + [here.errors]).filter { $0 != here.errors }
        let mended = try run(after, in: "C")
        #expect(mended.status == mistake.mended, "\(after): \(mended)")
    }

    /// Runs the command that a hint gives.
    private static func command(_ night: Night, _ words: [String]) throws -> [String] {
        let hint = try #require(words.last?.split(separator: "\n").first { $0.hasPrefix("hint: run: ") })
        try Command("/bin/sh", "-euc", String(hint.dropFirst("hint: run: ".count))).check()
        return words
    }

    /// Writes the configuration, good or with something else in it.
    private static func write(_ night: Night, _ edit: (from: String, to: String)?) throws {
        var text = """
            { "db_config": [ { "id_dbms": 1, "dbms": "files", \(list), "enabled": true },
                { "id_dbms": 2, "dbms": "postgresql", "host": "db1", "port": 5432, "username": "u", "options": [], "enabled": false } ],
              "bkp_system": { "path_files": "OUT", "path_pgsql": "OUT" }, "log_settings": { "log_dir": "LOG" } }
            """
        if let edit {
            #expect(text.contains(edit.from))
            text = text.replacingOccurrences(of: edit.from, with: edit.to)
        }
        for (mark, place) in ["OUT": night.output, "TREE": night.folder("tree"), "LOG": night.folder("log")] {
            text = text.replacingOccurrences(of: mark, with: place)
        }
        try night.folder.write(text, to: "config.json")
    }
}
