package server

import (
	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

// managePeople does everything with accounts, settings and the directory; nothing of a case may come along.
func (w *hiding) managePeople(do func(writing) reply) {
	w.t.Helper()
	admin := "kikaku-system_admin"
	tag := func(r reply) []string { return []string{ifMatchHeader(r.header.Get("ETag"))} }
	agency := w.agencies[kikan]
	r := do(writing{op: "inviteAccount", by: admin, body: map[string]any{"name": "新人 花", "email": "hana@kikan.example",
		"roles": []any{map[string]any{"agencyId": agency, "role": "worker"}, map[string]any{"agencyId": w.agencies[kokoro], "role": "worker"}}}})
	id := want[gen.Account](w.t, r, 201).Id
	w.ids["accountId"] = string(id)
	r = do(writing{op: "cancelInvitation", by: admin, headers: tag(r)})
	do(writing{op: "resendInvitation", by: admin, headers: tag(r)})
	link := []string{"X-Link-Token: " + w.token("invitation")}
	do(writing{op: "readPasswordLink", by: admin, body: map[string]any{"kind": "invitation"}, headers: link})
	do(writing{op: "usePasswordLink", by: admin, body: map[string]any{"kind": "invitation", "newPassword": testPassword}, headers: link})
	r = w.get(admin, "/accounts/"+string(id))
	r = do(writing{op: "updateAccount", by: admin, body: map[string]any{"name": "新人 華", "email": "hana@kikan.example"}, headers: tag(r)})
	r = do(writing{op: "grantRole", by: admin, body: map[string]any{"agencyId": agency, "role": "coordinator"}, headers: tag(r)})
	r = do(writing{op: "endRole", by: admin, body: map[string]any{"agencyId": agency, "role": "coordinator"}, headers: tag(r)})
	r = do(writing{op: "setDeputy", by: admin, body: map[string]any{"agencyId": agency, "until": "2027-03-31"}, headers: tag(r)})
	r = do(writing{op: "resetPassword", by: admin, headers: tag(r)})
	r = do(writing{op: "forgetFactors", by: admin, headers: tag(r)})
	do(writing{op: "endAccountSessions", by: admin, headers: tag(r)})
	worker := w.people[kikan].account
	w.sheet(kikan, canaryContent())
	w.ids["accountId"] = string(worker)
	r = w.get(admin, "/accounts/"+string(worker))
	do(writing{op: "handOverWork", by: admin, body: map[string]any{"agencyId": agency, "toAccountId": id}, headers: tag(r)})
	w.ids["accountId"] = string(id)
	w.handBack(id, worker)
	r = w.get(admin, "/accounts/"+string(id))
	r = do(writing{op: "deactivateAccount", by: admin, headers: tag(r)})
	do(writing{op: "reactivateAccount", by: admin, headers: tag(r)})
	do(writing{op: "requestPasswordLink", by: admin, body: map[string]any{"email": "hana@kikan.example"}})
	do(writing{op: "changeSettings", by: admin, body: map[string]any{"values": []any{map[string]any{"key": "hop_limit", "value": 4}}}, headers: tag(w.get(admin, "/settings"))})
	w.ids["agencyId"] = string(agency)
	r = do(writing{op: "verifyAgency", by: admin, headers: tag(w.get(admin, "/agencies/"+string(agency)))})
	do(writing{op: "updateAgency", by: admin, body: entryOf(want[gen.Agency](w.t, r, 200)), headers: tag(r)})
}

// handBack empties an account again.
func (w *hiding) handBack(from, to casework.ID) {
	w.t.Helper()
	if _, err := w.eye.Exec(w.t.Context(), `UPDATE sheets SET created_by = $2 WHERE created_by = $1`, from, to); err != nil {
		w.t.Fatal(err)
	}
}

// entryOf is an agency as it would be sent back.
func entryOf(a gen.Agency) map[string]any {
	services := []any{}
	for _, v := range a.Services {
		services = append(services, map[string]any{"id": v.Id, "name": v.Name, "fields": v.Fields, "wards": v.Wards, "districts": v.Districts, "issueTypes": v.IssueTypes})
	}
	return map[string]any{"name": a.Name, "kana": a.Kana, "kind": a.Kind, "phone": "086-000-0000", "services": services}
}

// token reads the newest link of a kind out of the outbox, as its receiver would.
func (s *stage) token(kind string) string {
	s.t.Helper()
	return sql[string](s, `SELECT substring(body FROM '#([A-Za-z0-9_-]{43})') FROM messages WHERE kind = $1 ORDER BY created_at DESC, id DESC LIMIT 1`, kind)
}

// ofPeople adds the operations on people, and on the directory, to the walk of what does not exist for others.
func (s *stage) ofPeople(ids map[string]string, rows map[string]call) {
	ids["{accountId}"], ids["{agencyId}"] = string(s.people[naka].account), string(s.agencies[naka])
	for _, op := range []string{"getAccount", "updateAccount", "resendInvitation", "cancelInvitation", "grantRole", "endRole", "setDeputy", "getOpenWork", "handOverWork",
		"deactivateAccount", "reactivateAccount", "resetPassword", "forgetFactors", "endAccountSessions", "updateAgency", "verifyAgency"} {
		rows[op] = call{}
	}
}
