/// The records of a pax extended header: `length key=value\n` each (POSIX.1-2008, pax, "pax Extended
/// Header").
struct PaxRecords {
    /// The encoded records.
    private(set) var bytes: [UInt8] = []

    /// Adds a record.
    mutating func add(_ key: some Collection<UInt8>, _ value: some Collection<UInt8>) {
        // The length counts itself.
        let rest = 1 + key.count + 1 + value.count + 1
        var length = rest + Self.digits(rest)
        length = rest + Self.digits(length)
        Self.append(length, to: &bytes)
        bytes.append(UInt8(ascii: " "))
        bytes += key
        bytes.append(UInt8(ascii: "="))
        bytes += value
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds a record of text.
    mutating func add(_ key: String, _ value: String) {
        add(key.utf8, value.utf8)
    }

    /// Adds a record whose value is bytes.
    mutating func add(_ key: String, _ value: [UInt8]) {
        add(key.utf8, value)
    }

    /// Adds a time, in seconds with as many decimals as it needs; times before 1970 are negative.
    mutating func add(_ key: String, seconds: Int, nanoseconds: Int) {
        var (whole, part, text) = (seconds, nanoseconds, [UInt8]())
        if seconds < 0 {
            text.append(UInt8(ascii: "-"))
            whole = -seconds
            if nanoseconds > 0 { (whole, part) = (whole - 1, 1_000_000_000 - nanoseconds) }
        }
        Self.append(whole, to: &text)
        if part > 0 { text.append(UInt8(ascii: ".")) }
        var unit = 100_000_000
        while part > 0 {
            text.append(UInt8(ascii: "0") + UInt8(part / unit))
            part %= unit
            unit /= 10
        }
        add(key, text)
    }

    /// How many decimal digits a number that is not negative has.
    private static func digits(_ number: Int) -> Int {
        var (count, rest) = (1, number / 10)
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }

    /// Appends a number that is not negative in decimal.
    private static func append(_ number: Int, to text: inout [UInt8]) {
        let start = text.count
        for _ in 0..<digits(number) { text.append(0) }
        var (index, rest) = (text.count, number)
        repeat {
            index -= 1
            text[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while index > start
    }
}
