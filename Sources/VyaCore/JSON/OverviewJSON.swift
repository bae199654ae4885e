extension Overview {
    /// The overview as the document that `report --json` prints.
    package var json: JSONValue {
        .object([
            .init("schema", .string(Overview.schema)), .init("host", .string(host)),
            .init("made_at", .string(now.rfc3339)), .init("level", .string(level.rawValue)),
            .init("alarms", .array(alarms.map(\.json))), .init("days", .array(days.map(\.json))),
            .init("sources", .array(sources.map { $0.json(from: days.first) })),
            .init("folders", .array(places.map(\.json))),
        ])
    }
}

extension Overview.Alarm {
    fileprivate var json: JSONValue {
        .object([
            .init("code", .string(code.rawValue)), .init("level", .string(level.rawValue)),
            .init("subject", .english(subject)), .init("message", .english(message)),
            .init("remedy", .english(remedy)),
        ])
    }
}

extension Overview.Day {
    fileprivate var json: JSONValue {
        .object([
            .init("date", .string(date.date)), .init("level", .optional(level?.rawValue)),
            .init("open", .bool(isOpen)), .init("made", .int(made)), .init("remarked", .int(remarked)),
            .init("failed", .int(failed)),
        ])
    }
}

extension Overview.Source {
    fileprivate func json(from first: Overview.Day?) -> JSONValue {
        let start = first?.date.daysSince1970 ?? 0
        let curve = points.map { point in
            JSONValue.object([
                .init(
                    "date", .string(CivilTime(secondsSince1970: (start + point.day) * 86_400).date)),
                .init("bytes", .int(point.bytes)), .init("seconds", .optional(point.seconds)),
            ])
        }
        return .object([
            .init("id_dbms", .int(source.entry.number)), .init("dbms", .string(source.dbms)),
            .init("kind", .string(source.kind.rawValue)), .init("database", .string(source.database.text)),
            .init("level", .string(level.rawValue)), .init("newest_at", .optional(newest?.rfc3339)),
            .init("present", .int(present)), .init("present_bytes", .int(presentBytes)),
            .init("taken", .int(taken)), .init("drilled_at", .optional(drilled?.rfc3339)),
            .init("drill_passed", drillPassed.map { .bool($0) } ?? .null), .init("backups", .array(curve)),
        ])
    }
}

extension Overview.Place {
    fileprivate var json: JSONValue {
        .object([
            .init("path", .string(path)), .init("backups", .int(backups)), .init("bytes", .int(bytes)),
            .init("free_bytes", .optional(freeBytes)), .init("fault", .english(fault)),
        ])
    }
}
