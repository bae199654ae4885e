-- A small shop, for the demo and for tests that want ordinary data: 200 customers, 2,000 orders, 6,000 order lines.

CREATE TABLE customers (
    id INT AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    email VARCHAR(100) NOT NULL UNIQUE,
    since DATE NOT NULL
);
CREATE TABLE orders (
    id INT AUTO_INCREMENT PRIMARY KEY,
    customer INT NOT NULL,
    placed DATETIME NOT NULL,
    FOREIGN KEY (customer) REFERENCES customers (id)
);
CREATE TABLE order_lines (
    `order` INT NOT NULL,
    line INT NOT NULL,
    article VARCHAR(100) NOT NULL,
    quantity INT NOT NULL CHECK (quantity > 0),
    price DECIMAL(10, 2) NOT NULL,
    PRIMARY KEY (`order`, line),
    FOREIGN KEY (`order`) REFERENCES orders (id)
);
CREATE VIEW turnover AS
    SELECT o.customer, SUM(l.quantity * l.price) AS total
    FROM orders o JOIN order_lines l ON l.`order` = o.id GROUP BY o.customer;

INSERT INTO customers (name, email, since)
    SELECT CONCAT('Customer ', seq), CONCAT('customer', seq, '@example.org'), DATE '2020-01-01' + INTERVAL seq DAY
    FROM seq_1_to_200;
INSERT INTO orders (customer, placed)
    SELECT 1 + seq % 200, TIMESTAMP '2024-01-01 00:00:00' + INTERVAL 7 * seq MINUTE FROM seq_1_to_2000;
INSERT INTO order_lines
    SELECT o.seq, l.seq, CONCAT('Article ', (o.seq * l.seq) % 97), 1 + (o.seq + l.seq) % 5,
        ((o.seq * 37 + l.seq * 11) % 10000) / 100
    FROM seq_1_to_2000 o JOIN seq_1_to_3 l;
