package server

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/files/filestest"
	"github.com/tsunagu-care/tsunagu/pkg/jobs"
)

var aPDF = []byte("%PDF-1.7\n診断書 要介護2\n%%EOF")

// form is a body with one file, as a browser sends it, and its content type.
func form(name string, content []byte) (body, contentType string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", `form-data; name="file"; filename="`+name+`"`)
	h.Set("Content-Type", "application/pdf") // whatever the sender says
	part, _ := w.CreatePart(h)
	_, _ = part.Write(content) // into memory
	_ = w.Close()
	return b.String(), w.FormDataContentType()
}

func (s *stage) attach(name string, id casework.ID, query, file string, content []byte) reply {
	s.t.Helper()
	body, contentType := form(file, content)
	return s.as(name).do("POST", "/api/v1/cases/"+string(id)+"/files"+query, body, "Content-Type: "+contentType)
}

func (s *stage) filesOf(name string, id casework.ID) gen.FileList {
	s.t.Helper()
	return want[gen.FileList](s.t, s.get(name, "/cases/"+string(id)+"/files"), 200)
}

func (s *stage) download(name string, id casework.ID, body string) reply {
	s.t.Helper()
	return s.as(name).do("POST", "/api/v1/files/"+string(id)+"/download", body)
}

// places is how many contents lie where files are kept.
func (s *stage) places() (n int) {
	s.t.Helper()
	if err := s.server.files.Keys(s.t.Context(), func(string) error { n++; return nil }); err != nil {
		s.t.Fatal(err)
	}
	return n
}

const ownWork = `{"ground":"own_work"}`

func TestFileIsAttachedSeenTakenAwayAndRemoved(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	s.handOff(naka, id, s.receiver(yorisoi, casework.AskJoin))
	file := want[gen.File](t, s.attach(naka, id, "", `C:\\書類\\診断書 𠮷野.pdf`, aPDF), 201)
	if file.Name != "診断書 𠮷野.pdf" || file.Type != "application/pdf" || file.Preview || file.AttachedTo != "case" || file.ObjectId != id {
		t.Errorf("%+v", file)
	}
	refused(t, s.attach(naka, id, "", "もう一度.pdf", aPDF), 409, casework.CodeDuplicate)
	if list := s.filesOf(naka, id); len(list.Items) != 1 || strings.Join(list.Actions, " ") != "attach" || strings.Join(list.Items[0].Actions, " ") != "remove" {
		t.Errorf("%+v", list)
	}

	// who was only asked was given a sheet, not files; who has nothing to do with the case knows of none
	if list := s.filesOf(yorisoi, id); len(list.Items) != 0 || list.Withheld != 0 || len(list.Actions) != 0 {
		t.Errorf("receiver: %+v", list)
	}
	refused(t, s.attach(yorisoi, id, "", "a.pdf", aPDF), 403, casework.CodeForbidden)
	refused(t, s.attach(kikan, id, "", "a.pdf", aPDF), 404, casework.CodeNotFound)
	for _, name := range []string{yorisoi, kikan, desk} {
		refused(t, s.download(name, file.Id, ownWork), 404, casework.CodeNotFound)
	}

	refused(t, s.download(naka, file.Id, `{"ground":"own_work","toName":"東山病院"}`), 422, casework.CodeInvalid)
	r := s.download(naka, file.Id, `{"ground":"life_and_body","toName":"東山病院","purpose":"入院"}`)
	if r.status != 200 || !bytes.Equal(r.body, aPDF) {
		t.Fatalf("%d %s", r.status, r.body)
	}
	for name, part := range map[string]string{
		"Content-Type": "application/octet-stream", "Content-Disposition": `attachment; filename="___ __.pdf"; filename*=UTF-8''%E8%A8%BA%E6%96%AD%E6%9B%B8%20%F0%A0%AE%B7%E9%87%8E.pdf`,
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Security-Policy": "sandbox",
	} {
		if got := r.header.Get(name); !strings.Contains(got, part) {
			t.Errorf("%s: %q", name, got)
		}
	}
	line := want[gen.DisclosurePage](t, s.get(naka, "/disclosures?kind=file&caseId="+string(id)), 200).Items
	if len(line) != 1 || *line[0].ToName != "東山病院" || *line[0].FileId != file.Id || *line[0].FileName != file.Name || len(line[0].Persons) != 2 {
		t.Errorf("ledger: %+v", line)
	}
	if w := s.journal("downloadFile", "done"); w != 1 {
		t.Errorf("%d rows of the journal for one download", w)
	}
	if n := sql[int](s, `SELECT count(*) FROM journal WHERE operation = 'downloadFile' AND object_id = $1 AND case_ids = ARRAY[$2::uuid]`, file.Id, id); n != 1 {
		t.Error("the journal does not name file and case")
	}

	path := "/api/v1/files/" + string(file.Id) + "/remove"
	refused(t, s.as(naka).do("POST", path, `{"reason":"誤り"}`, ifMatchHeader(`"7"`)), 412, casework.CodeStale)
	refused(t, s.as(kikan).do("POST", path, `{"reason":"誤り"}`, ifMatchHeader(file.Etag)), 404, casework.CodeNotFound)
	for _, replayed := range []string{"", "true"} { // as the page sends it, and again after a lost connection
		r := s.as(naka).do("POST", path, `{"reason":"誤り"}`, ifMatchHeader(file.Etag), "Idempotency-Key: remove-a-file")
		if want[struct{}](t, r, 204); r.header.Get("Idempotent-Replayed") != replayed {
			t.Errorf("replayed: %q, not %q", r.header.Get("Idempotent-Replayed"), replayed)
		}
	}
	refused(t, s.as(naka).do("POST", path, `{"reason":"誤り"}`, ifMatchHeader(`"2"`)), 409, casework.CodeWrongState)
	refused(t, s.download(naka, file.Id, ownWork), 404, casework.CodeNotFound)
	if n := jobs.SweepFilesOnce(t.Context(), s.store, s.server.files, s.now(), s.server.log); n != 2 || s.places() != 0 { // the duplicate that was refused, and this one
		t.Errorf("swept %d, %d contents left", n, s.places())
	}
	if kinds := strings.Join(s.kinds(naka, id)[:2], " "); kinds != "file_removed file_attached" {
		t.Errorf("timeline: %s", kinds)
	}
	if strings.Contains(strings.Join(s.kinds(yorisoi, id), " "), "file_") {
		t.Error("the receiver's timeline tells of files")
	}
}

