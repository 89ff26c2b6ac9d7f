-- Beside the lab's: every release has these.
INSERT INTO siptrunk_credential (trunk, direction, realm, username, ha1) VALUES
    ('twilio', 'outbound', 'sip.twilio.com', 'edge', '0123456789abcdef0123456789abcdef');
INSERT INTO siptrunk_learned (kind, trunk, prefix) VALUES ('listed', 'genesys', '192.0.2.10/32');
INSERT INTO siptrunk_header_rule (trunk, direction, header, action, description) VALUES
    ('retell', 'to', 'X-Fran''ais', 'drop', 'Zürich, 日本: as it came');
INSERT INTO siptrunk_ledger (uid, version, call_id, conversation, trunk, site, dialled, number, class, test, identity,
    extension, caller, caller_source, why, target, gateway, attempts, outcome, code, received, placed, answered, ended,
    ended_by, media_caller, media_gateway) VALUES
    ('u1', 3, '1@192.0.2.10', '', 'genesys', 'chicago', '911', '911', 'e911', 0, 'alice@example.com', '2001', '+13125550101',
    'call_source', '', 'redsky', 'sip1.redsky.lab', 'sip1.redsky.lab 200 41 ms', 'answered', 200, 1795000000123, 1795000000150,
    1795000000200, 1795000009999, 'caller', '192.0.2.10:6000', '198.51.100.11:4000');
DELETE FROM siptrunk_caller WHERE extension = '2002';
