import VyaCore

/// Names for MySQL and MariaDB with every mark that means something in a language that the program writes.
package enum HostileMySQLNames {
    /// Each mark alone, with a combining mark behind it, and with a prepended sign on either side; with and without what would
    /// act if the name were left.
    package static let marked: [String] = {
        var names: [String] = []
        for mark in HostileTenant.marks {
            for (before, behind) in HostileTenant.hidings {
                for act in [
                    "", "; GRANT ALL ON *.* TO tenant@localhost; -- x", "\n\\! touch \(HostileTenant.trap) #",
                ] {
                    names.append(fitting("a\(names.count)" + before + mark + behind + act))
                }
            }
        }
        return names
    }()

    /// Names made of such marks, by chance.
    package static func random(_ count: Int, using generator: inout some RandomNumberGenerator) -> [String] {
        let signs =
            HostileTenant.marks + [
                "\r", "/*", "/*!", "//", "{", "}", "(", ")", ".", "@", "\t", "\u{301}", "\u{600}", "\u{D4E}",
                "\u{200D}",
                "e\u{301}", "\u{202E}", "\u{FEFF}", " ", "x", "_", "%", "\\0", "\u{7F}",
            ]
        let acts = [
            "; DROP DATABASE bystander; -- x", "\n\\! touch \(HostileTenant.trap) #",
            "\nsystem touch \(HostileTenant.trap)\n#",
            "\nDELIMITER x", "\n\\. /etc/passwd", "\nuse bystander\n#", "`.`x", "",
        ]
        return (0..<count).map { index in
            var name = "n\(index)"
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                name += signs.randomElement(using: &generator) ?? ""
            }
            return fitting(name + (acts.randomElement(using: &generator) ?? ""))
        }
    }

    /// Names of databases that would lead a client elsewhere.
    package static func leading(to port: Int) -> [String] {
        [
            "x --host=127.0.0.1 --port=\(port)", "y\nhost=127.0.0.1\nport=\(port)\n#",
            "--host=127.0.0.1;port=\(port)",
            "z';host=127.0.0.1;port=\(port)", "--defaults-file=/etc/passwd",
        ]
    }

    /// As long as the servers and the names of their files allow, and without white space at the end, which no name may have.
    private static func fitting(_ name: String) -> String {
        var name = name
        func size() -> Int {
            name.unicodeScalars.reduce(0) {
                $0 + ($1.isASCII && $1.properties.isAlphabetic || "0"..."9" ~= $1 ? 1 : 5)
            }
        }
        while name.unicodeScalars.count > 63 || size() > 200 { name.unicodeScalars.removeLast() }
        if let last = name.unicodeScalars.last, last.properties.isWhitespace { name += "x" }
        return name
    }
}

extension HostileMySQLTenant {
    /// Makes something of each name, by turns: tables, columns, triggers, views, routines, events, indexes, constraints,
    /// partitions, comments and rows.
    package func makeObjects(named names: [String]) throws {
        let statements = names.enumerated().map { index, name in
            let quoted = PrivateMariaDB.identifier(name)
            let text = "'" + name.escaping(["'": "''", "\\": "\\\\"]) + "'"
            switch index % 10 {
            case 1: return "CREATE VIEW \(quoted) AS SELECT 1 AS \(quoted)"
            case 2:
                return
                    "CREATE PROCEDURE tenant.\(quoted)(IN \(quoted) int) COMMENT \(text) SELECT \(quoted), \(text)"
            case 3:
                return
                    "CREATE FUNCTION \(quoted)(\(quoted) int) RETURNS int NO SQL COMMENT \(text) RETURN \(quoted)"
            // traps.md T46: mysqldump does not end where an event holds two semicolons.
            case 4 where !name.holds(";;"):
                return "CREATE EVENT tenant.\(quoted) ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' "
                    + "COMMENT \(text) DO SET @\(quoted) = 1"
            case 5:
                return
                    "CREATE TRIGGER tenant.\(quoted) BEFORE INSERT ON tenant.carrier FOR EACH ROW SET @\(quoted) = NEW.n"
            case 6:
                return
                    "CREATE TABLE i\(index) (n int, KEY \(quoted) (n) COMMENT \(text), CONSTRAINT \(quoted) CHECK (n > 0))"
            case 7:
                return
                    "CREATE TABLE p\(index) (n int) PARTITION BY LIST (n) (PARTITION \(quoted) VALUES IN (1)); "
                    + "INSERT INTO p\(index) VALUES (1)"
            case 8:
                return
                    "CREATE TABLE c\(index) (t varchar(99) DEFAULT \(text) COMMENT \(text), e enum(\(text))) COMMENT \(text); "
                    + "INSERT INTO c\(index) VALUES (\(text), \(text))"
            default: return "CREATE TABLE \(quoted) (\(quoted) int); INSERT INTO \(quoted) VALUES (1)"
            }
        }
        try act("CREATE TABLE carrier (n int)")
        // What the client takes for its delimiter or a command stands in quotes everywhere.
        let refusals = try server.errors(
            of: statements.joined(separator: ";\n") + ";\n", in: name, as: name, password: name)
        // MySQL's dictionary does not take some names of triggers (error 3507).
        guard refusals.count * 100 <= names.count else {
            throw Command.Failure(description: "\(refusals)")
        }
    }

    /// Makes accounts of these names, and of hosts of these names, with privileges on the tenant's database.
    package func makeAccounts(named names: [String]) throws {
        let statements = names.enumerated().map { index, name in
            // No host may have an @ in its name, and MySQL does not find one that has a backslash again.
            let short = String(Substring(name.unicodeScalars.prefix(24))) + "x"
            let host = short.escaping(["@": "a", "\\": server.isMySQL ? "b" : "\\"])
            func text(_ name: String) -> String { "'" + name.escaping(["'": "''", "\\": "\\\\"]) + "'" }
            let account = index % 2 == 0 ? "\(text(short))@localhost" : "u\(index)@\(text(host))"
            return "CREATE USER \(account) IDENTIFIED BY 'x'; GRANT SELECT ON tenant.* TO \(account);"
        }
        let refusals = try server.errors(
            of: statements.joined(separator: "\n"), in: nil, as: server.user, password: server.password)
        guard refusals.count * 20 <= names.count else {
            throw Command.Failure(description: "\(refusals)")
        }
    }
}
