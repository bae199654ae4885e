import Glibc

/// A point in time as one reading of the wall clock gave it, with the offset of the local zone then.
///
/// Names and reports are made from one reading; durations come from the monotonic clock instead.
package struct Moment: Sendable, Equatable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package let unixSeconds: Int
    /// Nanoseconds within the second.
    package let nanoseconds: Int
    /// Seconds east of UTC.
    package let utcOffset: Int

    /// Makes a moment from its parts.
    package init(unixSeconds: Int, nanoseconds: Int = 0, utcOffset: Int = 0) {
        self.unixSeconds = unixSeconds
        self.nanoseconds = nanoseconds
        self.utcOffset = utcOffset
    }

    /// Reads the wall clock and the local zone.
    package static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return local(unixSeconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }

    /// Places a number of seconds in the local zone.
    package static func local(unixSeconds: Int, nanoseconds: Int = 0) -> Moment {
        var seconds = time_t(unixSeconds)
        var fields = tm()
        localtime_r(&seconds, &fields)
        return Moment(unixSeconds: unixSeconds, nanoseconds: nanoseconds, utcOffset: fields.tm_gmtoff)
    }

    /// Reads `2026-11-23T00:30:00.123-03:00`, as RFC 3339 has it; nil for anything else.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count,
                bytes[range].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var (rest, nanoseconds) = (bytes.dropFirst(19), 0)
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { return nil }
            for place in 0..<9 {
                let digit =
                    place < digits.count ? Int(digits[digits.startIndex + place] - UInt8(ascii: "0")) : 0
                nanoseconds = nanoseconds * 10 + digit
            }
            rest = rest.dropFirst(1 + digits.count)
        }
        var offset = 0
        if rest.first != UInt8(ascii: "Z") {
            guard rest.count == 6, let hours = number(rest.startIndex + 1..<rest.startIndex + 3),
                let minutes = number(rest.startIndex + 4..<rest.startIndex + 6)
            else { return nil }
            offset = (hours * 3600 + minutes * 60) * (rest.first == UInt8(ascii: "-") ? -1 : 1)
        } else if rest.count != 1 {
            return nil
        }
        let days = CivilTime.days(year: year, month: month, day: day)
        self.init(
            unixSeconds: days * 86_400 + hour * 3600 + minute * 60 + second - offset,
            nanoseconds: nanoseconds,
            utcOffset: offset)
    }

    /// Reads the digits of `20261123_003000`, which are local time; nil for anything else.
    package init?(fileStamp: String) {
        let digits = fileStamp.utf8.filter { 0x30...0x39 ~= $0 }.map { Int($0) - 0x30 }
        guard digits.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int32 { digits[range].reduce(0) { $0 * 10 + Int32($1) } }
        var fields = tm()
        fields.tm_year = number(0..<4) - 1900
        fields.tm_mon = number(4..<6) - 1
        fields.tm_mday = number(6..<8)
        fields.tm_hour = number(8..<10)
        fields.tm_min = number(10..<12)
        fields.tm_sec = number(12..<14)
        fields.tm_isdst = -1
        let seconds = mktime(&fields)
        guard seconds != -1 else { return nil }
        self = .local(unixSeconds: seconds)
    }

    /// Orders by time, whatever the zone.
    package static func < (left: Moment, right: Moment) -> Bool {
        (left.unixSeconds, left.nanoseconds) < (right.unixSeconds, right.nanoseconds)
    }

    /// The calendar fields in the moment's own zone.
    package var civil: CivilTime { CivilTime(secondsSince1970: unixSeconds + utcOffset) }

    /// `2026-11-23T00:30:00.123-03:00`; RFC 3339 with milliseconds and the offset.
    package var rfc3339: String {
        let (sign, minutes) = (utcOffset < 0 ? "-" : "+", abs(utcOffset) / 60)
        let c = civil
        return c.date + "T" + c.time + "." + padded(nanoseconds / 1_000_000, 3) + sign
            + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
    }

    /// `20261123_003000`; what begins the name of an artifact.
    package var fileStamp: String {
        let c = civil
        return padded(c.year, 4) + padded(c.month, 2) + padded(c.day, 2) + "_" + padded(c.hour, 2)
            + padded(c.minute, 2) + padded(c.second, 2)
    }

    /// `2026-11-23 00:30:00`; for people.
    package var readable: String { civil.date + " " + civil.time }
}
