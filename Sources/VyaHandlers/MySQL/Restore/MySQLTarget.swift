import VyaCore

/// What a restore must know of the server that a dump goes to.
struct MySQLTarget {
    let server: MySQLServer
    /// True when names of databases and tables that differ in case alone are one.
    private(set) var foldsCase = false
    /// True when the server writes names in small letters.
    private(set) var lowersCase = false
    /// The folder of the server's data, as the server has it.
    private(set) var dataFolder: String?
    /// True when the server runs events.
    private(set) var runsEvents = false
    /// Every collation by its whole name.
    private(set) var collations: Set<String> = []
    /// The databases that hold what may be marks, with them.
    private(set) var marks: [ExactName: [String]] = [:]
    /// The databases in which replacements that are not at their end keep tables, with their marks.
    private(set) var ways: [(kept: ExactName, mark: String)] = []
    /// The accounts as `name@host`, roles without a host; nil when the account may not see them.
    private(set) var accounts: Set<ExactName>?
    /// The host from which the account reaches the server, as the server sees it.
    private(set) var clientHost = "localhost"
    /// False when only a superuser may create functions and triggers, because of the binary log.
    private(set) var trustsCreators = true

    /// The setting of the server that keeps the account from writing; nil if none does.
    private(set) var readOnly: String?

    /// Asks a server.
    init(asking session: MySQLSession) throws {
        server = try session.survey()
        let own: MySQLText = "'performance_schema', 'mysql', 'sys'"
        let collations: MySQLText =
            server.isMariaDB && server.isAtLeast(10, 10)
            ? "FULL_COLLATION_NAME FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY"
            : "COLLATION_NAME FROM information_schema.COLLATIONS"
        let answer = try session.ask(
            """
            SELECT 'settings', @@lower_case_table_names, @@event_scheduler, @@datadir, USER(), \
            @@log_bin = 0 OR @@log_bin_trust_function_creators <> 0; \
            SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'super_read_only'); \
            SELECT 'collation', \(collations); \
            SELECT 'marked', TABLE_SCHEMA, TABLE_COMMENT FROM information_schema.TABLES \
            WHERE \(MySQLScripts.isMarkTable) AND TABLE_SCHEMA NOT IN (\(own)); \
            SELECT 'way', TABLE_SCHEMA, TABLE_COMMENT FROM information_schema.TABLES \
            WHERE \(MySQLSwap.isWay) AND TABLE_SCHEMA NOT IN (\(own))
            """,
            about: "asking the server what it can take")
        var settings: Set<String> = []
        for row in MySQLRows.read(answer.output) {
            switch row.first {
            case "settings" where row.count >= 4:
                foldsCase = row[1] != "0"
                lowersCase = row[1] == "1"
                runsEvents = row[2].uppercased() == "ON" || row[2] == "1"
                dataFolder = row[3]
                guard row.count == 6 else { break }
                trustsCreators = row[5] != "0"
                if let at = row[4].lastPlace(of: "@") {
                    clientHost = String(row[4][row[4].index(after: at)...])
                }
            case "collation" where row.count == 2: self.collations.insert(row[1])
            case "read_only" where row.count == 2, "super_read_only" where row.count == 2:
                if row[1] != "OFF", row[1] != "0" { settings.insert(row[0]) }
            case "marked" where row.count == 3: marks[ExactName(row[1]), default: []].append(row[2])
            case "way" where row.count == 3: ways.append((ExactName(row[1]), row[2]))
            default: break
            }
        }
        let isExempt = ["SUPER", "CONNECTION_ADMIN", "READ_ONLY ADMIN", "READ ONLY ADMIN"].contains {
            server.privileges.has($0)
        }
        readOnly =
            settings.has("super_read_only")
            ? "super_read_only" : settings.has("read_only") && !isExempt ? "read_only" : nil
        if let answer = try? session.ask(
            MySQLAccounts.listing(for: server), about: "listing the accounts")
        {
            accounts = Set(
                MySQLRows.read(answer.output).filter { $0.count == 4 }.map { MySQLTarget.account($0) })
        }
    }

    private static func account(_ row: [String]) -> ExactName {
        ExactName(row[3] == "Y" ? row[1] : row[1] + "@" + row[2])
    }

    /// A name as the server has it.
    func stored(_ name: ExactName) -> ExactName {
        lowersCase ? ExactName(name.text.lowercased()) : name
    }

    /// The database of a name, if the account sees one.
    func database(_ name: ExactName) -> MySQLServer.Database? {
        server.databases.first { isSame($0.name, name) }
    }

    /// The databases that keep tables of another by replacements that are not at their end.
    func unfinished(of name: ExactName, mark: ScratchMark) -> [ExactName] {
        var replacing = mark
        replacing.purpose = "replace"
        return ways.filter { replacing.isOn(MySQLSwap.sealed($0.kept, of: name), marked: $0.mark) }.map(
            \.kept
        ).sorted()
    }

    /// True when the server takes two names for one.
    func isSame(_ one: ExactName, _ other: ExactName) -> Bool {
        one == other || (foldsCase && ExactName(one.text.lowercased()) == ExactName(other.text.lowercased()))
    }
}
