-- The tables of the siptrunk module, for SQLite, PostgreSQL and MySQL.
--
-- scripts/siptrunkdb replaces the mark after id by the dialect's self-numbering key and
-- loads this after Kamailio's own standard and dispatcher tables. The module
-- reads all of it at start and on siptrunk.reload, never on a call's path; it
-- checks every row again, so that a database without these constraints is no
-- less safe. An empty text means "none".

CREATE TABLE siptrunk_site (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    ani VARCHAR(16) DEFAULT '' NOT NULL          -- E.164
);

-- Named orders of caller selection (seed 003, 5.1.7), for siptrunk_trunk.
CREATE TABLE siptrunk_caller_order (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    sources VARCHAR(128) NOT NULL,               -- call_source,user_extension,site,trunk,user_email
    description VARCHAR(255) DEFAULT '' NOT NULL
);

CREATE TABLE siptrunk_trunk (
    id @ID@,
    name VARCHAR(64) NOT NULL UNIQUE,
    role VARCHAR(16) NOT NULL
        CHECK (role IN ('pbx', 'agent', 'carrier', 'emergency')),
    state VARCHAR(16) DEFAULT 'in_service' NOT NULL
        CHECK (state IN ('in_service', 'out_of_service')),
    transport VARCHAR(8) DEFAULT 'udp' NOT NULL
        CHECK (transport IN ('udp', 'tcp', 'tls')),
    gateways INTEGER NOT NULL,                   -- setid in dispatcher
    media VARCHAR(8) DEFAULT 'rtp' NOT NULL
        CHECK (media IN ('rtp', 'srtp')),
    codecs VARCHAR(128) DEFAULT '' NOT NULL,     -- offered to the trunk, '' = any
    caller_order VARCHAR(128) DEFAULT '' NOT NULL, -- a named order, or sources; '' = caller as it came
    ani VARCHAR(16) DEFAULT '' NOT NULL,         -- E.164; an emergency trunk must have one
    outside_prefix VARCHAR(8) DEFAULT '' NOT NULL, -- digits dialled for an outside line
    site VARCHAR(64) DEFAULT '' NOT NULL,        -- of callers that nobody knows
    call_limit INTEGER DEFAULT 0 NOT NULL,       -- 0 = none; emergencies never count
    description VARCHAR(255) DEFAULT '' NOT NULL
);

CREATE TABLE siptrunk_address (
    id @ID@,
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name),
    prefix VARCHAR(64) NOT NULL,                 -- CIDR; host bits must be zero
    action VARCHAR(8) DEFAULT 'allow' NOT NULL
        CHECK (action IN ('allow', 'deny')),     -- the longest prefix decides, deny wins a tie
    description VARCHAR(255) DEFAULT '' NOT NULL
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
    match_type VARCHAR(16) DEFAULT 'number_list' NOT NULL,
    numbers VARCHAR(255) NOT NULL,               -- comma separated
    classification VARCHAR(32) NOT NULL,         -- never "Emergency" (seed 003, 5.2.4)
    description VARCHAR(255) DEFAULT '' NOT NULL
);

-- Which trunk owns a number: where a call from an agent with this From goes.
CREATE TABLE siptrunk_number (
    id @ID@,
    number VARCHAR(16) NOT NULL UNIQUE,          -- E.164
    trunk VARCHAR(64) NOT NULL REFERENCES siptrunk_trunk (name)
);

INSERT INTO version (table_name, table_version) VALUES ('siptrunk_site', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_caller_order', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_trunk', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_address', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_header', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_caller', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_number_plan', 1);
INSERT INTO version (table_name, table_version) VALUES ('siptrunk_number', 1);
