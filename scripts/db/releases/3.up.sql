-- From release 2 to 3. Every trunk keeps what it had: its columns stay filled.
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

