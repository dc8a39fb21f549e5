// Package filestest gives tests a place for files, contents of every kind, and a clamd that speaks the real protocol.
package filestest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/files"
)

// EICAR is the harmless text that every scanner knows; written in two pieces, so that no scanner finds it in this source.
var EICAR = []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`)

// Open gives a folder of the test's own.
func Open(t testing.TB, scanner files.Scanner) *files.Store {
	t.Helper()
	s, err := files.Open(t.Context(), "file://"+t.TempDir(), scanner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// PNG is a picture of the size.
func PNG(w, h int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, picture(w, h)) // into memory
	return b.Bytes()
}

// JPEG is a picture of the size.
func JPEG(w, h int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, picture(w, h), nil) // into memory
	return b.Bytes()
}

// picture is red on its left half, blue on its right.
func picture(w, h int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 200, A: 255}
			if x >= w/2 {
				c = color.RGBA{B: 200, A: 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

// Office is a zip file with these parts.
func Office(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, _ = io.WriteString(w, text) // into memory
		}
	}
	_ = z.Close()
	return b.Bytes()
}

// Clamd is a daemon that finds EICAR. Stop it to be unreachable.
type Clamd struct {
	Address string
	mu      sync.Mutex
	scanned int
	limit   int
	listen  net.Listener
}

// NewClamd starts the daemon on a TCP port of its own. A stream of more than limit bytes it refuses as clamd does; 0: no limit.
func NewClamd(t testing.TB, limit int) *Clamd {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, l, "tcp://"+l.Addr().String(), limit)
}

// NewUnixClamd starts it on a socket.
func NewUnixClamd(t testing.TB, path string) *Clamd {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, l, "unix://"+path, 0)
}

func serve(t testing.TB, l net.Listener, address string, limit int) *Clamd {
	c := &Clamd{Address: address, listen: l, limit: limit}
	var working sync.WaitGroup
	working.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			working.Go(func() { c.answer(conn) })
		}
	})
	t.Cleanup(func() { c.Stop(); working.Wait() })
	return c
}

// Stop ends the daemon.
func (c *Clamd) Stop() { _ = c.listen.Close() }

// Scanned is how many streams it has read to their end.
func (c *Clamd) Scanned() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.scanned
}

func (c *Clamd) answer(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	command := []byte{}
	for one := make([]byte, 1); ; {
		if _, err := conn.Read(one); err != nil {
			return
		}
		if one[0] == 0 {
			break
		}
		command = append(command, one[0])
	}
	said := "UNKNOWN COMMAND"
	switch string(command) {
	case "zPING":
		said = "PONG"
	case "zINSTREAM":
		said = c.stream(conn)
	}
	_, _ = io.WriteString(conn, said+"\x00") // whoever asked may be gone
}

func (c *Clamd) stream(conn net.Conn) string {
	var all bytes.Buffer
	for {
		var size uint32
		if err := binary.Read(conn, binary.BigEndian, &size); err != nil {
			return "stream: broken ERROR"
		}
		if size == 0 {
			break
		}
		if c.limit > 0 && all.Len()+int(size) > c.limit {
			return "INSTREAM size limit exceeded. ERROR"
		}
		if _, err := io.CopyN(&all, conn, int64(size)); errors.Is(err, io.EOF) {
			return "stream: broken ERROR"
		}
	}
	c.mu.Lock()
	c.scanned++
	c.mu.Unlock()
	if strings.Contains(all.String(), string(EICAR)) {
		return "stream: Eicar-Signature FOUND"
	}
	return "stream: OK"
}
