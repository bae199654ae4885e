import Glibc

/// Returns a port of 127.0.0.1 that was free a moment ago, below those that the kernel and the servers of the tests take.
package func closedLoopbackPort() throws -> Int {
    for _ in 0..<50 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        let port = UInt16.random(in: 10_000..<20_000)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isFree = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
        if isFree { return Int(port) }
    }
    throw Command.Failure(description: "no free port found")
}
