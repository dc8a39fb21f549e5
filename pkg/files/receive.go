package files

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// ErrTooLarge is the answer to more than casework.MaxFileSize bytes.
var ErrTooLarge = errors.New("larger than a file may be")

// Received is a content on its way in. It lies in a file without a name: whatever happens to the program, nothing of it stays.
type Received struct {
	content *os.File
	Size    int64
	SHA256  []byte
}

// Receive takes a content in, a piece at a time.
func Receive(from io.Reader) (*Received, error) {
	f, err := os.CreateTemp("", "tsunagu-*") // 0600
	if err != nil {
		return nil, unavailable(err)
	}
	r := &Received{content: f}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(unavailable(err), r.Close())
	}
	hash := sha256.New()
	r.Size, err = io.Copy(io.MultiWriter(writing{f}, hash), io.LimitReader(from, casework.MaxFileSize+1))
	if err == nil && r.Size > casework.MaxFileSize {
		err = ErrTooLarge
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	r.SHA256 = hash.Sum(nil)
	return r, nil
}

// Made is a content that this program has written into an open file; the file is taken over.
func Made(f *os.File) (*Received, error) {
	r := &Received{content: f}
	if err := r.rewind(); err != nil {
		return nil, errors.Join(unavailable(err), r.Close())
	}
	hash := sha256.New()
	var err error
	if r.Size, err = io.Copy(hash, f); err != nil {
		return nil, errors.Join(unavailable(err), r.Close())
	}
	r.SHA256 = hash.Sum(nil)
	return r, nil
}

// writing tells a full disk (ours) from a body that ended too early (the sender's).
type writing struct{ f *os.File }

func (w writing) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	if err != nil {
		err = unavailable(err)
	}
	return n, err
}

func (r *Received) rewind() error {
	_, err := r.content.Seek(0, io.SeekStart)
	return err
}

// Close forgets the content.
func (r *Received) Close() error { return r.content.Close() }
