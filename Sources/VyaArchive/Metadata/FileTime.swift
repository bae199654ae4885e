/// A time of a file, counted from 1970; before it the seconds are negative, the nanoseconds never.
struct FileTime: Equatable {
    var seconds: Int
    var nanoseconds: Int32 = 0

    init(seconds: Int) {
        self.seconds = seconds
    }

    /// Reads a decimal number with an optional sign and fraction, as pax writes it; nil when it is none.
    init?(decimal text: some Collection<UInt8>) {
        let isNegative = text.first == UInt8(ascii: "-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = PaxValues.decimal(parts[0]) else { return nil }
        var fraction = 0
        if parts.count == 2 {
            let digits = parts[1].prefix(9)
            guard parts[1].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            for digit in digits { fraction = fraction * 10 + Int(digit - 0x30) }
            for _ in digits.count..<9 { fraction *= 10 }
        }
        seconds = isNegative ? -whole : whole
        if isNegative, fraction > 0 {
            seconds -= 1
            fraction = 1_000_000_000 - fraction
        }
        nanoseconds = Int32(fraction)
    }
}
