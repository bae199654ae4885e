PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE t(a text, b blob);
INSERT INTO t VALUES(replace('\nCOMMIT;\n','\n',char(10)),X'00ff');
INSERT INTO t VALUES('it''s',NULL);
CREATE TRIGGER tr after insert on t begin select 1; end;
COMMIT;
