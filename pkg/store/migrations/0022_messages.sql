-- +goose Up
-- The outbox: mail is a row of the transaction that causes it, and leaves the house after its commit (decision 0022).
-- Text and calendar are wiped once sent: a link in them is a secret, and the journal of what was said is elsewhere.
CREATE TABLE messages (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  once text NOT NULL UNIQUE,               -- two rows for one reason cannot be
  object_id uuid,                          -- the conference, dispatch … it is about
  account_id uuid REFERENCES accounts,     -- null: a person outside
  to_address text NOT NULL,
  to_name text NOT NULL DEFAULT '',
  subject text NOT NULL,
  body text NOT NULL,
  calendar bytea,
  calendar_method text NOT NULL DEFAULT '' CHECK (calendar_method IN ('','REQUEST','CANCEL','PUBLISH')),
  state text NOT NULL CHECK (state IN ('queued','sending','handing','sent','held','failed','unsure')),
  attempts int NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,             -- when it may be tried next
  lease_until timestamptz,                 -- of sending and handing: a replica that died gives it back
  reply text NOT NULL DEFAULT '',          -- why it did not go: a code of ours, never the server's words
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  version int NOT NULL DEFAULT 1,
  CHECK ((state IN ('sending','handing')) = (lease_until IS NOT NULL)),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX messages_due ON messages (due_at) WHERE state = 'queued';
CREATE INDEX messages_leased ON messages (lease_until) WHERE state IN ('sending','handing');
CREATE INDEX messages_newest ON messages (created_at DESC, id DESC);
CREATE INDEX messages_troubled ON messages (state, created_at DESC, id DESC) WHERE state IN ('held','failed','unsure');

-- What a link without an account opens. The token itself is in no row: only its hash.
CREATE TABLE links (
  hash bytea PRIMARY KEY,                  -- SHA-256 of 256 random bits
  kind text NOT NULL,                      -- which page it is for: poll, feed, survey …
  object_id uuid NOT NULL,
  person_key text NOT NULL,                -- whom it was given to, within the object
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  revoked_at timestamptz,
  used_at timestamptz,
  CHECK (until > created_at)
);
CREATE INDEX links_by_object ON links (kind, object_id, person_key);
CREATE INDEX links_by_end ON links (until);

GRANT SELECT, INSERT, UPDATE, DELETE ON messages, links TO tsunagu_app;
