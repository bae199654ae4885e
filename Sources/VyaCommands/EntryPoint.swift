import ArgumentParser
import Glibc
import VyaCore
import VyaTools

/// The program: from the arguments to the exit status.
package enum EntryPoint {
    /// Runs the command that the arguments name and returns the status to exit with (CONTRACT §2).
    package static func run(_ arguments: [String]) -> Int32 {
        ProcessGuards.install()
        let words = Array(arguments.dropFirst())
        if let answer = PredecessorFlags.answer(to: words) {
            Console.standard.complain(answer.description)
            return answer.exitStatus.rawValue
        }
        do {
            var command = try VyaBackup.parseAsRoot(words)
            try command.run()
            return ExitStatus.success.rawValue
        } catch let error as any ExplainedError {
            Console.standard.complain(error.explanation.description)
            return error.exitStatus.rawValue
        } catch let status as ExitCode {
            return status.rawValue
        } catch {
            let text = VyaBackup.fullMessage(for: error)
            let status = VyaBackup.exitCode(for: error)
            if status.isSuccess {
                Console.standard.print(text)
            } else {
                Console.standard.complain(text)
            }
            return status.rawValue
        }
    }
}

/// Ends the process with a status, without running anything else.
package func exitProcess(_ status: Int32) -> Never {
    exit(status)
}
