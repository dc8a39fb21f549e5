package server

import (
	"context"
	"slices"
	"strings"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListAccounts lists the people whom the caller manages.
func (s *Server) ListAccounts(ctx context.Context, r gen.ListAccountsRequestObject) (gen.ListAccountsResponseObject, error) {
	p := r.Params
	f := store.PeopleFilter{Paging: paging(p.Limit, p.Cursor, p.Count), Text: value(p.Q), Agency: value(p.AgencyId), Role: string(value(p.Role)), State: string(value(p.State))}
	out := gen.ListAccounts200JSONResponse{Items: []gen.AccountSummary{}}
	err := s.audit(ctx, func(tx *store.Tx) error {
		if !tx.Actor().Has(casework.RoleSystemAdmin) {
			f.Agency = "" // the scope is the own agency already, its former people included
		}
		page, err := tx.People(f)
		if err != nil {
			return err
		}
		var who people
		for _, a := range page.Items {
			who.ofAccount(a, nil)
		}
		n, err := who.load(tx)
		out.NextCursor, out.Total = some(page.Next), page.Total
		for _, a := range page.Items {
			out.Items = append(out.Items, s.accountSummary(n, a, tx.Actor()))
		}
		return err
	})
	return out, err
}

// GetAccount answers one person.
func (s *Server) GetAccount(ctx context.Context, r gen.GetAccountRequestObject) (gen.GetAccountResponseObject, error) {
	var out gen.GetAccount200JSONResponse
	err := s.audit(ctx, func(tx *store.Tx) error {
		f, err := tx.Account(r.AccountId)
		if err != nil {
			return err
		}
		made(ctx, f.ID)
		out.Body, err = s.accountDTO(tx, f)
		out.Headers.ETag = etag(f.Version)
		return err
	})
	return out, err
}

// managedAgency is the one agency whose part of people the actor sees; "" = all of it.
func managedAgency(a casework.Actor) casework.ID {
	if a.Has(casework.RoleSystemAdmin) {
		return ""
	}
	return a.Agency
}

// accountDTO reads what stands around a person, and answers it.
func (s *Server) accountDTO(tx *store.Tx, f *store.AccountFile) (gen.Account, error) {
	own := managedAgency(tx.Actor())
	history, err := tx.RoleChanges(f, own)
	if err != nil {
		return gen.Account{}, err
	}
	open, err := tx.OpenWork(f)
	if err != nil {
		return gen.Account{}, err
	}
	var who people
	who.ofAccount(f, history)
	n, err := who.load(tx)
	if err != nil {
		return gen.Account{}, err
	}
	sum := s.accountSummary(n, f, tx.Actor())
	here := store.OpenWorkCount(slices.DeleteFunc(slices.Clone(open), func(w store.OpenWork) bool { return own != "" && w.Agency != own }))
	return gen.Account{
		Id: sum.Id, Name: sum.Name, Email: sum.Email, State: sum.State, Roles: sum.Roles, Elsewhere: sum.Elsewhere, SecondFactor: sum.SecondFactor,
		SecondFactorNeeded: sum.SecondFactorNeeded, CreatedAt: f.CreatedAt, InvitedAt: sum.InvitedAt, InvitedBy: n.accountOrNone(f.InvitedBy),
		JoinedAt: f.JoinedAt, DeactivatedAt: f.DeactivatedAt, SeenAt: sum.SeenAt, Sessions: f.Sessions, OpenWork: here,
		History: mapped(history, n.roleChange), Actions: f.Actions(tx.Actor(), s.now(), here),
	}, nil
}

func (p *people) ofAccount(f *store.AccountFile, history []casework.RoleChange) {
	p.accounts = append(p.accounts, f.InvitedBy)
	for _, m := range f.Memberships {
		p.agencies, p.accounts = append(p.agencies, m.Agency), append(p.accounts, m.SetBy)
	}
	for _, k := range history {
		p.agencies, p.accounts = append(p.agencies, k.Agency), append(p.accounts, k.By)
	}
}

func (s *Server) accountSummary(n names, f *store.AccountFile, actor casework.Actor) gen.AccountSummary {
	today, own := calendar.DateOf(s.now()), managedAgency(actor)
	out := gen.AccountSummary{Id: f.ID, Name: f.Name, Email: f.Email, State: gen.AccountState(f.State), Roles: []gen.AccountRole{}, SecondFactor: f.SecondFactor,
		InvitedAt: f.InvitedAt, SeenAt: f.SeenAt}
	for _, m := range f.Memberships {
		out.SecondFactorNeeded = out.SecondFactorNeeded || m.On(today) && slices.Contains(needsFactor, m.Role)
		if own != "" && m.Agency != own {
			out.Elsewhere = out.Elsewhere || m.EndsOn == nil || !m.EndsOn.Before(today)
			continue
		}
		out.Roles = append(out.Roles, gen.AccountRole{Agency: n.agency(m.Agency), Role: gen.Role(m.Role), StartsOn: day(m.StartsOn), EndsOn: dateOf(m.EndsOn),
			Deputy: m.Deputy, Current: m.On(today), SetBy: n.accountOrNone(m.SetBy)})
	}
	return out
}

func day(d calendar.Date) openapi_types.Date { return *dateOf(&d) }

func (n names) roleChange(k casework.RoleChange) gen.RoleChange {
	return gen.RoleChange{Agency: n.agency(k.Agency), Role: gen.Role(k.Role), Change: gen.RoleChangeChange(k.Change), Deputy: k.Deputy, StartsOn: day(k.StartsOn),
		EndsOn: dateOf(k.EndsOn), By: n.account(k.By), At: k.At}
}

// GetOpenWork answers what is open in a person's name. Single pieces are shown to the agency whose work it is;
// a system administrator, who sees no case, learns how much it is.
func (s *Server) GetOpenWork(ctx context.Context, r gen.GetOpenWorkRequestObject) (gen.GetOpenWorkResponseObject, error) {
	out := gen.GetOpenWork200JSONResponse{Items: []gen.OpenWork{}}
	err := s.audit(ctx, func(tx *store.Tx) error {
		f, err := tx.Account(r.AccountId)
		if err != nil {
			return err
		}
		made(ctx, f.ID)
		open, err := tx.OpenWork(f)
		if err != nil {
			return err
		}
		var who people
		for _, w := range open {
			who.agencies = append(who.agencies, w.Agency)
		}
		n, err := who.load(tx)
		own := managedAgency(tx.Actor())
		for _, w := range open {
			if own != "" && w.Agency != own {
				out.Elsewhere += w.Count
				continue
			}
			one := gen.OpenWork{Kind: w.Kind, Label: w.Label, Agency: n.agency(w.Agency), Count: w.Count, Items: []gen.OpenWorkItem{}}
			if tx.Actor().WorksFor(w.Agency) {
				one.Items = mapped(w.Items, func(i store.OpenItem) gen.OpenWorkItem {
					return gen.OpenWorkItem{Id: i.ID, CaseId: some(i.Case), CaseNumber: some(i.CaseNumber), At: i.At}
				})
			}
			out.Items = append(out.Items, one)
		}
		return err
	})
	return out, err
}

// GetUpkeep counts what the keeper of the system should look at.
func (s *Server) GetUpkeep(ctx context.Context, _ gen.GetUpkeepRequestObject) (gen.GetUpkeepResponseObject, error) {
	var u store.Upkeep
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) (err error) {
		tx.At(s.now())
		u, err = tx.Upkeep(needsFactor)
		return err
	})
	return gen.GetUpkeep200JSONResponse{Active: u.Active, Invited: u.Invited, Inactive: u.Inactive, InvitedLong: u.InvitedLong, Ending: u.Ending, NoRole: u.NoRole,
		NoSecondFactor: u.NoSecondFactor, Agencies: u.Agencies, Unverified: u.Unverified, SettingsChanged: u.SettingsChanged, MailTrouble: u.MailTrouble}, err
}

