import Foundation
import Testing
import VyaCore
import VyaSystem
import VyaTestSupport

@testable import VyaTools

@Suite("What a tool is given", .ownThread)
struct ToolSurroundingsTests {
    private let long = Timeouts(connectSeconds: 30, idleSeconds: 60, totalSeconds: 120)

    @Test("A26 a tool's environment is clean and explicit")
    func environment() throws {
        let hostile = [
            "PGSERVICE": "evil", "PGOPTIONS": "-c x=y", "MYSQL_HOME": "/tmp/evil",
            "LD_PRELOAD": "/tmp/evil.so",
            "LC_ALL": "pt_BR.UTF-8", "IFS": "x", "PATH": ".:/usr/bin:evil:/bin:", "HOME": "/root",
            "USER": "vya",
            "LOGNAME": "vya", "TZ": "America/Sao_Paulo",
        ]
        let bench = try ToolBench(environment: hostile)
        let settings: [String: ToolInvocation.Word] = ["PGDATABASE": "x", "LC_ALL": "en_US", "PATH": "/evil"]
        _ = try bench.runner.ask(bench.fakedump("argv", [], settings), timeouts: long)
        let variables = try bench.recorded("environ").split(separator: 0).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(
            variables.sorted() == [
                "FD_MODE=argv", "FD_OUT=\(bench.folder("out"))", "HOME=/root", "LC_ALL=C", "LOGNAME=vya",
                "PATH=/usr/bin:/bin", "PGDATABASE=x", "TZ=America/Sao_Paulo", "USER=vya",
            ])
    }

