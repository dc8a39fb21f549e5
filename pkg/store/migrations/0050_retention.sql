-- +goose Up
-- 保存期間と廃棄 (decisions/0050). Classes are settings with a first day; the newest one that has begun holds.
CREATE TABLE retention_classes (
  class text NOT NULL CHECK (class IN ('case_dossier','informal_question','message','account','journal')),
  years int NOT NULL CHECK (years BETWEEN 1 AND 100),
  counted_from text NOT NULL CHECK (counted_from IN ('fiscal_year_end','day')),
  valid_from date NOT NULL,
  PRIMARY KEY (class, valid_from)
);
INSERT INTO retention_classes (class, years, counted_from, valid_from) VALUES
  ('case_dossier', 5, 'fiscal_year_end', '2000-01-01'), ('informal_question', 3, 'fiscal_year_end', '2000-01-01'), ('message', 1, 'day', '2000-01-01'),
  ('account', 5, 'fiscal_year_end', '2000-01-01'), ('journal', 10, 'fiscal_year_end', '2000-01-01');

ALTER TABLE cases ADD COLUMN erased_at timestamptz, ADD COLUMN age_band text NOT NULL DEFAULT '';
CREATE INDEX cases_by_closing ON cases (closed_at, id) WHERE closed_at IS NOT NULL AND erased_at IS NULL;

-- 保存延長: as long as one holds, the case is in no disposal.
CREATE TABLE retention_holds (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases,
  reason text NOT NULL CHECK (reason <> ''),
  until date,                              -- last day; null: until released
  account_id uuid NOT NULL REFERENCES accounts,
  agency_id uuid NOT NULL REFERENCES agencies,
  at timestamptz NOT NULL,
  released_at timestamptz,
  released_by uuid REFERENCES accounts,
  CHECK ((released_at IS NULL) = (released_by IS NULL))
);
CREATE UNIQUE INDEX retention_holds_one ON retention_holds (case_id) WHERE released_at IS NULL;

-- 廃棄: proposed by one person of the city office, approved by another.
CREATE TABLE disposals (
  id uuid PRIMARY KEY,
  number int GENERATED ALWAYS AS IDENTITY UNIQUE,
  state text NOT NULL CHECK (state IN ('proposed','approved','withdrawn','erased')),
  note text NOT NULL DEFAULT '',
  proposed_by uuid NOT NULL REFERENCES accounts,
  proposed_at timestamptz NOT NULL,
  approved_by uuid REFERENCES accounts,
  approved_at timestamptz,
  ended_by uuid REFERENCES accounts,       -- who withdrew it
  ended_at timestamptz,                    -- withdrawn, or everything erased
  version int NOT NULL DEFAULT 1,
  CHECK (approved_by <> proposed_by),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
  CHECK ((state IN ('approved','erased')) = (approved_at IS NOT NULL)),
  CHECK ((state IN ('withdrawn','erased')) = (ended_at IS NOT NULL))
);
CREATE INDEX disposals_newest ON disposals (proposed_at DESC, id DESC);

CREATE TABLE disposal_items (
  disposal_id uuid NOT NULL REFERENCES disposals,
  case_id uuid NOT NULL REFERENCES cases,
  number text NOT NULL,
  closed_on date NOT NULL,
  due_on date NOT NULL,
  erased_at timestamptz,
  skipped text NOT NULL DEFAULT '' CHECK (skipped IN ('','held','reopened','not_due','erased_before')),
  counts jsonb,                            -- table → rows erased or made anonymous
  hash bytea,                              -- SHA-256 over case, counts and the hashes of its files
  PRIMARY KEY (disposal_id, case_id),
  CHECK ((erased_at IS NULL) = (hash IS NULL)),
  CHECK (erased_at IS NULL OR skipped = '')
);
CREATE INDEX disposal_items_of_case ON disposal_items (case_id);

GRANT SELECT ON retention_classes TO tsunagu_app;
GRANT SELECT, INSERT, UPDATE (released_at, released_by) ON retention_holds TO tsunagu_app;
GRANT SELECT, INSERT, UPDATE (state, approved_by, approved_at, ended_by, ended_at, version) ON disposals TO tsunagu_app;
GRANT SELECT, INSERT ON disposal_items TO tsunagu_app;

