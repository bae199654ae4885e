import Dispatch
import Foundation
import Synchronization
package import Testing

/// Runs each test of a suite on a thread of its own, a few at a time, takes its time, and names it when it does not end.
///
///     @Suite("What a run leaves behind", .ownThread)
///     @Suite("What costs a core for minutes", .ownThread(cores: 1))
///
/// The tests block: they wait for servers, programs, deadlines. Swift's own pool has a thread a core, so that each wait
/// held a core that others could use (traps.md T33). Every suite has this trait; `make lint` looks.
///
/// `$VYA_TEST_TIMES` names a file to which a line is added for each test, its seconds first: those from the moment
/// when it got its thread, where Swift Testing counts the wait for one, too (traps.md T32). `$VYA_TEST_WIDTH` is how many
/// tests run at once. A test that still runs after its time limit is an issue by its name; at twice the limit the
/// test process ends, because nothing ends a thread that hangs.
package struct OwnThread: SuiteTrait, TestTrait, TestScoping {
    package let isRecursive = true
    /// The places that a test takes of those that there are.
    let places: Int
    /// How long a test may take, in seconds.
    let limit: Int

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        await Places.shared.take(places)
        let start = ContinuousClock.now
        let watch = TimeLimit(name: OwnThread.name(of: test), seconds: limit)
        let result: Result<Void, any Error>
        do {
            result = .success(try await withTaskExecutorPreference(TestThread()) { try await function() })
        } catch {
            result = .failure(error)
        }
        watch.cancel()
        TestTimes.shared.add(start.duration(to: .now), OwnThread.name(of: test))
        await Places.shared.give(places)
        try result.get()
    }

    private static func name(of test: Test) -> String {
        "\(test.sourceLocation.moduleName).\(test.sourceLocation.fileName):\(test.sourceLocation.line) \(test.displayName ?? test.name)"
    }
}

extension Trait where Self == OwnThread {
    /// A thread for each test, which mostly waits, and two minutes for it.
    package static var ownThread: Self { .ownThread() }

    /// A thread for each test; `cores` is what it keeps busy all the time.
    package static func ownThread(cores: Int = 0, seconds: Int = 120) -> Self {
        OwnThread(places: max(1, min(Places.width, cores * Places.perCore)), limit: seconds)
    }
}

/// Runs what it is given on a thread that nothing else uses.
private final class TestThread: TaskExecutor {
    // A serial queue without a target gets a thread whenever it has work, however many are busy.
    private let queue = DispatchQueue(label: "test")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// How many tests run at once; whoever finds no place waits in order.
private actor Places {
    static let perCore = 3
    static let width =
        ProcessInfo.processInfo.environment["VYA_TEST_WIDTH"].flatMap { Int($0) }
        ?? perCore * ProcessInfo.processInfo.activeProcessorCount
    static let shared = Places()

    private var free = Places.width
    private var waiting: [(places: Int, turn: CheckedContinuation<Void, Never>)] = []

    func take(_ places: Int) async {
        guard free < places || !waiting.isEmpty else {
            free -= places
            return
        }
        await withCheckedContinuation { waiting.append((places, $0)) }
    }

    func give(_ places: Int) {
        free += places
        while let next = waiting.first, next.places <= free {
            free -= next.places
            waiting.removeFirst().turn.resume()
        }
    }
}

/// Speaks up when a test does not end.
private struct TimeLimit {
    private static let queue = DispatchQueue(label: "time-limits")
    private let items: [DispatchWorkItem]

    init(name: String, seconds: Int) {
        let says = DispatchWorkItem { Issue.record("\(name) still runs after \(seconds) s") }
        let ends = DispatchWorkItem {
            FileHandle.standardError.write(Data("error: \(name) does not end; all tests end here\n".utf8))
            _exit(1)
        }
        items = [says, ends]
        for (item, time) in [(says, seconds), (ends, 2 * seconds)] {
            TimeLimit.queue.asyncAfter(deadline: .now() + .seconds(time), execute: item)
        }
    }

    func cancel() {
        for item in items { item.cancel() }
    }
}

/// The file of times.
private final class TestTimes: Sendable {
    static let shared = TestTimes()

    private let descriptor =
        ProcessInfo.processInfo.environment["VYA_TEST_TIMES"].map {
            open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        } ?? -1

    func add(_ time: Duration, _ name: String) {
        guard descriptor >= 0 else { return }
        let line = String(format: "%.2f", time / .seconds(1)) + "\t\(name)\n"
        _ = line.withCString { write(descriptor, $0, strlen($0)) }
    }
}
