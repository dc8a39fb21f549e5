package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetHouseholdPicture answers what ジェノグラム and エコマップ are drawn from, to those who work on the case.
func (s *Server) GetHouseholdPicture(ctx context.Context, r gen.GetHouseholdPictureRequestObject) (gen.GetHouseholdPictureResponseObject, error) {
	var out gen.HouseholdPicture
	var version int
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.CaseId)
		if err != nil {
			return err
		}
		if !f.WorkedOn() {
			return &casework.Error{Code: casework.CodeForbidden, Detail: "世帯の図は、このケースを担当する機関と推進員だけが見られます。"}
		}
		p, err := tx.Picture(f)
		if err != nil {
			return err
		}
		version = p.Version
		out, err = s.pictureBody(ctx, tx, f, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.GetHouseholdPicture200JSONResponse{Body: out, Headers: gen.GetHouseholdPicture200ResponseHeaders{ETag: etag(version)}}, nil
}

// SaveHouseholdPicture replaces what was added by hand.
func (s *Server) SaveHouseholdPicture(ctx context.Context, r gen.SaveHouseholdPictureRequestObject) (gen.SaveHouseholdPictureResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(r.CaseId)
		if err != nil {
			return nil, err
		}
		p, err := tx.Picture(f)
		if err != nil {
			return nil, err
		}
		if err := f.Draw(actorOf(ctx), s.now(), p, f.Mask.RestorePicture(*p, pictureFrom(r.Body))); err != nil {
			return nil, err
		}
		if p.Version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SavePicture(f, p, s.now()); err != nil {
			return nil, err
		}
		out, err := s.pictureBody(ctx, tx, f, p)
		return ok(out, p.Version), err
	})
}

func (s *Server) pictureBody(ctx context.Context, tx *store.Tx, f *store.CaseFile, drawn *casework.Picture) (gen.HouseholdPicture, error) {
	saw(ctx, f.ID)
	sheets, err := tx.CaseSheets(f)
	if err != nil {
		return gen.HouseholdPicture{}, err
	}
	var content casework.SheetContent
	if len(sheets) > 0 {
		content = sheets[0].Content
	}
	p := people{accounts: []casework.ID{drawn.By}}
	p.ofCase(f)
	n, err := p.load(tx)
	if err != nil {
		return gen.HouseholdPicture{}, err
	}
	shown := f.Mask.Picture(*drawn)
	out := gen.HouseholdPicture{
		Persons: mapped(f.Drawn(content, s.now()), func(d casework.DrawnPerson) gen.DrawnPerson {
			return gen.DrawnPerson{Id: d.Member.ID, Name: d.Member.Name, Relation: d.Member.Relation, Subject: d.Member.Relation == "", Gender: some(string(d.Gender)), Age: d.Age}
		}),
		Agencies: []gen.DrawnAgency{}, MayEdit: f.MayDraw(tx.Actor()) == nil, UpdatedBy: n.accountOrNone(drawn.By), Etag: etagText(drawn.Version),
		People: mapped(shown.People, func(o casework.PicturedOne) gen.PicturedOne {
			return gen.PicturedOne{Id: o.ID, Extra: some(o.Extra), Name: some(o.Name), Relation: some(o.Relation), Gender: some(gen.PicturedOneGender(o.Gender)), Age: o.Age,
				Deceased: some(o.Deceased), Apart: some(o.Apart), X: o.X, Y: o.Y}
		}),
		Unions: mapped(shown.Unions, func(u casework.Union) gen.PictureUnion {
			return gen.PictureUnion{A: u.A, B: u.B, Kind: gen.PictureUnionKind(u.Kind)}
		}),
		Parents: mapped(shown.Parents, func(k casework.Parentage) gen.PictureParents {
			return gen.PictureParents{Child: k.Child, Parents: notNil(k.Parents)}
		}),
		Ties: mapped(shown.Ties, func(t casework.Tie) gen.PictureTie {
			return gen.PictureTie{Id: t.ID, Person: some(t.Person), Agency: some(t.Agency), Resource: some(t.Resource), Kind: gen.PictureTieKind(t.Kind), OneWay: some(t.OneWay), Note: some(t.Note)}
		}),
	}
	if drawn.Version > 0 {
		out.UpdatedAt = &drawn.UpdatedAt
	}
	add := func(id casework.ID, role string) {
		for _, a := range out.Agencies {
			if a.Agency.Id == id {
				return
			}
		}
		if id != "" {
			out.Agencies = append(out.Agencies, gen.DrawnAgency{Agency: n.agency(id), Role: gen.DrawnAgencyRole(role)})
		}
	}
	add(f.Lead(), "lead")
	for _, id := range f.SupportingNow() {
		add(id, "supporting")
	}
	for _, h := range f.Handoffs {
		if h.Open() {
			add(h.Receiver, "asked")
		}
	}
	return out, nil
}

func pictureFrom(in *gen.PictureInput) casework.Picture {
	return casework.Picture{
		People: mapped(in.People, func(o gen.PicturedOne) casework.PicturedOne {
			return casework.PicturedOne{ID: o.Id, Extra: value(o.Extra), Name: value(o.Name), Relation: value(o.Relation), Gender: casework.Gender(value(o.Gender)), Age: o.Age,
				Deceased: value(o.Deceased), Apart: value(o.Apart), X: o.X, Y: o.Y}
		}),
		Unions: mapped(in.Unions, func(u gen.PictureUnion) casework.Union {
			return casework.Union{A: u.A, B: u.B, Kind: string(u.Kind)}
		}),
		Parents: mapped(in.Parents, func(k gen.PictureParents) casework.Parentage {
			return casework.Parentage{Child: k.Child, Parents: k.Parents}
		}),
		Ties: mapped(in.Ties, func(t gen.PictureTie) casework.Tie {
			return casework.Tie{ID: t.Id, Person: value(t.Person), Agency: value(t.Agency), Resource: value(t.Resource), Kind: string(t.Kind), OneWay: value(t.OneWay), Note: value(t.Note)}
		}),
	}
}
