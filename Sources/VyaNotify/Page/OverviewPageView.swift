import VyaCore

/// What the template of the page shows, as text that is ready to be shown.
///
/// As for mails, stored members are read by name, and optional ones are asked for with a leading dot.
struct OverviewPageView {
    struct Tile {
        let label: String
        let value: String
        let detail: String?
    }

    struct Alarm {
        let level: String
        let badge: String
        let subject: String
        let heading: String
        let remedy: [Words]
        let hasRemedy: Bool
    }

    /// A part of a remedy: something to type, or the words around it.
    struct Words {
        let text: String
        let isCommand: Bool
    }

    struct Card {
        let name: String
        let about: String
        let level: String
        let badge: String
        let curves: [OverviewCurve]
        let note: String?
    }

    struct Row {
        let name: String
        let about: String
        let level: String
        let badge: String
        let newest: String
        let newestAgo: String?
        let here: String
        let hereSize: String?
        let uploaded: String
        let drilled: String
        let drill: String?
        let drillLevel: String
    }

    struct Place {
        let path: String
        let backups: String
        let size: String
        let free: String
        let fault: String?
    }

    let words: OverviewWording
    let version: String
    let title: String
    let host: String
    let now: String
    let level: String
    let mark: String
    let headline: String
    let summary: String
    let tiles: [Tile]
    let alarms: [Alarm]
    let calendar: OverviewCalendar
    let cards: [Card]
    let rows: [Row]
    let places: [Place]
}

extension OverviewPageView {
    /// Prepares an overview.
    init(_ overview: Overview, words: OverviewWording, version: String) {
        let quantity = LocalizedQuantity(words.language)
        self.words = words
        self.version = version
        host = overview.host.shown(atMost: 100)
        title = "\(words.title) \(host)"
        now = overview.now.readable
        level = overview.level.rawValue
        mark =
            switch overview.level {
            case .good: "✓"
            case .attention: "!"
            case .bad: "×"
            }
        headline =
            switch overview.level {
            case .good: words.allWell
            case .attention: words.needsAttention
            case .bad: words.needsAction
            }
        summary = words.summary(overview)
        tiles = Self.tiles(overview, words, quantity)
        alarms = overview.alarms.map { Self.alarm($0, words) }
        calendar = OverviewCalendar(overview.days, words: words)
        cards = overview.sources.map { Self.card($0, days: overview.days.count, words, quantity) }
        rows = overview.sources.map { Self.row($0, now: overview.now, words, quantity) }
        places = overview.places.map { Self.place($0, words, quantity) }
    }

    private static func tiles(
        _ overview: Overview, _ words: OverviewWording, _ quantity: LocalizedQuantity
    ) -> [Tile] {
        func time(_ label: String, _ moment: Moment?) -> Tile {
            guard let moment else { return Tile(label: label, value: words.never, detail: nil) }
            return Tile(
                label: label, value: words.ago(overview.now.unixSeconds - moment.unixSeconds),
                detail: minute(moment))
        }
        let kept = overview.places.reduce(0) { $0 + $1.bytes }
        let count = overview.places.reduce(0) { $0 + $1.backups }
        return [
            time(words.newest, overview.newest),
            Tile(
                label: words.sources, value: String(overview.sources.count),
                detail: words.caption(overview.sources)),
            Tile(
                label: words.kept, value: quantity.size(kept),
                detail: "\(count) \(words.backups.lowercased())"),
            time(words.lastDrill, overview.drilled),
        ]
    }

    private static func alarm(_ alarm: Overview.Alarm, _ words: OverviewWording) -> Alarm {
        Alarm(
            level: alarm.level.rawValue, badge: words.label(alarm.level),
            subject: alarm.subject.said(in: words.language).shown(atMost: 200),
            heading: alarm.message.said(in: words.language).shown(atMost: 500),
            remedy: remedy(alarm.remedy, words), hasRemedy: !alarm.remedy.isEmpty)
    }

    /// Takes `run: COMMAND` and words with commands between backquotes apart.
    private static func remedy(_ remedy: Message, _ words: OverviewWording) -> [Words] {
        // A command is the same in every language; behind a semicolon there are words.
        if let command = remedy.description.shown(atMost: 500).dropping(prefix: "run: "), !command.holds("; ")
        {
            return [Words(text: String(command), isCommand: true)]
        }
        let text = remedy.said(in: words.language).shown(atMost: 500)
        return text.pieces(separatedBy: "`", omittingEmptySubsequences: false).enumerated().map { part in
            Words(text: String(part.element), isCommand: part.offset % 2 == 1)
        }
    }

    private static func card(
        _ source: Overview.Source, days: Int, _ words: OverviewWording, _ quantity: LocalizedQuantity
    ) -> Card {
        let sizes = source.points.map { (day: $0.day, value: Double($0.bytes)) }
        let times = source.points.compactMap { point in
            point.seconds.map { (day: point.day, value: Double($0)) }
        }
        return Card(
            name: name(source.source, words), about: about(source.source), level: source.level.rawValue,
            badge: words.label(source.level),
            curves: sizes.isEmpty
                ? []
                : [
                    OverviewCurve(words.size, sizes, days: days, words: words) { quantity.size(Int($0)) },
                    OverviewCurve(words.duration, times, days: days, words: words) {
                        quantity.duration($0)
                    },
                ],
            note: sizes.isEmpty ? words.noBackups : sizes.count == 1 ? words.fewBackups : nil)
    }

    private static func row(
        _ source: Overview.Source, now: Moment, _ words: OverviewWording, _ quantity: LocalizedQuantity
    ) -> Row {
        let drill = source.drillPassed.map { $0 ? words.passed : words.failed }
        return Row(
            name: name(source.source, words), about: about(source.source), level: source.level.rawValue,
            badge: words.label(source.level), newest: source.newest.map(minute) ?? words.never,
            newestAgo: source.newest.map { words.ago(now.unixSeconds - $0.unixSeconds) },
            here: String(source.present),
            hereSize: source.present == 0 ? nil : quantity.size(source.presentBytes),
            uploaded: String(source.taken),
            drilled: source.drilled.map(\.civil.date)
                ?? (source.source.kind == .globals ? "–" : words.never),
            drill: source.drilled == nil ? nil : drill,
            drillLevel: source.drillPassed == false ? "bad" : "good")
    }

    private static func place(
        _ place: Overview.Place, _ words: OverviewWording, _ quantity: LocalizedQuantity
    ) -> Place {
        Place(
            path: place.path.shown(), backups: String(place.backups), size: quantity.size(place.bytes),
            free: place.freeBytes.map(quantity.size) ?? "–",
            fault: place.fault?.said(in: words.language).shown(atMost: 300))
    }

    private static func name(_ source: BackupSource, _ words: OverviewWording) -> String {
        source.kind == .globals
            ? Wording.of(words.language).globals : source.database.text.shown(atMost: 200)
    }

    /// `1 · postgresql`.
    private static func about(_ source: BackupSource) -> String {
        "\(source.entry) · \(source.dbms.shown(atMost: 50))"
    }

    /// `2026-11-23 00:30`.
    private static func minute(_ moment: Moment) -> String {
        String(moment.readable.dropLast(3))
    }
}
