import Glibc

/// The address of a service on the web; whoever knows all of it may use it, so that only scheme and host are shown.
package struct WebAddress: Sendable, Equatable, CustomStringConvertible {
    private let secret: Secret
    /// `https://hooks.example.org:8443`; for messages.
    package let place: String
    /// True for `https`.
    package let isEncrypted: Bool
    /// True when a user or a password stands before the host.
    package let hasCredentials: Bool
    private let host: String

    /// Reads an `http` or `https` URL of visible ASCII characters; nil for anything else.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            !text.holds("#"), let colon = text.firstPlace(of: "://")
        else { return nil }
        let scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let authority = text[colon.upperBound...].head(upTo: "/", "?")
        let parts = authority.pieces(separatedBy: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, let server = parts.last, WebAddress.isServer(server) else { return nil }
        secret = Secret(text)
        place = scheme + "://" + server
        isEncrypted = scheme == "https"
        hasCredentials = parts.count == 2
        host = WebAddress.host(of: server)
    }

    /// All of it; for the library that connects, never for a message.
    package var exposedPlainText: String { secret.exposedPlainText }

    /// Scheme and host.
    package var description: String { place }

    /// True when the host is this one, whatever a resolver says: `localhost`, `127.…` or `::1`.
    package var isLoopback: Bool {
        if ["localhost", "[::1]"].contains(host.lowercased()) { return true }
        var address = in_addr()
        return inet_pton(AF_INET, host, &address) == 1 && UInt32(bigEndian: address.s_addr) >> 24 == 127
    }

    /// The address of something below this one; what follows a question mark stays at the end.
    package func appending(_ path: String) -> WebAddress {
        let text = exposedPlainText
        let base = text.head(upTo: "?")
        let joined = base + (base.ends(with: "/") ? "" : "/") + path + text.dropFirst(base.count)
        return WebAddress(String(joined)) ?? self
    }

    /// The address with these words in its query, in place of those of the same names that it has.
    package func asking(_ query: [(name: String, value: String)]) -> WebAddress {
        let text = exposedPlainText
        let base = text.head(upTo: "?")
        let kept = text.dropFirst(base.count + 1).pieces(separatedBy: "&").filter { item in
            !query.contains { ExactName($0.name) == ExactName(String(item.head(upTo: "="))) }
        }
        let words = query.map { $0.name + "=" + ArtifactName.encoded($0.value) }
        return WebAddress(base + "?" + (kept.map(String.init) + words).joined(separator: "&")) ?? self
    }

    /// The parts that no message may repeat: what stands before the host, each longer part of the path, the query.
    package var secretParts: [String] {
        let text = exposedPlainText
        let rest = text.dropFirst(text.head(upTo: ":").count + 3)
        let authority = rest.head(upTo: "/", "?")
        var parts = [text]
        if hasCredentials, let user = authority.pieces(separatedBy: "@").first {
            parts += [String(user)] + user.pieces(separatedBy: ":").map(String.init)
        }
        let path = rest.dropFirst(authority.count).split { "/?&=".contains($0) }.map(String.init)
        return parts + path.filter { $0.utf8.count >= 6 }
    }

    /// The host, with the brackets of an IPv6 address.
    private static func host(of server: Substring) -> String {
        if server.unicodeScalars.first == "[", let end = server.place(of: "]") {
            return String(server[...end])
        }
        return String(server.head(upTo: ":"))
    }

    private static func isServer(_ server: Substring) -> Bool {
        let host = host(of: server)
        let rest = server.dropFirst(host.count)
        let isBracketed = host.begins(with: "[")
        let allowed = isBracketed ? "[]:.%" : "-._"
        guard !host.isEmpty, host != "[]", !host.begins(with: "-"),
            host.utf8.allSatisfy({ isAlphanumeric($0) || allowed.utf8.contains($0) })
        else { return false }
        guard !rest.isEmpty else { return true }
        guard rest.unicodeScalars.first == ":", let port = Int(rest.dropFirst()) else { return false }
        return (1...65_535).contains(port) && rest.dropFirst().unicodeScalars.allSatisfy { "0"..."9" ~= $0 }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