func TestWhatIsNoSuchFileIsRefusedAndLeavesNothing(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	for _, c := range []struct {
		what, name string
		content    []byte
		status     int
		code       casework.Code
		says       string
	}{
		{"a picture that says it is a PDF", "a.pdf", filestest.PNG(2, 2), 422, casework.CodeInvalid, "画像（PNG）"},
		{"a program", "a.pdf", []byte("MZ\x90\x00\x03"), 422, casework.CodeInvalid, "添付できません"},
		{"a page", "a.txt", []byte("<html><script>alert(1)</script>"), 422, casework.CodeInvalid, "添付できません"},
		{"nothing", "a.pdf", nil, 422, casework.CodeInvalid, "中身がありません"},
		{"one byte too many", "a.pdf", append([]byte("%PDF-"), make([]byte, casework.MaxFileSize-4)...), 413, codeTooLarge, ""},
		{"far too many", "a.pdf", append([]byte("%PDF-"), make([]byte, 2*casework.MaxFileSize)...), 413, codeTooLarge, ""},
	} {
		p := refused(t, s.attach(naka, id, "", c.name, c.content), c.status, c.code)
		if c.says != "" && !strings.Contains((*p.Errors)[0].Message, c.says) {
			t.Errorf("%s: %+v", c.what, *p.Errors)
		}
	}
	want[gen.File](t, s.attach(naka, id, "", "大きい.pdf", append([]byte("%PDF-"), make([]byte, casework.MaxFileSize-5)...)), 201)
	body, contentType := form("a.pdf", aPDF)
	path := "/api/v1/cases/" + string(id) + "/files"
	for what, r := range map[string]reply{
		"JSON":              s.as(naka).do("POST", path, "{}"),
		"no boundary":       s.as(naka).do("POST", path, body, "Content-Type: multipart/form-data"),
		"cut off":           s.as(naka).do("POST", path, body[:len(body)-30], "Content-Type: "+contentType),
		"another part":      s.as(naka).do("POST", path, strings.Replace(body, `name="file"`, `name="files"`, 1), "Content-Type: "+contentType),
		"not a case":        s.as(naka).do("POST", path+"?attachedTo=case&objectId="+unknownID, body, "Content-Type: "+contentType),
		"another's consent": s.as(naka).do("POST", path+"?attachedTo=consent&objectId="+unknownID, body, "Content-Type: "+contentType),
		"unknown kind":      s.as(naka).do("POST", path+"?attachedTo=person", body, "Content-Type: "+contentType),
		"a form for a note": s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/notes", body, "Content-Type: "+contentType),
	} {
		if r.status < 400 || r.status >= 500 {
			t.Errorf("%s: %d %s", what, r.status, r.body)
		}
	}
	if list := s.filesOf(naka, id); len(list.Items) != 1 {
		t.Errorf("%d files", len(list.Items))
	}
	_ = jobs.SweepFilesOnce(t.Context(), s.store, s.server.files, s.now(), s.server.log)
	if s.places() != 1 {
		t.Errorf("%d contents lie there", s.places())
	}
}

