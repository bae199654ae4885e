/// The keys that every service on the web has.
enum WebKeys {
    static let url = Key(
        "url", shape: SecretKeys.shape,
        note: "Its address, or where the address is found; it is a secret and shown only up to the host.")
    static let timeout = Key(
        "timeout_seconds", "timeout", shape: .integer(1...300, orText: true),
        note: "How long telling it may take in all; 15 if absent.")
    static let authority = Key(
        "ca_file", shape: .text(.optionalPath), note: "The certificates of a private authority.")

    static let all = [url, timeout, authority]
}
