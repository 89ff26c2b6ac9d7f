-- What every edge starts with: facts about Retell and 911 that do not differ
-- from site to site. Trunks of your own (pbx, emergency, carriers), callers
-- and sites come beside it; tests/lab/seed.sql is a complete example.

-- Seed 003, 5.1.7.1, 5.1.7.2 and its Appendix A.
INSERT INTO siptrunk_caller_order (name, sources, description) VALUES
    ('did_first', 'call_source,user_extension,site,trunk', 'users may or may not have a DID'),
    ('extension_first', 'user_extension,site,trunk', 'users have no DID'),
    ('appendix_a', 'user_extension,call_source,trunk', 'an extension before a DID, and no site');

-- Seed 003, 5.2.
INSERT INTO siptrunk_number_plan (numbers, classification, description) VALUES
    ('911', 'e911', 'emergency call'),
    ('933', 'e911_test', 'plays the registered location back; nobody is dispatched');

-- Genesys, Twilio and Telnyx send theirs by themselves. Retell sends its call_id
-- when the agent's custom SIP headers hold X-Retell-Call-Id: {{call_id}}.
INSERT INTO siptrunk_call_id_header (kind, header) VALUES
    ('conversation', 'x-inin-cnv'),
    ('agent', 'X-Retell-Call-Id'),
    ('carrier', 'X-Twilio-CallSid'),
    ('carrier', 'X-Telnyx-Session-ID');

-- Satellites and networks that are in no country, and the international premium rate
-- service. Add what your carriers' fraud reports name, as +XXXXXXX.
INSERT INTO siptrunk_premium_range (prefix, description, source, dated) VALUES
    ('+808', 'international shared cost service', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+870', 'Inmarsat (satellite)', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+871', 'Inmarsat, Atlantic east: no longer in use', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+872', 'Inmarsat, Pacific: no longer in use', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+873', 'Inmarsat, Indian Ocean: no longer in use', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+874', 'Inmarsat, Atlantic west: no longer in use', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+878', 'universal personal telecommunications', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+881', 'global mobile satellite system (Iridium, Globalstar)', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+882', 'international networks', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+883', 'international networks', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+888', 'disaster relief: no longer in use', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+979', 'international premium rate service', 'ITU-T E.164, assigned country codes', '2026-11-22'),
    ('+991', 'international public correspondence service: a trial', 'ITU-T E.164, assigned country codes', '2026-11-22');

-- Seeds 000 and 001. Retell takes the caller as it came (empty caller_order).
INSERT INTO siptrunk_trunk (name, role, transport, gateways, media, codecs, description) VALUES
    ('retell', 'agent', 'tcp', 2, 'rtp', 'PCMU,PCMA,G722', 'Retell AI, elastic SIP trunk');
-- Retell's page lists five ranges now; the two newer ones are here, off: switch
-- them on when Retell confirms them for you. 143.223.88.0/21, 161.115.160.0/19 and
-- 153.57.128.0/18 are LiveKit Cloud's published ranges, too: an address in them
-- proves "some tenant of LiveKit Cloud", not "Retell, for us". Let the trunk demand
-- more (proof) where you can.
INSERT INTO siptrunk_address (trunk, prefix, state, source, dated, description) VALUES
    ('retell', '18.98.16.120/30', 'on', 'Retell''s SIP trunking page', '2026', 'seeds 000, 001; all regions'),
    ('retell', '143.223.88.0/21', 'on', 'Retell''s SIP trunking page; LiveKit Cloud''s ranges, too: shared with its tenants', '2026', 'seeds 000, 001; certain US traffic'),
    ('retell', '161.115.160.0/19', 'on', 'Retell''s SIP trunking page; LiveKit Cloud''s ranges, too: shared with its tenants', '2026', 'seeds 000, 001; certain US traffic'),
    ('retell', '3.42.144.0/23', 'off', 'Retell''s SIP trunking page', '2026', 'all regions; newer than the seeds'),
    ('retell', '153.57.128.0/18', 'off', 'Retell''s SIP trunking page; LiveKit Cloud''s ranges, too: shared with its tenants', '2026', 'all regions; newer than the seeds');
-- flags 8 = probe it with OPTIONS, but 0 here: Retell documents no answer to them.
INSERT INTO dispatcher (setid, destination, flags, priority, attrs, description) VALUES
    (2, 'sip:sip.retellai.com:5060;transport=tcp', 0, 0, 'name=sip.retellai.com', 'Retell');
