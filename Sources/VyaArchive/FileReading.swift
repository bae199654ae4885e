/// How far a regular file was read before its turn came.
enum FileReading {
    /// Where reading ended.
    enum Ending {
        /// All that was promised was read.
        case complete
        /// The file had less than it said.
        case shrank
        case failed(errno: Int32)
    }

    /// Not at all: it is opened and read when its turn comes.
    case unread
    /// It cannot be archived.
    case refused(FileRefusal)
    /// It is open; its contents are read when its turn comes.
    case open(OpenedFile)
    /// It was read into a stretch of its batch's memory and closed.
    case read(FileFacts, contents: Range<Int>, ending: Ending, hasChanged: Bool)
}
