INSERT INTO customers VALUES(1,'Ana Conceição',replace('it''s; a -- "note"\nCOMMIT;','\n',char(10)),X'00ff10270d0a1a5c');
INSERT INTO customers VALUES(2,'Łukasz /* no */',NULL,NULL);
INSERT INTO customers VALUES(3,'日本 😀',replace(replace('\n\rBEGIN;','\r',char(13)),'\n',char(10)),'');
INSERT INTO orders VALUES(1,1,10.499999999999999999);
INSERT INTO orders VALUES(2,1,-3.25);
INSERT INTO sqlite_sequence VALUES('customers',3);
