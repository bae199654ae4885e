import VyaCore

/// Gathers what a restore must know of a dump, from its statements and comments.
struct PostgreSQLInspection {
    /// One statement of a text that is taken apart.
    struct Piece {
        let bytes: Range<Int>
        let tokens: PostgreSQLTokens
    }

    private static let mostCommands = 100

    private(set) var traits = DumpTraits()
    /// The statements, if they are wanted.
    private(set) var pieces: [Piece] = []
    private let isOfDatabase: Bool
    private let keepsPieces: Bool
    private var items: PostgreSQLItems?
    private var restrictKey: ArraySlice<UInt8>?
    private var hasCreatedDatabase = false
    /// True as long as the dump only drops what it makes later, and once it has dropped something.
    private var (isOpening, hasDropped) = (true, false)
    /// What stood above the last rows, and the tables whose rows lie elsewhere.
    private var (lastHead, foreign) = ([UInt8](), Set<ExactName>())
    /// True when the scanner obeys the setting that the statement makes.
    private var isFollowed = false

    /// Makes one for a dump, for the roles (`isOfDatabase` is false), or for what lists the statements.
    init(isOfDatabase: Bool = true, forTables: Bool = false, keepsPieces: Bool = false) {
        self.isOfDatabase = isOfDatabase
        self.keepsPieces = keepsPieces
        items = forTables ? PostgreSQLItems() : nil
    }

    /// Takes note of something that psql would act upon, or that its releases read differently.
    mutating func refuse(_ what: String, at offset: Int, isUnknown: Bool = false) {
        guard traits.commands.count < PostgreSQLInspection.mostCommands else { return }
        traits.commands.append(
            .init(offset: offset, text: String(what.printable.prefix(100)), isUnknown: isUnknown))
    }

    /// Takes note of a psql command, given without its backslash.
    mutating func refuse(_ line: [UInt8], at offset: Int) {
        guard traits.commands.count < PostgreSQLInspection.mostCommands else { return }
        let text = String(("\\" + String.printable(line.prefix(200))).prefix(100))
        traits.commands.append(.init(offset: offset, text: text))
    }

    /// Looks at a psql command, given without its backslash; `bytes` includes the line end.
    mutating func command(_ line: [UInt8], bytes: Range<Int>, isLineStart: Bool) {
        let line = line.last == Byte.carriageReturn ? line.dropLast() : line[...]
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        if isLineStart, words.count == 2, PostgreSQLInspection.isKey(words[1]) {
            if words[0].elementsEqual("restrict".utf8), restrictKey == nil {
                restrictKey = words[1]
                traits.isRestricted = true
                return traits.omissions.append(bytes)
            }
            if words[0].elementsEqual("unrestrict".utf8), let key = restrictKey, key.elementsEqual(words[1]) {
                restrictKey = nil
                return traits.omissions.append(bytes)
            }
        }
        if isLineStart, isOfDatabase, hasCreatedDatabase, PostgreSQLInspection.isConnect(line) {
            return traits.omissions.append(bytes)
        }
        refuse(Array(line), at: bytes.lowerBound)
    }

    /// Looks at a statement; `text` may be only its beginning, and `ending` is what the scanner takes it for.
    mutating func statement(
        _ text: [UInt8], bytes: Range<Int>, ending: PostgreSQLStatement.Ending, isCut: Bool = false
    ) {
        let isCopy = ending == .copy
        let first = text.prefix { !Byte.isSpace($0) && $0 != Byte.quote && $0 != Byte.open }
        let isLong =
            "AGRSC".utf8.contains(first.first ?? 0) || keepsPieces
        let tokens = PostgreSQLTokens(text, limit: isCopy ? 2 : isLong ? .max : 64)
        if keepsPieces { pieces.append(Piece(bytes: bytes, tokens: tokens)) }
        if case .standardStrings = ending { isFollowed = true } else { isFollowed = false }
        if isOfDatabase, drops(tokens, bytes: bytes) { return }
        if isCopy { judge(rowsOf: tokens[1], bytes: bytes) } else { look(at: tokens, bytes: bytes, isCut) }
        let isLeftOut = traits.loose.last == bytes || traits.omissions.last == bytes
        items?.statement(tokens, bytes: bytes, isCopy: isCopy, isLeftOut: isLeftOut)
    }

