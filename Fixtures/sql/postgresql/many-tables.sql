-- 10,000 tables of one row each; in several transactions, because each one keeps its locks to its end.
DO $$
BEGIN
    FOR n IN 1..10000 LOOP
        EXECUTE format('CREATE TABLE %I (n integer)', 'table ' || n);
        EXECUTE format('INSERT INTO %I VALUES (%s)', 'table ' || n, n);
        IF n % 500 = 0 THEN COMMIT; END IF;
    END LOOP;
END
$$;
