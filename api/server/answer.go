package server

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// answer is what a change is answered with. It is rendered before the commit, so that the very same
// bytes can be given again when the request is repeated with its Idempotency-Key.
type answer struct {
	status  int
	headers map[string]string
	body    any
	bare    bool // holds nothing that anybody wrote on the case
}

// ok answers 200 with the resource and its version; version 0 = no ETag.
func ok(body any, version int) *answer { return newAnswer(http.StatusOK, body, version) }

// created answers 201; location is the path of what was made, "" = none.
func created(body any, version int, location string) *answer {
	a := newAnswer(http.StatusCreated, body, version)
	if location != "" {
		a.headers["Location"] = location
	}
	return a
}

// accepted answers 202: what was asked for is made in the background, and is seen at location.
func accepted(body any, location string) *answer {
	a := newAnswer(http.StatusAccepted, body, 0)
	a.headers["Location"] = location
	return a
}

// done answers 204.
func done() *answer { return newAnswer(http.StatusNoContent, nil, 0) }

func newAnswer(status int, body any, version int) *answer {
	a := &answer{status: status, headers: map[string]string{}, body: body}
	if version > 0 {
		a.headers["ETag"] = etagText(version)
	}
	if body != nil {
		a.headers["Content-Type"] = "application/json"
	}
	return a
}

// replay is the first answer, given again.
func replay(kept *store.Answer) *answer {
	a := &answer{status: kept.Status, headers: maps.Clone(kept.Headers)}
	if len(kept.Body) > 0 {
		a.body = json.RawMessage(kept.Body)
	}
	a.headers["Idempotent-Replayed"] = "true"
	return a
}

// render turns the answer into bytes once.
func (a *answer) render() (store.Answer, error) {
	if a.body == nil {
		return store.Answer{Status: a.status, Headers: a.headers}, nil
	}
	body, err := json.Marshal(a.body)
	a.body = json.RawMessage(body)
	return store.Answer{Status: a.status, Headers: a.headers, Body: body}, err
}

func (a *answer) write(w http.ResponseWriter) error {
	kept, err := a.render()
	if err != nil {
		return err
	}
	for name, value := range a.headers {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.status)
	if len(kept.Body) > 0 {
		_, err = w.Write(kept.Body)
	}
	return err
}

// The operations that answer with *answer: whatever changes something.

func (a *answer) VisitCreateSheetResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitImportSheetResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitUpdateSheetResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitFileSheetResponse(w http.ResponseWriter) error            { return a.write(w) }
func (a *answer) VisitDiscardSheetResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitAmendSheetResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitCreateNoteResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitCorrectNoteResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitStartSupportResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitEscalateCaseResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitHandOffResponse(w http.ResponseWriter) error              { return a.write(w) }
func (a *answer) VisitAcceptHandoffResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitJoinHandoffResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitPassOnHandoffResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitAskHandoffResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitAnswerHandoffResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitWithdrawHandoffResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitEscalateHandoffResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitConnectHandoffResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitReportRefusalResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitProtectResponse(w http.ResponseWriter) error              { return a.write(w) }
func (a *answer) VisitEndProtectionResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitBreakGlassResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitProposeConferenceResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a *answer) VisitAnswerConferenceResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitRespondConferenceResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a *answer) VisitRemindConferenceResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitScheduleConferenceResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitRescheduleConferenceResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitCancelConferenceResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitAddRoomResponse(w http.ResponseWriter) error              { return a.write(w) }
func (a *answer) VisitUpdateRoomResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitCreateCalendarFeedResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitRevokeCalendarFeedResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitRegroundHandoffResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitRecordConsentResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitRecordDisclosureResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitTellCorrectionResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitAttachFileResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitRemoveFileResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitReadNotificationResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitReadAllNotificationsResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitRecordFiguresResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitFreezeYearResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitExplainYearResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitCreateSurveyResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitUpdateSurveyResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitOpenSurveyResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitRemindSurveyResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitCloseSurveyResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitCreateStudyResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitUpdateStudyResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitSubmitStudyResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitApproveStudyResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitSendBackStudyResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitWithdrawStudyResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitPlanTrainingResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitUpdateTrainingResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitHoldTrainingResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitCancelTrainingResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitExportCasesResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitCancelExportResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitNewSurveyLinkResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitGetSurveyFormResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitAnswerSurveyResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitChooseMailPreferenceResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitResendMailResponse(w http.ResponseWriter) error           { return a.write(w) }
func (a *answer) VisitDiscardMailResponse(w http.ResponseWriter) error          { return a.write(w) }
func (a *answer) VisitSendTestMailResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitImportAgenciesResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitDeleteCurrentSessionResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitChangePasswordResponse(w http.ResponseWriter) error       { return a.write(w) }

func (a *answer) VisitCreateAdvisorResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a *answer) VisitUpdateAdvisorResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a *answer) VisitRequestDispatchResponse(w http.ResponseWriter) error  { return a.write(w) }
func (a *answer) VisitAssignDispatchResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitConfirmDispatchResponse(w http.ResponseWriter) error  { return a.write(w) }
func (a *answer) VisitAdviseDispatchResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitFollowUpDispatchResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitCompleteDispatchResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitCancelDispatchResponse(w http.ResponseWriter) error   { return a.write(w) }

func (a *answer) VisitSaveHouseholdPictureResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitHoldRetentionResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitReleaseRetentionResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitProposeDisposalResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitApproveDisposalResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitWithdrawDisposalResponse(w http.ResponseWriter) error     { return a.write(w) }

// etagText is the strong entity tag of a version.
func etagText(version int) string { return `"` + strconv.Itoa(version) + `"` }

func etag(version int) *string {
	text := etagText(version)
	return &text
}

// ifMatch reads a version back. What is not one of our tags (a weak one, a list, *) is -1: no version
// matches it, so the rules still say 404, 403 or 409 before the answer becomes 412.
func ifMatch(header string) int {
	inner, isTag := strings.CutPrefix(strings.TrimSpace(header), `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	version, err := strconv.Atoi(inner)
	if !isTag || !closed || err != nil || version < 0 || etagText(version) != `"`+inner+`"` {
		return -1
	}
	return version
}
