/// What a server tells of itself while an entry is planned; `doctor` compares it with the configuration.
package struct ServerFacts: Sendable, Equatable {
    /// What the server calls its version.
    package var version: String
    /// The account as the server knows it.
    package var account: String
    /// The databases that the account sees, less the server's own.
    package var databases: [ExactName]
    /// The statement that lets the account see every database; nil when it sees them already.
    package var grantToSeeAll: String?
    /// Tables of users in a database that no entry backs up by itself; empty unless asked for.
    package var strays: [Stray]
    /// The server's clock less this host's, in seconds; nil unless asked for.
    package var clockOffset: Int?

    /// The folder of its data on the server's host; nil unless asked for and told.
    package var dataFolder: String?
    /// Rights of the account that a dump lends to accounts which own a database, and these; nil unless asked for.
    package var lent: Loan?

    /// What a server does with the rights of whoever dumps a database.
    package struct Loan: Sendable, Equatable {
        /// What the account may do beyond reading, such as `INSERT`.
        package let rights: [String]
        /// The accounts that can use it, as the server names them.
        package let takers: [String]
        /// Statements that make an account that has nothing to lend.
        package let remedies: [Message]

        package init(rights: [String], takers: [String], remedies: [Message]) {
            self.rights = rights
            self.takers = takers
            self.remedies = remedies
        }
    }

    /// Tables that somebody made in one of the server's own databases.
    package struct Stray: Sendable, Equatable {
        /// The database.
        package let database: ExactName
        /// The tables, as SQL names them, sorted.
        package let tables: [String]
        /// True when a name in `db_list` brings the database into the backup.
        package let canBeListed: Bool

        package init(database: ExactName, tables: [String], canBeListed: Bool) {
            self.database = database
            self.tables = tables
            self.canBeListed = canBeListed
        }
    }

    package init(
        version: String, account: String, databases: [ExactName], grantToSeeAll: String? = nil,
        strays: [Stray] = [], clockOffset: Int? = nil
    ) {
        self.version = version
        self.account = account
        self.databases = databases
        self.grantToSeeAll = grantToSeeAll
        self.strays = strays
        self.clockOffset = clockOffset
    }
}
