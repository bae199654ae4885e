-- What a town's survey keeps: PostGIS with raster, topology, SFCGAL and the geocoder, each in use.
CREATE EXTENSION postgis;
CREATE EXTENSION postgis_raster;
CREATE EXTENSION postgis_sfcgal;
CREATE EXTENSION postgis_topology;
CREATE EXTENSION fuzzystrmatch;
CREATE EXTENSION postgis_tiger_geocoder;
CREATE EXTENSION address_standardizer;
CREATE EXTENSION address_standardizer_data_us;
COMMENT ON EXTENSION postgis IS 'the survey''s';
CREATE ROLE surveyor;
CREATE ROLE visitor;
GRANT SELECT ON geometry_columns, spatial_ref_sys TO visitor;
GRANT INSERT ON spatial_ref_sys TO surveyor;
GRANT USAGE ON SCHEMA topology, tiger TO surveyor;

-- Own rows in the tables of extensions.
INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text) VALUES
    (990001, 'town', 1, 'LOCAL_CS["the town''s grid"]', '+proj=tmerc +lat_0=-23 +lon_0=-46 +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m'),
    (990002, NULL, NULL, NULL, '+proj=longlat');
INSERT INTO us_lex (seq, word, stdword, token) VALUES (1, 'RUA', 'RUA', 2);
INSERT INTO tiger.pagc_lex (seq, word, stdword, token) VALUES (1, 'AVENIDA', 'AV', 2);
INSERT INTO tiger.geocode_settings (name, setting, unit, category, short_desc)
    VALUES ('debug_town', 'true', 'boolean', 'debug', 'own');

CREATE SCHEMA survey AUTHORIZATION surveyor;
CREATE TABLE survey.parcels (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shape geometry(MultiPolygon, 990001) NOT NULL CHECK (ST_IsValid(shape)),
    area double precision GENERATED ALWAYS AS (ST_Area(shape)) STORED,
    centre geometry(Point, 990001),
    EXCLUDE USING gist (shape WITH &&)
);
ALTER TABLE survey.parcels OWNER TO surveyor;
INSERT INTO survey.parcels (shape, centre)
    SELECT g, ST_Centroid(g) FROM (
        SELECT ST_Multi(ST_MakeEnvelope(x * 10, y * 10, x * 10 + 9, y * 10 + 9, 990001)) g
        FROM generate_series(1, 20) x, generate_series(1, 20) y) s;
CREATE INDEX parcels_centre ON survey.parcels USING spgist (centre);
CREATE INDEX parcels_brin ON survey.parcels USING brin (shape);
CREATE INDEX parcels_geog ON survey.parcels USING gist ((ST_Transform(shape, 4326)::geography));
COMMENT ON COLUMN survey.parcels.shape IS 'as surveyed';
GRANT SELECT ON survey.parcels TO visitor;

CREATE TABLE places (
    id int PRIMARY KEY, name text, at geography(PointZM, 4326), box box2d, room box3d,
    path geometry(LineStringM), anything geometry, mesh geometry(PolyhedralSurfaceZ)
);
INSERT INTO places VALUES
    (1, 'church', 'SRID=4326;POINT ZM (-46.63 -23.55 760 1)', 'BOX(0 0,1 1)', 'BOX3D(0 0 0,1 1 1)',
        'LINESTRING M (0 0 1,1 1 2)', 'SRID=3857;CIRCULARSTRING(0 0,1 1,1 0)', NULL),
    (2, 'nothing', NULL, NULL, NULL, NULL, 'GEOMETRYCOLLECTION EMPTY', NULL),
    (3, 'precise', 'POINT ZM (0.1 0.2 0.30000000000000004 -0)', NULL, NULL, NULL,
        ST_MakePoint('NaN', 'Infinity'), ST_GeomFromText('POLYHEDRALSURFACE Z (((0 0 0,0 1 0,1 1 0,0 0 0)))'));
CREATE INDEX places_at ON places USING gist (at);
CREATE INDEX places_anything ON places USING gist (anything gist_geometry_ops_nd);
CREATE STATISTICS places_statistics (ndistinct) ON id, name FROM places;

