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
ALTER TABLE ONLY public.activations ALTER COLUMN at SET STATISTICS 0;
ALTER TABLE ONLY public.activations ALTER COLUMN author SET STATISTICS 0;
CREATE TABLE public.actors (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
ALTER TABLE ONLY public.actors ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE ONLY public.actors ALTER COLUMN document SET STATISTICS 0;
ALTER TABLE ONLY public.actors ALTER COLUMN digest SET STATISTICS 0;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.aliases (
    network character varying NOT NULL,
    alias character varying NOT NULL,
    actor character varying NOT NULL
);
ALTER TABLE ONLY public.aliases ALTER COLUMN alias SET STATISTICS 0;
ALTER TABLE ONLY public.aliases ALTER COLUMN actor SET STATISTICS 0;
CREATE TABLE public.answers (
    network character varying NOT NULL,
    key character varying(64) NOT NULL,
    request character varying(64) NOT NULL,
    status integer NOT NULL,
    headers text NOT NULL,
    body text NOT NULL,
    created character varying(25) NOT NULL
);
ALTER TABLE ONLY public.answers ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE ONLY public.answers ALTER COLUMN request SET STATISTICS 0;
ALTER TABLE ONLY public.answers ALTER COLUMN headers SET STATISTICS 0;
ALTER TABLE ONLY public.answers ALTER COLUMN body SET STATISTICS 0;
CREATE TABLE public.audit (
    network character varying NOT NULL,
    number integer NOT NULL,
    at character varying(25) NOT NULL,
    author character varying NOT NULL,
    what character varying NOT NULL,
    details text NOT NULL,
    hash character varying(64) NOT NULL
);
ALTER TABLE ONLY public.audit ALTER COLUMN at SET STATISTICS 0;
ALTER TABLE ONLY public.audit ALTER COLUMN author SET STATISTICS 0;
ALTER TABLE ONLY public.audit ALTER COLUMN details SET STATISTICS 0;
ALTER TABLE ONLY public.audit ALTER COLUMN hash SET STATISTICS 0;
CREATE TABLE public.blocks (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
ALTER TABLE ONLY public.blocks ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE ONLY public.blocks ALTER COLUMN document SET STATISTICS 0;
ALTER TABLE ONLY public.blocks ALTER COLUMN digest SET STATISTICS 0;
CREATE TABLE public.contacts (
    network character varying NOT NULL,
    actor character varying NOT NULL,
    name character varying NOT NULL,
    email character varying NOT NULL,
    phone character varying NOT NULL,
    source character varying DEFAULT ''::character varying NOT NULL
);
ALTER TABLE ONLY public.contacts ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.contacts ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY public.contacts ALTER COLUMN email SET STATISTICS 0;
ALTER TABLE ONLY public.contacts ALTER COLUMN phone SET STATISTICS 0;
ALTER TABLE ONLY public.contacts ALTER COLUMN source SET STATISTICS 0;
CREATE TABLE public.cooperations (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
ALTER TABLE ONLY public.cooperations ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE ONLY public.cooperations ALTER COLUMN document SET STATISTICS 0;
ALTER TABLE ONLY public.cooperations ALTER COLUMN digest SET STATISTICS 0;
CREATE TABLE public.distinct_pairs (
    network character varying NOT NULL,
    actor character varying NOT NULL,
    other character varying NOT NULL,
    since character varying(25) NOT NULL
);
ALTER TABLE ONLY public.distinct_pairs ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.distinct_pairs ALTER COLUMN other SET STATISTICS 0;
ALTER TABLE ONLY public.distinct_pairs ALTER COLUMN since SET STATISTICS 0;
CREATE TABLE public.erasures (
    network character varying NOT NULL,
    actor character varying(64) NOT NULL,
    receipt character varying(32) NOT NULL,
    erased character varying(25) NOT NULL,
    key_id character varying(16) DEFAULT ''::character varying NOT NULL,
    revision integer DEFAULT 0 NOT NULL
);
ALTER TABLE ONLY public.erasures ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.erasures ALTER COLUMN receipt SET STATISTICS 0;
ALTER TABLE ONLY public.erasures ALTER COLUMN erased SET STATISTICS 0;
ALTER TABLE ONLY public.erasures ALTER COLUMN key_id SET STATISTICS 0;
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
ALTER TABLE ONLY public.events ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.events ALTER COLUMN other SET STATISTICS 0;
ALTER TABLE ONLY public.events ALTER COLUMN document SET STATISTICS 0;
CREATE TABLE public.follows (
    network character varying NOT NULL,
    actor character varying NOT NULL,
    other character varying NOT NULL,
    since character varying(25) NOT NULL
);
ALTER TABLE ONLY public.follows ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.follows ALTER COLUMN other SET STATISTICS 0;
ALTER TABLE ONLY public.follows ALTER COLUMN since SET STATISTICS 0;
CREATE TABLE public.idea_requests (
    network character varying NOT NULL,
    id character varying(32) NOT NULL,
    actor character varying NOT NULL,
    idea text NOT NULL,
    understood text NOT NULL,
    made character varying(25) NOT NULL,
    closed character varying(25)
);
ALTER TABLE ONLY public.idea_requests ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.idea_requests ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.idea_requests ALTER COLUMN idea SET STATISTICS 0;
ALTER TABLE ONLY public.idea_requests ALTER COLUMN understood SET STATISTICS 0;
ALTER TABLE ONLY public.idea_requests ALTER COLUMN made SET STATISTICS 0;
ALTER TABLE ONLY public.idea_requests ALTER COLUMN closed SET STATISTICS 0;
CREATE TABLE public.idea_shares (
    network character varying NOT NULL,
    request character varying(32) NOT NULL,
    other character varying NOT NULL
);
ALTER TABLE ONLY public.idea_shares ALTER COLUMN request SET STATISTICS 0;
ALTER TABLE ONLY public.idea_shares ALTER COLUMN other SET STATISTICS 0;
CREATE TABLE public.import_answers (
    network character varying NOT NULL,
    question character varying NOT NULL,
    answer character varying NOT NULL
);
ALTER TABLE ONLY public.import_answers ALTER COLUMN question SET STATISTICS 0;
ALTER TABLE ONLY public.import_answers ALTER COLUMN answer SET STATISTICS 0;
CREATE TABLE public.import_changes (
    network character varying NOT NULL,
    number integer NOT NULL,
    kind character varying NOT NULL,
    key character varying NOT NULL,
    before text,
    after character varying(64)
);
ALTER TABLE ONLY public.import_changes ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE ONLY public.import_changes ALTER COLUMN before SET STATISTICS 0;
ALTER TABLE ONLY public.import_changes ALTER COLUMN after SET STATISTICS 0;
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
ALTER TABLE ONLY public.imports ALTER COLUMN author SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN file SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN undone SET STATISTICS 0;
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
    reminded character varying NOT NULL,
    lapse_noted integer DEFAULT 0 NOT NULL
);
ALTER TABLE ONLY public.introductions ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN other SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN message SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN asked SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN answer SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN answered SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN withdrawn SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN actor_outcome SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN other_outcome SET STATISTICS 0;
ALTER TABLE ONLY public.introductions ALTER COLUMN reminded SET STATISTICS 0;
CREATE TABLE public.keys (
    id character varying(16) NOT NULL,
    network character varying NOT NULL,
    name character varying NOT NULL,
    scopes character varying NOT NULL,
    digest character varying(64) NOT NULL,
    rate character varying NOT NULL,
    created character varying(25) NOT NULL,
    expires character varying(25),
    revoked character varying(25),
    actor character varying,
    public_key character varying(43)
);
ALTER TABLE ONLY public.keys ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.keys ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY public.keys ALTER COLUMN scopes SET STATISTICS 0;
ALTER TABLE ONLY public.keys ALTER COLUMN digest SET STATISTICS 0;
ALTER TABLE ONLY public.keys ALTER COLUMN rate SET STATISTICS 0;
ALTER TABLE ONLY public.keys ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.keys ALTER COLUMN public_key SET STATISTICS 0;
CREATE TABLE public.lists (
    network character varying NOT NULL,
    id character varying(32) NOT NULL,
    shown character varying(25) NOT NULL,
    actor character varying NOT NULL,
    document text NOT NULL,
    content character varying(16),
    showings integer DEFAULT 1 NOT NULL,
    last_shown character varying(25) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE ONLY public.lists ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.lists ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.lists ALTER COLUMN document SET STATISTICS 0;
ALTER TABLE ONLY public.lists ALTER COLUMN content SET STATISTICS 0;
CREATE TABLE public.networks (
    name character varying NOT NULL,
    id character varying(32) NOT NULL,
    settings text NOT NULL,
    revision integer NOT NULL,
    version character varying(64) NOT NULL
);
ALTER TABLE ONLY public.networks ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.networks ALTER COLUMN settings SET STATISTICS 0;
ALTER TABLE ONLY public.networks ALTER COLUMN version SET STATISTICS 0;
CREATE TABLE public.opinions (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
ALTER TABLE ONLY public.opinions ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE ONLY public.opinions ALTER COLUMN document SET STATISTICS 0;
ALTER TABLE ONLY public.opinions ALTER COLUMN digest SET STATISTICS 0;
CREATE TABLE public.outcomes (
    network character varying NOT NULL,
    key character varying NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    revision integer NOT NULL
);
ALTER TABLE ONLY public.outcomes ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE ONLY public.outcomes ALTER COLUMN document SET STATISTICS 0;
ALTER TABLE ONLY public.outcomes ALTER COLUMN digest SET STATISTICS 0;
CREATE TABLE public.planned_erasures (
    network character varying NOT NULL,
    actor character varying NOT NULL,
    day character varying(10) NOT NULL
);
ALTER TABLE ONLY public.planned_erasures ALTER COLUMN actor SET STATISTICS 0;
CREATE TABLE public.processes (
    id character varying(32) NOT NULL,
    host character varying NOT NULL,
    pid integer NOT NULL,
    started character varying(25) NOT NULL,
    seen character varying(25) NOT NULL,
    revisions text NOT NULL
);
ALTER TABLE ONLY public.processes ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.processes ALTER COLUMN host SET STATISTICS 0;
ALTER TABLE ONLY public.processes ALTER COLUMN started SET STATISTICS 0;
ALTER TABLE ONLY public.processes ALTER COLUMN revisions SET STATISTICS 0;
CREATE TABLE public.rate_leases (
    holder character varying(64) NOT NULL,
    at double precision NOT NULL,
    id character varying(32) NOT NULL,
    count integer NOT NULL,
    ends double precision NOT NULL
);
ALTER TABLE ONLY public.rate_leases ALTER COLUMN holder SET STATISTICS 0;
ALTER TABLE ONLY public.rate_leases ALTER COLUMN id SET STATISTICS 0;
CREATE TABLE public.rehearsals (
    network character varying NOT NULL,
    id character varying(32) NOT NULL,
    number integer NOT NULL,
    place integer NOT NULL,
    seen character varying(25) NOT NULL,
    state character varying(16) NOT NULL,
    lists integer NOT NULL,
    compared integer NOT NULL,
    question text NOT NULL,
    result text
);
ALTER TABLE ONLY public.rehearsals ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.rehearsals ALTER COLUMN question SET STATISTICS 0;
ALTER TABLE ONLY public.rehearsals ALTER COLUMN result SET STATISTICS 0;
CREATE TABLE public.rule_sets (
    network character varying NOT NULL,
    number integer NOT NULL,
    content text NOT NULL,
    note text NOT NULL,
    created character varying(25) NOT NULL,
    author character varying NOT NULL
);
ALTER TABLE ONLY public.rule_sets ALTER COLUMN content SET STATISTICS 0;
ALTER TABLE ONLY public.rule_sets ALTER COLUMN note SET STATISTICS 0;
ALTER TABLE ONLY public.rule_sets ALTER COLUMN created SET STATISTICS 0;
ALTER TABLE ONLY public.rule_sets ALTER COLUMN author SET STATISTICS 0;
CREATE TABLE public.sign_in_codes (
    id character varying(64) NOT NULL,
    purpose character varying(16) NOT NULL,
    network character varying,
    actor character varying,
    details text NOT NULL,
    ends character varying(25) NOT NULL
);
ALTER TABLE ONLY public.sign_in_codes ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.sign_in_codes ALTER COLUMN network SET STATISTICS 0;
ALTER TABLE ONLY public.sign_in_codes ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.sign_in_codes ALTER COLUMN details SET STATISTICS 0;
CREATE TABLE public.sign_ins (
    id character varying(64) NOT NULL,
    network character varying NOT NULL,
    actor character varying,
    door character varying(16) NOT NULL,
    scopes character varying NOT NULL,
    key_id character varying(16),
    began character varying(25) NOT NULL,
    seen character varying(25) NOT NULL,
    ends character varying(25) NOT NULL
);
ALTER TABLE ONLY public.sign_ins ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.sign_ins ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.sign_ins ALTER COLUMN door SET STATISTICS 0;
ALTER TABLE ONLY public.sign_ins ALTER COLUMN scopes SET STATISTICS 0;
ALTER TABLE ONLY public.sign_ins ALTER COLUMN key_id SET STATISTICS 0;
ALTER TABLE ONLY public.sign_ins ALTER COLUMN began SET STATISTICS 0;
ALTER TABLE ONLY public.sign_ins ALTER COLUMN seen SET STATISTICS 0;
CREATE TABLE public.sweeps (
    network character varying NOT NULL,
    id character varying(32) NOT NULL,
    place character varying(16) NOT NULL,
    "position" character varying(32) DEFAULT ''::character varying NOT NULL
);
ALTER TABLE ONLY public.sweeps ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.sweeps ALTER COLUMN "position" SET STATISTICS 0;
CREATE TABLE public.vectors (
    network character varying NOT NULL,
    fingerprint character varying(64) NOT NULL,
    digest bytea NOT NULL,
    vector bytea NOT NULL
);
ALTER TABLE ONLY public.vectors ALTER COLUMN fingerprint SET STATISTICS 0;
ALTER TABLE ONLY public.vectors ALTER COLUMN digest SET STATISTICS 0;
ALTER TABLE ONLY public.vectors ALTER COLUMN vector SET STATISTICS 0;
CREATE TABLE public.webhooks (
    network character varying NOT NULL,
    id character varying(16) NOT NULL,
    url text NOT NULL,
    secret character varying NOT NULL,
    created character varying(25) NOT NULL,
    revision integer NOT NULL,
    place integer NOT NULL,
    attempts integer NOT NULL,
    next_try character varying(25) NOT NULL,
    failing_since character varying(25),
    given_up character varying(25),
    trouble character varying NOT NULL
);
ALTER TABLE ONLY public.webhooks ALTER COLUMN id SET STATISTICS 0;
ALTER TABLE ONLY public.webhooks ALTER COLUMN url SET STATISTICS 0;
ALTER TABLE ONLY public.webhooks ALTER COLUMN secret SET STATISTICS 0;
ALTER TABLE ONLY public.webhooks ALTER COLUMN created SET STATISTICS 0;
ALTER TABLE ONLY public.webhooks ALTER COLUMN next_try SET STATISTICS 0;
ALTER TABLE ONLY public.webhooks ALTER COLUMN failing_since SET STATISTICS 0;
ALTER TABLE ONLY public.webhooks ALTER COLUMN given_up SET STATISTICS 0;
ALTER TABLE ONLY public.webhooks ALTER COLUMN trouble SET STATISTICS 0;
INSERT INTO public.activations VALUES ('default', 1, 1, '2026-11-29T22:34:54+00:00', 'service');
INSERT INTO public.actors VALUES ('default', 'lahden-kaupunki', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Kotoutumispalvelut"}, "groups": [], "id": "lahden-kaupunki", "languages": ["fi"], "municipalities": ["398"], "name": "Lahden kaupunki", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["07"], "sector": "municipality", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}', '78144bc21c363e4dcb26e2f3df8ffc452a6cad5c1d95226797bbd6de62842532', 2);
INSERT INTO public.actors VALUES ('default', 'oulun-tupa', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Tapahtumia ja tiloja"}, "groups": [], "id": "oulun-tupa", "languages": ["fi"], "municipalities": ["564"], "name": "Oulun tupa", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["17"], "sector": "ngo", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}', '6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e', 2);
INSERT INTO public.actors VALUES ('default', 'martan-talo', '{"capacity": 3, "coverage": null, "descriptions": {"fi": "Kielikahvila ja neuvontaa"}, "groups": [], "id": "martan-talo", "languages": ["fi"], "municipalities": ["091"], "name": "Martan talo", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["01"], "sector": "ngo", "source": "", "status": "active", "themes": ["guidance_counselling"], "updated": null, "wanted_sectors": []}', '927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3', 6);
INSERT INTO public.actors VALUES ('default', 'turun-yliopisto', '{"capacity": null, "coverage": null, "descriptions": {"": "Tutkimus ja kurssit"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}', '425010b5953776d0c2cd6d4559feb8ebe66fba0a9076ce77e47bda8717ca993b', 13);
INSERT INTO public.alembic_version VALUES ('0016');
INSERT INTO public.aliases VALUES ('default', 'martan-talo-ry', 'martan-talo');
INSERT INTO public.answers VALUES ('default', 'first', '21a6a852816bf29d754aaba46c97ae1d2ed12b80e845c5b827e61eddff3853f0', 200, '{"ETag": "\"927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3.03d48449523993bf\"", "Content-Language": "en"}', '{"actor":{"id":"martan-talo","name":"Martan talo","sector":{"code":"ngo","label":"NGO or foundation"},"municipalities":[{"code":"091","label":"Helsinki"}],"regions":[{"code":"01","label":"Uusimaa"}],"coverage":null,"themes":[{"code":"guidance_counselling","label":"Guidance and counselling"}],"languages":[{"code":"fi","label":"Finnish"}],"description":{"words":"Kielikahvila ja neuvontaa","language":"fi"},"website":""},"profile":{"id":"martan-talo","name":"Martan talo","names":{},"sector":"ngo","municipalities":["091"],"regions":["01"],"coverage":null,"themes":["guidance_counselling"],"languages":["fi"],"descriptions":{"fi":"Kielikahvila ja neuvontaa"},"needs":{"texts":{},"themes":[]},"offers":{"texts":{},"themes":[]},"wanted_sectors":[],"capacity":3,"groups":[],"status":"active","source":"","updated":null,"part_of":"","business_id":"","website":"","keywords":[]},"labels":{"sectors":{"ngo":"NGO or foundation"},"themes":{"guidance_counselling":"Guidance and counselling"},"regions":{"01":"Uusimaa"},"municipalities":{"091":"Helsinki"}},"look_alikes":[]}', '2026-11-29T22:34:51+00:00');
INSERT INTO public.answers VALUES ('default', 'second', '001c0e2a221062f656b8c438c90650f6e78091bf5fa99a6f0d73da5856f37ebb', 201, '{"Content-Language": "en"}', '{"other":"oulun-tupa","outcome":"working","project":"","said":"2026-11-30"}', '2026-11-29T22:34:55+00:00');
INSERT INTO public.audit VALUES ('lapland', 1, '2026-11-29T22:34:44+00:00', 'command line', 'network-added', '{"settings":{}}', '12a1337506a455846b1122a969cad8bfa6930602b812e5d5a33d7d625f122edf');
INSERT INTO public.audit VALUES ('default', 1, '2026-11-29T22:34:49+00:00', 'service', 'rules-found', '{"number":0,"rules":"cb49e93ad3e5"}', '9c8c7434a2efc8a791d65c42d719b3753c95d85e0529d6bc32ec9cd6a9018dde');
INSERT INTO public.audit VALUES ('default', 2, '2026-11-29T22:34:49+00:00', 'service', 'weights-found', '{"weights":"a50cbd3e5eaf61ae"}', 'b21ddf02a3f101f1f02135e4a411cdbb9273d170b8c6371c65b29f49176cfc2b');
INSERT INTO public.audit VALUES ('default', 3, '2026-11-29T22:34:54+00:00', 'service', 'actors-merged', '{"cooperations":0}', '41ce4afa8059b515fc675fcced2c6fcef7afbce9b8f0efdadbe90f48d5f6b4b5');
INSERT INTO public.audit VALUES ('default', 4, '2026-11-29T22:34:54+00:00', 'command line', 'webhook-added', '{"host":"127.0.0.1","webhook":"5a4818e2582b3d47"}', '984b37666403cfd600fd48fa720ceecdb4f26920275d98f223b77069af7e067f');
INSERT INTO public.audit VALUES ('default', 5, '2026-11-29T22:34:54+00:00', 'service', 'rules-drafted', '{"content":"ec80cfdf1cec6e64fb101a8a8ebae26936d2b6ca9eff5b1af5e8b1916343ffe2","number":1,"rules":"2b73cc72d8be"}', '591c4881af303585c889d17ab08ca33b8c067f5026d47a0041fe815e6d223de8');
INSERT INTO public.audit VALUES ('default', 6, '2026-11-29T22:34:54+00:00', 'service', 'rules-activated', '{"before":0,"number":1,"rules":"2b73cc72d8be"}', 'dc586afd6774eb6befc69cae02cec9cf7b75ff81a83b85420d60373badfdad93');
INSERT INTO public.audit VALUES ('default', 7, '2026-11-29T22:34:54+00:00', 'command line', 'key-created', '{"expires":null,"key":"8d7826a436485f71","rate":"","scopes":["confidential","read","write"]}', '43d9eeed5fbf80bad1bfb20275a86486ac9212aad6fd2e67f4c7503e0f00f61c');
INSERT INTO public.audit VALUES ('default', 8, '2026-11-29T22:34:55+00:00', 'command line', 'key-created', '{"expires":null,"key":"c6cbe4bb49e33b70","of_actor":true,"rate":"","scopes":["erase","read","write"]}', '32059bf5f2a92dc0e5bc08dbf80dd65933019d0a3887a3747bca679604b8f193');
INSERT INTO public.audit VALUES ('default', 9, '2026-11-29T22:34:55+00:00', 'command line', 'key-created', '{"expires":null,"key":"a02544d00c7169ab","rate":"","scopes":["read"]}', '56c1cef709d19be122232e3abb6ec65f3fbe4589ed5c19279017038b259159a3');
INSERT INTO public.audit VALUES ('default', 10, '2026-11-29T22:34:55+00:00', 'command line', 'key-revoked', '{"expires":null,"key":"a02544d00c7169ab","rate":"","scopes":["read"]}', '180b00fc183650eb27815d5d290e52ecccb9d00c809771e20ea6a7ff1def5894');
INSERT INTO public.blocks VALUES ('default', '["oulun-tupa", "lahden-kaupunki"]', '{"actor": "oulun-tupa", "other": "lahden-kaupunki"}', '56411f1fc24e9ae1262575fbef950d1df9ed9127e99532b5ae1451503f03aed1', 7);
INSERT INTO public.contacts VALUES ('default', 'martan-talo', 'Martta Talonen', 'martan-talo@example.org', '', '');
INSERT INTO public.contacts VALUES ('default', 'oulun-tupa', 'Oulun toimisto', 'oulun-tupa@example.org', '', '');
INSERT INTO public.contacts VALUES ('default', 'turun-yliopisto', 'Turun yliopisto', 'yliopisto@example.org', '', 'one.csv, 2026-11-29T22:34:53+00:00');
INSERT INTO public.cooperations VALUES ('default', '[["lahden-kaupunki", "martan-talo"], "Yhdessä", "2024-02-01"]', '{"descriptions": {}, "lead": "martan-talo", "members": ["lahden-kaupunki", "martan-talo"], "since": "2024-02-01", "source": "", "themes": [], "title": "Yhdessä", "until": null}', 'd23d8a9afc3058ac1f2825052febf87b04c9f367ea00bc74b860ca3bf2f4adce', 4);
INSERT INTO public.cooperations VALUES ('default', '[["oulun-tupa", "turun-yliopisto"], "Pohjoinen ja etelä", "2023-01-01"]', '{"descriptions": {}, "lead": "", "members": ["oulun-tupa", "turun-yliopisto"], "since": "2023-01-01", "source": "", "themes": [], "title": "Pohjoinen ja etelä", "until": "2025-01-01"}', '0fc3e515bfb969562b97c7376cb9af032481775e906358e7a60af4d4474f3f21', 4);
INSERT INTO public.distinct_pairs VALUES ('default', 'lahden-kaupunki', 'oulun-tupa', '2026-11-29T22:34:54+00:00');
INSERT INTO public.erasures VALUES ('default', 'c7b9c6c7967de62d6c9d48d8cf2d2d6e947942156a3ada50cac3017e4a0d07b9', 'f7686693c9b940a8b7dafe79c90285a4', '2026-11-29T22:34:49+00:00', 'b2e5c6ffad4a7cfe', 5);
INSERT INTO public.events VALUES ('default', 2, 0, '2026-11-29T22:34:45+00:00', 'joined', 'martan-talo', '', 'null');
INSERT INTO public.events VALUES ('default', 2, 1, '2026-11-29T22:34:45+00:00', 'joined', 'lahden-kaupunki', '', 'null');
INSERT INTO public.events VALUES ('default', 2, 2, '2026-11-29T22:34:45+00:00', 'joined', 'turun-yliopisto', '', 'null');
INSERT INTO public.events VALUES ('default', 2, 3, '2026-11-29T22:34:45+00:00', 'joined', 'oulun-tupa', '', 'null');
INSERT INTO public.events VALUES ('default', 4, 0, '2026-11-29T22:34:49+00:00', 'cooperates', 'lahden-kaupunki', '43bcf0ffeafa9e46', 'null');
INSERT INTO public.events VALUES ('default', 4, 1, '2026-11-29T22:34:49+00:00', 'cooperates', 'martan-talo', '43bcf0ffeafa9e46', 'null');
INSERT INTO public.events VALUES ('default', 4, 2, '2026-11-29T22:34:49+00:00', 'cooperates', 'oulun-tupa', 'd79912827c7dec7a', 'null');
INSERT INTO public.events VALUES ('default', 4, 3, '2026-11-29T22:34:49+00:00', 'cooperates', 'turun-yliopisto', 'd79912827c7dec7a', 'null');
INSERT INTO public.events VALUES ('default', 5, 0, '2026-11-29T22:34:49+00:00', 'removed', '', '', 'null');
INSERT INTO public.events VALUES ('default', 6, 0, '2026-11-29T22:34:51+00:00', 'changed', 'martan-talo', '', 'null');
INSERT INTO public.events VALUES ('default', 8, 0, '2026-11-29T22:34:52+00:00', 'opinion', 'martan-talo', 'turun-yliopisto', '{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}');
INSERT INTO public.events VALUES ('default', 9, 0, '2026-11-29T22:34:52+00:00', 'outcome', 'martan-talo', 'lahden-kaupunki', '{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}');
INSERT INTO public.events VALUES ('default', 10, 0, '2026-11-29T22:34:53+00:00', 'introduction_asked', 'martan-talo', 'oulun-tupa', '{"introduction": "5fe87443488b4c598a2e0a62f4f34fe8"}');
INSERT INTO public.events VALUES ('default', 11, 0, '2026-11-29T22:34:53+00:00', 'introduction_accepted', 'martan-talo', 'oulun-tupa', '{"introduction": "5fe87443488b4c598a2e0a62f4f34fe8"}');
INSERT INTO public.events VALUES ('default', 12, 0, '2026-11-29T22:34:53+00:00', 'introduction_asked', 'martan-talo', 'turun-yliopisto', '{"introduction": "645739423a14469e9ee720535ffbb82c"}');
INSERT INTO public.events VALUES ('default', 13, 0, '2026-11-29T22:34:53+00:00', 'changed', 'turun-yliopisto', '', 'null');
INSERT INTO public.events VALUES ('default', 15, 0, '2026-11-29T22:34:53+00:00', 'removed', '', '', 'null');
INSERT INTO public.events VALUES ('default', 20, 0, '2026-11-29T22:34:55+00:00', 'outcome', 'martan-talo', 'oulun-tupa', '{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}');
INSERT INTO public.follows VALUES ('default', 'martan-talo', 'turun-yliopisto', '2026-11-29T22:34:53+00:00');
INSERT INTO public.idea_requests VALUES ('default', 'ca9439c8659a464da2e18fa39f996ad7', 'martan-talo', 'Kielikahvila Oulussa', '{"regions": [], "municipalities": ["564"], "sectors": [], "themes": ["language_cafe"], "languages": [], "people": [], "not_regions": [], "not_municipalities": [], "not_sectors": [], "nationwide": false}', '2026-11-29T22:34:53+00:00', NULL);
INSERT INTO public.idea_shares VALUES ('default', 'ca9439c8659a464da2e18fa39f996ad7', 'oulun-tupa');
INSERT INTO public.import_answers VALUES ('default', '["column", "tyyppi"]', 'sector');
INSERT INTO public.import_changes VALUES ('default', 1, 'actors', 'lahden-kaupunki', NULL, '78144bc21c363e4dcb26e2f3df8ffc452a6cad5c1d95226797bbd6de62842532');
INSERT INTO public.import_changes VALUES ('default', 1, 'actors', 'martan-talo', NULL, 'a38fdb3b18742a193c5c7b6199765e94c4dfcf1b50aef8991fa790d4e7134f9b');
INSERT INTO public.import_changes VALUES ('default', 1, 'actors', 'oulun-tupa', NULL, '6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e');
INSERT INTO public.import_changes VALUES ('default', 1, 'actors', 'turun-yliopisto', NULL, '085630ae4328b2299d81a7d99c9b4f0c0bc1f96d812dbbdd536c4eedc4c94020');
INSERT INTO public.import_changes VALUES ('default', 2, 'actors', 'turun-yliopisto', '{"capacity": null, "coverage": null, "descriptions": {"fi": "Tutkimus ja opetus"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}', '425010b5953776d0c2cd6d4559feb8ebe66fba0a9076ce77e47bda8717ca993b');
INSERT INTO public.imports VALUES ('default', 1, '2026-11-29T22:34:45+00:00', 'command line', 'actors.jsonl', 4, 0, 0, NULL);
INSERT INTO public.imports VALUES ('default', 2, '2026-11-29T22:34:53+00:00', 'service', 'one.csv', 0, 1, 0, NULL);
INSERT INTO public.imports VALUES ('default', 3, '2026-11-29T22:34:53+00:00', 'service', 'two.csv', 1, 0, 0, '2026-11-29T22:34:53+00:00');
INSERT INTO public.introductions VALUES ('default', '5fe87443488b4c598a2e0a62f4f34fe8', 'martan-talo', 'oulun-tupa', 'Hei, tehdäänkö yhdessä?', '2026-11-29T22:34:53+00:00', '2026-12-14', 'accepted', '2026-11-29T22:34:53+00:00', NULL, NULL, NULL, '', 0);
INSERT INTO public.introductions VALUES ('default', '645739423a14469e9ee720535ffbb82c', 'martan-talo', 'turun-yliopisto', 'Hei!', '2026-11-29T22:34:53+00:00', '2026-12-14', NULL, NULL, NULL, NULL, NULL, '', 0);
INSERT INTO public.keys VALUES ('8d7826a436485f71', 'default', 'platform', 'confidential read write', '691363834acad6b61afdd2046270124f98105da56b039f4bc14c2b76cf3e4eb0', '', '2026-11-29T22:34:54+00:00', NULL, NULL, NULL, 'Mmzij9ljXzbbUXhbcnsG96mff9cnjHQK7iyIcpbBxEE');
INSERT INTO public.keys VALUES ('c6cbe4bb49e33b70', 'default', 'Martta', 'erase read write', 'cbd1cb91331af3d07a41e7213a7b3a409e70855d3eff4b1d26e52dec0143b1b3', '', '2026-11-29T22:34:55+00:00', NULL, NULL, 'martan-talo', 'FP2aP4oEWqcp-pf2nAeg6NOU0ja0ODVcPUuPFwt85mc');
INSERT INTO public.keys VALUES ('a02544d00c7169ab', 'default', 'gone', 'read', 'dfa0fc5a61ee585da03be276e2f6defa15816310a71a876a023f0f465ff2fa83', '', '2026-11-29T22:34:55+00:00', NULL, '2026-11-29T22:34:55+00:00', NULL, 'SYuYpyjfTS2g3U7Qb3KCLg_aoUQR0bBtD47r_B98B1U');
INSERT INTO public.lists VALUES ('default', '1a89fc68a2fc0a5faab37a6f7f5022c2', '2026-11-29T22:34:53+00:00', 'martan-talo', '{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed", "own_opinions": true}, "versions": {"software": "0.1.0", "data": "200806961290", "vocabulary": "4b4c3ff7cf84", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586338596425, 1.0, {"base": -6.2899, "feedback": 2.0, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}', '1a89fc68a2fc0a5f', 2, '2026-11-29T22:34:53+00:00');
INSERT INTO public.networks VALUES ('lapland', '6c415b804f034b38abc71b7c0fca0baf', '{}', 1, '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO public.networks VALUES ('default', '91e3d8b31b5646fa8df2f899c0556e2d', '{}', 20, 'e5c4a9fd933f03665b19061181c811fefcd014d2a2ca009aba31aa2ad30435f3');
INSERT INTO public.opinions VALUES ('default', '["martan-talo", "turun-yliopisto"]', '{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}', 'cc4da66294bcde9c939c4bee0d40ef5496fd3876626395543bb924fff279bfda', 8);
INSERT INTO public.outcomes VALUES ('default', '["martan-talo", "lahden-kaupunki"]', '{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}', 'af3ff9ab801fb3a9c5fd05b0c616d780e28736fd701e9c8abf32dd3c5b7ae631', 9);
INSERT INTO public.outcomes VALUES ('default', '["martan-talo", "oulun-tupa"]', '{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}', '763e5eed5a8154c1d5de106b927da0e5cc2c82fbcd11eeb302abfa3a72f99aaa', 20);
INSERT INTO public.planned_erasures VALUES ('default', 'turun-yliopisto', '2026-12-07');
INSERT INTO public.processes VALUES ('5ba46eb4d6d34291a441fdb8a0f8c864', 'vm', 6282, '2026-11-29T22:34:51+00:00', '2026-11-29T22:34:55+00:00', '{"default": 20}');
INSERT INTO public.rehearsals VALUES ('default', '3f54697a3ced4997b5c37cf46a21637a', 1, 1, '2026-11-29T22:34:54+00:00', 'done', 3, 3, '{"as_of": "2026-11-30", "limit": 10}', '{"changes": [], "places": {}, "rules": ["cb49e93ad3e5", "2b73cc72d8be"]}');
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
', 'Kokeilu', '2026-11-29T22:34:54+00:00', 'service');
INSERT INTO public.sign_in_codes VALUES ('64e9454234c82c9d52fe9bd17332e8a21ee5b0bca1b9f218c4a679c44bce9795', 'token', NULL, NULL, '', '2026-11-29T22:49:56+00:00');
INSERT INTO public.sign_ins VALUES ('48bef4063712ddee9bf9c997f51ac98c056ac52cc7cd4f7fe6ac17a57e27b32c', 'default', NULL, 'key', 'confidential read write', '8d7826a436485f71', '2026-11-29T22:34:56+00:00', '2026-11-29T22:34:56+00:00', '2026-12-13T22:34:56+00:00');
INSERT INTO public.sign_ins VALUES ('2d6c3669981fafe47faa974417052bf3ad8df9d10d4421a72bcdf310a6c5bdc0', 'default', 'martan-talo', 'token', 'read write', '8d7826a436485f71', '2026-11-29T22:34:56+00:00', '2026-11-29T22:34:56+00:00', '2026-12-13T22:34:56+00:00');
INSERT INTO public.webhooks VALUES ('default', '5a4818e2582b3d47', 'http://127.0.0.1:9/kumppani', 'whsec_+cVq5j7wzNKNHQ26Bwoso58/QB5GwaFplNzo+xFGPpM=', '2026-11-29T22:34:54+00:00', 15, 0, 1, '2026-11-29T22:35:01+00:00', '2026-11-29T22:34:56+00:00', NULL, 'ConnectionRefusedError: [Errno 111] Connection refused');
ALTER TABLE ONLY public.activations
    ADD CONSTRAINT activations_pkey PRIMARY KEY (network, number);
ALTER TABLE ONLY public.actors
    ADD CONSTRAINT actors_pkey PRIMARY KEY (network, key);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.aliases
    ADD CONSTRAINT aliases_pkey PRIMARY KEY (network, alias);
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
ALTER TABLE ONLY public.distinct_pairs
    ADD CONSTRAINT distinct_pairs_pkey PRIMARY KEY (network, actor, other);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (network, actor);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (network, revision, place);
ALTER TABLE ONLY public.follows
    ADD CONSTRAINT follows_pkey PRIMARY KEY (network, actor, other);
ALTER TABLE ONLY public.idea_requests
    ADD CONSTRAINT idea_requests_pkey PRIMARY KEY (network, id);
ALTER TABLE ONLY public.idea_shares
    ADD CONSTRAINT idea_shares_pkey PRIMARY KEY (network, request, other);
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
ALTER TABLE ONLY public.planned_erasures
    ADD CONSTRAINT planned_erasures_pkey PRIMARY KEY (network, actor);
ALTER TABLE ONLY public.processes
    ADD CONSTRAINT processes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rate_leases
    ADD CONSTRAINT rate_leases_pkey PRIMARY KEY (holder, at, id);
ALTER TABLE ONLY public.rehearsals
    ADD CONSTRAINT rehearsals_pkey PRIMARY KEY (network, id);
ALTER TABLE ONLY public.rule_sets
    ADD CONSTRAINT rule_sets_pkey PRIMARY KEY (network, number);
ALTER TABLE ONLY public.sign_in_codes
    ADD CONSTRAINT sign_in_codes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sweeps
    ADD CONSTRAINT sweeps_pkey PRIMARY KEY (network, id, place);
ALTER TABLE ONLY public.vectors
    ADD CONSTRAINT vectors_pkey PRIMARY KEY (network, fingerprint, digest);
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (network, id);
CREATE INDEX actors_by_revision ON public.actors USING btree (network, revision);
CREATE INDEX aliases_by_actor ON public.aliases USING btree (network, actor);
CREATE INDEX blocks_by_revision ON public.blocks USING btree (network, revision);
CREATE INDEX cooperations_by_revision ON public.cooperations USING btree (network, revision);
CREATE INDEX distinct_pairs_by_other ON public.distinct_pairs USING btree (network, other);
CREATE INDEX events_by_actor ON public.events USING btree (network, actor);
CREATE INDEX events_by_other ON public.events USING btree (network, other);
CREATE INDEX follows_by_other ON public.follows USING btree (network, other);
CREATE INDEX idea_requests_by_actor ON public.idea_requests USING btree (network, actor);
CREATE INDEX idea_shares_by_other ON public.idea_shares USING btree (network, other);
CREATE INDEX introductions_by_actor ON public.introductions USING btree (network, actor);
CREATE INDEX introductions_by_other ON public.introductions USING btree (network, other);
CREATE INDEX lists_by_actor ON public.lists USING btree (network, actor);
CREATE UNIQUE INDEX lists_by_content ON public.lists USING btree (network, content);
CREATE INDEX opinions_by_revision ON public.opinions USING btree (network, revision);
CREATE INDEX outcomes_by_revision ON public.outcomes USING btree (network, revision);
CREATE INDEX sign_in_codes_by_actor ON public.sign_in_codes USING btree (network, actor);
CREATE INDEX sign_ins_by_actor ON public.sign_ins USING btree (network, actor);
CREATE TRIGGER audit_only_grows BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_only_grows();
ALTER TABLE ONLY public.activations
    ADD CONSTRAINT activations_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.actors
    ADD CONSTRAINT actors_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.aliases
    ADD CONSTRAINT aliases_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT answers_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT blocks_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.contacts
    ADD CONSTRAINT contacts_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.cooperations
    ADD CONSTRAINT cooperations_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.distinct_pairs
    ADD CONSTRAINT distinct_pairs_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.distinct_pairs
    ADD CONSTRAINT distinct_pairs_network_other_fkey FOREIGN KEY (network, other) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.follows
    ADD CONSTRAINT follows_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.idea_requests
    ADD CONSTRAINT idea_requests_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.idea_shares
    ADD CONSTRAINT idea_shares_network_other_fkey FOREIGN KEY (network, other) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.idea_shares
    ADD CONSTRAINT idea_shares_network_request_fkey FOREIGN KEY (network, request) REFERENCES public.idea_requests(network, id) ON DELETE CASCADE;
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
ALTER TABLE ONLY public.planned_erasures
    ADD CONSTRAINT planned_erasures_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.rehearsals
    ADD CONSTRAINT rehearsals_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.rule_sets
    ADD CONSTRAINT rule_sets_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_in_codes
    ADD CONSTRAINT sign_in_codes_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_in_codes
    ADD CONSTRAINT sign_in_codes_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_key_id_fkey FOREIGN KEY (key_id) REFERENCES public.keys(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_network_actor_fkey FOREIGN KEY (network, actor) REFERENCES public.actors(network, key) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.vectors
    ADD CONSTRAINT vectors_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_network_fkey FOREIGN KEY (network) REFERENCES public.networks(name) ON DELETE CASCADE;
