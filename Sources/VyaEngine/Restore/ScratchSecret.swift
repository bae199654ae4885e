import Glibc
package import VyaCore
import VyaStorage

extension RestoreContext {
    /// Makes the mark for the scratch databases of this process; the first one makes the state folder's secret.
    ///
    /// `purpose` is `restore` or `drill`. Throws `UnsafeError` when somebody else could have written the secret, and
    /// `DestinationError` when it can be neither read nor written.
    package func mark(_ purpose: String) throws -> ScratchMark {
        ScratchMark(
            purpose, host: host, secret: try ScratchSecret.load(in: state), process: getpid(),
            since: Moment.now().rfc3339)
    }
}

/// The secret of a state folder, by which the program knows its own scratch databases.
enum ScratchSecret {
    private static let fileName = "scratch.key"
    private static let size = 32

    /// Reads the secret, or makes it when there is none.
    static func load(in state: SafeFolder) throws -> [UInt8] {
        for _ in 0..<2 {
            if (try? state.status(of: fileName)) == nil {
                var generator = SystemRandomNumberGenerator()
                let secret = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                do throws(DestinationError) {
                    try state.publish(document: secret, as: fileName)
                } catch {
                    // Another process made it in between.
                    guard error.explanation.code == .nameTaken else { throw error }
                }
            }
            let secret = try state.read(fileName, limit: size)
            if secret.count == size { return secret }
            _ = try state.remove(fileName)
        }
        throw DestinationError(
            "state.secret", "\(state.path.printable)/\(fileName) cannot be written whole")
    }
}
