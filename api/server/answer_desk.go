package server

import "net/http"

// The operations of the desk that answer with *answer.

func (a *answer) VisitSettleCaseResponse(w http.ResponseWriter) error             { return a.write(w) }
func (a *answer) VisitMonitorCaseResponse(w http.ResponseWriter) error            { return a.write(w) }
func (a *answer) VisitSuspendCaseResponse(w http.ResponseWriter) error            { return a.write(w) }
func (a *answer) VisitResumeCaseResponse(w http.ResponseWriter) error             { return a.write(w) }
func (a *answer) VisitReopenCaseResponse(w http.ResponseWriter) error             { return a.write(w) }
func (a *answer) VisitRedirectHandoffResponse(w http.ResponseWriter) error        { return a.write(w) }
func (a *answer) VisitCreateEscalationResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitOrganizeEscalationResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitReassignEscalationResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a *answer) VisitSettleEscalationResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a *answer) VisitLinkEscalationResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitLogContactResponse(w http.ResponseWriter) error             { return a.write(w) }
func (a *answer) VisitCorrectContactResponse(w http.ResponseWriter) error         { return a.write(w) }
func (a *answer) VisitUpdateInformationSheetResponse(w http.ResponseWriter) error { return a.write(w) }
