package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

const noApplication = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>つなぐ</title>
<h1>画面がまだ組み込まれていません</h1><p>make build を実行してから、もう一度起動してください。</p></html>`

// pages gives every address without a route to the application, but those of the API: there, echo's own
// 404 and 405 (with Allow) stand.
func pages(files fs.FS) echo.MiddlewareFunc {
	app := application(files)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			err := next(c)
			if errors.Is(err, echo.ErrNotFound) && !strings.HasPrefix(c.Request().URL.Path, "/api/") {
				return app(c)
			}
			return err
		}
	}
}

// application serves the single-page application: files as they are, and index.html for every address
// that is a page of it. Files with a hash in their name never change.
func application(files fs.FS) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			c.Response().Header().Set(echo.HeaderAllow, "GET, HEAD")
			return refuse(codeMethod, "")
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		content, err := fs.ReadFile(files, name)
		switch {
		case err == nil && strings.HasPrefix(name, "assets/"):
			c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
		case err == nil && name != "index.html" && !strings.HasPrefix(path.Base(name), "."):
			c.Response().Header().Set(echo.HeaderCacheControl, "no-cache")
		case path.Ext(name) != "" && name != "index.html":
			return casework.NotFound() // a file that is not there, not a page
		default:
			c.Response().Header().Set(echo.HeaderCacheControl, "no-cache")
			name = "index.html"
			if content, err = fs.ReadFile(files, name); err != nil {
				content = []byte(noApplication)
			}
		}
		sum := sha256.Sum256(content)
		c.Response().Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
		http.ServeContent(c.Response(), r, name, time.Time{}, bytes.NewReader(content))
		return nil
	}
}
