package server

import (
	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/files/filestest"
)

// attached puts a file on a case, whose name and content hold what was planted.
func (m *matrix) attached(id casework.ID, c planted, ids map[string]string) {
	m.t.Helper()
	ids["{fileId}"] = string(want[gen.File](m.t, m.attach(naka, id, "", c.town+".jpg", append(filestest.JPEG(4, 4), []byte(c.words)...)), 201).Id)
}

// onTheDesk is what the coordinators keep of a case: the escalation, a contact, what they know.
func (m *matrix) onTheDesk(id casework.ID, c planted, ids map[string]string) {
	m.t.Helper()
	ids["{escalationId}"] = sql[string](m.stage, `SELECT id::text FROM escalations WHERE case_id = $1`, id)
	ids["{contactId}"] = string(want[gen.Contact](m.t, m.contact(desk, map[string]any{"caseId": id, "kind": "phone", "at": m.now(), "agencyIds": []any{m.agencies[naka]}, "note": c.words}), 201).Id)
	r := m.get(desk, "/cases/"+string(id)+"/information-sheet")
	content := want[gen.InformationSheet](m.t, r, 200).Content
	content.Policy = c.words
	want[gen.InformationSheet](m.t, m.information(desk, id, content, r.header.Get("ETag")), 200)
}

// deskCalls, fileCalls and surveyCalls are further lines of matrixCalls.
func (m *matrix) deskCalls(calls map[string]asked) {
	contact := toJSON(map[string]any{"caseId": "{caseId}", "kind": "phone", "at": noon, "agencyIds": []any{m.agencies[naka]}})
	for op, how := range map[string]asked{
		"getEscalation": {}, "organizeEscalation": {ifMatch: true}, "settleEscalation": {body: `{"class":"advice_only","outcome":"x"}`, ifMatch: true},
		"reassignEscalation": {body: `{"coordinatorId":"` + string(m.people[desk].account) + `"}`, ifMatch: true}, "linkEscalation": {body: `{"caseNumber":"R9-0001"}`, ifMatch: true},
		"createEscalation": {body: `{"channel":"phone","askedBy":"係","text":"x"}`}, "logContact": {body: contact}, "listContacts": {query: "?caseId={caseId}"}, "listCoordinators": {},
		"correctContact":      {body: toJSON(map[string]any{"kind": "phone", "at": noon, "agencyIds": []any{m.agencies[naka]}, "reason": "誤記"}), ifMatch: true},
		"getInformationSheet": {}, "listInformationVersions": {}, "getInformationVersion": {}, "updateInformationSheet": {body: `{"content":{}}`, ifMatch: true},
		"settleCase": {body: `{"class":"coordinated","to":"supporting","outcome":"x"}`, ifMatch: true}, "monitorCase": {ifMatch: true}, "resumeCase": {ifMatch: true},
		"suspendCase": {body: `{"reason":"入院","watchConditions":"退院","reviewOn":"2027-01-31"}`, ifMatch: true}, "reopenCase": {body: `{"reason":"再び"}`, ifMatch: true},
		"redirectHandoff": {body: toJSON(map[string]any{"nextAgencyId": m.agencies[kokoro], "reason": "x", "ground": "life_and_body"}), ifMatch: true},
	} {
		calls[op] = how
	}
}

func (m *matrix) fileCalls(calls map[string]asked) {
	upload, media := form("a.pdf", aPDF)
	for op, how := range map[string]asked{
		"listFiles": {}, "attachFile": {body: upload, media: media}, "previewFile": {}, "downloadFile": {body: ownWork}, "removeFile": {body: `{"reason":"誤り"}`, ifMatch: true},
	} {
		calls[op] = how
	}
}

func (m *matrix) surveyCalls(calls map[string]asked) {
	agency := `{"agencyId":"` + string(m.agencies[kikan]) + `"}`
	for op, how := range map[string]asked{
		"listSurveys": {}, "createSurvey": {body: `{"fiscalYear":2030}`}, "getSurvey": {}, "getSurveyResults": {}, "newSurveyLink": {body: agency},
		"updateSurvey": {body: `{"title":"x","choices":["a"],"mostChoices":1,"topics":["b"],"closesOn":"2027-03-01"}`, ifMatch: true},
		"openSurvey":   {body: `{"agencyIds":["` + string(m.agencies[kikan]) + `"]}`, ifMatch: true}, "remindSurvey": {ifMatch: true}, "closeSurvey": {ifMatch: true},
	} {
		calls[op] = how
	}
}
