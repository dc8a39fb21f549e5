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

var idClock struct {
	sync.Mutex
	millis  int64
	counter uint16
}

// NewID returns a UUIDv7 (RFC 9562) for the instant. Ids of one process grow as long as now does:
// those of the same millisecond are numbered in their twelve bits after the version.
func NewID(now time.Time) ID {
	var b [16]byte
	if _, err := rand.Read(b[6:]); err != nil {
		panic("casework: no randomness: " + err.Error()) // never happens since Go 1.24
	}
	millis, counter := nextIDTick(now.UnixMilli(), binary.BigEndian.Uint16(b[6:8])&0x07ff)
	binary.BigEndian.PutUint64(b[:8], uint64(millis)<<16|0x7000|uint64(counter))
	b[8] = b[8]&0x3f | 0x80
	return formatID(b)
}

// nextIDTick hands out a (millisecond, counter) pair; start is the random first counter of a millisecond.
func nextIDTick(millis int64, start uint16) (int64, uint16) {
	idClock.Lock()
	defer idClock.Unlock()
	switch {
	case millis == idClock.millis && idClock.counter < 0x0fff:
		idClock.counter++
		return millis, idClock.counter
	case millis == idClock.millis:
		idClock.millis, idClock.counter = millis+1, start // 4096 used up: borrow the next millisecond
	case millis == idClock.millis-1 && idClock.counter > start:
		idClock.counter++ // still inside a borrowed millisecond
		return idClock.millis, idClock.counter
	default:
		idClock.millis, idClock.counter = millis, start
	}
	return idClock.millis, idClock.counter
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
