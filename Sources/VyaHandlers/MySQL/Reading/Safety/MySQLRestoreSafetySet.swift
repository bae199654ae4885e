import VyaCore

/// Follows what the dump sets, and judges it.
extension MySQLRestoreSafety {
    mutating func judgeSet(_ end: Int) {
        if isCut || tokens.count == MySQLRestoreSafety.mostTokens { return refuseStatement() }
        if hasWord("STATEMENT", within: 2) || hasWord("PASSWORD", within: 2) { return refuseStatement() }
        if hasWord("ROLE", within: 3) {
            if !isGlobals { refuseStatement() }
            return
        }
        // What is computed could run a function, which is somebody's code, or read what is not the dump's.
        let assignments = MySQLAssignment.read(tokens.dropFirst())
        let isComputed = assignments.contains { $0.value.contains { $0.isSign("(") } }
        if isComputed, !isGlobals {
            if !leavesBulkLoad("SET", end) { refuseStatement() }
            for assignment in assignments {
                for variable in assignment.assignedInside { touch(variable) }
                if case .user(let name) = assignment.target { touch(name) }
            }
            return
        }
        let isCertain = tokens.allSatisfy(\.isCertain) && !assignments.contains(where: \.mayBeLeftOut)
        var given: Set<String> = []
        for assignment in assignments {
            // The server computes all the values before it gives the first of them away.
            let takesOld = assignment.source.map(given.contains) ?? false
            judge(assignment, end, isCertain: isCertain, takesOld: takesOld)
            if let place = assignment.place { given.insert(place) }
        }
    }

    /// Takes note that a variable is mentioned where it could get a value.
    mutating func touch(_ variable: String) {
        modes.touch(variable)
        characters.touch(variable)
    }

    /// Judges an assignment; `isCertain` unless some servers may skip it, on which texts would end elsewhere. With `takesOld` its
    /// value is what its source had before the statement.
    private mutating func judge(
        _ assignment: MySQLAssignment, _ end: Int, isCertain: Bool, takesOld: Bool
    ) {
        for variable in assignment.assignedInside { touch(variable) }
        switch assignment.target {
        case .names:
            if let name = assignment.value.first?.name {
                traits.encoding = name.lowercased()
                characters.set(name, isCertain: isCertain)
            }
        case .user(let name):
            sections.save(in: name)
            let text = assignment.value.count == 1 ? assignment.value[0].quotedText : nil
            let isKnown = isCertain && !takesOld
            if assignment.isMode, isKnown {
                modes.save(in: name)
            } else if !isKnown || text.map({ modes.save($0, in: name) }) != true {
                modes.touch(name)
            }
            if assignment.isSetting("CHARACTER_SET_CLIENT"), isKnown {
                characters.save(in: name)
            } else {
                characters.save(isKnown ? text : nil, in: name)
            }
        case .system("CHARACTER_SET_CLIENT", isGlobal: false), .system("CHARACTER", isGlobal: false),
            .system("CHARSET", isGlobal: false):
            if let variable = assignment.variable, !takesOld {
                characters.restore(from: variable, isCertain: isCertain)
            } else {
                let value = assignment.value.drop { $0.isWord("SET") }
                characters.set(value.count == 1 ? value.first?.name : nil, isCertain: isCertain)
            }
        case .system("SQL_MODE", isGlobal: false):
            let before = modes.current
            let isKnown =
                if assignment.value.count == 1, let text = assignment.value.first?.quotedText {
                    modes.set(text)
                } else if let variable = assignment.variable, !takesOld {
                    modes.restore(from: variable)
                } else {
                    false
                }
            if !isKnown || (!isCertain && modes.current != before) {
                refuse("SET SQL_MODE to what is not known", at: start)
            }
        case .system("TIME_ZONE", isGlobal: false):
            // An offset, and the server's own, need nothing of it.
            if let zone = assignment.value.first?.quotedText, zone.uppercased() != "SYSTEM",
                !zone.begins(with: "+"), !zone.begins(with: "-")
            {
                traits.needs.insert(.timeZone(zone))
            }
        case .system("GTID_PURGED", _), .system("GTID_SLAVE_POS", _): traits.omissions.append(start..<end)
        // Written by mysqldump where there are GTIDs; not everybody who owns a database may do so.
        case .system("SQL_LOG_BIN", isGlobal: false):
            traits.privileged.append(
                DumpTraits.Privileged(subject: "binary log", isNeeded: false, bytes: start..<end))
        case .system(_, isGlobal: true): refuseStatement()
        case .system("DEFAULT_STORAGE_ENGINE", _), .system("STORAGE_ENGINE", _): refuseStatement()
        case .system: break
        case .other: refuseStatement()
        }
        if case .system = assignment.target, let variable = assignment.variable?.uppercased(),
            variable.begins(with: "OLD_") || variable.begins(with: "MYSQLDUMP_")
        {
            sections.giveBack(variable, from: start)
        }
    }
}
