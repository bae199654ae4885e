-- A small shop, for the demo and for tests that want ordinary data: 200 customers, 2,000 orders, 6,000 order lines.

CREATE TABLE customers (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    since date NOT NULL
);
CREATE TABLE orders (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer integer NOT NULL REFERENCES customers,
    placed timestamptz NOT NULL
);
CREATE TABLE order_lines (
    "order" integer NOT NULL REFERENCES orders,
    line integer NOT NULL,
    article text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0),
    price numeric(10, 2) NOT NULL,
    PRIMARY KEY ("order", line)
);
CREATE VIEW turnover AS
    SELECT o.customer, sum(l.quantity * l.price) AS total
    FROM orders o JOIN order_lines l ON l."order" = o.id GROUP BY o.customer;

INSERT INTO customers (name, email, since)
    SELECT 'Customer ' || n, 'customer' || n || '@example.org', date '2020-01-01' + n FROM generate_series(1, 200) n;
INSERT INTO orders (customer, placed)
    SELECT 1 + n % 200, timestamptz '2024-01-01 00:00:00+00' + n * interval '7 minutes' FROM generate_series(1, 2000) n;
INSERT INTO order_lines
    SELECT o, l, 'Article ' || (o * l) % 97, 1 + (o + l) % 5, ((o * 37 + l * 11) % 10000) / 100.0
    FROM generate_series(1, 2000) o, generate_series(1, 3) l;
