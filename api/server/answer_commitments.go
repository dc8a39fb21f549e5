package server

import "net/http"

// The operations on roles, plans and the gate that answer with *answer.

func (a *answer) VisitProposeAssignmentResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitTakeAssignmentResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitReportAssignmentResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitCompleteAssignmentResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a *answer) VisitStruggleAssignmentResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a *answer) VisitReassignAssignmentResponse(w http.ResponseWriter) error    { return a.write(w) }
func (a *answer) VisitRetimeAssignmentResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitHandOnAssignmentResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitDraftPlanResponse(w http.ResponseWriter) error             { return a.write(w) }
func (a *answer) VisitEditPlanResponse(w http.ResponseWriter) error              { return a.write(w) }
func (a *answer) VisitAgreePlanResponse(w http.ResponseWriter) error             { return a.write(w) }
func (a *answer) VisitRevisePlanResponse(w http.ResponseWriter) error            { return a.write(w) }
func (a *answer) VisitReviewPlanResponse(w http.ResponseWriter) error            { return a.write(w) }
func (a *answer) VisitEndPlanResponse(w http.ResponseWriter) error               { return a.write(w) }
func (a *answer) VisitRecordMonitoringResponse(w http.ResponseWriter) error      { return a.write(w) }
func (a *answer) VisitNoteMissingResourceResponse(w http.ResponseWriter) error   { return a.write(w) }
func (a *answer) VisitAnswerMissingResourceResponse(w http.ResponseWriter) error { return a.write(w) }
func (a *answer) VisitCloseCaseResponse(w http.ResponseWriter) error             { return a.write(w) }
