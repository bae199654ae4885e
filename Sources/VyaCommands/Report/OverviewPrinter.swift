import VyaCore

/// Prints an overview for a terminal of 80 columns without colour.
enum OverviewPrinter {
    /// The widest line, in characters.
    private static let width = 80
    private static let weekdays: [Message] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// The lines.
    static func lines(_ overview: Overview) -> [String] {
        let alarms = overview.alarms.flatMap { alarm in
            wrapped("\(word(alarm.level)) \(alarm.subject): \(alarm.message)", indent: 2)
                + (alarm.remedy.isEmpty ? [] : wrapped("    \(alarm.remedy)", indent: 4))
        }
        let title: Message = "Backups of \(overview.host.printable), \(overview.now.readable)"
        return wrapped(title, indent: 2) + [""]
            + (alarms.isEmpty ? wrapped("All is well.", indent: 2) : alarms) + [""] + calendar(overview.days)
            + [""]
            + sources(overview) + [""] + places(overview.places)
    }

    private static func calendar(_ days: [Overview.Day]) -> [String] {
        guard let first = days.first, let last = days.last else { return [] }
        let columns = (first.weekday + days.count + 6) / 7
        let rows = (0..<7).map { weekday in
            let marks = (0..<columns).map { column in
                let index = column * 7 + weekday - first.weekday
                return days.indices.contains(index) ? " " + mark(days[index]) : "  "
            }
            return trimmed(said(weekdays[weekday]) + " " + marks.joined())
        }
        return [said("\(first.date.date) to \(last.date.date), one column a week"), ""] + rows
            + ["", said("o all proven   ! with remarks   X with failures   _ no backup   . no record")]
    }

    private static let columns: [Message] = [
        "STATE", "SOURCE", "NEWEST", "SIZE", "HERE", "SENT", "DRILLED",
    ]

    private static func said(_ message: Message) -> String { message.said(in: Console.standard.language) }

    private static func sources(_ overview: Overview) -> [String] {
        let rows = overview.sources.map { source in
            [
                said(word(source.level)), shortened(source.source.title),
                source.newest?.civil.date ?? said("never"),
                source.points.last.map { Quantity.bytes($0.bytes) } ?? "-", String(source.present),
                String(source.taken),
                source.drillPassed == false ? said("failed") : source.drilled?.civil.date ?? said("never"),
            ]
        }
        return TextTable.lines([columns.said(in: Console.standard.language)] + rows)
    }

    private static func places(_ places: [Overview.Place]) -> [String] {
        places.flatMap { place in
            let free: Message = place.freeBytes.map { ", \(Quantity.bytes($0)) free" } ?? ""
            let fault: Message = place.fault.map { "; \($0)" } ?? ""
            return wrapped(
                "\(place.path.printable): \(Quantity.backups(place.backups)), \(Quantity.bytes(place.bytes))\(free)\(fault)",
                indent: 2)
        }
    }

    private static func mark(_ day: Overview.Day) -> String {
        switch day.level {
        case .good: "o"
        case .attention: "!"
        case .bad: "X"
        case nil: day.isOpen ? "." : "_"
        }
    }

    private static func word(_ level: Overview.Level) -> Message {
        switch level {
        case .good: "OK"
        case .attention: "WARNING"
        case .bad: "CRITICAL"
        }
    }

    /// A name that leaves room for the other columns; its end tells more than its middle.
    private static func shortened(_ name: String) -> String {
        let most = 22
        return name.count <= most ? name : name.prefix(10) + "…" + name.suffix(most - 11)
    }

    /// Breaks a text at spaces; a path that is longer than a line stays whole, so that it can be copied.
    private static func wrapped(_ message: Message, indent: Int) -> [String] {
        let text = message.said(in: Console.standard.language)
        var lines: [String] = []
        var line = String(text.unicodeScalars.prefix { $0 == " " })
        var isEmpty = true
        for word in text.pieces(separatedBy: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                (line, isEmpty) = (String(repeating: " ", count: indent), true)
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.unicodeScalars.last == " " { line.removeLast() }
        return line
    }
}