// termOf reads the two days of a term.
func termOf(from, to *openapi_types.Date) (t casework.Term) {
	if from != nil {
		t.StartsOn = dayIn(*from)
	}
	if to != nil {
		on := dayIn(*to)
		t.EndsOn = &on
	}
	return t
}

func dayIn(d openapi_types.Date) calendar.Date {
	return calendar.Date{Year: d.Year(), Month: d.Month(), Day: d.Day()}
}

func roleOrder(in gen.RoleInput) casework.RoleOrder {
	return casework.RoleOrder{Agency: in.AgencyId, Role: casework.Role(in.Role), Term: termOf(in.StartsOn, in.EndsOn)}
}

// pageOrigin is where the pages of this installation are: a link in a mail leads there. Where the program was not told, it is
// known on this machine alone, for the Host of a request is a stranger's word; "" then.
func (s *Server) pageOrigin(ctx context.Context) string {
	if s.publicURL != "" {
		return s.publicURL
	}
	if r := traceOf(ctx).httpRequest; r != nil {
		if name := hostName(r.Host); name == "localhost" || placeOf(name) == "this_machine" {
			return "http://" + r.Host
		}
	}
	return ""
}

// originFor is pageOrigin for a signed-in person, whose own browser says where it is.
func (s *Server) originFor(ctx context.Context) string {
	if origin := s.pageOrigin(ctx); origin != "" {
		return origin
	}
	return "https://" + strings.TrimSpace(traceOf(ctx).httpRequest.Host)
}

// lifeOf is how long a link of the kind works.
func lifeOf(kind string) time.Duration {
	if kind == store.LinkInvitation {
		return store.InvitationLife
	}
	return store.ResetLife
}
