--
-- PostgreSQL database dump
--

\restrict czDyIGDDTCXZPDbMTmqdMwg1X1w8QkCHpzWnNaHpylLQhbnoP8Yha4jBaMdq217

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
-- Data for Name: T able; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public."T able" OVERRIDING SYSTEM VALUE VALUES (1, 'tab	here', '\x00ff');
INSERT INTO public."T able" OVERRIDING SYSTEM VALUE VALUES (2, 'nl
back\slash', NULL);
INSERT INTO public."T able" OVERRIDING SYSTEM VALUE VALUES (3, '\.', NULL);
INSERT INTO public."T able" OVERRIDING SYSTEM VALUE VALUES (4, 'x
\.
-- PostgreSQL database dump complete
', NULL);


--
-- Data for Name: ins; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.ins VALUES (1, 'a;b', '(');
INSERT INTO public.ins VALUES (2, 'x
y', 'values (3)');
INSERT INTO public.ins VALUES (-3, NULL, '');


--
-- Data for Name: nocol; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.nocol DEFAULT VALUES;
INSERT INTO public.nocol DEFAULT VALUES;


--
-- Name: T able_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public."T able_id_seq"', 4, true);


--
-- Name: ins r; Type: RULE; Schema: public; Owner: postgres
--

CREATE RULE r AS
    ON UPDATE TO public.ins DO INSTEAD  INSERT INTO public.weird ("a;b", "c FROM stdin;")
  VALUES (3, 'rule'::text);


--
-- PostgreSQL database dump complete
--

\unrestrict czDyIGDDTCXZPDbMTmqdMwg1X1w8QkCHpzWnNaHpylLQhbnoP8Yha4jBaMdq217

