/// What takes the backups from this host; `uploader`.
package struct UploaderSettings: Sendable, Equatable {
    /// How one finds out whether a file was taken.
    package enum Confirmation: Sendable, Equatable {
        /// A program and its arguments, `{file}` standing for the file's path; exit status 0 means taken.
        case command([String])
        /// A log, and a text that a line of it holds for a file that was taken, `{file}` standing for its name.
        case log(path: String, pattern: String)
    }

    /// The folders that it looks into; nil when the file does not say.
    package var watches: [String]?
    /// The age at which a backup counts as taken where nothing can confirm it, in hours.
    package var minimumAgeHours: Int
    /// How it confirms; nil when it cannot.
    package var confirmation: Confirmation?

    /// Makes settings; the defaults are those of a file that says nothing.
    package init(watches: [String]? = nil, minimumAgeHours: Int = 4, confirmation: Confirmation? = nil) {
        self.watches = watches
        self.minimumAgeHours = minimumAgeHours
        self.confirmation = confirmation
    }
}
