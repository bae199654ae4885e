/// A certificate authority of a test's own, made by `openssl` in a temporary folder.
package struct TestAuthority {
    package struct Certificate {
        package let file: String
        package let key: String
    }

    private let folder: TemporaryFolder
    /// The authority's own certificate, for `ca_file`.
    package let file: String

    package init() throws {
        folder = try TemporaryFolder("authority")
        file = folder("ca.pem")
        try openssl(
            [
                "req", "-x509", "-keyout", folder("ca.key"), "-out", file, "-days", "2", "-subj",
                "/CN=Test authority",
            ]
                + TestAuthority.newKey)
    }

    /// Signs a certificate for a name such as `IP:127.0.0.1`; with negative days it has expired.
    package func certificate(for name: String, days: Int = 2) throws -> Certificate {
        let result = Certificate(file: folder("server.pem"), key: folder("server.key"))
        let request = folder("server.csr")
        try openssl(
            [
                "req", "-keyout", result.key, "-out", request, "-subj", "/CN=mail server", "-addext",
                "subjectAltName=" + name,
            ] + TestAuthority.newKey)
        try openssl([
            "x509", "-req", "-in", request, "-CA", file, "-CAkey", folder("ca.key"), "-CAcreateserial",
            "-days",
            String(days), "-copy_extensions", "copy", "-out", result.file,
        ])
        return result
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private func openssl(_ arguments: [String]) throws {
        try Command("/usr/bin/openssl", arguments).check()
    }
}
