import GRDB

/// The tables of the catalog.
enum CatalogSchema {
    /// What brings a database of any earlier version of this program to the present one.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.create(table: "artifacts") { table in
                table.column("folder", .text).notNull()
                table.column("file", .text).notNull()
                table.column("run_id", .text).notNull()
                table.column("id_dbms", .integer).notNull()
                table.column("dbms", .text).notNull()
                table.column("kind", .text).notNull()
                // As bytes: SQLite's own comparison of text is not the one by which names differ.
                table.column("database", .blob).notNull()
                table.column("started_at", .integer).notNull()
                table.column("finished_at", .integer).notNull()
                table.column("bytes", .integer).notNull()
                table.column("raw_bytes", .integer).notNull()
                table.column("sha256", .text).notNull().indexed()
                table.column("rows", .integer).notNull()
                table.column("tables", .integer).notNull()
                table.column("is_complete", .boolean).notNull()
                table.column("suspicions", .text).notNull()
                table.column("removed_at", .integer)
                table.column("removed_by", .text)
                table.column("confirmed_at", .integer)
                table.column("drilled_at", .integer)
                table.column("drill_passed", .boolean)
                table.primaryKey(["folder", "file"])
            }
            // What the newest complete backup of a source held: its tables' rows and its objects.
            try database.create(table: "contents") { table in
                table.column("id_dbms", .integer).notNull()
                table.column("dbms", .text).notNull()
                table.column("kind", .text).notNull()
                table.column("database", .blob).notNull()
                table.column("finished_at", .integer).notNull()
                table.column("content", .text).notNull()
                table.primaryKey(["id_dbms", "dbms", "kind", "database"])
            }
            try database.create(table: "attempts") { table in
                table.column("run_id", .text).notNull()
                table.column("id_dbms", .integer).notNull()
                table.column("dbms", .text)
                table.column("kind", .text)
                table.column("database", .blob)
                table.column("at", .integer).notNull().indexed()
                table.column("outcome", .text).notNull()
                table.column("error_code", .text)
            }
            try database.create(table: "runs") { table in
                table.column("run_id", .text).notNull().primaryKey()
                table.column("started_at", .integer).notNull()
                table.column("finished_at", .integer).notNull()
                table.column("outcome", .text).notNull()
                table.column("exit_status", .integer).notNull()
            }
        }
        // Two servers may have entries of one number, by two configurations of one host; and what is no night's is told.
        migrator.registerMigration("2") { database in
            try database.alter(table: "artifacts") { table in
                table.add(column: "server", .text)
                table.add(column: "is_safety_copy", .boolean).notNull().defaults(to: false)
            }
            try database.alter(table: "attempts") { table in
                table.add(column: "server", .text)
                table.add(column: "is_partial", .boolean).notNull().defaults(to: false)
            }
            try database.rename(table: "contents", to: "contents_1")
            try database.create(table: "contents") { table in
                table.column("id_dbms", .integer).notNull()
                table.column("dbms", .text).notNull()
                table.column("kind", .text).notNull()
                table.column("database", .blob).notNull()
                // Empty for files, and for what versions took down that told none.
                table.column("server", .text).notNull()
                table.column("finished_at", .integer).notNull()
                table.column("content", .text).notNull()
                table.primaryKey(["id_dbms", "dbms", "kind", "database", "server"])
            }
            try database.execute(
                sql: """
                    INSERT INTO contents SELECT id_dbms, dbms, kind, database, '', finished_at, content FROM contents_1
                    """)
            try database.drop(table: "contents_1")
            // How the clock stood beside the time since the start of the system, once each start.
            try database.create(table: "clocks") { table in
                table.column("boot", .text).notNull().primaryKey()
                table.column("wall", .integer).notNull()
                table.column("since_boot", .integer).notNull()
            }
        }
        return migrator
    }
}
