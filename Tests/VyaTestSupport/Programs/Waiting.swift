import Foundation

/// Waits until a condition holds, for a test that watches another process; throws when it does not in time.
///
/// It looks a hundred times a second; `what` goes into the failure's text.
package func waitUntil(_ what: String, within seconds: Double = 30, _ holds: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !holds() {
        guard ContinuousClock.now < deadline else {
            throw Command.Failure(description: "waited \(seconds) s in vain until \(what)")
        }
        poll(nil, 0, 10)
    }
}
