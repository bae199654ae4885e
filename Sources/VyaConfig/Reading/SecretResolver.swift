import Glibc
package import VyaCore

/// Fetches passwords from where the configuration says that they are.
package struct SecretResolver: Sendable {
    private static let maximumBytes = 65_536
    private let environment: [String: String]

    /// Makes a resolver for the variables of this process.
    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// Fetches one password; `runCommand` runs an argument list without a shell and returns its standard output.
    ///
    /// The last line end is not part of a password. Throws `ConfigurationError` when there is none or it is not
    /// one line of text, `UnsafeError` when others can read or change its file, and what `runCommand` throws.
    package func resolve(_ source: SecretSource, runCommand: ([String]) throws -> [UInt8]) throws -> Secret {
        switch source {
        case .literal(let secret): return secret
        case .environment(let name):
            guard let text = environment[name] else {
                throw ConfigurationError(
                    "secret.variable",
                    "the environment variable \(name.printable), which holds a password, is not set")
            }
            return try secret(Array(text.utf8), from: "the environment variable \(name.printable)")
        case .file(let path): return try secret(inFile: path)
        case .command(let arguments):
            let program = arguments.first ?? ""
            return try secret(try runCommand(arguments), from: "the output of \(program.printable)")
        case .credential(let name):
            guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else {
                throw ConfigurationError(
                    "secret.credential",
                    "the credential \(name.printable) is not there: CREDENTIALS_DIRECTORY is not set",
                    hints: ["run as a systemd service with LoadCredential=\(name.printable):/path"])
            }
            return try secret(inFile: folder + "/" + name)
        }
    }

    private func secret(inFile path: String) throws -> Secret {
        let file = try TrustedFile.read(
            path, limit: SecretResolver.maximumBytes, as: .secret)
        // A group may read what root gave it, as with the keys of a TLS server; nobody may read more.
        let tooOpen = S_IROTH | (file.owner == 0 ? 0 : S_IRGRP)
        guard file.mode & tooOpen == 0 else {
            throw UnsafeError(
                "secret.readable", "the password file \(path.printable) can be read by others",
                hints: ["chmod 600 \(ShellWord.quoted(path))"])
        }
        return try secret(file.bytes, from: "the password file \(path.printable)")
    }

    private func secret(_ bytes: [UInt8], from place: String) throws -> Secret {
        var line = bytes[...]
        if line.last == 0x0A { line.removeLast() }
        if line.last == 0x0D { line.removeLast() }
        guard !line.isEmpty else { throw ConfigurationError("secret.empty", "\(place) holds no password") }
        guard line.count <= SecretResolver.maximumBytes, let text = String(validating: line, as: UTF8.self),
            !text.isUnfit
        else {
            throw ConfigurationError("secret.not-a-line", "\(place) holds no single line of UTF-8 text")
        }
        return Secret(text)
    }
}
