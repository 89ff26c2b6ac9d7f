-- Vonage SIP trunking. The host is the domain of the trunk below the regional endpoint,
-- NAME.sip-us.vonage.com (other regions: as the SIP Dashboard shows it). The realm must
-- be said: it is not published (the log names the realm of a challenge that nobody
-- answers).
INSERT INTO siptrunk_trunk (name, role, transport, gateways, media, codecs, ani, description) VALUES
    ('@TRUNK@', 'carrier', '@TRANSPORT@', @SET@, '@MEDIA@', 'PCMU,PCMA', '@NUMBER@', 'Vonage SIP trunking');
-- Signalling of all regions. Media is 216.147.0.0/18 and 168.100.64.0/18: for the firewall.
INSERT INTO siptrunk_address (trunk, prefix, source, dated, description) VALUES
    ('@TRUNK@', '216.147.0.1/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.0.2/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.1.1/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.1.2/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.2.1/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.2.2/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.3.1/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.3.2/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.4.1/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.4.2/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.5.1/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling'),
    ('@TRUNK@', '216.147.5.2/32', 'Google''s BYOC IP allow list; not seen at Vonage itself', '2026-11-22', 'signalling');
