package import Foundation
package import VyaCore

/// The built `vya-backup`, run as a user would run it, with all that it keeps inside the test's own folder.
///
///     let program = try Program(in: folder)
///     let result = try program.run("run", "--all", "--config", folder("config.json"))
///     #expect(result.status == 0, "\(result)")
///
///     let running = try program.start("run", "--all", …)               // for signals
///     running.process.send(SIGTERM)
///     #expect(try running.finish(within: 20).status == 143)
///     #expect(running.process.survivors().isEmpty)
///
///     let faulted = try program.run(["run", …], under: .injecting("fsync", "error=EIO:when=1"))
///     #expect(faulted.hits > 0)
///
/// The environment holds nothing of the caller's: HOME, STATE_DIRECTORY and RUNTIME_DIRECTORY are `folder("home")`,
/// `folder("state")` and `folder("runtime")`; there is no terminal. The folder of logs is for the configuration to name.
package struct Program: Sendable {
    /// The executable.
    package var path: String
    /// The variables it is started with.
    package var environment: [String: String]
    /// What starts it: a program that changes limits or the account, such as `["/usr/bin/prlimit", "--core=0"]`.
    package var starter: [String] = []
    private let folder: TemporaryFolder

    /// Takes the executable that was built beside the test bundle, or another one.
    package init(in folder: TemporaryFolder, path: String? = nil) throws {
        self.folder = folder
        self.path = path ?? Program.built
        environment = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
        ]
        for (variable, name) in [
            ("HOME", "home"), ("STATE_DIRECTORY", "state"), ("RUNTIME_DIRECTORY", "runtime"),
        ] {
            mkdir(folder(name), 0o700)
            environment[variable] = folder(name)
        }
        guard access(self.path, X_OK) == 0 else {
            throw Command.Failure(description: "\(self.path) is not there; build all targets first")
        }
    }

    /// The path of `vya-backup` beside the running test bundle.
    package static let built = product("vya-backup")

    /// The path of what SwiftPM built beside the running test bundle.
    package static func product(_ name: String) -> String {
        // On Linux the bundle is an executable in the folder where SwiftPM puts every product.
        let running = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: running).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// What a finished run left behind.
    package struct Result: Sendable, CustomStringConvertible {
        /// How it ended.
        package let ending: ToolEnding
        /// Its standard output.
        package let output: Data
        /// Its standard error.
        package let errors: String
        /// What `strace` wrote; empty without it.
        package let trace: Strace.Record

        /// The exit status; 128 and the signal's number after a signal, as a shell has it.
        package var status: Int32 {
            switch ending {
            case .exited(let status): status
            case .signalled(let signal): 128 + signal
            }
        }
        /// The output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
        /// The output as JSON, of `--json`.
        package func json() throws -> JSONValue { try JSONValue(parsing: output) }
        /// How many calls were really faulted by `Strace.injecting`.
        package var hits: Int { trace.hits }
        /// All of it, for a failed expectation.
        package var description: String { "\(ending)\n\(text)\n\(errors)" }
    }

    /// A run that has not been waited for.
    package struct Running: Sendable {
        /// The process; under `strace` that of `strace`.
        package let process: RunningProgram
        fileprivate let outputPath: String
        fileprivate let errorsPath: String
        fileprivate let tracePath: String?
        // Kept, so that the files are there for as long as the run is.
        fileprivate let folder: TemporaryFolder

        /// What it has printed so far.
        package var output: String { String(decoding: Running.bytes(outputPath), as: UTF8.self) }
        /// What it has complained of so far.
        package var errors: String { String(decoding: Running.bytes(errorsPath), as: UTF8.self) }

        /// Waits for its end; when the time is up, kills it with all its children and throws.
        package func finish(within seconds: Double = 120) throws -> Result {
            do {
                let ending = try process.wait(seconds: seconds)
                return Result(
                    ending: ending, output: Running.bytes(outputPath), errors: errors,
                    trace: Strace.Record(
                        text: tracePath.map { String(decoding: Running.bytes($0), as: UTF8.self) } ?? ""))
            } catch {
                throw Command.Failure(description: "\(error); it printed: \(output)\(errors)")
            }
        }

        private static func bytes(_ path: String) -> Data {
            (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()
        }
    }

    /// Runs the program to its end.
    package func run(_ arguments: String..., within seconds: Double = 120) throws -> Result {
        try run(arguments, within: seconds)
    }

    /// Runs the program to its end, under `strace` if asked.
    package func run(
        _ arguments: [String], under strace: Strace? = nil, within seconds: Double = 120
    ) throws -> Result {
        try start(arguments, under: strace).finish(within: seconds)
    }

    /// Starts the program.
    package func start(_ arguments: String...) throws -> Running { try start(arguments) }

    /// Starts the program, under `strace` if asked.
    package func start(_ arguments: [String], under strace: Strace? = nil) throws -> Running {
        let output = try TemporaryFolder("program")
        let trace = output("trace")
        let words = (strace?.command(writingTo: trace) ?? []) + starter + [path] + arguments
        let process = try RunningProgram(
            words[0], Array(words.dropFirst()), environment: environment, folder: folder.path,
            output: output("output"), errors: output("errors"))
        return Running(
            process: process, outputPath: output("output"), errorsPath: output("errors"),
            tracePath: strace == nil ? nil : trace, folder: output)
    }
}
