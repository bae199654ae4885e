import VyaCore

/// Writes sizes and durations for people, with the decimal mark of the language.
struct LocalizedQuantity: Sendable {
    let decimalMark: String

    init(_ language: Language) {
        decimalMark =
            switch language {
            case .portuguese: ","
            case .english: "."
            }
    }

    /// `863 B`, `12.3 MiB`; binary units.
    func size(_ bytes: Int) -> String {
        var units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][...]
        guard bytes >= 1024, var unit = units.popFirst() else { return "\(bytes) B" }
        var value = Double(bytes) / 1024
        // What would be shown as 1024.0 belongs to the next unit.
        while value >= 1023.95, let next = units.popFirst() {
            value /= 1024
            unit = next
        }
        return tenths(value) + " " + unit
    }

    /// `0.4 s`, `42 s`, `11 min 12 s`, `3 h 05 min`.
    func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0 else { return "?" }
        if seconds < 9.95 { return tenths(seconds) + " s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(padded(whole % 60, 2)) s" }
        return "\(whole / 3600) h \(padded(whole % 3600 / 60, 2)) min"
    }

    private func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10)\(decimalMark)\(tenths % 10)"
    }
}
