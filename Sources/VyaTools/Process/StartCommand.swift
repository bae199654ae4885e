import Glibc
import VyaCore
import VyaSystem

/// What a tool is started with, every word in its final form.
struct StartCommand: Sendable {
    /// The absolute path of the program.
    let executable: String
    /// The arguments after the program's name.
    let arguments: [String]
    /// The whole environment.
    let environment: [String: String]

    /// The program's name for messages.
    var name: String { StartCommand.name(of: executable) }

    /// The last component of a path, escaped for printing.
    static func name(of path: String) -> String {
        String(path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path)
            .printable
    }

    /// Fills the secret file's path in, and refuses what execve(2) would cut or misread.
    ///
    /// Throws `SourceError` for a NUL in any word, which ends a C string and so drops what follows it (G4), for
    /// a path that is not absolute, and for a word that asks for a secret file where there is no secret.
    init(_ invocation: ToolInvocation, secretFile: String?, environment base: [String: String]) throws {
        let words = invocation.arguments + invocation.environment.values
        if secretFile == nil, words.contains(where: \.needsSecretFile) {
            throw SourceError(
                "tool.no-secret", "\(StartCommand.name(of: invocation.executable)) needs a password")
        }
        executable = invocation.executable
        arguments = invocation.arguments.map { $0.resolved(secretFile: secretFile ?? "") }
        environment = base.merging(
            invocation.environment.mapValues { $0.resolved(secretFile: secretFile ?? "") }
        ) {
            fixed, asked in asked
        }
        .merging(base.filter { ToolEnvironment.fixed.contains($0.key) }) { $1 }
        for text in [executable] + arguments + environment.flatMap({ [$0.key, $0.value] })
        where text.utf8.contains(0) {
            throw SourceError(
                "tool.argument", "\(name) is not started: an argument holds a NUL byte: \(text.printable)")
        }
        guard executable.utf8.first == UInt8(ascii: "/") else {
            throw SourceError(
                "tool.path", "\(name) is not started: \(executable.printable) is not an absolute path")
        }
    }

    /// Explains why the program's file cannot be started, as far as looking at it tells; nil if it seems fit.
    ///
    /// The system alone would say much the same of all of these.
    func objection() -> SourceError? {
        var info = stat()
        guard stat(executable, &info) == 0 else {
            let failure = SystemFailure()
            guard failure.number == ENOENT || failure.number == ENOTDIR else { return startFailure(failure) }
            return SourceError(
                "tool.not-found", "\(name) not found: \(executable.printable) does not exist",
                hints: ["install it, or correct its path under tools in the configuration"])
        }
        guard info.st_mode & S_IFMT != S_IFDIR else {
            return cannotStart("tool.is-directory", "is a directory", hint: "name the program itself")
        }
        guard info.st_mode & S_IFMT == S_IFREG else {
            return cannotStart("tool.not-a-file", "is not a regular file", hint: "name the program itself")
        }
        guard access(executable, X_OK) == 0 else {
            return cannotStart(
                "tool.not-executable", "is not executable for this user",
                hint: "see its mode and owner: ls -l \(executable.printable)")
        }
        return formatObjection()
    }

    /// Explains why the file is no program; nil if it is one, or cannot be read.
    ///
    /// The kernel would say so, too, but to `ToolLauncher`, which hands what the kernel does not take for a program to a
    /// shell (execvp(3)); and no shell is ever started here.
    private func formatObjection() -> SourceError? {
        guard let beginning = StartCommand.firstBytes(of: executable) else { return nil }
        if beginning.starts(with: "#!".utf8) {
            let line = beginning.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard let interpreter = words.first else { return startFailure(SystemFailure(ENOEXEC)) }
            guard access(String(decoding: interpreter, as: UTF8.self), F_OK) != 0 else { return nil }
            return startFailure(SystemFailure(ENOENT))
        }
        // elf(5): the magic number, the class, and the machine at offset 18.
        let machine = beginning.count > 20 ? beginning[18] : 0
        let own = StartCommand.firstBytes(of: "/proc/self/exe").map { $0[18] } ?? machine
        // A 64-bit x86 or ARM runs the programs of its 32-bit ancestor.
        let known = [own] + (own == 62 ? [3] : own == 183 ? [40] : [])
        guard beginning.starts(with: [0x7F] + "ELF".utf8), known.contains(machine) else {
            return startFailure(SystemFailure(ENOEXEC))
        }
        return nil
    }

    private static func firstBytes(of path: String) -> [UInt8]? {
        guard let file = try? RegularFile.open(path) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(file.number, &bytes, bytes.count)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }

    /// Explains a failed start.
    func startFailure(_ failure: SystemFailure) -> SourceError {
        switch failure.number {
        case ENOEXEC:
            cannotStart(
                "tool.not-a-program", "is not a program for this machine, nor a script with a #! line",
                hint: "see what it is: file \(executable.printable)")
        case ENOENT:
            cannotStart(
                "tool.no-interpreter", "names an interpreter that does not exist",
                hint: "see its first line: head -n 1 \(executable.printable)")
        case EAGAIN, ENOMEM, EMFILE, ENFILE:
            SourceError(
                "tool.no-resources", "\(name) cannot be started: \(failure.words)",
                hints: ["raise the limits of processes, memory and open files, or lower --jobs"])
        default:
            SourceError("tool.start", "\(name) cannot be started: \(executable.printable): \(failure.words)")
        }
    }

    private func cannotStart(_ code: ErrorCode, _ reason: Message, hint: Message) -> SourceError {
        SourceError(code, "\(name) cannot be started: \(executable.printable) \(reason)", hints: [hint])
    }
}

extension ToolInvocation.Word {
    fileprivate var needsSecretFile: Bool {
        if case .secretFile = self { true } else { false }
    }
}
