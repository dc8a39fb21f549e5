package casework

import (
	"fmt"
	"strings"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// Longest texts, in graphemes: what a person sees as one character counts as one, however it is encoded.
const (
	maxName = 100
	maxLine = 200
	maxText = 2000
	maxNote = 10000
)

// required adds a fault when nothing but white space was given.
func (c *checks) required(pointer, value, what string) {
	if strings.TrimSpace(value) == "" {
		c.add(pointer, "required", what+"を入力してください。")
	}
}

// text adds a fault for what is too long or cannot be stored and shown: NUL and other control
// characters, broken UTF-8. It refuses no character of any name.
func (c *checks) text(pointer, value string, limit int) {
	if _, err := textnorm.Clean(value); err != nil {
		c.add(pointer, "bad_characters", err.Error())
		return
	}
	if n := textnorm.Graphemes(value); n > limit {
		c.add(pointer, "too_long", fmt.Sprintf("%d文字以内で入力してください（いま%d文字）。", limit, n))
	}
}

// past adds a fault when an instant is missing, not believable, or still to come.
func (c *checks) past(pointer string, at, now time.Time, what string) {
	switch {
	case at.IsZero():
		c.add(pointer, "required", what+"を入力してください。")
	case at.Year() < 1900:
		c.add(pointer, "impossible", what+"をご確認ください。")
	case at.After(now):
		c.add(pointer, "future", what+"が未来になっています。")
	}
}
