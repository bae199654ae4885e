PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE customers(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, note TEXT, photo BLOB);
INSERT INTO customers VALUES(1,'Ana Conceição',replace('it''s; a -- "note"\nCOMMIT;','\n',char(10)),X'00ff10270d0a1a5c');
INSERT INTO customers VALUES(2,'Łukasz /* no */',NULL,NULL);
INSERT INTO customers VALUES(3,'日本 😀',replace(replace('\n\rBEGIN;','\r',char(13)),'\n',char(10)),'');
COMMIT;
