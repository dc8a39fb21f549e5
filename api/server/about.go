package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// Demo is what a demonstration server tells everybody who opens it.
type Demo struct {
	Password string // of all its accounts
	Accounts []DemoAccount
}

// DemoAccount is one that the sign-in page offers.
type DemoAccount struct {
	Email, Name, Agency string
	Role                casework.Role
}

// GetAbout says what the sign-in page needs to know before anybody is known. Only a demonstration names
// accounts.
func (s *Server) GetAbout(ctx context.Context, _ gen.GetAboutRequestObject) (gen.GetAboutResponseObject, error) {
	out := gen.GetAbout200JSONResponse{DemoAccounts: []gen.DemoAccount{}}
	if _, possible := s.passkeyParty(ctx); possible {
		out.Passkeys = &possible
	}
	if s.provider != nil {
		out.Provider = orNil(s.provider.Name)
	}
	if s.demo == nil {
		return out, nil
	}
	out.Demo, out.DemoPassword = true, orNil(s.demo.Password)
	for _, a := range s.demo.Accounts {
		out.DemoAccounts = append(out.DemoAccounts, gen.DemoAccount{Email: a.Email, Name: a.Name, Agency: a.Agency, Role: gen.Role(a.Role)})
	}
	return out, nil
}
