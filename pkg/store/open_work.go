package store

import (
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// workKind is one way in which work stands in a person's own name. items gives (id, agency_id, case_id, number of the case, at) of
// the person $1; move gives it to $2, for the agency $3, at the instant $4. A move must touch no case that it has not
// locked: cases are locked first, by the column case_id of items.
type workKind struct {
	casework.WorkKind
	items, move string
}

// workKinds is the one list of it. Whoever adds a column that names a person as the one to act adds a line here.
var workKinds = []workKind{
	{
		casework.WorkKind{Kind: "sheet_draft", Label: "つなぐシートの下書き", Roles: []casework.Role{casework.RoleWorker, casework.RoleAgencyManager}},
		`SELECT id, agency_id, NULL::uuid, '', updated_at FROM sheets WHERE created_by = $1 AND state = 'draft'`,
		`UPDATE sheets SET created_by = $2 WHERE created_by = $1 AND agency_id = $3 AND state = 'draft' AND $4::timestamptz IS NOT NULL`,
	},
	{
		casework.WorkKind{Kind: "escalation", Label: "担当している推進員への相談", Roles: []casework.Role{casework.RoleCoordinator}},
		// a coordinator's own agency is not in the row: it is where the person is a coordinator
		`SELECT e.id, (SELECT m.agency_id FROM memberships m WHERE m.account_id = $1 AND m.role = 'coordinator' ORDER BY m.ends_on DESC NULLS FIRST, m.agency_id LIMIT 1),
			e.case_id, coalesce(c.number, ''), e.opened_at FROM escalations e LEFT JOIN cases c ON c.id = e.case_id WHERE e.coordinator_id = $1 AND e.state = 'organizing'`,
		`UPDATE escalations SET coordinator_id = $2, version = version + 1 WHERE coordinator_id = $1 AND state = 'organizing' AND $3::uuid IS NOT NULL AND $4::timestamptz IS NOT NULL`,
	},
}

// OpenItem is one piece of open work.
type OpenItem struct {
	ID         casework.ID
	Agency     casework.ID
	Case       casework.ID // "" without one
	CaseNumber string
	At         time.Time
}

// OpenWork is what a person has open of one kind at one agency: the count, and the first twenty.
type OpenWork struct {
	casework.OpenWork
	Items []OpenItem
}

// shownItems is how much of each kind is named one by one.
const shownItems = 20

// OpenWork finds what is open in a person's name, by kind and agency. Who manages one agency sees that agency's alone.
func (tx *Tx) OpenWork(f *AccountFile) ([]OpenWork, error) {
	var out []OpenWork
	b := &pgx.Batch{}
	for _, k := range workKinds {
		b.Queue(`SELECT x.id, x.agency_id, coalesce(x.case_id::text, ''), x.number, x.at FROM (`+k.items+`) AS x(id, agency_id, case_id, number, at)
			WHERE x.agency_id IS NOT NULL ORDER BY x.agency_id, x.at, x.id LIMIT 5000`, f.ID).Query(func(rows pgx.Rows) error {
			items, err := pgx.CollectRows(rows, pgx.RowToStructByPos[OpenItem])
			for _, i := range items {
				if n := len(out) - 1; n >= 0 && out[n].Kind == k.Kind && out[n].Agency == i.Agency {
					out[n].Count++
					if len(out[n].Items) < shownItems {
						out[n].Items = append(out[n].Items, i)
					}
					continue
				}
				out = append(out, OpenWork{casework.OpenWork{WorkKind: k.WorkKind, Agency: i.Agency, Count: 1}, []OpenItem{i}})
			}
			return err
		})
	}
	return out, tx.batch(b)
}

// ForRules is open work without its items.
func ForRules(open []OpenWork) []casework.OpenWork {
	out := make([]casework.OpenWork, len(open))
	for i, w := range open {
		out[i] = w.OpenWork
	}
	return out
}

// OpenWorkCount is how much is open in a person's name.
func OpenWorkCount(open []OpenWork) (n int) {
	for _, w := range open {
		n += w.Count
	}
	return n
}

// MoveWork puts everything that one person has open at an agency into a colleague's name, and tells the colleague.
func (tx *Tx) MoveWork(from, to *AccountFile, agency casework.ID, open []OpenWork) error {
	return tx.pgx(func(c *pgx.Conn) error {
		moved := 0
		for _, k := range workKinds {
			if !hasWork(open, k.Kind, agency) {
				continue
			}
			// whoever is just saving one of these cases is waited for; its coordinator must not be written over
			if _, err := c.Exec(tx.ctx, `SELECT 1 FROM cases WHERE id IN (SELECT x.case_id FROM (`+k.items+`) AS x(id, agency_id, case_id, number, at) WHERE x.case_id IS NOT NULL)
				ORDER BY id FOR UPDATE`, from.ID); err != nil {
				return err
			}
			done, err := c.Exec(tx.ctx, k.move, from.ID, to.ID, agency, tx.now())
			if err != nil {
				return err
			}
			moved += int(done.RowsAffected())
		}
		if moved == 0 {
			return errNothingOpen
		}
		return tell(tx.ctx, c, to.ID, NoticeWorkHandedOver, tx.now())
	})
}

var errNothingOpen = &casework.Error{Code: casework.CodeWrongState, Detail: "引き継ぐ仕事は、もうありません。画面を更新してご確認ください。"}

func hasWork(open []OpenWork, kind string, agency casework.ID) bool {
	for _, w := range open {
		if w.Kind == kind && w.Agency == agency {
			return true
		}
	}
	return false
}
