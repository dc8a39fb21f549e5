-- +goose Up
-- Reference data: what a city replaces by its own. Codes are text; labels are shown as they stand here.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE wards (
  code text PRIMARY KEY,
  name text NOT NULL,
  position int NOT NULL
);
CREATE TABLE districts (
  code text PRIMARY KEY,
  name text NOT NULL,
  ward text NOT NULL REFERENCES wards,
  position int NOT NULL
);
-- お困りごと: versioned master data; another city replaces the twelve.
CREATE TABLE issue_types (
  form_version text NOT NULL,
  code text NOT NULL,
  label text NOT NULL,
  position int NOT NULL,
  PRIMARY KEY (form_version, code)
);
CREATE TABLE household_features (
  code text PRIMARY KEY,
  label text NOT NULL,
  position int NOT NULL
);
-- 提供の根拠: dated, since articles are renumbered.
CREATE TABLE grounds (
  code text PRIMARY KEY,
  label text NOT NULL,
  article text NOT NULL,
  needs_consent boolean NOT NULL,
  needs_note boolean NOT NULL DEFAULT false,
  valid_from date NOT NULL,
  valid_until date,
  position int NOT NULL
);
CREATE TABLE agency_kinds (code text PRIMARY KEY, label text NOT NULL, position int NOT NULL);
CREATE TABLE fields (code text PRIMARY KEY, label text NOT NULL, position int NOT NULL);

CREATE TABLE agencies (
  id uuid PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  kana text NOT NULL,
  kana_key text NOT NULL,              -- folded, for sorting and keyset
  kind text NOT NULL,
  fields text[] NOT NULL,
  phone text NOT NULL DEFAULT '',
  fax text NOT NULL DEFAULT '',
  email text NOT NULL DEFAULT '',
  address text NOT NULL DEFAULT '',
  hours text NOT NULL DEFAULT '',
  accepts text NOT NULL DEFAULT '',
  wards text[] NOT NULL DEFAULT '{}',          -- union over services; empty = whole city
  issue_types text[] NOT NULL DEFAULT '{}',    -- union over services
  search_key text NOT NULL DEFAULT '',          -- folded name, kana, accepts and services
  grams text[] NOT NULL,
  active boolean NOT NULL DEFAULT true,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX agencies_by_kana ON agencies (kana_key, id) WHERE active;
CREATE INDEX agencies_by_kind ON agencies (kind, kana_key, id) WHERE active;
CREATE INDEX agencies_grams ON agencies USING gin (grams);

CREATE TABLE agency_services (
  id uuid PRIMARY KEY,
  agency_id uuid NOT NULL REFERENCES agencies ON DELETE CASCADE,
  name text NOT NULL,
  fields text[] NOT NULL DEFAULT '{}',
  wards text[] NOT NULL DEFAULT '{}',      -- empty = whole city
  districts text[] NOT NULL DEFAULT '{}',  -- empty = every district of the wards
  issue_types text[] NOT NULL DEFAULT '{}',
  hours text NOT NULL DEFAULT '',
  description text NOT NULL DEFAULT '',
  position int NOT NULL
);
CREATE INDEX agency_services_by_agency ON agency_services (agency_id, position);
