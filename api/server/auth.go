package server

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// authenticate turns the bearer token into the session as the database knows it now. The token only says
// who; role, agency and end of term are read on every request. Trouble with the database is 503, never 401.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		token, isBearer := bearer(c.Request().Header.Values(echo.HeaderAuthorization))
		if !isBearer {
			return refuse(codeUnauthenticated, "")
		}
		claims, err := s.tokens.read(token, s.now())
		if err != nil {
			return refuse(codeUnauthenticated, "")
		}
		look := s.store.Session
		if byItself(c.Request()) || traceOf(ctx).operation == "streamEvents" {
			look = s.store.SessionQuietly
		}
		session, err := look(ctx, claims.account, claims.session, s.now())
		if errors.Is(err, store.ErrNoSession) {
			return refuse(codeUnauthenticated, "サインインの有効期限が切れました。もう一度サインインしてください。")
		}
		if err != nil {
			return err
		}
		traceOf(ctx).session = &session
		return next(c)
	}
}

// byItself reports whether the page says that nobody asked for this request: an open page must not keep an idle session
// alive by looking around. Whoever lies harms only themselves.
func byItself(r *http.Request) bool { return r.Header.Get("X-Tsunagu-Background") != "" }

func bearer(headers []string) (string, bool) {
	if len(headers) != 1 {
		return "", false
	}
	scheme, token, found := strings.Cut(headers[0], " ")
	return token, found && strings.EqualFold(scheme, "Bearer") && token != ""
}
