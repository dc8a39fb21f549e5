package server

import (
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// linkLimit bounds guesses at links from one address. A right one is taken back from the count.
func linkLimit(address string) store.Limit {
	return store.Limit{Key: "link:" + address, Failures: 20, Within: 15 * time.Minute, Lock: 15 * time.Minute}
}

// linked runs an operation of a page that is opened by a link without an account (`security: []`, header X-Link-Token or
// the body). The link is all the permission there is: fn touches nothing but link.Object, for link.Person. What it does is
// journaled like everything else, as nobody's.
func (s *Server) linked(ctx context.Context, kind, token string, fn func(tx *store.Tx, link store.Link) (*answer, error)) (*answer, error) {
	limit := linkLimit(remoteAddress(ctx))
	if err := s.beginAttempt(ctx, limit); err != nil {
		if p := problemOf(err); p.code == codeTooMany {
			p.detail = "リンクを何度も確かめられなかったため、しばらく受け付けられません。時間をおいてお試しください。"
		}
		return nil, err
	}
	var out *answer
	known := false
	err := s.store.InTx(ctx, casework.Clock(), func(tx *store.Tx) error {
		tx.At(s.now())
		link, err := tx.Link(kind, token, s.now())
		known = casework.CodeOf(err) != casework.CodeNotFound
		if err != nil {
			return err
		}
		made(ctx, link.Object)
		if out, err = fn(tx, link); err != nil {
			return err
		}
		return tx.Journal(traceOf(ctx).entry(s.now(), ""))
	})
	if known && !s.unlimited {
		if back := s.store.AttemptTakenBack(ctx, limit); back != nil && err == nil {
			return nil, back
		}
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
