import CZstd

/// The words of libzstd for what it answers in place of a size.
enum ZstdFault {
    /// What went wrong.
    static func words(_ code: Int) -> String { String(cString: ZSTD_getErrorName(code)) }
}
