package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const noApplication = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>つなぐ</title>
<h1>画面がまだ組み込まれていません</h1><p>make build を実行してから、もう一度起動してください。</p></html>`

// asset is one file of the built application, kept in memory; the compressed form is made when first asked for.
type asset struct {
	name, kind, cache, etag string
	content                 []byte
	zip                     sync.Once
	zipped                  []byte // nil: not worth it
}

// pages gives every address without a route to the application, but those of the API (there, echo's own
// 404 and 405 with Allow stand) and of machines: a page would look like an answer.
func pages(files map[string]*asset) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			err := next(c)
			if errors.Is(err, echo.ErrNotFound) && !forMachines(c.Request().URL.Path) {
				return serveApplication(files, c)
			}
			return err
		}
	}
}

func forMachines(address string) bool {
	return address == "/api" || strings.HasPrefix(address, "/api/") || address == "/metrics"
}

// serveApplication gives files as they are, and index.html for every address that is a page of it.
func serveApplication(files map[string]*asset, c echo.Context) error {
	r := c.Request()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		c.Response().Header().Set(echo.HeaderAllow, "GET, HEAD")
		return refuse(codeMethod, "")
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	file := files[name]
	if file == nil {
		if path.Ext(name) != "" {
			return casework.NotFound() // a file that is not there, not a page
		}
		file = files["index.html"]
	}
	file.serve(c.Response(), r)
	return nil
}

// loadApplication reads the built files once. Files with a hash in their name never change.
func loadApplication(files fs.FS) (map[string]*asset, error) {
	out := map[string]*asset{"index.html": newAsset("index.html", []byte(noApplication))}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		content, err := fs.ReadFile(files, name)
		out[name] = newAsset(name, content)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("application: %w", err)
	}
	return out, nil
}

func newAsset(name string, content []byte) *asset {
	sum := sha256.Sum256(content)
	a := &asset{name: name, content: content, cache: "no-cache", etag: hex.EncodeToString(sum[:8]), kind: mime.TypeByExtension(path.Ext(name))}
	if strings.HasPrefix(name, "assets/") {
		a.cache = "public, max-age=31536000, immutable"
	}
	switch path.Ext(name) { // not in every system's table
	case ".webmanifest":
		a.kind = "application/manifest+json"
	case ".woff2":
		a.kind = "font/woff2"
	}
	return a
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if a.kind != "" {
		h.Set("Content-Type", a.kind)
	}
	h.Set("Cache-Control", a.cache)
	h.Set("Vary", "Accept-Encoding")
	content, etag := a.content, a.etag
	if zipped := a.compressed(); zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		content, etag = zipped, etag+"-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, a.name, time.Time{}, bytes.NewReader(content))
}

// compressed returns the gzip form of what gets notably smaller by it. Only public files are compressed:
// in answers with personal data the length could tell a secret (BREACH).
func (a *asset) compressed() []byte {
	a.zip.Do(func() {
		var out bytes.Buffer
		w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // a known level: cannot fail
		_, _ = w.Write(a.content)                               // nor can writing to memory
		if w.Close() == nil && out.Len() < len(a.content)*9/10 {
			a.zipped = out.Bytes()
		}
	})
	return a.zipped
}
