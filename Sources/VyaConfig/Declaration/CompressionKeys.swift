/// The keys of `compression`.
enum CompressionKeys {
    static let codec = Key("codec", shape: .choice(["gzip", "zstd"]), note: "The format of backups.")
    static let engine = Key("engine", shape: .choice(["auto", "zlib", "isal"]), note: "What makes gzip.")
    static let level = Key(
        "level", shape: .integer(0...19), note: "The codec's own level; measured if absent.")
    static let threads = Key(
        "threads", shape: .integer(1...256), note: "Workers; one for each core if absent.")

    static let table = KeyTable([codec, engine, level, threads])
}
