import Glibc
import VyaCore

/// The words of a line that moves on a terminal, and as much of them as fits.
enum TerminalLine {
    /// How many columns the terminal behind a descriptor has now; 80 when nobody knows.
    static func columns(of descriptor: Int32) -> Int {
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
    }

    /// The beginning of a text that takes at most so many columns: letters of Asia take two, marks on a letter none.
    static func cut(_ text: String, columns: Int) -> String {
        var (taken, left) = (String.UnicodeScalarView(), columns)
        for scalar in text.unicodeScalars {
            let width = width(of: scalar)
            guard width <= left else { break }
            taken.append(scalar)
            left -= width
        }
        return String(taken)
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        // Hangul, CJK, full-width forms and pictures (UAX #11), roughly: too wide at worst.
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// How far some work is: what, the share of the whole and the time that is left where the whole is known, bytes and rate.
    static func progress(_ what: String, bytes: Int, of total: Int?, elapsed: Duration) -> Message {
        let seconds = elapsed / .seconds(1)
        let rate = seconds > 0 ? Double(bytes) / seconds : 0
        var text: Message = "\(what.printable)"
        if let total, total > 0 { text += " \(min(bytes * 100 / total, 99)) %" }
        text += " \(Quantity.bytes(bytes)) \(Quantity.bytes(Int(rate)))/s"
        // The first moments tell nothing of the rest, and what has grown has no end that is known.
        if let total, total > bytes, rate > 0, seconds >= 2 {
            text += ", \(Quantity.seconds(Double(total - bytes) / rate)) left"
        }
        return text
    }
}
