package demo

import (
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// appoint shows what the managers' pages are for: somebody of two agencies, a deputy whose days are counted, an invitation
// that nobody has answered yet.
func appoint(ctx context.Context, s *store.Store, d *directory, now time.Time) error {
	admin, err := s.AccountForSignIn(ctx, "admin@kikaku.example", now)
	if err != nil {
		return err
	}
	manager, err := s.AccountForSignIn(ctx, "manager@houkatsu-naka.example", now)
	if err != nil {
		return err
	}
	keeper := casework.Actor{Account: admin.ID, Name: admin.Name, Agency: admin.Agency, Roles: []casework.Role{casework.RoleSystemAdmin}}
	chief := casework.Actor{Account: manager.ID, Name: manager.Name, Agency: manager.Agency, Roles: []casework.Role{casework.RoleAgencyManager}}
	if err := change(ctx, s, keeper, now.AddDate(0, -2, 0), d.people["yorisoi"][0].Account, func(f *store.AccountFile, at time.Time) error {
		return f.GrantRole(keeper, at, casework.RoleOrder{Agency: d.id("kodomo-naka"), Role: casework.RoleWorker}, casework.Keepers{Unlimited: 1, Current: 1})
	}); err != nil {
		return err
	}
	if err := change(ctx, s, chief, now.AddDate(0, 0, -6), d.people["houkatsu-naka"][1].Account, func(f *store.AccountFile, at time.Time) error {
		return f.SetDeputy(chief, at, chief.Agency, calendar.DateOf(now).AddDays(24))
	}); err != nil {
		return err
	}
	return s.InTx(ctx, chief, func(tx *store.Tx) error {
		at := now.AddDate(0, 0, -1)
		tx.At(at)
		a, err := casework.Invite(chief, at, casework.Invitation{Name: "若葉 萌", Email: "wakaba@houkatsu-naka.example",
			Roles: []casework.RoleOrder{{Agency: chief.Agency, Role: casework.RoleWorker}}})
		if err != nil {
			return err
		}
		_, err = tx.CreateInvited(a)
		return err
	})
}

func change(ctx context.Context, s *store.Store, actor casework.Actor, at time.Time, id casework.ID, verb func(*store.AccountFile, time.Time) error) error {
	return s.InTx(ctx, actor, func(tx *store.Tx) error {
		tx.At(at)
		f, err := tx.AccountToChange(id)
		if err != nil {
			return err
		}
		if err := verb(f, at); err != nil {
			return err
		}
		return tx.SaveAccount(f)
	})
}