    /// Takes note of the end of an INSERT with values; `head` is what stands above its rows, `VALUES` included.
    mutating func rows(of table: [UInt8], head: [UInt8], bytes: Range<Int>) {
        if !head.elementsEqual(lastHead) {
            lastHead = head
            let tokens = PostgreSQLTokens(head)
            judge(rowsOf: String(decoding: table, as: UTF8.self), bytes: bytes)
            if !PostgreSQLDumpPolicy.isHeadOfRows(tokens) {
                refuse(tokens.words.prefix(12).joined(separator: " "), at: bytes.lowerBound)
            }
        }
        items?.rows(of: table, bytes: bytes)
    }

    /// Refuses rows of what is no table of the dump's own: the server's catalogs, some of which all databases share, and foreign
    /// tables, whose rows lie elsewhere.
    private mutating func judge(rowsOf table: String, bytes: Range<Int>) {
        if !PostgreSQLDumpPolicy.isOwnTable(table) || foreign.contains(PostgreSQLItems.key(table)) {
            refuse("rows of \(table)", at: bytes.lowerBound)
        }
    }

    /// Takes note of a foreign table, and of one that has it for a partition.
    private mutating func noteForeign(_ tokens: PostgreSQLTokens) {
        if tokens.begins("CREATE", "FOREIGN", "TABLE") {
            foreign.insert(PostgreSQLItems.key(tokens[3]))
            if let place = tokens.place(of: "OF") {
                foreign.insert(PostgreSQLItems.key(tokens[place + 1]))
            }
        } else if let place = tokens.place(of: "PARTITION"), tokens[place - 1] == "ATTACH",
            foreign.contains(PostgreSQLItems.key(tokens[place + 1]))
        {
            foreign.insert(PostgreSQLItems.key(tokens[tokens[2] == "ONLY" ? 3 : 2]))
        }
    }

    /// Looks at the line of a comment between statements; `type` is that of the object that it announces.
    mutating func comment(_ line: [UInt8], at offset: Int, announcing type: String?) {
        if line.elementsEqual("-- PostgreSQL database dump".utf8) { traits.beginnings.append(offset) }
        items?.comment(line, at: offset, announcing: type)
    }

    /// Takes note of the end of the stream.
    mutating func finish(at end: Int) {
        items?.finish(at: end)
        if let items { traits.items = items.resolved }
    }

    /// Takes note of what drops something; true for what `pg_dump --clean` writes above all else (`RestoreArchive` in
    /// `pg_backup_archiver.c`).
    ///
    /// A new database has nothing of it, and one that has it, into which a single table comes, is to keep it.
    private mutating func drops(_ tokens: PostgreSQLTokens, bytes: Range<Int>) -> Bool {
        let verb = tokens[0].uppercased()
        let isSetting = verb == "SET" || verb == "SELECT" && tokens.words.contains { $0.holds("set_config") }
        if isSetting || PostgreSQLInspection.isAboutDatabase(tokens) { return false }
        // What nothing of a database is dropped by is refused as anywhere else.
        let unlinks = isOpening && verb == "SELECT" && tokens[1] == "pg_catalog.lo_unlink"
        let isOurs =
            PostgreSQLDumpPolicy.writes(tokens) || tokens.begins("DROP", "SUBSCRIPTION") || unlinks
        guard isOurs else { return false }
        var isDrop = verb == "DROP"
        if isOpening {
            let takesAway = unlinks || verb == "ALTER" && tokens.place(of: "DROP") != nil
            // A view that others need is emptied before it is dropped.
            let empties =
                hasDropped && tokens.begins("CREATE", "OR", "REPLACE", "VIEW")
                && tokens.words.has("NULL")
            isDrop = isDrop || takesAway || empties
        }
        // Rows, which are lines behind a COPY, are no statement; nor is where a transaction ends.
        let isLoose = isDrop || items?.isAtPreamble == true
        if isLoose, !["COPY", "INSERT", "BEGIN", "COMMIT"].has(verb) { traits.loose.append(bytes) }
        guard isOpening, isDrop else {
            isOpening = false
            return false
        }
        hasDropped = true
        traits.omissions.append(bytes)
        return true
    }

