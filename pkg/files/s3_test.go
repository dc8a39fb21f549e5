package files_test

import (
	"bytes"
	"errors"
	"io"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/files/filestest"
)

// s3Server is an S3 server of its own with one empty bucket, and the address to reach it by.
func s3Server(t *testing.T) (backend gofakes3.Backend, address string) {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	backend = s3mem.New()
	if err := backend.CreateBucket("tsunagu"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server())
	t.Cleanup(server.Close)
	q := url.Values{"region": {"ap-northeast-1"}, "endpoint": {server.URL}, "use_path_style": {"true"}}
	return backend, "s3://tsunagu?" + q.Encode()
}

func TestFilesLieInAnS3ServiceByItsAddress(t *testing.T) {
	backend, address := s3Server(t)
	s, err := files.Open(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Reachable(t.Context()); err != nil {
		t.Fatalf("reachable: %v", err)
	}
	content := bytes.Repeat([]byte("支援"), 1_200_000) // 7 MB: more than one part of an upload
	r := receive(t, content)
	if err := s.Keep(t.Context(), "files/a", r); err != nil {
		t.Fatal(err)
	}
	in, err := s.Read(t.Context(), "files/a", r.Size, r.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(in)
	if _ = in.Close(); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	var keys []string
	if err := s.Keys(t.Context(), func(key string) error { keys = append(keys, key); return nil }); err != nil || !slices.Equal(keys, []string{"files/a"}) {
		t.Errorf("keys %v, %v", keys, err)
	}
	changed := bytes.Clone(content)
	changed[7]++
	if _, err := backend.PutObject("tsunagu", "files/a", map[string]string{}, bytes.NewReader(changed), int64(len(changed)), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), "files/a", r.Size, r.SHA256); !errors.Is(err, files.ErrChanged) {
		t.Errorf("a changed content: %v", err)
	}
	for range 2 {
		if err := s.Remove(t.Context(), "files/a"); err != nil {
			t.Errorf("removing: %v", err)
		}
	}
	if err := s.Verify(t.Context(), "files/a", r.Size, r.SHA256); !errors.Is(err, files.ErrChanged) {
		t.Errorf("a content that is gone: %v", err)
	}
}

func TestAnS3KeyIsNotWrittenTwice(t *testing.T) {
	_, address := s3Server(t)
	s, err := files.Open(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	first := receive(t, filestest.PNG(2, 2))
	if err := s.Keep(t.Context(), "files/a", first); err != nil {
		t.Fatal(err)
	}
	if err := s.Keep(t.Context(), "files/a", receive(t, filestest.PNG(9, 9))); err == nil {
		t.Error("a key was written twice")
	}
	if err := s.Verify(t.Context(), "files/a", first.Size, first.SHA256); err != nil {
		t.Errorf("the first content: %v", err)
	}
}

func TestAnS3ServiceThatIsNotThereIsSaid(t *testing.T) {
	_, address := s3Server(t)
	for name, bad := range map[string]string{
		"another bucket": "s3://elsewhere?" + address[len("s3://tsunagu?"):],
		"nobody listens": "s3://tsunagu?region=ap-northeast-1&use_path_style=true&endpoint=http://127.0.0.1:1",
	} {
		s, err := files.Open(t.Context(), bad, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.Reachable(t.Context()); !errors.Is(err, files.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Keep(t.Context(), "files/a", receive(t, []byte("x"))); !errors.Is(err, files.ErrUnavailable) {
			t.Errorf("%s, keeping: %v", name, err)
		}
		_ = s.Close()
	}
}
