package server

import (
	"context"
	"strings"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// onAgency runs a change of a directory entry.
func (s *Server) onAgency(ctx context.Context, id casework.ID, seen string, change func(tx *store.Tx, a store.AgencyEntry) (store.AgencyEntry, error)) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		a, err := tx.AgencyToChange(id)
		if err != nil {
			return nil, err
		}
		made(ctx, a.ID)
		if err := casework.MayKeepAgency(tx.Actor(), a.ID); err != nil {
			return nil, err
		}
		if a.Version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if a, err = change(tx, a); err != nil {
			return nil, err
		}
		n, err := (&people{accounts: []casework.ID{a.VerifiedBy}}).load(tx)
		return ok(agencyDTO(n, a, tx.Actor()), a.Version), err
	})
}

// UpdateAgency corrects an entry: the agency's manager, the city office or a system administrator.
func (s *Server) UpdateAgency(ctx context.Context, r gen.UpdateAgencyRequestObject) (gen.UpdateAgencyResponseObject, error) {
	return s.onAgency(ctx, r.AgencyId, r.Params.IfMatch, func(tx *store.Tx, a store.AgencyEntry) (store.AgencyEntry, error) {
		ref, err := tx.Reference()
		if err != nil {
			return a, err
		}
		d := agencyDetails(r.Body)
		if err := casework.ChangeAgency(tx.Actor(), a.ID, a.Details(), d, ref.DirectoryCodes()); err != nil {
			return a, err
		}
		return tx.SaveAgency(a, d)
	})
}

// VerifyAgency notes that the entry is true as it stands.
func (s *Server) VerifyAgency(ctx context.Context, r gen.VerifyAgencyRequestObject) (gen.VerifyAgencyResponseObject, error) {
	return s.onAgency(ctx, r.AgencyId, r.Params.IfMatch, func(tx *store.Tx, a store.AgencyEntry) (store.AgencyEntry, error) { return tx.VerifyAgency(a) })
}

// ListAgencyChanges answers who changed an entry when: the directory's own history, open to everybody like itself.
func (s *Server) ListAgencyChanges(ctx context.Context, r gen.ListAgencyChangesRequestObject) (gen.ListAgencyChangesResponseObject, error) {
	out := gen.ListAgencyChanges200JSONResponse{Items: []gen.AgencyChange{}}
	if _, err := s.store.Agency(ctx, r.AgencyId); err != nil {
		return nil, err
	}
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		list, err := tx.AgencyChanges(r.AgencyId)
		if err != nil {
			return err
		}
		var who people
		for _, k := range list {
			who.accounts = append(who.accounts, k.By)
		}
		n, err := who.load(tx)
		out.Items = mapped(list, func(k store.AgencyChange) gen.AgencyChange {
			return gen.AgencyChange{Version: k.Version, Parts: notNil(k.Parts), By: n.account(k.By), At: k.At}
		})
		return err
	})
	return out, err
}

func agencyDetails(in *gen.AgencyInput) casework.AgencyDetails {
	d := casework.AgencyDetails{Name: clean(in.Name), Kana: clean(in.Kana), Kind: in.Kind, Phone: clean(value(in.Phone)), Fax: clean(value(in.Fax)), Email: clean(value(in.Email)),
		Address: clean(value(in.Address)), Hours: clean(value(in.Hours)), Accepts: clean(value(in.Accepts))}
	for _, v := range in.Services {
		d.Services = append(d.Services, casework.ServiceDetails{ID: value(v.Id), Name: clean(v.Name), Fields: v.Fields, Wards: v.Wards, Districts: v.Districts,
			IssueTypes: v.IssueTypes, Hours: clean(value(v.Hours)), Description: clean(value(v.Description))})
	}
	return d
}

// clean keeps a line as it would be kept from the file of a city; what cannot be kept stays, for the rules to refuse.
func clean(text string) string {
	if out, err := textnorm.Clean(strings.TrimSpace(text)); err == nil {
		return out
	}
	return text
}

func agencyDTO(n names, a store.AgencyEntry, actor casework.Actor) gen.Agency {
	out := gen.Agency{
		Id: a.ID, Code: a.Code, Name: a.Name, Kana: a.Kana, Kind: a.Kind, Fields: a.Fields,
		Phone: orNil(a.Phone), Fax: orNil(a.Fax), Email: orNil(a.Email), Address: orNil(a.Address), Hours: orNil(a.Hours), Accepts: orNil(a.Accepts),
		Services: make([]gen.Service, 0, len(a.Services)), UpdatedAt: a.UpdatedAt.UTC(), VerifiedBy: n.accountOrNone(a.VerifiedBy), Actions: casework.AgencyActions(actor, a.ID),
	}
	if a.VerifiedOn != nil {
		out.VerifiedOn = &openapi_types.Date{Time: *a.VerifiedOn}
	}
	for _, v := range a.Services {
		out.Services = append(out.Services, gen.Service{
			Id: v.ID, Name: v.Name, Fields: v.Fields, Wards: v.Wards, Districts: v.Districts, IssueTypes: v.IssueTypes,
			Hours: orNil(v.Hours), Description: orNil(v.Description),
		})
	}
	return out
}
