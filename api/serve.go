package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/tsunagu-care/tsunagu/api/server"
	"github.com/tsunagu-care/tsunagu/frontend"
	"github.com/tsunagu-care/tsunagu/pkg/demo"
	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// finishWithin is how long open requests may take after SIGTERM.
const finishWithin = 15 * time.Second

func serve(ctx context.Context, p program, args []string) (err error) {
	var withDemo bool
	rest, err := flags(p, "serve", "[--demo]", func(f *flag.FlagSet) {
		f.BoolVar(&withDemo, "demo", false, "空のデータベースに見本のデータを入れて始めます（すべての画面にそう表示されます）")
	}, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usageError{"使い方: tsunagu serve [--demo]"}
	}
	c, err := readConfig(p.env)
	if err != nil {
		return err
	}
	if withDemo && c.Env == production {
		return configError{[]string{"本番（TSUNAGU_ENV=production）では --demo は使えません"}}
	}
	if c.key == nil {
		if c.key, err = keyIn(c.DataDir); err != nil {
			return err
		}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // small heap, short requests: a tenth to a seventh less processor time (measured; backend.md says the same)
	}
	log := logger(p, c)
	d, err := openDatabase(ctx, c, false, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close(ctx)) }()
	if err := store.Migrate(ctx, d.dsn); err != nil {
		return unreachable(err)
	}
	revived, err := reapplyErasures(ctx, c, d.dsn, c.anchorDir())
	if err != nil {
		return err
	}
	if revived > 0 {
		log.WarnContext(ctx, "cases that were destroyed were there again (a restored backup?); they are erased again", "cases", revived)
	}
	s, err := store.Open(ctx, d.dsn)
	if err != nil {
		return err
	}
	defer s.Close()
	attached, err := openFiles(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, attached.Close()) }()
	if withDemo, err = prepareData(ctx, c, s, withDemo, log); err != nil {
		return err
	}
	mailer, box, err := postOffice(c, s, withDemo, log)
	if err != nil {
		return err
	}
	if box != nil {
		defer func() { err = errors.Join(err, box.Close()) }()
	}
	srv, err := server.New(server.Options{
		Store: s, TokenKey: c.key, Audience: c.PublicHost, Now: c.now, Log: log, App: frontend.Assets(), Mailbox: box, PublicURL: c.publicURL(), MailFrom: c.MailFrom, Contact: c.Contact, Mail: mailer.SMTP != nil,
		Demo: demonstration(withDemo), Unlimited: c.SignInLimits == "off", Proxies: c.proxies, Provider: c.Provider.provider(), Files: attached,
	})
	if err != nil {
		return err
	}
	return listen(ctx, p, c, srv, s, attached, d, mailer, log)
}

// demonstration is what the sign-in page of a demonstration offers.
func demonstration(with bool) *server.Demo {
	if !with {
		return nil
	}
	out := &server.Demo{Password: demo.Password}
	for _, a := range demo.SignIns() {
		out.Accounts = append(out.Accounts, server.DemoAccount{Email: a.Email, Name: a.Name, Agency: a.Agency, Role: a.Role})
	}
	return out
}

// prepareData loads the demonstration data when asked and says whether it is there, also from an earlier
// run: then every page must say so, and production refuses to start.
func prepareData(ctx context.Context, c config, s *store.Store, withDemo bool, log *slog.Logger) (bool, error) {
	if c.Env == production {
		return false, refuseDemoPassword(ctx, s)
	}
	empty, err := s.Empty(ctx)
	if err != nil {
		return false, err
	}
	if withDemo && empty {
		log.InfoContext(ctx, "loading the demonstration data")
		return true, demo.Load(ctx, s, c.now())
	}
	there, err := holdsDemo(ctx, s)
	return there || withDemo, err
}

// refuseDemoPassword protects a database that once held the demonstration.
func refuseDemoPassword(ctx context.Context, s *store.Store) error {
	there, err := holdsDemo(ctx, s)
	if there {
		return configError{[]string{"見本のパスワードのアカウントが残っています。本番では起動できません。"}}
	}
	return err
}

// holdsDemo looks for the demonstration password among the accounts of invented people.
func holdsDemo(ctx context.Context, s *store.Store) (bool, error) {
	hashes, err := s.PasswordHashes(ctx)
	for _, hash := range hashes {
		if server.PasswordMatches(demo.Password, hash) {
			return true, nil
		}
	}
	return false, err
}

// listen serves until ctx ends (SIGTERM) or something breaks, then finishes what is open.
func listen(ctx context.Context, p program, c config, srv *server.Server, s *store.Store, attached *files.Store, d *database, mailer *jobs.Mailer, log *slog.Logger) error {
	main := srv.HTTPServer(c.Addr)
	servers := []*http.Server{main}
	if c.MetricsAddr != "" {
		servers = append(servers, &http.Server{Addr: c.MetricsAddr, Handler: srv.Metrics(), ReadHeaderTimeout: 5 * time.Second})
	}
	listeners := make([]net.Listener, len(servers))
	for i, h := range servers {
		var err error
		if listeners[i], err = net.Listen("tcp", h.Addr); err != nil {
			return fmt.Errorf("%s で待ち受けられません: %w", h.Addr, err)
		}
	}
	background, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	var working sync.WaitGroup
	working.Go(func() { jobs.Run(background, s, c.now, log) })
	working.Go(func() { jobs.SealJournal(background, s, c.anchorDir(), c.now, log) })
	working.Go(func() { jobs.Retain(background, s, c.anchorDir(), c.now, log) })
	working.Go(func() { jobs.SweepFiles(background, s, attached, c.now, log) })
	working.Go(func() { srv.RunExports(background) })
	working.Go(func() { mailer.Run(background) })
	working.Go(func() { srv.Listen(background) })
	defer func() { stopBackground(); working.Wait() }()

	broken := make(chan error, len(servers))
	for i, h := range servers {
		go func() { broken <- h.Serve(listeners[i]) }()
	}
	fmt.Fprintf(p.out, "つなぐを起動しました: http://%s\n", listeners[0].Addr())
	var databaseGone <-chan struct{}
	if d.private != nil {
		databaseGone = d.private.Done()
	}
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-broken:
	case <-databaseGone:
		failed = fmt.Errorf("データベースが止まりました: %w", d.private.Err())
	}
	log.Info("stopping")
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishWithin)
	defer cancel()
	for _, h := range servers {
		if err := h.Shutdown(stopping); err != nil {
			_ = h.Close() // what took longer is cut
		}
	}
	if errors.Is(failed, http.ErrServerClosed) {
		return nil
	}
	return failed
}
