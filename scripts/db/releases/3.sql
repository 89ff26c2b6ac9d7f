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
    media VARCHAR(16) DEFAULT '' NOT NULL
        CHECK (media IN ('', 'rtp', 'srtp', 'srtp_optional')),
    codecs VARCHAR(128) DEFAULT '' NOT NULL,
    srtp_suites VARCHAR(128) DEFAULT '' NOT NULL,
    transcode VARCHAR(3) DEFAULT '' NOT NULL
        CHECK (transcode IN ('', 'no', 'yes')),
    ptime INTEGER
        CHECK (ptime IN (0, 10, 20, 30, 40, 60)),
    dtmf VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (dtmf IN ('', 'rfc4733', 'info')),
    symmetric VARCHAR(3) DEFAULT '' NOT NULL
        CHECK (symmetric IN ('', 'no', 'yes')),
    nat VARCHAR(3) DEFAULT '' NOT NULL
        CHECK (nat IN ('', 'no', 'yes')),
    ice VARCHAR(3) DEFAULT '' NOT NULL
        CHECK (ice IN ('', 'no', 'yes')),
    rtcp_mux VARCHAR(3) DEFAULT '' NOT NULL
        CHECK (rtcp_mux IN ('', 'no', 'yes')),
    silence INTEGER,
    silence_action VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (silence_action IN ('', 'report', 'hang_up')),
    caller_order VARCHAR(128) DEFAULT '' NOT NULL,
    ani VARCHAR(16) DEFAULT '' NOT NULL,
    outside_prefix VARCHAR(8) DEFAULT '' NOT NULL,
    site VARCHAR(64) DEFAULT '' NOT NULL,
    country VARCHAR(2) DEFAULT '' NOT NULL,
    number_format VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (number_format IN ('', 'any', 'e164')),
    countries VARCHAR(255) DEFAULT '' NOT NULL,
    premium VARCHAR(3) DEFAULT '' NOT NULL
        CHECK (premium IN ('', 'no', 'yes')),
    unverified_caller VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (unverified_caller IN ('', 'pass', 'replace', 'refuse')),
    call_limit INTEGER,
    call_limit_in INTEGER,
    call_limit_out INTEGER,
    call_limit_code INTEGER
        CHECK (call_limit_code IN (486, 503)),
    calls_per_second INTEGER,
    caller_calls_per_second INTEGER,
    minutes_per_hour INTEGER,
    caller_minutes_per_hour INTEGER,
    destination_alarm INTEGER,
    registrar VARCHAR(3) DEFAULT '' NOT NULL
        CHECK (registrar IN ('', 'no', 'yes')),
    registration_rate INTEGER,
    use_source_address VARCHAR(3) DEFAULT '' NOT NULL
        CHECK (use_source_address IN ('', 'no', 'yes')),
    proof VARCHAR(32) DEFAULT '' NOT NULL,
    certificate VARCHAR(255) DEFAULT '' NOT NULL,
    authority VARCHAR(255) DEFAULT '' NOT NULL,
    realm VARCHAR(64) DEFAULT '' NOT NULL,
    strangers VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (strangers IN ('', 'reject', 'drop')),
    distribution VARCHAR(16) DEFAULT '' NOT NULL
        CHECK (distribution IN ('', 'sequential', 'random')),
    bad_certificate VARCHAR(16) DEFAULT '' NOT NULL
        CHECK (bad_certificate IN ('', 'refuse', 'allow_and_alarm')),
    psap_callback VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (psap_callback IN ('', 'ignored', 'trusted')),
    identity VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (identity IN ('', 'pass', 'hide')),
    header_limit INTEGER,
    header_size INTEGER,
    refer VARCHAR(16) DEFAULT '' NOT NULL
        CHECK (refer IN ('', 'relay', 'carry_out', 'refuse')),
    transfer_caller VARCHAR(16) DEFAULT '' NOT NULL
        CHECK (transfer_caller IN ('', 'own', 'transferee')),
    topology VARCHAR(8) DEFAULT '' NOT NULL
        CHECK (topology IN ('', 'show', 'hide')),
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
    ha1 VARCHAR(32) DEFAULT '' NOT NULL,
    ha1_sha256 VARCHAR(64) DEFAULT '' NOT NULL,
    CHECK ((direction = 'outbound') = (realm <> '')),
    CHECK (ha1 <> '' OR ha1_sha256 <> ''),
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
    match_type VARCHAR(16) DEFAULT 'number_list' NOT NULL
        CHECK (match_type IN ('number_list', 'digit_length', 'prefix', 'country_code', 'regex')),
    numbers VARCHAR(255) NOT NULL,
    classification VARCHAR(32) NOT NULL,
    site VARCHAR(64) DEFAULT '' NOT NULL,
    priority INTEGER DEFAULT 100 NOT NULL,
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
CREATE TABLE siptrunk_header_policy (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    position INTEGER DEFAULT 0 NOT NULL,
    name VARCHAR(64) DEFAULT '' NOT NULL,
    field VARCHAR(64) NOT NULL,
    action VARCHAR(8) DEFAULT 'replace' NOT NULL
        CHECK (action IN ('replace', 'add', 'remove')),
    value VARCHAR(1024) DEFAULT '' NOT NULL,
    numbers VARCHAR(255) DEFAULT '' NOT NULL,
    classification VARCHAR(32) DEFAULT '' NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL,
    CHECK ((action = 'remove') = (value = ''))
);
CREATE TABLE siptrunk_verified_caller (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    number VARCHAR(16) NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL,
    UNIQUE (trunk, number)
);
CREATE TABLE siptrunk_outbound_route (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    site VARCHAR(64) DEFAULT '' NOT NULL,
    classifications VARCHAR(255) NOT NULL,
    trunks VARCHAR(255) NOT NULL,
    distribution VARCHAR(16) DEFAULT 'sequential' NOT NULL
        CHECK (distribution IN ('sequential', 'random')),
    state VARCHAR(8) DEFAULT 'on' NOT NULL
        CHECK (state IN ('on', 'off')),
    description VARCHAR(255) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_premium_range (
    id @ID@,
    prefix VARCHAR(16) NOT NULL UNIQUE,
    description VARCHAR(255) DEFAULT '' NOT NULL,
    source VARCHAR(255) DEFAULT '' NOT NULL,
    dated VARCHAR(10) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_response (
    id @ID@,
    trunk VARCHAR(64) DEFAULT '' NOT NULL,
    codes VARCHAR(255) NOT NULL,
    class VARCHAR(16) NOT NULL
        CHECK (class IN ('technical', 'busy', 'declined', 'auth', 'policy')),
    action VARCHAR(16) NOT NULL
        CHECK (action IN ('next_gateway', 'next_trunk', 'end')),
    counts VARCHAR(3) DEFAULT 'no' NOT NULL
        CHECK (counts IN ('no', 'yes')),
    description VARCHAR(255) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_termination (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    kind VARCHAR(8) NOT NULL
        CHECK (kind IN ('fqdn', 'tgrp', 'dnis')),
    identifier VARCHAR(255) NOT NULL,
    context VARCHAR(255) DEFAULT '' NOT NULL,
    behind VARCHAR(64) DEFAULT '' NOT NULL
);
CREATE TABLE siptrunk_registration (
    id @ID@,
    trunk VARCHAR(64) NOT NULL UNIQUE REFERENCES siptrunk_trunk (name),
    username VARCHAR(64) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    expires INTEGER DEFAULT 3600 NOT NULL
        CHECK (expires BETWEEN 60 AND 86400)
);
CREATE VIEW siptrunk_uacreg AS SELECT trunk AS l_uuid,
    username AS l_username, domain AS l_domain, username AS r_username, domain AS r_domain,
    '' AS realm, '-' AS auth_username, '-' AS auth_password, '' AS auth_ha1,
    'sip:127.0.0.1:5099' AS auth_proxy, expires, 0 AS flags, 0 AS reg_delay,
    '' AS contact_addr, 'udp:127.0.0.1:5099' AS socket
    FROM siptrunk_registration;
CREATE TABLE siptrunk_dial_rule (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    direction VARCHAR(8) DEFAULT 'from' NOT NULL
        CHECK (direction IN ('to', 'from')),
    position INTEGER NOT NULL,
    pattern VARCHAR(255) NOT NULL,
    prefix VARCHAR(16) DEFAULT '' NOT NULL,
    replacement VARCHAR(64) DEFAULT '' NOT NULL,
    description VARCHAR(255) DEFAULT '' NOT NULL
);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_site', 2);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_caller_order', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_trunk', 7);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_address', 2);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_credential', 3);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_learned', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_header', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_caller', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_number_plan', 3);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_number', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_notification', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_api', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_agent', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_variable', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_call_id_header', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_header_rule', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_transfer', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_header_policy', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_verified_caller', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_outbound_route', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_premium_range', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_response', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_termination', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_dial_rule', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_registration', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_uacreg', 5);
