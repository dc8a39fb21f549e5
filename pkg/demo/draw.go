package demo

import (
	"math/rand/v2"
	"strings"
)

// pairs reads "text kana text kana …".
func pairs(list string) []name {
	words := strings.Fields(list)
	names := make([]name, 0, len(words)/2)
	for i := 0; i+1 < len(words); i += 2 {
		names = append(names, name{words[i], words[i+1]})
	}
	return names
}

// deck deals the cards of a list in shuffled order and begins anew when all are dealt, so that
// neighbours differ and every card is used about equally often.
type deck[T any] struct {
	cards []T
	next  int
}

func (d *deck[T]) deal(r *rand.Rand) T {
	if d.next == 0 {
		r.Shuffle(len(d.cards), func(i, j int) { d.cards[i], d.cards[j] = d.cards[j], d.cards[i] })
	}
	card := d.cards[d.next]
	d.next = (d.next + 1) % len(d.cards)
	return card
}

func newDeck[T any](cards []T) *deck[T] { return &deck[T]{cards: append([]T(nil), cards...)} }

// between gives a number from low to high, both included.
func between(r *rand.Rand, low, high int) int { return low + r.IntN(high-low+1) }

// oneOf gives one of the choices.
func oneOf[T any](r *rand.Rand, choices ...T) T { return choices[r.IntN(len(choices))] }

// chance is true in percent of the draws.
func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }
