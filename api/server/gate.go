package server

import (
	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/policy"
)

// beforePasswordChange is all that somebody with a first password can do.
var beforePasswordChange = map[string]bool{"getMe": true, "changePassword": true, "deleteCurrentSession": true}

// gate lets an operation through when one of the actor's roles has it in policy.csv. Absent = refused.
// Which case, and whether now, is for the rules.
func (s *Server) gate(op operation) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			session := traceOf(c.Request().Context()).session
			if session == nil {
				return refuse(codeUnauthenticated, "")
			}
			if !permitted(session.Actor.Roles, op.id) {
				return refuse(casework.CodeForbidden, "この操作は、あなたの役割では行えません。")
			}
			if session.MustChangePassword && !beforePasswordChange[op.id] {
				return refuse(codeMustChange, "はじめに、ご自分のパスワードに変更してください。")
			}
			if !beforeEnrolment[op.id] && s.mustEnrol(*session) {
				return refuse(codeMustEnrol, "あなたの役割では、パスワードに加えて、もう一つの確認方法が必要です。")
			}
			if op.fresh {
				if err := s.requireFresh(c.Request().Context()); err != nil {
					return err
				}
			}
			return next(c)
		}
	}
}

func permitted(roles []casework.Role, operation string) bool {
	for _, role := range roles {
		if policy.Allows(string(role), operation) {
			return true
		}
	}
	return false
}
