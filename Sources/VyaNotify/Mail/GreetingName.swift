import Glibc

/// The name by which a host greets a mail server.
enum GreetingName {
    /// The host's qualified name where its resolver knows one, else its own. May ask the network, for as long as the resolver
    /// does.
    static var own: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, 255) == 0 else { return "" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard !name.utf8.contains(UInt8(ascii: ".")) else { return name }
        var hints = addrinfo()
        hints.ai_flags = AI_CANONNAME
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &found) == 0 else { return name }
        defer { freeaddrinfo(found) }
        guard let canonical = found?.pointee.ai_canonname.map({ String(cString: $0) }),
            canonical.utf8.contains(UInt8(ascii: ".")), canonical.utf8.last != UInt8(ascii: ".")
        else { return name }
        return canonical
    }
}
