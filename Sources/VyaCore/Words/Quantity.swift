/// Sizes and durations as people read them on a terminal and in messages.
package enum Quantity {
    /// Bytes in binary units: `512 B`, `1.5 MiB`.
    package static func bytes(_ count: Int) -> String {
        var value = Double(count)
        var unit = 0
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        while value >= 1024, unit + 1 < units.count {
            value /= 1024
            unit += 1
        }
        return unit == 0 ? "\(count) B" : "\(tenths(value)) \(units[unit])"
    }

    /// Seconds: `0.4 s`, `3 min 20 s`, `2 h 5 min`.
    package static func seconds(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(tenths(seconds)) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// Things, counted: `1 row`, `3 rows`.
    package static func rows(_ count: Int) -> Message { count == 1 ? "1 row" : "\(count) rows" }
    package static func tables(_ count: Int) -> Message { count == 1 ? "1 table" : "\(count) tables" }
    package static func objects(_ count: Int) -> Message { count == 1 ? "1 object" : "\(count) objects" }
    package static func entries(_ count: Int) -> Message { count == 1 ? "1 entry" : "\(count) entries" }
    package static func backups(_ count: Int) -> Message { count == 1 ? "1 backup" : "\(count) backups" }
    package static func days(_ count: Int) -> Message { count == 1 ? "1 day" : "\(count) days" }
    package static func hours(_ count: Int) -> Message { count == 1 ? "1 hour" : "\(count) hours" }

    private static func tenths(_ value: Double) -> String {
        let count = Int((value * 10).rounded())
        return "\(count / 10).\(count % 10)"
    }
}
