-- What every edge starts with: facts about Retell and 911 that do not differ
-- from site to site. Trunks of your own (pbx, emergency, carriers), callers
-- and sites come beside it; tests/lab/seed.sql is a complete example.

-- Seed 003, 5.1.7.1 and 5.1.7.2.
INSERT INTO siptrunk_caller_order (name, sources, description) VALUES
    ('did_first', 'call_source,user_extension,site,trunk', 'users may or may not have a DID'),
    ('extension_first', 'user_extension,site,trunk', 'users have no DID');

-- Seed 003, 5.2.
INSERT INTO siptrunk_number_plan (numbers, classification, description) VALUES
    ('911', 'e911', 'emergency call'),
    ('933', 'e911_test', 'plays the registered location back; nobody is dispatched');

-- Seeds 000 and 001. Retell takes the caller as it came (empty caller_order).
INSERT INTO siptrunk_trunk (name, role, transport, gateways, media, codecs, description) VALUES
    ('retell', 'agent', 'tcp', 2, 'rtp', 'PCMU,PCMA,G722', 'Retell AI, elastic SIP trunk');
INSERT INTO siptrunk_address (trunk, prefix, description) VALUES
    ('retell', '18.98.16.120/30', 'all regions; seeds 000 and 001'),
    ('retell', '143.223.88.0/21', 'certain US traffic; seeds 000 and 001'),
    ('retell', '161.115.160.0/19', 'certain US traffic; seeds 000 and 001');
-- flags 8 = probe it with OPTIONS, but 0 here: Retell documents no answer to them.
INSERT INTO dispatcher (setid, destination, flags, priority, attrs, description) VALUES
    (2, 'sip:sip.retellai.com:5060;transport=tcp', 0, 0, 'name=sip.retellai.com', 'Retell');
