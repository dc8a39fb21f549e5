// Package files keeps the content of files outside the database: a folder by default, an S3-compatible service by address. It
// receives (bounded, never whole in memory), tells the type from the content, has it scanned, keeps it, and gives it back
// only when it is still what was received. It is the only importer of gocloud.dev.
package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/memblob" // mem:// for tests
	"gocloud.dev/gcerrors"
)

// ErrChanged is the answer when the content is gone, or is not what was received.
var ErrChanged = errors.New("the content of a file is not what was received")

// ErrUnavailable is the answer when the place of the files, or the scanner, cannot be reached.
var ErrUnavailable = errors.New("files: unavailable")

// Store is where the contents lie.
type Store struct {
	bucket  *blob.Bucket
	folder  string // of a file:// address; "" elsewhere
	scanner Scanner
}

// Open reaches the place by its address: file:///path, s3://bucket?region=…, mem://. A folder is made when it is missing, readable by
// the program alone. scanner may be nil: nothing is scanned.
func Open(ctx context.Context, address string, scanner Scanner) (*Store, error) {
	s := &Store{scanner: scanner}
	folder, isFolder := strings.CutPrefix(address, "file://")
	if !isFolder {
		u, err := url.Parse(address)
		if err != nil || u.Scheme == "" {
			return nil, errors.New("address of the files: file:///path or s3://bucket?region=…")
		}
		if s.bucket, err = blob.OpenBucket(ctx, address); err != nil {
			return nil, fmt.Errorf("files: %w", err)
		}
		return s, nil
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	s.folder = folder
	s.bucket, err = fileblob.OpenBucket(folder, &fileblob.Options{NoTempDir: true, DirFileMode: 0o700, Metadata: fileblob.MetadataDontWrite})
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return s, nil
}

// Close lets go of the place.
func (s *Store) Close() error { return s.bucket.Close() }

// Keep stores what was received under a key that holds nothing yet. When it returns, the content outlives a power cut.
func (s *Store) Keep(ctx context.Context, key string, r *Received) error {
	if err := r.rewind(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // a writer that is cancelled before Close leaves nothing behind
	w, err := s.bucket.NewWriter(ctx, key, &blob.WriterOptions{ContentType: "application/octet-stream", DisableContentTypeDetection: true, IfNotExist: true})
	if err != nil {
		return unavailable(err)
	}
	if _, err := io.Copy(w, r.content); err != nil {
		cancel()
		_ = w.Close()
		return unavailable(err)
	}
	if err := w.Close(); err != nil {
		return unavailable(err)
	}
	return s.settle(key)
}

// settle makes a file and its entry in the folder outlive a power cut.
func (s *Store) settle(key string) error {
	if s.folder == "" {
		return nil
	}
	path := filepath.Join(s.folder, filepath.FromSlash(key))
	if err := os.Chmod(path, 0o600); err != nil {
		return unavailable(err)
	}
	for _, p := range []string{path, filepath.Dir(path), s.folder} {
		f, err := os.Open(p) //nolint:gosec // keys are ours
		if err != nil {
			return unavailable(err)
		}
		err = f.Sync()
		if err := errors.Join(err, f.Close()); err != nil {
			return unavailable(err)
		}
	}
	return nil
}

// Verify reads a content to its end and reports ErrChanged unless it is what was received.
func (s *Store) Verify(ctx context.Context, key string, size int64, sum []byte) error {
	r, err := s.Read(ctx, key, size, sum)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}

// Read opens a content. The reader ends with ErrChanged instead of io.EOF when it was not what was received.
func (s *Store) Read(ctx context.Context, key string, size int64, sum []byte) (io.ReadCloser, error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	switch {
	case gcerrors.Code(err) == gcerrors.NotFound:
		return nil, fmt.Errorf("%w: gone", ErrChanged)
	case err != nil:
		return nil, unavailable(err)
	case r.Size() != size:
		return nil, errors.Join(fmt.Errorf("%w: %d bytes, not %d", ErrChanged, r.Size(), size), r.Close())
	}
	return &verified{ReadCloser: r, hash: sha256.New(), sum: sum, left: size}, nil
}

type verified struct {
	io.ReadCloser
	hash interface {
		io.Writer
		Sum(b []byte) []byte
	}
	sum  []byte
	left int64 // bytes still to come
}

// Read holds the content against its hash at its end. A service that finds a wrong check sum of its own says so there too,
// instead of io.EOF: that is a changed content as well, not a service out of reach.
func (v *verified) Read(p []byte) (int, error) {
	n, err := v.ReadCloser.Read(p)
	_, _ = v.hash.Write(p[:n]) // a hash never fails
	v.left -= int64(n)
	if err != nil && (errors.Is(err, io.EOF) || v.left == 0) && !bytes.Equal(v.hash.Sum(nil), v.sum) {
		return n, ErrChanged
	}
	return n, err
}

// Remove takes a content away; one that is not there is removed already.
func (s *Store) Remove(ctx context.Context, key string) error {
	err := s.bucket.Delete(ctx, key)
	if err == nil || gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return unavailable(err)
}

// Keys hands over every key there is, until fn returns an error.
func (s *Store) Keys(ctx context.Context, fn func(key string) error) error {
	list := s.bucket.List(nil)
	for {
		object, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unavailable(err)
		}
		if err := fn(object.Key); err != nil {
			return err
		}
	}
}

// Reachable reports whether the place, and the scanner where there is one, answer.
func (s *Store) Reachable(ctx context.Context) error {
	ok, err := s.bucket.IsAccessible(ctx)
	if err == nil && !ok {
		err = errors.New("not accessible")
	}
	if err != nil {
		return unavailable(err)
	}
	if p, can := s.scanner.(interface {
		Ping(ctx context.Context) error
	}); can {
		return p.Ping(ctx)
	}
	return nil
}

func unavailable(err error) error { return fmt.Errorf("%w: %w", ErrUnavailable, err) }
