package mailbox

import "testing"

func FuzzReadTakesAnything(f *testing.F) {
	f.Add([]byte("Subject: =?utf-8?b?8KCutw==?=\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n8KCutw=="))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b--\r\n--a--\r\n"))
	f.Add([]byte("Content-Type: multipart/mixed\r\n\r\n"))
	f.Add([]byte("\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m := read(raw); string(m.Raw) != string(raw) {
			t.Fatal("the message was changed")
		}
	})
}
