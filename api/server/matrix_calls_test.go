package server

import (
	"time"

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
		"getInformationSheet": {}, "makeInformationSheetPdf": {body: ownWork}, "makePlanPdf": {body: ownWork}, "getAgenciesPdf": {}, "listInformationVersions": {}, "getInformationVersion": {}, "updateInformationSheet": {body: `{"content":{}}`, ifMatch: true},
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
		"getBlankSheet": {}, "getBlankSheetPdf": {}, "makeSheetPdf": {body: ownWork}, "checkSheetImport": {body: upload, media: media}, "importSheet": {body: upload, media: media},
		"listFiles": {}, "exportCases": {body: thisYearAsCSV}, "listExports": {}, "getExport": {}, "cancelExport": {}, "downloadExport": {}, "attachFile": {body: upload, media: media}, "previewFile": {}, "downloadFile": {body: ownWork}, "removeFile": {body: `{"reason":"誤り"}`, ifMatch: true},
	} {
		calls[op] = how
	}
}

func (m *matrix) surveyCalls(calls map[string]asked) {
	agency := `{"agencyId":"` + string(m.agencies[kikan]) + `"}`
	for op, how := range map[string]asked{
		"listTrainings": {}, "planTraining": {body: plannedTraining}, "getTraining": {}, "updateTraining": {body: plannedTraining, ifMatch: true}, "holdTraining": {body: `{"attendance":[],"others":1}`, ifMatch: true},
		"cancelTraining": {body: `{"reason":"x"}`, ifMatch: true},
		"listSurveys":    {}, "createSurvey": {body: `{"fiscalYear":2030}`}, "getSurvey": {}, "getSurveyResults": {}, "newSurveyLink": {body: agency},
		"updateSurvey": {body: `{"title":"x","choices":["a"],"mostChoices":1,"topics":["b"],"closesOn":"2027-03-01"}`, ifMatch: true},
		"openSurvey":   {body: `{"agencyIds":["` + string(m.agencies[kikan]) + `"]}`, ifMatch: true}, "remindSurvey": {ifMatch: true}, "closeSurvey": {ifMatch: true},
	} {
		calls[op] = how
	}
}

// advised lets the advisors' own relation advise on a case, in words that hold what was planted, and draws its household.
func (m *matrix) advised(advisor casework.ID, c planted, ids map[string]string) {
	m.t.Helper()
	id := casework.ID(ids["{caseId}"])
	d := m.dispatchOn(naka, id)
	sql[int](m.stage, `UPDATE dispatches SET state = 'assigned', advisor_id = $2, account_id = $3, advisor_name = '助言 太郎', assigned_at = $4, assigned_by = $5, confirm_due_at = $4, ground = 'life_and_body' WHERE id = $1 RETURNING version`,
		d, advisor, m.people["package-advisor"].account, noon, m.people[desk].account) // the coordinators do not see every case of this stage
	want[gen.Dispatch](m.t, m.dispatchVerb("package-advisor", d, "confirm", map[string]any{"pledged": true}), 200)
	want[gen.Dispatch](m.t, m.dispatchVerb("package-advisor", d, "advise", map[string]any{"on": "2026-11-24", "text": "続けて通う。"}), 200)
	picture := `{"people":[],"unions":[],"parents":[],"ties":[{"id":"` + unknownID + `","resource":"友人","kind":"strong","note":"` + c.words + `"}]}`
	want[gen.HouseholdPicture](m.t, m.as(naka).do("PUT", "/api/v1/cases/"+string(id)+"/household-picture", picture, ifMatchHeader(`"0"`)), 200)
	ids["{dispatchId}"], ids["{advisorId}"] = string(d), string(advisor)
}

