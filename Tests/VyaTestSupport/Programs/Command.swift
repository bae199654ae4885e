package import Foundation

/// A stock program that a test runs to its end; its output goes through files, so that nothing can block.
package struct Command {
    /// What a program left behind.
    package struct Result: Sendable {
        package let status: Int32
        /// True when a signal ended it; `status` is then the signal.
        package let signalled: Bool
        package let output: Data
        package let errors: String
        /// The output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// A program that ended otherwise than the test needs.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        /// Says what happened instead.
        package init(description: String) { self.description = description }
    }

    package var program: String
    package var arguments: [String]
    package var environment: [String: String] = ProcessInfo.processInfo.environment
    package var input: Data?
    package var folder: String?

    /// Names the program, by absolute path or as `PATH` finds it, and its arguments.
    package init(_ program: String, _ arguments: String...) {
        self.init(program, arguments)
    }

    /// Names the program, by absolute path or as `PATH` finds it, and its arguments.
    package init(_ program: String, _ arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// Runs the program and returns how it ended; throws only when it cannot be started.
    package func run() throws -> Result {
        let (inputFile, outputFile, errorFile) = (try ScratchFile(), try ScratchFile(), try ScratchFile())
        if let input { try inputFile.handle.write(contentsOf: input) }
        try inputFile.handle.seek(toOffset: 0)
        let pid = try startProgram(
            (program.hasPrefix("/") ? [] : ["/usr/bin/env"]) + [program] + arguments,
            environment: environment,
            folder: folder,
            [inputFile, outputFile, errorFile].map { .descriptor($0.handle.fileDescriptor) })
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        // wait(2): the low seven bits are the signal, the next eight the status.
        let signal = status & 0x7F
        return Result(
            status: signal == 0 ? (status >> 8) & 0xFF : signal, signalled: signal != 0,
            output: try outputFile.contents(),
            errors: String(decoding: try errorFile.contents(), as: UTF8.self))
    }

    /// Runs the program and throws unless it exits with 0.
    @discardableResult
    package func check() throws -> Result {
        let result = try run()
        guard result.status == 0, !result.signalled else {
            throw Failure(
                description: "\(program) \(arguments.joined(separator: " ")) ended with \(result.status): "
                    + result.errors + result.text.suffix(2000))
        }
        return result
    }
}

/// An open file that has no name any more.
private struct ScratchFile {
    let handle: FileHandle

    init() throws {
        // Not by mkstemp: until it is marked, a child of another test could inherit the descriptor.
        let path = "/tmp/vya-scratch-\(UUID().uuidString)"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        unlink(path)
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func contents() throws -> Data {
        try handle.seek(toOffset: 0)
        return try handle.readToEnd() ?? Data()
    }
}
