-- From release 3 to 2, which knows no empty column: each gets what it meant. A
-- default of this edge's own (TRUNK_DEFAULTS) is not in the database.
--
-- lost: credentials with SHA-256 alone | SELECT count(*) FROM siptrunk_credential WHERE ha1 = ''
-- lost: rows of the number plan other than lists of numbers | SELECT count(*) FROM siptrunk_number_plan WHERE match_type <> 'number_list'
DELETE FROM old_siptrunk_credential WHERE ha1 = '';
DELETE FROM old_siptrunk_number_plan WHERE match_type <> 'number_list';
UPDATE old_siptrunk_trunk SET media = 'rtp' WHERE media = '';
UPDATE old_siptrunk_trunk SET transcode = 'no' WHERE transcode = '';
UPDATE old_siptrunk_trunk SET dtmf = 'rfc4733' WHERE dtmf = '';
UPDATE old_siptrunk_trunk SET symmetric = 'yes' WHERE symmetric = '';
UPDATE old_siptrunk_trunk SET nat = 'no' WHERE nat = '';
UPDATE old_siptrunk_trunk SET ice = 'no' WHERE ice = '';
UPDATE old_siptrunk_trunk SET rtcp_mux = 'no' WHERE rtcp_mux = '';
UPDATE old_siptrunk_trunk SET silence_action = 'report' WHERE silence_action = '';
UPDATE old_siptrunk_trunk SET strangers = 'reject' WHERE strangers = '';
UPDATE old_siptrunk_trunk SET distribution = 'sequential' WHERE distribution = '';
UPDATE old_siptrunk_trunk SET bad_certificate = 'refuse' WHERE bad_certificate = '';
UPDATE old_siptrunk_trunk SET psap_callback = 'ignored' WHERE psap_callback = '';
UPDATE old_siptrunk_trunk SET identity = 'pass' WHERE identity = '';
UPDATE old_siptrunk_trunk SET refer = 'relay' WHERE refer = '';
UPDATE old_siptrunk_trunk SET transfer_caller = 'own' WHERE transfer_caller = '';
UPDATE old_siptrunk_trunk SET topology = 'show' WHERE topology = '';
UPDATE old_siptrunk_trunk SET ptime = COALESCE(ptime, 0), silence = COALESCE(silence, 20),
    call_limit = COALESCE(call_limit, 0), header_limit = COALESCE(header_limit, 20),
    header_size = COALESCE(header_size, 1024);
