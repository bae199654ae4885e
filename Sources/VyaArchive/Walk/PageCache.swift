import Glibc

/// The kernel's memory of files, which a backup shall not fill with what nobody else reads.
enum PageCache {
    /// From how many bytes of data on a file is let go again.
    static let largeFile = 8 << 20
    /// How many bytes at a time.
    static let piece = 8 << 20
    /// How many bytes of a file are asked for before it is its turn.
    static let expected = 512 << 10

    private static let samples = 16

    /// Tells whether most of a file is in memory already, going by samples; true when that cannot be told.
    ///
    /// mincore(2) tells it only to those who own the file or may write to it; to others it says that all is.
    static func holds(_ descriptor: Int32, size: Int) -> Bool {
        guard let start = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            return true
        }
        defer { munmap(start, size) }
        let page = sysconf(Int32(_SC_PAGESIZE))
        var resident = 0
        for sample in 0..<samples {
            let offset = size / samples * sample / page * page
            var answer: UInt8 = 1
            guard mincore(start + offset, 1, &answer) == 0 else { return true }
            resident += Int(answer & 1)
        }
        return resident > samples / 2
    }

    /// Lets go of a file from its beginning on, for so many bytes; 0 is all of it.
    ///
    /// Always from the beginning: the kernel holds pages in groups and lets go only of whole groups, so that
    /// those at the seams of separate pieces would stay.
    static func drop(_ descriptor: Int32, upTo end: Int) {
        _ = posix_fadvise(descriptor, 0, end, POSIX_FADV_DONTNEED)
    }
}
