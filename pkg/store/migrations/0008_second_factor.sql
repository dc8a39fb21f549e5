-- +goose Up
-- How somebody proved who they are in this session, and what the sessions page may say of it: families and classes only.
ALTER TABLE sessions
  ADD COLUMN method text NOT NULL DEFAULT 'password' CHECK (method IN ('password','totp','passkey','recovery_code','provider')),
  ADD COLUMN authenticated_at timestamptz,                    -- the last time; null = created_at
  ADD COLUMN device text NOT NULL DEFAULT '',                 -- family of browser and system
  ADD COLUMN place text NOT NULL DEFAULT 'unknown' CHECK (place IN ('this_machine','internal','outside','unknown'));

CREATE TABLE totp_secrets (
  account_id uuid PRIMARY KEY REFERENCES accounts,
  secret bytea NOT NULL,                                      -- encrypted with a key that is not in the database
  begun_at timestamptz NOT NULL,
  confirmed_at timestamptz,                                   -- null: shown, not yet proven
  last_step bigint NOT NULL DEFAULT 0                         -- newest step a code was taken for: each counts once
);
CREATE TABLE passkeys (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  credential_id bytea NOT NULL UNIQUE,
  credential jsonb NOT NULL,                                  -- public key, counter, flags
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX passkeys_by_account ON passkeys (account_id);
CREATE TABLE recovery_codes (
  account_id uuid NOT NULL REFERENCES accounts,
  hash bytea NOT NULL,                                        -- SHA-256 over account and 80 random bits
  used_at timestamptz,
  PRIMARY KEY (account_id, hash)
);

-- What was asked of somebody, to be answered once within five minutes.
CREATE TABLE challenges (
  hash bytea PRIMARY KEY,                                     -- SHA-256 of the challenge id
  kind text NOT NULL CHECK (kind IN ('second_factor','passkey','passkey_registration')),
  account_id uuid REFERENCES accounts,                        -- null: a passkey says who it is
  data jsonb NOT NULL DEFAULT '{}',
  expires_at timestamptz NOT NULL,
  CHECK (kind = 'passkey' OR account_id IS NOT NULL)
);
CREATE INDEX challenges_by_end ON challenges (expires_at);

-- Whom the city's own identity provider means.
CREATE TABLE provider_links (
  issuer text NOT NULL,
  subject text NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject),
  UNIQUE (issuer, account_id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON totp_secrets, passkeys, recovery_codes, challenges TO tsunagu_app;
GRANT SELECT, INSERT ON provider_links TO tsunagu_app;