// A large body that is no file ends where every body ends.
func TestOnlyTheUploadTakesALongBody(t *testing.T) {
	w := newWorld(t)
	p := w.person("a@naka.example", "houkatsu-naka", casework.RoleWorker)
	r := p.do("POST", "/api/v1/sheets", strings.Repeat("x", 2<<20), "Content-Type: multipart/form-data; boundary=x")
	if r.status != 413 {
		t.Errorf("%d %s", r.status, r.body)
	}
}

func TestPictureIsShownDrawnAnew(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	picture := append(filestest.JPEG(2000, 1000), []byte("behind")...)
	file := want[gen.File](t, s.attach(naka, id, "", "部屋.jpeg", picture), 201)
	if !file.Preview {
		t.Fatal("no preview")
	}
	r := s.get(naka, "/files/"+string(file.Id)+"/preview")
	if r.status != 200 || r.header.Get("Content-Type") != "image/jpeg" || bytes.Contains(r.body, []byte("behind")) || len(r.body) > len(picture) {
		t.Errorf("%d %v", r.status, r.header)
	}
	if s.journal("previewFile", "done") != 1 {
		t.Error("the look is not journaled")
	}
	other := want[gen.File](t, s.attach(naka, id, "", "a.pdf", aPDF), 201)
	refused(t, s.get(naka, "/files/"+string(other.Id)+"/preview"), 404, casework.CodeNotFound)
}

func TestConsentHasItsDocument(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	step := want[gen.ConsentRecorded](t, s.as(naka).do("POST", "/api/v1/consents", toJSON(map[string]any{"caseId": id, "personId": s.theCase(naka, id).Members[0].Id,
		"state": "given", "method": "written"})), 201).Consent.History[0].Id
	file := want[gen.File](t, s.attach(naka, id, "?attachedTo=consent&objectId="+string(step), "同意書.png", filestest.PNG(20, 20)), 201)
	if file.AttachedTo != "consent" || file.ObjectId != step {
		t.Errorf("%+v", file)
	}
	other := s.file(kikan, household8050("旭川 清", "あさひかわ きよし"))
	refused(t, s.attach(kikan, other, "?attachedTo=consent&objectId="+string(step), "同意書.png", filestest.PNG(20, 20)), 422, casework.CodeInvalid)
}

func TestFilesOfAProtectedHouseholdAreForListedAgencies(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	want[gen.Handoff](t, s.verb(yorisoi, s.handOff(naka, id, s.receiver(yorisoi, casework.AskJoin))[0].Id, "join", nil), 200)
	file := want[gen.File](t, s.attach(yorisoi, id, "", "住民票.png", filestest.PNG(9, 9)), 201)
	person := s.theCase(naka, id).Members[0].Id
	want[gen.Protection](t, s.as(naka).do("POST", "/api/v1/cases/"+string(id)+"/protections", toJSON(map[string]any{"personId": person, "reason": "DV"})), 201)
	if list := s.filesOf(yorisoi, id); len(list.Items) != 0 || list.Withheld != 1 {
		t.Errorf("%+v", list)
	}
	refused(t, s.download(yorisoi, file.Id, ownWork), 404, casework.CodeNotFound)
	refused(t, s.get(yorisoi, "/files/"+string(file.Id)+"/preview"), 404, casework.CodeNotFound)
	refused(t, s.as(yorisoi).do("POST", "/api/v1/files/"+string(file.Id)+"/remove", `{"reason":"x"}`, ifMatchHeader(file.Etag)), 404, casework.CodeNotFound)
	if len(s.filesOf(naka, id).Items) != 1 {
		t.Error("who is listed does not see it")
	}
	want[gen.BreakGlass](t, s.as(yorisoi).do("POST", "/api/v1/cases/"+string(id)+"/break-glass", toJSON(map[string]any{"personId": person, "reason": "救急"})), 201)
	if r := s.download(yorisoi, file.Id, ownWork); r.status != 200 {
		t.Errorf("an emergency look: %d %s", r.status, r.body)
	}
	s.pass(casework.BreakGlassFor)
	refused(t, s.download(yorisoi, file.Id, ownWork), 404, casework.CodeNotFound)
}

