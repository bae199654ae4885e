package import VyaCore
import Glibc

extension ConfigurationReader {
    /// The places where a configuration is looked for, in the order in which they win; contract.md §3.
    ///
    /// A file that was asked for by option or by `VYA_BACKUP_CONFIG` is the only place then.
    package static func places(
        explicit: String?, environment: [String: String], currentFolder: String
    ) -> [String] {
        let folder = currentFolder == "/" ? "" : currentFolder
        func absolute(_ path: String) -> String { path.begins(with: "/") ? path : folder + "/" + path }
        if let explicit { return [absolute(explicit)] }
        if let path = environment["VYA_BACKUP_CONFIG"], !path.isEmpty { return [absolute(path)] }
        return [absolute("python_backup.json"), absolute("vya_backupbd.json")] + [
            "/etc/vya-backup/config.json", "/etc/vya_backupdb/python_backup.json",
            "/etc/vya_backupdb/vya_backupbd.json",
        ]
    }

    /// True when nobody names a configuration, and there is none in the places where one is looked for.
    package static func isNowhere(
        explicit: String?, environment: [String: String], currentFolder: String
    ) -> Bool {
        let places = places(explicit: explicit, environment: environment, currentFolder: currentFolder)
        return places.count > 1 && first(of: places) == nil
    }

    /// The files in other places that would be read if the one that is used were not there; none where somebody names it.
    package static func shadowed(
        explicit: String?, environment: [String: String], currentFolder: String
    ) -> [String] {
        let found = places(explicit: explicit, environment: environment, currentFolder: currentFolder)
            .filter(exists)
        guard let used = found.first else { return [] }
        // Run from its own folder, a file has two of the places; and one may be a link to the other.
        var (status, other) = (stat(), stat())
        guard stat(used, &status) == 0 else { return [] }
        return found.dropFirst().filter { path in
            stat(path, &other) == 0 && (other.st_dev, other.st_ino) != (status.st_dev, status.st_ino)
        }
    }

    private static func first(of places: [String]) -> String? { places.first(where: exists) }

    /// What exists and cannot be read is found all the same: reading it says why.
    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }

    /// Finds the configuration: the first place that exists. Throws when there is none.
    package static func locate(
        explicit: String?, environment: [String: String], currentFolder: String
    ) throws(ConfigurationError) -> String {
        let places = places(explicit: explicit, environment: environment, currentFolder: currentFolder)
        if let found = first(of: places) { return found }
        if places.count == 1 {
            throw ConfigurationError(
                .configurationMissing, "there is no configuration \(places[0].printable)")
        }
        throw ConfigurationError(
            .configurationMissing, "there is no configuration",
            details: places.map { "looked for \($0.printable)" },
            hints: predecessors.filter(exists).map {
                "take over that of the Python program: install -D -m 600 \(ShellWord.quoted($0)) /etc/vya-backup/config.json"
            } + [
                "make one: vya-backup config init /etc/vya-backup/config.json", "or name one: --config FILE",
            ])
    }

    /// Where the Python program has its own, beside itself.
    private static let predecessors = [
        "/usr/local/bin/enterprise/python_backup/python_backup.json",
        "/usr/local/bin/enterprise/vya_backupdb/python_backup.json",
    ]
}
