--
-- PostgreSQL database dump
--

\restrict XMcmLs459rb6iUid3iDjH96bL9ipSffGz1uTkmekButSDbQsYppgsDZ4aDqDGdJ

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: weird; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.weird (
    "a;b" integer,
    "c FROM stdin;" text
);


ALTER TABLE public.weird OWNER TO postgres;

--
-- Name: atomic(integer); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.atomic(a integer) RETURNS void
    LANGUAGE sql
    BEGIN ATOMIC
 INSERT INTO public.weird ("a;b", "c FROM stdin;")
   VALUES (1, 'x'::text);
 INSERT INTO public.weird ("a;b", "c FROM stdin;")
   VALUES (2, 'y''z'::text);
END;


ALTER FUNCTION public.atomic(a integer) OWNER TO postgres;

--
-- Name: est(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.est() RETURNS text
    LANGUAGE sql
    SET search_path TO 'a\b', 'public'
    AS $$select E'it\'s \\ -- x /* y'$$;


ALTER FUNCTION public.est() OWNER TO postgres;

--
-- Name: FUNCTION est(); Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON FUNCTION public.est() IS 'back\slash ''; --';


--
-- Name: f(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.f() RETURNS text
    LANGUAGE sql
    AS $$ select '
COPY public.fake (id) FROM stdin;
1
2
\.

--
-- PostgreSQL database dump complete
--
'::text $$;


ALTER FUNCTION public.f() OWNER TO postgres;

--
-- Name: g(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.g() RETURNS text
    LANGUAGE sql
    AS $_X$ select $_$x$_$::text $_X$;


ALTER FUNCTION public.g() OWNER TO postgres;

--
-- Name: h(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.h() RETURNS text
    LANGUAGE sql
    AS $$select '
-- PostgreSQL database dump complete
'::text$$;


ALTER FUNCTION public.h() OWNER TO postgres;

--
-- Name: tf(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.tf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$begin return new; end$$;


ALTER FUNCTION public.tf() OWNER TO postgres;

--
-- Name: T able; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public."T able" (
    id integer NOT NULL,
    "naïve col" text,
    b bytea
);


ALTER TABLE public."T able" OWNER TO postgres;

--
-- Name: T able_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

ALTER TABLE public."T able" ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public."T able_id_seq"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: d; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.d (
    x text DEFAULT '\'' COPY'::text,
    y text,
    CONSTRAINT d_y_check CHECK ((y <> '$$'::text))
);


ALTER TABLE public.d OWNER TO postgres;

--
-- Name: empty; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.empty (
    x integer
);


ALTER TABLE public.empty OWNER TO postgres;

--
-- Name: TABLE empty; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON TABLE public.empty IS 'a
COPY public.fake3 (id) FROM stdin;
5
\.
INSERT INTO x VALUES (1);
';


--
-- Name: ins; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.ins (
    a integer,
    b text,
    "VALUES (" text
);


ALTER TABLE public.ins OWNER TO postgres;

--
-- Name: nocol; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.nocol (
);


ALTER TABLE public.nocol OWNER TO postgres;

--
-- Name: odd; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.odd AS
 SELECT ('a'::text || '\'''::text) AS "we""ird",
    ''''::text AS x;


ALTER TABLE public.odd OWNER TO postgres;

--
-- Name: v; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.v AS
 SELECT '
COPY public.fake2 (id) FROM stdin;
--
-- PostgreSQL database dump complete
'::text AS t;


ALTER TABLE public.v OWNER TO postgres;

--
-- Name: x FROM stdin; COPY y; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public."x FROM stdin;
COPY y" (
    i integer
);


ALTER TABLE public."x FROM stdin;
COPY y" OWNER TO postgres;

--
-- Name: 16428; Type: BLOB; Schema: -; Owner: postgres
--

SELECT pg_catalog.lo_create('16428');


ALTER LARGE OBJECT 16428 OWNER TO postgres;

--
-- Data for Name: T able; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public."T able" (id, "naïve col", b) FROM stdin;
1	tab\there	\\x00ff
2	nl\nback\\slash	\N
3	\\.	\N
4	x\n\\.\n-- PostgreSQL database dump complete\n	\N
\.


--
-- Data for Name: d; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.d (x, y) FROM stdin;
\.


--
-- Data for Name: empty; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.empty (x) FROM stdin;
\.


--
-- Data for Name: ins; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.ins (a, b, "VALUES (") FROM stdin;
1	a;b	(
2	x\ny	values (3)
-3	\N	
\.


--
-- Data for Name: nocol; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.nocol  FROM stdin;


\.


--
-- Data for Name: weird; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.weird ("a;b", "c FROM stdin;") FROM stdin;
\.


--
-- Data for Name: x FROM stdin; COPY y; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public."x FROM stdin;
COPY y" (i) FROM stdin;
1
\.


--
-- Name: T able_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public."T able_id_seq"', 4, true);


--
-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
--

BEGIN;

SELECT pg_catalog.lo_open('16428', 131072);
SELECT pg_catalog.lowrite(0, '\xdeadbeef');
SELECT pg_catalog.lo_close(0);

COMMIT;

--
-- Name: ins r; Type: RULE; Schema: public; Owner: postgres
--

CREATE RULE r AS
    ON UPDATE TO public.ins DO INSTEAD  INSERT INTO public.weird ("a;b", "c FROM stdin;")
  VALUES (3, 'rule'::text);


--
-- Name: d tr; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER tr BEFORE INSERT ON public.d FOR EACH ROW EXECUTE FUNCTION public.tf();


--
-- PostgreSQL database dump complete
--

\unrestrict XMcmLs459rb6iUid3iDjH96bL9ipSffGz1uTkmekButSDbQsYppgsDZ4aDqDGdJ

