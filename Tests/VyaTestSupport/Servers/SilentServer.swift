import Foundation

/// A port on 127.0.0.1 that takes connections, as the kernel does for everybody who listens, and never answers.
package final class SilentServer: Sendable {
    /// The port.
    package let port: Int
    private let socketNumber: Int32

    /// Listens on a free port.
    package init() throws {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        socketNumber = socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = socketNumber
        let listens = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, length) == 0 && listen(number, 16) == 0
                    && getsockname(number, $0, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard listens else { throw Command.Failure(description: "cannot listen on 127.0.0.1") }
    }

    /// True when somebody has connected.
    package var wasReached: Bool {
        var state = pollfd(fd: socketNumber, events: Int16(POLLIN), revents: 0)
        return poll(&state, 1, 0) > 0
    }

    deinit { close(socketNumber) }
}
