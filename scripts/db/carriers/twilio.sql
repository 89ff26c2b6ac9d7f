-- Twilio Elastic SIP Trunking (seed 004). The host is the localized Termination SIP
-- URI of the trunk: NAME.pstn.EDGE.twilio.com, EDGE being one of ashburn, umatilla,
-- dublin, frankfurt, singapore, tokyo, sydney, sao-paulo; Twilio knows the trunk by it.
-- Realm, when nothing else is said: sip.twilio.com (not verified; the log names the
-- realm of a challenge that nobody answers).
-- Origination URI at Twilio: sip:EDGE-HOST, for secure trunking
-- sip:EDGE-HOST:5061;transport=tls.
INSERT INTO siptrunk_trunk (name, role, transport, gateways, media, codecs, ani, description) VALUES
    ('@TRUNK@', 'carrier', '@TRANSPORT@', @SET@, '@MEDIA@', 'PCMU,PCMA', '@NUMBER@', 'Twilio Elastic SIP Trunking');
-- Signalling; calls come from any of them, wherever the number is. Media is
-- 168.86.128.0/18, UDP 10000-60000: for the firewall.
INSERT INTO siptrunk_address (trunk, prefix, source, dated, description) VALUES
    ('@TRUNK@', '54.172.60.0/30', 'twilio.com/docs/sip-trunking/ip-addresses, as listed by Google''s BYOC IP allow list', '2026-11-22', 'North America, Virginia'),
    ('@TRUNK@', '54.244.51.0/30', 'twilio.com/docs/sip-trunking/ip-addresses, as listed by Google''s BYOC IP allow list', '2026-11-22', 'North America, Oregon'),
    ('@TRUNK@', '177.71.206.192/30', 'twilio.com/docs/sip-trunking/ip-addresses, as listed by Google''s BYOC IP allow list', '2026-11-22', 'South America'),
    ('@TRUNK@', '54.171.127.192/30', 'twilio.com/docs/sip-trunking/ip-addresses, as listed by Google''s BYOC IP allow list', '2026-11-22', 'Europe, Ireland'),
    ('@TRUNK@', '35.156.191.128/30', 'twilio.com/docs/sip-trunking/ip-addresses, as listed by Google''s BYOC IP allow list', '2026-11-22', 'Europe, Germany'),
    ('@TRUNK@', '54.65.63.192/30', 'twilio.com/docs/sip-trunking/ip-addresses, as listed by Google''s BYOC IP allow list', '2026-11-22', 'Asia Pacific, Japan'),
    ('@TRUNK@', '54.169.127.128/30', 'twilio.com/docs/sip-trunking/ip-addresses, as listed by Google''s BYOC IP allow list', '2026-11-22', 'Asia Pacific, Singapore'),
    ('@TRUNK@', '54.252.254.64/30', 'twilio.com/docs/sip-trunking/ip-addresses, as listed by Google''s BYOC IP allow list', '2026-11-22', 'Asia Pacific, Australia');
