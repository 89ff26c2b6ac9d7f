-- The lab's own data, loaded after scripts/db/seed.sql: every trunk, site and
-- caller that DESIGN.md's lab names.

INSERT INTO siptrunk_site (name, ani, desk) VALUES ('chicago', '+13125550100', '2000');

INSERT INTO siptrunk_trunk (name, role, transport, gateways, media, codecs, caller_order, ani, outside_prefix, site, description) VALUES
    ('genesys', 'pbx', 'udp', 1, 'rtp', '', '', '', '9', 'chicago', 'the contact centre'),
    ('redsky', 'emergency', 'tls', 3, 'srtp', 'PCMU,PCMA', 'did_first', '+13125550199', '', '', 'RedSky voice gateways'),
    ('twilio', 'carrier', 'udp', 4, 'rtp', '', '', '+15005550006', '', '', 'a carrier');

INSERT INTO siptrunk_address (trunk, prefix, action, description) VALUES
    ('genesys', '192.0.2.10/32', 'allow', 'pbx'),
    ('redsky', '198.51.100.11/32', 'allow', 'sip1.redsky.lab'),
    ('redsky', '198.51.100.12/32', 'allow', 'sip2.redsky.lab'),
    ('twilio', '192.0.2.50/32', 'allow', 'carrier');

INSERT INTO siptrunk_header (trunk, name, value) VALUES
    ('redsky', 'E911-Organization-ID', '64040628-0000-4000-8000-000000000001');

INSERT INTO siptrunk_caller (aor, email, extension, did, site) VALUES
    ('alice@example.com', 'alice@example.com', '2001', '+13125550101', 'chicago'),
    ('bob@example.com', 'bob@example.com', '2002', '', 'chicago'),
    ('carol@example.com', 'carol@example.com', '', '+13125550103', 'chicago'),
    ('dave@example.com', 'dave@example.com', '', '', 'chicago');

INSERT INTO siptrunk_transfer (trunk, numbers) VALUES ('retell', '2002,+13125550188');

INSERT INTO siptrunk_number (number, trunk) VALUES ('+15005550006', 'twilio');

-- One number of Retell's is dialled by a registered call's id, the others by number.
INSERT INTO siptrunk_api (trunk, api_key, ca_file) VALUES
    ('retell', 'file:/etc/kamailio/retell.key', '/etc/kamailio/siptrunk-tls/retell-ca.crt');
INSERT INTO siptrunk_agent (trunk, number, agent_id) VALUES ('retell', '+13125550170', 'agent_sales');
INSERT INTO siptrunk_variable (trunk, header, kind, name) VALUES
    ('retell', 'X-Customer', 'variable', 'customer'),
    ('retell', 'x-inin-cnv', 'metadata', 'conversation');

INSERT INTO dispatcher (setid, destination, flags, priority, attrs, description) VALUES
    (1, 'sip:192.0.2.10:5060', 0, 0, 'name=192.0.2.10', 'pbx'),
    (3, 'sip:198.51.100.11:5061;transport=tls', 0, 20, 'name=sip1.redsky.lab', 'sip1.redsky.lab'),
    (3, 'sip:198.51.100.12:5061;transport=tls', 0, 10, 'name=sip2.redsky.lab', 'sip2.redsky.lab'),
    (4, 'sip:192.0.2.50:5060', 0, 0, 'name=192.0.2.50', 'carrier');
