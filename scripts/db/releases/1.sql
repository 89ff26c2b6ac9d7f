CREATE TABLE siptrunk_site (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    ani VARCHAR(16) DEFAULT '' NOT NULL,
    desk VARCHAR(16) DEFAULT '' NOT NULL,
    callback VARCHAR(8) DEFAULT 'desk' NOT NULL
        CHECK (callback IN ('desk', 'caller'))
);
CREATE TABLE siptrunk_caller_order (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    sources VARCHAR(128) NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_trunk (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    role VARCHAR(16) NOT NULL
        CHECK (role IN ('pbx', 'agent', 'carrier', 'emergency')),
    state VARCHAR(16) DEFAULT 'in_service' NOT NULL
        CHECK (state IN ('in_service', 'out_of_service')),
    transport VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (transport IN ('', 'udp', 'tcp', 'tls')),
    gateways INTEGER NOT NULL,
    media VARCHAR(8) DEFAULT 'rtp' NOT NULL
        CHECK (media IN ('rtp', 'srtp')),
    codecs VARCHAR(128) DEFAULT '' NOT NULL,
    caller_order VARCHAR(128) DEFAULT '' NOT NULL,
    ani VARCHAR(16) DEFAULT '' NOT NULL,
    outside_prefix VARCHAR(8) DEFAULT '' NOT NULL,
    site VARCHAR(64) DEFAULT '' NOT NULL,
    call_limit INTEGER DEFAULT 0 NOT NULL,
    proof VARCHAR(32) DEFAULT '' NOT NULL,
    certificate VARCHAR(255) DEFAULT '' NOT NULL,
    authority VARCHAR(255) DEFAULT '' NOT NULL,
    realm VARCHAR(64) DEFAULT '' NOT NULL,
    strangers VARCHAR(8) DEFAULT 'reject' NOT NULL
        CHECK (strangers IN ('reject', 'drop')),
    distribution VARCHAR(16) DEFAULT 'sequential' NOT NULL
        CHECK (distribution IN ('sequential', 'random')),
    bad_certificate VARCHAR(16) DEFAULT 'refuse' NOT NULL
        CHECK (bad_certificate IN ('refuse', 'allow_and_alarm')),
    psap_callback VARCHAR(8) DEFAULT 'ignored' NOT NULL
        CHECK (psap_callback IN ('ignored', 'trusted')),
    identity VARCHAR(8) DEFAULT 'pass' NOT NULL
        CHECK (identity IN ('pass', 'hide')),
    dtmf VARCHAR(8) DEFAULT 'rfc4733' NOT NULL
        CHECK (dtmf IN ('rfc4733', 'info')),
    header_limit INTEGER DEFAULT 20 NOT NULL,
    header_size INTEGER DEFAULT 1024 NOT NULL,
    refer VARCHAR(16) DEFAULT 'relay' NOT NULL
        CHECK (refer IN ('relay', 'carry_out', 'refuse')),
    transfer_caller VARCHAR(16) DEFAULT 'own' NOT NULL
        CHECK (transfer_caller IN ('own', 'transferee')),
    topology VARCHAR(8) DEFAULT 'show' NOT NULL
        CHECK (topology IN ('show', 'hide')),
    description VARCHAR(255) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_address (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    prefix VARCHAR(64) DEFAULT '' NOT NULL,
    host VARCHAR(255) DEFAULT '' NOT NULL,
    action VARCHAR(8) DEFAULT 'allow' NOT NULL
        CHECK (action IN ('allow', 'deny')),
    state VARCHAR(8) DEFAULT 'on' NOT NULL
        CHECK (state IN ('on', 'off')),
    direction VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (direction IN ('', 'inbound', 'outbound')),
    transports VARCHAR(16) DEFAULT '' NOT NULL,
    ports VARCHAR(11) DEFAULT '' NOT NULL,
    valid_from VARCHAR(20) DEFAULT '' NOT NULL,
    valid_until VARCHAR(20) DEFAULT '' NOT NULL,
    source VARCHAR(255) DEFAULT '' NOT NULL,
    dated VARCHAR(10) DEFAULT '' NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL,
    CHECK ((prefix = '') <> (host = ''))
);
CREATE TABLE siptrunk_credential (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    direction VARCHAR(8) DEFAULT 'inbound' NOT NULL
        CHECK (direction IN ('inbound', 'outbound')),
    realm VARCHAR(64) DEFAULT '' NOT NULL,
    username VARCHAR(64) NOT NULL,
    ha1 VARCHAR(32) NOT NULL,
    CHECK ((direction = 'outbound') = (realm <> '')),
    UNIQUE (trunk, direction, realm, username)
);
CREATE TABLE siptrunk_learned (
    id @ID@,
    kind VARCHAR(16) NOT NULL
        CHECK (kind IN ('temporary', 'host', 'listed')),
    trunk VARCHAR(64) DEFAULT '' NOT NULL,
    host VARCHAR(255) DEFAULT '' NOT NULL,
    prefix VARCHAR(64) NOT NULL,
    action VARCHAR(8) DEFAULT 'allow' NOT NULL
        CHECK (action IN ('allow', 'deny')),
    expires BIGINT DEFAULT 0 NOT NULL,
    UNIQUE (kind, trunk, host, prefix)
);
CREATE TABLE siptrunk_header (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    name VARCHAR(64) NOT NULL,
    value VARCHAR(1024) NOT NULL,
    UNIQUE (trunk, name)
);
CREATE TABLE siptrunk_caller (
    id @ID@,
    aor VARCHAR(255) NOT NULL UNIQUE,
    email VARCHAR(255) DEFAULT '' NOT NULL,
    extension VARCHAR(16) DEFAULT '' NOT NULL,
    did VARCHAR(16) DEFAULT '' NOT NULL,
    site VARCHAR(64) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_number_plan (
    id @ID@,
    match_type VARCHAR(16) DEFAULT 'number_list' NOT NULL,
    numbers VARCHAR(255) NOT NULL,
    classification VARCHAR(32) NOT NULL,
    site VARCHAR(64) DEFAULT '' NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_number (
    id @ID@,
    number VARCHAR(16) NOT NULL UNIQUE,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name)
);
CREATE TABLE siptrunk_ledger (
    id @ID@,
    uid VARCHAR(32) NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    call_id VARCHAR(127) NOT NULL,
    conversation VARCHAR(64) NOT NULL,
    trunk VARCHAR(64) NOT NULL,
    site VARCHAR(64) NOT NULL,
    dialled VARCHAR(64) NOT NULL,
    number VARCHAR(32) NOT NULL,
    class VARCHAR(32) NOT NULL,
    test INTEGER NOT NULL,
    identity VARCHAR(128) NOT NULL,
    extension VARCHAR(16) NOT NULL,
    caller VARCHAR(128) NOT NULL,
    caller_source VARCHAR(16) NOT NULL,
    why VARCHAR(191) NOT NULL,
    target VARCHAR(64) NOT NULL,
    gateway VARCHAR(128) NOT NULL,
    attempts VARCHAR(512) NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    code INTEGER NOT NULL,
    received BIGINT NOT NULL,
    placed BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    ended_by VARCHAR(16) NOT NULL,
    media_caller VARCHAR(64) NOT NULL,
    media_gateway VARCHAR(64) NOT NULL
);
CREATE INDEX siptrunk_ledger_received ON siptrunk_ledger (received);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_ledger', 1);
CREATE TABLE siptrunk_notification (
    id @ID@,
    site VARCHAR(64) DEFAULT '' NOT NULL,
    target VARCHAR(255) NOT NULL,
    key_file VARCHAR(255) DEFAULT '' NOT NULL,
    ca_file VARCHAR(255) DEFAULT '' NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_api (
    id @ID@,
    trunk VARCHAR(64) NOT NULL UNIQUE REFERENCES siptrunk_trunk (name),
    url VARCHAR(255) DEFAULT 'https://api.retellai.com' NOT NULL,
    api_key VARCHAR(255) NOT NULL,
    ca_file VARCHAR(255) DEFAULT '' NOT NULL,
    deadline INTEGER DEFAULT 2000 NOT NULL,
    reserve INTEGER DEFAULT 0 NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_agent (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    number VARCHAR(16) DEFAULT '' NOT NULL,
    agent_id VARCHAR(64) NOT NULL,
    agent_version VARCHAR(20) DEFAULT '' NOT NULL,
    direction VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (direction IN ('', 'inbound', 'outbound')),
    fallback VARCHAR(80) DEFAULT 'trunk' NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL,
    UNIQUE (trunk, number)
);
CREATE TABLE siptrunk_variable (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    header VARCHAR(64) NOT NULL,
    kind VARCHAR(8) DEFAULT 'variable' NOT NULL
        CHECK (kind IN ('variable', 'metadata')),
    name VARCHAR(64) NOT NULL,
    UNIQUE (trunk, kind, name)
);
CREATE TABLE siptrunk_header_rule (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    direction VARCHAR(8) NOT NULL
        CHECK (direction IN ('to', 'from')),
    header VARCHAR(64) NOT NULL,
    action VARCHAR(8) NOT NULL
        CHECK (action IN ('pass', 'drop', 'rename')),
    new_name VARCHAR(64) DEFAULT '' NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL,
    CHECK ((action = 'rename') = (new_name <> ''))
);
CREATE TABLE siptrunk_call_id_header (
    id @ID@,
    kind VARCHAR(16) NOT NULL
        CHECK (kind IN ('conversation', 'agent', 'carrier')),
    header VARCHAR(64) NOT NULL UNIQUE
);
CREATE TABLE siptrunk_transfer (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    match_type VARCHAR(16) DEFAULT 'number_list' NOT NULL,
    numbers VARCHAR(255) NOT NULL
);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_site', 2);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_caller_order', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_trunk', 5);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_address', 2);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_credential', 2);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_learned', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_header', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_caller', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_number_plan', 2);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_number', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_notification', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_api', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_agent', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_variable', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_call_id_header', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_header_rule', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_transfer', 1);
