package casework

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"sync"
	"time"
)

// ID is a UUID in its canonical lower-case text. "" means none.
type ID string

// CoordinatorsID is the pseudo-agency "all coordinators" in access rows and notices.
const CoordinatorsID ID = "00000000-0000-0000-0000-00000000c0de"

// lastTick is the newest tick given out: milliseconds since 1970 in the upper bits, twelve bits of counter.
var lastTick struct {
	sync.Mutex
	tick int64
}

// NewID returns a UUIDv7 (RFC 9562) for the instant. Ids of one process grow as long as now does not
// fall back by more than a second; those of one millisecond are numbered in the twelve bits after the version.
func NewID(now time.Time) ID {
	var b [16]byte
	if _, err := rand.Read(b[6:]); err != nil {
		panic("casework: no randomness: " + err.Error()) // never happens since Go 1.24
	}
	tick := nextTick(now.UnixMilli()<<12 | int64(binary.BigEndian.Uint16(b[6:8])&0x07ff))
	binary.BigEndian.PutUint64(b[:8], uint64(tick>>12)<<16|0x7000|uint64(tick&0x0fff))
	b[8] = b[8]&0x3f | 0x80
	return formatID(b)
}

// nextTick returns the wanted tick, or the one after the last when that would not be newer. A full
// counter thereby borrows from the next millisecond.
func nextTick(wanted int64) int64 {
	const second = 1000 << 12
	lastTick.Lock()
	defer lastTick.Unlock()
	if wanted <= lastTick.tick && wanted > lastTick.tick-second {
		wanted = lastTick.tick + 1
	}
	lastTick.tick = wanted
	return wanted
}

func formatID(b [16]byte) ID {
	var t [36]byte
	hex.Encode(t[0:8], b[0:4])
	hex.Encode(t[9:13], b[4:6])
	hex.Encode(t[14:18], b[6:8])
	hex.Encode(t[19:23], b[8:10])
	hex.Encode(t[24:36], b[10:16])
	t[8], t[13], t[18], t[23] = '-', '-', '-', '-'
	return ID(t[:])
}
