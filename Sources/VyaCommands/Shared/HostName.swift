import Glibc

/// The name of this host, as reports and mails give it.
enum HostName {
    /// What `gethostname` says; `localhost` if it fails.
    static var current: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
