package casework

import (
	"strings"
	"testing"
)

func question() InquiryOrder {
	return InquiryOrder{At: monday, Agency: elder, AskedBy: "窓口の方", Channel: ChannelPhone, Issues: []string{"debt"}, Text: "どこにつなげばよいか", Answer: "家計相談へ", Minutes: 10, Done: true}
}

func TestInformalQuestionIsWrittenDownByACoordinatorOnly(t *testing.T) {
	for name, who := range map[string]Actor{"nobody": {}, "worker": worker(elder), "clock": Clock()} {
		_, err := OpenInquiry(who, monday, question(), DefaultCatalog(), DefaultSettings())
		if CodeOf(err) != CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	e, err := OpenInquiry(coordinator(), monday, question(), DefaultCatalog(), DefaultSettings())
	must(t, err)
	if e.State != EscalationSettled || e.Class != ClassAdviceOnly || e.Outcome != "家計相談へ" || e.Coordinator != "coordinator" || e.SettledAt == nil {
		t.Errorf("%+v", e)
	}
}

func TestInformalQuestionSaysWhatIsMissing(t *testing.T) {
	for pointer, spoil := range map[string]func(*InquiryOrder){
		"/askedBy": func(o *InquiryOrder) { o.Agency, o.AskedBy = "", " " },
		"/channel": func(o *InquiryOrder) { o.Channel = "pigeon" },
		"/text":    func(o *InquiryOrder) { o.Text = "　" },
		"/answer":  func(o *InquiryOrder) { o.Answer = "" },
		"/issues":  func(o *InquiryOrder) { o.Issues = []string{"ufo"} },
		"/at":      func(o *InquiryOrder) { o.At = monday.AddDate(0, 0, 1) },
		"/minutes": func(o *InquiryOrder) { o.Minutes = 1441 },
		"/reason":  func(o *InquiryOrder) { o.Reason = "nothing" },
	} {
		o := question()
		spoil(&o)
		_, err := OpenInquiry(coordinator(), monday, o, DefaultCatalog(), DefaultSettings())
		wantCode(t, err, CodeInvalid, pointer)
	}
	o := question()
	o.Text = "\x00"
	_, err := OpenInquiry(coordinator(), monday, o, DefaultCatalog(), DefaultSettings())
	wantCode(t, err, CodeInvalid, "/text")
}

func TestInformalQuestionThatIsKeptOpenIsSettledLater(t *testing.T) {
	o := question()
	o.Done, o.Answer = false, ""
	e, err := OpenInquiry(coordinator(), monday, o, DefaultCatalog(), DefaultSettings())
	must(t, err)
	wantCode(t, e.Organize(secondCoordinator(), monday), CodeWrongState)
	must(t, e.Reassign(coordinator(), "coordinator 2"))
	wantCode(t, e.Settle(worker(elder), monday, Settlement{Class: ClassAdviceOnly}), CodeForbidden)
	wantCode(t, e.Settle(coordinator(), monday, Settlement{}), CodeInvalid, "/class")
	must(t, e.Settle(coordinator(), monday, Settlement{Class: ClassCoordinated, Outcome: "調整した"}))
	wantCode(t, e.Settle(coordinator(), monday, Settlement{Class: ClassAdviceOnly}), CodeWrongState)
}

func TestInformalQuestionIsLinkedToACaseOnce(t *testing.T) {
	c, _, _, now := broughtByClock(t)
	e, err := OpenInquiry(coordinator(), monday, question(), DefaultCatalog(), DefaultSettings())
	must(t, err)
	wantCode(t, c.LinkEscalation(worker(elder), now, e), CodeForbidden)
	wantCode(t, filed(t).LinkEscalation(coordinator(), now, e), CodeForbidden) // never came to the coordinators
	must(t, c.LinkEscalation(coordinator(), now, e))
	if e.Case != c.ID || len(c.Escalations) != 2 || e.State != EscalationSettled {
		t.Errorf("%+v", e)
	}
	wantCode(t, c.LinkEscalation(coordinator(), now, e), CodeWrongState)
}

func TestContactIsLoggedAndCorrectedWithAReason(t *testing.T) {
	c, _, e, now := broughtByClock(t)
	o := ContactOrder{Kind: ContactPhone, At: now, Agencies: []ID{debts}, Note: "受け止めの見込みを聞いた。"}
	for _, who := range []Actor{{}, worker(elder), worker(debts)} {
		_, err := c.LogContact(who, now, e.ID, o)
		wantCode(t, err, CodeForbidden)
	}
	for pointer, spoil := range map[string]func(*ContactOrder){
		"/kind": func(o *ContactOrder) { o.Kind = "" }, "/at": func(o *ContactOrder) { o.At = now.AddDate(0, 0, 1) },
		"/agencyIds": func(o *ContactOrder) { o.Agencies = nil }, "/agencyIds/1": func(o *ContactOrder) { o.Agencies = []ID{debts, debts} },
		"/minutes": func(o *ContactOrder) { o.Minutes = -1 }, "/note": func(o *ContactOrder) { o.Note = strings.Repeat("あ", 2001) },
	} {
		bad := o
		spoil(&bad)
		_, err := c.LogContact(coordinator(), now, e.ID, bad)
		wantCode(t, err, CodeInvalid, pointer)
	}
	_, err := c.LogContact(coordinator(), now, "nothing", o)
	wantCode(t, err, CodeNotFound)
	k, err := c.LogContact(coordinator(), now, e.ID, o)
	must(t, err)
	if ch := c.TakeChanges(); len(ch.Contacts) != 1 || happened(ch, EventContactLogged) != 1 || ch.Events[0].Data.Text != "" {
		t.Errorf("%+v", ch)
	}
	fixed := o
	fixed.Kind = ContactVisit
	wantCode(t, CorrectContact(c, worker(elder), now, k, fixed, "誤記"), CodeForbidden)
	wantCode(t, CorrectContact(c, coordinator(), now, k, fixed, " "), CodeInvalid, "/reason")
	must(t, CorrectContact(c, secondCoordinator(), now, k, fixed, "誤記"))
	if k.Kind != ContactVisit || len(k.Corrections) != 1 || k.Corrections[0].Before.Kind != ContactPhone {
		t.Errorf("%+v", k)
	}
}