    @Test(
        "P2 nothing but a regular file is opened, and nothing is waited for",
        arguments: ["fifo", "folder", "socket", "device"])
    func regularFiles(kind: String) throws {
        let folder = try TemporaryFolder()
        let path = folder("file")
        switch kind {
        case "fifo": mkfifo(path, 0o600)
        case "folder": mkdir(path, 0o700)
        case "socket":
            try Command(
                "python3", "-c", "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", path
            ).check()
        default: symlink("/dev/zero", path)
        }
        #expect(throws: RegularFile.Fault.notRegular) { try RegularFile.read(path, limit: 10) }
        #expect(throws: RegularFile.Fault.system(SystemFailure(ENOENT))) {
            try RegularFile.read(folder("none"), limit: 10)
        }
        try folder.write("0123456789", to: "text")
        #expect(try RegularFile.read(folder("text"), limit: 10) == Array("0123456789".utf8))
        #expect(throws: RegularFile.Fault.tooLarge) { try RegularFile.read(folder("text"), limit: 9) }
    }

    @Test("a tool has a home folder even if the program was given none")
    func home() {
        #expect(ToolEnvironment.clean([:])["HOME"]?.hasPrefix("/") == true)
        #expect(ToolEnvironment.clean(["PATH": "bin:."])["PATH"] == ToolEnvironment.standardPath)
    }

    @Test("L2 a HOME that another account could fill is not the tools', but the account's own")
    func foreignHome() throws {
        let own = ToolEnvironment.clean([:])["HOME"]
        let folder = try TemporaryFolder()
        for (name, change) in [
            ("foreign", "chown 65534"), ("open", "chmod 777"), ("listed", "setfacl -m u:65534:rwx"),
        ] {
            mkdir(folder(name), 0o700)
            try Command("/bin/sh", "-c", "\(change) \(folder(name))").check()
            #expect(ToolEnvironment.clean(["HOME": folder(name)])["HOME"] == own, "\(name)")
        }
        #expect(ToolEnvironment.clean(["HOME": folder("missing")])["HOME"] == own)
        #expect(ToolEnvironment.clean(["HOME": "relative"])["HOME"] == own)
        #expect(own == "/root" || geteuid() != 0)
    }

    @Test("C12 a tool inherits no descriptor but 0, 1 and 2, however many are open")
    func descriptors() throws {
        let bench = try ToolBench()
        // Without O_CLOEXEC, as a careless library would.
        let open = (0..<100).map { _ in Glibc.open("/dev/null", O_RDONLY) }
        defer { for number in open { close(number) } }
        // `ls` itself has the folder open that it lists.
        let list = ToolInvocation(executable: "/bin/ls", arguments: ["-l", "/proc/self/fd"])
        // One after the other: what another thread opens so between the sealing and the start is inherited.
        for _ in 0..<10 {
            let lines = try bench.runner.ask(list, timeouts: long).text.split(separator: "\n")
            let links = lines.filter { $0.contains("->") && !$0.hasSuffix("/fd") }
            #expect(links.count == 3, "\(lines)")
            #expect(links.first?.hasSuffix(" 0 -> /dev/null") == true)
            for number in open { _ = fcntl(number, F_SETFD, 0) }
        }
    }

    @Test("T2 T3 a tool begins with no signal ignored and none blocked")
    func signals() throws {
        let bench = try ToolBench()
        // As `nohup` leaves it to whoever it starts.
        let before = signal(SIGUSR2, SIG_IGN)
        defer { signal(SIGUSR2, before) }
        let look = ToolInvocation(
            executable: "/bin/grep", arguments: ["-E", "^Sig(Blk|Ign)", "/proc/self/status"])
        let answer = try bench.runner.ask(look, timeouts: long)
        for line in answer.text.split(separator: "\n") {
            let mask = try #require(UInt64(line.suffix(16), radix: 16))
            // 32 and 33 are the C library's own, which it lets nobody change.
            #expect(mask & ~(0b11 << 31) == 0, "\(answer.text)")
        }
        // Other tests start tools, too, and each start has its moment.
        try waitUntil("what the program ignores, it ignores again") {
            var now = sigaction()
            sigaction(SIGUSR2, nil, &now)
            let handler = unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self)
            return handler == unsafeBitCast(SIG_IGN, to: Int.self)
        }
    }

    @Test("C12 starting tools, in vain or not, uses up no descriptor")
    func descriptorLeak() throws {
        let bench = try ToolBench()
        let missing = ToolInvocation(executable: bench.folder("missing"), arguments: [])
        // Other tests run at the same time: a leak of one a start would show every time, theirs do not.
        let growths = try (0..<5).map { _ in
            let before = try openDescriptors()
            for _ in 0..<50 {
                _ = try bench.runner.ask(
                    ToolInvocation(executable: "/bin/true", arguments: []), timeouts: long)
                #expect(throws: SourceError.self) { try bench.runner.ask(missing, timeouts: long) }
            }
            return try openDescriptors() - before
        }
        #expect(try #require(growths.min()) < 25, "\(growths)")
    }

    @Test("G6 a secret is in no argument and no variable, only in a file that vanishes")
    func secret() throws {
        let bench = try ToolBench()
        let canary = "S3CR3T_\(UInt64.random(in: .min ... .max))"
        let secret = Secret("localhost:5432:*:vya:\(canary)\n")
        let invocation = bench.fakedump(
            "argv", [.secretFile(prefix: "--defaults-extra-file="), "--", "db"],
            ["PGPASSFILE": .secretFile(prefix: "")], secret: secret)
        _ = try bench.runner.ask(invocation, timeouts: long)
        #expect(try bench.text("secret") == secret.exposedPlainText)
        #expect(try bench.text("secret-mode") == "600 \(geteuid())\n")
        #expect(try !bench.text("argv").contains(canary))
        #expect(try !bench.text("environ").contains(canary))
        #expect(try bench.text("argv").contains("--defaults-extra-file=\(bench.runtime.path)/secret-"))
        try bench.expectNoSecrets()
    }

    @Test("G6 a secret file vanishes when its tool is killed", arguments: ["selfkill", "hang", "hang_term"])
    func secretOfKilledTool(mode: String) throws {
        let bench = try ToolBench(grace: Teardown([.init(SIGTERM, patience: .milliseconds(100))]))
        var deadlines = ToolDeadlines(long)
        deadlines.idle = .milliseconds(300)
        _ = try? bench.runner.stream(bench.fakedump(mode, [], [:], secret: Secret("x")), deadlines) { _ in
            let names = try bench.folder.names(in: "run")
            #expect(names.count == 1)
        }
        try bench.expectGone()
        try bench.expectNoSecrets()
    }

    @Test("G6 a secret file vanishes when its tool cannot be started")
    func secretOfMissingTool() throws {
        let bench = try ToolBench()
        let invocation = ToolInvocation(
            executable: bench.folder("missing"), arguments: [.secretFile(prefix: "")], secret: Secret("x"))
        #expect(throws: SourceError.self) { try bench.runner.ask(invocation, timeouts: long) }
        try bench.expectNoSecrets()
    }

    @Test(
        "G9 a secret that a tool prints is masked",
        arguments: [
            ("h:1:d:u:S3CR3T\\:x\n", "S3CR3T:x"),
            ("[client]\nuser=\"vya\"\npassword=\"S3CR3T\\\\x\"\n", "S3CR3T\\x"),
            ("h:1:d:u:S3CR3T=y\n", "h:1:d:u:S3CR3T=y"), ("S3CR3T", "S3CR3T"),
        ])
    func masked(file: String, printed: String) throws {
        let bench = try ToolBench()
        let invocation = ToolInvocation(
            executable: "/bin/ls", arguments: ["-d", .text("/vya/" + printed)], secret: Secret(file))
        let answer = try bench.runner.ask(invocation, timeouts: long)
        #expect(answer.errorLines == ["/bin/ls: cannot access '/vya/********': No such file or directory"])
    }

    @Test("G4 a NUL in an argument or a variable is refused")
    func nul() throws {
        let bench = try ToolBench()
        for invocation in [
            ToolInvocation(executable: "/bin/echo", arguments: ["a\0--evil"]),
            ToolInvocation(executable: "/bin/echo", arguments: [], environment: ["A": "x\0y"]),
            ToolInvocation(executable: "/bin/echo\0", arguments: []),
        ] {
            let error = #expect(throws: SourceError.self) { try bench.runner.ask(invocation, timeouts: long) }
            #expect(error?.explanation.code == "tool.argument")
        }
    }

    @Test("a name that is no option, no shell text and no normal form of another arrives byte for byte")
    func arguments() throws {
        let bench = try ToolBench()
        let names = [
            "-rf", "$(id)", "`id`", "a b", "'\"\\", "e\u{301}", "\u{e9}", "*", "a\nb", "", "100%", "📦",
        ]
        let invocation = ToolInvocation(
            executable: "/usr/bin/printf", arguments: ["%s\\0"] + names.map { .text($0) })
        let output = try bench.runner.ask(invocation, timeouts: long).output
        #expect(output == names.flatMap { Array($0.utf8) + [0] })
    }

    @Test("A22 every way in which a program cannot be started has its own words")
    func cannotStart() throws {
        let bench = try ToolBench()
        let folder = bench.folder
        try folder.write("#!/bin/sh\n", to: "unreadable", mode: 0o000)
        // Written by another process: a program that this one still has open for writing could not be started.
        try Command("/usr/bin/install", "-m", "755", "/etc/hostname", folder("text")).check()
        try folder.write("#!/nowhere/sh\n", to: "orphan.txt")
        try Command("/usr/bin/install", "-m", "755", folder("orphan.txt"), folder("orphan")).check()
        try Command("/bin/mkdir", folder("folder")).check()
        for (path, code, words) in [
            (folder("missing"), "tool.not-found", "missing not found: \(folder("missing")) does not exist"),
            (folder("text") + "/x", "tool.not-found", "x not found: \(folder("text"))/x does not exist"),
            (folder("unreadable"), "tool.not-executable", "is not executable for this user"),
            (folder("folder"), "tool.is-directory", "is a directory"),
            (
                folder("text"), "tool.not-a-program",
                "is not a program for this machine, nor a script with a #! line"
            ),
            (folder("orphan"), "tool.no-interpreter", "names an interpreter that does not exist"),
            ("/dev/null", "tool.not-a-file", "is not a regular file"),
            ("bin/sh", "tool.path", "is not an absolute path"),
        ] {
            let error = #expect(throws: SourceError.self) {
                try bench.runner.ask(ToolInvocation(executable: path, arguments: []), timeouts: long)
            }
            #expect(error?.explanation.code == code)
            #expect(error?.explanation.message.contains(words) == true, "\(String(describing: error))")
        }
    }

    @Test("A22 exit statuses 126 and 127 are the tool's own")
    func highStatus() throws {
        let bench = try ToolBench()
        for status in [126, 127] {
            let invocation = ToolInvocation(
                executable: "/bin/sh",
                arguments: ["-c", .text("echo 'sh: failed to execute x' >&2; exit \(status)")])
            #expect(try bench.runner.ask(invocation, timeouts: long).ending == .exited(Int32(status)))
        }
    }

    @Test("A22 what only the system's own attempt shows is told as such, and not as the end of a tool")
    func failedLaunch() throws {
        let bench = try ToolBench()
        let long = String(repeating: "x", count: 200_000)
        let error = #expect(throws: SourceError.self) {
            try bench.runner.ask(
                ToolInvocation(executable: "/bin/echo", arguments: [.text(long)]), timeouts: self.long)
        }
        #expect(error?.explanation.code == "tool.start")
        #expect(
            error?.explanation.message.hasSuffix("Argument list too long") == true,
            "\(String(describing: error))")
    }

    @Test(
        "G3 a file that is no program is never given to a shell",
        arguments: ["", "echo x >\"$1\"\n", "\u{7F}ELF"])
    func noShell(text: String) throws {
        let bench = try ToolBench()
        try bench.folder.write(text, to: "plain")
        let (program, marker) = (bench.folder("program"), bench.folder("marker"))
        try Command("/usr/bin/install", "-m", "755", bench.folder("plain"), program).check()
        let error = #expect(throws: SourceError.self) {
            try bench.runner.ask(
                ToolInvocation(executable: program, arguments: [.text(marker)]), timeouts: long)
        }
        #expect(error?.explanation.code == "tool.not-a-program")
        #expect(access(marker, F_OK) != 0)
    }

    @Test("C3 a tool dies with the thread that started it, and so with the program")
    func parentDeath() throws {
        let launcher = try #require(ToolLauncher.ofHost)
        #expect(launcher.arguments(for: "/bin/x", ["-a"]) == ["--pdeathsig", "KILL", "--", "/bin/x", "-a"])
        let command = try StartCommand(
            ToolInvocation(executable: "/bin/sleep", arguments: ["600"]), secretFile: nil, environment: [:])
        // The thread that writes it is joined before it is read.
        nonisolated(unsafe) var started: ChildProcess?
        let thread = try SystemThread {
            let child = try? ChildProcess.start(command, by: launcher, waking: Waker(), isFed: false)
            // Not before it is asked of the kernel: the instant that `ToolLauncher` tells of.
            let number = child?.processNumber ?? 0
            try? waitUntil("it is a sleep") {
                try String(contentsOfFile: "/proc/\(number)/comm", encoding: .utf8) == "sleep\n"
            }
            started = child
        }
        thread.join()
        let child = try #require(started)
        try waitUntil("it is gone") { child.ending == .known(.signalled(SIGKILL)) }
        child.reap()
    }

    @Test("C14 a system that starts no more processes is explained")
    func noProcesses() throws {
        let command = try StartCommand(
            ToolInvocation(executable: "/bin/pg_dump", arguments: []), secretFile: nil, environment: [:])
        let error = command.startFailure(SystemFailure(EAGAIN))
        #expect(error.explanation.code == "tool.no-resources")
        #expect(error.explanation.message == "pg_dump cannot be started: Resource temporarily unavailable")
    }

    private func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}

