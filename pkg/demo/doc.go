// Package demo makes the demonstration data: the sample 相談機関一覧, accounts with one known password, and some
// 120 invented households whose course of support is played through the rules of casework from fiscal year R2 on.
//
// Nobody in it exists. Names are drawn from lists, towns are invented, telephone numbers lie in a block that is
// never given out (086-000-…, 090-0000-…), and mail addresses end in .example (RFC 2606).
//
// The same now gives the same data, ids aside (ids are random by design): everything is drawn from one fixed seed
// before anything is stored, and every instant is counted back from now in open office time.
package demo

import "errors"

// Password is the password of every demonstration account. Production refuses to start while it is stored.
const Password = "tsunagu-demo-2026"

// ErrNotEmpty is returned by Load for a database that already has agencies or accounts.
var ErrNotEmpty = errors.New("demo: the database is not empty; demonstration data is loaded into an empty one only")

// ErrTooEarly is returned for a now before the history that is told could have happened.
var ErrTooEarly = errors.New("demo: now lies before 2024-04-01; the demonstration history begins in fiscal year 2020")

// The two halves of the fixed seed.
const seedA, seedB = 0x7473756e616775, 2026
