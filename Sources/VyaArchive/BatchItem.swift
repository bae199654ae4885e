/// One member of an archive on its way from the walk into the stream.
struct BatchItem {
    /// How far it is known.
    enum Content {
        /// It has no contents and only has to be written.
        case ready(TarMember)
        case file(TreeEntry, FileReading)
    }

    /// Its number among all that the walk found.
    let number: Int
    var content: Content
}
