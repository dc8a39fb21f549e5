package mailbox

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// Message is one that came.
type Message struct {
	Number         int // counted from the start of the program
	At             time.Time
	From, To       string // of the envelope
	ToHeader       string // as the reader sees it, with the name
	Subject, Text  string
	MessageID      string
	Calendar       []byte
	CalendarMethod string
	Raw            []byte
}

// read takes a message apart as a mail program would; what cannot be read stays in Raw.
func read(raw []byte) Message {
	m := Message{Raw: raw}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return m
	}
	words := &mime.WordDecoder{}
	decoded := func(header string) string {
		text, err := words.DecodeHeader(parsed.Header.Get(header))
		if err != nil {
			return parsed.Header.Get(header)
		}
		return text
	}
	m.Subject, m.ToHeader, m.MessageID = decoded("Subject"), decoded("To"), strings.Trim(parsed.Header.Get("Message-Id"), "<>")
	m.part(parsed.Header.Get("Content-Type"), parsed.Header.Get("Content-Transfer-Encoding"), parsed.Body, 0)
	return m
}

// part keeps the first text and the first calendar of a tree of parts.
func (m *Message) part(contentType, encoding string, body io.Reader, depth int) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || depth > 4 {
		return
	}
	if strings.HasPrefix(media, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return
			}
			m.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p, depth+1)
		}
	}
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	switch {
	case err != nil:
	case media == "text/plain" && m.Text == "":
		m.Text = strings.ReplaceAll(string(content), "\r\n", "\n")
	case media == "text/calendar" && m.Calendar == nil:
		m.Calendar, m.CalendarMethod = content, params["method"]
	}
}
