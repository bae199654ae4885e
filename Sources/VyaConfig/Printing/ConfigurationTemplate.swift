/// The file that `config init` prints.
package enum ConfigurationTemplate {
    /// A valid file with comments that an operator starts from.
    package static func json() -> String {
        """
        // vya-backup reads this file as JSON; comments and trailing commas are allowed.
        // Check it with: vya-backup config check
        {
          "db_config": [
            {
              "id_dbms": 1,                    // unique; commands and file names know the entry by it
              "dbms": "postgresql",
              "host": "localhost",
              "port": 5432,
              "username": "postgres",
              // A text, or {"env": "NAME"}, {"file": "/path"}, {"command": ["/path", "argument"]},
              // {"credential": "name"}. Without it ~/.pgpass, ~/.my.cnf and peer authentication serve.
              "password": {"file": "/etc/vya-backup/postgresql.password"},
              "db_list": [],                   // names or globs; empty means every database
              "db_ignore": ["tmp_*"],
              "enabled": false
            },
            {
              "id_dbms": 2,
              "dbms": "mysql",
              "host": "localhost",
              "port": 3306,
              "username": "backup",
              "password": {"file": "/etc/vya-backup/mysql.password"},
              "db_list": [],
              "enabled": false
            },
            {
              "id_dbms": 3,
              "dbms": "files",
              "db_list": ["/etc/**"],          // globs of absolute paths; one archive for each
              "enabled": true
            }
          ],
          "bkp_system": {
            "path_pgsql": "/var/backups/vya-backup/postgresql",
            "path_mysql": "/var/backups/vya-backup/mysql",
            "path_files": "/var/backups/vya-backup/files",
            "retention_pgsql": 7,              // what `prune` keeps of each database; a run removes nothing
            "retention_mysql": 7,
            "retention_files": 7
          },
          "email_settings": {
            "enabled": false,
            "smtp_host": "mail.example.org",
            "smtp_port": 587,
            "use_tls": true,                   // STARTTLS; "use_ssl" means TLS from the first byte
            "smtp_user": "backup@example.org",
            "smtp_password": {"file": "/etc/vya-backup/smtp.password"},
            "from_email": "backup@example.org",
            "success_recipients": ["operations@example.org"],
            "failure_recipients": ["operations@example.org"]
          },
          // How `cleanup` knows what the uploader has taken; without it, what is four hours old counts as taken.
          // "uploader": {"confirm": {"command": ["/usr/local/bin/is-uploaded", "{file}"]}},
          // When `check` turns red.
          "check": {"max_age_hours": 26, "min_size_ratio": 0.5, "min_redundancy": 1, "max_drill_age_days": 8},
          // Who misses a night that never began, and what draws its curves.
          // "heartbeat": {"url": "https://hc.example.org/ping/0f3c"},
          // "metrics": {"textfile": "/var/lib/prometheus/node-exporter/vya-backup.prom"},
          "timeouts": {"connect_seconds": 15, "idle_seconds": 600, "total_seconds": 43200},
          "language": "en"
        }

        """
    }
}
