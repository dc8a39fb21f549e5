-- +goose Up
-- Accounts and the journal are forgotten by the clock too (decisions/0052). The dates come from retention_classes and from the clock of
-- the database: a program that was taken over cannot hurry them.

-- +goose StatementBegin
-- The instant before which a record of the class has served its time (casework.RetentionRule.Before).
CREATE FUNCTION retained_from(the_class text, moment timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT make_timestamptz(extract(year FROM first)::int - years, extract(month FROM first)::int, 1, 0, 0, 0, 'Asia/Tokyo')
      + CASE WHEN counted_from = 'day' THEN (extract(day FROM today)::int - 1) * interval '24 hours' ELSE interval '0' END
  FROM (SELECT years, counted_from, today, CASE WHEN counted_from = 'day' THEN today
      ELSE make_date(extract(year FROM today - interval '3 months')::int, 4, 1) END AS first
    FROM retention_classes, (SELECT (moment AT TIME ZONE 'Asia/Tokyo')::date AS today) t
    WHERE class = the_class AND valid_from <= today ORDER BY valid_from DESC LIMIT 1) r
$$;
-- +goose StatementEnd

-- What was forgotten of the chain: its place, its hash (the next link remembers it), how many rows, and by which rule.
CREATE TABLE journal_prunings (
  seq bigint PRIMARY KEY,                  -- the last link that is gone
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  sealed_at timestamptz NOT NULL,          -- when that link was sealed
  rows bigint NOT NULL,
  years int NOT NULL,                      -- of the class, then
  at timestamptz NOT NULL
);
REVOKE ALL ON journal_prunings FROM tsunagu_app;
GRANT SELECT ON journal_prunings TO tsunagu_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_prunings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION refuse_change_but_pruning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('tsunagu.pruning', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- Forgets the chain up to a link that was written down as an anchor, when all of it has served its time; answers how many rows.
-- The newest link always stays.
CREATE FUNCTION prune_journal(point bigint, anchor bytea) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  link journal_seals;
  n bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7301602);
  SELECT * INTO link FROM journal_seals WHERE seq = point;
  IF NOT FOUND THEN RETURN 0; END IF; -- forgotten before
  IF link.hash <> anchor THEN RAISE EXCEPTION 'the journal does not agree with its anchor at %', point USING ERRCODE = 'data_corrupted'; END IF;
  IF link.at >= retained_from('journal', now()) OR point >= (SELECT max(seq) FROM journal_seals) THEN RETURN 0; END IF;
  PERFORM set_config('tsunagu.pruning', 'on', true);
  DELETE FROM journal j USING journal_seals s WHERE s.journal_id = j.id AND s.seq <= point;
  GET DIAGNOSTICS n = ROW_COUNT;
  DELETE FROM journal_seals WHERE seq <= point;
  DELETE FROM journal_days WHERE day < (link.at AT TIME ZONE 'UTC')::date;
  PERFORM set_config('tsunagu.pruning', '', true);
  INSERT INTO journal_prunings (seq, hash, sealed_at, rows, years, at)
    SELECT point, link.hash, link.at, n, c.years, now() FROM retention_classes c
    WHERE c.class = 'journal' AND c.valid_from <= (now() AT TIME ZONE 'Asia/Tokyo')::date ORDER BY c.valid_from DESC LIMIT 1;
  RETURN n;
END $$;
-- +goose StatementEnd
DROP TRIGGER append_only ON journal;
DROP TRIGGER append_only ON journal_seals;
DROP TRIGGER append_only ON journal_days;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_pruning();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_pruning();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_days FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_pruning();
REVOKE ALL ON FUNCTION prune_journal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_journal TO tsunagu_app;

ALTER TABLE accounts ADD COLUMN erased_at timestamptz;

-- +goose StatementBegin
-- Accounts that ended long ago and stand in no case that is still kept: who it was is forgotten, that somebody did it is not.
CREATE FUNCTION accounts_to_forget(moment timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT a.id FROM accounts a WHERE NOT a.active AND a.erased_at IS NULL AND a.deactivated_at < retained_from('account', moment)
    AND NOT EXISTS (SELECT 1 FROM case_events e JOIN cases c ON c.id = e.case_id WHERE e.account_id = a.id AND c.erased_at IS NULL)
$$;

CREATE FUNCTION forget_accounts() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone uuid[] := ARRAY(SELECT accounts_to_forget(now()));
BEGIN
  DELETE FROM refresh_tokens WHERE session_id IN (SELECT id FROM sessions WHERE account_id = ANY(gone));
  DELETE FROM sessions WHERE account_id = ANY(gone);
  DELETE FROM idempotency_keys WHERE account_id = ANY(gone);
  DELETE FROM notifications WHERE account_id = ANY(gone);
  DELETE FROM totp_secrets WHERE account_id = ANY(gone);
  DELETE FROM passkeys WHERE account_id = ANY(gone);
  DELETE FROM recovery_codes WHERE account_id = ANY(gone);
  DELETE FROM challenges WHERE account_id = ANY(gone);
  DELETE FROM provider_links WHERE account_id = ANY(gone);
  DELETE FROM mail_preferences WHERE account_id = ANY(gone);
  DELETE FROM calendar_feeds WHERE account_id = ANY(gone);
  DELETE FROM messages WHERE account_id = ANY(gone);
  UPDATE accounts SET name = '（廃棄済みの利用者）', email = id || '@erased.invalid', email_key = id || '@erased.invalid', name_key = '', search_key = '',
    password_hash = '', erased_at = now(), updated_at = now(), version = version + 1 WHERE id = ANY(gone);
  RETURN coalesce(cardinality(gone), 0);
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION forget_accounts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_accounts TO tsunagu_app;
