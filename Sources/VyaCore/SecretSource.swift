/// Says where a password comes from; CONTRACT §3.
package enum SecretSource: Sendable, Equatable {
    /// The text itself stands in the configuration.
    case literal(Secret)
    /// An environment variable of this process.
    case environment(String)
    /// A file, whose last line end is not part of the secret.
    case file(String)
    /// The standard output of a program, given as an argument list, without a shell.
    case command([String])
    /// A credential that systemd placed in `$CREDENTIALS_DIRECTORY`.
    case credential(String)
}