CREATE DOMAIN survey.spot AS geometry(Point, 4326) CHECK (ST_X(VALUE) BETWEEN -180 AND 180);
CREATE TYPE survey.sight AS (name text, at geometry(Point, 4326));
CREATE FUNCTION survey.near(p geometry, d double precision) RETURNS SETOF survey.parcels LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT * FROM survey.parcels WHERE ST_DWithin(shape, p, d); END;
CREATE TABLE survey.sights (spot survey.spot, sight survey.sight, many geometry(Point, 4326)[]);
INSERT INTO survey.sights VALUES ('SRID=4326;POINT(1 2)', ROW('hill', 'SRID=4326;POINT(3 4)'),
    ARRAY['SRID=4326;POINT(1 2)', 'SRID=4326;POINT(3 4)']::geometry[]);
CREATE VIEW survey.large AS SELECT id, ST_AsText(centre) AS centre FROM survey.parcels WHERE area > 80;
CREATE MATERIALIZED VIEW survey.hull AS SELECT ST_ConvexHull(ST_Collect(shape)) AS hull, count(*) AS n FROM survey.parcels;
CREATE INDEX hull_hull ON survey.hull USING gist (hull);
CREATE VIEW survey.columns AS SELECT f_table_name, srid, type FROM geometry_columns;
CREATE VIEW survey.grids AS SELECT srid, auth_name FROM spatial_ref_sys WHERE srid > 900000;
CREATE AGGREGATE survey.hull_of (geometry) (SFUNC = ST_Union, STYPE = geometry);
-- What is bound to the tables of an extension.
CREATE TABLE survey.uses (srid int PRIMARY KEY REFERENCES spatial_ref_sys, since date DEFAULT '2026-01-01');
INSERT INTO survey.uses VALUES (990001), (4326);

-- Raster, with all its constraints and an overview.
CREATE TABLE survey.heights (rid int PRIMARY KEY, rast raster);
INSERT INTO survey.heights SELECT n, ST_SetValue(ST_AddBand(ST_MakeEmptyRaster(20, 20, n * 20, 0, 1, -1, 0, 0, 4326),
    '16BSI'::text, 7, -1), 3, 3, n) FROM generate_series(1, 4) n;
SELECT AddRasterConstraints('survey'::name, 'heights'::name, 'rast'::name);
CREATE INDEX heights_hull ON survey.heights USING gist (ST_ConvexHull(rast));
SELECT ST_CreateOverview('survey.heights'::regclass, 'rast', 2);

-- A topology with a layer, and faces and edges of its own.
SELECT topology.CreateTopology('town_topo', 4326, 0.00001);
CREATE TABLE survey.blocks (id int PRIMARY KEY, name text);
SELECT topology.AddTopoGeometryColumn('town_topo', 'survey', 'blocks', 'topo', 'POLYGON');
INSERT INTO survey.blocks VALUES (1, 'north', topology.toTopoGeom('SRID=4326;POLYGON((0 0,0 1,1 1,1 0,0 0))', 'town_topo', 1)),
    (2, 'south', topology.toTopoGeom('SRID=4326;POLYGON((0 0,0 -1,1 -1,1 0,0 0))', 'town_topo', 1));
CREATE INDEX blocks_topo ON survey.blocks (((topo).id));

CREATE TABLE tiger.own_zips (zip text PRIMARY KEY);
INSERT INTO tiger.own_zips VALUES ('01000');
-- What the loader of the geocoder makes: children of the extension's tables in the extension's schema.
CREATE TABLE tiger_data.sp_county (CONSTRAINT pk_sp_county PRIMARY KEY (cntyidfp)) INHERITS (tiger.county);
INSERT INTO tiger_data.sp_county (gid, statefp, countyfp, cntyidfp, name, the_geom)
    VALUES (1, '35', '001', '35001', 'town', 'SRID=4269;MULTIPOLYGON(((0 0,0 1,1 1,1 0,0 0)))');
CREATE INDEX sp_county_geom ON tiger_data.sp_county USING gist (the_geom);
ALTER TABLE tiger_data.sp_county ADD CONSTRAINT chk_statefp CHECK (statefp = '35');
-- The extensions set a path for the database; this one has another.
DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET search_path TO public, survey, topology', current_database()); END$$;
