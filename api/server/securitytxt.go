package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// securityText says whom to tell of a weakness (RFC 9116). It never lies about its end: it is made on each request, and
// whoever configured the contact is there as long as the program runs.
func (s *Server) securityText(c echo.Context) error {
	if s.contact == "" {
		return casework.NotFound()
	}
	var b strings.Builder
	b.WriteString("Contact: " + s.contact + "\n")
	b.WriteString("Expires: " + s.now().AddDate(0, 6, 0).UTC().Truncate(24*time.Hour).Format(time.RFC3339) + "\n")
	b.WriteString("Preferred-Languages: ja, en\n")
	if strings.HasPrefix(s.publicURL, "https://") {
		b.WriteString("Canonical: " + s.publicURL + "/.well-known/security.txt\n")
	}
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(b.String()))
}