    private mutating func look(at tokens: PostgreSQLTokens, bytes: Range<Int>, _ isCut: Bool) {
        switch tokens[0].uppercased() {
        case "CREATE" where tokens.words.prefix(3).has("TABLE"):
            traits.makesTables = true
            // Behind all its columns a query could stand.
            if isCut { refuse("a table of more than a megabyte", at: bytes.lowerBound) }
            noteForeign(tokens)
        case "ALTER" where tokens.begins("ALTER", "TABLE"): noteForeign(tokens)
        case "INSERT": judge(rowsOf: tokens[2], bytes: bytes)
        case "COPY": refuse(tokens.words.prefix(12).joined(separator: " "), at: bytes.lowerBound)
        case "SET": lookAtSetting(tokens, bytes: bytes)
        case "CREATE" where tokens.begins("CREATE", "EXTENSION"):
            let place = tokens.begins("CREATE", "EXTENSION", "IF", "NOT", "EXISTS") ? 5 : 2
            let name = PostgreSQLName.unquoted(tokens[place])
            traits.needs.insert(.serverExtension(ExactName(name)))
            traits.extensions.append(.init(name: name, bytes: bytes))
        case "COMMENT" where tokens.begins("COMMENT", "ON", "EXTENSION"):
            traits.extensions.append(.init(name: PostgreSQLName.unquoted(tokens[3]), bytes: bytes))
        case "CREATE", "ALTER", "COMMENT", "GRANT", "REVOKE", "SECURITY", "DROP":
            if isOfDatabase, PostgreSQLInspection.isAboutDatabase(tokens) {
                hasCreatedDatabase = hasCreatedDatabase || tokens.begins("CREATE", "DATABASE")
                traits.omissions.append(bytes)
                return
            }
        default: break
        }
        if isOfDatabase {
            judge(tokens, bytes: bytes)
            if PostgreSQLInspection.checksItsDatabase(tokens) { traits.namesItsDatabase = true }
        }
        let roles = PostgreSQLRoles.named(in: tokens)
        guard !roles.isEmpty else { return }
        var subject = ""
        if case .side(let side)? = PostgreSQLDumpPolicy.demand(tokens) { subject = side }
        for role in roles {
            traits.needs.insert(.role(ExactName(role)))
            traits.roles[subject, default: []].insert(ExactName(role))
        }
        // An access list keeps the number of a role that is no more (aclitemout in PostgreSQL's acl.c).
        if subject.utf8.elementsEqual("privileges".utf8),
            let number = roles.first(where: PostgreSQLRoles.isDropped)
        {
            traits.dangling.append(.init(name: number, bytes: bytes))
        }
    }

    private mutating func judge(_ tokens: PostgreSQLTokens, bytes: Range<Int>) {
        guard PostgreSQLDumpPolicy.writes(tokens) else {
            return refuse(
                tokens.words.prefix(12).joined(separator: " "), at: bytes.lowerBound,
                isUnknown: PostgreSQLDumpPolicy.isMerelyUnknown(tokens))
        }
        if tokens.begins("CREATE", "SCHEMA") {
            // `pg_dump --schema=public` writes that, and every new database has it.
            let isPlain = tokens[3].isEmpty || tokens[3].utf8.elementsEqual(";".utf8)
            if isPlain, PostgreSQLName.unquoted(tokens[2]).utf8.elementsEqual("public".utf8) {
                traits.omissions.append(bytes)
                return
            }
            traits.schemas.append(.init(name: tokens[2], bytes: bytes))
        }
        let place = tokens[2] == "ONLY" ? 3 : 2
        if tokens.begins("ALTER", "TABLE"), tokens[place + 1] == "FORCE", tokens[place + 2] == "ROW" {
            traits.forced.append(.init(name: tokens[place], bytes: bytes))
        }
        switch PostgreSQLDumpPolicy.demand(tokens) {
        case .side(let subject):
            traits.privileged.append(.init(subject: subject, isNeeded: false, bytes: bytes))
        case .superuser(let subject):
            traits.privileged.append(.init(subject: subject, isNeeded: true, bytes: bytes))
        case .serverExtension:
            traits.privileged.append(
                .init(
                    subject: "extensions", isNeeded: false, bytes: bytes,
                    text: tokens.words.joined(separator: " ")))
        case nil: break
        }
    }

