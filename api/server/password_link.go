package server

import (
	"context"
	"errors"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// Limits of asking for links: per address of the network, and per address of mail, where the answer stays the same.
func forgottenLimits(address, email string) (asking, mail store.Limit) {
	return store.Limit{Key: "forgotten-from:" + address, Failures: 20, Within: 15 * time.Minute, Lock: 15 * time.Minute},
		store.Limit{Key: "forgotten:" + store.EmailKey(email), Failures: 3, Within: time.Hour, Lock: time.Hour}
}

// RequestPasswordLink keeps the wish; a mail follows by the clock when there is somebody of that address. Nothing of the
// answer, its time included, depends on that.
func (s *Server) RequestPasswordLink(ctx context.Context, r gen.RequestPasswordLinkRequestObject) (gen.RequestPasswordLinkResponseObject, error) {
	asking, mail := forgottenLimits(remoteAddress(ctx), r.Body.Email)
	if err := s.beginAttempt(ctx, asking); err != nil {
		if p := problemOf(err); p.code == codeTooMany {
			p.detail = "何度も続けて依頼されたため、しばらく受け付けられません。時間をおいてお試しください。"
		}
		return nil, err
	}
	origin := s.pageOrigin(ctx)
	switch err := s.beginAttempt(ctx, mail); {
	case err != nil && problemOf(err).code != codeTooMany:
		return nil, err
	case err == nil && origin != "": // without a public host no link could be true
		if err := s.store.AskForPasswordLink(ctx, r.Body.Email, origin, s.now()); err != nil {
			return nil, err
		}
	}
	s.journalDone(ctx, casework.Actor{}, "")
	return gen.RequestPasswordLink202Response{}, nil
}

// ReadPasswordLink tells whoever holds a link whom it is for.
func (s *Server) ReadPasswordLink(ctx context.Context, r gen.ReadPasswordLinkRequestObject) (gen.ReadPasswordLinkResponseObject, error) {
	return s.linked(ctx, string(r.Body.Kind), r.Params.XLinkToken, func(tx *store.Tx, link store.Link) (*answer, error) {
		f, err := s.holder(tx, link)
		if err != nil {
			return nil, err
		}
		n, err := agencyNames(tx, f, s.now())
		return ok(gen.PasswordLink{Name: f.Name, Email: f.Email, Agencies: n, Until: link.Until}, 0), err
	})
}

// holder is the person of a link. Whoever may not sign in any more has a link that is over.
func (s *Server) holder(tx *store.Tx, link store.Link) (*store.AccountFile, error) {
	f, err := tx.AccountToChange(link.Object)
	if err != nil {
		return nil, err
	}
	if f.State == casework.AccountInactive {
		return nil, casework.LinkOver()
	}
	return f, nil
}

// agencyNames are the agencies of a person whose term is not over, each once.
func agencyNames(tx *store.Tx, f *store.AccountFile, now time.Time) ([]string, error) {
	today, out := calendar.DateOf(now), []string{}
	var who people
	who.ofAccount(f, nil)
	n, err := who.load(tx)
	seen := map[casework.ID]bool{}
	for _, m := range f.Memberships {
		if !seen[m.Agency] && (m.EndsOn == nil || !m.EndsOn.Before(today)) {
			seen[m.Agency] = true
			out = append(out, n.agency(m.Agency).Name)
		}
	}
	return out, err
}

// UsePasswordLink sets the password that the person chose. Of two at once one finds the link spent.
func (s *Server) UsePasswordLink(ctx context.Context, r gen.UsePasswordLinkRequestObject) (gen.UsePasswordLinkResponseObject, error) {
	var email string
	out, err := s.linked(ctx, string(r.Body.Kind), r.Params.XLinkToken, func(tx *store.Tx, link store.Link) (*answer, error) {
		f, err := s.holder(tx, link)
		if err != nil {
			return nil, err
		}
		n, err := agencyNames(tx, f, s.now())
		if err != nil {
			return nil, err
		}
		if err := checkPassword(r.Body.NewPassword, append([]string{f.Email, f.Name}, n...)...); err != nil {
			return nil, err
		}
		joined := f.Joined
		if err := f.SetPassword(s.now()); err != nil {
			return nil, err
		}
		hash, err := s.passwords.hash(ctx, r.Body.NewPassword)
		if err != nil {
			return nil, err
		}
		email = f.Email
		return done(), tx.SetPassword(f, hash, joined)
	})
	if err == nil && !s.unlimited { // who was locked out for guessing may sign in with the new one
		err = s.store.AttemptSucceeded(ctx, accountLimit(email))
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// SwitchAgency lets the caller act for another agency of theirs. Every session ends, this one and its tokens too.
func (s *Server) SwitchAgency(ctx context.Context, r gen.SwitchAgencyRequestObject) (gen.SwitchAgencyResponseObject, error) {
	from := traceOf(ctx).session
	made(ctx, r.Body.AgencyId)
	token, hash := newRefreshToken()
	session, err := s.store.SwitchAgency(ctx, *from, r.Body.AgencyId, hash, s.now())
	switch {
	case casework.CodeOf(err) == casework.CodeNotFound:
		return nil, fault("/agencyId", "unknown", "この機関では、いま役割をお持ちではありません。")
	case errors.Is(err, store.ErrNoSession): // two presses of the button: the first has ended this session
		return nil, refuse(codeUnauthenticated, "サインインの有効期限が切れました。もう一度サインインしてください。")
	case err != nil:
		return nil, err
	}
	s.journalDone(ctx, from.Actor, "")
	body, cookie, err := s.sessionAnswer(ctx, claims{from.Actor.Account, session}, token)
	return gen.SwitchAgency200JSONResponse{Body: body, Headers: gen.SwitchAgency200ResponseHeaders{SetCookie: cookie}}, err
}
