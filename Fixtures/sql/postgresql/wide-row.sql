-- One row of 50 MiB that hardly compresses, between two small ones.
CREATE TABLE wide (id integer PRIMARY KEY, v bytea);
ALTER TABLE wide ALTER COLUMN v SET STORAGE EXTERNAL;
INSERT INTO wide VALUES (1, '\x01');
INSERT INTO wide SELECT 2, string_agg(sha256(n::text::bytea), '' ORDER BY n) FROM generate_series(1, 1638400) n;
INSERT INTO wide VALUES (3, '\x03');
