package casework

import (
	"crypto/sha256"
	"strings"
	"testing"
	"time"
)

func paper(name string, t FileType) FileOrder {
	sum := sha256.Sum256([]byte(name))
	return FileOrder{AttachedTo: FileOfCase, Name: name, Type: t, Size: 10, SHA256: sum[:], Key: "files/x"}
}

func TestWhoMayAttachAndRemoveAFile(t *testing.T) {
	c, _ := asked(t) // elder leads, debts is asked to
	joined := handOff(t, c, AskJoin, kids)
	must(t, c.Join(worker(kids), latest(c), joined.ID, ""))
	now := latest(c).Add(time.Hour)
	f, err := c.AttachFile(worker(kids), now, paper("診断書.pdf", FilePDF), FilesHeld{})
	must(t, err)
	for _, who := range []struct {
		name           string
		actor          Actor
		attach, remove Code
		sees           bool
	}{
		{"nobody", Actor{}, CodeForbidden, CodeNotFound, false},
		{"an agency outside", worker(health), CodeForbidden, CodeNotFound, false},
		{"a coordinator of another case", coordinator(), CodeForbidden, CodeNotFound, false},
		{"the receiver of a live つなぎ", worker(debts), CodeForbidden, CodeNotFound, false},
		{"the lead", worker(elder), "", "", true},
		{"who attached it", worker(kids), "", "", true},
	} {
		if _, err := c.AttachFile(who.actor, now, paper("a.pdf", FilePDF), FilesHeld{}); CodeOf(err) != who.attach {
			t.Errorf("%s attaches: %v", who.name, err)
		}
		if sees, _ := c.SeesFiles(who.actor, now); sees != who.sees {
			t.Errorf("%s sees files: %v", who.name, sees)
		}
		copied := *f
		if err := c.RemoveFile(who.actor, now, &copied, "誤って添付したため"); CodeOf(err) != who.remove {
			t.Errorf("%s removes: %v", who.name, err)
		}
	}
	wantCode(t, c.RemoveFile(worker(elder), now, f, " "), CodeInvalid)
	must(t, c.RemoveFile(worker(elder), now, f, "重複"))
	wantCode(t, c.RemoveFile(worker(elder), now, f, "もう一度"), CodeWrongState)
	if f.State != FileRemoved || f.RemovedAt == nil || f.Reason != "重複" {
		t.Errorf("%+v", f)
	}
}

func TestAnotherSupportingAgencyCannotRemoveAFile(t *testing.T) {
	c := filed(t)
	must(t, c.Join(worker(kids), latest(c), handOff(t, c, AskJoin, kids).ID, ""))
	f, err := c.AttachFile(worker(elder), latest(c), paper("a.txt", FileText), FilesHeld{})
	must(t, err)
	wantCode(t, c.RemoveFile(worker(kids), latest(c), f, "いらない"), CodeForbidden)
	if got := c.FileActions(f, worker(kids)); len(got) != 0 {
		t.Errorf("offered %v", got)
	}
}

// A picture or a form shows an address that no mask can take out.
func TestProtectionKeepsFilesFromWhoIsNotListed(t *testing.T) {
	c := filed(t)
	must(t, c.Join(worker(kids), latest(c), handOff(t, c, AskJoin, kids).ID, ""))
	now := latest(c).Add(time.Minute)
	f, err := c.AttachFile(worker(kids), now, paper("a.pdf", FilePDF), FilesHeld{})
	must(t, err)
	_, err = c.Protect(worker(elder), now, ProtectionOrder{Person: c.Members[0].ID, Reason: "DV"})
	must(t, err)
	if sees, withheld := c.SeesFiles(worker(kids), now); sees || !withheld {
		t.Errorf("not listed: sees %v, withheld %v", sees, withheld)
	}
	if sees, _ := c.SeesFiles(worker(elder), now); !sees {
		t.Error("who set it does not see the files")
	}
	_, err = c.DiscloseFile(worker(kids), now, f, DisclosureOrder{To: kids, Ground: "own_work"})
	wantCode(t, err, CodeNotFound)
	wantCode(t, c.RemoveFile(worker(kids), now, f, "x"), CodeNotFound)
	_, err = c.BreakGlass(worker(kids), now, c.Members[0].ID, "救急")
	must(t, err)
	if sees, _ := c.SeesFiles(worker(kids), now.Add(BreakGlassFor-time.Second)); !sees {
		t.Error("an emergency look does not show the files")
	}
	if sees, _ := c.SeesFiles(worker(kids), now.Add(BreakGlassFor)); sees {
		t.Error("the emergency look does not end")
	}
}

