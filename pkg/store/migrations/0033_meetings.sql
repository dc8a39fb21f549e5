-- +goose Up
-- The meeting of a conference: what is shared, who pledged, who came, the record.

-- The ground under which the ledger 提供記録 holds what members of such a meeting were shown.
ALTER TABLE legal_bases ADD COLUMN ground text NOT NULL DEFAULT 'other' REFERENCES grounds;
UPDATE legal_bases SET ground = 'support_conference' WHERE code = 'social_welfare_106_6';
UPDATE legal_bases SET ground = 'livelihood_conference' WHERE code = 'self_reliance_9';
UPDATE legal_bases SET ground = 'consent' WHERE code IN ('multilayered', 'other');

-- 秘密保持の誓約: dated wordings. What somebody pledged names the version that was read.
CREATE TABLE pledge_texts (
  version text PRIMARY KEY,
  statutory boolean NOT NULL,              -- for a meeting with secrecy by law (支援会議)
  body text NOT NULL,
  valid_from date NOT NULL
);
INSERT INTO pledge_texts (version, statutory, body, valid_from) VALUES
  ('statutory-1', true, 'この会議は支援会議です。会議に参加する方、参加した方には、法律により秘密を守る義務があります（社会福祉法106条の6、生活困窮者自立支援法9条）。正当な理由なく会議で知った秘密を漏らしたときは、1年以下の拘禁刑または100万円以下の罰金に処されることがあります。

私は、次のことを守ります。
1. 会議と資料で知った秘密を、会議の後も、役割が終わった後も、ほかの人に漏らしません。
2. 会議の目的のほかに使いません。
3. 資料を複写せず、持ち出さず、写真に撮りません。
4. 会議の外で必要になったときは、先に相談支援包括化推進員に相談します。', '2021-04-01'),
  ('general-1', false, 'この会議の資料には、ご本人とご家族が、支援に使うことに同意した情報が含まれます。

私は、次のことを守ります。
1. 会議と資料で知ったことを、会議の後も、役割が終わった後も、ほかの人に漏らしません。
2. 会議の目的のほかに使いません。
3. 資料を複写せず、持ち出さず、写真に撮りません。
4. 会議の外で必要になったときは、先に相談支援包括化推進員に相談します。', '2021-04-01');

CREATE TABLE conference_meetings (
  conference_id uuid PRIMARY KEY REFERENCES conferences,
  version int NOT NULL DEFAULT 1,          -- of all but the minutes
  materials jsonb NOT NULL,
  agenda jsonb NOT NULL,
  agenda_set boolean NOT NULL,
  consents jsonb NOT NULL,
  minutes jsonb NOT NULL,
  minutes_version int NOT NULL DEFAULT 0,
  minutes_by uuid REFERENCES accounts,
  minutes_at timestamptz,
  final boolean NOT NULL DEFAULT false,
  updated_at timestamptz NOT NULL
);

-- A final record is only added to (conference_addenda), whoever writes and however.
-- +goose StatementBegin
CREATE FUNCTION minutes_stay_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.final AND (TG_OP = 'DELETE' OR NEW.minutes IS DISTINCT FROM OLD.minutes OR NOT NEW.final OR NEW.agenda IS DISTINCT FROM OLD.agenda) THEN
    RAISE EXCEPTION 'final minutes are not changed' USING ERRCODE = '23514', CONSTRAINT = 'minutes_stay_final';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- +goose StatementEnd
CREATE TRIGGER minutes_stay_final BEFORE UPDATE OR DELETE ON conference_meetings FOR EACH ROW EXECUTE FUNCTION minutes_stay_final();

-- Once per person and conference; never changed, never deleted.
CREATE TABLE conference_pledges (
  id uuid PRIMARY KEY,
  conference_id uuid NOT NULL REFERENCES conferences,
  invitee_id uuid REFERENCES conference_invitees, -- null = came without invitation
  account_id uuid REFERENCES accounts,            -- null = by link or on paper
  name text NOT NULL,
  text_version text NOT NULL REFERENCES pledge_texts,
  how text NOT NULL CHECK (how IN ('screen','link','paper')),
  at timestamptz NOT NULL,
  recorded_by uuid REFERENCES accounts,           -- null = by link
  CHECK ((how = 'screen') = (account_id IS NOT NULL))
);
CREATE INDEX conference_pledges_by_conference ON conference_pledges (conference_id, at);
CREATE UNIQUE INDEX conference_pledges_once ON conference_pledges (conference_id, account_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX conference_pledges_link_once ON conference_pledges (conference_id, invitee_id) WHERE how = 'link';

CREATE TABLE conference_attendances (
  id uuid PRIMARY KEY,
  conference_id uuid NOT NULL REFERENCES conferences,
  position int NOT NULL,
  invitee_id uuid REFERENCES conference_invitees,
  agency_id uuid REFERENCES agencies,
  name text NOT NULL,
  function text NOT NULL,
  person_id uuid REFERENCES persons,
  presence text NOT NULL CHECK (presence IN ('present','absent','deputy')),
  deputy text NOT NULL,
  online boolean NOT NULL,
  pledged boolean NOT NULL,
  CHECK (presence = 'absent' OR pledged)   -- nobody sat in the room without
);
CREATE INDEX conference_attendances_by_conference ON conference_attendances (conference_id, position);
CREATE UNIQUE INDEX conference_attendances_once ON conference_attendances (conference_id, invitee_id) WHERE invitee_id IS NOT NULL;

CREATE TABLE conference_addenda (
  id uuid PRIMARY KEY,
  conference_id uuid NOT NULL REFERENCES conferences,
  item_id uuid,                            -- of the minutes; null = all of them
  text text NOT NULL,
  reason text NOT NULL,
  account_id uuid NOT NULL REFERENCES accounts,
  at timestamptz NOT NULL
);
CREATE INDEX conference_addenda_by_conference ON conference_addenda (conference_id, at, id);

-- Who writes minutes just now. Nothing is lost when the machine is.
CREATE UNLOGGED TABLE conference_writers (
  conference_id uuid NOT NULL,
  account_id uuid NOT NULL,
  item_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (conference_id, account_id)
);

-- Who is taken off a conference stays in the ledger of pledges, and is invited no more.
ALTER TABLE conference_invitees ADD COLUMN removed_at timestamptz, ADD COLUMN removed_by uuid REFERENCES accounts;
DROP INDEX conference_invitees_account_once;
CREATE UNIQUE INDEX conference_invitees_account_once ON conference_invitees (conference_id, account_id) WHERE account_id IS NOT NULL AND removed_at IS NULL;

-- One message per person, also for somebody who is invited and works for an invited agency.
CREATE UNIQUE INDEX notifications_once_of_conference ON notifications (account_id, conference_id, kind, at) WHERE conference_id IS NOT NULL;

GRANT SELECT ON pledge_texts TO tsunagu_app;
GRANT SELECT, INSERT, UPDATE ON conference_meetings TO tsunagu_app;
GRANT SELECT, INSERT ON conference_pledges, conference_addenda TO tsunagu_app;
GRANT SELECT, INSERT, DELETE ON conference_attendances TO tsunagu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON conference_writers TO tsunagu_app;
