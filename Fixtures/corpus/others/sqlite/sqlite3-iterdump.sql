BEGIN TRANSACTION;
CREATE TABLE customers(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, note TEXT, photo BLOB);
INSERT INTO "customers" VALUES(1,'Ana Conceição','it''s; a -- "note"
COMMIT;',X'00FF10270D0A1A5C');
INSERT INTO "customers" VALUES(2,'Łukasz /* no */',NULL,NULL);
INSERT INTO "customers" VALUES(3,'日本 😀','
BEGIN;','');
CREATE TABLE log(what);
CREATE TABLE orders(id INTEGER PRIMARY KEY, customer REFERENCES customers, total REAL);
INSERT INTO "orders" VALUES(1,1,10.5);
INSERT INTO "orders" VALUES(2,1,-3.25);
CREATE VIEW totals AS SELECT name FROM customers;
CREATE TRIGGER t AFTER INSERT ON orders BEGIN INSERT INTO log VALUES('x;y'); END;
CREATE INDEX i ON orders(customer);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('customers',3);
COMMIT;
