--
-- PostgreSQL database cluster dump
--

\restrict Bf97XUxtB7IfBlWqXcMuHNa8cIRkR6XG4p9M4Uq9wp6afMXN0PfWbf2CDLKJo1F

SET default_transaction_read_only = off;

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;

--
-- Roles
--

CREATE ROLE postgres;
ALTER ROLE postgres WITH SUPERUSER INHERIT CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS;

--
-- User Configurations
--








\unrestrict Bf97XUxtB7IfBlWqXcMuHNa8cIRkR6XG4p9M4Uq9wp6afMXN0PfWbf2CDLKJo1F

--
-- PostgreSQL database cluster dump complete
--

