package casework

import (
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/tsunagu-care/tsunagu/pkg/textnorm"
)

// File (ファイル) is a document kept with a case: on the case itself, on one step of a consent, or on a conference. Its content
// lies outside the database under Key and is never changed; SHA256 says whether it is still what was received.
type File struct {
	ID         ID
	Case       ID
	State      State // of WorkflowFile
	Version    int
	AttachedTo FileTarget
	Object     ID // of AttachedTo: the case, the ConsentRecord, the conference
	Name       string
	Type       FileType
	Size       int64 // bytes
	SHA256     []byte
	Key        string
	Preview    bool   // an image that can be shown on the page
	Scanner    string // what looked for malware; "" nobody
	By         ID     // account
	Agency     ID
	At         time.Time

	RemovedAt *time.Time
	RemovedBy ID
	Reason    string // why it was removed
}

// FileTarget is a kind of thing that a file can be attached to.
type FileTarget string

// The kinds. The store knows how to look each of them up (store/file.go).
const (
	FileOfCase       FileTarget = "case"
	FileOfConsent    FileTarget = "consent"
	FileOfConference FileTarget = "conference"
)

// Limits of files.
const (
	MaxFileSize     = 20 << 20 // bytes
	MaxFilesPerCase = 100
	maxFileName     = 120 // graphemes
)

// FileType is a media type that is taken: told from the content, never from what the sender says.
type FileType string

// The types. Everything else is refused; so are documents with macros, and formats that need a program to be looked at safely.
const (
	FilePDF  FileType = "application/pdf"
	FilePNG  FileType = "image/png"
	FileJPEG FileType = "image/jpeg"
	FileWebP FileType = "image/webp"
	FileHEIC FileType = "image/heic"
	FileXLSX FileType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	FileDOCX FileType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	FileText FileType = "text/plain"
)

// endings are the ends of names that a type may have; the first one is given to a name without any.
var endings = map[FileType][]string{
	FilePDF: {".pdf"}, FilePNG: {".png"}, FileJPEG: {".jpg", ".jpeg", ".jfif"}, FileWebP: {".webp"}, FileHEIC: {".heic", ".heif"},
	FileXLSX: {".xlsx"}, FileDOCX: {".docx"}, FileText: {".txt", ".csv", ".md", ".log"},
}

var fileTypeNames = map[FileType]string{
	FilePDF: "PDF", FilePNG: "画像（PNG）", FileJPEG: "画像（JPEG）", FileWebP: "画像（WebP）", FileHEIC: "画像（HEIC）",
	FileXLSX: "Excel（xlsx）", FileDOCX: "Word（docx）", FileText: "テキスト",
}

// FileOrder is a file as it was received and looked at.
type FileOrder struct {
	AttachedTo FileTarget
	Object     ID
	Name       string // as the sender calls it
	Type       FileType
	Size       int64
	SHA256     []byte
	Key        string
	Preview    bool
	Scanner    string
}

// FilesHeld is what the case holds already.
type FilesHeld struct {
	Kept int
	Same bool // the same content on the same object
}

// SeesFiles reports whether the actor sees the files of the case: whoever sees all of it. A receiver with a live つなぎ was
// given a sheet and notes, not files. withheld: only 支援措置 keeps them from the actor, for a picture or a form shows an
// address that no mask can take out.
func (c *Case) SeesFiles(actor Actor, now time.Time) (sees, withheld bool) {
	grants := c.Access()
	all := func(g Grant) bool {
		return slices.Contains([]Level{LevelLead, LevelSupporting, LevelCoordinating}, g.Level)
	}
	if !(actor.WorksFor(actor.Agency) && all(grants[actor.Agency]) || actor.Has(RoleCoordinator) && all(grants[CoordinatorsID])) {
		return false, false
	}
	hidden := slices.ContainsFunc(c.Protections, func(p *Protection) bool { return c.hiddenFrom(p, actor, now) })
	return !hidden, hidden
}

// MayAttach reports whether the actor may attach a file now. It is asked before the content is received.
func (c *Case) MayAttach(actor Actor, held FilesHeld) error {
	if err := permit(WorkflowFile, "", VerbAttach, c.is(actor)); err != nil {
		return err
	}
	if held.Kept >= MaxFilesPerCase {
		return wrongState("このケースには、もう100個のファイルがあります。不要なファイルを削除してから添付してください。")
	}
	return nil
}

