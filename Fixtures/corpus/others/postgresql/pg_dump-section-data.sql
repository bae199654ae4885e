--
-- PostgreSQL database dump
--

\restrict sSxtIGQoQO7swZyqjPK49PjTcOxpDyrTKHmzsxeVYWMetodptOeF25b3nCOv5od

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

--
-- Data for Name: customers; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.customers (id, name, note, born, photo) FROM stdin;
1	Ana Conceição	it's; a -- "note"\n\\N line two\\.	1980-02-29	\\x00ff10270d0a1a5c
2	Łukasz /* no comment */	\N	\N	\N
3	日本 😀	COPY t FROM stdin;\n\\.\n	2000-01-01	\\x
\.


--
-- Data for Name: log; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.log (what) FROM stdin;
\.


--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.orders (id, customer, total, made) FROM stdin;
1	1	10.50	2026-01-01 10:00:00+00
2	1	-3.25	2026-06-01 10:00:00+00
3	3	0.00	\N
\.


--
-- Name: customers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.customers_id_seq', 3, true);


--
-- Name: orders_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.orders_id_seq', 1, false);


--
-- PostgreSQL database dump complete
--

\unrestrict sSxtIGQoQO7swZyqjPK49PjTcOxpDyrTKHmzsxeVYWMetodptOeF25b3nCOv5od

