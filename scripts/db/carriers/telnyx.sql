-- Telnyx SIP trunking. The host is sip.telnyx.com for the United States; for other
-- regions the one that the portal names. Realm, when nothing else is said:
-- sip.telnyx.com (not verified; the log names the realm of a challenge that nobody
-- answers).
INSERT INTO siptrunk_trunk (name, role, transport, gateways, media, codecs, ani, description) VALUES
    ('@TRUNK@', 'carrier', '@TRANSPORT@', @SET@, '@MEDIA@', 'PCMU,PCMA', '@NUMBER@', 'Telnyx SIP trunking');
-- Signalling of the United States. Of other regions the pages do not agree (Europe:
-- 5.172.39.10 and .25, or 185.246.41.140 and .141): see sip.telnyx.com and add yours.
INSERT INTO siptrunk_address (trunk, prefix, source, dated, description) VALUES
    ('@TRUNK@', '192.76.120.10/32', 'developers.telnyx.com, failover-and-retries', '2026-11-22', 'United States, primary'),
    ('@TRUNK@', '64.16.250.10/32', 'developers.telnyx.com, failover-and-retries', '2026-11-22', 'United States, secondary');
