package import VyaCore

/// The codes of the configuration by which others decide.
extension ErrorCode {
    /// There is no configuration.
    package static let configurationMissing: ErrorCode = "config.missing"
    /// It holds a secret, and every user of the host can read it.
    package static let readableSecret: ErrorCode = "config.readable-secret"
    /// It is the YAML file of the Python program.
    static let oldYAML: ErrorCode = "config.old-yaml"
}
