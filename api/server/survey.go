package server

import (
	"context"
	"fmt"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// linkSurvey is the kind of links that open the form of a survey; the person of a link is the agency.
const linkSurvey = "survey"

// ListSurveys answers the surveys, newest year first.
func (s *Server) ListSurveys(ctx context.Context, r gen.ListSurveysRequestObject) (gen.ListSurveysResponseObject, error) {
	var out gen.SurveyPage
	err := s.read(ctx, func(tx *store.Tx) error {
		page, err := tx.Surveys(paging(r.Params.Limit, r.Params.Cursor, r.Params.Count))
		out = gen.SurveyPage{NextCursor: some(page.Next), Total: page.Total, Items: mapped(page.Items, func(i store.SurveyItem) gen.Survey {
			one := survey(i.Survey, tx.Actor())
			one.Invited, one.Answered = i.Invited, i.Answered
			return one
		})}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListSurveys200JSONResponse(out), nil
}

// CreateSurvey begins a survey from the published one.
func (s *Server) CreateSurvey(ctx context.Context, r gen.CreateSurveyRequestObject) (gen.CreateSurveyResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		v, err := casework.DraftSurvey(s.now(), r.Body.FiscalYear)
		if err != nil {
			return nil, err
		}
		if err := tx.NewSurvey(v); err != nil {
			return nil, err
		}
		made(ctx, v.ID)
		return created(survey(v, tx.Actor()), v.Version, "/api/v1/surveys/"+string(v.ID)), nil
	})
}

// GetSurvey answers one survey and whom it went to.
func (s *Server) GetSurvey(ctx context.Context, r gen.GetSurveyRequestObject) (gen.GetSurveyResponseObject, error) {
	var out gen.Survey
	err := s.read(ctx, func(tx *store.Tx) error {
		v, invited, err := tx.Survey(r.SurveyId)
		if err != nil {
			return err
		}
		out, err = surveyWithInvited(tx, v, invited)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetSurvey200JSONResponse{Body: out, Headers: gen.GetSurvey200ResponseHeaders{ETag: etag(out.Version)}}, nil
}

// UpdateSurvey writes a draft.
func (s *Server) UpdateSurvey(ctx context.Context, r gen.UpdateSurveyRequestObject) (gen.UpdateSurveyResponseObject, error) {
	b := r.Body
	content := casework.SurveyContent{Title: b.Title, Lead: value(b.Lead), MostChoices: b.MostChoices, Topics: b.Topics,
		ClosesOn: calendar.Date{Year: b.ClosesOn.Year(), Month: b.ClosesOn.Month(), Day: b.ClosesOn.Day()},
		Choices:  mapped(b.Choices, func(c gen.SurveyChoice) casework.SurveyChoice { return casework.SurveyChoice(c) })}
	return s.changeSurvey(ctx, r.SurveyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Survey, _ []*casework.SurveyInvitation) ([]*casework.SurveyInvitation, error) {
		return nil, v.Edit(tx.Actor(), content)
	})
}

// OpenSurvey sends a link to each agency that has an address.
func (s *Server) OpenSurvey(ctx context.Context, r gen.OpenSurveyRequestObject) (gen.OpenSurveyResponseObject, error) {
	return s.changeSurvey(ctx, r.SurveyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Survey, _ []*casework.SurveyInvitation) ([]*casework.SurveyInvitation, error) {
		if err := v.Open(tx.Actor(), s.now(), r.Body.AgencyIds); err != nil {
			return nil, err
		}
		addresses, err := tx.SurveyAddresses(r.Body.AgencyIds)
		if err != nil {
			return nil, err
		}
		var invited []*casework.SurveyInvitation
		now := s.now()
		for i, agency := range r.Body.AgencyIds {
			address, active := addresses[agency]
			if !active {
				return nil, fault(fmt.Sprintf("/agencyIds/%d", i), "unknown", "相談機関一覧にない機関か、同じ機関が二つ選ばれています。")
			}
			delete(addresses, agency) // once
			one := &casework.SurveyInvitation{ID: casework.NewID(now), Agency: agency, Email: address}
			if address != "" {
				one.SentAt = &now
			}
			invited = append(invited, one)
		}
		return invited, s.mailSurvey(tx, v, invited, "survey_opened", "ご協力のお願い")
	})
}

// RemindSurvey asks the silent once more.
func (s *Server) RemindSurvey(ctx context.Context, r gen.RemindSurveyRequestObject) (gen.RemindSurveyResponseObject, error) {
	return s.changeSurvey(ctx, r.SurveyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Survey, invited []*casework.SurveyInvitation) ([]*casework.SurveyInvitation, error) {
		silent, err := v.Remind(tx.Actor(), s.now(), invited)
		if err != nil {
			return nil, err
		}
		return silent, s.mailSurvey(tx, v, silent, "survey_reminded", "ご回答のお願い（再度のご案内）")
	})
}

