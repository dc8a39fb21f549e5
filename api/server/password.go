package server

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// passwordCost is OWASP's second choice of argon2id parameters (46 MiB, one pass, one lane).
var passwordCost = argon2id.Params{Memory: 47104, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	hashesAtOnce = 4 // 46 MiB each: more at once would be a way to exhaust the memory
	longestWait  = 5 * time.Second
	shortest     = 12
	longest      = 256
)

// passwords hashes and compares, at most hashesAtOnce at a time.
type passwords struct{ slots chan struct{} }

func newPasswords() *passwords { return &passwords{slots: make(chan struct{}, hashesAtOnce)} }

// dummyHash is compared with when there is no account, so that both cost the same. It is of passwordCost
// (a test holds it so) and opens nothing: its result is thrown away.
const dummyHash = "$argon2id$v=19$m=47104,t=1,p=1$oUwRugxgLfft/HX5AW/XIQ$nHRmjaoOaOX5a19MYkkWwC2FdwyXwK1pEiA/Y9fBBs0"

// HashPassword makes the PHC text of a password, for the commands that create accounts.
func HashPassword(password string) (string, error) {
	return argon2id.CreateHash(password, &passwordCost)
}

// PasswordMatches compares without the limit of newPasswords, for `doctor` and the start-up check.
func PasswordMatches(password, hash string) bool {
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	return err == nil && match
}

// enter waits for a slot, but not for long: a flood of sign-ins is answered 503 and holds nothing else up.
func (p *passwords) enter(ctx context.Context) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	leave, err := p.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return argon2id.CreateHash(password, &passwordCost)
}

// matches compares a password with a stored hash; stored "" stands for an account that does not exist.
// outdated says that the hash was made with other parameters and should be made anew. A hash that asks
// for more work than ours is refused: a planted one could stop the server.
func (p *passwords) matches(ctx context.Context, password, stored string) (match, outdated bool, err error) {
	leave, err := p.enter(ctx)
	if err != nil {
		return false, false, err
	}
	defer leave()
	against := stored
	if params, _, _, bad := argon2id.DecodeHash(stored); bad != nil || !affordable(params) {
		against = dummyHash
	}
	match, params, err := argon2id.CheckHash(password, against)
	if err != nil || against != stored {
		return false, false, err
	}
	return match, *params != passwordCost, nil
}

func affordable(p *argon2id.Params) bool {
	return p.Memory <= passwordCost.Memory && p.Iterations <= 4 && p.Parallelism <= 4
}

//go:embed common_passwords.txt
var commonText string

// common holds the words that make a long password easy to guess, folded by foldPassword, the longest first: the commonest
// passwords of the world and of Japan, rows of the keyboard, years, and the words of our trade. Cutting them out covers
// what is built from them (Password2026!, sakurasakura1), which a list of whole passwords would not.
var common = func() []string {
	words := strings.Fields(foldPassword(commonText))
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(words)
}()

// checkPassword holds a new password against the rules (OWASP ASVS 5.0, 6.2): length, not common, not from
// the context of its owner. No rules of composition.
func checkPassword(password string, context ...string) error {
	bad := func(code, message string) error {
		return &problem{code: casework.CodeInvalid, fields: []casework.FieldError{{Pointer: "/newPassword", Code: code, Message: message}}}
	}
	length := utf8.RuneCountInString(password)
	switch {
	case length < shortest:
		return bad("too_short", "12文字以上にしてください。短い言葉をいくつかつなげると覚えやすくなります。")
	case length > longest:
		return bad("too_long", "256文字以内にしてください。")
	}
	rest := foldPassword(password)
	for _, word := range append(common, contextWords(context)...) {
		rest = strings.ReplaceAll(rest, word, "")
	}
	// what is left after the guessable parts must still be a password
	if utf8.RuneCountInString(rest) < shortest-4 || distinct(rest) < 4 {
		return bad("too_common", "推測されやすいパスワードです。名前・メールアドレス・よく使われる言葉を避けてください。")
	}
	return nil
}

func foldPassword(s string) string {
	return strings.NewReplacer("@", "a", "$", "s", "!", "i").Replace(strings.ToLower(s))
}

func contextWords(context []string) []string {
	var words []string
	for _, text := range context {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" 　.@_-+", r) }) {
			word = foldPassword(word)
			if utf8.RuneCountInString(word) >= 2 && word != "example" {
				words = append(words, word)
			}
		}
	}
	return words
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
