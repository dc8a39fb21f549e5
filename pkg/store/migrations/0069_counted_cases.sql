-- +goose Up
-- The dashboard counts the cases of a period (decisions/0061): an index that holds what is counted, so that 100,000 wide rows stay unread.
CREATE INDEX cases_counted ON cases (opened_at) INCLUDE (state, lead_agency_id, ward, district, issues, features);
CREATE INDEX cases_counted_open ON cases (opened_at) INCLUDE (state, lead_agency_id) WHERE state <> 'closed';
CREATE INDEX cases_counted_closed ON cases (closed_at) WHERE state = 'closed';
