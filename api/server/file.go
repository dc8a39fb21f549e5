package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

const (
	multipartForm = "multipart/form-data"
	maxUpload     = casework.MaxFileSize + 64<<10 // with the lines around the one part
	// fileTime is how long a file may take on a slow line: 20 MiB at 0.6 Mbit/s. Everything else keeps the short limits of HTTPServer.
	fileTime = 5 * time.Minute
	// expectFor is how long a stored content waits for the row that keeps it: longer than any upload lasts.
	expectFor = time.Hour
)

// patient gives an operation that carries a file the time it takes.
func patient(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		end := time.Now().Add(fileTime)
		control := http.NewResponseController(c.Response())
		if err := errors.Join(control.SetReadDeadline(end), control.SetWriteDeadline(end)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		return next(c)
	}
}

// ListFiles answers what is kept with a case.
func (s *Server) ListFiles(ctx context.Context, r gen.ListFilesRequestObject) (gen.ListFilesResponseObject, error) {
	var out gen.FileList
	err := s.read(ctx, func(tx *store.Tx) error {
		f, err := tx.Case(r.CaseId)
		if err != nil {
			return err
		}
		saw(ctx, f.ID)
		kept, withheld, err := tx.Files(f)
		if err != nil {
			return err
		}
		n, err := fileNames(tx, kept...)
		out = gen.FileList{Withheld: withheld, Actions: []string{},
			Items: mapped(kept, func(file *casework.File) gen.File { return n.file(f, file, tx.Actor()) })}
		if f.MayAttach(tx.Actor(), casework.FilesHeld{Kept: len(kept) + withheld}) == nil {
			out.Actions = append(out.Actions, string(casework.VerbAttach))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.ListFiles200JSONResponse(out), nil
}

func fileNames(tx *store.Tx, list ...*casework.File) (names, error) {
	var p people
	for _, f := range list {
		p.agencies, p.accounts = append(p.agencies, f.Agency), append(p.accounts, f.By)
	}
	return p.load(tx)
}

func (n names) file(f *store.CaseFile, file *casework.File, a casework.Actor) gen.File {
	return gen.File{Id: file.ID, AttachedTo: gen.FileTarget(file.AttachedTo), ObjectId: file.Object, Name: file.Name, Type: string(file.Type), Size: int(file.Size),
		Preview: file.Preview, Scanned: file.Scanner != "", Agency: n.agency(file.Agency), Account: n.account(file.By), At: file.At, Etag: etagText(file.Version),
		Actions: f.FileActions(file, a)}
}

// AttachFile takes a file in. Nothing of it is read before the caller may attach one; nothing of it is stored before it was
// looked at; and what is stored goes away again unless the row that keeps it commits (store.ExpectContent).
func (s *Server) AttachFile(ctx context.Context, r gen.AttachFileRequestObject) (gen.AttachFileResponseObject, error) {
	if s.files == nil {
		return nil, refuse(codeUnavailable, "ファイルの保管場所が設定されていません。")
	}
	o := casework.FileOrder{AttachedTo: casework.FileOfCase, Object: value(r.Params.ObjectId)}
	if r.Params.AttachedTo != nil {
		o.AttachedTo = casework.FileTarget(*r.Params.AttachedTo)
	}
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		tx.At(s.now())
		f, err := tx.Case(r.CaseId)
		if err != nil {
			return err
		}
		_, err = heldAnd(tx, f, &o)
		return err
	})
	if err != nil {
		return nil, err
	}
	received, name, err := receiveOne(r.Body)
	if err != nil {
		return nil, err
	}
	defer func() { _ = received.Close() }()
	if err := s.examine(ctx, received, name, &o); err != nil {
		return nil, err
	}
	return s.keepFile(ctx, r.CaseId, received, o)
}

// heldAnd checks that the caller may attach a file to this object now, and says what is there already.
func heldAnd(tx *store.Tx, f *store.CaseFile, o *casework.FileOrder) (casework.FilesHeld, error) {
	if o.AttachedTo == casework.FileOfCase && o.Object == "" {
		o.Object = f.ID
	}
	held, err := tx.FilesHeld(f, o.AttachedTo, o.Object, o.SHA256)
	if err == nil {
		err = f.MayAttach(tx.Actor(), held)
	}
	if err != nil {
		return held, err
	}
	err = tx.FileObject(f, o.AttachedTo, o.Object)
	if casework.CodeOf(err) == casework.CodeNotFound {
		err = fault("objectId", "unknown", "添付する先が見つかりませんでした。画面を更新して、もう一度お試しください。")
	}
	return held, err
}

// receiveOne reads the one part of the form, and its name as the sender says it.
func receiveOne(form *multipart.Reader) (*files.Received, string, error) {
	part, err := form.NextRawPart()
	if err != nil {
		return nil, "", uploadFault(err)
	}
	if part.FormName() != "file" || part.FileName() == "" {
		return nil, "", &problem{code: codeMalformed, fields: []casework.FieldError{{Pointer: "/file", Code: "required", Message: "ファイルを選んでください。"}}}
	}
	received, err := files.Receive(part)
	if err != nil {
		return nil, "", uploadFault(err)
	}
	if _, err := form.NextRawPart(); !errors.Is(err, io.EOF) {
		_ = received.Close()
		if err != nil {
			return nil, "", uploadFault(err)
		}
		return nil, "", refuse(codeMalformed, "ファイルは一つずつ送ってください。")
	}
	return received, part.FileName(), nil
}

func uploadFault(err error) error {
	var tooBig *http.MaxBytesError
	switch {
	case errors.Is(err, files.ErrUnavailable):
		return storageAway(err)
	case errors.Is(err, files.ErrTooLarge), errors.As(err, &tooBig):
		return refuse(codeTooLarge, "1つのファイルは20MBまでです。")
	}
	return refuse(codeMalformed, "ファイルを最後まで受け取れませんでした。もう一度お試しください。")
}

func storageAway(err error) error { return fmt.Errorf("%w: %w", store.ErrUnavailable, err) }

// examine tells the type, checks the name against it, and has the content scanned.
func (s *Server) examine(ctx context.Context, received *files.Received, name string, o *casework.FileOrder) error {
	if received.Size == 0 {
		return fault("/file", "required", "ファイルの中身がありません。")
	}
	kind, err := received.Type()
	if err != nil {
		return err
	}
	if _, err := casework.FileName(name, kind); err != nil {
		return err
	}
	scanner, err := s.files.Scan(ctx, received)
	switch {
	case errors.Is(err, files.ErrInfected):
		s.log.WarnContext(ctx, "malware was found in an upload; nothing was kept", "request", requestID(ctx), "scanner", scanner, "found", err.Error())
		return fault("/file", "not_allowed", "ウイルスなどの疑いがあるため、添付できません。情報システムの担当者にご相談ください。")
	case errors.Is(err, files.ErrUnavailable):
		s.log.ErrorContext(ctx, "the scanner cannot be reached; uploads are refused", "error", err.Error())
		return &problem{code: codeUnavailable, detail: "ウイルスの検査ができないため、いまは添付できません。しばらくしてから、もう一度お試しください。", retryAfter: 60}
	case err != nil:
		return err
	}
	o.Name, o.Type, o.Size, o.SHA256, o.Scanner, o.Preview = name, kind, received.Size, received.SHA256, scanner, received.CanPreview(kind)
	return nil
}

func (s *Server) keepFile(ctx context.Context, caseID casework.ID, received *files.Received, o casework.FileOrder) (*answer, error) {
	o.Key = "files/" + string(casework.NewID(s.now()))
	if err := s.store.ExpectContent(ctx, o.Key, s.now().Add(expectFor)); err != nil {
		return nil, err
	}
	if err := s.files.Keep(ctx, o.Key, received); err != nil {
		s.unwanted(ctx, o.Key)
		return nil, storageAway(err)
	}
	a, err := s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, err := tx.CaseToChange(caseID)
		if err != nil {
			return nil, err
		}
		held, err := heldAnd(tx, f, &o)
		if err != nil {
			return nil, err
		}
		file, err := f.AttachFile(tx.Actor(), s.now(), o, held)
		if err != nil {
			return nil, err
		}
		if err := tx.SaveCase(f, s.now()); err != nil {
			return nil, err
		}
		made(ctx, file.ID)
		saw(ctx, f.ID)
		n, err := fileNames(tx, file)
		return created(n.file(f, file, tx.Actor()), file.Version, ""), err
	})
	if err != nil {
		s.unwanted(ctx, o.Key)
	}
	return a, err
}

