-- +goose Up
-- Further orders of two lists, each along one index.
CREATE INDEX sheets_by_creation ON sheets (agency_id, created_at DESC, id DESC);
CREATE INDEX escalations_newest ON escalations (opened_at DESC, id DESC);
