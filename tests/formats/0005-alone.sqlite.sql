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
INSERT INTO "activations" VALUES('default',1,1,'2026-11-29T01:10:08+00:00','service');
CREATE TABLE actors (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "actors" VALUES('default','martan-talo','{"capacity": 3, "coverage": null, "descriptions": {"fi": "Kielikahvila ja neuvontaa"}, "groups": [], "id": "martan-talo", "languages": ["fi"], "municipalities": ["091"], "name": "Martan talo", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["01"], "sector": "ngo", "source": "", "status": "active", "themes": ["guidance_counselling"], "updated": null, "wanted_sectors": []}','927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3',3);
INSERT INTO "actors" VALUES('default','lahden-kaupunki','{"capacity": null, "coverage": null, "descriptions": {"fi": "Kotoutumispalvelut"}, "groups": [], "id": "lahden-kaupunki", "languages": ["fi"], "municipalities": ["398"], "name": "Lahden kaupunki", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["07"], "sector": "municipality", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}','78144bc21c363e4dcb26e2f3df8ffc452a6cad5c1d95226797bbd6de62842532',2);
INSERT INTO "actors" VALUES('default','turun-yliopisto','{"capacity": null, "coverage": null, "descriptions": {"fi": "Tutkimus ja opetus"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}','085630ae4328b2299d81a7d99c9b4f0c0bc1f96d812dbbdd536c4eedc4c94020',2);
INSERT INTO "actors" VALUES('default','oulun-tupa','{"capacity": null, "coverage": null, "descriptions": {"fi": "Tapahtumia ja tiloja"}, "groups": [], "id": "oulun-tupa", "languages": ["fi"], "municipalities": ["564"], "name": "Oulun tupa", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["17"], "sector": "ngo", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}','6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e',2);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
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
INSERT INTO "audit" VALUES('lapland',1,'2026-11-29T01:10:04+00:00','command line','network-added','{"settings":{}}','e7d4f7a239d21bbd1f91b48f518db65c8226647a2d9dbb96cc961269fe205e7e');
INSERT INTO "audit" VALUES('default',1,'2026-11-29T01:10:07+00:00','service','rules-found','{"number":0,"rules":"89876e640c24"}','4e7e73d2073b4b68929a82fd3a749af9b796832f6d04ca152173e79993301b1e');
INSERT INTO "audit" VALUES('default',2,'2026-11-29T01:10:07+00:00','service','weights-found','{"weights":"2cdb70a0a643b988"}','9fe035d7d92bcb0609b5701d04e3e0e982525ac29b3b6efa02ccb4f1eed5d01d');
INSERT INTO "audit" VALUES('default',3,'2026-11-29T01:10:08+00:00','service','rules-drafted','{"number":1,"rules":"6d3f51b2115f"}','d018375b0bf607bf6b81344274bbf5700ae42f00ddcaec5a5372d54c1ada054e');
INSERT INTO "audit" VALUES('default',4,'2026-11-29T01:10:08+00:00','service','rules-activated','{"before":0,"number":1,"rules":"6d3f51b2115f"}','0e7901efc50ff3353d5a5caa282738d4b1147dde1f2ab4a396802b026e191fe4');
INSERT INTO "audit" VALUES('default',5,'2026-11-29T01:10:09+00:00','command line','key-created','{"expires":null,"key":"2480ce91c3d9edfc","rate":"","scopes":["read","write"]}','b46c665e8c03bb7f96121cbb2e383a157df6daa538ae4023816d7ba976ce7b82');
CREATE TABLE blocks (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "blocks" VALUES('default','["oulun-tupa", "lahden-kaupunki"]','{"actor": "oulun-tupa", "other": "lahden-kaupunki"}','56411f1fc24e9ae1262575fbef950d1df9ed9127e99532b5ae1451503f03aed1',2);
INSERT INTO "blocks" VALUES('default','["turun-yliopisto", "lahden-kaupunki"]','{"actor": "turun-yliopisto", "other": "lahden-kaupunki"}','22db0dd9c0807bf6d0d7b7a49bd7a149e2e5de9b80e151c9b81a86b8442f9384',6);
CREATE TABLE cooperations (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "cooperations" VALUES('default','[["lahden-kaupunki", "martan-talo"], "Yhdessä", "2024-02-01"]','{"descriptions": {}, "lead": "martan-talo", "members": ["lahden-kaupunki", "martan-talo"], "since": "2024-02-01", "source": "", "themes": [], "title": "Yhdessä", "until": null}','d23d8a9afc3058ac1f2825052febf87b04c9f367ea00bc74b860ca3bf2f4adce',2);
INSERT INTO "cooperations" VALUES('default','[["oulun-tupa", "turun-yliopisto"], "Pohjoinen ja etelä", "2023-01-01"]','{"descriptions": {}, "lead": "", "members": ["oulun-tupa", "turun-yliopisto"], "since": "2023-01-01", "source": "", "themes": [], "title": "Pohjoinen ja etelä", "until": "2025-01-01"}','0fc3e515bfb969562b97c7376cb9af032481775e906358e7a60af4d4474f3f21',2);
CREATE TABLE erasures (
	network VARCHAR NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	receipt VARCHAR(32) NOT NULL, 
	erased VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor)
);
INSERT INTO "erasures" VALUES('default','f8e9611813b2670cafe25d3ba5e57ac60a6b135f494572069dca06cfbc18e039','90376371b4f6404bbb683d4b3209f18c','2026-11-29T01:10:08+00:00');
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
INSERT INTO "keys" VALUES('2480ce91c3d9edfc','default','platform','read write','81a2e4be3c9d9e6a36001e512bab0fd788b5c794c7ce861e76de46f24c3cd58f','','2026-11-29T01:10:09+00:00',NULL,NULL);
CREATE TABLE networks (
	name VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	settings TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	version VARCHAR(64) NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "networks" VALUES('default','c898585da7ba433eaded81cbde4ce3c2','{}',7,'c0f3a5b4877c14af01df7a1746cc3d51b6fc5593c6376923650b33233961f4f6');
INSERT INTO "networks" VALUES('lapland','b0dccf7bd06b4225b3965e570feb58f5','{}',1,'0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE opinions (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "opinions" VALUES('default','["martan-talo", "turun-yliopisto"]','{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-29", "until": null}','e419ccdff52941012ab1e3d74c655ba3f7a51532516949eb81668a50361dc54f',5);
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
INSERT INTO "rule_sets" VALUES('default',1,'# The rules shipped for Finland. Staff change this file (or bring their own with the setting KUMPPANI_RULES), check it with
# `kumppani rules check` and see what it would change with `kumppani rules rehearse`.
#
# A rule holds for a pair when its conditions on the seeker, on the candidate and on the pair all hold. It has one effect:
#   exclude = true   the candidate is left out, and the sentence says why
#   points = 1.5     log-odds added to that side of the score
#   waives = [...]   sets aside other rules, or terms of the score, for the pair
# Both sides are looked at: the points an actor gives as a seeker and those the other gives back are averaged.
#
# The rules of protective.toml (never oneself, never an inactive actor, never a blocked pair) hold beside any file.

format = "kumppani-rules/1"

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

# Statutory counterparts (Act 681/2023 on the promotion of integration): everyone sees the authorities of the own place,
# so many points that they come among the first of the list.

','Kokeilu','2026-11-29T01:10:08+00:00','service');
CREATE INDEX actors_by_revision ON actors (network, revision);
CREATE INDEX cooperations_by_revision ON cooperations (network, revision);
CREATE INDEX blocks_by_revision ON blocks (network, revision);
CREATE INDEX opinions_by_revision ON opinions (network, revision);
CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log can only grow'); END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log can only grow'); END;
CREATE TRIGGER audit_replace BEFORE INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE network = NEW.network AND number = NEW.number) BEGIN SELECT RAISE(ABORT, 'the audit log can only grow'); END;
COMMIT;
