package store

import (
	"errors"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ErrUnavailable: the database cannot be reached, or gave no connection in time. It is never a fault of the request.
var ErrUnavailable = errors.New("database unavailable")

// constraints names what each constraint says when it is broken. The rules refuse all of these first;
// the constraint speaks only when two transactions meet.
var constraints = map[string]casework.Error{
	"handoffs_one_open_lead":         {Code: casework.CodeWrongState, Detail: "主担当の引き受けを依頼中のつなぎがすでにあります。"},
	"handoffs_one_open_per_receiver": {Code: casework.CodeWrongState, Detail: "この機関にはすでに依頼中のつなぎがあります。"},
	"escalations_once_by_silence":    {Code: casework.CodeWrongState, Detail: "すでに推進員へ自動で引き継がれています。"},
	"custody_never_overlaps":         {Code: casework.CodeWrongState, Detail: "主担当機関がほかの操作で変わりました。最新の内容をご確認ください。"},
	"custodies_open":                 {Code: casework.CodeWrongState, Detail: "主担当機関がほかの操作で変わりました。最新の内容をご確認ください。"},
	"rooms_by_name":                  {Code: casework.CodeDuplicate, Detail: "同じ名前の会議室があります。"},
	"bookings_never_overlap":         {Code: casework.CodeBooked, Detail: "同じ時間に、参加者か会議室の別の予定が入りました。日時を選び直してください。"},
	"cases_one_open_per_household":   {Code: casework.CodeDuplicate, Detail: "この世帯には進行中のケースがあります。"},
	"plans_one_live_per_case":        {Code: casework.CodeDuplicate, Detail: "このケースには支援プランがあります。"},
	"monitorings_one_due":            {Code: casework.CodeWrongState, Detail: "ほかの方が先に更新しました。最新の内容をご確認ください。"},
	"accounts_email_key_key":         {Code: casework.CodeDuplicate, Detail: "このメールアドレスはすでに登録されています。"},
}

// translate gives a database error the meaning it has for people; what has none stays as it is (and becomes a 500).
func translate(err error) error {
	var rule *casework.Error
	if err == nil || errors.As(err, &rule) {
		return err
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return asUnavailable(err)
	}
	if known, ok := constraints[pg.ConstraintName]; ok {
		return &known
	}
	switch pg.Code {
	case "40001", "40P01", "55P03": // serialization, deadlock, lock timeout: somebody else is at it
		return &casework.Error{Code: casework.CodeWrongState, Detail: "ほかの方が同じケースを操作しています。少し待ってからもう一度お試しください。"}
	case "57P01", "57P02", "57P03", "53300", "57014": // shutdown, too many connections, statement timeout
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

func asUnavailable(err error) error {
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.As(err, &network) {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}
