package server

import (
	"context"
	"slices"
	"strconv"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// Kinds of operations. The generator names their constants by what else is in the contract: ours stay.
const (
	kindLook     gen.JournalKind = "look"
	kindChange   gen.JournalKind = "change"
	kindSession  gen.JournalKind = "session"
	kindCarryOut gen.JournalKind = "carry_out"
	kindAudit    gen.JournalKind = "audit"
)

// journalKinds sorts every operation of the contract, as the auditor asks for them.
func journalKinds(operations map[string]operation) map[string]gen.JournalKind {
	kinds := map[string]gen.JournalKind{"exportJournal": kindCarryOut} // a command, not an operation
	for id, op := range operations {
		switch {
		case op.carriesOut:
			kinds[id] = kindCarryOut
		case op.tag == "journal":
			kinds[id] = kindAudit
		case op.tag == "session":
			kinds[id] = kindSession
		case op.method == "GET":
			kinds[id] = kindLook
		default:
			kinds[id] = kindChange
		}
	}
	return kinds
}

// kindOf is how an operation is counted. One that the contract does not know any more was once a change.
func (s *Server) kindOf(operation string) gen.JournalKind {
	if kind, ok := s.journalKinds[operation]; ok {
		return kind
	}
	return kindChange
}

func (s *Server) operationsOf(kinds ...gen.JournalKind) []string {
	list := []string{}
	for id, kind := range s.journalKinds {
		if slices.Contains(kinds, kind) {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

// audit runs a look into the journal. It leaves a row itself, with the case or the account that was asked about as its
// object: no row, no answer.
func (s *Server) audit(ctx context.Context, fn func(tx *store.Tx) error) error {
	return s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return tx.Journal(traceOf(ctx).entry(s.now(), ""))
	})
}

// household finds the household that the auditor names by the number of a case.
func household(ctx context.Context, tx *store.Tx, number, pointer string) (*store.JournalHousehold, error) {
	h, err := tx.JournalHousehold(number)
	if casework.CodeOf(err) == casework.CodeNotFound {
		return nil, invalidField(pointer, "unknown", "この番号のケースは見つかりませんでした。番号をご確認ください。")
	}
	if err != nil {
		return nil, err
	}
	made(ctx, h.Cases[0].ID)
	return &h, nil
}

func invalidField(pointer, code, message string) error {
	return &casework.Error{Code: casework.CodeInvalid, Fields: []casework.FieldError{{Pointer: pointer, Code: code, Message: message}}}
}

func spanFilter(from, to *time.Time) (f store.JournalFilter, err error) {
	f.From, f.Until = value(from), value(to)
	if from != nil && to != nil && !from.Before(*to) {
		return f, invalidField("to", "impossible", "終わりは、始まりより後にしてください。")
	}
	return f, nil
}

// journalQuery is what a list of rows may be asked by.
type journalQuery struct {
	caseNumber *string
	account    *casework.ID
	from, to   *time.Time
	operations []string
	outcome    string
	paging     store.Paging
}

func (s *Server) journalPage(ctx context.Context, q journalQuery) (out gen.JournalPage, err error) {
	f, err := spanFilter(q.from, q.to)
	if err != nil {
		return out, err
	}
	f.Paging, f.Operations, f.Outcome, f.Account = q.paging, q.operations, q.outcome, value(q.account)
	return out, s.audit(ctx, func(tx *store.Tx) error {
		if f.Account != "" {
			made(ctx, f.Account)
		}
		if q.caseNumber != nil {
			if f.Household, err = household(ctx, tx, *q.caseNumber, "caseNumber"); err != nil {
				return err
			}
		}
		page, err := tx.JournalRows(f)
		if err != nil {
			return err
		}
		var p people
		for _, i := range page.Items {
			p.accounts, p.agencies = append(p.accounts, i.Account), append(p.agencies, i.Agency)
		}
		n, err := p.load(tx)
		out = gen.JournalPage{Items: mapped(page.Items, func(i store.JournalItem) gen.JournalEntry { return s.journalEntry(n, i) }), NextCursor: some(page.Next), Total: page.Total}
		return err
	})
}

func (s *Server) journalEntry(n names, i store.JournalItem) gen.JournalEntry {
	return gen.JournalEntry{
		Id: int(i.ID), At: i.At, Kind: s.kindOf(i.Operation), Operation: i.Operation, Account: n.accountOrNone(i.Account), Agency: n.agencyOrNone(i.Agency),
		Cases: mapped(i.Cases, journalCase), CaseCount: i.CaseCount, Refused: i.Outcome == "refused", Code: some(i.Code), Sealed: i.Seq > 0,
	}
}

func journalCase(c store.NumberedCase) gen.JournalCase { return gen.JournalCase{Number: c.Number} }

// ListJournal answers one page of the journal.
func (s *Server) ListJournal(ctx context.Context, r gen.ListJournalRequestObject) (gen.ListJournalResponseObject, error) {
	p := r.Params
	q := journalQuery{caseNumber: p.CaseNumber, account: p.AccountId, from: p.From, to: p.To, paging: paging(p.Limit, p.Cursor, p.Count)}
	if p.Kind != nil {
		q.operations = s.operationsOf(*p.Kind)
	}
	if op := value(p.Operation); op != "" {
		if q.operations != nil && !slices.Contains(q.operations, op) {
			return nil, invalidField("operation", "unknown", "この種類には、この操作はありません。")
		}
		q.operations = []string{op}
	}
	if value(p.Refused) {
		q.outcome = "refused"
	}
	out, err := s.journalPage(ctx, q)
	return gen.ListJournal200JSONResponse(out), err
}

// ListJournalExports answers what left the system: the same rows, only of operations that carry something out.
func (s *Server) ListJournalExports(ctx context.Context, r gen.ListJournalExportsRequestObject) (gen.ListJournalExportsResponseObject, error) {
	p := r.Params
	out, err := s.journalPage(ctx, journalQuery{caseNumber: p.CaseNumber, account: p.AccountId, from: p.From, to: p.To,
		paging: paging(p.Limit, p.Cursor, p.Count), operations: s.operationsOf(kindCarryOut)})
	return gen.ListJournalExports200JSONResponse(out), err
}

// ListJournalViewers answers who saw a household in a span, latest first.
func (s *Server) ListJournalViewers(ctx context.Context, r gen.ListJournalViewersRequestObject) (gen.ListJournalViewersResponseObject, error) {
	f, err := spanFilter(&r.Params.From, &r.Params.To)
	if err != nil {
		return nil, err
	}
	var out gen.JournalViewers
	err = s.audit(ctx, func(tx *store.Tx) error {
		if f.Household, err = household(ctx, tx, r.Params.CaseNumber, "caseNumber"); err != nil {
			return err
		}
		out.Cases = mapped(f.Household.Cases, journalCase)
		out.Items, err = s.viewers(tx, f)
		return err
	})
	return gen.ListJournalViewers200JSONResponse(out), err
}

// viewers sums up by account who had to do with a household. Looking into the journal shows nobody of it.
func (s *Server) viewers(tx *store.Tx, f store.JournalFilter) ([]gen.JournalViewer, error) {
	list, err := tx.Viewings(f)
	if err != nil {
		return nil, err
	}
	var p people
	for _, v := range list {
		p.accounts, p.agencies = append(p.accounts, v.Account), append(p.agencies, v.Agency)
	}
	n, err := p.load(tx)
	out := []gen.JournalViewer{}
	at := map[[2]casework.ID]int{}
	for _, v := range list {
		kind := s.kindOf(v.Operation)
		if kind == kindAudit {
			continue
		}
		key := [2]casework.ID{v.Account, v.Agency}
		i, known := at[key]
		if !known {
			i, at[key] = len(out), len(out)
			out = append(out, gen.JournalViewer{Account: n.account(v.Account), Agency: n.agencyOrNone(v.Agency), Deeds: []gen.JournalDeed{}, FirstAt: v.First, LastAt: v.Last})
		}
		addDeed(&out[i], v, kind)
	}
	return out, err
}

func addDeed(w *gen.JournalViewer, v store.Viewing, kind gen.JournalKind) {
	refused := v.Outcome == "refused"
	w.Deeds = append(w.Deeds, gen.JournalDeed{Operation: v.Operation, Kind: kind, Refused: refused, Count: v.Count})
	if refused {
		w.Refused += v.Count
	} else {
		w.Count += v.Count
	}
	if v.First.Before(w.FirstAt) {
		w.FirstAt = v.First
	}
	if v.Last.After(w.LastAt) {
		w.LastAt = v.Last
	}
}

// ListJournalAccounts answers people to choose from.
func (s *Server) ListJournalAccounts(ctx context.Context, r gen.ListJournalAccountsRequestObject) (gen.ListJournalAccountsResponseObject, error) {
	var out gen.JournalAccounts
	err := s.audit(ctx, func(tx *store.Tx) error {
		found, err := tx.JournalAccounts(value(r.Params.Q))
		out.Items = mapped(found, func(a store.JournalAccount) gen.JournalAccount {
			return gen.JournalAccount{Id: a.ID, Name: a.Name, Active: a.Active, Agencies: a.Agencies}
		})
		return err
	})
	return gen.ListJournalAccounts200JSONResponse(out), err
}

// DraftBreachReport gathers what a report of a leak must say: how many persons, which kinds of data, who saw it when,
// and by when it is due. It stores nothing.
func (s *Server) DraftBreachReport(ctx context.Context, r gen.DraftBreachReportRequestObject) (gen.DraftBreachReportResponseObject, error) {
	q := *r.Body
	f, err := spanFilter(&q.From, &q.To)
	known := calendar.DateOf(q.KnownOn.Time)
	switch {
	case err != nil:
		return nil, invalidField("/to", "impossible", "終わりは、始まりより後にしてください。")
	case (len(value(q.CaseNumbers)) > 0) == (q.AccountId != nil):
		return nil, invalidField("/caseNumbers", "required", "ケースの番号か、アカウントの、どちらか一方を指定してください。")
	case known.After(calendar.DateOf(s.now())):
		return nil, invalidField("/knownOn", "future", "今日までの日付を入力してください。")
	}
	var out gen.BreachReport
	err = s.audit(ctx, func(tx *store.Tx) error {
		cases, err := breachScope(ctx, tx, q, &f)
		if err != nil {
			return err
		}
		facts, err := tx.BreachFacts(cases)
		if err != nil {
			return err
		}
		out = breachReport(facts, known, q.Malicious)
		if len(cases) > 0 || f.Account != "" {
			out.Viewers, err = s.viewers(tx, f)
		}
		return err
	})
	return gen.DraftBreachReport200JSONResponse(out), err
}

// breachScope finds the cases of the question, and narrows the filter to them or to the account.
func breachScope(ctx context.Context, tx *store.Tx, q gen.BreachQuestion, f *store.JournalFilter) ([]casework.ID, error) {
	if q.AccountId != nil {
		made(ctx, *q.AccountId)
		f.Account = *q.AccountId
		return tx.CasesSeenBy(f.Account, f.From, f.Until)
	}
	f.Household = &store.JournalHousehold{}
	for i, number := range *q.CaseNumbers {
		h, err := household(ctx, tx, number, "/caseNumbers/"+strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		f.Household.Join(*h)
	}
	return f.Household.IDs(), nil
}

func breachReport(facts store.BreachFacts, known calendar.Date, malicious bool) gen.BreachReport {
	kinds := casework.SensitiveKinds(facts.Codes...)
	due := casework.BreachReport(known, facts.Persons, kinds, malicious)
	day := func(d calendar.Date) openapi_types.Date { return *dateOf(&d) }
	return gen.BreachReport{
		Cases: mapped(facts.Cases[:min(len(facts.Cases), 200)], journalCase), CaseCount: len(facts.Cases), Persons: facts.Persons, Viewers: []gen.JournalViewer{},
		Sensitive: mapped(kinds, func(k casework.Sensitive) gen.BreachReportSensitive { return gen.BreachReportSensitive(k) }),
		Reasons:   mapped(due.Reasons, func(r casework.BreachReason) gen.BreachReportReasons { return gen.BreachReportReasons(r) }),
		KnownOn:   day(known), PromptFrom: day(due.PromptFrom), PromptUntil: day(due.PromptUntil), FinalUntil: day(due.FinalUntil),
	}
}
