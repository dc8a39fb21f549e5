package server

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/tsunagu-care/tsunagu/api/gen"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/store"
)

// Codes of the edge itself; those of the rules are casework's.
const (
	codeMalformed       casework.Code = "malformed"
	codeUnauthenticated casework.Code = "unauthenticated"
	codeWrongPassword   casework.Code = "invalid_credentials"
	codeMustChange      casework.Code = "password_change_required"
	codeMustEnrol       casework.Code = "second_factor_enrolment_required"
	codeSecondFactor    casework.Code = "second_factor_required"
	codeWrongFactor     casework.Code = "invalid_second_factor"
	codeChallengeOver   casework.Code = "challenge_expired"
	codeNotFresh        casework.Code = "fresh_authentication_required"
	codeMethod          casework.Code = "method_not_allowed"
	codeTooLarge        casework.Code = "too_large"
	codeMedia           casework.Code = "unsupported_media"
	codeKeyReused       casework.Code = "idempotency_key_reused"
	codePrecondition    casework.Code = "precondition_required"
	codeTooMany         casework.Code = "too_many"
	codeInternal        casework.Code = "internal"
	codeUnavailable     casework.Code = "unavailable"
)

// kind is how one code is answered.
type kind struct {
	status int
	ja, en string
}

// kinds is the only map from code to status.
var kinds = map[casework.Code]kind{
	codeMalformed:           {400, "送られた内容を読み取れませんでした", "The request cannot be read"},
	codeUnauthenticated:     {401, "サインインしてください", "Please sign in"},
	codeWrongPassword:       {401, "メールアドレスまたはパスワードが違います", "Wrong e-mail address or password"},
	codeSecondFactor:        {401, "二段階目の確認をしてください", "A second factor is needed"},
	codeWrongFactor:         {401, "確認できませんでした", "The second factor is wrong"},
	codeChallengeOver:       {401, "確認の時間が過ぎました", "Too late; sign in from the start"},
	casework.CodeForbidden:  {403, "この操作はできません", "Not yours to do"},
	codeMustEnrol:           {403, "はじめに、二段階目の確認方法を登録してください", "Enrol a second factor first"},
	codeNotFresh:            {403, "もう一度、ご本人であることを確認してください", "Authenticate once more"},
	codeMustChange:          {403, "はじめにパスワードを変更してください", "Change your password first"},
	casework.CodeNotFound:   {404, "見つかりませんでした", "Not found"},
	codeMethod:              {405, "この操作はできません", "Method not allowed"},
	casework.CodeWrongState: {409, "今の状態ではこの操作はできません", "Not possible in the present state"},
	casework.CodeDuplicate:  {409, "すでに登録されています", "Already there"},
	casework.CodePingPong:   {409, "推進員が調整しています", "Only the coordinators can go on"},
	casework.CodePledge:     {409, "秘密保持の誓約をお願いします", "Secrecy has to be pledged first"},
	casework.CodeLinkOver:   {410, "このリンクの期限は過ぎました", "This link is over"},
	casework.CodeBooked:     {409, "同じ時間に別の予定があります", "Taken at that time"},
	casework.CodeStale:      {412, "ほかの方が先に更新しました", "Somebody changed it since"},
	codeTooLarge:            {413, "送られた内容が大きすぎます", "Too large"},
	codeMedia:               {415, "この形式では受け取れません", "Another content type is expected"},
	casework.CodeConfirm:    {422, "このままでよいか、ご確認ください", "Unusual: say it once more with confirm"},
	casework.CodeInvalid:    {422, "入力内容をご確認ください", "Please check what was entered"},
	codeKeyReused:           {422, "同じ受付番号で別の内容が送られました", "The Idempotency-Key was used for another request"},
	codePrecondition:        {428, "最新の内容を読み込んでから、もう一度お試しください", "If-Match is missing"},
	codeTooMany:             {429, "しばらく待ってから、もう一度お試しください", "Too many attempts"},
	codeInternal:            {500, "申し訳ありません。こちらの不具合です", "A fault of ours"},
	codeUnavailable:         {503, "ただいま混み合っています。少し待ってから、もう一度お試しください", "Not available just now"},
}

// problem is a refusal on its way out: a code, what a person may know, and headers.
type problem struct {
	code       casework.Code
	detail     string
	fields     []casework.FieldError
	retryAfter int              // seconds; 0 = no header
	challenge  string           // with codeSecondFactor
	factors    []gen.FactorKind // with codeSecondFactor
}

func (p *problem) Error() string { return string(p.code) + ": " + p.detail }

func refuse(code casework.Code, detail string) *problem { return &problem{code: code, detail: detail} }

