import Glibc
import VyaCore
import VyaSystem

/// A thread of the byte path that its owner waits for.
///
/// All signals are blocked in it: they belong to the thread that watches for them, and a file that outgrows
/// `ulimit -f` becomes an error of write(2) instead of the death of the program.
final class WorkerThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private var handle = pthread_t()
    private var joined = false

    /// Starts a thread; throws when the system allows no more of them.
    init(_ run: @escaping @Sendable () -> Void) throws(DestinationError) {
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let body = Unmanaged.passRetained(Body(run))
        let code = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            joined = true
            throw DestinationError(
                "compression.threads",
                "cannot start a thread for the bytes of a backup: \(SystemFailure(code).words)",
                hints: ["raise the limit of processes, see `ulimit -u`, or lower compression.threads"])
        }
    }

    /// How many workers are meant by a number: below 1, one for each core.
    static func workers(_ wanted: Int) -> Int {
        wanted < 1 ? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) : wanted
    }

    /// Waits for the thread's end; again is harmless.
    func join() {
        guard !joined else { return }
        joined = true
        pthread_join(handle, nil)
    }
}
