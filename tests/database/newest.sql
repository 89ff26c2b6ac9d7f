-- What the newest release can say, and the oldest cannot.
UPDATE siptrunk_trunk SET silence = 7 WHERE name = 'retell';
INSERT INTO siptrunk_credential (trunk, direction, realm, username, ha1_sha256) VALUES
    ('twilio', 'outbound', 'elsewhere', 'edge', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef');
INSERT INTO siptrunk_number_plan (match_type, numbers, classification) VALUES ('digit_length', '4', 'extension');
