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