    private mutating func lookAtSetting(_ tokens: PostgreSQLTokens, bytes: Range<Int>) {
        let words = tokens.words.map { $0.lowercased() }
        func speaks(of name: String) -> Bool {
            words.dropFirst().prefix(2).contains { $0 == name || $0 == "\"\(name)\"" }
        }
        if speaks(of: "client_encoding") || speaks(of: "names") {
            guard tokens.words.count == 4, tokens[1] == "client_encoding", tokens[2] == "=",
                let encoding = PostgreSQLName.content(ofLiteral: tokens[3]),
                PostgreSQLInspection.isSafe(encoding)
            else { return refuse(tokens.words.joined(separator: " "), at: bytes.lowerBound) }
            traits.encoding = encoding
        } else if speaks(of: "standard_conforming_strings") {
            let isPlain =
                tokens.words.count == 4 && tokens[1] == "standard_conforming_strings" && tokens[2] == "="
            if !isFollowed || !isPlain || !["on", "off"].contains(tokens[3]) {
                refuse(tokens.words.joined(separator: " "), at: bytes.lowerBound)
            }
        } else if tokens[1] == "default_tablespace", tokens[3] != "''", tokens[3] != "\"\"" {
            let name = PostgreSQLName.content(ofLiteral: tokens[3]) ?? PostgreSQLName.unquoted(tokens[3])
            traits.needs.insert(.tablespace(ExactName(name)))
        } else if tokens.words.count == 4, PostgreSQLInspection.settings[tokens[1]] != nil {
            traits.settings.append(.init(name: tokens[1], bytes: bytes))
        }
    }

    /// What pg_dump sets whatever the server's version is (`_doSetFixedOutputState` in PostgreSQL's
    /// `pg_backup_archiver.c`), with the first version that knows it, as `server_version_num / 100` counts.
    static let settings = [
        "lock_timeout": 903, "row_security": 905, "idle_in_transaction_session_timeout": 906,
        "transaction_timeout": 1700,
    ]

    /// True for a statement with `CHECK (… = current_database() …)`, in the words of PostgreSQL's `ruleutils.c`.
    ///
    /// What is added behind the rows (`NOT VALID`), or never checked, is none, nor is what only rules some names out.
    private static func checksItsDatabase(_ tokens: PostgreSQLTokens) -> Bool {
        guard ["CREATE", "ALTER"].contains(tokens[0]),
            tokens.words.prefix(3).contains(where: { $0 == "TABLE" || $0 == "DOMAIN" }),
            tokens[1] != "FOREIGN"
        else { return false }
        var place = tokens.place(of: "CHECK")
        while let start = place {
            var (depth, end) = (0, start + 1)
            while end < tokens.words.count {
                if tokens[end] == "(" { depth += 1 }
                if tokens[end] == ")" { depth -= 1 }
                end += 1
                if depth == 0 { break }
            }
            let words = tokens.words[start..<end]
            let asks = words.indices.contains {
                words[$0] == "CURRENT_CATALOG" || words[$0] == "current_database" && tokens[$0 + 1] == "("
            }
            let isChecked = !(tokens[end] == "NOT" && ["VALID", "ENFORCED"].contains(tokens[end + 1]))
            let isEquality = words.has("=") && !words.contains { ["<", ">", "!"].has($0) }
            if asks, isChecked, isEquality { return true }
            place = tokens.place(of: "CHECK", from: start + 1)
        }
        return false
    }

    /// The statements that pg_dump writes for `--create`, which the restore does itself.
    private static func isAboutDatabase(_ tokens: PostgreSQLTokens) -> Bool {
        // `pg_dump --clean --create` drops the database before it makes it; nothing of that is sent.
        if tokens.begins("CREATE", "DATABASE") || tokens.begins("ALTER", "DATABASE")
            || tokens.begins("DROP", "DATABASE")
            || tokens.begins("COMMENT", "ON", "DATABASE")
        {
            return true
        }
        switch tokens[0] {
        case "GRANT", "REVOKE":
            return tokens.place(of: "ON").map { tokens[$0 + 1].uppercased() == "DATABASE" } ?? false
        case "SECURITY":
            return tokens.begins("SECURITY", "LABEL")
                && tokens.words.contains { $0.uppercased() == "DATABASE" }
        case "ALTER": return tokens.begins("ALTER", "ROLE") && tokens[3] == "IN" && tokens[4] == "DATABASE"
        default: return false
        }
    }

