import Glibc

extension dirent {
    /// The entry's name; bytes that are not UTF-8 are replaced.
    var text: String {
        withUnsafeBytes(of: d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
