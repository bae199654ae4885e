-- What a monitoring system keeps in parts: sets of partitions by time and by number, with templates.
CREATE ROLE keeper;
CREATE SCHEMA partman;
CREATE EXTENSION pg_partman SCHEMA partman;
GRANT USAGE ON SCHEMA partman TO keeper;
GRANT ALL ON ALL TABLES IN SCHEMA partman TO keeper;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA partman TO keeper;
GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA partman TO keeper;
CREATE SCHEMA watch;

-- Native, by time, with a template that brings a key and an index.
CREATE TABLE watch.events (id bigint NOT NULL, at timestamptz NOT NULL, what jsonb) PARTITION BY RANGE (at);
CREATE INDEX ON watch.events (at);
CREATE TABLE watch.events_template (LIKE watch.events);
ALTER TABLE watch.events_template ADD PRIMARY KEY (id);
SELECT partman.create_parent('watch.events', 'at', 'native', 'daily', p_template_table := 'watch.events_template',
    p_premake := 3, p_start_partition := (now() - interval '4 days')::text);
UPDATE partman.part_config SET retention = '30 days', retention_keep_table = false, infinite_time_partitions = true
    WHERE parent_table = 'watch.events';
INSERT INTO watch.events SELECT n, now() + n * interval '1 hour', jsonb_build_object('n', n) FROM generate_series(-60, 40) n;

-- Native, by number, with a template that partman makes itself.
CREATE TABLE watch.readings (id bigint NOT NULL, value numeric) PARTITION BY RANGE (id);
ALTER TABLE watch.readings OWNER TO keeper;
GRANT SELECT ON watch.readings TO PUBLIC;
SELECT partman.create_parent('watch.readings', 'id', 'native', '1000', p_premake := 2);
INSERT INTO watch.readings SELECT n, n / 7.0 FROM generate_series(1, 2500) n;

-- Native, parts of parts.
CREATE TABLE watch.tenants (id bigint NOT NULL, at timestamptz NOT NULL DEFAULT now()) PARTITION BY RANGE (id);
SELECT partman.create_parent('watch.tenants', 'id', 'native', '100', p_premake := 1);
SELECT partman.create_sub_parent('watch.tenants', 'at', 'native', 'monthly', p_premake := 1, p_native_check := 'yes');
INSERT INTO watch.tenants VALUES (1), (99), (50);

-- By inheritance and a trigger, as before there were native ones.
CREATE TABLE watch.old (id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
SELECT partman.create_parent('watch.old', 'at', 'partman', 'weekly', p_premake := 1);
INSERT INTO watch.old SELECT n FROM generate_series(1, 20) n;
INSERT INTO partman.custom_time_partitions (parent_table, child_table, partition_range)
    VALUES ('watch.old', 'watch.old_by_hand', '[2026-01-01, 2026-02-01)');
CALL partman.run_maintenance_proc();
CREATE VIEW watch.sets AS SELECT parent_table, partition_interval FROM partman.part_config;
CREATE PROCEDURE watch.nightly() LANGUAGE plpgsql AS 'BEGIN CALL partman.run_maintenance_proc(); END';
COMMENT ON SCHEMA partman IS 'of the partitions';
