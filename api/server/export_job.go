package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/tables"
	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const (
	exportEvery   = 5 * time.Second  // how often a replica looks for what another one was asked for
	exportSilence = 2 * time.Minute  // a program that shows no progress for so long has died
	exportTries   = 3                // then it is given up
	exportPatient = 30 * time.Minute // the longest statement of the one transaction
)

// exporting wakes the making of exports.
type exporting chan struct{}

func (e exporting) wake() {
	select {
	case e <- struct{}{}:
	default: // awake already
	}
}

// errUnwanted: cancelled, or taken over by another replica.
var errUnwanted = errors.New("the export is not wanted any more")

// RunExports makes, until ctx ends, the tables that were asked for, one after the other.
func (s *Server) RunExports(ctx context.Context) {
	if err := tables.Sweep(time.Now().Add(-2 * exportPatient)); err != nil { // what a killed program left; the clock of the files is the machine's
		s.log.ErrorContext(ctx, "what is left of tables could not be taken away", "error", err.Error())
	}
	tick := time.NewTicker(exportEvery)
	defer tick.Stop()
	for {
		for s.ExportOnce(ctx) {
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.exports:
		}
	}
}

// ExportOnce makes the oldest table that waits, and forgets those that are gone; false when nothing waits.
func (s *Server) ExportOnce(ctx context.Context) bool {
	if s.files == nil || ctx.Err() != nil {
		return false
	}
	if err := s.store.ForgetExports(ctx, s.now()); err != nil {
		s.log.ErrorContext(ctx, "exports that are gone could not be forgotten", "error", store.Describe(err))
	}
	e, err := s.store.TakeExport(ctx, s.now(), s.now().Add(-exportSilence))
	if err != nil {
		s.log.ErrorContext(ctx, "no export could be taken", "error", store.Describe(err))
	}
	if err != nil || e == nil {
		return false
	}
	if err := s.export(ctx, e); err != nil {
		s.endExport(context.WithoutCancel(ctx), e, err)
	}
	return true
}

// endExport says why it came to nothing. What was stopped with the program waits again.
func (s *Server) endExport(ctx context.Context, e *casework.Export, why error) {
	state, fault := casework.ExportFailed, "表を作れませんでした。少し待ってから、もう一度お試しください。"
	var ours *casework.Error
	switch {
	case errors.Is(why, errUnwanted):
		return
	case errors.Is(why, context.Canceled) && e.Tries < exportTries:
		state, fault = casework.ExportQueued, ""
	case errors.As(why, &ours):
		fault = ours.Detail
		if len(ours.Fields) > 0 {
			fault = ours.Fields[0].Message
		}
	default:
		s.log.ErrorContext(ctx, "an export failed", "export", e.ID, "error", store.Describe(why))
	}
	if err := s.store.EndExport(ctx, e, state, fault, s.now()); err != nil {
		s.log.ErrorContext(ctx, "the end of an export could not be kept", "export", e.ID, "error", store.Describe(err))
	}
}

// export makes the table with its lines of the ledger in one transaction, by the rights the account has now. The table lies whole at its
// place before that commits: nothing can be saved that does not stand in the ledger. A content without a commit goes with a sweep.
func (s *Server) export(ctx context.Context, e *casework.Export) error {
	if e.Tries > exportTries {
		return &casework.Error{Code: casework.CodeWrongState, Detail: "表を作る途中で何度も止まりました。期間を短くして、もう一度お試しください。"}
	}
	actor, err := s.store.ActorNow(ctx, e.Account, e.Agency, s.now())
	if err == nil && !permitted(actor.Roles, "exportCases") {
		err = casework.NotFound()
	}
	if casework.CodeOf(err) == casework.CodeNotFound {
		return &casework.Error{Code: casework.CodeForbidden, Detail: "書き出しを頼んだあとに、権限がなくなりました。"}
	}
	if err != nil {
		return err
	}
	out, err := os.CreateTemp("", "tsunagu-*")
	if err != nil {
		return err
	}
	if err := os.Remove(out.Name()); err != nil { // it lives as long as it is open: a crash leaves nothing behind
		return errors.Join(err, out.Close())
	}
	defer func() { _ = out.Close() }()
	key := fmt.Sprintf("export-%s-%d", e.ID, e.Tries)
	if err := s.store.ExpectContent(ctx, key, e.GoneAt); err != nil {
		return err
	}
	err = s.store.InTx(ctx, actor, func(tx *store.Tx) error {
		tx.At(s.now())
		if err := tx.Patient(exportPatient); err != nil {
			return err
		}
		if err := s.writeCases(ctx, tx, out, e); err != nil {
			return err
		}
		made, err := files.Made(out)
		if err != nil {
			return err
		}
		if err := s.files.Keep(ctx, key, made); err != nil {
			return err
		}
		still, err := tx.FinishExport(e, key, made.Size, made.SHA256)
		if err == nil && !still {
			err = errUnwanted
		}
		return err
	})
	if err != nil {
		return errors.Join(err, s.store.UnwantedContent(context.WithoutCancel(ctx), key, s.now()))
	}
	return nil
}

// writeCases writes the rows, their lines of the ledger and of the journal, and shows how far it has come.
func (s *Server) writeCases(ctx context.Context, tx *store.Tx, out io.Writer, e *casework.Export) error {
	order := store.ExportOrder{From: e.From, Until: e.Until, Note: e.Purpose}
	total, err := tx.CountExport(order)
	if err != nil {
		return err
	}
	if total > tables.MostRows {
		return fault("/from", "out_of_range", "一度に書き出せるのは1,048,575件までです。期間を短くしてください。")
	}
	labels, err := exportLabels(tx)
	if err != nil {
		return err
	}
	w, err := exportTable(out, e.Format)
	if err != nil {
		return err
	}
	defer w.Abandon()
	progress := func() error {
		wanted, err := s.store.ExportProgress(ctx, e, total, s.now())
		if err == nil && !wanted {
			err = errUnwanted
		}
		return err
	}
	if err := progress(); err != nil {
		return err
	}
	err = tx.ExportCases(order, func(batch []store.ExportedCase) error {
		ids := make([]casework.ID, len(batch))
		for i, c := range batch {
			ids[i] = c.ID
			if err := w.Row(exportRow(c, labels)...); err != nil {
				return err
			}
		}
		e.Done += len(batch)
		if err := tx.Journal(store.Entry{At: s.now(), Operation: "exportCases", Object: e.ID, Cases: ids}); err != nil {
			return err
		}
		return progress()
	})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return err
	}
	return progress() // it lives: now it only has to be kept
}

func exportTable(out io.Writer, format string) (tables.Writer, error) {
	if format == "csv" {
		return tables.NewCSV(out, exportHead...)
	}
	return tables.NewXLSX(out, "ケース", exportHead...)
}

func exportLabels(tx *store.Tx) (map[string]string, error) {
	ref, err := tx.Reference()
	if err != nil {
		return nil, err
	}
	labels := map[string]string{}
	for _, list := range [][]store.CodeLabel{ref.IssueTypes, ref.Features} {
		for _, c := range list {
			labels[c.Code] = c.Label
		}
	}
	return labels, nil
}
