--
-- PostgreSQL database dump
--

\restrict bbzFmqm34H8yW2DCpZkaI4ocEDNWqNxq3O9sRuWmEBHASaaWenmpXKJhwoaOC9e

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
-- Data for Name: empty; Type: TABLE DATA; Schema: public; Owner: postgres
--



--
-- Data for Name: ins; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.ins VALUES
	(1, 'a;b', '('),
	(2, 'x
y', 'values (3)');
INSERT INTO public.ins VALUES
	(-3, NULL, '');


--
-- Data for Name: nocol; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public.nocol DEFAULT VALUES;
INSERT INTO public.nocol DEFAULT VALUES;


--
-- Data for Name: weird; Type: TABLE DATA; Schema: public; Owner: postgres
--



--
-- Name: ins r; Type: RULE; Schema: public; Owner: postgres
--

CREATE RULE r AS
    ON UPDATE TO public.ins DO INSTEAD  INSERT INTO public.weird ("a;b", "c FROM stdin;")
  VALUES (3, 'rule'::text);


--
-- PostgreSQL database dump complete
--

\unrestrict bbzFmqm34H8yW2DCpZkaI4ocEDNWqNxq3O9sRuWmEBHASaaWenmpXKJhwoaOC9e

