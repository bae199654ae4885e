import VyaCore

/// Makes one policy of the spellings that are in the field.
enum TLSDecoder {
    /// `sslmode` and `ssl.mode` say it outright; else true means required, and with an authority's
    /// certificates the server's is checked against them, as libpq does.
    static func policy(_ section: KeyedObject, _ findings: inout Diagnostics) -> TLSPolicy {
        let inner = section.section(TLSKeys.ssl)
        let authority = section.text(TLSKeys.authority) ?? inner?.text(TLSKeys.innerAuthority)
        let enabled =
            section.flag(TLSKeys.enabled) ?? section.flag(TLSKeys.ssl) ?? inner?.flag(TLSKeys.innerEnabled)
        let mode = (section.word(TLSKeys.mode) ?? inner?.word(TLSKeys.innerMode)).flatMap(mode)
        let caFile = authority.map(PathRule.normalized)
        if let mode {
            if mode == .disable, enabled == true {
                findings.error(
                    "config.tls-contradiction", at: section.position(TLSKeys.mode),
                    section.path(TLSKeys.mode),
                    "the mode switches off the encryption that another key demands")
            }
            return TLSPolicy(mode: mode, caFile: caFile)
        }
        // False meant "nothing demanded", not "never": the client's default still encrypts where it can.
        guard enabled ?? (caFile != nil) else { return TLSPolicy(caFile: caFile) }
        return TLSPolicy(mode: caFile == nil ? .require : .verifyCA, caFile: caFile)
    }

    private static func mode(_ word: String) -> TLSPolicy.Mode? {
        switch word {
        case "disable", "disabled": .disable
        // `allow` prefers a plain connection; nothing is lost by preferring the encrypted one.
        case "allow", "prefer", "preferred": .prefer
        case "require", "required": .require
        case "verify-ca", "verify_ca": .verifyCA
        case "verify-full", "verify_identity": .verifyFull
        default: nil
        }
    }
}