// AttachFile keeps a document with the case (by an agency that works on it, or a coordinator of the case).
func (c *Case) AttachFile(actor Actor, now time.Time, o FileOrder, held FilesHeld) (*File, error) {
	if err := c.MayAttach(actor, held); err != nil {
		return nil, err
	}
	if held.Same {
		return nil, &Error{Code: CodeDuplicate, Detail: "同じ内容のファイルが、すでに添付されています。"}
	}
	name, err := FileName(o.Name, o.Type)
	if err != nil {
		return nil, err
	}
	var bad checks
	switch {
	case o.Size == 0:
		bad.add("/file", "required", "ファイルの中身がありません。")
	case o.Size > MaxFileSize:
		bad.add("/file", "too_long", "1つのファイルは20MBまでです。")
	case len(o.SHA256) != 32 || o.Key == "":
		return nil, forbidden("受け取っていないファイルです。")
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	f := &File{ID: NewID(now), Case: c.ID, AttachedTo: o.AttachedTo, Object: o.Object, Name: name, Type: o.Type, Size: o.Size, SHA256: o.SHA256,
		Key: o.Key, Preview: o.Preview, Scanner: o.Scanner, By: actor.Account, Agency: actor.Agency, At: now}
	move(WorkflowFile, &f.State, VerbAttach, FileKept)
	c.changes.Files = append(c.changes.Files, f)
	c.record(actor, now, EventFileAttached, EventData{File: f.ID})
	return f, nil
}

// RemoveFile takes a file away for good (by the agency that attached it, the lead, or a coordinator of the case). That there
// was one, who removed it and why stays.
func (c *Case) RemoveFile(actor Actor, now time.Time, f *File, reason string) error {
	if sees, _ := c.SeesFiles(actor, now); f.Case != c.ID || !sees {
		return NotFound()
	}
	if err := permit(WorkflowFile, f.State, VerbRemove, c.isOfFile(f, actor)); err != nil {
		return err
	}
	if err := checkWords("/reason", reason, "削除の理由"); err != nil {
		return err
	}
	move(WorkflowFile, &f.State, VerbRemove, FileRemoved)
	f.RemovedAt, f.RemovedBy, f.Reason = &now, actor.Account, reason
	c.changes.Files = append(c.changes.Files, f)
	c.record(actor, now, EventFileRemoved, EventData{File: f.ID})
	return nil
}

func (c *Case) isOfFile(f *File, actor Actor) func(Party) bool {
	of := c.is(actor)
	return func(p Party) bool { return of(p) || p == ByAuthor && actor.WorksFor(f.Agency) && c.Supports(f.Agency) }
}

// FileActions lists what the actor may do with a file it sees.
func (c *Case) FileActions(f *File, actor Actor) []string {
	return offered(Verbs(WorkflowFile, f.State), func(v Verb) error { return permit(WorkflowFile, f.State, v, c.isOfFile(f, actor)) })
}

// DiscloseFile writes down that a file is taken away from the screen, by whoever sees it now: a line of the ledger, and a
// ground, also when it stays in the house.
func (c *Case) DiscloseFile(actor Actor, now time.Time, f *File, o DisclosureOrder) (*Disclosure, error) {
	if sees, _ := c.SeesFiles(actor, now); f.Case != c.ID || f.State != FileKept || !sees {
		return nil, NotFound()
	}
	o.Kind, o.Scope = DisclosedByFile, Scope{Sheet: true, Notes: true} // a file may hold anything: consent to a part is not enough
	if err := c.checkDisclosure(actor, now, o); err != nil {
		return nil, err
	}
	return &Disclosure{ID: NewID(now), Case: c.ID, Kind: DisclosedByFile, File: f.ID, From: actor.Agency, To: o.To, ToName: o.ToName, By: actor.Account, At: now,
		Persons: c.onSheet(), Purpose: o.Purpose, Ground: o.Ground, GroundNote: o.GroundNote, Conditions: o.Conditions}, nil
}

// FileName is what a file is called from now on: without folders, without characters that are not seen or turn the reading
// order round (an .exe that looks like a .pdf), with the ending of its type. No character of a Japanese name is lost.
func FileName(given string, t FileType) (string, error) {
	ends := endings[t]
	if len(ends) == 0 {
		return "", unknownFileType()
	}
	name := cleanFileName(given)
	ending := strings.ToLower(path.Ext(name))
	switch {
	case name == "" || name == ending:
		return "ファイル" + ends[0], nil
	case ending == "" || strings.ContainsFunc(ending[1:], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) || len(ending) > 6:
		return shorten(name, ends[0]), nil
	case !slices.Contains(ends, ending):
		return "", &Error{Code: CodeInvalid, Detail: "ファイルをご確認ください。", Fields: []FieldError{{Pointer: "/file", Code: "not_allowed",
			Message: "ファイルの中身は" + fileTypeNames[t] + "ですが、名前の終わりが「" + ending + "」になっています。正しいファイルかご確認ください。"}}}
	}
	return shorten(name[:len(name)-len(ending)], ending), nil
}

func cleanFileName(given string) string {
	if at := strings.LastIndexAny(given, `/\`); at >= 0 {
		given = given[at+1:]
	}
	name := strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar, unicode.Is(unicode.Cc, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), unicode.Is(unicode.Cf, r):
			return -1 // Cf: the marks that turn the reading order, and what has no width; variation selectors are none of them
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(given, ""))
	return strings.TrimLeft(strings.Trim(name, " ."), " .")
}

// shorten keeps a name within its limit; a name that Windows keeps for devices gets a mark.
func shorten(stem, ending string) string {
	stem = strings.TrimRight(stem, " .")
	if device(stem) {
		stem = "_" + stem
	}
	for textnorm.Graphemes(stem) > maxFileName {
		r := []rune(stem)
		stem = string(r[:len(r)-1])
	}
	return stem + ending
}

func device(stem string) bool {
	s, _, _ := strings.Cut(strings.ToUpper(stem), ".")
	return slices.Contains([]string{"CON", "PRN", "AUX", "NUL"}, s) || len(s) == 4 && (s[:3] == "COM" || s[:3] == "LPT") && s[3] >= '0' && s[3] <= '9'
}

func unknownFileType() error {
	return &Error{Code: CodeInvalid, Detail: "ファイルをご確認ください。", Fields: []FieldError{{Pointer: "/file", Code: "unknown",
		Message: "この種類のファイルは添付できません。PDF、画像（PNG・JPEG・WebP・HEIC）、Excel（xlsx）、Word（docx）、テキストを選んでください。"}}}
}

// UnknownFileType is the answer to content of a kind that is not taken.
func UnknownFileType() error { return unknownFileType() }
