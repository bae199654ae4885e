import Testing
import VyaCore
import VyaTestSupport

@Suite("Addresses of the web", .ownThread)
struct WebAddressTests {
    @Test(
        "an address is shown only up to its host",
        arguments: [
            ("https://hc-ping.com/0d9c4f1e-uuid", "https://hc-ping.com"),
            ("HTTPS://user:pass@push.example.org:8443/a?b=c", "https://push.example.org:8443"),
            ("http://[::1]:9091", "http://[::1]:9091"), ("http://localhost?x", "http://localhost"),
        ])
    func place(text: String, place: String) throws {
        let address = try #require(WebAddress(text))
        var dumped = ""
        dump(address, to: &dumped)
        #expect(address.place == place)
        #expect("\(address)" == place)
        #expect(!dumped.contains("uuid") && !dumped.contains("pass") && !dumped.contains("b=c"))
        #expect(address.exposedPlainText == text)
    }

    @Test(
        "what is no address, or could be taken for two, is none",
        arguments: [
            "", "localhost:9091", "file:///etc/passwd", "https://", "https:///x", "https://a@b@c/",
            "http://a b/",
            "http://a\r\nHost: b/", "http://a/\u{0}", "http://ção/", "http://a\\@b/", "http://a:0/",
            "http://a:b/",
            "http://a:+1/", "http://-a/", "http://a/#b", "http://[]/", "http://[::1/", "http://a?\t",
        ])
    func refused(text: String) { #expect(WebAddress(text) == nil) }

    @Test(
        "what is below an address stands before its query",
        arguments: [
            ("https://a/p", "https://a/p/start"), ("https://a/p/", "https://a/p/start"),
            ("https://a", "https://a/start"), ("https://a/p?x=/y", "https://a/p/start?x=/y"),
        ])
    func appending(text: String, expected: String) throws {
        #expect(try #require(WebAddress(text)).appending("start").exposedPlainText == expected)
    }

    @Test(
        "words are put into an address' query in place of its own of the same names",
        arguments: [
            ("https://a/p", "https://a/p?status=up&msg=a%20b%26%3D%C3%A9%0A"),
            ("https://a/p?", "https://a/p?status=up&msg=a%20b%26%3D%C3%A9%0A"),
            (
                "https://a/p?status=down&msg=&k=status=1&Status=x",
                "https://a/p?k=status=1&Status=x&status=up&msg=a%20b%26%3D%C3%A9%0A"
            ),
        ])
    func asking(text: String, expected: String) throws {
        let words = [(name: "status", value: "up"), (name: "msg", value: "a b&=\u{E9}\n")]
        #expect(try #require(WebAddress(text)).asking(words).exposedPlainText == expected)
    }

    @Test("only this host is loopback")
    func loopback() throws {
        for host in ["localhost", "127.0.0.1", "127.8.8.8", "[::1]", "u@LOCALHOST:1"] {
            #expect(try #require(WebAddress("http://\(host)/")).isLoopback, "\(host)")
        }
        for host in [
            "128.0.0.1", "127.example.org", "localhost.example.org", "localhost@evil.org", "[::2]", "127.1",
        ] {
            #expect(try !#require(WebAddress("http://\(host)/")).isLoopback, "\(host)")
        }
    }

    @Test("user, password and the longer parts of path and query are what no message repeats")
    func secrets() throws {
        let parts = try #require(WebAddress("https://me:pw@a/v1/T0P-SECRET?key=ABCDEFG")).secretParts
        for part in ["me:pw", "me", "pw", "T0P-SECRET", "ABCDEFG"] { #expect(parts.contains(part)) }
        #expect(!parts.contains("v1"))
    }
}
