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
INSERT INTO "activations" VALUES('default',1,1,'2026-11-29T22:43:14+00:00','service');
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
INSERT INTO "alembic_version" VALUES('0014');
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
INSERT INTO "answers" VALUES('default','first','21a6a852816bf29d754aaba46c97ae1d2ed12b80e845c5b827e61eddff3853f0',200,'{"ETag": "\"927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3.03d48449523993bf\"", "Content-Language": "en"}','{"actor":{"id":"martan-talo","name":"Martan talo","sector":{"code":"ngo","label":"NGO or foundation"},"municipalities":[{"code":"091","label":"Helsinki"}],"regions":[{"code":"01","label":"Uusimaa"}],"coverage":null,"themes":[{"code":"guidance_counselling","label":"Guidance and counselling"}],"languages":[{"code":"fi","label":"Finnish"}],"description":{"words":"Kielikahvila ja neuvontaa","language":"fi"},"website":""},"profile":{"id":"martan-talo","name":"Martan talo","names":{},"sector":"ngo","municipalities":["091"],"regions":["01"],"coverage":null,"themes":["guidance_counselling"],"languages":["fi"],"descriptions":{"fi":"Kielikahvila ja neuvontaa"},"needs":{"texts":{},"themes":[]},"offers":{"texts":{},"themes":[]},"wanted_sectors":[],"capacity":3,"groups":[],"status":"active","source":"","updated":null,"part_of":"","business_id":"","website":"","keywords":[]},"labels":{"sectors":{"ngo":"NGO or foundation"},"themes":{"guidance_counselling":"Guidance and counselling"},"regions":{"01":"Uusimaa"},"municipalities":{"091":"Helsinki"}},"look_alikes":[]}','2026-11-29T22:42:59+00:00');
INSERT INTO "answers" VALUES('default','second','001c0e2a221062f656b8c438c90650f6e78091bf5fa99a6f0d73da5856f37ebb',201,'{"Content-Language": "en"}','{"other":"oulun-tupa","outcome":"working","project":"","said":"2026-11-30"}','2026-11-29T22:43:19+00:00');
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
INSERT INTO "audit" VALUES('lapland',1,'2026-11-29T22:42:31+00:00','command line','network-added','{"settings":{}}','00554c96e797b5b3872433a587ceed78be062ff7d4189209af10909f587f9538');
INSERT INTO "audit" VALUES('default',1,'2026-11-29T22:42:52+00:00','service','rules-found','{"number":0,"rules":"cb49e93ad3e5"}','4a7d12eddb33fcd29c0ffa0d5c712c7a270041426e629c050ce06adbabb747a1');
INSERT INTO "audit" VALUES('default',2,'2026-11-29T22:42:52+00:00','service','weights-found','{"weights":"a50cbd3e5eaf61ae"}','11ec0e3a731f4acbad57e41edd601ae0cd709666b68e1fc9a1cdd0fc4259c42f');
INSERT INTO "audit" VALUES('default',3,'2026-11-29T22:43:10+00:00','service','actors-merged','{"cooperations":0}','6db70f021049a88cf5099fda53bdfb384765e320c717990df9a2858769a4dbc7');
INSERT INTO "audit" VALUES('default',4,'2026-11-29T22:43:12+00:00','command line','webhook-added','{"host":"127.0.0.1","webhook":"710496fb275edaba"}','a8765b820016196e4c8b950af2990935cab84063aca53cad143d4a694d083438');
INSERT INTO "audit" VALUES('default',5,'2026-11-29T22:43:13+00:00','service','rules-drafted','{"content":"ec80cfdf1cec6e64fb101a8a8ebae26936d2b6ca9eff5b1af5e8b1916343ffe2","number":1,"rules":"2b73cc72d8be"}','d900449f5eb77240bea8306d697132ac447ac307074da315ec27f0c3f091cca5');
INSERT INTO "audit" VALUES('default',6,'2026-11-29T22:43:14+00:00','service','rules-activated','{"before":0,"number":1,"rules":"2b73cc72d8be"}','136c65812b3e229f062901b881aeebdda6fca4c616fb6ee895b950455ef02d82');
INSERT INTO "audit" VALUES('default',7,'2026-11-29T22:43:15+00:00','command line','key-created','{"expires":null,"key":"4bcee519f973873a","rate":"","scopes":["confidential","read","write"]}','22c055c9dfbab5080ce79843422463f5ec0aae74c20b2b956886b308a1273093');
INSERT INTO "audit" VALUES('default',8,'2026-11-29T22:43:16+00:00','command line','key-created','{"expires":null,"key":"bc5be8c2a0de4539","of_actor":true,"rate":"","scopes":["erase","read","write"]}','ee5e67c901a08d6e4686b6660a8b87bb3585eb05e7dac76def0e84ab4412e379');
INSERT INTO "audit" VALUES('default',9,'2026-11-29T22:43:17+00:00','command line','key-created','{"expires":null,"key":"5e0ee497fb66c816","rate":"","scopes":["read"]}','d6d8bee585c36b1030207050ab309711d0a288c1c3c590271186c49b847e9664');
INSERT INTO "audit" VALUES('default',10,'2026-11-29T22:43:17+00:00','command line','key-revoked','{"expires":null,"key":"5e0ee497fb66c816","rate":"","scopes":["read"]}','9c612bc1941c7bad4b701a31680abbb5b5179a971ee695aadfed0fce6582e4da');
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
INSERT INTO "contacts" VALUES('default','turun-yliopisto','Turun yliopisto','yliopisto@example.org','','one.csv, 2026-11-29T22:43:09+00:00');
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
INSERT INTO "distinct_pairs" VALUES('default','lahden-kaupunki','oulun-tupa','2026-11-29T22:43:11+00:00');
CREATE TABLE erasures (
	network VARCHAR NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	receipt VARCHAR(32) NOT NULL, 
	erased VARCHAR(25) NOT NULL, key_id VARCHAR(16) DEFAULT '' NOT NULL, revision INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (network, actor)
);
INSERT INTO "erasures" VALUES('default','212ac30bed3d8f1109f282f05b9c45d964d90c9faeae1026587e6a573b5428f7','7f5b754b2b404d63a2defe03fca70b9a','2026-11-29T22:42:54+00:00','52ea6eedb8a7a977',5);
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
INSERT INTO "events" VALUES('default',2,0,'2026-11-29T22:42:36+00:00','joined','martan-talo','','null');
INSERT INTO "events" VALUES('default',2,1,'2026-11-29T22:42:36+00:00','joined','lahden-kaupunki','','null');
INSERT INTO "events" VALUES('default',2,2,'2026-11-29T22:42:36+00:00','joined','turun-yliopisto','','null');
INSERT INTO "events" VALUES('default',2,3,'2026-11-29T22:42:36+00:00','joined','oulun-tupa','','null');
INSERT INTO "events" VALUES('default',4,0,'2026-11-29T22:42:54+00:00','cooperates','lahden-kaupunki','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',4,1,'2026-11-29T22:42:54+00:00','cooperates','martan-talo','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',4,2,'2026-11-29T22:42:54+00:00','cooperates','oulun-tupa','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',4,3,'2026-11-29T22:42:54+00:00','cooperates','turun-yliopisto','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',5,0,'2026-11-29T22:42:54+00:00','removed','','','null');
INSERT INTO "events" VALUES('default',6,0,'2026-11-29T22:42:59+00:00','changed','martan-talo','','null');
INSERT INTO "events" VALUES('default',8,0,'2026-11-29T22:43:07+00:00','opinion','martan-talo','turun-yliopisto','{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}');
INSERT INTO "events" VALUES('default',9,0,'2026-11-29T22:43:08+00:00','outcome','martan-talo','lahden-kaupunki','{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}');
INSERT INTO "events" VALUES('default',10,0,'2026-11-29T22:43:09+00:00','introduction_asked','martan-talo','oulun-tupa','{"introduction": "503479d2529a4fe9b8c52929a6b636d5"}');
INSERT INTO "events" VALUES('default',11,0,'2026-11-29T22:43:09+00:00','introduction_accepted','martan-talo','oulun-tupa','{"introduction": "503479d2529a4fe9b8c52929a6b636d5"}');
INSERT INTO "events" VALUES('default',12,0,'2026-11-29T22:43:09+00:00','introduction_asked','martan-talo','turun-yliopisto','{"introduction": "ee9106abeddc48848056ceb73b710a4b"}');
INSERT INTO "events" VALUES('default',13,0,'2026-11-29T22:43:09+00:00','changed','turun-yliopisto','','null');
INSERT INTO "events" VALUES('default',15,0,'2026-11-29T22:43:10+00:00','removed','','','null');
INSERT INTO "events" VALUES('default',20,0,'2026-11-29T22:43:18+00:00','outcome','martan-talo','oulun-tupa','{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}');
CREATE TABLE follows (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	since VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor, other), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "follows" VALUES('default','martan-talo','turun-yliopisto','2026-11-29T22:43:08+00:00');
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
INSERT INTO "imports" VALUES('default',1,'2026-11-29T22:42:36+00:00','command line','actors.jsonl',4,0,0,NULL);
INSERT INTO "imports" VALUES('default',2,'2026-11-29T22:43:09+00:00','service','one.csv',0,1,0,NULL);
INSERT INTO "imports" VALUES('default',3,'2026-11-29T22:43:10+00:00','service','two.csv',1,0,0,'2026-11-29T22:43:10+00:00');
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
INSERT INTO "introductions" VALUES('default','503479d2529a4fe9b8c52929a6b636d5','martan-talo','oulun-tupa','Hei, tehdäänkö yhdessä?','2026-11-29T22:43:09+00:00','2026-12-14','accepted','2026-11-29T22:43:09+00:00',NULL,NULL,NULL,'',0);
INSERT INTO "introductions" VALUES('default','ee9106abeddc48848056ceb73b710a4b','martan-talo','turun-yliopisto','Hei!','2026-11-29T22:43:09+00:00','2026-12-14',NULL,NULL,NULL,NULL,NULL,'',0);
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
INSERT INTO "keys" VALUES('4bcee519f973873a','default','platform','confidential read write','e0429f818d0c913ddd05cbcf66686bce1c864f764f8c022d5f9d8f1787944729','','2026-11-29T22:43:15+00:00',NULL,NULL,NULL,'kpgjn2cVXIj7v7f066N939z6Y9UF4yDBqg8OTmkQ-v8');
INSERT INTO "keys" VALUES('bc5be8c2a0de4539','default','Martta','erase read write','a7c70e4a0e8542b761ab1bddd2b7fac8a6d2cf9fc57ac3de196c271072c0c09c','','2026-11-29T22:43:16+00:00',NULL,NULL,'martan-talo','_iZBNqzjTS8iURBfWDwf1tDsvJcOS8JuqAZXKDeNjik');
INSERT INTO "keys" VALUES('5e0ee497fb66c816','default','gone','read','e7e47f5cf2b1927d4990c8c0be6f3bba1c76f6f4589fe044ff467eba9ea6b7df','','2026-11-29T22:43:17+00:00',NULL,'2026-11-29T22:43:17+00:00',NULL,'UMq7jzyKaBqbrgDQnq2LAtmxaHBiHB4LIIlHBl0apfM');
CREATE TABLE lists (
	network VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	shown VARCHAR(25) NOT NULL, 
	actor VARCHAR NOT NULL, 
	document TEXT NOT NULL, content VARCHAR(16), showings INTEGER DEFAULT '1' NOT NULL, last_shown VARCHAR(25) DEFAULT '' NOT NULL, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "lists" VALUES('default','8433842a9631a3a1afc58056a6c822dc','2026-11-29T22:43:09+00:00','martan-talo','{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed", "own_opinions": true}, "versions": {"software": "0.1.0", "data": "1452e8dfbe97", "vocabulary": "1d281616b6a7", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586338596425, 1.0, {"base": -6.2899, "feedback": 2.0, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}','8433842a9631a3a1',2,'2026-11-29T22:43:09+00:00');
CREATE TABLE networks (
	name VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	settings TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	version VARCHAR(64) NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "networks" VALUES('default','5faba2c6a5ea4cf7bbfdad3352628494','{}',20,'e5c4a9fd933f03665b19061181c811fefcd014d2a2ca009aba31aa2ad30435f3');
INSERT INTO "networks" VALUES('lapland','62d017096f3b4c9a9d7f04e0b1af6e0f','{}',1,'0000000000000000000000000000000000000000000000000000000000000000');
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
INSERT INTO "processes" VALUES('b382d2f08678401aa53c03a3b650bc0b','vm',8820,'2026-11-29T22:43:00+00:00','2026-11-29T22:43:19+00:00','{"default": 20}');
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
INSERT INTO "rehearsals" VALUES('default','03f28867266541139b309f360270ba68',1,1,'2026-11-29T22:43:13+00:00','done',3,3,'{"as_of": "2026-11-30", "limit": 10}','{"changes": [], "places": {}, "rules": ["cb49e93ad3e5", "2b73cc72d8be"]}');
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
','Kokeilu','2026-11-29T22:43:13+00:00','service');
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
INSERT INTO "webhooks" VALUES('default','710496fb275edaba','http://127.0.0.1:9/kumppani','whsec_zwx8wUEpdxlv6ybylPEpxq6TqFB0eM6dhB9HaMTUgCs=','2026-11-29T22:43:12+00:00',15,0,0,'2026-11-29T22:43:12+00:00',NULL,NULL,'');
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
COMMIT;
