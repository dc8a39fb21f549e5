package server

import (
	"context"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// ListTrainings answers one page of the sessions, and with the first what the fiscal years came to.
func (s *Server) ListTrainings(ctx context.Context, r gen.ListTrainingsRequestObject) (gen.ListTrainingsResponseObject, error) {
	q := r.Params
	out := gen.TrainingPage{}
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Trainings(paging(q.Limit, q.Cursor, q.Count), value(q.FiscalYear))
		if err != nil {
			return err
		}
		var years []store.TrainingYear
		if q.Cursor == nil {
			if years, err = tx.TrainingYears(); err != nil {
				return err
			}
		}
		n, err := trainingNames(tx, page.Items...)
		out = gen.TrainingPage{NextCursor: some(page.Next), Total: page.Total, Items: mapped(page.Items, func(t *casework.Training) gen.Training { return n.training(t, tx.Actor(), s.now()) })}
		for _, y := range years {
			out.Years = append(out.Years, struct {
				Agencies   int    `json:"agencies"`
				FiscalYear int    `json:"fiscalYear"`
				Name       string `json:"name"`
				People     int    `json:"people"`
				Sessions   int    `json:"sessions"`
			}{y.Agencies, y.Year, calendar.FiscalYearName(y.Year), y.People, y.Sessions})
		}
		out.Years = notNil(out.Years)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListTrainings200JSONResponse(out), nil
}

// GetTraining answers one session.
func (s *Server) GetTraining(ctx context.Context, r gen.GetTrainingRequestObject) (gen.GetTrainingResponseObject, error) {
	var out gen.Training
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		t, err := tx.Training(r.TrainingId)
		if err != nil {
			return err
		}
		version = t.Version
		out, err = s.training(tx, t)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetTraining200JSONResponse{Body: out, Headers: gen.GetTraining200ResponseHeaders{ETag: etag(version)}}, nil
}

// PlanTraining plans a session.
func (s *Server) PlanTraining(ctx context.Context, r gen.PlanTrainingRequestObject) (gen.PlanTrainingResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		order := trainingOrder(r.Body)
		published, err := publishedOf(tx, order)
		if err != nil {
			return nil, err
		}
		t, err := casework.PlanTraining(tx.Actor(), s.now(), order, published)
		if err != nil {
			return nil, err
		}
		if err := tx.SaveTraining(t); err != nil {
			return nil, err
		}
		made(ctx, t.ID)
		out, err := s.training(tx, t)
		return created(out, t.Version, "/api/v1/trainings/"+string(t.ID)), err
	})
}

// UpdateTraining changes what is planned.
func (s *Server) UpdateTraining(ctx context.Context, r gen.UpdateTrainingRequestObject) (gen.UpdateTrainingResponseObject, error) {
	return s.changeTraining(ctx, r.TrainingId, r.Params.IfMatch, func(tx *store.Tx, t *casework.Training) error {
		order := trainingOrder(r.Body)
		published, err := publishedOf(tx, order)
		if err != nil {
			return err
		}
		return t.Change(tx.Actor(), s.now(), order, published)
	})
}

// HoldTraining records who came.
func (s *Server) HoldTraining(ctx context.Context, r gen.HoldTrainingRequestObject) (gen.HoldTrainingResponseObject, error) {
	return s.changeTraining(ctx, r.TrainingId, r.Params.IfMatch, func(tx *store.Tx, t *casework.Training) error {
		came, agencies := make([]casework.TrainingAttendance, len(r.Body.Attendance)), make([]casework.ID, len(r.Body.Attendance))
		for i, a := range r.Body.Attendance {
			came[i], agencies[i] = casework.TrainingAttendance{Agency: a.AgencyId, People: a.People}, a.AgencyId
		}
		active, err := tx.ActiveAgencies(agencies)
		if err != nil {
			return err
		}
		return t.Hold(tx.Actor(), s.now(), came, r.Body.Others, value(r.Body.Reason), func(id casework.ID) bool { return active[id] })
	})
}

// CancelTraining takes a planned session off.
func (s *Server) CancelTraining(ctx context.Context, r gen.CancelTrainingRequestObject) (gen.CancelTrainingResponseObject, error) {
	return s.changeTraining(ctx, r.TrainingId, r.Params.IfMatch, func(tx *store.Tx, t *casework.Training) error {
		return t.Cancel(tx.Actor(), r.Body.Reason)
	})
}

func (s *Server) changeTraining(ctx context.Context, id casework.ID, seen string, verb func(*store.Tx, *casework.Training) error) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		t, err := tx.TrainingToChange(id)
		if err != nil {
			return nil, err
		}
		version := t.Version
		if err := verb(tx, t); err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := tx.SaveTraining(t); err != nil {
			return nil, err
		}
		made(ctx, id)
		out, err := s.training(tx, t)
		return ok(out, t.Version), err
	})
}

func trainingOrder(b *gen.TrainingInput) casework.TrainingOrder {
	return casework.TrainingOrder{Title: b.Title, Place: value(b.Place), Theme: value(b.Theme), HeldOn: calendar.Date{Year: b.HeldOn.Year(), Month: b.HeldOn.Month(), Day: b.HeldOn.Day()}, Studies: value(b.StudyIds)}
}

func publishedOf(tx *store.Tx, o casework.TrainingOrder) (func(casework.ID) (string, bool), error) {
	titles, err := tx.PublishedStudies(o.Studies)
	return func(id casework.ID) (string, bool) { title, ok := titles[id]; return title, ok }, err
}

func trainingNames(tx *store.Tx, list ...*casework.Training) (names, error) {
	var p people
	for _, t := range list {
		for _, a := range t.Attendance {
			p.agencies = append(p.agencies, a.Agency)
		}
	}
	return p.load(tx)
}

func (s *Server) training(tx *store.Tx, t *casework.Training) (gen.Training, error) {
	n, err := trainingNames(tx, t)
	return n.training(t, tx.Actor(), s.now()), err
}

func (n names) training(t *casework.Training, a casework.Actor, now time.Time) gen.Training {
	out := gen.Training{Id: t.ID, State: gen.TrainingState(t.State), Title: t.Title, Place: t.Place, Theme: t.Theme, Others: t.Others, People: t.People(), Reason: some(t.Reason),
		HeldOn: day(t.HeldOn), Etag: etagText(t.Version), Actions: t.Actions(a, now)}
	for _, x := range t.Studies {
		out.Studies = append(out.Studies, struct {
			Id    gen.Id `json:"id"` //nolint:revive // as it is generated
			Title string `json:"title"`
		}{x.ID, x.Title})
	}
	for _, x := range t.Attendance {
		out.Attendance = append(out.Attendance, struct {
			Agency gen.AgencyRef `json:"agency"`
			People int           `json:"people"`
		}{n.agency(x.Agency), x.People})
	}
	out.Studies, out.Attendance = notNil(out.Studies), notNil(out.Attendance)
	return out
}
