import Foundation

/// Runs a body for each element, several at a time, and throws the first error.
package func concurrently<Element: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) throws -> Void
) throws {
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
        do { try body(elements[index]) } catch { failures.add(error) }
    }
    if let first = failures.first { throw first }
}

private final class Failures: @unchecked Sendable {
    // Sendable because of this lock.
    private let lock = NSLock()
    private var errors: [any Error] = []

    func add(_ error: any Error) { lock.withLock { errors.append(error) } }
    var first: (any Error)? { lock.withLock { errors.first } }
}