// CloseSurvey ends the answering.
func (s *Server) CloseSurvey(ctx context.Context, r gen.CloseSurveyRequestObject) (gen.CloseSurveyResponseObject, error) {
	return s.changeSurvey(ctx, r.SurveyId, r.Params.IfMatch, func(tx *store.Tx, v *casework.Survey, _ []*casework.SurveyInvitation) ([]*casework.SurveyInvitation, error) {
		return nil, v.Close(tx.Actor(), s.now())
	})
}

// mailSurvey queues one mail an agency, each with a link of its own.
func (s *Server) mailSurvey(tx *store.Tx, v *casework.Survey, invited []*casework.SurveyInvitation, kind, what string) error {
	for _, i := range invited {
		if i.Email == "" {
			continue
		}
		token, err := tx.NewLink(linkSurvey, v.ID, string(i.Agency), v.Until())
		if err != nil {
			return err
		}
		text := fmt.Sprintf("%s\n\n%sの締め切りは%sです。次のページから、アカウントがなくても回答できます。\n\n%s\n\nこのリンクは貴機関専用です。ほかの方に転送しないでください。\n",
			v.Title, "回答", calendar.Wareki(v.ClosesOn), s.page("/survey", token))
		err = tx.Mail(store.Mail{Kind: kind, Once: fmt.Sprintf("%s:%s:%s", kind, i.ID, s.now().Format(time.RFC3339Nano)), To: i.Email, Object: v.ID, Subject: v.Title + " " + what, Text: text})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) changeSurvey(ctx context.Context, id casework.ID, seen string, verb func(*store.Tx, *casework.Survey, []*casework.SurveyInvitation) ([]*casework.SurveyInvitation, error)) (*answer, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		v, invited, err := tx.SurveyToChange(id)
		if err != nil {
			return nil, err
		}
		version := v.Version
		changed, err := verb(tx, v, invited)
		if err != nil {
			return nil, err
		}
		if version != ifMatch(seen) {
			return nil, casework.Stale()
		}
		if err := tx.SaveSurvey(v, changed...); err != nil {
			return nil, err
		}
		if v, invited, err = tx.Survey(id); err != nil {
			return nil, err
		}
		made(ctx, id)
		out, err := surveyWithInvited(tx, v, invited)
		return ok(out, v.Version), err
	})
}

// NewSurveyLink gives the city office a link to hand to an agency without an address. Links given before end.
func (s *Server) NewSurveyLink(ctx context.Context, r gen.NewSurveyLinkRequestObject) (gen.NewSurveyLinkResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		v, invited, err := tx.SurveyToChange(r.SurveyId)
		if err != nil {
			return nil, err
		}
		if v.State != casework.SurveyOpen {
			return nil, &casework.Error{Code: casework.CodeWrongState, Detail: "受け付けているアンケートにだけ、リンクを作れます。"}
		}
		for _, i := range invited {
			if i.Agency != r.Body.AgencyId {
				continue
			}
			if err := tx.RevokeLinks(linkSurvey, v.ID, string(i.Agency)); err != nil {
				return nil, err
			}
			token, err := tx.NewLink(linkSurvey, v.ID, string(i.Agency), v.Until())
			made(ctx, v.ID)
			return created(gen.SurveyLink{Address: s.page("/survey", token), Until: v.Until()}, 0, ""), err
		}
		return nil, fault("/agencyId", "unknown", "このアンケートをお願いしていない機関です。")
	})
}

// GetSurveyResults counts the answers, beside those of another year where asked.
func (s *Server) GetSurveyResults(ctx context.Context, r gen.GetSurveyResultsRequestObject) (gen.GetSurveyResultsResponseObject, error) {
	var out gen.SurveyResults
	err := s.read(ctx, func(tx *store.Tx) error {
		v, _, err := tx.Survey(r.SurveyId)
		if err != nil {
			return err
		}
		results, err := tx.SurveyResults(v)
		if err != nil {
			return err
		}
		out = gen.SurveyResults{Invited: results.Invited, Answered: results.Answered, Others: orEmpty(results.Others), Choices: []gen.SurveyResult{}, Topics: []gen.SurveyTopicResult{}}
		for _, c := range v.Choices {
			out.Choices = append(out.Choices, gen.SurveyResult{Number: c.Number, Text: c.Text, Count: results.Counts[c.Number]})
		}
		for i, topic := range v.Topics {
			out.Topics = append(out.Topics, gen.SurveyTopicResult{Topic: topic, Texts: orEmpty(results.Texts[i])})
		}
		if r.Params.CompareWith == nil {
			return nil
		}
		return besideOther(tx, *r.Params.CompareWith, &out)
	})
	if err != nil {
		return nil, err
	}
	return gen.GetSurveyResults200JSONResponse(out), nil
}

