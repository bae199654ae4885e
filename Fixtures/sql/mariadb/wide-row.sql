-- One row of 50 MiB that hardly compresses, between two small ones.
CREATE TABLE wide (id INT PRIMARY KEY, v LONGBLOB);
INSERT INTO wide VALUES (1, 0x01);
SET group_concat_max_len = 200000000;
INSERT INTO wide SELECT 2, UNHEX(GROUP_CONCAT(SHA2(seq, 256) ORDER BY seq SEPARATOR '')) FROM seq_1_to_1638400;
INSERT INTO wide VALUES (3, 0x03);
