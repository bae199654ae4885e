import VyaCore

/// What the program writes beside a backup: it is no backup, and whoever names all files of a folder names it, too.
package enum Companion: Equatable {
    /// The manifest, the evidence of a drill or the pin of the artifact of this name.
    case of(String)
    /// A recovery card.
    case card

    /// What ends the names of those that go with their artifact; a longer one stands before one that it ends like.
    static let suffixes = [DrillEvidence.suffix, ArtifactName.manifestSuffix, ArtifactName.pinSuffix]

    /// Reads a file's name; nil when it is none of these.
    package init?(_ name: String) {
        if name.wholeMatch(of: /\d{8}_\d{6}_[A-Za-z0-9.%-]+_\d+_card\.txt/) != nil {
            self = .card
            return
        }
        let artifact = Self.suffixes.lazy.filter { name.ends(with: $0) }
            .map { String(name.dropLast($0.count)) }.first { ParsedArtifactName($0) != nil }
        guard let artifact else { return nil }
        self = .of(artifact)
    }
}
