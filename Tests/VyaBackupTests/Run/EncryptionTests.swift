import Testing
import VyaCore
import VyaTestSupport

@Suite("Connections that have to be encrypted", .ownThread)
struct EncryptionTests {
    @Test("G12 with verify-full a server that offers no encryption gets no password, and the entry fails")
    func refusesPlainText() throws {
        let (postgres, maria) = (try PrivatePostgreSQL.shared(), try PrivateMariaDB.shared())
        let night = try Night(entries: [
            Night.entry(
                postgres, host: "127.0.0.1",
                more: #", "sslmode": "verify-full", "ssl_ca_cert": "/etc/ssl/certs/ca-certificates.crt""#),
            Night.entry(
                maria, host: "127.0.0.1", more: #", "ssl": {"enabled": true, "mode": "verify-full"}"#),
        ])
        let result = try night.runAll(within: 60)
        #expect(result.status == 2, "\(result)")
        #expect(
            result.errors.contains("SSL was required") || result.errors.contains("does not support SSL"),
            "\(result)")
        #expect(
            result.errors.contains("SSL connection error") || result.errors.contains("TLS/SSL error"),
            "\(result)")
        #expect(night.artifacts() == [])
        #expect(!"\(result)".contains(postgres.password) && !"\(result)".contains(maria.password))
    }
}
