/// The records of a pax extended header: `length key=value\n` each (POSIX.1-2008, pax, "pax Extended
/// Header").
struct PaxRecords {
    /// The encoded records.
    private(set) var bytes: [UInt8] = []

    /// Adds a record.
    mutating func add(_ key: [UInt8], _ value: [UInt8]) {
        // The length counts itself.
        let rest = 1 + key.count + 1 + value.count + 1
        var length = rest + String(rest).utf8.count
        length = rest + String(length).utf8.count
        bytes += Array("\(length) ".utf8)
        bytes += key
        bytes.append(UInt8(ascii: "="))
        bytes += value
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds a record of text.
    mutating func add(_ key: String, _ value: String) {
        add(Array(key.utf8), Array(value.utf8))
    }

    /// Adds a record whose value is bytes.
    mutating func add(_ key: String, _ value: [UInt8]) {
        add(Array(key.utf8), value)
    }

    /// Adds a time, in seconds with as many decimals as it needs; times before 1970 are negative.
    mutating func add(_ key: String, seconds: Int, nanoseconds: Int) {
        var (whole, part, sign) = (seconds, nanoseconds, "")
        if seconds < 0 {
            sign = "-"
            whole = -seconds
            if nanoseconds > 0 { (whole, part) = (whole - 1, 1_000_000_000 - nanoseconds) }
        }
        let digits = String(part)
        var decimals = Substring(String(repeating: "0", count: 9 - digits.utf8.count) + digits)
        while decimals.last == "0" { decimals.removeLast() }
        add(key, sign + String(whole) + (decimals.isEmpty ? "" : "." + decimals))
    }
}