-- What erasing a case does to each table: the one list. Every table that can be reached from cases, households or persons must
-- stand in it (store/erasure_test.go). Nobody but the owner writes it. A table that does not exist yet is passed over.
CREATE TABLE erasure_plan (
  position int PRIMARY KEY,                -- children before what they refer to
  table_name text NOT NULL UNIQUE,
  what text NOT NULL CHECK (what IN ('erase','anonymise','keep')),
  per text NOT NULL DEFAULT 'case' CHECK (per IN ('case','household')), -- household: with its last case
  which text NOT NULL,                     -- condition; $1 the case (the household), $2 the instant
  blank text[] NOT NULL DEFAULT '{}',      -- anonymise: text columns made empty
  extra text NOT NULL DEFAULT '',          -- anonymise: further assignments
  keeps text[] NOT NULL DEFAULT '{}',      -- anonymise: text columns that hold codes only
  reason text NOT NULL DEFAULT '',         -- why anything is kept
  CHECK (what = 'erase' OR reason <> ''),
  CHECK (what = 'keep' OR which <> '')
);
REVOKE ALL ON erasure_plan FROM tsunagu_app;
GRANT SELECT ON erasure_plan TO tsunagu_app;

-- +goose StatementBegin
-- 60代, from what the sheet says of the birth; empty when it says nothing.
CREATE FUNCTION age_band(content jsonb, at timestamptz) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  birth jsonb := content -> 'subject' -> 'birth';
  age int;
BEGIN
  IF birth ->> 'date' IS NOT NULL THEN age := extract(year FROM age(at, (birth ->> 'date')::date));
  ELSIF birth ->> 'year' IS NOT NULL THEN age := extract(year FROM at)::int - (birth ->> 'year')::int;
  ELSIF birth ->> 'age' IS NOT NULL THEN age := (birth ->> 'age')::int;
  END IF;
  IF age IS NULL OR age < 0 THEN RETURN ''; END IF;
  RETURN CASE WHEN age < 10 THEN '10歳未満' WHEN age >= 90 THEN '90歳以上' ELSE age / 10 * 10 || '代' END;
EXCEPTION WHEN OTHERS THEN RETURN '';
END $$;

