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
CREATE FUNCTION public.audit_only_grows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit log can only grow'; END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.activations (
    network character varying NOT NULL,
    number integer NOT NULL,
    rule_set integer NOT NULL,
    at character varying(25) NOT NULL,
    author character varying NOT NULL
);
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
CREATE TABLE public.audit (
    network character varying NOT NULL,
    number integer NOT NULL,
    at character varying(25) NOT NULL,
    author character varying NOT NULL,
    what character varying NOT NULL,
    details text NOT NULL,
    hash character varying(64) NOT NULL
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
    phone character varying NOT NULL,
    source character varying DEFAULT ''::character varying NOT NULL
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
CREATE TABLE public.events (
    network character varying NOT NULL,
    revision integer NOT NULL,
    place integer NOT NULL,
    happened character varying(25) NOT NULL,
    kind character varying(32) NOT NULL,
    actor character varying NOT NULL,
    other character varying NOT NULL,
    document text NOT NULL
);
CREATE TABLE public.follows (
    network character varying NOT NULL,
    actor character varying NOT NULL,
    other character varying NOT NULL,
    since character varying(25) NOT NULL
);
CREATE TABLE public.import_answers (
    network character varying NOT NULL,
    question character varying NOT NULL,
    answer character varying NOT NULL
);
CREATE TABLE public.import_changes (
    network character varying NOT NULL,
    number integer NOT NULL,
    kind character varying NOT NULL,
    key character varying NOT NULL,
    before text,
    after character varying(64)
);
CREATE TABLE public.imports (
    network character varying NOT NULL,
    number integer NOT NULL,
    at character varying(25) NOT NULL,
    author character varying NOT NULL,
    file character varying NOT NULL,
    added integer NOT NULL,
    changed integer NOT NULL,
    removed integer NOT NULL,
    undone character varying(25)
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
CREATE TABLE public.lists (
    network character varying NOT NULL,
    id character varying(32) NOT NULL,
    shown character varying(25) NOT NULL,
    actor character varying NOT NULL,
    document text NOT NULL
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
CREATE TABLE public.outcomes (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
CREATE TABLE public.rule_sets (
    network character varying NOT NULL,
    number integer NOT NULL,
    content text NOT NULL,
    note text NOT NULL,
    created character varying(25) NOT NULL,
    author character varying NOT NULL
);
INSERT INTO public.activations VALUES ('default', 1, 1, '2026-11-29T22:33:02+00:00', 'service');
INSERT INTO public.actors VALUES ('default', 'lahden-kaupunki', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Kotoutumispalvelut"}, "groups": [], "id": "lahden-kaupunki", "languages": ["fi"], "municipalities": ["398"], "name": "Lahden kaupunki", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["07"], "sector": "municipality", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}', '78144bc21c363e4dcb26e2f3df8ffc452a6cad5c1d95226797bbd6de62842532', 2);
INSERT INTO public.actors VALUES ('default', 'turun-yliopisto', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Tutkimus ja opetus"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}', '085630ae4328b2299d81a7d99c9b4f0c0bc1f96d812dbbdd536c4eedc4c94020', 2);
INSERT INTO public.actors VALUES ('default', 'oulun-tupa', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Tapahtumia ja tiloja"}, "groups": [], "id": "oulun-tupa", "languages": ["fi"], "municipalities": ["564"], "name": "Oulun tupa", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["17"], "sector": "ngo", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}', '6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e', 2);
INSERT INTO public.actors VALUES ('default', 'martan-talo', '{"capacity": 3, "coverage": null, "descriptions": {"fi": "Kielikahvila ja neuvontaa"}, "groups": [], "id": "martan-talo", "languages": ["fi"], "municipalities": ["091"], "name": "Martan talo", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["01"], "sector": "ngo", "source": "", "status": "active", "themes": ["guidance_counselling"], "updated": null, "wanted_sectors": []}', '927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3', 6);
INSERT INTO public.alembic_version VALUES ('0007');
INSERT INTO public.answers VALUES ('default', 'first', '6264937fb9f2635c63092f5956af9ce9bce4268e12406fc8c3c6bc7df32f0811', 200, '{"ETag": "\"927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3.305b5574798bd582\"", "Content-Language": "en"}', '{"actor":{"id":"martan-talo","name":"Martan talo","sector":{"code":"ngo","label":"NGO or foundation"},"municipalities":[{"code":"091","label":"Helsinki"}],"regions":[{"code":"01","label":"Uusimaa"}],"coverage":null,"themes":[{"code":"guidance_counselling","label":"Guidance and counselling"}]},"profile":{"id":"martan-talo","name":"Martan talo","names":{},"sector":"ngo","municipalities":["091"],"regions":["01"],"coverage":null,"themes":["guidance_counselling"],"languages":["fi"],"descriptions":{"fi":"Kielikahvila ja neuvontaa"},"needs":{"texts":{},"themes":[]},"offers":{"texts":{},"themes":[]},"wanted_sectors":[],"capacity":3,"groups":[],"status":"active","source":"","updated":null,"part_of":"","business_id":"","website":"","keywords":[]},"labels":{"sectors":{"ngo":"NGO or foundation"},"themes":{"guidance_counselling":"Guidance and counselling"},"regions":{"01":"Uusimaa"},"municipalities":{"091":"Helsinki"}}}', '2026-11-29T22:32:53+00:00');
INSERT INTO public.answers VALUES ('default', 'second', 'cd22b7c3057caf8d395862815431148ea0f107d0008f800131cc2c335d4bd76d', 201, '{"Content-Language": "en"}', '{"other":"oulun-tupa","outcome":"working","project":"","said":"2026-11-30"}', '2026-11-29T22:33:05+00:00');
INSERT INTO public.audit VALUES ('lapland', 1, '2026-11-29T22:32:42+00:00', 'command line', 'network-added', '{"settings":{}}', 'e815a75cc7f38ce34e4859e4d2fd5b1e3f0d76f54ba3c96d0e9f6037c45c0c4d');
INSERT INTO public.audit VALUES ('default', 1, '2026-11-29T22:32:49+00:00', 'service', 'rules-found', '{"number":0,"rules":"cb49e93ad3e5"}', '8fa9f06c45bcb1bb94f76d0650e61963446e8d1955045e815d3dcc6118f8481d');
INSERT INTO public.audit VALUES ('default', 2, '2026-11-29T22:32:49+00:00', 'service', 'weights-found', '{"weights":"a50cbd3e5eaf61ae"}', '1bbfb14f3e07fd3f97aab5d9b9dd339cda879cba4081faf9c49d155f25200ced');
INSERT INTO public.audit VALUES ('default', 3, '2026-11-29T22:33:02+00:00', 'service', 'rules-drafted', '{"content":"ec80cfdf1cec6e64fb101a8a8ebae26936d2b6ca9eff5b1af5e8b1916343ffe2","number":1,"rules":"2b73cc72d8be"}', '2e6b023e5a186c951a1a0312ed475b1c9bd7ae4ea5760c5116f80809568ea54a');
INSERT INTO public.audit VALUES ('default', 4, '2026-11-29T22:33:02+00:00', 'service', 'rules-activated', '{"before":0,"number":1,"rules":"2b73cc72d8be"}', '63be44eb4146ef7b93510678971294bd02f492257521f7196742c349829f44ca');
INSERT INTO public.audit VALUES ('default', 5, '2026-11-29T22:33:03+00:00', 'command line', 'key-created', '{"expires":null,"key":"95fc8aa15ebe998e","rate":"","scopes":["read","write"]}', '0f5003184d2c24fdf5d32f9ce51da2ef1000d221fab7bd0814c766e18d6846e6');
INSERT INTO public.audit VALUES ('default', 6, '2026-11-29T22:33:03+00:00', 'command line', 'key-created', '{"expires":null,"key":"e4777c90ded277f1","rate":"","scopes":["read"]}', '8699358d97e80ea421e6e29dee845649ad5eab33c1fa8db1a1d253284b4ab8db');
INSERT INTO public.audit VALUES ('default', 7, '2026-11-29T22:33:04+00:00', 'command line', 'key-revoked', '{"expires":null,"key":"e4777c90ded277f1","rate":"","scopes":["read"]}', 'cd9ca0c266ac0ba6a4cbc0133a7bcf241f0bd9f5026765097e900c6754a738c6');
INSERT INTO public.blocks VALUES ('default', '["oulun-tupa", "lahden-kaupunki"]', '{"actor": "oulun-tupa", "other": "lahden-kaupunki"}', '56411f1fc24e9ae1262575fbef950d1df9ed9127e99532b5ae1451503f03aed1', 7);
INSERT INTO public.contacts VALUES ('default', 'martan-talo', 'Martta Talonen', 'martan-talo@example.org', '', '');
INSERT INTO public.contacts VALUES ('default', 'oulun-tupa', 'Oulun toimisto', 'oulun-tupa@example.org', '', '');
INSERT INTO public.cooperations VALUES ('default', '[["lahden-kaupunki", "martan-talo"], "Yhdessä", "2024-02-01"]', '{"descriptions": {}, "lead": "martan-talo", "members": ["lahden-kaupunki", "martan-talo"], "since": "2024-02-01", "source": "", "themes": [], "title": "Yhdessä", "until": null}', 'd23d8a9afc3058ac1f2825052febf87b04c9f367ea00bc74b860ca3bf2f4adce', 4);
INSERT INTO public.cooperations VALUES ('default', '[["oulun-tupa", "turun-yliopisto"], "Pohjoinen ja etelä", "2023-01-01"]', '{"descriptions": {}, "lead": "", "members": ["oulun-tupa", "turun-yliopisto"], "since": "2023-01-01", "source": "", "themes": [], "title": "Pohjoinen ja etelä", "until": "2025-01-01"}', '0fc3e515bfb969562b97c7376cb9af032481775e906358e7a60af4d4474f3f21', 4);
INSERT INTO public.erasures VALUES ('default', 'db3d866fea7e66838541a8941fb96fd6b20608b0cec368c31f7c4f641b92ec87', 'a3d7b273534940a3af6a536af65f89e6', '2026-11-29T22:32:50+00:00');
INSERT INTO public.events VALUES ('default', 2, 0, '2026-11-29T22:32:44+00:00', 'joined', 'martan-talo', '', 'null');
INSERT INTO public.events VALUES ('default', 2, 1, '2026-11-29T22:32:44+00:00', 'joined', 'lahden-kaupunki', '', 'null');
INSERT INTO public.events VALUES ('default', 2, 2, '2026-11-29T22:32:44+00:00', 'joined', 'turun-yliopisto', '', 'null');
INSERT INTO public.events VALUES ('default', 2, 3, '2026-11-29T22:32:44+00:00', 'joined', 'oulun-tupa', '', 'null');
INSERT INTO public.events VALUES ('default', 4, 0, '2026-11-29T22:32:50+00:00', 'cooperates', 'lahden-kaupunki', '43bcf0ffeafa9e46', 'null');
INSERT INTO public.events VALUES ('default', 4, 1, '2026-11-29T22:32:50+00:00', 'cooperates', 'martan-talo', '43bcf0ffeafa9e46', 'null');
INSERT INTO public.events VALUES ('default', 4, 2, '2026-11-29T22:32:50+00:00', 'cooperates', 'oulun-tupa', 'd79912827c7dec7a', 'null');
INSERT INTO public.events VALUES ('default', 4, 3, '2026-11-29T22:32:50+00:00', 'cooperates', 'turun-yliopisto', 'd79912827c7dec7a', 'null');
INSERT INTO public.events VALUES ('default', 6, 0, '2026-11-29T22:32:53+00:00', 'changed', 'martan-talo', '', 'null');
INSERT INTO public.events VALUES ('default', 8, 0, '2026-11-29T22:33:01+00:00', 'opinion', 'martan-talo', 'turun-yliopisto', '{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}');
INSERT INTO public.events VALUES ('default', 9, 0, '2026-11-29T22:33:01+00:00', 'outcome', 'martan-talo', 'lahden-kaupunki', '{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}');
INSERT INTO public.events VALUES ('default', 10, 0, '2026-11-29T22:33:05+00:00', 'outcome', 'martan-talo', 'oulun-tupa', '{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}');
INSERT INTO public.follows VALUES ('default', 'martan-talo', 'turun-yliopisto', '2026-11-29T22:33:01+00:00');
INSERT INTO public.import_changes VALUES ('default', 1, 'actors', 'lahden-kaupunki', NULL, '78144bc21c363e4dcb26e2f3df8ffc452a6cad5c1d95226797bbd6de62842532');
INSERT INTO public.import_changes VALUES ('default', 1, 'actors', 'martan-talo', NULL, 'a38fdb3b18742a193c5c7b6199765e94c4dfcf1b50aef8991fa790d4e7134f9b');
INSERT INTO public.import_changes VALUES ('default', 1, 'actors', 'oulun-tupa', NULL, '6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e');
INSERT INTO public.import_changes VALUES ('default', 1, 'actors', 'turun-yliopisto', NULL, '085630ae4328b2299d81a7d99c9b4f0c0bc1f96d812dbbdd536c4eedc4c94020');
INSERT INTO public.imports VALUES ('default', 1, '2026-11-29T22:32:44+00:00', 'command line', 'actors.jsonl', 4, 0, 0, NULL);
INSERT INTO public.introductions VALUES ('default', '7dc48e5630de4f6ba5daf7df6e0bf2fc', 'martan-talo', 'oulun-tupa', 'Hei, tehdäänkö yhdessä?', '2026-11-29T22:33:02+00:00', '2026-12-14', 'accepted', '2026-11-29T22:33:02+00:00', NULL, NULL, NULL, '');
INSERT INTO public.introductions VALUES ('default', 'ab5bcd08d4eb4d588e75075f9398a401', 'martan-talo', 'turun-yliopisto', 'Hei!', '2026-11-29T22:33:02+00:00', '2026-12-14', NULL, NULL, NULL, NULL, NULL, '');
INSERT INTO public.keys VALUES ('95fc8aa15ebe998e', 'default', 'platform', 'read write', '01e29c2ef8c8ac50afe92d6c4667ae32d665e354e719964935549bc48e6a9809', '', '2026-11-29T22:33:03+00:00', NULL, NULL);
INSERT INTO public.keys VALUES ('e4777c90ded277f1', 'default', 'gone', 'read', '43b06f7f4823ffd0c5b6a17cfba5d640263e484b555fd86e10066cada97fc60e', '', '2026-11-29T22:33:03+00:00', NULL, '2026-11-29T22:33:04+00:00');
INSERT INTO public.lists VALUES ('default', 'f6f38064de6d4fc083a302e6a3515626', '2026-11-29T22:33:02+00:00', 'martan-talo', '{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed"}, "versions": {"software": "0.1.0", "data": "358c6b08e6ae", "vocabulary": "52e110bfd534", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586386442915, 1.0, {"base": -6.2899, "feedback": 1.9999999521535106, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}');
INSERT INTO public.lists VALUES ('default', 'fbcf1591ea844ad4bbabebb43d16c662', '2026-11-29T22:33:02+00:00', 'martan-talo', '{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed"}, "versions": {"software": "0.1.0", "data": "358c6b08e6ae", "vocabulary": "52e110bfd534", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586386442915, 1.0, {"base": -6.2899, "feedback": 1.9999999521535106, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}');
INSERT INTO public.networks VALUES ('lapland', 'e99b5fb51e9b487a87c604e21f8913b5', '{}', 1, '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO public.networks VALUES ('default', '357036dfa76c4deb977420ec660bc8a0', '{}', 10, 'abcac9f641303ebf35cd40a5c464a81f222254359380ee0029221e918002dcd8');
INSERT INTO public.opinions VALUES ('default', '["martan-talo", "turun-yliopisto"]', '{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}', 'cc4da66294bcde9c939c4bee0d40ef5496fd3876626395543bb924fff279bfda', 8);
INSERT INTO public.outcomes VALUES ('default', '["martan-talo", "lahden-kaupunki"]', '{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}', 'af3ff9ab801fb3a9c5fd05b0c616d780e28736fd701e9c8abf32dd3c5b7ae631', 9);
INSERT INTO public.outcomes VALUES ('default', '["martan-talo", "oulun-tupa"]', '{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}', '763e5eed5a8154c1d5de106b927da0e5cc2c82fbcd11eeb302abfa3a72f99aaa', 10);
INSERT INTO public.rule_sets VALUES ('default', 1, 'format = "kumppani-rules/1"

[[rules]]
name = "not-known-partners"
[rules.sentence]
fi = "{seeker} ja {candidate} ovat jo tehneet yhteistyötä."
sv = "{seeker} och {candidate} har redan samarbetat."
en = "{seeker} and {candidate} have already worked together."
[rules.pair]
known_partners = true
[rules.effect]
exclude = true
', 'Kokeilu', '2026-11-29T22:33:02+00:00', 'service');
ALTER TABLE ONLY public.activations
    ADD CONSTRAINT activations_pkey PRIMARY KEY (network, number);
ALTER TABLE ONLY public.actors
    ADD CONSTRAINT actors_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (network, number);
ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT blocks_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (network, actor);
ALTER TABLE ONLY public.cooperations
    ADD CONSTRAINT cooperations_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (network, actor);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (network, revision, place);
ALTER TABLE ONLY public.follows
    ADD CONSTRAINT follows_pkey PRIMARY KEY (network, actor, other);
ALTER TABLE ONLY public.import_answers
    ADD CONSTRAINT import_answers_pkey PRIMARY KEY (network, question);
ALTER TABLE ONLY public.import_changes
    ADD CONSTRAINT import_changes_pkey PRIMARY KEY (network, number, kind, key);
ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (network, number);
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT introductions_pkey PRIMARY KEY (network, id);
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lists
    ADD CONSTRAINT lists_pkey PRIMARY KEY (network, id);
ALTER TABLE ONLY public.networks
    ADD CONSTRAINT networks_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.opinions
    ADD CONSTRAINT opinions_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT outcomes_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.rule_sets
    ADD CONSTRAINT rule_sets_pkey PRIMARY KEY (network, number);
CREATE INDEX actors_by_revision ON public.actors USING btree (network, revision);
CREATE INDEX blocks_by_revision ON public.blocks USING btree (network, revision);
CREATE INDEX cooperations_by_revision ON public.cooperations USING btree (network, revision);
CREATE INDEX events_by_actor ON public.events USING btree (network, actor);
CREATE INDEX events_by_other ON public.events USING btree (network, other);
CREATE INDEX follows_by_other ON public.follows USING btree (network, other);
CREATE INDEX introductions_by_actor ON public.introductions USING btree (network, actor);
CREATE INDEX introductions_by_other ON public.introductions USING btree (network, other);
CREATE INDEX lists_by_actor ON public.lists USING btree (network, actor);
CREATE INDEX opinions_by_revision ON public.opinions USING btree (network, revision);
CREATE INDEX outcomes_by_revision ON public.outcomes USING btree (network, revision);
CREATE TRIGGER audit_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_only_grows();
ALTER TABLE ONLY public.activations
    ADD CONSTRAINT activations_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
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
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.follows
    ADD CONSTRAINT follows_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.import_answers
    ADD CONSTRAINT import_answers_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.import_changes
    ADD CONSTRAINT import_changes_network_number_fkey FOREIGN KEY (network, number) REFERENCES public.imports(network, number) ON DELETE CASCADE;
ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT introductions_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.introductions
    ADD CONSTRAINT introductions_network_other_fkey FOREIGN KEY (network, other) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT keys_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.lists
    ADD CONSTRAINT lists_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.opinions
    ADD CONSTRAINT opinions_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT outcomes_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.rule_sets
    ADD CONSTRAINT rule_sets_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
