package import VyaCore

/// What of an archive of files is extracted, and what may be done for it.
package struct ExtractionOptions: Sendable {
    /// Globs of the members that are wanted, with or without a leading `/`; a folder that matches is taken with
    /// all in it. Empty for all members.
    package var only: [ExactName] = []
    /// Device nodes, setuid and setgid bits, file capabilities and other attributes that the system trusts are
    /// restored as well.
    package var preservesSpecial = false
    /// Files that exist give way, and folders that exist get the owner, mode and time of the archive.
    package var replaces = false
    /// The target must be absent or empty.
    package var mustBeNew = false

    /// Makes options that choose all and replace nothing.
    package init() {}
}