// besideOther adds what was said in another year, choice by number.
func besideOther(tx *store.Tx, id casework.ID, out *gen.SurveyResults) error {
	other, _, err := tx.Survey(id)
	if casework.CodeOf(err) == casework.CodeNotFound {
		return fault("compareWith", "unknown", "比べるアンケートが見つかりません。")
	}
	if err != nil {
		return err
	}
	results, err := tx.SurveyResults(other)
	if err != nil {
		return err
	}
	out.AnsweredBefore, out.TitleBefore = &results.Answered, &other.Title
	for i := range out.Choices {
		for _, c := range other.Choices {
			if n := results.Counts[c.Number]; c.Number == out.Choices[i].Number {
				out.Choices[i].Before = &n
			}
		}
	}
	return nil
}

// GetSurveyForm answers the questions to whoever holds a link.
func (s *Server) GetSurveyForm(ctx context.Context, r gen.GetSurveyFormRequestObject) (gen.GetSurveyFormResponseObject, error) {
	return s.linked(ctx, linkSurvey, r.Params.XLinkToken, func(tx *store.Tx, link store.Link) (*answer, error) {
		return s.surveyForm(tx, link)
	})
}

// AnswerSurvey keeps what an agency says; again replaces what it said.
func (s *Server) AnswerSurvey(ctx context.Context, r gen.AnswerSurveyRequestObject) (gen.AnswerSurveyResponseObject, error) {
	return s.linked(ctx, linkSurvey, r.Params.XLinkToken, func(tx *store.Tx, link store.Link) (*answer, error) {
		v, _, err := tx.SurveyToChange(link.Object)
		if err != nil {
			return nil, err
		}
		said, err := v.Answer(s.now(), casework.SurveyAnswer{Choices: r.Body.Choices, Other: value(r.Body.Other), Texts: value(r.Body.Texts)})
		if err != nil {
			return nil, err
		}
		if err := tx.AnswerSurvey(v.ID, casework.ID(link.Person), said); err != nil {
			return nil, err
		}
		return s.surveyForm(tx, link)
	})
}

func (s *Server) surveyForm(tx *store.Tx, link store.Link) (*answer, error) {
	v, _, err := tx.Survey(link.Object)
	if err != nil {
		return nil, err
	}
	agency := casework.ID(link.Person)
	said, answered, err := tx.SurveyAnswer(v.ID, agency)
	if err != nil {
		return nil, err
	}
	n, err := (&people{agencies: []casework.ID{agency}}).load(tx)
	return ok(gen.SurveyForm{Title: v.Title, Lead: v.Lead, AgencyName: n.agency(agency).Name, Choices: surveyChoices(v), MostChoices: v.MostChoices, Topics: orEmpty(v.Topics), ClosesOn: *dateOf(&v.ClosesOn),
		Open: v.State == casework.SurveyOpen && s.now().Before(v.Until()), Answered: answered,
		Answer: gen.SurveyAnswer{Choices: append([]int{}, said.Choices...), Other: &said.Other, Texts: &said.Texts}}, 0), err
}

func survey(v *casework.Survey, a casework.Actor) gen.Survey {
	return gen.Survey{Id: v.ID, FiscalYear: v.FiscalYear, YearName: calendar.FiscalYearName(v.FiscalYear), Title: v.Title, Lead: v.Lead, Choices: surveyChoices(v), MostChoices: v.MostChoices,
		Topics: orEmpty(v.Topics), ClosesOn: *dateOf(&v.ClosesOn), State: gen.SurveyState(v.State), OpenedAt: v.OpenedAt, ClosedAt: v.ClosedAt, Version: v.Version,
		Actions: mapped(v.Actions(a), func(x string) gen.SurveyActions { return gen.SurveyActions(x) })}
}

func surveyWithInvited(tx *store.Tx, v *casework.Survey, invited []*casework.SurveyInvitation) (gen.Survey, error) {
	out := survey(v, tx.Actor())
	var p people
	for _, i := range invited {
		p.agencies = append(p.agencies, i.Agency)
	}
	n, err := p.load(tx)
	list := mapped(invited, func(i *casework.SurveyInvitation) gen.SurveyInvitation {
		if i.AnsweredAt != nil {
			out.Answered++
		}
		return gen.SurveyInvitation{Agency: n.agency(i.Agency), Mail: i.Email != "", SentAt: i.SentAt, RemindedAt: i.RemindedAt, AnsweredAt: i.AnsweredAt}
	})
	out.Invited, out.Invitations = len(invited), &list
	return out, err
}

func surveyChoices(v *casework.Survey) []gen.SurveyChoice {
	return mapped(v.Choices, func(c casework.SurveyChoice) gen.SurveyChoice { return gen.SurveyChoice(c) })
}

func orEmpty(in []string) []string {
	if in == nil {
		return []string{}
	}
	return in
}
