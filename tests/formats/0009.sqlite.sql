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
INSERT INTO "activations" VALUES('default',1,1,'2026-11-29T22:35:54+00:00','service');
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
INSERT INTO "actors" VALUES('default','turun-yliopisto','{"capacity": null, "coverage": null, "descriptions": {"": "Tutkimus ja kurssit"}, "groups": [], "id": "turun-yliopisto", "languages": ["fi", "sv"], "municipalities": ["853"], "name": "Turun yliopisto", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["02"], "sector": "university", "source": "", "status": "active", "themes": ["education"], "updated": null, "wanted_sectors": []}','425010b5953776d0c2cd6d4559feb8ebe66fba0a9076ce77e47bda8717ca993b',10);
INSERT INTO "actors" VALUES('default','oulun-tupa','{"capacity": null, "coverage": null, "descriptions": {"fi": "Tapahtumia ja tiloja"}, "groups": [], "id": "oulun-tupa", "languages": ["fi"], "municipalities": ["564"], "name": "Oulun tupa", "names": {}, "needs": {"texts": {}, "themes": []}, "offers": {"texts": {}, "themes": []}, "regions": ["17"], "sector": "ngo", "source": "", "status": "active", "themes": ["settling_in"], "updated": null, "wanted_sectors": []}','6ed2e41b4e1bf5bdfc8200f1a433223003e6b5dc66077bf34126d3047b551d6e',2);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0009');
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
INSERT INTO "answers" VALUES('default','first','21a6a852816bf29d754aaba46c97ae1d2ed12b80e845c5b827e61eddff3853f0',200,'{"ETag": "\"927edb9ea61f149e3045f0a3b1f61e467f2309318b292b23f2bb18e9a32a7da3.305b5574798bd582\"", "Content-Language": "en"}','{"actor":{"id":"martan-talo","name":"Martan talo","sector":{"code":"ngo","label":"NGO or foundation"},"municipalities":[{"code":"091","label":"Helsinki"}],"regions":[{"code":"01","label":"Uusimaa"}],"coverage":null,"themes":[{"code":"guidance_counselling","label":"Guidance and counselling"}]},"profile":{"id":"martan-talo","name":"Martan talo","names":{},"sector":"ngo","municipalities":["091"],"regions":["01"],"coverage":null,"themes":["guidance_counselling"],"languages":["fi"],"descriptions":{"fi":"Kielikahvila ja neuvontaa"},"needs":{"texts":{},"themes":[]},"offers":{"texts":{},"themes":[]},"wanted_sectors":[],"capacity":3,"groups":[],"status":"active","source":"","updated":null,"part_of":"","business_id":"","website":"","keywords":[]},"labels":{"sectors":{"ngo":"NGO or foundation"},"themes":{"guidance_counselling":"Guidance and counselling"},"regions":{"01":"Uusimaa"},"municipalities":{"091":"Helsinki"}},"look_alikes":[]}','2026-11-29T22:35:45+00:00');
INSERT INTO "answers" VALUES('default','second','001c0e2a221062f656b8c438c90650f6e78091bf5fa99a6f0d73da5856f37ebb',201,'{"Content-Language": "en"}','{"other":"oulun-tupa","outcome":"working","project":"","said":"2026-11-30"}','2026-11-29T22:35:55+00:00');
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
INSERT INTO "audit" VALUES('lapland',1,'2026-11-29T22:35:24+00:00','command line','network-added','{"settings":{}}','e0df50416e893b8f6efdbbd571c6dbec1f2520b4954a4c66076db249b178e20c');
INSERT INTO "audit" VALUES('default',1,'2026-11-29T22:35:42+00:00','service','rules-found','{"number":0,"rules":"cb49e93ad3e5"}','122e47c311da98fa15201ac08fa443c68cbbd7b0138138be900e54541dcb8e93');
INSERT INTO "audit" VALUES('default',2,'2026-11-29T22:35:42+00:00','service','weights-found','{"weights":"a50cbd3e5eaf61ae"}','791cef7b5ba3e4b8f6229ae2d130906b75aaed7d26533c94c4616173baa63a87');
INSERT INTO "audit" VALUES('default',3,'2026-11-29T22:35:54+00:00','service','actors-merged','{"cooperations":0}','6f5186379107623a3b667efd07b07f9c972589506151a0bba1d3c067f4259708');
INSERT INTO "audit" VALUES('default',4,'2026-11-29T22:35:54+00:00','service','rules-drafted','{"content":"ec80cfdf1cec6e64fb101a8a8ebae26936d2b6ca9eff5b1af5e8b1916343ffe2","number":1,"rules":"2b73cc72d8be"}','e538abd6076e7e3a58783f82dbe8d2a84a8718be4f3dcf14c4dd15cf5fa94733');
INSERT INTO "audit" VALUES('default',5,'2026-11-29T22:35:54+00:00','service','rules-activated','{"before":0,"number":1,"rules":"2b73cc72d8be"}','e73a9c52f4895efacce26e47dbca949621fdcd41435aaa1818b44c4c10256c39');
INSERT INTO "audit" VALUES('default',6,'2026-11-29T22:35:54+00:00','command line','key-created','{"expires":null,"key":"cc16dc9e64536d09","rate":"","scopes":["confidential","read","write"]}','814412e43aae14b9007f56de4a8d4770c5af63400efd67dcce1f763d9159e7e8');
INSERT INTO "audit" VALUES('default',7,'2026-11-29T22:35:55+00:00','command line','key-created','{"expires":null,"key":"993141ad8491e31d","of_actor":true,"rate":"","scopes":["erase","read","write"]}','886632b8ee131b28cc3b275808bb10420928435bc9a2ae175bf378b42a3a334b');
INSERT INTO "audit" VALUES('default',8,'2026-11-29T22:35:55+00:00','command line','key-created','{"expires":null,"key":"0c43ce607c2d0e82","rate":"","scopes":["read"]}','b6a13976289a2bfbb6cdc5ce19abc63b3191af996181b40e2c757fdfb992f261');
INSERT INTO "audit" VALUES('default',9,'2026-11-29T22:35:55+00:00','command line','key-revoked','{"expires":null,"key":"0c43ce607c2d0e82","rate":"","scopes":["read"]}','237513c6bb8608cc6d02f8db95b8270ec2f5172597e71ce1ec5023fd56d1fb99');
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
INSERT INTO "contacts" VALUES('default','turun-yliopisto','Turun yliopisto','yliopisto@example.org','','one.csv, 2026-11-29T22:35:53+00:00');
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
INSERT INTO "distinct_pairs" VALUES('default','lahden-kaupunki','oulun-tupa','2026-11-29T22:35:54+00:00');
CREATE TABLE erasures (
	network VARCHAR NOT NULL, 
	actor VARCHAR(64) NOT NULL, 
	receipt VARCHAR(32) NOT NULL, 
	erased VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor)
);
INSERT INTO "erasures" VALUES('default','db3d866fea7e66838541a8941fb96fd6b20608b0cec368c31f7c4f641b92ec87','9d9965c5204042eba38d31ca5dd3b6c8','2026-11-29T22:35:43+00:00');
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
INSERT INTO "events" VALUES('default',2,0,'2026-11-29T22:35:26+00:00','joined','martan-talo','','null');
INSERT INTO "events" VALUES('default',2,1,'2026-11-29T22:35:26+00:00','joined','lahden-kaupunki','','null');
INSERT INTO "events" VALUES('default',2,2,'2026-11-29T22:35:26+00:00','joined','turun-yliopisto','','null');
INSERT INTO "events" VALUES('default',2,3,'2026-11-29T22:35:26+00:00','joined','oulun-tupa','','null');
INSERT INTO "events" VALUES('default',4,0,'2026-11-29T22:35:43+00:00','cooperates','lahden-kaupunki','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',4,1,'2026-11-29T22:35:43+00:00','cooperates','martan-talo','43bcf0ffeafa9e46','null');
INSERT INTO "events" VALUES('default',4,2,'2026-11-29T22:35:43+00:00','cooperates','oulun-tupa','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',4,3,'2026-11-29T22:35:43+00:00','cooperates','turun-yliopisto','d79912827c7dec7a','null');
INSERT INTO "events" VALUES('default',6,0,'2026-11-29T22:35:45+00:00','changed','martan-talo','','null');
INSERT INTO "events" VALUES('default',8,0,'2026-11-29T22:35:52+00:00','opinion','martan-talo','turun-yliopisto','{"actor": "martan-talo", "kind": "useful", "other": "turun-yliopisto", "reason": "Hyvä kumppani", "said": "2026-11-30", "until": null}');
INSERT INTO "events" VALUES('default',9,0,'2026-11-29T22:35:52+00:00','outcome','martan-talo','lahden-kaupunki','{"actor": "martan-talo", "kind": "met", "other": "lahden-kaupunki", "project": "", "said": "2026-11-30"}');
INSERT INTO "events" VALUES('default',10,0,'2026-11-29T22:35:53+00:00','changed','turun-yliopisto','','null');
INSERT INTO "events" VALUES('default',15,0,'2026-11-29T22:35:55+00:00','outcome','martan-talo','oulun-tupa','{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}');
CREATE TABLE follows (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	other VARCHAR NOT NULL, 
	since VARCHAR(25) NOT NULL, 
	PRIMARY KEY (network, actor, other), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "follows" VALUES('default','martan-talo','turun-yliopisto','2026-11-29T22:35:52+00:00');
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
INSERT INTO "imports" VALUES('default',1,'2026-11-29T22:35:26+00:00','command line','actors.jsonl',4,0,0,NULL);
INSERT INTO "imports" VALUES('default',2,'2026-11-29T22:35:53+00:00','service','one.csv',0,1,0,NULL);
INSERT INTO "imports" VALUES('default',3,'2026-11-29T22:35:53+00:00','service','two.csv',1,0,0,'2026-11-29T22:35:53+00:00');
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
INSERT INTO "introductions" VALUES('default','805a979320304314b942c9d2c40d2c77','martan-talo','oulun-tupa','Hei, tehdäänkö yhdessä?','2026-11-29T22:35:53+00:00','2026-12-14','accepted','2026-11-29T22:35:53+00:00',NULL,NULL,NULL,'');
INSERT INTO "introductions" VALUES('default','b236e90e9e914effba978b8c4ea928d3','martan-talo','turun-yliopisto','Hei!','2026-11-29T22:35:53+00:00','2026-12-14',NULL,NULL,NULL,NULL,NULL,'');
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
INSERT INTO "keys" VALUES('cc16dc9e64536d09','default','platform','confidential read write','eb93262b6b2e50e5c04ef7fb73c7d429f44f3bdb5443a494167533fa46d26e5c','','2026-11-29T22:35:54+00:00',NULL,NULL,NULL,'0ZJ1l2u3jVE7WpBP0Ym3ScVjUf8cnQVsigIDQuQCfOQ');
INSERT INTO "keys" VALUES('993141ad8491e31d','default','Martta','erase read write','6f4d8bfa4387a5416d3981847cd494395a73284ec8ac8a552aa8787fdf1dc6e0','','2026-11-29T22:35:55+00:00',NULL,NULL,'martan-talo','EkbptnbM4Mc-6W-0NffRX3tJW48Wz3oxZ3Y--1fdWeo');
INSERT INTO "keys" VALUES('0c43ce607c2d0e82','default','gone','read','a3bb0c632e064ad1916a1bc062b58f3088b1c7e8766344094affdf7611d56ecc','','2026-11-29T22:35:55+00:00',NULL,'2026-11-29T22:35:55+00:00',NULL,'Yl9NlIVgPiUX_6HxNeKLT0fs6ZvXH62PKJzjT5Q6fB8');
CREATE TABLE lists (
	network VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	shown VARCHAR(25) NOT NULL, 
	actor VARCHAR NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (network, id), 
	FOREIGN KEY(network) REFERENCES networks (name) ON DELETE CASCADE
);
INSERT INTO "lists" VALUES('default','09842d924b594615b71940e560cc3c3a','2026-11-29T22:35:52+00:00','martan-talo','{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed", "own_opinions": true}, "versions": {"software": "0.1.0", "data": "358c6b08e6ae", "vocabulary": "4d500a4959bd", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586386442915, 1.0, {"base": -6.2899, "feedback": 1.9999999521535106, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}');
INSERT INTO "lists" VALUES('default','9c3413e94d9a4ec78d1b79a8397892de','2026-11-29T22:35:53+00:00','martan-talo','{"asked": {"as_of": "2026-11-30", "limit": 10, "offset": 0, "region": [], "sector": [], "theme": [], "language": [], "not_region": [], "not_sector": [], "not_theme": [], "not_language": [], "known_partners": false, "diversity": 0.0, "counterparts": "mixed", "own_opinions": true}, "versions": {"software": "0.1.0", "data": "358c6b08e6ae", "vocabulary": "4d500a4959bd", "weights": "a50cbd3e5eaf61ae", "rules": "cb49e93ad3e5", "encoder": "hashing/1:512"}, "places": [["turun-yliopisto", -4.759586386442915, 1.0, {"base": -6.2899, "feedback": 1.9999999521535106, "out_of_reach": -1.32555, "neighbouring_region": 0.5, "complementary_kinds": -0.3205, "shared_languages": 0.3, "capacity": 0.2, "nearness": 0.17636366140357498}], ["oulun-tupa", -6.907404529015293, 1.0, {"base": -6.2899, "out_of_reach": -2.6511, "complementary_kinds": 1.457, "shared_languages": 0.3, "capacity": 0.2, "shared_themes": 0.07659547098470802}]]}');
CREATE TABLE networks (
	name VARCHAR NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	settings TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	version VARCHAR(64) NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "networks" VALUES('default','0dae653151f048e8a631ddf569ae3075','{}',15,'e5c4a9fd933f03665b19061181c811fefcd014d2a2ca009aba31aa2ad30435f3');
INSERT INTO "networks" VALUES('lapland','ac1bbd06d8db495a8a72e1d6b7b67069','{}',1,'0000000000000000000000000000000000000000000000000000000000000000');
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
INSERT INTO "outcomes" VALUES('default','["martan-talo", "oulun-tupa"]','{"actor": "martan-talo", "kind": "working", "other": "oulun-tupa", "project": "", "said": "2026-11-30"}','763e5eed5a8154c1d5de106b927da0e5cc2c82fbcd11eeb302abfa3a72f99aaa',15);
CREATE TABLE planned_erasures (
	network VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	PRIMARY KEY (network, actor), 
	FOREIGN KEY(network, actor) REFERENCES actors (network, "key") ON DELETE CASCADE
);
INSERT INTO "planned_erasures" VALUES('default','turun-yliopisto','2026-12-07');
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
','Kokeilu','2026-11-29T22:35:54+00:00','service');
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
COMMIT;
