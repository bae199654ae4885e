/// A value that a plugin's argument templates can ask for, written as `{name}`.
package enum Placeholder: String, Sendable, CaseIterable {
    /// The host, when it is not a socket.
    case host
    /// The TCP port.
    case port
    /// The path of the server's socket.
    case socket
    /// How the client is to reach the server, in MySQL's words.
    case `protocol`
    /// The account.
    case username
    /// The database's name, or the path of its file.
    case database
    /// A libpq connection string with every value quoted.
    case connection
    /// How long a connection may take to come about, in seconds.
    case connectSeconds = "connect_seconds"
    /// The text of a question to the server.
    case query
    /// The home folder of the account that runs the program; without a value when a secret is given, because
    /// the tools' own files would then take its place.
    case home
    /// The path of the run-time secret file.
    case secretFile = "secret_file"
    /// The entry's own `options`, one argument each.
    case options
    /// The flags that client, server and privileges ask for, one argument each.
    case negotiated
    /// The flags that the entry's TLS policy asks for, one argument each.
    case tls

    /// True when it stands for any number of arguments and so must stand alone.
    package var isList: Bool { self == .options || self == .negotiated || self == .tls }
}

/// The values that fill the placeholders of a template.
package struct PlaceholderValues: Sendable {
    private var texts: [Placeholder: String] = [:]
    private var lists: [Placeholder: [String]] = [:]
    /// True when there is a secret, so that `{secret_file}` has a value once the tool is started.
    package var hasSecret = false

    /// Makes a set without values.
    package init() {}

    /// The value of a placeholder that stands for one piece of text; nil means that there is none.
    package subscript(_ placeholder: Placeholder) -> String? {
        get { texts[placeholder] }
        set { texts[placeholder] = newValue }
    }

    /// The values of a placeholder that stands for arguments.
    package subscript(list placeholder: Placeholder) -> [String] {
        get { lists[placeholder] ?? [] }
        set { lists[placeholder] = newValue }
    }
}
