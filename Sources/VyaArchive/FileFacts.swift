import Glibc

/// What is known of a regular file once it is open.
///
/// A class, because it is handed on several times for each of very many files.
final class FileFacts {
    /// What `fstat` said before the contents were read.
    let status: stat
    /// Where its data is.
    let map: SparseMap
    /// Its extended attributes, ACLs among them.
    let attributes: ExtendedAttribute.Reading

    init(status: stat, map: SparseMap, attributes: ExtendedAttribute.Reading) {
        self.status = status
        self.map = map
        self.attributes = attributes
    }
}
