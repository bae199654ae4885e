/// Makes names for what has no final name yet, which nobody can guess or have planted.
enum HiddenName {
    /// A name that begins with `.vya-` and ends in `.partial`.
    static func make() -> [UInt8] {
        Array(".vya-\(String(UInt64.random(in: .min ... .max), radix: 16)).partial".utf8)
    }
}