CREATE FUNCTION event_codes(data jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(data)
  WHERE key IN ('agencyId','fromAgencyId','handoffId','escalationId','conferenceId','assignmentId','planId','planNumber','monitoringId','ask','how','noteKind',
    'contactedHousehold','reason','class','state','byClock','sheetVersion') AND (jsonb_typeof(value) <> 'string' OR value #>> '{}' ~ '^[a-z0-9_-]{1,60}$')
$$;

CREATE FUNCTION closure_codes(closure jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN closure IS NULL THEN NULL ELSE jsonb_build_object('at', closure -> 'at', 'class', coalesce(closure -> 'class', '""'), 'reason', '', 'continuingContact', '') END
$$;

-- Does the plan for one case; as the owner only. Answers what was done, table by table.
CREATE FUNCTION erase_case(target uuid, moment timestamptz) RETURNS jsonb LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  step erasure_plan;
  home uuid;
  last boolean;
  assignments text;
  n int;
  counts jsonb := '{}';
BEGIN
  SELECT household_id INTO STRICT home FROM cases WHERE id = target FOR UPDATE;
  SELECT NOT EXISTS (SELECT 1 FROM cases WHERE household_id = home AND id <> target AND erased_at IS NULL) INTO last;
  SET CONSTRAINTS ALL DEFERRED;
  INSERT INTO file_removals (key, due_at) SELECT key, moment FROM files WHERE case_id = target AND state = 'kept' ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at;
  FOR step IN SELECT * FROM erasure_plan WHERE what <> 'keep' ORDER BY position LOOP
    CONTINUE WHEN to_regclass(step.table_name) IS NULL OR step.per = 'household' AND NOT last;
    IF step.what = 'erase' THEN
      EXECUTE format('DELETE FROM %I WHERE %s', step.table_name, step.which) USING CASE step.per WHEN 'case' THEN target ELSE home END, moment;
    ELSE
      SELECT string_agg(format('%I = ''''', a.attname), ', ') INTO assignments FROM pg_attribute a
        WHERE a.attrelid = to_regclass(step.table_name) AND a.attname = ANY(step.blank) AND NOT a.attisdropped;
      EXECUTE format('UPDATE %I SET %s WHERE %s', step.table_name, concat_ws(', ', assignments, nullif(step.extra, '')), step.which)
        USING CASE step.per WHEN 'case' THEN target ELSE home END, moment;
    END IF;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n > 0 THEN counts := counts || jsonb_build_object(step.table_name, n); END IF;
  END LOOP;
  RETURN counts;
END $$;
REVOKE ALL ON FUNCTION erase_case FROM PUBLIC;

-- The only way in for the application's role: one case of an approved disposal, when nothing speaks against it any more. Whatever
-- the program asks, a case that is open, held, not due, or not approved by two people is not touched.
CREATE FUNCTION carry_out_disposal(the_disposal uuid, the_case uuid, moment timestamptz) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  item disposal_items;
  c cases;
  why text := '';
  done jsonb;
  papers text;
BEGIN
  PERFORM 1 FROM disposals WHERE id = the_disposal AND state = 'approved' AND approved_by <> proposed_by FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'the disposal is not approved' USING ERRCODE = 'insufficient_privilege'; END IF;
  SELECT * INTO item FROM disposal_items WHERE disposal_id = the_disposal AND case_id = the_case FOR UPDATE;
  IF NOT FOUND OR item.erased_at IS NOT NULL OR item.skipped <> '' THEN RETURN ''; END IF;
  SELECT * INTO STRICT c FROM cases WHERE id = the_case FOR UPDATE;
  why := CASE
    WHEN c.erased_at IS NOT NULL THEN 'erased_before'
    WHEN c.state <> 'closed' THEN 'reopened'
    WHEN item.due_on > (moment AT TIME ZONE 'Asia/Tokyo')::date OR (c.closed_at AT TIME ZONE 'Asia/Tokyo')::date <> item.closed_on THEN 'not_due'
    WHEN EXISTS (SELECT 1 FROM retention_holds h WHERE h.case_id = the_case AND h.released_at IS NULL AND (h.until IS NULL OR h.until >= (moment AT TIME ZONE 'Asia/Tokyo')::date)) THEN 'held'
    ELSE '' END;
  IF why <> '' THEN
    UPDATE disposal_items SET skipped = why WHERE disposal_id = the_disposal AND case_id = the_case;
    RETURN why;
  END IF;
  SELECT coalesce(string_agg(encode(sha256, 'hex'), ',' ORDER BY id), '') INTO papers FROM files WHERE case_id = the_case;
  done := erase_case(the_case, moment);
  UPDATE disposal_items SET erased_at = moment, counts = done, hash = sha256(convert_to(the_case || '|' || c.number || '|' || done || '|' || papers, 'UTF8'))
    WHERE disposal_id = the_disposal AND case_id = the_case;
  RETURN 'erased';
END $$;
REVOKE ALL ON FUNCTION carry_out_disposal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION carry_out_disposal TO tsunagu_app;

-- 随時相談 and mails whose time is over. What is counted of a 随時相談 stays.
CREATE FUNCTION forget_informal_questions(before timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  step erasure_plan;
  assignments text;
  n int;
BEGIN
  SELECT * INTO STRICT step FROM erasure_plan WHERE table_name = 'escalations';
  SELECT string_agg(format('%I = ''''', a.attname), ', ') INTO assignments FROM pg_attribute a
    WHERE a.attrelid = 'escalations'::regclass AND a.attname = ANY(step.blank) AND NOT a.attisdropped;
  IF to_regclass('coordination_contacts') IS NOT NULL THEN
    EXECUTE 'DELETE FROM coordination_contact_corrections WHERE contact_id IN (SELECT k.id FROM coordination_contacts k JOIN escalations e ON e.id = k.escalation_id
      WHERE e.case_id IS NULL AND e.settled_at < $1)' USING before;
    EXECUTE 'UPDATE coordination_contacts k SET note = '''' FROM escalations e WHERE e.id = k.escalation_id AND e.case_id IS NULL AND e.settled_at < $1 AND k.note <> ''''' USING before;
  END IF;
  EXECUTE 'UPDATE escalations SET ' || assignments || ' WHERE case_id IS NULL AND settled_at < $1 AND (text <> '''' OR outcome <> '''')' USING before;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
REVOKE ALL ON FUNCTION forget_informal_questions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_informal_questions TO tsunagu_app;
-- +goose StatementEnd

INSERT INTO erasure_plan (position, table_name, what, per, which, blank, extra, keeps, reason) VALUES
  (10, 'cases', 'anonymise', 'case', 'id = $1', '{subject_name,subject_kana,kana_key,search_key}', 'erased_at = $2, age_band = coalesce((SELECT age_band(v.content, cases.opened_at) FROM sheet_versions v WHERE v.sheet_id = cases.sheet_id ORDER BY v.number DESC LIMIT 1), ''''), suspension = NULL, closure = closure_codes(closure), version = version + 1', '{number,state,most_pressing,ward,district,number_key,flag_reason,issues,features,age_band}', 'Counted without persons: dates, codes, agencies, ward and district, age band.'),
  (20, 'notifications', 'erase', 'case', 'case_id = $1 OR handoff_id IN (SELECT id FROM handoffs WHERE case_id = $1) OR escalation_id IN (SELECT id FROM escalations WHERE case_id = $1) OR conference_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (30, 'idempotency_keys', 'erase', 'case', 'case_ids @> ARRAY[$1]', '{}', '', '{}', ''),
  (40, 'links', 'erase', 'case', 'object_id = $1 OR object_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (50, 'messages', 'erase', 'case', 'object_id = $1 OR object_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (60, 'case_search', 'erase', 'case', 'case_id = $1', '{}', '', '{}', ''),
  (70, 'case_access', 'erase', 'case', 'case_id = $1', '{}', '', '{}', ''),
  (80, 'package_grants', 'erase', 'case', 'case_id = $1', '{}', '', '{}', ''),
  (90, 'corrections', 'erase', 'case', 'case_id = $1', '{}', '', '{}', ''),
  (100, 'disclosures', 'anonymise', 'case', 'case_id = $1', '{ground_note,purpose,conditions}', 'to_name = CASE WHEN to_name = '''' THEN '''' ELSE ''（廃棄済み）'' END, person_ids = ''{}'', sheet_id = NULL, file_id = NULL', '{kind,what,ground}', 'That something was given, to which agency, when and on which ground.'),
  (110, 'files', 'erase', 'case', 'case_id = $1', '{}', '', '{}', 'The contents are on the list of removals before (erase_case).'),
  (120, 'consents', 'erase', 'case', 'case_id = $1', '{}', '', '{}', ''),
  (130, 'monitorings', 'anonymise', 'case', 'case_id = $1', '{}', 'note_id = NULL', '{kind,state,result}', 'How often households were followed up.'),
  (140, 'note_corrections', 'erase', 'case', 'note_id IN (SELECT id FROM notes WHERE case_id = $1)', '{}', '', '{}', ''),
  (150, 'notes', 'erase', 'case', 'case_id = $1', '{}', '', '{}', ''),
  (160, 'plan_reviews', 'anonymise', 'case', 'plan_id IN (SELECT id FROM plans WHERE case_id = $1)', '{summary}', '', '{decision,scores}', 'Scores by the id of a goal, without its words.'),
  (170, 'plan_versions', 'anonymise', 'case', 'plan_id IN (SELECT id FROM plans WHERE case_id = $1)', '{}', 'content = ''{}'', reason = CASE WHEN reason = '''' THEN '''' ELSE ''（廃棄済み）'' END', '{}', 'That there was a plan, agreed when.'),
  (180, 'plans', 'anonymise', 'case', 'case_id = $1', '{end_reason}', 'content = ''{}''', '{state}', 'As its versions.'),
  (190, 'assignment_steps', 'anonymise', 'case', 'assignment_id IN (SELECT id FROM assignments WHERE case_id = $1)', '{text}', '', '{verb}', 'How long roles took.'),
  (200, 'assignments', 'anonymise', 'case', 'case_id = $1', '{task}', 'member_id = NULL, handed_to = CASE WHEN handed_to = '''' THEN '''' ELSE ''（廃棄済み）'' END', '{state}', 'Roles kept and late, by agency.'),
  (210, 'conference_answers', 'erase', 'case', 'invitee_id IN (SELECT i.id FROM conference_invitees i JOIN conferences c ON c.id = i.conference_id WHERE c.case_id = $1)', '{}', '', '{}', ''),
  (220, 'conference_pledges', 'erase', 'case', 'conference_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (230, 'conference_attendances', 'erase', 'case', 'conference_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (240, 'conference_addenda', 'erase', 'case', 'conference_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (250, 'conference_writers', 'erase', 'case', 'conference_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (260, 'conference_meetings', 'erase', 'case', 'conference_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (270, 'conference_invitees', 'erase', 'case', 'conference_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (280, 'bookings', 'erase', 'case', 'conference_id IN (SELECT id FROM conferences WHERE case_id = $1)', '{}', '', '{}', ''),
  (290, 'conference_slots', 'keep', 'case', '', '{}', '', '{}', 'Times only.'),
  (300, 'conferences', 'anonymise', 'case', 'case_id = $1', '{purpose,place,url,cancel_reason}', '', '{number,kind,legal_basis,state}', 'Meetings are counted: kind, state, when.'),
  (310, 'advice', 'keep', 'case', '', '{}', '', '{}', 'What later cases may learn: written without anybody in it (0040), and no answer shows which dispatch it came from.'),
  (320, 'dispatch_records', 'anonymise', 'case', 'dispatch_id IN (SELECT id FROM dispatches WHERE case_id = $1)', '{text}', '', '{}', 'Visits of advisors are counted.'),
  (330, 'dispatches', 'anonymise', 'case', 'case_id = $1', '{question,ground_note,conditions,place,cancel_note}', '', '{state,mode,ground,advisor_name,fields,issues}', 'Dispatches are counted; the advisor is not a person of the household.'),
  (340, 'coordination_contact_corrections', 'erase', 'case', 'contact_id IN (SELECT id FROM coordination_contacts WHERE case_id = $1 OR escalation_id IN (SELECT id FROM escalations WHERE case_id = $1))', '{}', '', '{}', ''),
  (350, 'coordination_contacts', 'anonymise', 'case', 'case_id = $1 OR escalation_id IN (SELECT id FROM escalations WHERE case_id = $1)', '{note}', '', '{kind,agencies}', '個別調整 is counted.'),
  (360, 'information_sheet_versions', 'erase', 'case', 'case_id = $1', '{}', '', '{}', ''),
  (370, 'information_sheets', 'erase', 'case', 'case_id = $1', '{}', '', '{}', ''),
  (380, 'handoff_questions', 'erase', 'case', 'handoff_id IN (SELECT id FROM handoffs WHERE case_id = $1)', '{}', '', '{}', ''),
  (390, 'refusal_reports', 'anonymise', 'case', 'handoff_id IN (SELECT id FROM handoffs WHERE case_id = $1)', '{said_by,what}', '', '{}', 'Refusals are counted.'),
  (400, 'escalations', 'anonymise', 'case', 'case_id = $1', '{text,outcome,answer,asked_by}', '', '{reason,state,settled_as,channel,issues}', 'The city counts them by class and reason.'),
  (410, 'handoffs', 'anonymise', 'case', 'case_id = $1', '{purpose,reason,request,ground_note,subject_name,subject_key,answer_note,connected_who,connected_note}', '', '{ask,state,ground,escalated_by,connected_how}', 'How quickly agencies answered.'),
  (420, 'case_events', 'anonymise', 'case', 'case_id = $1', '{}', 'data = event_codes(data)', '{kind}', 'Statistics are counted from events: kind, instant, agency, codes.'),
  (430, 'custodies', 'keep', 'case', '', '{}', '', '{}', 'Which agency led from when to when.'),
  (440, 'supports', 'keep', 'case', '', '{}', '', '{}', 'Which agency supported from when to when.'),
  (450, 'household_persons', 'erase', 'case', 'sheet_id IN (SELECT id FROM sheets WHERE case_id = $1)', '{}', '', '{}', ''),
  (460, 'sheet_versions', 'erase', 'case', 'sheet_id IN (SELECT id FROM sheets WHERE case_id = $1)', '{}', '', '{}', ''),
  (470, 'sheets', 'anonymise', 'case', 'case_id = $1', '{subject_name,search_key}', 'content = ''{}'', grams = ''{}''', '{form_version,state}', 'The row that the case stands on.'),
  (480, 'statistic_events', 'keep', 'case', '', '{}', '', '{}', 'Measure, instant and code of what was counted.'),
  (490, 'journal', 'keep', 'case', '', '{}', '', '{}', 'Ids only: who looked when. Sealed; not even the owner changes it.'),
  (500, 'journal_days', 'keep', 'case', '', '{}', '', '{}', 'Ids only.'),
  (510, 'retention_holds', 'keep', 'case', '', '{}', '', '{}', 'Why a disposal was put off; by the city office, which sees no persons.'),
  (520, 'disposal_items', 'keep', 'case', '', '{}', '', '{}', 'What was destroyed: number, days, counts.'),
  (530, 'break_glasses', 'erase', 'household', 'household_id = $1', '{}', '', '{}', ''),
  (540, 'protections', 'erase', 'household', 'household_id = $1', '{}', '', '{}', ''),
  (550, 'household_pictures', 'erase', 'household', 'household_id = $1', '{}', '', '{}', ''),
  (560, 'persons', 'erase', 'household', 'household_id = $1', '{}', '', '{}', ''),
  (570, 'households', 'keep', 'household', '', '{}', '', '{}', 'An id without anything.');
