package casework

import (
	"errors"
	"slices"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// The agencies of the tests. elder files, the others are asked.
const (
	elder  ID = "00000000-0000-7000-8000-00000000000a"
	debts  ID = "00000000-0000-7000-8000-00000000000b"
	kids   ID = "00000000-0000-7000-8000-00000000000c"
	health ID = "00000000-0000-7000-8000-00000000000d"
	home   ID = "00000000-0000-7000-8000-00000000000e"
	shakyo ID = "00000000-0000-7000-8000-00000000000f"
)

// monday is Monday 1 June 2026, 10:00 in Tokyo: no holiday near.
var monday = jst(2026, 6, 1, 10, 0)

func jst(year, month, day, hour, minute int) time.Time {
	return time.Date(year, time.Month(month), day, hour, minute, 0, 0, calendar.Tokyo).UTC()
}

func worker(agency ID) Actor {
	return Actor{Account: "worker-" + agency, Name: "相談 一郎", Agency: agency, Roles: []Role{RoleWorker}}
}

func coordinator() Actor {
	return Actor{Account: "coordinator", Name: "推進 花子", Agency: shakyo, Roles: []Role{RoleCoordinator}}
}

func secondCoordinator() Actor {
	return Actor{Account: "coordinator 2", Name: "推進 次郎", Agency: shakyo, Roles: []Role{RoleCoordinator}}
}

func date(s string) *calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return &d
}

func ptr[T any](v T) *T { return &v }

// content is a sheet about an 8050 household that may be filed; everyone consented.
func content() SheetContent {
	return SheetContent{
		Channel: ChannelPhone,
		Subject: &Subject{
			Name: "髙橋 ハル", Kana: "たかはし はる", Gender: GenderFemale,
			Birth:   &Birth{Precision: BirthDay, Date: date("1944-03-03")},
			Address: &Address{Kind: AddressInCity, Town: "門田屋敷", Lot: "1-2-3", Ward: "naka", District: "東山"},
			Consent: &Consent{State: ConsentGiven, Method: MethodOral},
		},
		Issues: []string{"care", "debt"}, MostPressing: "debt", HouseholdSize: ptr(2),
		Members: []Member{{
			Name: "髙橋 実", Age: ptr(52), AgeToldOn: date("2026-06-01"), Relation: "長男", Consent: &Consent{State: ConsentGiven},
		}},
		PurposeNotice: &PurposeNotice{Shown: true, ShownOn: date("2026-06-01"), Method: MethodOral},
	}
}

// filed is a case elder has just opened, with its changes already taken by the store.
func filed(t failer) *Case {
	t.Helper()
	_, c := filedSheet(t, content())
	return c
}

func filedSheet(t failer, content SheetContent) (*Sheet, *Case) {
	t.Helper()
	s, err := DraftSheet(worker(elder), monday, content, DefaultCatalog())
	must(t, err)
	c, err := s.File(worker(elder), monday, DefaultCatalog(), Filing{Number: "R8-0001", Settings: DefaultSettings()})
	must(t, err)
	c.TakeChanges()
	return s, c
}

func order(ask Ask, agencies ...ID) HandOffOrder {
	o := HandOffOrder{Purpose: "家計の立て直し", Scope: Scope{Sheet: true}}
	for _, a := range agencies {
		o.Receivers = append(o.Receivers, ReceiverOrder{Agency: a, Ask: ask, Reason: "専門だから", Request: "面談をお願いします"})
	}
	return o
}

// asked is a case whose lead has asked debts for the lead.
func asked(t failer) (*Case, *Handoff) {
	t.Helper()
	c := filed(t)
	return c, handOff(t, c, AskLead, debts)
}

// closing is an order for the gate with no look afterwards.
func closing(c Closure) ClosureOrder {
	c.NoFollowUp = "転出のため"
	return ClosureOrder{Closure: c}
}

func handOff(t failer, c *Case, ask Ask, to ID) *Handoff {
	t.Helper()
	hs, err := c.HandOff(worker(c.Lead()), latest(c), order(ask, to))
	must(t, err)
	return hs[0]
}

// latest is an instant after everything that happened on the case so far.
func latest(c *Case) time.Time {
	at := c.OpenedAt
	for _, p := range c.Custodies {
		if p.Since.After(at) {
			at = p.Since
		}
	}
	return at.Add(time.Minute)
}

func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v %+v", err, err)
	}
}

// wantCode checks the code of an error and, when given, that each pointer is among its fields.
func wantCode(t failer, err error, code Code, pointers ...string) {
	t.Helper()
	if CodeOf(err) != code {
		t.Fatalf("got error %v, want code %q", err, code)
	}
	for _, p := range pointers {
		if !pointsAt(err, p) {
			t.Errorf("error does not point at %s: %+v", p, fieldsOf(err))
		}
	}
}

func pointsAt(err error, pointer string) bool {
	return slices.ContainsFunc(fieldsOf(err), func(f FieldError) bool { return f.Pointer == pointer })
}

func fieldsOf(err error) []FieldError {
	var e *Error
	if !errors.As(err, &e) {
		return nil
	}
	return e.Fields
}

func noticed(ch Changes, kind EventKind, recipient ID) bool {
	for _, n := range ch.Notices {
		if n.Kind == kind && n.Recipient == recipient {
			return true
		}
	}
	return false
}

func happened(ch Changes, kind EventKind) (n int) {
	for _, e := range ch.Events {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// failer is what the fixtures need of a test: *testing.T and *rapid.T both have it.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}
