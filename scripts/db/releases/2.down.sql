-- From release 2 to 1, which knows no media profiles.
--
-- lost: trunks with optional SRTP, which becomes SRTP | SELECT count(*) FROM siptrunk_trunk WHERE media = 'srtp_optional'
UPDATE old_siptrunk_trunk SET media = 'srtp' WHERE media = 'srtp_optional';
