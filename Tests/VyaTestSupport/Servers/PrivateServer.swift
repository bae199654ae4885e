import Foundation
import Synchronization

/// The life of a private server: a script of `Fixtures/servers` that runs it for as long as a pipe is held open.
///
/// The pipe ends with `stop`, with the last reference, at the exit of the test process, or with its crash; the script
/// then kills the server and removes its folder. Nothing outlives the tests.
final class PrivateServer: Sendable {
    /// The server's folder, with its socket, password and log.
    let folder: String
    /// The port on 127.0.0.1.
    let port: Int
    private let lifeline: Int32
    private let keeper: RunningProgram
    private let stopped = Mutex(false)

    /// Starts `Fixtures/servers/<script>`, in the root of another release if one is given; throws with the server's last
    /// words when it does not come up in a minute. Its folder lies in `place`, if one is given.
    init(
        script name: String, in root: DebianRoot? = nil, options: [String] = [], place: String? = nil
    ) throws {
        var template = Array("\(place ?? PrivateServer.base)/vya-server-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Command.Failure(description: "cannot make a folder for a server")
        }
        // The script makes and removes the folder; the unique name alone is wanted here.
        rmdir(template)
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let (held, hold) = try PrivateServer.makeChannel()
        let (answer, answering) = try PrivateServer.makeChannel()
        defer { for descriptor in [held, answer, answering] { close(descriptor) } }
        let complaints = folder + ".errors"
        lifeline = hold
        let script = Repository.fixture("servers/\(name)")
        let words =
            root?.words(DebianRoot.inside(script), [folder] + options) ?? [script, folder] + options
        let keeper: RunningProgram
        do {
            keeper = try RunningProgram(
                words[0], Array(words.dropFirst()),
                environment: [
                    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    "VYA_SERVER_TEMPLATES": try PrivateServer.templates(of: root),
                ],
                input: held, outputDescriptor: answering, errors: complaints)
        } catch {
            close(hold)
            unlink(complaints)
            throw error
        }
        // Open and without a name from here on, so that a killed test process leaves no file.
        let errors = FileHandle(forReadingAtPath: complaints)
        unlink(complaints)
        let pid = keeper.pid
        self.keeper = keeper
        PrivateServer.lifelines.withLock { $0[hold] = pid }
        _ = PrivateServer.stopAllAtExit
        guard let port = PrivateServer.readPort(from: answer) else {
            let words = String(decoding: errors?.readDataToEndOfFile() ?? Data(), as: UTF8.self)
            PrivateServer.end(lifeline: hold, keeper: keeper)
            throw Command.Failure(description: "\(script) did not start: \(words)")
        }
        self.port = port
    }

    deinit { stop() }

    /// Kills the server and waits until its folder is gone; a second call does nothing.
    func stop() {
        let first = stopped.withLock { stopped in
            defer { stopped = true }
            return !stopped
        }
        if first { PrivateServer.end(lifeline: lifeline, keeper: keeper) }
    }

    /// Ends the server by a signal, as a crash or an operator in a hurry would, and has it started again; returns when
    /// the old one has gone.
    func crash(by signal: Int32, pidFile: String) throws {
        let line = try String(contentsOfFile: folder + "/" + pidFile, encoding: .utf8).prefix { $0.isNumber }
        guard let pid = pid_t(line) else { throw Command.Failure(description: "\(pidFile) names no process") }
        guard FileManager.default.createFile(atPath: folder + "/restart", contents: nil) else {
            throw Command.Failure(description: "cannot ask for the server to be started again")
        }
        kill(pid, signal)
        try waitUntil("the server has gone") { kill(pid, 0) != 0 }
    }

    /// Memory where there is plenty of it: 10,000 tables are as many files.
    private static let base: String = {
        var space = statvfs()
        guard statvfs("/dev/shm", &space) == 0 else { return "/tmp" }
        return Int(space.f_bavail) * Int(space.f_frsize) >= 4 << 30 ? "/dev/shm" : "/tmp"
    }()

    /// Where the data of a fresh server lie, from which all servers of the process are copied; and their password.
    private static let templates = Result {
        let folder = try TemporaryFolder("templates", in: base)
        try folder.write("S3CR3T_\(UInt64.random(in: .min ... .max))\n", to: "password")
        templatesFolder.withLock { $0 = folder }
        atexit { PrivateServer.templatesFolder.withLock { $0?.remove() } }
        return folder.path
    }
    /// The same for the servers of another release, whose data are others.
    private static func templates(of root: DebianRoot?) throws -> String {
        let top = try templates.get()
        guard let root else { return top }
        return try templatesFolder.withLock { folder in
            let name = "root-" + (root.path as NSString).lastPathComponent
            if let folder, mkdir(top + "/" + name, 0o755) == 0 {
                try folder.write(
                    try String(contentsOfFile: top + "/password", encoding: .utf8), to: name + "/password")
            }
            return top + "/" + name
        }
    }
    private static let templatesFolder = Mutex<TemporaryFolder?>(nil)

    private static func end(lifeline: Int32, keeper: RunningProgram) {
        lifelines.withLock { $0[lifeline] = nil }
        close(lifeline)
        _ = try? keeper.wait(seconds: 30)
    }

    private static func makeChannel() throws -> (reading: Int32, writing: Int32) {
        // Sockets, because they are made with O_CLOEXEC in one step: no other child may ever hold the writing end.
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw Command.Failure(description: "cannot make a pair of sockets")
        }
        return (ends[0], ends[1])
    }

    /// Reads the line `ready PORT`.
    private static func readPort(from descriptor: Int32) -> Int? {
        var line: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(60)
        while !line.contains(UInt8(ascii: "\n")) {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard ContinuousClock.now < deadline else { return nil }
            guard poll(&waiting, 1, 1000) > 0 else { continue }
            var block = [UInt8](repeating: 0, count: 64)
            let count = read(descriptor, &block, block.count)
            guard count > 0 else { return nil }
            line += block[..<count]
        }
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.first == "ready" ? words.dropFirst().first.flatMap { Int($0) } : nil
    }

    /// The pipes held open, each with the id of its script.
    private static let lifelines = Mutex<[Int32: pid_t]>([:])

    /// A test process that ends in good order waits for its servers' end, so that none is seen after it.
    private static let stopAllAtExit: Void = {
        atexit {
            let left = PrivateServer.lifelines.withLock { $0 }
            for lifeline in left.keys { close(lifeline) }
            for script in left.values {
                var info = siginfo_t()
                waitid(P_PID, id_t(script), &info, WEXITED | WNOWAIT)
            }
        }
    }()
}
