import VyaCore

/// The engines of one thread, made when they are first needed; to be used by that thread only.
final class Workbench {
    private let compressor: any BlockCompressor
    private var encoderInUse: (any BlockEncoder)?
    private var inflaterInUse: (any BlockDecoder)?

    init(_ compressor: any BlockCompressor) {
        self.compressor = compressor
    }

    /// What compresses blocks; throws `DestinationError` when there is no memory for it.
    func encoder() throws(DestinationError) -> any BlockEncoder {
        if let encoderInUse { return encoderInUse }
        let encoder = try compressor.makeEncoder()
        encoderInUse = encoder
        return encoder
    }

    /// What decompresses the blocks that `encoder` makes; throws `DestinationError` when there is no memory for it.
    func decoder() throws(DestinationError) -> any BlockDecoder {
        if let inflaterInUse { return inflaterInUse }
        let decoder = try compressor.codec.makeDecoder()
        inflaterInUse = decoder
        return decoder
    }
}
