import Dispatch
import Glibc
import Synchronization
import VyaCore
import VyaTools

/// Ends the program when it has not ended by itself a minute after it was asked to: a file system that hangs keeps threads
/// inside of the kernel, where no wish to stop reaches them (P1).
///
/// Its thread is there before it is needed, waits for no lock that others hold during input or output, and touches no file:
/// what may hang is an `Errand`. A thread that the kernel lets nobody kill keeps even `_exit` from ending the process, so
/// all is said and all is let go before.
enum Watchdog {
    /// How long after the wish to stop, and after the last sign of life that followed it.
    private static let patience = Duration.seconds(60)
    /// How long once somebody has asked a second time.
    private static let impatience = Duration.seconds(5)

    private static let lastWords = Mutex<(@Sendable (StopReason) -> Void)?>(nil)

    /// Begins to watch; to be called once.
    static func watch(over stop: StopSignal) {
        let raised = DispatchSemaphore(value: 0)
        _ = stop.onRaise { _ in raised.signal() }
        Errand.begin {
            raised.wait()
            while let life = stop.lastLife, let reason = stop.reason {
                let patience = stop.impatience > 1 ? Self.impatience : Self.patience
                if SuspendingClock.now >= life + patience { leave(reason) }
                usleep(100_000)
            }
        }
    }

    /// Has something told before the program is left; it may take minutes, and must not hang. nil takes it back.
    static func tell(_ words: (@Sendable (StopReason) -> Void)?) { lastWords.withLock { $0 = words } }

    /// What is said of a program that hangs; `place` continues "while".
    static func explanation(_ reason: StopReason, place: Message? = nil) -> Explanation {
        Explanation(
            "run.hung",
            place.map { "it hung while \($0): \(reason.words), and it did not stop" }
                ?? "it hung: \(reason.words), and it did not stop",
            hints: [
                "see which file system does not answer: `df FOLDER` for each folder of the configuration, and `dmesg`",
                "`umount -f -l` frees what waits for a server that is gone; what was not done left no backup",
            ])
    }

    private static func leave(_ reason: StopReason) -> Never {
        Errand.run([
            Errand(within: .seconds(5)) {
                Console.standard.shout(
                    "vya-backup: " + explanation(reason).said(in: Console.standard.language),
                    to: STDERR_FILENO)
            }
        ])
        lastWords.withLock { $0 }?(reason)
        Offspring.killAll()
        Errand.run([Errand(within: .seconds(2)) { SecretFile.removeAll() }])
        _exit(ExitStatus.deadline.rawValue)
    }
}
