-- +goose Up
-- 個別調整 counts too (0042).
-- +goose StatementBegin
CREATE FUNCTION count_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count_statistic('coordination_contacts', NEW.id, NEW.case_id, NEW.at, NEW.kind);
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER counted AFTER INSERT OR UPDATE OF at, kind ON coordination_contacts FOR EACH ROW EXECUTE FUNCTION count_contact();
SELECT count_statistic('coordination_contacts', id, case_id, at, kind) FROM coordination_contacts;