@Suite("What a tool floods", .ownThread, .serialized)
struct ToolFloodTests {
    @Test(
        "A7 a flood of a gigabyte on standard error blocks nothing and costs no memory",
        arguments: [
            "errflood", "errflood_nl",
        ])
    func flood(mode: String) throws {
        let bench = try ToolBench()
        // Other tests run at the same time and take memory; a flood that is kept would show every time.
        for attempt in 1...3 {
            let before = try residentBytes()
            let result = try bench.runner.stream(
                bench.fakedump(mode), timeouts: Timeouts(idleSeconds: 120, totalSeconds: 120)
            ) { _ in }
            let growth = try residentBytes() - before
            #expect(result.ending == .exited(0) && result.reachedEnd)
            #expect(!result.errorLines.isEmpty && result.errorLines.count <= ErrorTail.lineCount)
            #expect(result.errorLines.joined().utf8.count <= ErrorTail.capacity)
            if growth < 64 << 20 { return }
            #expect(attempt < 3, "grew by \(growth >> 20) MiB")
        }
    }

    @Test("an answer of more than 64 MiB is refused")
    func longAnswer() throws {
        let bench = try ToolBench()
        let invocation = ToolInvocation(
            executable: "/usr/bin/head", arguments: ["-c", "67108865", "/dev/zero"])
        let error = #expect(throws: SourceError.self) {
            try bench.runner.ask(invocation, timeouts: Timeouts())
        }
        #expect(error?.explanation.message == "head answered with more than 64 MiB")
    }
}
