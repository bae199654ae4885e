import VyaCore
import VyaSystem

/// The file of a private authority's certificate, which libcurl opens and reads whatever it is.
enum AuthorityFile {
    /// Makes sure that it can be opened without waiting for anybody: no deadline of a transfer ends that (P2).
    ///
    /// Throws `ConfigurationError` otherwise; nil is fine.
    static func demand(_ path: String?) throws(ConfigurationError) {
        guard let path else { return }
        do throws(RegularFile.Fault) {
            _ = try RegularFile.open(path)
        } catch {
            // Of what is missing or unreadable libcurl tells itself.
            guard error == .notRegular else { return }
            throw ConfigurationError(
                "web.authority", "the certificate file \(path.printable) cannot be read: \(error.words)",
                hints: ["look at ca_file in the configuration"])
        }
    }
}
