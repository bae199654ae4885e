import ArgumentParser
import Glibc
import VyaCore
import VyaSystem
import VyaTools

/// The program: from the arguments to the exit status.
package enum EntryPoint {
    /// Runs the command that the arguments name and returns the status to exit with (contract.md §2).
    package static func run(_ arguments: [String]) -> Int32 {
        ProcessGuards.install()
        let status = status(of: arguments)
        guard status == ExitStatus.success.rawValue, let failure = Console.standard.lostResults else {
            return status
        }
        let lost = Explanation(
            "output.lost", "what there is to say could not be written to standard output: \(failure.words)",
            hints: ["make room where it goes, or send it elsewhere; what was asked for is done"])
        Console.standard.complain(lost)
        return ExitStatus.output.rawValue
    }

    private static func status(of arguments: [String]) -> Int32 {
        let words = Array(arguments.dropFirst())
        if let answer = PredecessorFlags.answer(to: words) {
            Console.standard.complain(answer.explanation)
            return answer.exitStatus.rawValue
        }
        do {
            var command = try VyaBackup.parseAsRoot(words)
            try command.run()
            return ExitStatus.success.rawValue
        } catch let error as any ExplainedError {
            Console.standard.complain(error.explanation)
            return error.exitStatus.rawValue
        } catch let status as ExitCode {
            return status.rawValue
        } catch {
            let text = VyaBackup.fullMessage(for: error)
            let status = VyaBackup.exitCode(for: error)
            if status.isSuccess {
                Console.standard.print(
                    ([text] + ExitStatusHelp.lines(for: words)).joined(separator: "\n"))
            } else {
                Console.standard.complain(text)
            }
            return status.rawValue
        }
    }
}

extension ValidationError {
    /// Says on the terminal, in its language, what of a command line does not fit together.
    init(saying message: Message) { self.init(message.said(in: Console.standard.language)) }
}

/// Ends the process with a status, without running anything else.
package func exitProcess(_ status: Int32) -> Never {
    exit(status)
}

/// Answers the flags of the Python program with the command that now does the same (contract.md §1).
enum PredecessorFlags {
    /// The error for a command line that begins as the Python program's did; nil for every other.
    static func answer(to words: [String]) -> UsageError? {
        guard let first = words.first else { return nil }
        let replacement: String
        switch first {
        case "-b" where words.dropFirst().has("-d"), "-bd", "-db":
            replacement = "vya-backup run --all --dry-run"
        case "-b": replacement = "vya-backup run --all"
        case "-r":
            let file = words.dropFirst().first.map(ShellWord.quoted) ?? "FILE"
            replacement = "vya-backup restore \(file) --id NUMBER --plan, then without --plan"
        case "-t": replacement = "vya-backup notify test"
        default: return nil
        }
        return UsageError(
            "usage.predecessor", "\(first) was an option of the Python program",
            hints: ["use: \(replacement)"])
    }
}