func TestAFileLeavesOnlyOnAGround(t *testing.T) {
	c := filed(t)
	f, err := c.AttachFile(worker(elder), latest(c), paper("a.pdf", FilePDF), FilesHeld{})
	must(t, err)
	_, err = c.DiscloseFile(worker(elder), latest(c), f, DisclosureOrder{To: elder})
	wantCode(t, err, CodeInvalid)
	_, err = c.DiscloseFile(worker(elder), latest(c), f, DisclosureOrder{ToName: "東山病院", Ground: "own_work"})
	wantCode(t, err, CodeInvalid)
	d, err := c.DiscloseFile(worker(elder), latest(c), f, DisclosureOrder{To: elder, Ground: "own_work"})
	must(t, err)
	if d.Kind != DisclosedByFile || d.File != f.ID || len(d.Persons) != 2 {
		t.Errorf("%+v", d)
	}
}

func TestFilesHaveLimits(t *testing.T) {
	c := filed(t)
	for name, o := range map[string]FileOrder{
		"nothing in it": {Name: "a.pdf", Type: FilePDF, SHA256: make([]byte, 32), Key: "k"},
		"too large":     {Name: "a.pdf", Type: FilePDF, Size: MaxFileSize + 1, SHA256: make([]byte, 32), Key: "k"},
		"unknown type":  {Name: "a.exe", Type: "application/x-msdownload", Size: 1, SHA256: make([]byte, 32), Key: "k"},
	} {
		if _, err := c.AttachFile(worker(elder), latest(c), o, FilesHeld{}); CodeOf(err) != CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := c.AttachFile(worker(elder), latest(c), paper("a.pdf", FilePDF), FilesHeld{Kept: MaxFilesPerCase})
	wantCode(t, err, CodeWrongState)
	_, err = c.AttachFile(worker(elder), latest(c), paper("a.pdf", FilePDF), FilesHeld{Same: true})
	wantCode(t, err, CodeDuplicate)
}

func TestNamesOfFilesAreCleaned(t *testing.T) {
	for _, x := range []struct {
		given string
		t     FileType
		want  string
	}{
		{"診断書.pdf", FilePDF, "診断書.pdf"},
		{"𠮷野さん 辻\U000E0100.pdf", FilePDF, "𠮷野さん 辻\U000E0100.pdf"},
		{"../../etc/passwd.txt", FileText, "passwd.txt"},
		{`C:\Users\yamada\写真.JPG`, FileJPEG, "写真.jpg"},
		{"報告\u202efdp.exe.pdf", FilePDF, "報告fdp.exe.pdf"},
		{"a\x00b\nc\u2028d\u200b.png", FilePNG, "abcd.png"},
		{"  ..隠し.docx. ", FileDOCX, "隠し.docx"},
		{"", FilePDF, "ファイル.pdf"},
		{".pdf", FilePDF, "pdf.pdf"},
		{"con.txt", FileText, "_con.txt"},
		{`会議<1>:"案"?.xlsx`, FileXLSX, "会議_1___案__.xlsx"},
		{"令和7.3.2の記録", FilePDF, "令和7.3.2の記録.pdf"},
		{"壊れ\xff名.png", FilePNG, "壊れ名.png"},
		{strings.Repeat("長", 300) + ".pdf", FilePDF, strings.Repeat("長", maxFileName) + ".pdf"},
	} {
		if got, err := FileName(x.given, x.t); err != nil || got != x.want {
			t.Errorf("%q: %q, %v; want %q", x.given, got, err, x.want)
		}
	}
	for _, bad := range []struct {
		name string
		t    FileType
	}{{"請求書.pdf", FileJPEG}, {"a.exe", FileText}, {"a.html", FileText}, {"a.xlsm", FileXLSX}, {"写真.jpg", FilePNG}} {
		if _, err := FileName(bad.name, bad.t); CodeOf(err) != CodeInvalid {
			t.Errorf("%s as %s: %v", bad.name, bad.t, err)
		}
	}
}
