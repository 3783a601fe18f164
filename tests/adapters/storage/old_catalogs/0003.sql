BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE arrivals (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	story TEXT NOT NULL, 
	article TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT uq_arrivals_article UNIQUE (article)
);
INSERT INTO "arrivals" VALUES(2,'dam','dam/level',1772627460000000);
INSERT INTO "arrivals" VALUES(3,'ferry','ferry/berth',1772627460000000);
INSERT INTO "arrivals" VALUES(4,'ferry','ferry/crew',1772627460000000);
INSERT INTO "arrivals" VALUES(5,'ferry','ferry/fares',1772627580000000);
CREATE TABLE cursors (
	name TEXT NOT NULL, 
	read INTEGER NOT NULL, 
	CONSTRAINT pk_cursors PRIMARY KEY (name)
);
CREATE TABLE deliveries (
	"key" TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	lease_ends BIGINT NOT NULL, 
	state VARCHAR(9) NOT NULL, 
	revision INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	payload JSON NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_deliveries PRIMARY KEY ("key")
);
INSERT INTO "deliveries" VALUES('slack:Ev1','me',1772627460000000,'open',0,0,'{"text": "?"}',1772627400000000);
CREATE TABLE embeddings (
	content_hash VARCHAR(32) NOT NULL, 
	model VARCHAR(200) NOT NULL, 
	vector BLOB NOT NULL, 
	CONSTRAINT pk_embeddings PRIMARY KEY (content_hash, model)
);
INSERT INTO "embeddings" VALUES('e905ef03332c8e8a9f7632cb2ab03169','words-32',X'6163EEBD56CBF83D2FD7103EE575BA3D3263403EAF3121BD74BA7ABD380408BECEB7483EAD9FB23DFB07FC3EEF081E3E83186FBD925730BCC2A564BE6DA90C3EAF08CC3D1C7F59BEFB8D40BD8A07BC3D7D01453D181050BED826E43C6BF7F4BD1895F33D2DE88D3E7FA47DBEAEA1E43B21DAB33EA42824BD2C86793E5BE74BBE');
INSERT INTO "embeddings" VALUES('3a65cceaa321e87ef5deb8d7d8eb91ce','words-32',X'216A72BED7257CBEBE886DBE331D38BE5F9FBD3E89709B3E02A973BEF2A32B3EB4ADAEBD0658653E29F7B83D37C3A9BDAD8A933CF813D2BC08378C3D9E5E01BD3E8B15BE7710123D4F6B1EBEACBCFFBCB5A5EB3DBCBD85BDD44095BC09CAD0BD22BA463EFA37883E86AB9A3CE567673EF19C6F3E871B21BD9F7790BD5893A7BE');
INSERT INTO "embeddings" VALUES('3f26074e2e19578777223629f33826b7','words-32',X'C3EC8BBE359D413E0D2C9CBE617EB5BDEC6EA63E77C39FBC93BD19BD1AD69DBD38ADE0BD1FDC93BDA4DD483CE2CA543EB045E2BDCE3FDC3A138C8BBE8D29CA3D239312BE73D896BBAE3023BD1900DCBD7A2E7F3E1B6C8EBE86941EBE86E580BE12BC8E3D9074023D2BC4193E15460B3E7528713E1C0F083E482FA1BC27E4BDBE');
INSERT INTO "embeddings" VALUES('244ee043643ce0211696de2baff3f094','words-32',X'671BFBBD7474EE3D35EEACBBCDB53F3DE3D0563E400294BDA08D1EBEDFA4F1BD926C893ECE84F03DEB0FD83EE741303E6F1D993CA21488BD9E9E65BEA05BB93DD4D0973D5F8588BE45341BBD7FC6583C3F9D093E361143BE5DC6E33C7CA18ABD821E953D94367C3E0CC481BE39E86D3D225EA13E4638FFBDEC093C3EA613A6BE');
INSERT INTO "embeddings" VALUES('efd240482afd9f2934d68bd3547a6d49','words-32',X'9DE4593D975F753E0A02AEBE2187073E7CDA583EF5AEF83C4369C03C9EF82C3CCF0D913D2CCBC0BDFA03AB3D7E46573E3A5D36BE77C64D3B24C3AD3B97F855BD9D1130BE58920A3E9423863E16DC0DBE197DCF3E20124EBED07C86BC61040EBE43F5363E7CA0FF3DD351D73D4036673E17CA943E3118083E091B05BEA6A689BE');
CREATE TABLE feedback (
	reply TEXT NOT NULL, 
	person TEXT NOT NULL, 
	helpful BOOLEAN NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_feedback PRIMARY KEY (reply, person), 
	CONSTRAINT fk_feedback_reply FOREIGN KEY(reply) REFERENCES replies (id) ON DELETE CASCADE
);
INSERT INTO "feedback" VALUES('r1','U1',1,1772627400000000);
CREATE TABLE fetched_pages (
	story TEXT NOT NULL, 
	url TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	source TEXT NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	why TEXT NOT NULL, 
	judged VARCHAR(32) NOT NULL, 
	article TEXT NOT NULL, 
	version VARCHAR(32), 
	from_feed BOOLEAN NOT NULL, 
	etag TEXT NOT NULL, 
	last_modified TEXT NOT NULL, 
	found BIGINT NOT NULL, 
	checked BIGINT, 
	gone_since BIGINT, 
	failures INTEGER NOT NULL, 
	due BIGINT, 
	CONSTRAINT pk_fetched_pages PRIMARY KEY (story, url), 
	CONSTRAINT fk_fetched_pages_version FOREIGN KEY(version) REFERENCES versions (id) ON DELETE SET NULL
);
CREATE TABLE follows (
	id VARCHAR(32) NOT NULL, 
	platform TEXT NOT NULL, 
	team TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	story TEXT NOT NULL, 
	pace VARCHAR(6) NOT NULL, 
	minute INTEGER NOT NULL, 
	weekday INTEGER NOT NULL, 
	zone TEXT NOT NULL, 
	person TEXT NOT NULL, 
	via TEXT NOT NULL, 
	since BIGINT NOT NULL, 
	through INTEGER NOT NULL, 
	due BIGINT NOT NULL, 
	quiet TEXT NOT NULL, 
	CONSTRAINT pk_follows PRIMARY KEY (id), 
	CONSTRAINT uq_follows_place UNIQUE (platform, channel, story)
);
INSERT INTO "follows" VALUES('f1','slack','T1','C1','ferry','now',540,0,'UTC','U1','',1772627400000000,0,1772627400000000,'');
CREATE TABLE generation_articles (
	generation VARCHAR(32) NOT NULL, 
	article TEXT NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	path TEXT NOT NULL, 
	CONSTRAINT pk_generation_articles PRIMARY KEY (generation, article), 
	CONSTRAINT fk_generation_articles_generation FOREIGN KEY(generation) REFERENCES generations (id) ON DELETE CASCADE, 
	CONSTRAINT fk_generation_articles_version FOREIGN KEY(version) REFERENCES versions (id)
);
INSERT INTO "generation_articles" VALUES('20260304-123200-000000','dam/level','ca966cf6f7cfd73cd947b9b4886f8ebf','dam/level.md');
INSERT INTO "generation_articles" VALUES('20260304-123200-000000','ferry/berth','35e3031719593e03c6a535f25d4c2bc5','ferry/berth.md');
INSERT INTO "generation_articles" VALUES('20260304-123200-000000','ferry/crew','1ff6c1db91093533a12f5273bbed3666','ferry/crew.md');
INSERT INTO "generation_articles" VALUES('20260304-123300-000000','ferry/berth','d4924bb4317462d400d2f6e747c14c8e','ferry/berth.md');
INSERT INTO "generation_articles" VALUES('20260304-123300-000000','ferry/fares','277de81bb5f617f7dcd666eb19dff2a4','ferry/fares.md');
INSERT INTO "generation_articles" VALUES('20260304-123300-000000','dam/level','ca966cf6f7cfd73cd947b9b4886f8ebf','dam/level.md');
INSERT INTO "generation_articles" VALUES('20260304-123300-000000','ferry/crew','1ff6c1db91093533a12f5273bbed3666','ferry/crew.md');
CREATE TABLE generation_files (
	generation VARCHAR(32) NOT NULL, 
	path TEXT NOT NULL, 
	story TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	reader_version INTEGER NOT NULL, 
	CONSTRAINT pk_generation_files PRIMARY KEY (generation, path), 
	CONSTRAINT fk_generation_files_generation FOREIGN KEY(generation) REFERENCES generations (id) ON DELETE CASCADE
);
INSERT INTO "generation_files" VALUES('20260304-123200-000000','dam/level.md','dam','d1fa37830f86cd317f3449a23054a33df35b947b7260fd647c36e07475301cfc',1001);
INSERT INTO "generation_files" VALUES('20260304-123200-000000','ferry/berth.md','ferry','6ab867b73da945260012e8c510559107fb4897f1005e994ba82153d67ce0fe31',1001);
INSERT INTO "generation_files" VALUES('20260304-123200-000000','ferry/crew.md','ferry','8e757f0b7f747bec49e6d527ed82aad51b54d60223c1199ebdefae85f71936c9',1001);
INSERT INTO "generation_files" VALUES('20260304-123300-000000','dam/level.md','dam','d1fa37830f86cd317f3449a23054a33df35b947b7260fd647c36e07475301cfc',1001);
INSERT INTO "generation_files" VALUES('20260304-123300-000000','ferry/berth.md','ferry','e29cd6e6949164e330c3615ff0d7491370a7c1fc298743b5c556e5c28dd2217e',1001);
INSERT INTO "generation_files" VALUES('20260304-123300-000000','ferry/crew.md','ferry','8e757f0b7f747bec49e6d527ed82aad51b54d60223c1199ebdefae85f71936c9',1001);
INSERT INTO "generation_files" VALUES('20260304-123300-000000','ferry/fares.md','ferry','da12ca40803bb70de01ef124a38af463aa940522b33d76bd3f10f8d35c3833f8',1001);
CREATE TABLE generation_stories (
	generation VARCHAR(32) NOT NULL, 
	slug TEXT NOT NULL, 
	title TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	keywords JSON NOT NULL, 
	feeds JSON NOT NULL, 
	pages JSON NOT NULL, 
	channels JSON NOT NULL, refresh_minutes INTEGER, closeness FLOAT, 
	CONSTRAINT pk_generation_stories PRIMARY KEY (generation, slug), 
	CONSTRAINT fk_generation_stories_generation FOREIGN KEY(generation) REFERENCES generations (id) ON DELETE CASCADE
);
INSERT INTO "generation_stories" VALUES('20260304-123200-000000','dam','The dam','What happens to it.','[]','[]','[]','[]',NULL,NULL);
INSERT INTO "generation_stories" VALUES('20260304-123200-000000','ferry','The ferry','What happens to it.','[]','[]','[]','[]',NULL,NULL);
INSERT INTO "generation_stories" VALUES('20260304-123300-000000','dam','The dam','What happens to it.','[]','[]','[]','[]',NULL,NULL);
INSERT INTO "generation_stories" VALUES('20260304-123300-000000','ferry','The ferry','What happens to it.','[]','[]','[]','[]',NULL,NULL);
CREATE TABLE generations (
	id VARCHAR(32) NOT NULL, 
	created VARCHAR(40) NOT NULL, 
	model TEXT NOT NULL, 
	articles INTEGER NOT NULL, 
	passages INTEGER NOT NULL, 
	CONSTRAINT pk_generations PRIMARY KEY (id)
);
INSERT INTO "generations" VALUES('20260304-123200-000000','2026-03-04T12:32:00+00:00','words-32',3,3);
INSERT INTO "generations" VALUES('20260304-123300-000000','2026-03-04T12:33:00+00:00','words-32',4,4);
CREATE TABLE passages (
	id VARCHAR(32) NOT NULL, 
	cut INTEGER NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	content_hash VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_passages PRIMARY KEY (id, cut), 
	CONSTRAINT fk_passages_version FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE
);
INSERT INTO "passages" VALUES('a1cc73443df012862883cf8b938c3023',1,'35e3031719593e03c6a535f25d4c2bc5',0,82,'e905ef03332c8e8a9f7632cb2ab03169');
INSERT INTO "passages" VALUES('5c07260d74e7e565bfe7417487d88d5c',1,'1ff6c1db91093533a12f5273bbed3666',0,71,'3a65cceaa321e87ef5deb8d7d8eb91ce');
INSERT INTO "passages" VALUES('3a4080bc282211241264af7fb30ffdc0',1,'ca966cf6f7cfd73cd947b9b4886f8ebf',0,59,'3f26074e2e19578777223629f33826b7');
INSERT INTO "passages" VALUES('7652dd3f8d0aaecc22b6977320657c69',1,'d4924bb4317462d400d2f6e747c14c8e',0,86,'244ee043643ce0211696de2baff3f094');
INSERT INTO "passages" VALUES('c8ada1aaedca021900a9d3e47e74f43b',1,'277de81bb5f617f7dcd666eb19dff2a4',0,44,'efd240482afd9f2934d68bd3547a6d49');
CREATE TABLE pointer (
	name VARCHAR(16) NOT NULL, 
	generation VARCHAR(32) NOT NULL, 
	switched VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_pointer PRIMARY KEY (name), 
	CONSTRAINT fk_pointer_generation FOREIGN KEY(generation) REFERENCES generations (id)
);
INSERT INTO "pointer" VALUES('current','20260304-123300-000000','2026-03-04T12:33:00+00:00');
CREATE TABLE purged (
	article_digest VARCHAR(32) NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_purged PRIMARY KEY (article_digest)
);
INSERT INTO "purged" VALUES('6a3dea8f7b291cb7e5d74f37b9a233fa','2026-03-04T12:32:00+00:00');
CREATE TABLE replies (
	id TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	team TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	thread TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	message TEXT NOT NULL, 
	answered BOOLEAN NOT NULL, 
	story TEXT NOT NULL, 
	quotes JSON NOT NULL, 
	at BIGINT NOT NULL, shown INTEGER DEFAULT '0' NOT NULL, via TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_replies PRIMARY KEY (id)
);
INSERT INTO "replies" VALUES('r1','slack','T1','C1','1.0','1.0','2.0',1,'ferry','[{"version": "35e3031719593e03c6a535f25d4c2bc5", "start": 0, "end": 20, "highlight": [[0, 3]], "confidence": 0.9, "also_in": []}, {"version": "d4924bb4317462d400d2f6e747c14c8e", "start": 0, "end": 20, "highlight": [[0, 3]], "confidence": 0.9, "also_in": []}]',1772627400000000,2,'');
CREATE TABLE revisions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	story TEXT NOT NULL, 
	article TEXT NOT NULL, 
	"before" VARCHAR(32) NOT NULL, 
	"after" VARCHAR(32) NOT NULL, 
	at BIGINT NOT NULL
);
INSERT INTO "revisions" VALUES(1,'ferry','ferry/berth','35e3031719593e03c6a535f25d4c2bc5','d4924bb4317462d400d2f6e747c14c8e',1772627580000000);
CREATE TABLE robots (
	origin TEXT NOT NULL, 
	text TEXT NOT NULL, 
	etag TEXT NOT NULL, 
	last_modified TEXT NOT NULL, 
	checked BIGINT NOT NULL, 
	CONSTRAINT pk_robots PRIMARY KEY (origin)
);
CREATE TABLE scopes (
	platform TEXT NOT NULL, 
	team TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	stories JSON NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_scopes PRIMARY KEY (platform, team, channel)
);
CREATE TABLE slack_bots (
	id INTEGER NOT NULL, 
	client_id VARCHAR(32) NOT NULL, 
	app_id VARCHAR(32) NOT NULL, 
	enterprise_id VARCHAR(32), 
	enterprise_name VARCHAR(200), 
	team_id VARCHAR(32), 
	team_name VARCHAR(200), 
	bot_token VARCHAR(200), 
	bot_id VARCHAR(32), 
	bot_user_id VARCHAR(32), 
	bot_scopes VARCHAR(1000), 
	bot_refresh_token VARCHAR(200), 
	bot_token_expires_at DATETIME, 
	is_enterprise_install BOOLEAN NOT NULL, 
	installed_at DATETIME NOT NULL, 
	CONSTRAINT pk_slack_bots PRIMARY KEY (id)
);
CREATE TABLE slack_installations (
	id INTEGER NOT NULL, 
	client_id VARCHAR(32) NOT NULL, 
	app_id VARCHAR(32) NOT NULL, 
	enterprise_id VARCHAR(32), 
	enterprise_name VARCHAR(200), 
	enterprise_url VARCHAR(200), 
	team_id VARCHAR(32), 
	team_name VARCHAR(200), 
	bot_token VARCHAR(200), 
	bot_id VARCHAR(32), 
	bot_user_id VARCHAR(32), 
	bot_scopes VARCHAR(1000), 
	bot_refresh_token VARCHAR(200), 
	bot_token_expires_at DATETIME, 
	user_id VARCHAR(32) NOT NULL, 
	user_token VARCHAR(200), 
	user_scopes VARCHAR(1000), 
	user_refresh_token VARCHAR(200), 
	user_token_expires_at DATETIME, 
	incoming_webhook_url VARCHAR(200), 
	incoming_webhook_channel VARCHAR(200), 
	incoming_webhook_channel_id VARCHAR(200), 
	incoming_webhook_configuration_url VARCHAR(200), 
	is_enterprise_install BOOLEAN NOT NULL, 
	token_type VARCHAR(32), 
	installed_at DATETIME NOT NULL, 
	CONSTRAINT pk_slack_installations PRIMARY KEY (id)
);
INSERT INTO "slack_installations" VALUES(1,'1.2','A1',NULL,NULL,NULL,'T1',NULL,'xoxb-made-up',NULL,NULL,NULL,NULL,NULL,'U1',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,'2026-03-04 12:30:00.000000');
CREATE TABLE slack_oauth_states (
	id INTEGER NOT NULL, 
	state VARCHAR(200) NOT NULL, 
	expire_at DATETIME NOT NULL, 
	CONSTRAINT pk_slack_oauth_states PRIMARY KEY (id)
);
CREATE TABLE sources (
	story TEXT NOT NULL, 
	url TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	etag TEXT NOT NULL, 
	last_modified TEXT NOT NULL, 
	checked BIGINT, 
	succeeded BIGINT, 
	failing_since BIGINT, 
	failures INTEGER NOT NULL, 
	result TEXT NOT NULL, 
	due BIGINT NOT NULL, 
	CONSTRAINT pk_sources PRIMARY KEY (story, url)
);
CREATE TABLE uncorrected (
	platform TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_uncorrected PRIMARY KEY (platform, channel)
);
CREATE TABLE versions (
	id VARCHAR(32) NOT NULL, 
	article TEXT NOT NULL, 
	story TEXT NOT NULL, 
	title TEXT NOT NULL, 
	url TEXT NOT NULL, 
	source TEXT NOT NULL, 
	authors JSON NOT NULL, 
	published VARCHAR(40), 
	text TEXT NOT NULL, 
	fetched VARCHAR(40) NOT NULL, updated VARCHAR(40), 
	CONSTRAINT pk_versions PRIMARY KEY (id)
);
INSERT INTO "versions" VALUES('35e3031719593e03c6a535f25d4c2bc5','ferry/berth','ferry','berth','https://berth.example/','The Wire','[]','2026-03-01T00:00:00+00:00','The ferry lies at its berth with a broken gate. Divers look at the hull on Monday.','2026-03-04T12:31:00+00:00',NULL);
INSERT INTO "versions" VALUES('ca966cf6f7cfd73cd947b9b4886f8ebf','dam/level','dam','level','https://level.example/','The Wire','[]','2026-03-01T00:00:00+00:00','The water behind the dam stands two metres below the crest.','2026-03-04T12:31:00+00:00',NULL);
INSERT INTO "versions" VALUES('1ff6c1db91093533a12f5273bbed3666','ferry/crew','ferry','crew','https://crew.example/','The Wire','[]','2026-03-01T00:00:00+00:00','The crew of twelve went ashore by bus. Nobody was hurt, says the owner.','2026-03-04T12:31:00+00:00',NULL);
INSERT INTO "versions" VALUES('d4924bb4317462d400d2f6e747c14c8e','ferry/berth','ferry','berth','https://berth.example/','The Wire','[]','2026-03-01T00:00:00+00:00','The ferry lies at its berth with a new gate. Divers have looked at the hull on Monday.','2026-03-04T12:33:00+00:00',NULL);
INSERT INTO "versions" VALUES('277de81bb5f617f7dcd666eb19dff2a4','ferry/fares','ferry','fares','https://fares.example/','The Wire','[]','2026-03-01T00:00:00+00:00','The fares stay as they are until the autumn.','2026-03-04T12:33:00+00:00',NULL);
CREATE INDEX ix_versions_article ON versions (article);
CREATE INDEX ix_generation_articles_version ON generation_articles (version);
CREATE INDEX ix_passages_version ON passages (version);
CREATE INDEX ix_deliveries_state ON deliveries (state, lease_ends);
CREATE INDEX ix_replies_thread ON replies (platform, channel, thread, at);
CREATE INDEX ix_replies_asked ON replies (platform, channel, asked);
CREATE INDEX slack_installations_idx ON slack_installations (client_id, enterprise_id, team_id, user_id, installed_at);
CREATE INDEX slack_bots_idx ON slack_bots (client_id, enterprise_id, team_id, installed_at);
CREATE INDEX ix_fetched_pages_article ON fetched_pages (article);
CREATE INDEX ix_fetched_pages_version ON fetched_pages (version);
CREATE INDEX ix_arrivals_story ON arrivals (story, id);
CREATE INDEX ix_revisions_article ON revisions (article);
CREATE INDEX ix_follows_due ON follows (platform, due);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('arrivals',5);
INSERT INTO "sqlite_sequence" VALUES('revisions',1);
COMMIT;