    private static func isKey(_ word: ArraySlice<UInt8>) -> Bool {
        !word.isEmpty && word.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "_") && Byte.isIdentifier($0) }
    }

    /// `connect NAME`, as `pg_dump --create` writes it (`appendPsqlMetaConnect` in PostgreSQL's `string_utils.c`), and
    /// what it writes before a name that has to be quoted.
    private static func isConnect(_ line: ArraySlice<UInt8>) -> Bool {
        if line.elementsEqual("encoding SQL_ASCII".utf8) { return true }
        guard line.starts(with: "connect ".utf8) else { return false }
        var name = line.dropFirst(8)
        let option = "-reuse-previous=on "
        if name.starts(with: option.utf8) { name = name.dropFirst(option.utf8.count) }
        guard name.first == Byte.doubleQuote else {
            return name.allSatisfy { $0 < 0x80 && Byte.isIdentifier($0) || $0 == Byte.dot }
        }
        guard name.count >= 2, name.last == Byte.doubleQuote else { return false }
        let inner = name.dropFirst().dropLast()
        return !String(decoding: inner, as: UTF8.self).replacing(placeholder: "\"\"", with: "").utf8.contains(
            Byte.doubleQuote)
    }

    /// Encodings in which a byte of ASCII can be part of another character: psql would see other quotes than we do.
    private static func isSafe(_ encoding: String) -> Bool {
        let name = String(
            encoding.uppercased().unicodeScalars.filter { $0.properties.isAlphabetic || "0"..."9" ~= $0 })
        let unsafe =
            ["SJIS", "SHIFTJIS", "MSKANJI", "WIN932", "WINDOWS932", "BIG5", "WIN950", "WINDOWS950"]
            + ["GBK", "WIN936", "WINDOWS936", "UHC", "WIN949", "WINDOWS949", "JOHAB", "GB18030"]
            + ["SHIFTJIS2004", "SJIS2004"]
        return !unsafe.contains(name) && encoding.utf8.allSatisfy { $0 < 0x80 }
    }

    /// True for a variable that psql sets by itself, so that `:NAME` becomes something else.
    static func isVariable(_ name: [UInt8]) -> Bool {
        variables.contains(String(decoding: name, as: UTF8.self))
    }

    private static let variables: Set = [
        "AUTOCOMMIT", "COMP_KEYWORD_CASE", "DBNAME", "ECHO", "ECHO_HIDDEN", "ENCODING", "ERROR",
        "FETCH_COUNT",
        "HIDE_TABLEAM", "HIDE_TOAST_COMPRESSION", "HISTCONTROL", "HISTFILE", "HISTSIZE", "HOST", "IGNOREEOF",
        "LASTOID", "LAST_ERROR_MESSAGE", "LAST_ERROR_SQLSTATE", "ON_ERROR_ROLLBACK", "ON_ERROR_STOP",
        "PIPELINE_COMMAND_COUNT", "PIPELINE_RESULT_COUNT", "PIPELINE_SYNC_COUNT", "PORT", "PROMPT1",
        "PROMPT2",
        "PROMPT3", "QUIET", "ROW_COUNT", "SERVER_VERSION_NAME", "SERVER_VERSION_NUM", "SERVICE",
        "SHELL_ERROR",
        "SHELL_EXIT_CODE", "SHOW_ALL_RESULTS", "SHOW_CONTEXT", "SINGLELINE", "SINGLESTEP", "SQLSTATE", "USER",
        "VERBOSITY", "VERSION", "VERSION_NAME", "VERSION_NUM", "WATCH_INTERVAL",
    ]
}

/// Reads a dump of PostgreSQL as its scanner does, and besides what a restore must know of it.
struct PostgreSQLInspector: DumpInspector {
    private var scanner: PostgreSQLScanner

    /// Makes an inspector that looks for the given end marker.
    init(marker: String, kind: ArtifactKind = .dump, forTables: Bool = false) {
        scanner = PostgreSQLScanner(
            marker: marker,
            inspection: PostgreSQLInspection(isOfDatabase: kind == .dump, forTables: forTables))
    }

    var currentTable: ExactName? { scanner.currentTable }
    var traits: DumpTraits { scanner.inspection?.traits ?? DumpTraits() }

    mutating func observe(_ block: UnsafeRawBufferPointer) { scanner.observe(block) }
    mutating func skip(_ count: Int) { scanner.skip(count) }
    mutating func finish() -> StreamSummary { scanner.finish() }
}
