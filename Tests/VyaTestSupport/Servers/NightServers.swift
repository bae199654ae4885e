import Foundation
package import VyaCore

extension Night {
    /// An entry for a private PostgreSQL; what is not given is the server's own.
    package static func entry(
        _ server: PrivatePostgreSQL, databases: [String] = [], id: Int = 1, host: String? = nil,
        port: Int? = nil,
        user: String? = nil, password: String? = nil, more: String = ""
    ) -> String {
        element(
            "postgresql", id: id, host: host ?? server.socketFolder, port: port ?? server.port,
            user: user ?? server.user, password: password ?? server.password, databases: databases, more: more
        )
    }

    /// An entry for a private MariaDB; what is not given is the server's own.
    package static func entry(
        _ server: PrivateMariaDB, databases: [String] = [], id: Int = 2, host: String? = nil,
        port: Int? = nil,
        user: String? = nil, password: String? = nil, more: String = ""
    ) -> String {
        element(
            "mysql", id: id, host: host ?? server.socket, port: port ?? server.port,
            user: user ?? server.user,
            password: password ?? server.password, databases: databases, more: more)
    }

    private static func element(
        _ dbms: String, id: Int, host: String, port: Int, user: String, password: String, databases: [String],
        more: String
    ) -> String {
        let names = databases.map { JSONValue.string($0).serialized() }.joined(separator: ", ")
        return """
            { "id_dbms": \(id), "dbms": "\(dbms)", "host": "\(host)", "port": \(port), "username": "\(user)",
              "password": "\(password)", "db_list": [\(names)], "enabled": true \(more) }
            """
    }

    /// The path of the artifact of a database, found by its manifest.
    package func artifact(of database: String, kind: String = "dump") throws -> String {
        let found = try artifacts().map { output + "/" + $0 }.first { path in
            let manifest = try Oracle.manifest(of: path)
            return manifest["database"]?.stringValue.map { ExactName($0) } == ExactName(database)
                && manifest["kind"]?.stringValue == kind
        }
        guard let found else { throw Command.Failure(description: "no artifact of \(database)") }
        return found
    }

    /// The manifest of the artifact of a database.
    package func manifest(of database: String, kind: String = "dump") throws -> Manifest {
        guard let manifest = Manifest(json: try Oracle.manifest(of: try artifact(of: database, kind: kind)))
        else { throw Command.Failure(description: "the manifest of \(database) is none") }
        return manifest
    }
}
