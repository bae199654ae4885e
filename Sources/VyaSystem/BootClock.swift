import Glibc

/// How long the system has been up, which no setting of the clock changes (proc(5), `/proc/uptime`).
package struct BootClock: Sendable, Equatable {
    /// Names this start of the system.
    package let boot: String
    /// The seconds since then, those asleep included.
    package let seconds: Int

    package init(boot: String, seconds: Int) { (self.boot, self.seconds) = (boot, seconds) }

    /// Reads it; nil where /proc does not tell.
    package static func read() -> BootClock? {
        guard let boot = line("/proc/sys/kernel/random/boot_id"), let uptime = line("/proc/uptime"),
            let seconds = Int(String(decoding: uptime.utf8.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self))
        else { return nil }
        return BootClock(boot: boot, seconds: seconds)
    }

    /// The first line of a small file of the kernel's.
    private static func line(_ path: String) -> String? {
        guard let file = OwnedDescriptor.open(path, O_RDONLY) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(file.number, $0.baseAddress, $0.count) }
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
