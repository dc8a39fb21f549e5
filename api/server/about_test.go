package server

import (
	"testing"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

func TestOnlyADemonstrationNamesAccounts(t *testing.T) {
	plain, err := (&Server{}).GetAbout(t.Context(), gen.GetAboutRequestObject{})
	if got := plain.(gen.GetAbout200JSONResponse); err != nil || got.Demo || got.DemoPassword != nil || len(got.DemoAccounts) != 0 {
		t.Errorf("a real server says %+v, %v", got, err)
	}
	s := &Server{demo: &Demo{Password: "for all", Accounts: []DemoAccount{{"a@b.example", "見本 花子", "中区地域包括支援センター", casework.RoleWorker}}}}
	shown, err := s.GetAbout(t.Context(), gen.GetAboutRequestObject{})
	got := shown.(gen.GetAbout200JSONResponse)
	if err != nil || !got.Demo || *got.DemoPassword != "for all" || len(got.DemoAccounts) != 1 || got.DemoAccounts[0].Role != "worker" {
		t.Errorf("a demonstration says %+v, %v", got, err)
	}
}
