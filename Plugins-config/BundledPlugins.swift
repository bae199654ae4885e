/// The plugin files of this folder, carried inside the binary.
package enum BundledPlugins {
    /// One plugin file.
    package struct File: Sendable {
        /// The file's name, for messages.
        package let name: String
        /// The file's bytes.
        package let bytes: [UInt8]
    }

    /// Every plugin that the program brings along, in the order in which `plugins list` shows them.
    package static let files: [File] = [
        File(name: "postgresql.json", bytes: PackageResources.postgresql_json),
        File(name: "mysql.json", bytes: PackageResources.mysql_json),
        File(name: "mariadb.json", bytes: PackageResources.mariadb_json),
        File(name: "sqlite.json", bytes: PackageResources.sqlite_json),
        File(name: "files.json", bytes: PackageResources.files_json),
    ]
}
