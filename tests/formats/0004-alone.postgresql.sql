SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.actors (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.answers (
    network character varying NOT NULL,
    key character varying(64) NOT NULL,
    request character varying(64) NOT NULL,
    status integer NOT NULL,
    headers text NOT NULL,
    body text NOT NULL,
    created character varying(25) NOT NULL
);
CREATE TABLE public.blocks (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
CREATE TABLE public.contacts (
    network character varying NOT NULL,
    actor character varying NOT NULL,
    name character varying NOT NULL,
    email character varying NOT NULL,
    phone character varying NOT NULL
);
CREATE TABLE public.cooperations (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
CREATE TABLE public.erasures (
    network character varying NOT NULL,
    actor character varying(64) NOT NULL,
    receipt character varying(32) NOT NULL,
    erased character varying(25) NOT NULL
);
CREATE TABLE public.introductions (
    network character varying NOT NULL,
    id character varying(32) NOT NULL,
    actor character varying NOT NULL,
    other character varying NOT NULL,
    message text NOT NULL,
    asked character varying(25) NOT NULL,
    deadline character varying(10) NOT NULL,
    answer character varying,
    answered character varying(25),
    withdrawn character varying(25),
    actor_outcome character varying,
    other_outcome character varying,
    reminded character varying NOT NULL
);
CREATE TABLE public.keys (
    id character varying(16) NOT NULL,
    network character varying NOT NULL,
    name character varying NOT NULL,
    scopes character varying NOT NULL,
    digest character varying(64) NOT NULL,
    rate character varying NOT NULL,
    created character varying(25) NOT NULL,
    expires character varying(25),
    revoked character varying(25)
);
CREATE TABLE public.networks (
    name character varying NOT NULL,
    id character varying(32) NOT NULL,
    settings text NOT NULL,
    revision integer NOT NULL,
    version character varying(64) NOT NULL
);
CREATE TABLE public.opinions (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
INSERT INTO public.actors VALUES ('default', 'lahden-kaupunki', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Kotoutumispalvelut"}, "groups": [], "id": "lahden-kaupunki", "languages": ["fi"], "municipalities": ["398"], "name": "Lahden kaupunki", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["07"], "sector": "municipality", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}', '78144bc21c363e4dcb26e2f3df8ffc452a6cad5c1d95226797bbd6de62842532', 2);
INSERT INTO public.actors VALUES ('default', 'turun-yliopisto', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Tutkimus ja opetus"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}', '085630ae4328b2299d81a7d99c9b4f0c0bc1f96d812dbbdd536c4eedc4c94020', 2);
INSERT INTO public.actors VALUES ('default', 'oulun-tupa', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Tapahtumia ja tiloja"}, "groups": [], "id": "oulun-tupa", "languages": ["fi"], "municipalities": ["564"], "name": "Oulun tupa", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["17"], "sector": "ngo", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}', '6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e', 2);
INSERT INTO public.actors VALUES ('default', 'martan-talo', '{"capacity": 3, "coverage": null, "descriptions": {"fi": "Kielikahvila ja neuvontaa"}, "groups": [], "id": "martan-talo", "languages": ["fi"], "municipalities": ["091"], "name": "Martan talo", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["01"], "sector": "ngo", "source": "", "status": "active", "themes": ["guidance_counselling"], "updated": null, "wanted_sectors": []}', '927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3', 3);
INSERT INTO public.alembic_version VALUES ('0004');
INSERT INTO public.blocks VALUES ('default', '["oulun-tupa", "lahden-kaupunki"]', '{"actor": "oulun-tupa", "other": "lahden-kaupunki"}', '56411f1fc24e9ae1262575fbef950d1df9ed9127e99532b5ae1451503f03aed1', 2);
INSERT INTO public.blocks VALUES ('default', '["turun-yliopisto", "lahden-kaupunki"]', '{"actor": "turun-yliopisto", "other": "lahden-kaupunki"}', '22db0dd9c0807bf6d0d7b7a49bd7a149e2e5de9b80e151c9b81a86b8442f9384', 6);
INSERT INTO public.contacts VALUES ('default', 'martan-talo', 'Martta Talonen', 'martta@example.org', '');
INSERT INTO public.contacts VALUES ('default', 'oulun-tupa', 'Oulun toimisto', 'oulu@example.org', '');
INSERT INTO public.cooperations VALUES ('default', '[["lahden-kaupunki", "martan-talo"], "Yhdessä", "2024-02-01"]', '{"descriptions": {}, "lead": "martan-talo", "members": ["lahden-kaupunki", "martan-talo"], "since": "2024-02-01", "source": "", "themes": [], "title": "Yhdessä", "until": null}', 'd23d8a9afc3058ac1f2825052febf87b04c9f367ea00bc74b860ca3bf2f4adce', 2);
INSERT INTO public.cooperations VALUES ('default', '[["oulun-tupa", "turun-yliopisto"], "Pohjoinen ja etelä", "2023-01-01"]', '{"descriptions": {}, "lead": "", "members": ["oulun-tupa", "turun-yliopisto"], "since": "2023-01-01", "source": "", "themes": [], "title": "Pohjoinen ja etelä", "until": "2025-01-01"}', '0fc3e515bfb969562b97c7376cb9af032481775e906358e7a60af4d4474f3f21', 2);
INSERT INTO public.erasures VALUES ('default', 'f8e9611813b2670cafe25d3ba5e57ac60a6b135f494572069dca06cfbc18e039', 'd9c5e39076134cc981660a39ea5b48a1', '2026-11-29T01:09:36+00:00');
INSERT INTO public.introductions VALUES ('default', '9cf4704767834585b5942b04d56788ae', 'martan-talo', 'oulun-tupa', 'Hei, tehdäänkö yhdessä?', '2026-11-29T01:09:36+00:00', '2026-12-13', 'accepted', '2026-11-29T01:09:36+00:00', NULL, NULL, NULL, '');
INSERT INTO public.keys VALUES ('de5888cb5eb5e35e', 'default', 'platform', 'read write', '6a51882f80d82f627cafe6c1f180382f066f2a3a8c8ce29f542cf777d28ad132', '', '2026-11-29T01:09:37+00:00', NULL, NULL);
INSERT INTO public.networks VALUES ('lapland', '3a4d7383ae5a400295f998a3e8c409ab', '{}', 1, '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO public.networks VALUES ('default', 'b229d833e79444fb973a8d32d599b436', '{}', 7, 'c0f3a5b4877c14af01df7a1746cc3d51b6fc5593c6376923650b33233961f4f6');
INSERT INTO public.opinions VALUES ('default', '["martan-talo", "turun-yliopisto"]', '{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-29", "until": null}', 'e419ccdff52941012ab1e3d74c655ba3f7a51532516949eb81668a50361dc54f', 5);
ALTER TABLE ONLY public.actors
    ADD CONSTRAINT actors_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT blocks_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (network, actor);
ALTER TABLE ONLY public.cooperations
    ADD CONSTRAINT cooperations_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (network, actor);
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT introductions_pkey PRIMARY KEY (network, id);
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.networks
    ADD CONSTRAINT networks_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.opinions
    ADD CONSTRAINT opinions_pkey PRIMARY KEY (network, key);
CREATE INDEX actors_by_revision ON public.actors USING btree (network, revision);
CREATE INDEX blocks_by_revision ON public.blocks USING btree (network, revision);
CREATE INDEX cooperations_by_revision ON public.cooperations USING btree (network, revision);
CREATE INDEX introductions_by_actor ON public.introductions USING btree (network, actor);
CREATE INDEX introductions_by_other ON public.introductions USING btree (network, other);
CREATE INDEX opinions_by_revision ON public.opinions USING btree (network, revision);
ALTER TABLE ONLY public.actors
    ADD CONSTRAINT actors_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT blocks_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.cooperations
    ADD CONSTRAINT cooperations_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT introductions_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT introductions_network_other_fkey FOREIGN KEY (network, other) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT keys_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.opinions
    ADD CONSTRAINT opinions_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
