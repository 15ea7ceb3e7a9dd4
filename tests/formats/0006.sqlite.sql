BEGIN TRANSACTION;
CREATE TABLE activations (
	network VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	rule_set INTEGER NOT NULL, 
	at VARCHAR(25) NOT NULL, 
	author VARCHAR NOT NULL, 
	PRIMARY KEY (network, number), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "activations" VALUES('default',1,1,'2026-11-29T22:30:42+00:00','service');
CREATE TABLE actors (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "actors" VALUES('default','martan-talo','{"capacity": 3, "coverage": null, "descriptions": {"fi": "Kielikahvila ja neuvontaa"}, "groups": [], "id": "martan-talo", "languages": ["fi"], "municipalities": ["091"], "name": "Martan talo", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["01"], "sector": "ngo", "source": "", "status": "active", "themes": ["guidance_counselling"], "updated": null, "wanted_sectors": []}','927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3',6);
INSERT INTO "actors" VALUES('default','lahden-kaupunki','{"capacity": null, "coverage": null, "descriptions": {"fi": "Kotoutumispalvelut"}, "groups": [], "id": "lahden-kaupunki", "languages": ["fi"], "municipalities": ["398"], "name": "Lahden kaupunki", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["07"], "sector": "municipality", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}','78144bc21c363e4dcb26e2f3df8ffc452a6cad5c1d95226797bbd6de62842532',2);
INSERT INTO "actors" VALUES('default','turun-yliopisto','{"capacity": null, "coverage": null, "descriptions": {"fi": "Tutkimus ja opetus"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}','085630ae4328b2299d81a7d99c9b4f0c0bc1f96d812dbbdd536c4eedc4c94020',2);
INSERT INTO "actors" VALUES('default','oulun-tupa','{"capacity": null, "coverage": null, "descriptions": {"fi": "Tapahtumia ja tiloja"}, "groups": [], "id": "oulun-tupa", "languages": ["fi"], "municipalities": ["564"], "name": "Oulun tupa", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["17"], "sector": "ngo", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}','6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e',2);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE answers (
	network VARCHAR NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	request VARCHAR(64) NOT NULL, 
	status INTEGER NOT NULL, 
	headers TEXT NOT NULL, 
	body TEXT NOT NULL, 
	created VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "answers" VALUES('default','first','6264937fb9f2635c63092f5956af9ce9bce4268e12406fc8c3c6bc7df32f0811',200,'{"ETag": "\"927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3.346acabc2ed107f8\"", "Content-Language": "en"}','{"actor":{"id":"martan-talo","name":"Martan talo","sector":{"code":"ngo","label":"NGO or foundation"},"municipalities":[{"code":"091","label":"Helsinki"}],"regions":[{"code":"01","label":"Uusimaa"}],"coverage":null,"themes":[{"code":"guidance_counselling","label":"Guidance and counselling"}]},"profile":{"id":"martan-talo","name":"Martan talo","names":{},"sector":"ngo","municipalities":["091"],"regions":["01"],"coverage":null,"themes":["guidance_counselling"],"languages":["fi"],"descriptions":{"fi":"Kielikahvila ja neuvontaa"},"needs":{"texts":{},"themes":[]},"offers":{"texts":{},"themes":[]},"wanted_sectors":[],"capacity":3,"groups":[],"status":"active","source":"","updated":null,"part_of":""},"labels":{"sectors":{"ngo":"NGO or foundation"},"themes":{"guidance_counselling":"Guidance and counselling"},"regions":{"01":"Uusimaa"},"municipalities":{"091":"Helsinki"}}}','2026-11-29T22:30:31+00:00');
INSERT INTO "answers" VALUES('default','second','cd22b7c3057caf8d395862815431148ea0f107d0008f800131cc2c335d4bd76d',201,'{"Content-Language": "en"}','{"other":"oulun-tupa","outcome":"working","project":"","said":"2026-11-30"}','2026-11-29T22:30:48+00:00');
CREATE TABLE audit (
	network VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	at VARCHAR(25) NOT NULL, 
	author VARCHAR NOT NULL, 
	what VARCHAR NOT NULL, 
	details TEXT NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (network, number)
);
INSERT INTO "audit" VALUES('lapland',1,'2026-11-29T22:29:43+00:00','command line','network-added','{"settings":{}}','f95fc4e02714f35ffc78c5b9149f714f4608417140f53bddfb35030fa9572d05');
INSERT INTO "audit" VALUES('default',1,'2026-11-29T22:30:24+00:00','service','rules-found','{"number":0,"rules":"cb49e93ad3e5"}','5c52dc1ce4421325ace0536f5761de0e0d57515231b51774f49b3c7f39b7e593');
INSERT INTO "audit" VALUES('default',2,'2026-11-29T22:30:24+00:00','service','weights-found','{"weights":"a50cbd3e5eaf61ae"}','fda337e75dffcef8a76a71dc1961c3c970c5b503b7dbfed0a3e36254056a4ece');
INSERT INTO "audit" VALUES('default',3,'2026-11-29T22:30:41+00:00','service','rules-drafted','{"content":"ec80cfdf1cec6e64fb101a8a8ebae26936d2b6ca9eff5b1af5e8b1916343ffe2","number":1,"rules":"2b73cc72d8be"}','15f8ae47f4172f9ca16545cbef3eb8992ece6026accd0f2123827cdfba635d5f');
INSERT INTO "audit" VALUES('default',4,'2026-11-29T22:30:42+00:00','service','rules-activated','{"before":0,"number":1,"rules":"2b73cc72d8be"}','5e54fbf3e59b052dad4eaca19cd39e55f3cfab0b734c0b768462f4235d70b3d5');
INSERT INTO "audit" VALUES('default',5,'2026-11-29T22:30:43+00:00','command line','key-created','{"expires":null,"key":"f44b8cf6afcb0e4a","rate":"","scopes":["read","write"]}','c169ed1b30440036295636f18fa0af833f3d662e5b387a8b9d0bcb7775e3f77f');
INSERT INTO "audit" VALUES('default',6,'2026-11-29T22:30:47+00:00','command line','key-created','{"expires":null,"key":"366570079a3c6b6e","rate":"","scopes":["read"]}','542979e547a786914a26fc1a749cc3615f2c530f1adbc28824622aa167007670');
INSERT INTO "audit" VALUES('default',7,'2026-11-29T22:30:48+00:00','command line','key-revoked','{"expires":null,"key":"366570079a3c6b6e","rate":"","scopes":["read"]}','291805338cee61cf1802b781e2a113b412a2d7b7b2f54a83f9d36c539a23ef34');
CREATE TABLE blocks (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "blocks" VALUES('default','["oulun-tupa", "lahden-kaupunki"]','{"actor": "oulun-tupa", "other": "lahden-kaupunki"}','56411f1fc24e9ae1262575fbef950d1df9ed9127e99532b5ae1451503f03aed1',7);
CREATE TABLE contacts (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	PRIMARY KEY (network, actor), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE
);
INSERT INTO "contacts" VALUES('default','martan-talo','Martta Talonen','martan-talo@example.org','');
INSERT INTO "contacts" VALUES('default','oulun-tupa','Oulun toimisto','oulun-tupa@example.org','');
CREATE TABLE cooperations (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "cooperations" VALUES('default','[["lahden-kaupunki", "martan-talo"], "Yhdessä", "2024-02-01"]','{"descriptions": {}, "lead": "martan-talo", "members": ["lahden-kaupunki", "martan-talo"], "since": "2024-02-01", "source": "", "themes": [], "title": "Yhdessä", "until": null}','d23d8a9afc3058ac1f2825052febf87b04c9f367ea00bc74b860ca3bf2f4adce',4);
INSERT INTO "cooperations" VALUES('default','[["oulun-tupa", "turun-yliopisto"], "Pohjoinen ja etelä", "2023-01-01"]','{"descriptions": {}, "lead": "", "members": ["oulun-tupa", "turun-yliopisto"], "since": "2023-01-01", "source": "", "themes": [], "title": "Pohjoinen ja etelä", "until": "2025-01-01"}','0fc3e515bfb969562b97c7376cb9af032481775e906358e7a60af4d4474f3f21',4);
CREATE TABLE erasures (
	network VARCHAR NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	receipt VARCHAR(32) NOT NULL, 
	erased VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor)
);
INSERT INTO "erasures" VALUES('default','db3d866fea7e66838541a8941fb96fd6b20608b0cec368c31f7c4f641b92ec87','344fa50103f3446797ed6bd7ede32f85','2026-11-29T22:30:27+00:00');
CREATE TABLE events (
	network VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	happened VARCHAR(25) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	actor VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (network, revision, place), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "events" VALUES('default',2,0,'2026-11-29T22:29:47+00:00','joined','martan-talo','','null');
INSERT INTO "events" VALUES('default',2,1,'2026-11-29T22:29:47+00:00','joined','lahden-kaupunki','','null');
INSERT INTO "events" VALUES('default',2,2,'2026-11-29T22:29:47+00:00','joined','turun-yliopisto','','null');
INSERT INTO "events" VALUES('default',2,3,'2026-11-29T22:29:47+00:00','joined','oulun-tupa','','null');
INSERT INTO "events" VALUES('default',4,0,'2026-11-29T22:30:26+00:00','cooperates','lahden-kaupunki','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',4,1,'2026-11-29T22:30:26+00:00','cooperates','martan-talo','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',4,2,'2026-11-29T22:30:26+00:00','cooperates','oulun-tupa','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',4,3,'2026-11-29T22:30:26+00:00','cooperates','turun-yliopisto','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',6,0,'2026-11-29T22:30:31+00:00','changed','martan-talo','','null');
INSERT INTO "events" VALUES('default',8,0,'2026-11-29T22:30:39+00:00','opinion','martan-talo','turun-yliopisto','{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}');
INSERT INTO "events" VALUES('default',9,0,'2026-11-29T22:30:39+00:00','outcome','martan-talo','lahden-kaupunki','{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}');
INSERT INTO "events" VALUES('default',10,0,'2026-11-29T22:30:48+00:00','outcome','martan-talo','oulun-tupa','{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}');
CREATE TABLE follows (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	since VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor, other), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "follows" VALUES('default','martan-talo','turun-yliopisto','2026-11-29T22:30:40+00:00');
CREATE TABLE introductions (
	network VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	actor VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	message TEXT NOT NULL, 
	asked VARCHAR(25) NOT NULL, 
	deadline VARCHAR(10) NOT NULL, 
	answer VARCHAR, 
	answered VARCHAR(25), 
	withdrawn VARCHAR(25), 
	actor_outcome VARCHAR, 
	other_outcome VARCHAR, 
	reminded VARCHAR NOT NULL, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE, 
	FOREIGN KEY(network, other) REFERENCES actors (network, "key") ON DELETE CASCADE
);
INSERT INTO "introductions" VALUES('default','af06132ebf6640b681febed862230639','martan-talo','oulun-tupa','Hei, tehdäänkö yhdessä?','2026-11-29T22:30:41+00:00','2026-12-14','accepted','2026-11-29T22:30:41+00:00',NULL,NULL,NULL,'');
INSERT INTO "introductions" VALUES('default','1ab2832f8aad4802aa7cdda6c3d6c3d3','martan-talo','turun-yliopisto','Hei!','2026-11-29T22:30:41+00:00','2026-12-14',NULL,NULL,NULL,NULL,NULL,'');
CREATE TABLE keys (
	id VARCHAR(16) NOT NULL, 
	network VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	scopes VARCHAR NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	rate VARCHAR NOT NULL, 
	created VARCHAR(25) NOT NULL, 
	expires VARCHAR(25), 
	revoked VARCHAR(25), 
	PRIMARY KEY (id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "keys" VALUES('f44b8cf6afcb0e4a','default','platform','read write','5f35c391837aeddc8ddec881600e4e4f113a9dd29bcd7b0e2de68b0c6185e4f8','','2026-11-29T22:30:43+00:00',NULL,NULL);
INSERT INTO "keys" VALUES('366570079a3c6b6e','default','gone','read','95cb691c4196ec88e4e673d4c729c3f6109d17270d0b8571c8fa802445cc84de','','2026-11-29T22:30:47+00:00',NULL,'2026-11-29T22:30:48+00:00');
CREATE TABLE lists (
	network VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	shown VARCHAR(25) NOT NULL, 
	actor VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "lists" VALUES('default','27cefe1980dd49e1ba2e4f2ab357350f','2026-11-29T22:30:40+00:00','martan-talo','{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed"}, "versions": {"software": "0.1.0", "data": "358c6b08e6ae", "vocabulary": "52e110bfd534", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586386442915, 1.0, {"base": -6.2899, "feedback": 1.9999999521535106, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}');
INSERT INTO "lists" VALUES('default','3538d001989949bbb793de79f824fe0a','2026-11-29T22:30:40+00:00','martan-talo','{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed"}, "versions": {"software": "0.1.0", "data": "358c6b08e6ae", "vocabulary": "52e110bfd534", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586386442915, 1.0, {"base": -6.2899, "feedback": 1.9999999521535106, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}');
CREATE TABLE networks (
	name VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	settings TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	version VARCHAR(64) NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "networks" VALUES('default','f9cda26d42e94c3585938c3d9d23be70','{}',10,'abcac9f641303ebf35cd40a5c464a81f222254359380ee0029221e918002dcd8');
INSERT INTO "networks" VALUES('lapland','12236845eb26420b9440e36df1736b3e','{}',1,'0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE opinions (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "opinions" VALUES('default','["martan-talo", "turun-yliopisto"]','{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}','cc4da66294bcde9c939c4bee0d40ef5496fd3876626395543bb924fff279bfda',8);
CREATE TABLE outcomes (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "outcomes" VALUES('default','["martan-talo", "lahden-kaupunki"]','{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}','af3ff9ab801fb3a9c5fd05b0c616d780e28736fd701e9c8abf32dd3c5b7ae631',9);
INSERT INTO "outcomes" VALUES('default','["martan-talo", "oulun-tupa"]','{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}','763e5eed5a8154c1d5de106b927da0e5cc2c82fbcd11eeb302abfa3a72f99aaa',10);
CREATE TABLE rule_sets (
	network VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	note TEXT NOT NULL, 
	created VARCHAR(25) NOT NULL, 
	author VARCHAR NOT NULL, 
	PRIMARY KEY (network, number), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "rule_sets" VALUES('default',1,'format = "kumppani-rules/1"

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
','Kokeilu','2026-11-29T22:30:41+00:00','service');
CREATE INDEX actors_by_revision ON actors (network, revision);
CREATE INDEX cooperations_by_revision ON cooperations (network, revision);
CREATE INDEX blocks_by_revision ON blocks (network, revision);
CREATE INDEX opinions_by_revision ON opinions (network, revision);
CREATE INDEX outcomes_by_revision ON outcomes (network, revision);
CREATE INDEX events_by_actor ON events (network, actor);
CREATE INDEX events_by_other ON events (network, other);
CREATE INDEX follows_by_other ON follows (network, other);
CREATE INDEX lists_by_actor ON lists (network, actor);
CREATE INDEX introductions_by_actor ON introductions (network, actor);
CREATE INDEX introductions_by_other ON introductions (network, other);
CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log can only grow'); END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log can only grow'); END;
CREATE TRIGGER audit_replace BEFORE INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE network = NEW.network AND number = NEW.number) BEGIN SELECT RAISE(ABORT, 'the audit log can only grow'); END;
COMMIT;
