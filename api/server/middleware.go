package server

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// identify gives the request an id of our own; the client's is not taken over, for it could be anything.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		t := &trace{request: string(casework.NewID(s.now())), address: c.RealIP()}
		t.httpRequest = c.Request().WithContext(withTrace(c.Request().Context(), t))
		c.SetRequest(t.httpRequest)
		c.Response().Header().Set(echo.HeaderXRequestID, t.request)
		return next(c)
	}
}

// observe logs one line a request and counts it: the route, never the address, for queries and ids may
// tell of a person.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		ctx, t := c.Request().Context(), traceOf(c.Request().Context())
		took := time.Since(start)
		s.metrics.observe(t.operation, c.Response().Status, took)
		level := slog.LevelInfo
		if t.operation == "" {
			level = slog.LevelDebug // probes and files
		}
		s.log.LogAttrs(ctx, level, "request",
			slog.String("request", t.request), slog.String("method", c.Request().Method), slog.String("operation", t.operation),
			slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size), slog.Duration("took", took))
		return nil
	}
}

// recover turns a panic into a 500 that says nothing but the request id.
func (s *Server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if caught := recover(); caught != nil {
				if caught == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
					panic(caught)
				}
				s.log.ErrorContext(c.Request().Context(), "panic", "request", requestID(c.Request().Context()),
					"type", fmt.Sprintf("%T", caught), "stack", string(debug.Stack()))
				err = refuse(codeInternal, "")
			}
		}()
		return next(c)
	}
}

// contentPolicy lets the page load only what we serve, and nothing inline.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func securityHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			h.Set(echo.HeaderCacheControl, "no-store")
		}
		return next(c)
	}
}

// named writes the operation into the trace, before anything can fail.
func named(op operation) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			traceOf(c.Request().Context()).operation = op.id
			return next(c)
		}
	}
}

func unmarshal(raw []byte, into any) error { return json.Unmarshal(raw, into) }
