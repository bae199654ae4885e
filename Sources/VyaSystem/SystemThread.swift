import CLinux
import Glibc
import Synchronization

/// A thread that its owner waits for.
///
/// All signals are blocked in it: they belong to the thread that watches for them, and a file that outgrows
/// `ulimit -f` becomes an error of write(2) instead of the death of the program. Where Linux keeps something for
/// each thread, as the identity for access to files, it begins with that of the thread that starts it.
package final class SystemThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// The stack of a thread, in bytes: ample for what runs here, where glibc would set 8 MiB of the address space aside
    /// for each, which `ulimit -v` counts (C13).
    private static let stackSize = 1 << 20

    /// Has all threads that Foundation and Dispatch will make have such a stack, too; to be called once, before the first.
    package static func boundStacks() {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        _ = vya_set_thread_defaults(&attributes)
    }

    /// The thread; nil once somebody has joined it.
    private let handle: Mutex<pthread_t?>

    /// Starts a thread; throws when the system allows no more of them.
    package init(_ run: @escaping @Sendable () -> Void) throws(SystemFailure) {
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let body = Unmanaged.passRetained(Body(run))
        var (number, attributes) = (pthread_t(), pthread_attr_t())
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        let code = pthread_create(
            &number, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw SystemFailure(code)
        }
        handle = Mutex(number)
    }

    /// Waits for the thread's end; again is harmless.
    package func join() {
        let number = handle.withLock { handle in
            defer { handle = nil }
            return handle
        }
        if let number { pthread_join(number, nil) }
    }
}