// dispatchCalls, peopleCalls and keepingCalls are further lines of matrixCalls. A wrong version (412) shows that the verb is theirs and changes nothing.
func (m *matrix) dispatchCalls(calls map[string]asked) {
	rows := map[string]call{}
	m.advisedRows(rows)
	for op, row := range rows {
		calls[op] = asked{body: row.body, ifMatch: row.ifMatch != ""}
	}
	for op, how := range map[string]asked{
		"assignDispatch": {body: `{"advisorId":"{advisorId}"}`, ifMatch: true}, "listDispatches": {query: "?caseId={caseId}"}, "listAdvisors": {}, "getAdvisor": {}, "listAdvice": {query: "?q={name}"},
		"createAdvisor": {body: toJSON(advisorInput("別の 人", ""))}, "updateAdvisor": {body: toJSON(advisorInput("別の 方", "")), ifMatch: true},
	} {
		calls[op] = how
	}
}

func (m *matrix) peopleCalls(calls map[string]asked) {
	for op, how := range map[string]asked{
		"listAccounts": {query: "?count=true"}, "getUpkeep": {}, "getAccount": {}, "updateAccount": {body: `{"name":"新しい 名","email":"new@example.test"}`, ifMatch: true}, "resendInvitation": {ifMatch: true},
		"cancelInvitation": {ifMatch: true}, "getOpenWork": {}, "deactivateAccount": {ifMatch: true}, "reactivateAccount": {ifMatch: true}, "resetPassword": {ifMatch: true},
		"forgetFactors": {ifMatch: true}, "endAccountSessions": {ifMatch: true}, "listInvitablePeople": {}, "listRooms": {}, "getCalendarFeed": {}, "getSettings": {},
		"grantRole": {body: toJSON(map[string]any{"agencyId": m.agencies[naka], "role": "worker"}), ifMatch: true}, "setDeputy": {body: toJSON(map[string]any{"agencyId": m.agencies[naka], "until": "2026-12-31"}), ifMatch: true},
		"handOverWork": {body: toJSON(map[string]any{"agencyId": m.agencies[naka], "toAccountId": m.people[naka].account}), ifMatch: true},
		"endRole":      {body: toJSON(map[string]any{"agencyId": m.agencies[naka], "role": "worker"}), ifMatch: true}, "verifyAgency": {ifMatch: true}, "listAgencyChanges": {},
	} {
		calls[op] = how
	}
}

func (m *matrix) keepingCalls(calls map[string]asked) {
	span := "&from=2026-11-01&until=2026-11-30"
	for op, how := range map[string]asked{
		"listRetention": {query: "?count=true"}, "listDisposals": {query: "?count=true"}, "releaseRetention": {}, "holdRetention": {body: `{"reason":"訴訟のため"}`},
		"proposeDisposal": {body: `{"caseIds":["{caseId}"]}`}, "getAnnualStatistics": {}, "getAnnualStatisticsPdf": {}, "getAnnualYear": {}, "listStatisticItems": {query: "?measure=escalations_total&fiscalYear=2026"},
		"getPanel": {query: "?panel=case_issues" + span}, "listPanelItems": {query: "?panel=case_issues" + span + "&row=care&column=count"},
		"draftBreachReport": {body: toJSON(map[string]any{"caseNumbers": []string{m.numbers[0]}, "from": noon.Add(-time.Hour), "to": noon.Add(48 * time.Hour), "knownOn": "2026-11-24", "malicious": false})},
	} {
		calls[op] = how
	}
}

// studyCalls are the lines of case studies.
func (m *matrix) studyCalls(calls map[string]asked) {
	for op, how := range map[string]asked{
		"listStudies": {query: "?count=true&q={name}"}, "createStudy": {body: `{"caseId":"{caseId}"}`}, "getStudy": {}, "updateStudy": {body: toJSON(studyContent(gen.Study{Title: "事例"}, "")), ifMatch: true},
		"submitStudy": {ifMatch: true}, "approveStudy": {ifMatch: true}, "sendBackStudy": {body: `{"text":"x"}`, ifMatch: true}, "withdrawStudy": {ifMatch: true},
	} {
		calls[op] = how
	}
}
