package import VyaCore

/// Says that the catalog cannot be read or written; no backup is lost by that.
package struct CatalogError: ExplainedError, Equatable {
    package let explanation: Explanation
    package var exitStatus: ExitStatus { .allFailed }

    /// Makes an error about the catalog at a path.
    package init(_ code: String, _ attempt: String, path: String, cause: String) {
        explanation = Explanation(
            code, "the catalog \(path.printable) cannot be \(attempt)", details: [cause.printable],
            hints: ["no backup is lost by this; `vya-backup catalog rebuild` makes it anew from the folders"])
    }
}
