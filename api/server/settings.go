package server

import (
	"context"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// GetSettings answers the deadlines with their defaults and bounds.
func (s *Server) GetSettings(ctx context.Context, _ gen.GetSettingsRequestObject) (gen.GetSettingsResponseObject, error) {
	var out gen.GetSettings200JSONResponse
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		f, err := tx.SettingsFile()
		if err != nil {
			return err
		}
		out.Headers.ETag = etag(f.Version)
		out.Body, err = settingsDTO(tx, f)
		return err
	})
	return out, err
}

// ChangeSettings changes deadlines; they hold on every replica from the next request on.
func (s *Server) ChangeSettings(ctx context.Context, r gen.ChangeSettingsRequestObject) (gen.ChangeSettingsResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.SettingsToChange()
		if err != nil {
			return nil, err
		}
		next, changed, err := f.Settings.Change(tx.Actor(), mapped(r.Body.Values, func(v gen.SettingValue) casework.SettingValue {
			return casework.SettingValue{Key: v.Key, Value: v.Value}
		}))
		if err != nil {
			return nil, err
		}
		if f.Version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		if err := tx.SaveSettings(f, next, changed); err != nil {
			return nil, err
		}
		out, err := settingsDTO(tx, f)
		return ok(out, f.Version), err
	})
}

func settingsDTO(tx *store.Tx, f *store.SettingsFile) (gen.Settings, error) {
	var who people
	for _, k := range f.Set {
		who.accounts = append(who.accounts, k.By)
	}
	for _, k := range f.History {
		who.accounts = append(who.accounts, k.By)
	}
	n, err := who.load(tx)
	out := gen.Settings{Items: []gen.Setting{}, History: []gen.SettingChange{}, Actions: []string{}}
	if _, _, no := f.Settings.Change(tx.Actor(), nil); no == nil {
		out.Actions = append(out.Actions, "change")
	}
	units := map[string]string{}
	for _, r := range casework.SettingRules {
		units[r.Key] = r.Unit
		one := gen.Setting{Key: r.Key, Value: r.Value(f.Settings), Default: r.Default(), Unit: gen.SettingUnit(r.Unit), Minimum: r.Min, Maximum: r.Max}
		if k, set := f.Set[r.Key]; set {
			one.SetAt, one.SetBy = &k.At, n.accountOrNone(k.By)
		}
		out.Items = append(out.Items, one)
	}
	for _, k := range f.History {
		if units[k.Key] != "" {
			out.History = append(out.History, gen.SettingChange{Key: k.Key, Unit: gen.SettingUnit(units[k.Key]), Before: k.Before, After: k.After, By: n.account(k.By), At: k.At})
		}
	}
	return out, err
}
