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
INSERT INTO "activations" VALUES('default',1,1,'2026-11-29T22:45:42+00:00','service');
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
INSERT INTO "actors" VALUES('default','turun-yliopisto','{"capacity": null, "coverage": null, "descriptions": {"": "Tutkimus ja kurssit"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}','425010b5953776d0c2cd6d4559feb8ebe66fba0a9076ce77e47bda8717ca993b',13);
INSERT INTO "actors" VALUES('default','oulun-tupa','{"capacity": null, "coverage": null, "descriptions": {"fi": "Tapahtumia ja tiloja"}, "groups": [], "id": "oulun-tupa", "languages": ["fi"], "municipalities": ["564"], "name": "Oulun tupa", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["17"], "sector": "ngo", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}','6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e',2);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0015');
CREATE TABLE aliases (
	network VARCHAR NOT NULL, 
	alias VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	PRIMARY KEY (network, alias), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE
);
INSERT INTO "aliases" VALUES('default','martan-talo-ry','martan-talo');
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
INSERT INTO "answers" VALUES('default','first','21a6a852816bf29d754aaba46c97ae1d2ed12b80e845c5b827e61eddff3853f0',200,'{"ETag": "\"927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3.03d48449523993bf\"", "Content-Language": "en"}','{"actor":{"id":"martan-talo","name":"Martan talo","sector":{"code":"ngo","label":"NGO or foundation"},"municipalities":[{"code":"091","label":"Helsinki"}],"regions":[{"code":"01","label":"Uusimaa"}],"coverage":null,"themes":[{"code":"guidance_counselling","label":"Guidance and counselling"}],"languages":[{"code":"fi","label":"Finnish"}],"description":{"words":"Kielikahvila ja neuvontaa","language":"fi"},"website":""},"profile":{"id":"martan-talo","name":"Martan talo","names":{},"sector":"ngo","municipalities":["091"],"regions":["01"],"coverage":null,"themes":["guidance_counselling"],"languages":["fi"],"descriptions":{"fi":"Kielikahvila ja neuvontaa"},"needs":{"texts":{},"themes":[]},"offers":{"texts":{},"themes":[]},"wanted_sectors":[],"capacity":3,"groups":[],"status":"active","source":"","updated":null,"part_of":"","business_id":"","website":"","keywords":[]},"labels":{"sectors":{"ngo":"NGO or foundation"},"themes":{"guidance_counselling":"Guidance and counselling"},"regions":{"01":"Uusimaa"},"municipalities":{"091":"Helsinki"}},"look_alikes":[]}','2026-11-29T22:45:28+00:00');
INSERT INTO "answers" VALUES('default','second','001c0e2a221062f656b8c438c90650f6e78091bf5fa99a6f0d73da5856f37ebb',201,'{"Content-Language": "en"}','{"other":"oulun-tupa","outcome":"working","project":"","said":"2026-11-30"}','2026-11-29T22:45:45+00:00');
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
INSERT INTO "audit" VALUES('lapland',1,'2026-11-29T22:44:58+00:00','command line','network-added','{"settings":{}}','d42b51a6cb6fb8620176cc559296e7170e8f0db934ebe09fd02d5987a8784676');
INSERT INTO "audit" VALUES('default',1,'2026-11-29T22:45:24+00:00','service','rules-found','{"number":0,"rules":"cb49e93ad3e5"}','23bc238cabf9ab3d4246f8aaff2dc92e9ab3540a1c0491c855e254ecdabb22b2');
INSERT INTO "audit" VALUES('default',2,'2026-11-29T22:45:24+00:00','service','weights-found','{"weights":"a50cbd3e5eaf61ae"}','2503dbdc107941c0eac46a92e99d92a8b0fad8383af7e55099ba12eb7cccbd2b');
INSERT INTO "audit" VALUES('default',3,'2026-11-29T22:45:40+00:00','service','actors-merged','{"cooperations":0}','cb67621f4ae969a68c753936607d85ff180958383d5c575270f75bccc74a952d');
INSERT INTO "audit" VALUES('default',4,'2026-11-29T22:45:41+00:00','command line','webhook-added','{"host":"127.0.0.1","webhook":"4878d037e5dd8aab"}','b19c41d0dba26f9c08b5bc8346ec3c1d2c70b65f33960903ff48cfed824d5233');
INSERT INTO "audit" VALUES('default',5,'2026-11-29T22:45:41+00:00','service','rules-drafted','{"content":"ec80cfdf1cec6e64fb101a8a8ebae26936d2b6ca9eff5b1af5e8b1916343ffe2","number":1,"rules":"2b73cc72d8be"}','3ecf9d96f09496fb76faa0b3b1d120d1f798b36a2b68d269f5e40a964e13526c');
INSERT INTO "audit" VALUES('default',6,'2026-11-29T22:45:42+00:00','service','rules-activated','{"before":0,"number":1,"rules":"2b73cc72d8be"}','37f5ad9a233b7d9af5e3680cdecd96d70c79da2f864236abcef570145ef8e0ff');
INSERT INTO "audit" VALUES('default',7,'2026-11-29T22:45:42+00:00','command line','key-created','{"expires":null,"key":"bcd86f1e9e445d82","rate":"","scopes":["confidential","read","write"]}','603c654cc7526cf8e4690597450807d11dbb9b2dfe5ea0ab69e6741c081aa036');
INSERT INTO "audit" VALUES('default',8,'2026-11-29T22:45:43+00:00','command line','key-created','{"expires":null,"key":"0374609d1ba9bc52","of_actor":true,"rate":"","scopes":["erase","read","write"]}','a1968dbea5bc04f56e0318e6c35788527458a3d483d328bdbde65e28f586cae0');
INSERT INTO "audit" VALUES('default',9,'2026-11-29T22:45:44+00:00','command line','key-created','{"expires":null,"key":"1ab4da2c146c6bd2","rate":"","scopes":["read"]}','0db188c3b723ab70701f8fb03d0a223404f9d3393a664b9732467ba46ccb7900');
INSERT INTO "audit" VALUES('default',10,'2026-11-29T22:45:44+00:00','command line','key-revoked','{"expires":null,"key":"1ab4da2c146c6bd2","rate":"","scopes":["read"]}','aeba104d66cd39f4e4404493d3fa90ef7127a27ccf208ea499ee7ec83a609775');
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
	phone VARCHAR NOT NULL, source VARCHAR DEFAULT '' NOT NULL, 
	PRIMARY KEY (network, actor), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE
);
INSERT INTO "contacts" VALUES('default','martan-talo','Martta Talonen','martan-talo@example.org','','');
INSERT INTO "contacts" VALUES('default','oulun-tupa','Oulun toimisto','oulun-tupa@example.org','','');
INSERT INTO "contacts" VALUES('default','turun-yliopisto','Turun yliopisto','yliopisto@example.org','','one.csv, 2026-11-29T22:45:38+00:00');
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
CREATE TABLE distinct_pairs (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	since VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor, other), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE, 
	FOREIGN KEY(network, other) REFERENCES actors (network, "key") ON DELETE CASCADE
);
INSERT INTO "distinct_pairs" VALUES('default','lahden-kaupunki','oulun-tupa','2026-11-29T22:45:40+00:00');
CREATE TABLE erasures (
	network VARCHAR NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	receipt VARCHAR(32) NOT NULL, 
	erased VARCHAR(25) NOT NULL, key_id VARCHAR(16) DEFAULT '' NOT NULL, revision INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (network, actor)
);
INSERT INTO "erasures" VALUES('default','f4ff81c6e0ed8f72134c33e4f95c4dbcd713f9c874c80f4c37bf3ec29b9e99fe','a04036a3f3c84c19b92e2de1e7664074','2026-11-29T22:45:25+00:00','19e50607d046e017',5);
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
INSERT INTO "events" VALUES('default',2,0,'2026-11-29T22:45:03+00:00','joined','martan-talo','','null');
INSERT INTO "events" VALUES('default',2,1,'2026-11-29T22:45:03+00:00','joined','lahden-kaupunki','','null');
INSERT INTO "events" VALUES('default',2,2,'2026-11-29T22:45:03+00:00','joined','turun-yliopisto','','null');
INSERT INTO "events" VALUES('default',2,3,'2026-11-29T22:45:03+00:00','joined','oulun-tupa','','null');
INSERT INTO "events" VALUES('default',4,0,'2026-11-29T22:45:25+00:00','cooperates','lahden-kaupunki','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',4,1,'2026-11-29T22:45:25+00:00','cooperates','martan-talo','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',4,2,'2026-11-29T22:45:25+00:00','cooperates','oulun-tupa','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',4,3,'2026-11-29T22:45:25+00:00','cooperates','turun-yliopisto','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',5,0,'2026-11-29T22:45:25+00:00','removed','','','null');
INSERT INTO "events" VALUES('default',6,0,'2026-11-29T22:45:28+00:00','changed','martan-talo','','null');
INSERT INTO "events" VALUES('default',8,0,'2026-11-29T22:45:36+00:00','opinion','martan-talo','turun-yliopisto','{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}');
INSERT INTO "events" VALUES('default',9,0,'2026-11-29T22:45:37+00:00','outcome','martan-talo','lahden-kaupunki','{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}');
INSERT INTO "events" VALUES('default',10,0,'2026-11-29T22:45:37+00:00','introduction_asked','martan-talo','oulun-tupa','{"introduction": "fe70e3afe2d44c4eb9a8043f1b5694c0"}');
INSERT INTO "events" VALUES('default',11,0,'2026-11-29T22:45:37+00:00','introduction_accepted','martan-talo','oulun-tupa','{"introduction": "fe70e3afe2d44c4eb9a8043f1b5694c0"}');
INSERT INTO "events" VALUES('default',12,0,'2026-11-29T22:45:38+00:00','introduction_asked','martan-talo','turun-yliopisto','{"introduction": "d31e1202bdb84bfbb26c184dd426869e"}');
INSERT INTO "events" VALUES('default',13,0,'2026-11-29T22:45:38+00:00','changed','turun-yliopisto','','null');
INSERT INTO "events" VALUES('default',15,0,'2026-11-29T22:45:39+00:00','removed','','','null');
INSERT INTO "events" VALUES('default',20,0,'2026-11-29T22:45:45+00:00','outcome','martan-talo','oulun-tupa','{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}');
CREATE TABLE follows (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	since VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor, other), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "follows" VALUES('default','martan-talo','turun-yliopisto','2026-11-29T22:45:37+00:00');
CREATE TABLE import_answers (
	network VARCHAR NOT NULL, 
	question VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	PRIMARY KEY (network, question), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "import_answers" VALUES('default','["column", "tyyppi"]','sector');
CREATE TABLE import_changes (
	network VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	"before" TEXT, 
	"after" VARCHAR(64), 
	PRIMARY KEY (network, number, kind, "key"), 
	FOREIGN KEY(network, number) REFERENCES imports (network, number) ON DELETE CASCADE
);
INSERT INTO "import_changes" VALUES('default',1,'actors','lahden-kaupunki',NULL,'78144bc21c363e4dcb26e2f3df8ffc452a6cad5c1d95226797bbd6de62842532');
INSERT INTO "import_changes" VALUES('default',1,'actors','martan-talo',NULL,'a38fdb3b18742a193c5c7b6199765e94c4dfcf1b50aef8991fa790d4e7134f9b');
INSERT INTO "import_changes" VALUES('default',1,'actors','oulun-tupa',NULL,'6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e');
INSERT INTO "import_changes" VALUES('default',1,'actors','turun-yliopisto',NULL,'085630ae4328b2299d81a7d99c9b4f0c0bc1f96d812dbbdd536c4eedc4c94020');
INSERT INTO "import_changes" VALUES('default',2,'actors','turun-yliopisto','{"capacity": null, "coverage": null, "descriptions": {"fi": "Tutkimus ja opetus"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}','425010b5953776d0c2cd6d4559feb8ebe66fba0a9076ce77e47bda8717ca993b');
CREATE TABLE imports (
	network VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	at VARCHAR(25) NOT NULL, 
	author VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	added INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	removed INTEGER NOT NULL, 
	undone VARCHAR(25), 
	PRIMARY KEY (network, number), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "imports" VALUES('default',1,'2026-11-29T22:45:03+00:00','command line','actors.jsonl',4,0,0,NULL);
INSERT INTO "imports" VALUES('default',2,'2026-11-29T22:45:38+00:00','service','one.csv',0,1,0,NULL);
INSERT INTO "imports" VALUES('default',3,'2026-11-29T22:45:38+00:00','service','two.csv',1,0,0,'2026-11-29T22:45:39+00:00');
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
	reminded VARCHAR NOT NULL, lapse_noted INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE, 
	FOREIGN KEY(network, other) REFERENCES actors (network, "key") ON DELETE CASCADE
);
INSERT INTO "introductions" VALUES('default','fe70e3afe2d44c4eb9a8043f1b5694c0','martan-talo','oulun-tupa','Hei, tehdäänkö yhdessä?','2026-11-29T22:45:37+00:00','2026-12-14','accepted','2026-11-29T22:45:37+00:00',NULL,NULL,NULL,'',0);
INSERT INTO "introductions" VALUES('default','d31e1202bdb84bfbb26c184dd426869e','martan-talo','turun-yliopisto','Hei!','2026-11-29T22:45:38+00:00','2026-12-14',NULL,NULL,NULL,NULL,NULL,'',0);
CREATE TABLE keys (
	id VARCHAR(16) NOT NULL, 
	network VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	scopes VARCHAR NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	rate VARCHAR NOT NULL, 
	created VARCHAR(25) NOT NULL, 
	expires VARCHAR(25), 
	revoked VARCHAR(25), actor VARCHAR, public_key VARCHAR(43), 
	PRIMARY KEY (id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "keys" VALUES('bcd86f1e9e445d82','default','platform','confidential read write','7483119a646919ab22c5a153b36fcddde38ec57675498c793006bf3da2dfa05f','','2026-11-29T22:45:42+00:00',NULL,NULL,NULL,'XvwewSOZSFIbmLGvztADqXOhYdNA0cK8WmLcN5wkqos');
INSERT INTO "keys" VALUES('0374609d1ba9bc52','default','Martta','erase read write','0280a9c0b46f7526fb58d86e0cdc3393fd97019205e55806404065f5d29df74c','','2026-11-29T22:45:43+00:00',NULL,NULL,'martan-talo','hhyr1eIjGciUGp0Okv8su1ifN3ejKaSbYlxiANfnwNs');
INSERT INTO "keys" VALUES('1ab4da2c146c6bd2','default','gone','read','17765115cf769b3e8a78b692150a9a261f8558a2422c898e5d41142ca0bcd004','','2026-11-29T22:45:44+00:00',NULL,'2026-11-29T22:45:44+00:00',NULL,'67gvZ8ec1Xd-4XEAo0AZuSY0WhVAaH8G5wqSGIF5RyY');
CREATE TABLE lists (
	network VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	shown VARCHAR(25) NOT NULL, 
	actor VARCHAR NOT NULL, 
	document TEXT NOT NULL, content VARCHAR(16), showings INTEGER DEFAULT '1' NOT NULL, last_shown VARCHAR(25) DEFAULT '' NOT NULL, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "lists" VALUES('default','503b40afbe1f7d0db1cea2c5f8ed4b6c','2026-11-29T22:45:37+00:00','martan-talo','{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed", "own_opinions": true}, "versions": {"software": "0.1.0", "data": "661c2e468f46", "vocabulary": "1d281616b6a7", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586338596425, 1.0, {"base": -6.2899, "feedback": 2.0, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}','503b40afbe1f7d0d',2,'2026-11-29T22:45:37+00:00');
CREATE TABLE networks (
	name VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	settings TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	version VARCHAR(64) NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "networks" VALUES('default','12d352cf65f540c6b52d1a1adfcf9ffb','{}',20,'e5c4a9fd933f03665b19061181c811fefcd014d2a2ca009aba31aa2ad30435f3');
INSERT INTO "networks" VALUES('lapland','4ec07f5b1e444e7c9c4be93718ea6a0f','{}',1,'0000000000000000000000000000000000000000000000000000000000000000');
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
INSERT INTO "outcomes" VALUES('default','["martan-talo", "oulun-tupa"]','{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}','763e5eed5a8154c1d5de106b927da0e5cc2c82fbcd11eeb302abfa3a72f99aaa',20);
CREATE TABLE planned_erasures (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	PRIMARY KEY (network, actor), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE
);
INSERT INTO "planned_erasures" VALUES('default','turun-yliopisto','2026-12-07');
CREATE TABLE processes (
	id VARCHAR(32) NOT NULL, 
	host VARCHAR NOT NULL, 
	pid INTEGER NOT NULL, 
	started VARCHAR(25) NOT NULL, 
	seen VARCHAR(25) NOT NULL, 
	revisions TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "processes" VALUES('f598ff6d04944533a79ef0620312f27e','vm',10455,'2026-11-29T22:45:29+00:00','2026-11-29T22:45:45+00:00','{"default": 20}');
CREATE TABLE rate_leases (
	holder VARCHAR(64) NOT NULL, 
	at FLOAT NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	count INTEGER NOT NULL, 
	ends FLOAT NOT NULL, 
	PRIMARY KEY (holder, at, id)
);
CREATE TABLE rehearsals (
	network VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	seen VARCHAR(25) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	lists INTEGER NOT NULL, 
	compared INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	result TEXT, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "rehearsals" VALUES('default','fbccf170bce345f7ae75deb59589b2b5',1,1,'2026-11-29T22:45:41+00:00','done',3,3,'{"as_of": "2026-11-30", "limit": 10}','{"changes": [], "places": {}, "rules": ["cb49e93ad3e5", "2b73cc72d8be"]}');
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
','Kokeilu','2026-11-29T22:45:41+00:00','service');
CREATE TABLE sign_in_codes (
	id VARCHAR(64) NOT NULL, 
	purpose VARCHAR(16) NOT NULL, 
	network VARCHAR, 
	actor VARCHAR, 
	details TEXT NOT NULL, 
	ends VARCHAR(25) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE, 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "sign_in_codes" VALUES('2dd6ae020413b3e742d54c96ad89e1adf434e4a14c5857eab6969ba0dabcb9e4','token',NULL,NULL,'','2026-11-29T23:00:45+00:00');
CREATE TABLE sign_ins (
	id VARCHAR(64) NOT NULL, 
	network VARCHAR NOT NULL, 
	actor VARCHAR, 
	door VARCHAR(16) NOT NULL, 
	scopes VARCHAR NOT NULL, 
	key_id VARCHAR(16), 
	began VARCHAR(25) NOT NULL, 
	seen VARCHAR(25) NOT NULL, 
	ends VARCHAR(25) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE, 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE, 
	FOREIGN KEY(key_id) REFERENCES keys (id) ON DELETE CASCADE
);
INSERT INTO "sign_ins" VALUES('2bc9d3a7e82128e182e6dc28ec66ad5a0f76720eeddce91b88ee2ea9745bcc46','default',NULL,'key','confidential read write','bcd86f1e9e445d82','2026-11-29T22:45:46+00:00','2026-11-29T22:45:46+00:00','2026-12-13T22:45:46+00:00');
INSERT INTO "sign_ins" VALUES('2c05078afe9d5b9e5493179d5af58d085d0065823f1f1324f1cd11d5023ed423','default','martan-talo','token','read write','bcd86f1e9e445d82','2026-11-29T22:45:46+00:00','2026-11-29T22:45:46+00:00','2026-12-13T22:45:46+00:00');
CREATE TABLE sweeps (
	network VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	place VARCHAR(16) NOT NULL, position VARCHAR(32) DEFAULT '' NOT NULL, 
	PRIMARY KEY (network, id, place)
);
CREATE TABLE vectors (
	network VARCHAR NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	digest BLOB NOT NULL, 
	vector BLOB NOT NULL, 
	PRIMARY KEY (network, fingerprint, digest), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
CREATE TABLE webhooks (
	network VARCHAR NOT NULL, 
	id VARCHAR(16) NOT NULL, 
	url TEXT NOT NULL, 
	secret VARCHAR NOT NULL, 
	created VARCHAR(25) NOT NULL, 
	revision INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_try VARCHAR(25) NOT NULL, 
	failing_since VARCHAR(25), 
	given_up VARCHAR(25), 
	trouble VARCHAR NOT NULL, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "webhooks" VALUES('default','4878d037e5dd8aab','http://127.0.0.1:9/kumppani','whsec_0b6z8mBxSxe1QK5+UXrlXnTXdaKKv4mKpmF/ahnWkmY=','2026-11-29T22:45:41+00:00',15,0,1,'2026-11-29T22:45:51+00:00','2026-11-29T22:45:46+00:00',NULL,'ConnectionRefusedError: [Errno 111] Connection refused');
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
CREATE INDEX aliases_by_actor ON aliases (network, actor);
CREATE INDEX distinct_pairs_by_other ON distinct_pairs (network, other);
CREATE UNIQUE INDEX lists_by_content ON lists (network, content);
CREATE INDEX sign_ins_by_actor ON sign_ins (network, actor);
CREATE INDEX sign_in_codes_by_actor ON sign_in_codes (network, actor);
COMMIT;
