package server

import (
	"context"
	"net/http"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// InviteAccount asks a person to join and mails the link; nobody but the person learns the password.
func (s *Server) InviteAccount(ctx context.Context, r gen.InviteAccountRequestObject) (gen.InviteAccountResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		a, err := casework.Invite(tx.Actor(), s.now(), casework.Invitation{Name: r.Body.Name, Email: r.Body.Email, Roles: mapped(r.Body.Roles, roleOrder)})
		if err != nil {
			return nil, err
		}
		f, err := tx.CreateInvited(a)
		if err != nil {
			return nil, err
		}
		made(ctx, f.ID)
		if err := tx.SendPasswordLink(f.ID, f.Email, f.Name, store.LinkInvitation, s.originFor(ctx), store.InvitationLife); err != nil {
			return nil, err
		}
		out, err := s.accountDTO(tx, f)
		return created(out, f.Version, "/api/v1/accounts/"+string(f.ID)), err
	})
}

// onAccount runs a verb on a person: fresh authentication, the rule, the version, the effect — in one transaction.
func (s *Server) onAccount(ctx context.Context, id casework.ID, seen string, verb func(tx *store.Tx, f *store.AccountFile) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.AccountToChange(id)
		if err != nil {
			return nil, err
		}
		made(ctx, f.ID)
		version := f.Version
		if err := verb(tx, f); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if f.Version == version {
			if err := tx.SaveAccount(f); err != nil {
				return nil, err
			}
		}
		out, err := s.accountDTO(tx, f)
		return ok(out, f.Version), err
	})
}

// UpdateAccount corrects name and address.
func (s *Server) UpdateAccount(ctx context.Context, r gen.UpdateAccountRequestObject) (gen.UpdateAccountResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		return f.Update(tx.Actor(), s.now(), r.Body.Name, r.Body.Email)
	})
}

// ResendInvitation mails a new link.
func (s *Server) ResendInvitation(ctx context.Context, r gen.ResendInvitationRequestObject) (gen.ResendInvitationResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		if err := f.ResendInvitation(tx.Actor(), s.now()); err != nil {
			return err
		}
		return s.sendLink(ctx, tx, f, store.LinkInvitation)
	})
}

func (s *Server) sendLink(ctx context.Context, tx *store.Tx, f *store.AccountFile, kind string) error {
	return tx.SendPasswordLink(f.ID, f.Email, f.Name, kind, s.originFor(ctx), lifeOf(kind))
}

// CancelInvitation takes an invitation back.
func (s *Server) CancelInvitation(ctx context.Context, r gen.CancelInvitationRequestObject) (gen.CancelInvitationResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		return f.CancelInvitation(tx.Actor(), s.now())
	})
}

// GrantRole gives a role, or changes its term.
func (s *Server) GrantRole(ctx context.Context, r gen.GrantRoleRequestObject) (gen.GrantRoleResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		others, err := tx.Keepers(f.ID)
		if err != nil {
			return err
		}
		return f.GrantRole(tx.Actor(), s.now(), roleOrder(*r.Body), others)
	})
}

// EndRole ends a role at once.
func (s *Server) EndRole(ctx context.Context, r gen.EndRoleRequestObject) (gen.EndRoleResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		open, others, err := leaving(tx, f)
		if err != nil {
			return err
		}
		return f.EndRole(tx.Actor(), s.now(), r.Body.AgencyId, casework.Role(r.Body.Role), open, others)
	})
}

// leaving is what the rules must know of whoever goes.
func leaving(tx *store.Tx, f *store.AccountFile) ([]casework.OpenWork, casework.Keepers, error) {
	open, err := tx.OpenWork(f)
	if err != nil {
		return nil, casework.Keepers{}, err
	}
	others, err := tx.Keepers(f.ID)
	return store.ForRules(open), others, err
}

// SetDeputy lets somebody act with the manager's rights until a day.
func (s *Server) SetDeputy(ctx context.Context, r gen.SetDeputyRequestObject) (gen.SetDeputyResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		return f.SetDeputy(tx.Actor(), s.now(), r.Body.AgencyId, dayIn(r.Body.Until))
	})
}