// unwanted lets the next sweep take a content away; if even that cannot be written, it goes when its time is over.
func (s *Server) unwanted(ctx context.Context, key string) {
	if err := s.store.UnwantedContent(context.WithoutCancel(ctx), key, s.now()); err != nil {
		s.log.WarnContext(ctx, "a content that nobody keeps goes later", "error", redact(err))
	}
}

// PreviewFile shows a picture on the page.
func (s *Server) PreviewFile(ctx context.Context, r gen.PreviewFileRequestObject) (gen.PreviewFileResponseObject, error) {
	var file *casework.File
	err := s.read(ctx, func(tx *store.Tx) error {
		f, found, err := tx.CaseOfFile(r.FileId)
		if err != nil {
			return err
		}
		if !found.Preview {
			return casework.NotFound()
		}
		file = found
		saw(ctx, f.ID)
		return nil
	})
	if err != nil {
		return nil, err
	}
	content, err := s.openFile(ctx, file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	small, err := files.Preview(content)
	if err != nil {
		return nil, s.damaged(ctx, file, err)
	}
	return carried{kind: "image/jpeg", size: int64(len(small)), content: io.NopCloser(strings.NewReader(string(small)))}, nil
}

// DownloadFile gives a file away with its line in the ledger. The content is read through before the line is written: what is
// not whole does not leave, and what did not leave is not in the ledger.
func (s *Server) DownloadFile(ctx context.Context, r gen.DownloadFileRequestObject) (gen.DownloadFileResponseObject, error) {
	order := casework.DisclosureOrder{To: value(r.Body.ToAgencyId), ToName: value(r.Body.ToName), Ground: casework.Ground(r.Body.Ground),
		GroundNote: value(r.Body.GroundNote), Purpose: value(r.Body.Purpose), Conditions: value(r.Body.Conditions)}
	if r.Body.ToAgencyId == nil && r.Body.ToName == nil {
		order.To = actorOf(ctx).Agency
	}
	var file *casework.File
	disclose := func(tx *store.Tx) (f *store.CaseFile, d *casework.Disclosure, err error) {
		if f, file, err = tx.CaseOfFile(r.FileId); err != nil {
			return nil, nil, err
		}
		if d, err = f.DiscloseFile(tx.Actor(), s.now(), file, order); err != nil {
			return nil, nil, err
		}
		return f, d, checkReceiver(tx, d)
	}
	err := s.store.InTx(ctx, actorOf(ctx), func(tx *store.Tx) error {
		tx.At(s.now())
		_, _, err := disclose(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if s.files == nil {
		return nil, refuse(codeUnavailable, "")
	}
	if err := s.files.Verify(ctx, file.Key, file.Size, file.SHA256); err != nil {
		return nil, s.damaged(ctx, file, err)
	}
	err = s.read(ctx, func(tx *store.Tx) error {
		f, d, err := disclose(tx)
		if err != nil {
			return err
		}
		saw(ctx, f.ID)
		return tx.AddDisclosure(d)
	})
	if err != nil {
		return nil, err
	}
	content, err := s.openFile(ctx, file)
	if err != nil {
		return nil, err
	}
	return carried{kind: echo.MIMEOctetStream, size: file.Size, name: file.Name, content: content}, nil
}

func checkReceiver(tx *store.Tx, d *casework.Disclosure) error {
	if d.To == "" || d.To == tx.Actor().Agency {
		return nil
	}
	active, err := tx.ActiveAgencies([]casework.ID{d.To})
	if err == nil && !active[d.To] {
		err = fault("/toAgencyId", "unknown", "相談機関一覧にない機関です。選び直してください。")
	}
	return err
}

func (s *Server) openFile(ctx context.Context, file *casework.File) (io.ReadCloser, error) {
	if s.files == nil {
		return nil, refuse(codeUnavailable, "")
	}
	content, err := s.files.Read(ctx, file.Key, file.Size, file.SHA256)
	if err != nil {
		return nil, s.damaged(ctx, file, err)
	}
	return content, nil
}

// damaged tells a place out of reach from a content that is not what was received; the latter is a matter for tsunagu doctor.
func (s *Server) damaged(ctx context.Context, file *casework.File, err error) error {
	if errors.Is(err, files.ErrUnavailable) {
		return storageAway(err)
	}
	s.log.ErrorContext(ctx, "the content of a file cannot be given out", "request", requestID(ctx), "file", file.ID, "error", err.Error())
	return refuse(codeInternal, "")
}

// RemoveFile takes a file out of the case. Its content goes after the commit, now or with the next sweep.
func (s *Server) RemoveFile(ctx context.Context, r gen.RemoveFileRequestObject) (gen.RemoveFileResponseObject, error) {
	return s.change(ctx, func(tx *store.Tx) (*answer, error) {
		f, file, err := tx.CaseOfFileToChange(r.FileId)
		if err != nil {
			return nil, err
		}
		version := file.Version
		if err := f.RemoveFile(tx.Actor(), s.now(), file, r.Body.Reason); err != nil {
			return nil, err
		}
		if version != ifMatch(r.Params.IfMatch) {
			return nil, casework.Stale()
		}
		saw(ctx, f.ID)
		return done(), tx.SaveCase(f, s.now())
	})
}

// carried is a content on its way out. Whatever it is, a browser saves it and runs nothing of it.
type carried struct {
	kind    string
	size    int64
	name    string // "" is shown on the page
	content io.ReadCloser
}

func (c carried) VisitDownloadFileResponse(w http.ResponseWriter) error { return c.write(w) }
func (c carried) VisitPreviewFileResponse(w http.ResponseWriter) error  { return c.write(w) }

func (c carried) write(w http.ResponseWriter) error {
	defer func() { _ = c.content.Close() }()
	h := w.Header()
	h.Set("Content-Type", c.kind)
	h.Set("Content-Length", strconv.FormatInt(c.size, 10))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if c.name != "" {
		h.Set("Content-Disposition", disposition(c.name))
	}
	w.WriteHeader(http.StatusOK)
	_, err := io.Copy(w, c.content)
	if err != nil { // what was begun is broken off: a shorter content must not look whole
		panic(http.ErrAbortHandler)
	}
	return nil
}

// disposition names the file twice (RFC 6266, 8187): plainly for old programs, exactly for all others.
func disposition(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%;`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
