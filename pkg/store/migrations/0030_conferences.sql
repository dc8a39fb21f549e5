-- +goose Up
-- 複合課題ケース検討会 and アドバイザー会議, up to the meeting.

-- 開催の根拠: dated, since articles are renumbered. It decides what may be shown.
CREATE TABLE legal_bases (
  code text PRIMARY KEY,
  label text NOT NULL,
  article text NOT NULL,
  needs_pledge boolean NOT NULL,           -- secrecy is pledged before material opens
  needs_consent boolean NOT NULL,          -- the persons concerned have consented
  valid_from date NOT NULL,
  valid_until date,
  position int NOT NULL
);
INSERT INTO legal_bases (code, label, article, needs_pledge, needs_consent, valid_from, position) VALUES
  ('social_welfare_106_6', '支援会議', '社会福祉法106条の6', true, false, '2021-04-01', 1),
  ('self_reliance_9', '支援会議', '生活困窮者自立支援法9条', true, false, '2018-10-01', 2),
  ('multilayered', '重層的支援会議', '重層的支援体制整備事業（社会福祉法106条の4）', false, true, '2021-04-01', 3),
  ('other', 'その他の会議', '本人の同意', false, true, '2000-01-01', 4);

-- Rooms that can be booked.
CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  name_key text NOT NULL,                  -- folded
  place text NOT NULL DEFAULT '',
  seats int NOT NULL DEFAULT 0 CHECK (seats BETWEEN 0 AND 10000),
  active boolean NOT NULL DEFAULT true,
  version int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX rooms_by_name ON rooms (name_key) WHERE active;

CREATE TABLE conference_counters (fiscal_year int PRIMARY KEY, last int NOT NULL);

CREATE TABLE conferences (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE,
  case_id uuid NOT NULL REFERENCES cases,
  kind text NOT NULL CHECK (kind IN ('case_conference','advisor_meeting')),
  legal_basis text NOT NULL REFERENCES legal_bases,
  purpose text NOT NULL,
  state text NOT NULL CHECK (state IN ('polling','scheduled','held','recorded','cancelled')),
  coordinator_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  secretary_id uuid REFERENCES accounts,
  proposed_at timestamptz NOT NULL,
  poll_until timestamptz NOT NULL,
  reminded_at timestamptz,                 -- the silent, last time
  poll_late_at timestamptz,                -- the coordinator was told that the poll is over and nothing chosen
  slot_id uuid,
  starts_at timestamptz,
  ends_at timestamptz,
  room_id uuid REFERENCES rooms,
  place text NOT NULL DEFAULT '',
  url text NOT NULL DEFAULT '',
  sequence int NOT NULL DEFAULT 0,         -- of the calendar entry
  scheduled_at timestamptz,
  held_at timestamptz,
  recorded_at timestamptz,
  cancelled_at timestamptz,
  cancel_reason text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,                 -- when it takes place, or its first slot while polling: order of the lists
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  CHECK (ends_at > starts_at),
  CHECK ((starts_at IS NULL) = (scheduled_at IS NULL)),
  CHECK (state NOT IN ('scheduled','held','recorded') OR starts_at IS NOT NULL),
  CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL)),
  CHECK (state NOT IN ('held','recorded') OR held_at IS NOT NULL),
  CHECK ((state = 'recorded') = (recorded_at IS NOT NULL))
);
CREATE INDEX conferences_by_case ON conferences (case_id, at DESC, id DESC);
CREATE INDEX conferences_by_at ON conferences (at, id);
CREATE INDEX conferences_polling ON conferences (poll_until) WHERE state = 'polling';
CREATE INDEX conferences_held ON conferences (kind, held_at) WHERE held_at IS NOT NULL;

CREATE TABLE conference_slots (
  id uuid PRIMARY KEY,
  conference_id uuid NOT NULL REFERENCES conferences,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  CHECK (ends_at > starts_at),
  CONSTRAINT conference_slots_apart EXCLUDE USING gist (conference_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
);
CREATE INDEX conference_slots_by_conference ON conference_slots (conference_id, starts_at);

CREATE TABLE conference_invitees (
  id uuid PRIMARY KEY,
  conference_id uuid NOT NULL REFERENCES conferences,
  position int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('agency','account','outside')),
  agency_id uuid REFERENCES agencies,
  account_id uuid REFERENCES accounts,
  name text NOT NULL DEFAULT '',
  organization text NOT NULL DEFAULT '',
  email text NOT NULL DEFAULT '',
  function text NOT NULL DEFAULT '',
  person_id uuid REFERENCES persons,       -- of the household, whom they support
  required boolean NOT NULL,
  answered_at timestamptz,
  answered_by uuid REFERENCES accounts,    -- null = by link
  reminded_on date,
  reply text NOT NULL DEFAULT '' CHECK (reply IN ('','attend','absent','proxy')),
  reply_note text NOT NULL DEFAULT '',
  reply_name text NOT NULL DEFAULT '',
  replied_at timestamptz,
  CHECK ((kind = 'agency') = (agency_id IS NOT NULL)),
  CHECK ((kind = 'account') = (account_id IS NOT NULL)),
  CHECK ((kind = 'outside') = (name <> '')),
  CHECK ((reply = '') = (replied_at IS NULL))
);
CREATE INDEX conference_invitees_by_conference ON conference_invitees (conference_id, position);
CREATE INDEX conference_invitees_by_agency ON conference_invitees (agency_id, conference_id) WHERE agency_id IS NOT NULL;
CREATE INDEX conference_invitees_by_account ON conference_invitees (account_id, conference_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX conference_invitees_account_once ON conference_invitees (conference_id, account_id) WHERE account_id IS NOT NULL;

CREATE TABLE conference_answers (
  invitee_id uuid NOT NULL REFERENCES conference_invitees,
  slot_id uuid NOT NULL REFERENCES conference_slots,
  mark text NOT NULL CHECK (mark IN ('yes','maybe','no')),
  comment text NOT NULL DEFAULT '',
  PRIMARY KEY (invitee_id, slot_id)
);

-- Nobody, no agency and no room is at two meetings at once. resource is an id, or the e-mail of somebody outside.
CREATE TABLE bookings (
  conference_id uuid NOT NULL REFERENCES conferences,
  kind text NOT NULL CHECK (kind IN ('room','agency','account','outside')),
  resource text NOT NULL,
  during tstzrange NOT NULL CHECK (NOT isempty(during)),
  PRIMARY KEY (conference_id, kind, resource),
  CONSTRAINT bookings_never_overlap EXCLUDE USING gist (kind WITH =, resource WITH =, during WITH &&)
);

-- A person's private calendar subscription: the key is shown once and kept as a hash.
CREATE TABLE calendar_feeds (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  hash bytea NOT NULL UNIQUE,              -- SHA-256 of the key
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  used_at timestamptz
);
CREATE UNIQUE INDEX calendar_feeds_one ON calendar_feeds (account_id) WHERE revoked_at IS NULL;

ALTER TABLE notifications ADD COLUMN conference_id uuid REFERENCES conferences DEFERRABLE INITIALLY DEFERRED;

GRANT SELECT ON legal_bases TO tsunagu_app;
GRANT SELECT, INSERT, UPDATE ON rooms, conference_counters, conferences, conference_invitees, calendar_feeds TO tsunagu_app;
GRANT SELECT, INSERT ON conference_slots TO tsunagu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON conference_answers, bookings TO tsunagu_app;
