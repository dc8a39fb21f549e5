package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListNotifications answers the caller's own, newest first.
func (s *Server) ListNotifications(ctx context.Context, r gen.ListNotificationsRequestObject) (gen.ListNotificationsResponseObject, error) {
	q := r.Params
	var out gen.NotificationPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Notifications(store.NotificationFilter{Paging: paging(q.Limit, q.Cursor, q.Count), Unread: value(q.Unread), Number: value(q.Q), Sort: string(value(q.Sort))})
		if err != nil {
			return err
		}
		unread, err := tx.Unread()
		if err != nil {
			return err
		}
		var p people
		for _, i := range page.Items {
			p.agencies = append(p.agencies, i.Agency)
		}
		n, err := p.load(tx)
		items := mapped(page.Items, func(i store.Notification) gen.Notification {
			return gen.Notification{Id: i.ID, Kind: string(i.Kind), At: i.At, Read: i.ReadAt != nil, CaseId: some(i.Case), CaseNumber: some(i.CaseNumber),
				HandoffId: some(i.Handoff), EscalationId: some(i.Escalation), DispatchId: some(i.Dispatch), ConferenceId: some(i.Conference), Agency: n.agencyOrNone(i.Agency)}
		})
		out = gen.NotificationPage{Items: items, NextCursor: some(page.Next), Total: page.Total, Unread: unread}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListNotifications200JSONResponse(out), nil
}

// ReadNotification marks one as read.
func (s *Server) ReadNotification(ctx context.Context, r gen.ReadNotificationRequestObject) (gen.ReadNotificationResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		return done(), tx.ReadNotification(casework.ID(r.NotificationId), s.now())
	})
}

// ReadAllNotifications marks all as read.
func (s *Server) ReadAllNotifications(ctx context.Context, _ gen.ReadAllNotificationsRequestObject) (gen.ReadAllNotificationsResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) { return done(), tx.ReadAllNotifications(s.now()) })
}
