package server

import (
	"bytes"
	"strings"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files/filestest"
)

// canaryFile attaches what shows where the household lives, before it is protected: in its name, and behind its picture.
func (w *hiding) canaryFile(id casework.ID) casework.ID {
	w.t.Helper()
	content := append(filestest.JPEG(8, 8), []byte(canaryWords)...)
	want[gen.File](w.t, w.attach(kikan, id, "", canaryTown+"の地図.pdf", append([]byte("%PDF-1.7 "), []byte(canaryWords)...)), 201)
	return want[gen.File](w.t, w.attach(naka, id, "", canaryTown+"の家.jpg", content), 201).Id
}

// files: an agency that is not listed may add to the case, and sees, takes away and removes nothing, not even what it
// attached itself; who is listed is answered, so that the walk proves something.
func (w *hiding) files() {
	w.t.Helper()
	_, operations := contract(w.t)
	body, contentType := form("面談の記録.pdf", []byte("%PDF-1.7 静か"))
	for _, name := range append([]string{yorisoi}, w.unlisted...) {
		w.try(operations["attachFile"], name, "", body, "Content-Type: "+contentType)
		w.try(operations["listFiles"], name, "", "")
		w.try(operations["exportCases"], name, "", thisYearAsCSV)
		w.try(operations["previewFile"], name, "", "")
		w.try(operations["downloadFile"], name, "", ownWork)
		w.try(operations["makeSheetPdf"], name, "", ownWork)
		w.try(operations["removeFile"], name, "", `{"reason":"誤り"}`, ifMatchHeader(`"1"`))
	}
	paper, paperType := form("用紙.xlsx", w.paper(map[string]string{"氏名": "霧島 千代"})) // the name is known; the address must not come with it
	for _, op := range []string{"checkSheetImport", "importSheet"} {
		w.try(operations[op], kikan, "", paper, "Content-Type: "+paperType)
		w.answered[op] = true
	}
	list := w.filesOf(kikan, w.caseID())
	if len(list.Items) != 0 || list.Withheld < 2 {
		w.t.Errorf("not listed: %+v", list)
	}
	id := casework.ID(w.ids["fileId"])
	if r := w.download(fukushi, id, ownWork); r.status != 200 || !bytes.Contains(r.body, []byte(canaryWords)) {
		w.t.Errorf("who is listed takes it away: %d", r.status)
	}
	w.onlyListedHaveOnPaper("makeSheetPdf", yorisoi)
	w.exports(operations, yorisoi)
	for _, op := range []string{"previewFile", "downloadFile", "removeFile"} {
		w.answered[op] = true
	}
}

// exports: a table of cases, looked at on its way and saved.
func (w *hiding) exports(operations map[string]operation, name string) {
	w.t.Helper()
	for w.server.ExportOnce(w.t.Context()) {
	}
	w.ids["exportId"] = string(want[gen.ExportPage](w.t, w.try(operations["listExports"], name, "", ""), 200).Items[0].Id)
	want[gen.Export](w.t, w.try(operations["getExport"], name, "", ""), 200)
	w.try(operations["cancelExport"], name, "", "")
	if r := w.try(operations["downloadExport"], name, "", ""); r.status != 200 || len(r.body) < 100 {
		w.t.Errorf("no table: %d %s", r.status, r.body)
	}
	for _, op := range []string{"exportCases", "listExports", "getExport", "cancelExport", "downloadExport"} {
		w.answered[op] = true
	}
}

// onlyListedHaveOnPaper: who is not listed has a document without the canary, who is listed has it whole, so that the walk proves something.
func (w *hiding) onlyListedHaveOnPaper(op, unlisted string) {
	w.t.Helper()
	_, operations := contract(w.t)
	if r := w.try(operations[op], unlisted, "", ownWork); r.status != 200 {
		w.t.Errorf("%s: who is not listed has no paper: %d %s", op, r.status, r.body)
	}
	path := operations[op].path
	for param, value := range w.ids {
		path = strings.ReplaceAll(path, "{"+param+"}", value)
	}
	if r := w.as(fukushi).do("POST", "/api/v1"+path, ownWork); r.status != 200 || holds(r) == nil {
		w.t.Errorf("%s: who is listed does not read it: %d", op, r.status)
	}
}

// disposals: the city office lists, holds, proposes and approves; nothing of it says a word of anybody.
func (w *hiding) disposals(do func(writing) reply) {
	w.t.Helper()
	w.cast(approver, "kikaku", casework.RoleCityOffice)
	kept := w.ids["caseId"]
	id := w.file(kokoro, household8050("雪野 霞", "ゆきの かすみ"))
	w.closeBySQL(id)
	if _, err := w.eye.Exec(w.t.Context(), `UPDATE cases SET closed_at = closed_at - interval '8 years' WHERE id = $1`, id); err != nil {
		w.t.Fatal(err)
	}
	w.ids["caseId"] = string(id)
	do(writing{op: "holdRetention", by: proposer, body: map[string]any{"reason": "監査のため"}})
	do(writing{op: "releaseRetention", by: proposer})
	order := map[string]any{"caseIds": []any{id}}
	d := want[gen.Disposal](w.t, do(writing{op: "proposeDisposal", by: proposer, body: order}), 201)
	w.ids["disposalId"] = string(d.Id)
	do(writing{op: "withdrawDisposal", by: proposer, headers: []string{ifMatchHeader(d.Etag)}})
	d = want[gen.Disposal](w.t, do(writing{op: "proposeDisposal", by: proposer, body: order}), 201)
	w.ids["disposalId"] = string(d.Id)
	do(writing{op: "approveDisposal", by: approver, headers: []string{ifMatchHeader(d.Etag)}})
	w.ids["caseId"] = kept
}
