-- The tables of the siptrunk module, for SQLite, PostgreSQL and MySQL.
--
-- scripts/siptrunkdb replaces the mark after id by the dialect's self-numbering key and
-- loads this after Kamailio's own standard and dispatcher tables. The module
-- reads all of it at start and on siptrunk.reload, never on a call's path, and writes
-- siptrunk_learned (and a trunk's state) itself; it
-- checks every row again, so that a database without these constraints is no
-- less safe. An empty text means "none".

CREATE TABLE siptrunk_site (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    ani VARCHAR(16) DEFAULT '' NOT NULL,         -- E.164
    desk VARCHAR(16) DEFAULT '' NOT NULL,        -- extension or E.164: who is there when nobody else is
    callback VARCHAR(8) DEFAULT 'desk' NOT NULL  -- who is rung first when a PSAP calls a shared number back
        CHECK (callback IN ('desk', 'caller'))
);

-- Named orders of caller selection (seed 003, 5.1.7), for siptrunk_trunk.
CREATE TABLE siptrunk_caller_order (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    sources VARCHAR(128) NOT NULL,               -- call_source,user_extension,site,trunk,user_email
    description VARCHAR(255) DEFAULT '' NOT NULL
);

-- An empty column (an empty text, NULL) takes this edge's own default
-- (TRUNK_DEFAULTS in the local file), else the one that is told here;
-- siptrunk.show tells which.
CREATE TABLE siptrunk_trunk (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    role VARCHAR(16) NOT NULL
        CHECK (role IN ('pbx', 'agent', 'carrier', 'emergency')),
    state VARCHAR(16) DEFAULT 'in_service' NOT NULL
        CHECK (state IN ('in_service', 'out_of_service')),
    transport VARCHAR(8) DEFAULT '' NOT NULL     -- tcp for an agent, udp for all others
        CHECK (transport IN ('', 'udp', 'tcp', 'tls')),
    gateways INTEGER NOT NULL,                   -- setid in dispatcher

    -- media
    media VARCHAR(16) DEFAULT '' NOT NULL        -- rtp; srtp, srtp_optional: by TLS only
        CHECK (media IN ('', 'rtp', 'srtp', 'srtp_optional')),
    codecs VARCHAR(128) DEFAULT '' NOT NULL,     -- that it may use, the preferred first: any
    srtp_suites VARCHAR(128) DEFAULT '' NOT NULL, -- the preferred first: the four of seed 000
    transcode VARCHAR(3) DEFAULT '' NOT NULL     -- no (488): calls to it, when no codec is shared
        CHECK (transcode IN ('', 'no', 'yes')),
    ptime INTEGER                                -- milliseconds a packet: 0, as it comes
        CHECK (ptime IN (0, 10, 20, 30, 40, 60)),
    dtmf VARCHAR(8) DEFAULT '' NOT NULL          -- rfc4733; info: it sends digits as SIP INFO
        CHECK (dtmf IN ('', 'rfc4733', 'info')),
    symmetric VARCHAR(3) DEFAULT '' NOT NULL     -- yes: its RTP comes from where its SDP wants it
        CHECK (symmetric IN ('', 'no', 'yes')),
    nat VARCHAR(3) DEFAULT '' NOT NULL           -- no; yes: it is behind one (far-end NAT traversal)
        CHECK (nat IN ('', 'no', 'yes')),
    ice VARCHAR(3) DEFAULT '' NOT NULL           -- no
        CHECK (ice IN ('', 'no', 'yes')),
    rtcp_mux VARCHAR(3) DEFAULT '' NOT NULL      -- no; yes: RTP and RTCP on one port
        CHECK (rtcp_mux IN ('', 'no', 'yes')),
    silence INTEGER,                             -- 20 seconds without a packet from a side; 0 = not watched
    silence_action VARCHAR(8) DEFAULT '' NOT NULL -- report; hang_up: an agent's only
        CHECK (silence_action IN ('', 'report', 'hang_up')),

    -- numbers: who calls, and whom
    caller_order VARCHAR(128) DEFAULT '' NOT NULL, -- a named order, or sources: the caller as it came
    ani VARCHAR(16) DEFAULT '' NOT NULL,         -- E.164; an emergency trunk must have one
    outside_prefix VARCHAR(8) DEFAULT '' NOT NULL, -- digits dialled for an outside line
    site VARCHAR(64) DEFAULT '' NOT NULL,        -- of callers that nobody knows
    country VARCHAR(2) DEFAULT '' NOT NULL,      -- ISO 3166: numbers are read as they are dialled there
    number_format VARCHAR(8) DEFAULT '' NOT NULL -- any; e164: it is sent valid E.164 numbers alone
        CHECK (number_format IN ('', 'any', 'e164')),
    countries VARCHAR(255) DEFAULT '' NOT NULL,  -- that calls to it may go to, US,CA or *: its own
    premium VARCHAR(3) DEFAULT '' NOT NULL       -- no; yes: premium-rate and satellite numbers, too
        CHECK (premium IN ('', 'no', 'yes')),
    unverified_caller VARCHAR(8) DEFAULT '' NOT NULL -- pass; a caller that is not siptrunk_verified_caller's
        CHECK (unverified_caller IN ('', 'pass', 'replace', 'refuse')),

    -- how much; 0 = no limit. Emergency calls never count
    call_limit INTEGER,                          -- 0: calls at once, both directions together
    call_limit_in INTEGER,                       -- 0: that it sends
    call_limit_out INTEGER,                      -- 0: that it is sent
    call_limit_code INTEGER                      -- 503: the answer to one more
        CHECK (call_limit_code IN (486, 503)),
    calls_per_second INTEGER,                    -- 0: of the trunk, as caller or called
    caller_calls_per_second INTEGER,             -- 0: of each of its callers
    minutes_per_hour INTEGER,                    -- 0
    caller_minutes_per_hour INTEGER,             -- 0
    destination_alarm INTEGER,                   -- 0: calls in an hour to a country that is new

    -- who it is
    registrar VARCHAR(3) DEFAULT '' NOT NULL     -- no; yes: it registers with the edge
        CHECK (registrar IN ('', 'no', 'yes')),
    registration_rate INTEGER,                   -- 0: REGISTERs a second; 503 above it
    use_source_address VARCHAR(3) DEFAULT '' NOT NULL -- yes; no: known by its proof, from any address
        CHECK (use_source_address IN ('', 'no', 'yes')),
    proof VARCHAR(32) DEFAULT '' NOT NULL,       -- certificate,digest,call_id: each must hold beside the address
    certificate VARCHAR(255) DEFAULT '' NOT NULL, -- names, comma separated; the peer's certificate has one of them
    authority VARCHAR(255) DEFAULT '' NOT NULL,  -- SHA-256 fingerprints, comma separated: the roots that may sign it: any
    realm VARCHAR(64) DEFAULT '' NOT NULL,       -- of the digest
    strangers VARCHAR(8) DEFAULT '' NOT NULL     -- reject (403); drop: no answer at all
        CHECK (strangers IN ('', 'reject', 'drop')),

    -- how it is reached
    distribution VARCHAR(16) DEFAULT '' NOT NULL -- of its gateways; sequential
        CHECK (distribution IN ('', 'sequential', 'random')),
    bad_certificate VARCHAR(16) DEFAULT '' NOT NULL -- refuse: a gateway with a wrong name or an unknown CA
        CHECK (bad_certificate IN ('', 'refuse', 'allow_and_alarm')),

    -- what it is told, and may do
    psap_callback VARCHAR(8) DEFAULT '' NOT NULL -- ignored: its Priority: psap-callback (RFC 7090)
        CHECK (psap_callback IN ('', 'ignored', 'trusted')),
    identity VARCHAR(8) DEFAULT '' NOT NULL      -- pass; hide: it is shown the site's or its own ani, never a user
        CHECK (identity IN ('', 'pass', 'hide')),
    header_limit INTEGER,                        -- 20 extension headers (X-*, User-to-User) that it is sent in a message
    header_size INTEGER,                         -- 1024 bytes of such a line
    refer VARCHAR(16) DEFAULT '' NOT NULL        -- relay; carry_out (an agent's): the edge calls the target
        CHECK (refer IN ('', 'relay', 'carry_out', 'refuse')),
    transfer_caller VARCHAR(16) DEFAULT '' NOT NULL -- own: whom the target sees calling then; or who is transferred
        CHECK (transfer_caller IN ('', 'own', 'transferee')),
    topology VARCHAR(8) DEFAULT '' NOT NULL      -- show; hide (an agent's): it sees no address behind the edge
        CHECK (topology IN ('', 'show', 'hide')),
    description VARCHAR(255) DEFAULT '' NOT NULL
);

-- Who may send as a trunk, and to where its traffic may go. A row that does not
-- apply (off, another transport, expired) is as if it were not there, and the
-- next longest prefix decides.
CREATE TABLE siptrunk_address (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    prefix VARCHAR(64) DEFAULT '' NOT NULL,      -- CIDR; host bits must be zero
    host VARCHAR(255) DEFAULT '' NOT NULL,       -- or a name, resolved in the background
    action VARCHAR(8) DEFAULT 'allow' NOT NULL
        CHECK (action IN ('allow', 'deny')),     -- the longest prefix decides, deny wins a tie
    state VARCHAR(8) DEFAULT 'on' NOT NULL
        CHECK (state IN ('on', 'off')),
    direction VARCHAR(8) DEFAULT '' NOT NULL     -- '' = both
        CHECK (direction IN ('', 'inbound', 'outbound')),
    transports VARCHAR(16) DEFAULT '' NOT NULL,  -- of udp,tcp,tls; '' = any
    ports VARCHAR(11) DEFAULT '' NOT NULL,       -- the peer's: 5060 or 5060-5090; '' = any
    valid_from VARCHAR(20) DEFAULT '' NOT NULL,  -- 2026-11-21 or 2026-11-21T18:00:00Z
    valid_until VARCHAR(20) DEFAULT '' NOT NULL, -- the same; a day counts to its end, UTC
    source VARCHAR(255) DEFAULT '' NOT NULL,     -- who says so
    dated VARCHAR(10) DEFAULT '' NOT NULL,       -- and when: 2026-11-21
    description VARCHAR(255) DEFAULT '' NOT NULL,
    CHECK ((prefix = '') <> (host = ''))
);

-- Digest credentials: inbound, of a trunk whose proof includes digest; outbound,
-- those that its gateways are answered with when they challenge the edge.
CREATE TABLE siptrunk_credential (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    direction VARCHAR(8) DEFAULT 'inbound' NOT NULL
        CHECK (direction IN ('inbound', 'outbound')),
    realm VARCHAR(64) DEFAULT '' NOT NULL,       -- outbound: of the gateway's challenge; inbound: the trunk's, ''
    username VARCHAR(64) NOT NULL,
    ha1 VARCHAR(32) DEFAULT '' NOT NULL,         -- MD5 of username:realm:password; scripts/siptrunkdb ha1
    ha1_sha256 VARCHAR(64) DEFAULT '' NOT NULL,  -- SHA-256 of the same (RFC 8760); one of the two must be there
    CHECK ((direction = 'outbound') = (realm <> '')),
    CHECK (ha1 <> '' OR ha1_sha256 <> ''),
    UNIQUE (trunk, direction, realm, username)
);

-- What the module itself knows about addresses and keeps across restarts; it
-- alone writes here. temporary: siptrunk.address_add. host: the last good
-- answer of the DNS for a name of siptrunk_address. listed: was on the list of
-- a pbx trunk once, which is enough for a 911; delete a row to forget that.
CREATE TABLE siptrunk_learned (
    id @ID@,
    kind VARCHAR(16) NOT NULL
        CHECK (kind IN ('temporary', 'host', 'listed')),
    trunk VARCHAR(64) DEFAULT '' NOT NULL,       -- '' for a host
    host VARCHAR(255) DEFAULT '' NOT NULL,
    prefix VARCHAR(64) NOT NULL,
    action VARCHAR(8) DEFAULT 'allow' NOT NULL
        CHECK (action IN ('allow', 'deny')),
    expires BIGINT DEFAULT 0 NOT NULL,           -- seconds since 1970; 0 = never
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
    aor VARCHAR(255) NOT NULL UNIQUE,            -- user@host
    email VARCHAR(255) DEFAULT '' NOT NULL,
    extension VARCHAR(16) DEFAULT '' NOT NULL,
    did VARCHAR(16) DEFAULT '' NOT NULL,         -- E.164
    site VARCHAR(64) DEFAULT '' NOT NULL
);

CREATE TABLE siptrunk_number_plan (
    id @ID@,
    match_type VARCHAR(16) DEFAULT 'number_list' NOT NULL -- e911, e911_test: number_list only
        CHECK (match_type IN ('number_list', 'digit_length', 'prefix', 'country_code', 'regex')),
    numbers VARCHAR(255) NOT NULL,               -- comma separated: numbers, lengths (4,7-10), prefixes, codes; or one pattern
    classification VARCHAR(32) NOT NULL,         -- never "Emergency" (seed 003, 5.2.4)
    site VARCHAR(64) DEFAULT '' NOT NULL,        -- whose callers dial it; '' = all
    priority INTEGER DEFAULT 100 NOT NULL,       -- the smallest that fits decides, then the lowest id
    description VARCHAR(255) DEFAULT '' NOT NULL
);

-- Which trunk owns a number: where a call from an agent with this From goes.
CREATE TABLE siptrunk_number (
    id @ID@,
    number VARCHAR(16) NOT NULL UNIQUE,          -- E.164
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name)
);

-- Every emergency and test call, also those that were refused; the module alone
-- writes here, and deletes nothing. Times are milliseconds since 1970, 0 = not yet.
CREATE TABLE siptrunk_ledger (
    id @ID@,
    uid VARCHAR(32) NOT NULL UNIQUE,             -- id in siptrunk.emergencies and in notifications
    version INTEGER NOT NULL,                    -- how often the row was written
    call_id VARCHAR(127) NOT NULL,
    conversation VARCHAR(64) NOT NULL,           -- x-inin-cnv
    trunk VARCHAR(64) NOT NULL,                  -- where it came from
    site VARCHAR(64) NOT NULL,
    dialled VARCHAR(64) NOT NULL,                -- the Request-URI's user as it came
    number VARCHAR(32) NOT NULL,
    class VARCHAR(32) NOT NULL,
    test INTEGER NOT NULL,                       -- 1 = 933
    identity VARCHAR(128) NOT NULL,              -- who the caller said to be
    extension VARCHAR(16) NOT NULL,
    caller VARCHAR(128) NOT NULL,                -- as sent
    caller_source VARCHAR(16) NOT NULL,
    why VARCHAR(191) NOT NULL,                   -- what was passed over for it
    target VARCHAR(64) NOT NULL,
    gateway VARCHAR(128) NOT NULL,
    attempts VARCHAR(512) NOT NULL,              -- GATEWAY CODE MS ms, ...; code 0 = could not be sent
    outcome VARCHAR(16) NOT NULL,
    code INTEGER NOT NULL,
    received BIGINT NOT NULL,
    placed BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    ended_by VARCHAR(16) NOT NULL,               -- caller, gateway, edge
    media_caller VARCHAR(64) NOT NULL,           -- ADDRESS:PORT, as offered to the edge
    media_gateway VARCHAR(64) NOT NULL
);
CREATE INDEX siptrunk_ledger_received ON siptrunk_ledger (received);

INSERT INTO version (table_name, table_version) VALUES ('siptrunk_ledger', 1);

-- Every call that is over (docs/records.md); the module alone writes here, and deletes
-- nothing (scripts/siptrunkdb forget-calls). Times are milliseconds since 1970, 0 = never.
CREATE TABLE siptrunk_call (
    id @ID@,
    uid VARCHAR(32) NOT NULL UNIQUE,             -- also in the line of JSON
    outcome VARCHAR(16) NOT NULL,                -- answered, cancelled, failed, refused, lost
    call_id VARCHAR(127) NOT NULL,
    conversation VARCHAR(127) NOT NULL,          -- the pbx's id (siptrunk_call_id_header)
    agent_call_id VARCHAR(127) NOT NULL,         -- Retell's call_id
    carrier_call_id VARCHAR(127) NOT NULL,
    trunk VARCHAR(64) NOT NULL,                  -- where it came from
    target VARCHAR(64) NOT NULL,                 -- the last trunk that it went to
    from_uri VARCHAR(128) NOT NULL,              -- as it came
    to_uri VARCHAR(128) NOT NULL,                -- the Request-URI as it came
    identity VARCHAR(128) NOT NULL,              -- P-Asserted-Identity, else From
    class VARCHAR(32) NOT NULL,
    code INTEGER NOT NULL,                       -- final answer to the caller
    ended_by VARCHAR(8) NOT NULL,                -- caller, callee, edge, restart
    started BIGINT NOT NULL,
    rang BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    duration BIGINT NOT NULL,                    -- milliseconds from answered to ended
    caller VARCHAR(64) NOT NULL,                 -- as shown to the last gateway
    caller_source VARCHAR(16) NOT NULL,
    called VARCHAR(64) NOT NULL,                 -- as sent to it
    reason VARCHAR(128) NOT NULL,                -- Reason header of who ended it
    gateway VARCHAR(64) NOT NULL,                -- the last one
    attempts VARCHAR(2048) NOT NULL,             -- as in the line of JSON
    caller_sent BIGINT,                          -- packets that came from it
    caller_lost BIGINT,                          -- that it sent and that did not come
    caller_mos DOUBLE PRECISION,                 -- 1.0 to 5.0, as it hears the call
    caller_jitter INTEGER,                       -- milliseconds
    caller_loss INTEGER,                         -- percent
    caller_round_trip DOUBLE PRECISION,          -- milliseconds
    caller_silent BIGINT NOT NULL,               -- since when nothing came from it
    callee_sent BIGINT,                          -- packets that came from it
    callee_lost BIGINT,                          -- that it sent and that did not come
    callee_mos DOUBLE PRECISION,                 -- 1.0 to 5.0, as it hears the call
    callee_jitter INTEGER,                       -- milliseconds
    callee_loss INTEGER,                         -- percent
    callee_round_trip DOUBLE PRECISION,          -- milliseconds
    callee_silent BIGINT NOT NULL
);
CREATE INDEX siptrunk_call_ended ON siptrunk_call (ended);
CREATE INDEX siptrunk_call_call_id ON siptrunk_call (call_id);

INSERT INTO version (table_name, table_version) VALUES ('siptrunk_call', 1);

-- Who is told of every 911 and 933, at once and until it is certain (Kari's Law).
CREATE TABLE siptrunk_notification (
    id @ID@,
    site VARCHAR(64) DEFAULT '' NOT NULL,        -- of the caller; '' = every site
    target VARCHAR(255) NOT NULL,                -- https://HOST/PATH or sip:USER@ADDRESS
    key_file VARCHAR(255) DEFAULT '' NOT NULL,   -- https: what signs, in a file that only Kamailio's user may read
    ca_file VARCHAR(255) DEFAULT '' NOT NULL,    -- https: who may sign the server's certificate; '' = the system's
    description VARCHAR(255) DEFAULT '' NOT NULL
);

-- Registered calls (Retell: dial to SIP URI). An agent trunk with a row here has an
-- HTTP API, where a call to a number of siptrunk_agent is registered before it is
-- sent; all other numbers go to the trunk as they are.
CREATE TABLE siptrunk_api (
    id @ID@,
    trunk VARCHAR(64) NOT NULL UNIQUE REFERENCES siptrunk_trunk (name),
    url VARCHAR(255) DEFAULT 'https://api.retellai.com' NOT NULL,
    api_key VARCHAR(255) NOT NULL,               -- where the key is: file:/PATH or env:NAME; never the key
    ca_file VARCHAR(255) DEFAULT '' NOT NULL,    -- who may sign the server's certificate; '' = the system's
    deadline INTEGER DEFAULT 2000 NOT NULL,      -- of a registration, in ms
    reserve INTEGER DEFAULT 0 NOT NULL,          -- calls kept free below Retell's limit
    description VARCHAR(255) DEFAULT '' NOT NULL
);

CREATE TABLE siptrunk_agent (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    number VARCHAR(16) DEFAULT '' NOT NULL,      -- E.164; '' = every other number
    agent_id VARCHAR(64) NOT NULL,
    agent_version VARCHAR(20) DEFAULT '' NOT NULL, -- a number or a tag; '' = the latest
    direction VARCHAR(8) DEFAULT '' NOT NULL     -- '' = inbound
        CHECK (direction IN ('', 'inbound', 'outbound')),
    fallback VARCHAR(80) DEFAULT 'trunk' NOT NULL, -- unregistered: trunk, queue:NUMBER, or CODE REASON
    description VARCHAR(255) DEFAULT '' NOT NULL,
    UNIQUE (trunk, number)
);

-- Headers of the call that the agent is told.
CREATE TABLE siptrunk_variable (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    header VARCHAR(64) NOT NULL,
    kind VARCHAR(8) DEFAULT 'variable' NOT NULL  -- seen by its prompt, or only kept
        CHECK (kind IN ('variable', 'metadata')),
    name VARCHAR(64) NOT NULL,
    UNIQUE (trunk, kind, name)
);

-- Which headers go on from trunk to trunk; without a rule all do, but what is
-- internal to an agent. Not for emergency calls.
CREATE TABLE siptrunk_header_rule (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    direction VARCHAR(8) NOT NULL                -- what the trunk is sent, what it sends
        CHECK (direction IN ('to', 'from')),
    header VARCHAR(64) NOT NULL,                 -- a name, or X-...*; the longest decides, then the lowest id
    action VARCHAR(8) NOT NULL
        CHECK (action IN ('pass', 'drop', 'rename')),
    new_name VARCHAR(64) DEFAULT '' NOT NULL,    -- of a header that is renamed
    description VARCHAR(255) DEFAULT '' NOT NULL,
    CHECK ((action = 'rename') = (new_name <> ''))
);

-- The headers in which others tell their id of a call: the pbx its conversation,
-- the agent and carriers their own. Each counts from a trunk of that role alone.
CREATE TABLE siptrunk_call_id_header (
    id @ID@,
    kind VARCHAR(16) NOT NULL
        CHECK (kind IN ('conversation', 'agent', 'carrier')),
    header VARCHAR(64) NOT NULL UNIQUE
);

-- To whom a trunk's REFER may transfer a call; nobody else.
CREATE TABLE siptrunk_transfer (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    match_type VARCHAR(16) DEFAULT 'number_list' NOT NULL,
    numbers VARCHAR(255) NOT NULL                -- comma separated
);

-- What a trunk's calls are shown of the caller, and headers that they get or
-- lose (seed 004, header manipulation). Not for emergency calls and call-backs.
CREATE TABLE siptrunk_header_policy (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    position INTEGER DEFAULT 0 NOT NULL,         -- the lowest first, then the lowest id
    name VARCHAR(64) DEFAULT '' NOT NULL,        -- for people
    field VARCHAR(64) NOT NULL,                  -- from_number, from_display, p_asserted_identity, diversion, or a header
    action VARCHAR(8) DEFAULT 'replace' NOT NULL -- add: where there is none
        CHECK (action IN ('replace', 'add', 'remove')),
    value VARCHAR(1024) DEFAULT '' NOT NULL,     -- E.164 where the field is a number
    numbers VARCHAR(255) DEFAULT '' NOT NULL,    -- callers that it is for, comma separated; +1312*: that begin so; '' = all
    classification VARCHAR(32) DEFAULT '' NOT NULL, -- calls that it is for; '' = all
    description VARCHAR(255) DEFAULT '' NOT NULL,
    CHECK ((action = 'remove') = (value = ''))
);

-- Numbers that a trunk's calls may show, beside its ani and those it owns; what
-- becomes of the others says its column unverified_caller.
CREATE TABLE siptrunk_verified_caller (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    number VARCHAR(16) NOT NULL,                 -- E.164
    description VARCHAR(255) DEFAULT '' NOT NULL,
    UNIQUE (trunk, number)
);

-- Where ordinary calls of a pbx go (seed 003, 5.3). Emergency calls never ask it:
-- they go to the trunks of role emergency.
CREATE TABLE siptrunk_outbound_route (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    site VARCHAR(64) DEFAULT '' NOT NULL,        -- of the caller, whose own route goes first; '' = all
    classifications VARCHAR(255) NOT NULL,       -- of siptrunk_number_plan, comma separated
    trunks VARCHAR(255) NOT NULL,                -- 1 to 8, comma separated
    distribution VARCHAR(16) DEFAULT 'sequential' NOT NULL -- random: each call in an order of its own
        CHECK (distribution IN ('sequential', 'random')),
    state VARCHAR(8) DEFAULT 'on' NOT NULL
        CHECK (state IN ('on', 'off')),
    description VARCHAR(255) DEFAULT '' NOT NULL
);

-- Numbers that cost more than others, beside what libphonenumber knows: calls to a
-- carrier go there when its column premium is yes. One '+' and digits; the longest
-- that fits explains.
CREATE TABLE siptrunk_premium_range (
    id @ID@,
    prefix VARCHAR(16) NOT NULL UNIQUE,
    description VARCHAR(255) DEFAULT '' NOT NULL,
    source VARCHAR(255) DEFAULT '' NOT NULL,     -- who says so
    dated VARCHAR(10) DEFAULT '' NOT NULL        -- and when: 2026-11-21
);

-- What an ordinary call does about a gateway's final response. What is here goes
-- before the default, which siptrunk.show tells; emergency calls go on at everything.
CREATE TABLE siptrunk_response (
    id @ID@,
    trunk VARCHAR(64) DEFAULT '' NOT NULL,       -- '' = every trunk; its own rows go first
    codes VARCHAR(255) NOT NULL,                 -- 408,480,500-504
    class VARCHAR(16) NOT NULL
        CHECK (class IN ('technical', 'busy', 'declined', 'auth', 'policy')),
    action VARCHAR(16) NOT NULL
        CHECK (action IN ('next_gateway', 'next_trunk', 'end')),
    counts VARCHAR(3) DEFAULT 'no' NOT NULL      -- against the gateway: enough in a row, and it is believed down
        CHECK (counts IN ('no', 'yes')),
    description VARCHAR(255) DEFAULT '' NOT NULL
);

-- Inbound SIP termination identifiers (seed 003, 5.1.5): which of the trunks behind
-- the same addresses an ordinary call is meant for. They prove nothing.
CREATE TABLE siptrunk_termination (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    kind VARCHAR(8) NOT NULL                     -- the Request-URI's host, its trunk group (RFC 4904), its number
        CHECK (kind IN ('fqdn', 'tgrp', 'dnis')),
    identifier VARCHAR(255) NOT NULL,
    context VARCHAR(255) DEFAULT '' NOT NULL,    -- fqdn: the domain behind it; tgrp: its trunk-context, '' = any
    behind VARCHAR(64) DEFAULT '' NOT NULL       -- whose addresses and proof it shares: a trunk of the same role
);

-- Where the edge registers: with the gateways of a trunk, by its outbound credentials.
CREATE TABLE siptrunk_registration (
    id @ID@,
    trunk VARCHAR(64) NOT NULL UNIQUE REFERENCES siptrunk_trunk (name),
    username VARCHAR(64) NOT NULL,               -- of the address of record, sip:USERNAME@DOMAIN
    domain VARCHAR(255) NOT NULL,
    expires INTEGER DEFAULT 3600 NOT NULL        -- seconds
        CHECK (expires BETWEEN 60 AND 86400)
);

-- The same as Kamailio's module uac wants it. No credentials: the REGISTER goes by the
-- edge's own port (kamailio.cfg, OWN_PORT), where it gets them.
CREATE VIEW siptrunk_uacreg AS SELECT trunk AS l_uuid,
    username AS l_username, domain AS l_domain, username AS r_username, domain AS r_domain,
    '' AS realm, '-' AS auth_username, '-' AS auth_password, '' AS auth_ha1,
    'sip:127.0.0.1:5099' AS auth_proxy, expires, 0 AS flags, 0 AS reg_delay,
    '' AS contact_addr, 'udp:127.0.0.1:5099' AS socket
    FROM siptrunk_registration;

-- What becomes of a number called (seed 002): of a trunk the first rule that fits
-- decides, from: of what it dials, to: of what it is sent. Not for emergency calls.
CREATE TABLE siptrunk_dial_rule (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    direction VARCHAR(8) DEFAULT 'from' NOT NULL
        CHECK (direction IN ('to', 'from')),
    position INTEGER NOT NULL,                   -- the smallest is tried first
    pattern VARCHAR(255) NOT NULL,               -- regular expression (PCRE2)
    prefix VARCHAR(16) DEFAULT '' NOT NULL,      -- goes before all else
    replacement VARCHAR(64) DEFAULT '' NOT NULL, -- with $0 to $9; '' = the number as dialled
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
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_uacreg', 5); -- the version that uac wants

-- Which release all of this is of; scripts/db/migrate.sh goes from one to the other.
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_schema', 4);
