package server

import (
	"testing"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func TestHouseholdPictureIsDrawnByWhoeverWorksOnTheCase(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("小橋 梅", "こばし うめ"))
	path := "/cases/" + string(id) + "/household-picture"
	r := s.get(naka, path)
	p := want[gen.HouseholdPicture](t, r, 200)
	if len(p.Persons) != 2 || !p.Persons[0].Subject || len(p.Agencies) != 1 || p.Agencies[0].Role != "lead" || !p.MayEdit || len(p.Ties) != 0 || p.Etag != `"0"` {
		t.Errorf("untouched: %+v", p)
	}
	h := s.handOff(naka, id, s.receiver(yorisoi, casework.AskJoin))[0].Id
	refused(t, s.get(yorisoi, path), 403, casework.CodeForbidden) // only asked so far
	want[gen.Handoff](t, s.verb(yorisoi, h, "join", nil), 200)
	body := toJSON(map[string]any{"people": []any{map[string]any{"id": unknownID, "extra": true, "name": "小橋 茂", "relation": "夫", "deceased": true}}, "unions": []any{}, "parents": []any{},
		"ties": []any{map[string]any{"id": unknownID, "agency": s.agencies[yorisoi], "kind": "strong"}}})
	got := want[gen.HouseholdPicture](t, s.as(yorisoi).do("PUT", "/api/v1"+path, body, ifMatchHeader(`"0"`)), 200)
	if got.Etag != `"1"` || len(got.People) != 1 || len(got.Agencies) != 2 || got.UpdatedBy == nil {
		t.Errorf("drawn: %+v", got)
	}
	refused(t, s.as(naka).do("PUT", "/api/v1"+path, body, ifMatchHeader(`"0"`)), 412, casework.CodeStale)
	refused(t, s.as(naka).do("PUT", "/api/v1"+path, body), 428, "precondition_required")
	refused(t, s.get(kokoro, path), 404, casework.CodeNotFound)
}
