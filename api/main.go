// Command tsunagu is the whole program: the server, its embedded database, and the commands to look after it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1 // tried and failed
	exitUsage  = 2 // asked wrongly, or configured wrongly
)

// command is one word of the command line.
type command struct {
	name, args, help string
	run              func(ctx context.Context, p program, args []string) error
}

// program is what a command may use of the world outside.
type program struct {
	in       io.Reader
	out, err io.Writer
	env      map[string]string
}

var commands = []command{
	{"serve", "[--demo]", "サーバーを起動します（データベースの準備も行います）", serve},
	{"migrate", "up|status", "データベースの構造を最新にします／状態を表示します", migrate},
	{"seed", "--demo", "空のデータベースに、見本のデータを入れます", seed},
	{"account", "create|forget-factors", "アカウントを作ります／二段階目の確認方法を外します（端末を失くした方のために）", account},
	{"agency", "import FILE.csv", "相談機関一覧を CSV から取り込みます", agency},
	{"statistics", "import FILE.csv|verify", "システムを使う前の件数を取り込みます／件数を数え直して確かめます", statistics},
	{"journal", "verify|export|anchor", "操作の記録を確かめます／書き出します／控えを残します", journal},
	{"doctor", "", "設定とデータベースを点検します", doctor},
}

// usageError is a command given wrongly; its text says how.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	p := program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: environment()}
	code := run(ctx, p, os.Args[1:])
	stop()
	os.Exit(code)
}

// run finds the command and turns its outcome into an exit code.
func run(ctx context.Context, p program, args []string) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		usage(p.out)
		if len(args) == 0 {
			return exitUsage
		}
		return exitDone
	}
	for _, c := range commands {
		if c.name == args[0] {
			return outcome(p, c.run(ctx, p, args[1:]))
		}
	}
	return outcome(p, usageError{"知らないコマンドです: " + args[0] + "（tsunagu --help で一覧を表示します）"})
}

func outcome(p program, err error) int {
	var wrong usageError
	var config configError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &wrong), errors.As(err, &config):
		fmt.Fprintln(p.err, err)
		return exitUsage
	}
	fmt.Fprintln(p.err, "エラー:", err)
	return exitFailed
}

func usage(w io.Writer) {
	fmt.Fprint(w, "つなぐ — 総合相談支援体制のシステム\n\n使い方: tsunagu コマンド [オプション]\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-10s %-24s %s\n", c.name, c.args, c.help)
	}
	fmt.Fprint(w, "\nコマンドごとの説明: tsunagu コマンド --help\n設定は環境変数 TSUNAGU_* で行います（tsunagu doctor で点検できます）。\n")
}

// flags parses the options of one command; --help prints them and ends well.
func flags(p program, name, args string, set func(*flag.FlagSet), given []string) ([]string, error) {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(p.out)
	f.Usage = func() {
		fmt.Fprintf(p.out, "使い方: tsunagu %s %s\n", name, args)
		f.PrintDefaults()
	}
	if set != nil {
		set(f)
	}
	var rest []string
	for { // options may stand before and after the arguments
		if err := f.Parse(given); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, usageError{"使い方: tsunagu " + name + " " + args}
		}
		if f.NArg() == 0 {
			return rest, nil
		}
		rest = append(rest, f.Arg(0))
		given = f.Args()[1:]
	}
}