func TestMalwareIsNotKeptAndAScannerThatIsAwayKeepsEverythingOut(t *testing.T) {
	s := newStage(t)
	d := filestest.NewClamd(t, 0)
	clamd, err := files.NewClamd(d.Address)
	if err != nil {
		t.Fatal(err)
	}
	s.server.files = filestest.Open(t, clamd)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	p := refused(t, s.attach(naka, id, "", "a.txt", filestest.EICAR), 422, casework.CodeInvalid)
	if !strings.Contains((*p.Errors)[0].Message, "ウイルス") {
		t.Errorf("%+v", *p.Errors)
	}
	if file := want[gen.File](t, s.attach(naka, id, "", "a.pdf", aPDF), 201); !file.Scanned || d.Scanned() != 2 {
		t.Errorf("%+v, %d scanned", file, d.Scanned())
	}
	d.Stop()
	if r := s.attach(naka, id, "", "b.txt", []byte("覚え書き")); r.status != 503 || r.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", r.status, r.body)
	}
	if s.places() != 1 || len(s.filesOf(naka, id).Items) != 1 {
		t.Errorf("%d contents", s.places())
	}
	if strings.Contains(s.log.String(), "a.txt") {
		t.Error("the log names the file")
	}
}

// kill -9 between storing a content and its row leaves a content that goes by itself; a content that is gone or changed is found.
func TestContentsAndRowsAreHeldAgainstEachOther(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	file := want[gen.File](t, s.attach(naka, id, "", "a.pdf", aPDF), 201)
	check := func(faults int) {
		t.Helper()
		got, n, err := jobs.CheckFiles(t.Context(), s.store, s.server.files, true)
		if err != nil || len(got) != faults || n != 1 {
			t.Errorf("%+v of %d, %v; want %d", got, n, err, faults)
		}
	}
	keep := func(key string) {
		t.Helper()
		r, err := files.Receive(strings.NewReader("lost"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Close() }()
		if err := s.server.files.Keep(t.Context(), key, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.store.ExpectContent(t.Context(), "files/crashed", s.now().Add(expectFor)); err != nil {
		t.Fatal(err)
	}
	keep("files/crashed")
	check(0) // it waits for its removal
	if n := jobs.SweepFilesOnce(t.Context(), s.store, s.server.files, s.now().Add(expectFor-time.Second), s.server.log); n != 0 {
		t.Error("swept while the upload may still be going on")
	}
	if n := jobs.SweepFilesOnce(t.Context(), s.store, s.server.files, s.now().Add(expectFor), s.server.log); n != 1 || s.places() != 1 {
		t.Errorf("swept %d, %d left", n, s.places())
	}
	keep("files/strange")
	check(1)
	_ = s.server.files.Remove(t.Context(), "files/strange")
	key := sql[string](s, `SELECT key FROM files WHERE id = $1`, file.Id)
	_ = s.server.files.Remove(t.Context(), key)
	check(1)
	if r := s.download(naka, file.Id, ownWork); r.status != 500 {
		t.Errorf("a content that is gone: %d", r.status)
	}
	keep(key)
	check(1)
	if r := s.download(naka, file.Id, ownWork); r.status != 500 || bytes.Contains(r.body, []byte("lost")) {
		t.Errorf("a content that was changed: %d %s", r.status, r.body)
	}
	if n := sql[int](s, `SELECT count(*) FROM disclosures WHERE kind = 'file'`); n != 0 {
		t.Error("the ledger tells of what did not leave")
	}
}

// A browser that goes away in the middle leaves nothing.
func TestBrokenUploadLeavesNothing(t *testing.T) {
	s := newStage(t)
	id := s.file(naka, household8050("操山 キヨ", "みさおやま きよ"))
	reading, writing := io.Pipe()
	body, contentType := form("a.pdf", aPDF)
	go func() {
		_, _ = io.WriteString(writing, body[:len(body)/2])
		_ = writing.CloseWithError(io.ErrUnexpectedEOF)
	}()
	r, _ := http.NewRequestWithContext(t.Context(), "POST", s.http.URL+"/api/v1/cases/"+string(id)+"/files", reading)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Authorization", "Bearer "+s.as(naka).token)
	if res, err := http.DefaultClient.Do(r); err == nil {
		_ = res.Body.Close()
		t.Error("it was answered")
	}
	if n := s.places(); n != 0 || sql[int](s, `SELECT count(*) FROM files`) != 0 {
		t.Errorf("%d contents", n)
	}
}
