import Glibc
package import VyaCore

/// Opens files that others may have put there, without ever waiting for one: what is no regular file is refused (P2).
///
/// A FIFO under the name of a log or a list would else be waited for until somebody writes, and a device be read for ever.
package enum RegularFile {
    /// Why a file was not opened or read.
    package enum Fault: Error, Equatable {
        /// The system said so.
        case system(SystemFailure)
        /// It is a folder, a FIFO, a device or a socket.
        case notRegular
        /// It holds more than was allowed.
        case tooLarge

        /// The reason in words, to continue "it cannot be read: ".
        package var words: Message {
            switch self {
            case .system(let failure): failure.words
            case .notRegular: "it is no regular file"
            case .tooLarge: "it is too large"
            }
        }
    }

    /// Opens a file for reading; links are followed, and what counts is where they lead. The descriptor is the caller's.
    package static func open(_ path: String) throws(Fault) -> OwnedDescriptor {
        guard !path.utf8.contains(0) else { throw .system(SystemFailure(ENOENT)) }
        guard let file = OwnedDescriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY) else {
            // What open(2) says of a socket.
            throw errno == ENXIO ? .notRegular : .system(SystemFailure())
        }
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw .system(SystemFailure()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
        return file
    }

    /// Reads a file of at most `limit` bytes; blocks for as long as its file system takes.
    package static func read(_ path: String, limit: Int) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachBlock(of: path) { block throws(Fault) in
            guard bytes.count + block.count <= limit else { throw Fault.tooLarge }
            bytes += block
            return true
        }
        return bytes
    }

    /// True when the first 28 bytes of an open file, or all that it has, are zero: the header of a journal that has been applied.
    package static func isBlank(_ file: borrowing OwnedDescriptor) -> Bool {
        var header = [UInt8](repeating: 0, count: 28)
        let number = file.number
        let count = uninterrupted { Int32(Glibc.read(number, &header, header.count)) }
        return count >= 0 && header.allSatisfy { $0 == 0 }
    }

    /// Reads a file in blocks of at most a MiB, until its end or until `body` answers false.
    package static func forEachBlock(
        of path: String, _ body: (ArraySlice<UInt8>) throws(Fault) -> Bool
    ) throws(Fault) {
        let file = try open(path)
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = block.withUnsafeMutableBytes { Glibc.read(file.number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(SystemFailure()) }
            if count == 0 { return }
            guard try body(block[..<count]) else { return }
        }
    }
}