// HandOverWork gives everything open at an agency to a colleague.
func (s *Server) HandOverWork(ctx context.Context, r gen.HandOverWorkRequestObject) (gen.HandOverWorkResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		if err := f.May(tx.Actor(), s.now(), casework.VerbHandOver); err != nil {
			return err
		}
		agency := r.Body.AgencyId
		if own := managedAgency(tx.Actor()); own != "" && own != agency {
			return refuse(casework.CodeForbidden, "ほかの機関の仕事は、システム管理者が引き継ぎます。")
		}
		to, err := tx.Account(r.Body.ToAccountId)
		if casework.CodeOf(err) == casework.CodeNotFound || err == nil && to.ID == f.ID {
			return fault("/toAccountId", "unknown", "引き継ぐ方を選び直してください。")
		}
		if err != nil {
			return err
		}
		open, err := tx.OpenWork(f)
		if err != nil {
			return err
		}
		var here []casework.OpenWork
		for _, w := range store.ForRules(open) {
			if w.Agency == agency {
				here = append(here, w)
			}
		}
		if err := to.TakesOver(s.now(), here); err != nil {
			return err
		}
		return tx.MoveWork(f, to, agency, open)
	})
}

// DeactivateAccount closes an account; what is open in its name must have been handed over.
func (s *Server) DeactivateAccount(ctx context.Context, r gen.DeactivateAccountRequestObject) (gen.DeactivateAccountResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		open, others, err := leaving(tx, f)
		if err != nil {
			return err
		}
		return f.Deactivate(tx.Actor(), s.now(), open, others)
	})
}

// ReactivateAccount opens an account again.
func (s *Server) ReactivateAccount(ctx context.Context, r gen.ReactivateAccountRequestObject) (gen.ReactivateAccountResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		return f.Reactivate(tx.Actor(), s.now())
	})
}

// ResetPassword mails the person a link to set a new password; the present one works until it is used.
func (s *Server) ResetPassword(ctx context.Context, r gen.ResetPasswordRequestObject) (gen.ResetPasswordResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		if err := f.May(tx.Actor(), s.now(), casework.VerbResetPassword); err != nil {
			return err
		}
		return s.sendLink(ctx, tx, f, store.LinkReset)
	})
}

// ForgetFactors takes every second factor of a person away.
func (s *Server) ForgetFactors(ctx context.Context, r gen.ForgetFactorsRequestObject) (gen.ForgetFactorsResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		if err := f.May(tx.Actor(), s.now(), casework.VerbForgetFactors); err != nil {
			return err
		}
		return tx.ForgetFactorsOf(f)
	})
}

// EndAccountSessions signs a person out everywhere.
func (s *Server) EndAccountSessions(ctx context.Context, r gen.EndAccountSessionsRequestObject) (gen.EndAccountSessionsResponseObject, error) {
	return s.onAccount(ctx, r.AccountId, r.Params.IfMatch, func(tx *store.Tx, f *store.AccountFile) error {
		if err := f.May(tx.Actor(), s.now(), casework.VerbEndSessions); err != nil {
			return err
		}
		return tx.EndSessionsOf(f)
	})
}

// The operations on people that answer with *answer.

func (a *answer) VisitInviteAccountResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitUpdateAccountResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitResendInvitationResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitCancelInvitationResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitGrantRoleResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitEndRoleResponse(w http.ResponseWriter) error            { return a.write(w) }
func (a *answer) VisitSetDeputyResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitHandOverWorkResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitDeactivateAccountResponse(w http.ResponseWriter) error  { return a.write(w) }
func (a *answer) VisitReactivateAccountResponse(w http.ResponseWriter) error  { return a.write(w) }
func (a *answer) VisitResetPasswordResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitForgetFactorsResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitEndAccountSessionsResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitUsePasswordLinkResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a *answer) VisitReadPasswordLinkResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitUpdateAgencyResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitVerifyAgencyResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitChangeSettingsResponse(w http.ResponseWriter) error     { return a.write(w) }
