import VyaConfig
import VyaStorage

extension CompressionSettings {
    /// The engine that the settings ask for; a level without an engine means zlib, whose levels everybody knows.
    ///
    /// Where ISA-L is not fast on this processor, zlib serves in its place.
    func compressor(isalIsFast: Bool = IsalCompressor.isFast) -> any BlockCompressor {
        switch (codec, engine, level) {
        case (.zstd, _, let level): ZstdCompressor(level: level ?? ZstdCompressor.defaultLevel)
        case (.gzip, .isal, let level) where isalIsFast:
            IsalCompressor(level: level ?? IsalCompressor.defaultLevel)
        case (.gzip, .isal, _): ZlibCompressor(level: 1)
        case (.gzip, .zlib, let level): ZlibCompressor(level: level ?? ZlibCompressor.defaultLevel)
        case (.gzip, .auto, let level?): ZlibCompressor(level: level)
        case (.gzip, .auto, nil): AdaptiveCompressor(isalIsFast: isalIsFast)
        }
    }
}
