/// The deadlines of an entry's tools, in seconds.
package struct Timeouts: Sendable, Equatable {
    /// How long a connection may take to come about.
    package var connectSeconds: Int
    /// How long a tool may stay without writing a byte.
    package var idleSeconds: Int
    /// How long a tool may take altogether.
    package var totalSeconds: Int

    /// Makes deadlines; the defaults are those of contract.md §3.
    package init(connectSeconds: Int = 15, idleSeconds: Int = 600, totalSeconds: Int = 43_200) {
        self.connectSeconds = connectSeconds
        self.idleSeconds = idleSeconds
        self.totalSeconds = totalSeconds
    }
}