// problemOf finds the code of any error. What nobody named is a fault of ours and says nothing.
func problemOf(err error) *problem {
	var (
		p       *problem
		rule    *casework.Error
		tooBig  *http.MaxBytesError
		httpErr *echo.HTTPError
	)
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &rule):
		return &problem{code: rule.Code, detail: rule.Detail, fields: rule.Fields}
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &problem{code: codeUnavailable, retryAfter: 2}
	case errors.Is(err, store.ErrKeyReused):
		return &problem{code: codeKeyReused, fields: []casework.FieldError{{Pointer: "Idempotency-Key", Code: "duplicate",
			Message: "この受付番号は、別の内容の登録に使われています。新しい番号で送り直してください。"}}}
	case errors.As(err, &tooBig):
		return refuse(codeTooLarge, "")
	case errors.As(err, &httpErr):
		return refuse(codeOfStatus(httpErr.Code), "")
	}
	return refuse(codeInternal, "")
}

// codeOfStatus translates echo's own refusals (no route, no method, a parameter it could not bind).
func codeOfStatus(status int) casework.Code {
	switch status {
	case http.StatusNotFound:
		return casework.CodeNotFound
	case http.StatusMethodNotAllowed:
		return codeMethod
	case http.StatusRequestEntityTooLarge:
		return codeTooLarge
	case http.StatusUnsupportedMediaType:
		return codeMedia
	case http.StatusBadRequest:
		return codeMalformed
	}
	return codeInternal
}

// answerError is echo's error handler: every failure of every handler ends here.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return // the answer had begun (a stream); there is nothing left to say
	}
	p := problemOf(err)
	k, known := kinds[p.code]
	if !known {
		k, p = kinds[codeInternal], refuse(codeInternal, "")
	}
	ctx := c.Request().Context()
	if k.status >= http.StatusInternalServerError {
		s.log.ErrorContext(ctx, "request failed", "request", requestID(ctx), "route", c.Path(), "error", redact(err))
	}
	s.journalRefusal(ctx, p.code)
	header := c.Response().Header()
	if k.status == http.StatusUnauthorized {
		header.Set(echo.HeaderWWWAuthenticate, `Bearer realm="tsunagu"`)
	}
	if p.retryAfter > 0 {
		header.Set(echo.HeaderRetryAfter, strconv.Itoa(p.retryAfter))
	}
	header.Set(echo.HeaderContentType, "application/problem+json")
	c.Response().WriteHeader(k.status)
	if c.Request().Method == http.MethodHead {
		return
	}
	if err := json.NewEncoder(c.Response()).Encode(p.body(k, c.Request().Header.Get("Accept-Language"), requestID(ctx))); err != nil {
		s.log.DebugContext(ctx, "the answer could not be written", "error", err)
	}
}

// englishFields says in English what the code of a faulty field means; the contract holds its limits.
var englishFields = map[string]string{
	"bad_characters": "Holds characters that cannot be kept.",
	"duplicate":      "Given twice, or there already.",
	"future":         "Lies in the future.",
	"outside_office": "A holiday, or outside office hours.",
	"past":           "Lies in the past.",
	"double_booking": "Taken at that time.",
	"impossible":     "Cannot be true.",
	"malformed":      "Cannot be read.",
	"not_allowed":    "Cannot be chosen here.",
	"out_of_range":   "Out of range.",
	"required":       "Required.",
	"too_common":     "Too easily guessed.",
	"too_long":       "Too long.",
	"too_many":       "Too many.",
	"too_short":      "Too short.",
	"unknown":        "Not one of the known values.",
	"unknown_member": "Unknown here.",
	"wrong":          "Wrong.",
	"wrong_type":     "Of the wrong type.",
}

func fieldInEnglish(code string) string {
	if message, known := englishFields[code]; known {
		return message
	}
	return "Please check this."
}

// body is the RFC 9457 document. Details are Japanese; a reader of English gets the title and what is wrong with which field.
func (p *problem) body(k kind, language, request string) gen.Problem {
	out := gen.Problem{Type: "/api/v1/docs#problem-" + string(p.code), Title: k.ja, Status: k.status, Code: string(p.code)}
	english := prefersEnglish(language)
	if english {
		out.Title = k.en
	} else if p.detail != "" && p.detail != k.ja {
		out.Detail = &p.detail
	}
	if request != "" {
		out.Instance = &request
	}
	if p.challenge != "" {
		out.ChallengeId, out.Factors = &p.challenge, &p.factors
	}
	if len(p.fields) > 0 {
		fields := make([]gen.FieldError, 0, len(p.fields))
		for _, f := range p.fields[:min(len(p.fields), 200)] {
			message := f.Message
			if english {
				message = fieldInEnglish(f.Code)
			}
			fields = append(fields, gen.FieldError{Pointer: clip(f.Pointer, 500), Code: f.Code, Message: message})
		}
		out.Errors = &fields
	}
	return out
}

func prefersEnglish(accept string) bool {
	first, _, _ := strings.Cut(accept, ",")
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), "en")
}

func clip(s string, runes int) string {
	if r := []rune(s); len(r) > runes {
		return string(r[:runes])
	}
	return s
}

// redact keeps what a driver quotes of a row (its "detail") out of the log: it may be a person's name.
func redact(err error) slog.Value { return slog.StringValue(store.Describe(err)) }
