BEGIN TRANSACTION;
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
INSERT INTO "alembic_version" VALUES('0003');
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
INSERT INTO "erasures" VALUES('default','f8e9611813b2670cafe25d3ba5e57ac60a6b135f494572069dca06cfbc18e039','0a84588bab1e41a9bff9dc0b81b4a6e5','2026-11-29T01:09:06+00:00');
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
INSERT INTO "events" VALUES('default',2,0,'2026-11-29T01:09:00+00:00','joined','martan-talo','','null');
INSERT INTO "events" VALUES('default',2,1,'2026-11-29T01:09:00+00:00','joined','lahden-kaupunki','','null');
INSERT INTO "events" VALUES('default',2,2,'2026-11-29T01:09:00+00:00','joined','turun-yliopisto','','null');
INSERT INTO "events" VALUES('default',2,3,'2026-11-29T01:09:00+00:00','joined','oulun-tupa','','null');
INSERT INTO "events" VALUES('default',2,4,'2026-11-29T01:09:00+00:00','cooperates','lahden-kaupunki','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',2,5,'2026-11-29T01:09:00+00:00','cooperates','martan-talo','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',2,6,'2026-11-29T01:09:00+00:00','cooperates','oulun-tupa','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',2,7,'2026-11-29T01:09:00+00:00','cooperates','turun-yliopisto','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',3,0,'2026-11-29T01:09:06+00:00','changed','martan-talo','','null');
INSERT INTO "events" VALUES('default',5,0,'2026-11-29T01:09:06+00:00','opinion','martan-talo','turun-yliopisto','{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-29", "until": null}');
INSERT INTO "events" VALUES('default',7,0,'2026-11-29T01:09:06+00:00','outcome','martan-talo','lahden-kaupunki','{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-29"}');
CREATE TABLE follows (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	since VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor, other), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "follows" VALUES('default','martan-talo','turun-yliopisto','2026-11-29T01:09:06+00:00');
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
INSERT INTO "keys" VALUES('c37afafdda9ce878','default','platform','read write','a351a1b101c527da61165d9909d8328988a455578a8d0ec2d939f4621a4a4da2','','2026-11-29T01:09:07+00:00',NULL,NULL);
CREATE TABLE lists (
	network VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	shown VARCHAR(25) NOT NULL, 
	actor VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "lists" VALUES('default','b35014772b784fadb048d5243d4287ff','2026-11-29T01:09:06+00:00','martan-talo','{"asked": {"as_of": "2026-11-29", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0}, "versions": {"software": "0.1.0", "data": "3738bc241681", "vocabulary": "be3773a3b7d5", "weights": "2cdb70a0a643b988", "rules": "89876e640c24", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -0.32363639056388915, 1.0], ["", -0.6991446159319639, 1.0], ["oulun-tupa", -3.9633679846134138, 1.0]]}');
CREATE TABLE networks (
	name VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	settings TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	version VARCHAR(64) NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "networks" VALUES('default','bfe4288e6ae04419966b544ab3ea4e51','{}',8,'9f65ca79fde6daa152a004d605062dc6f789a39f14c22f141c6727fc259f9410');
INSERT INTO "networks" VALUES('lapland','712bc05a5f0543849645c83353f96b60','{}',1,'0000000000000000000000000000000000000000000000000000000000000000');
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
CREATE TABLE outcomes (
	network VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision INTEGER NOT NULL, 
	PRIMARY KEY (network, "key"), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "outcomes" VALUES('default','["martan-talo", "lahden-kaupunki"]','{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-29"}','de7224c5766ac5f250c08abebe39f075408d4e0b4e8ac5f0b75bf4d8ec3d9f1a',7);
CREATE INDEX actors_by_revision ON actors (network, revision);
CREATE INDEX cooperations_by_revision ON cooperations (network, revision);
CREATE INDEX blocks_by_revision ON blocks (network, revision);
CREATE INDEX opinions_by_revision ON opinions (network, revision);
CREATE INDEX outcomes_by_revision ON outcomes (network, revision);
CREATE INDEX events_by_actor ON events (network, actor);
CREATE INDEX lists_by_actor ON lists (network, actor);
COMMIT;
