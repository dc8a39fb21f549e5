package casework

import "errors"

// Code says what kind of "no" an Error is. The server alone maps codes to HTTP.
type Code string

// The codes of every refusal in this package, and of the store that saves its aggregates.
const (
	CodeNotFound   Code = "not_found"   // does not exist for this actor
	CodeForbidden  Code = "forbidden"   // visible, but not theirs to do
	CodeWrongState Code = "wrong_state" // theirs, but not now
	CodeStale      Code = "stale"       // someone else changed it first
	CodeDuplicate  Code = "duplicate"   // it is already there
	CodeInvalid    Code = "invalid"     // the content cannot be taken; see Fields
	CodePingPong   Code = "ping_pong"   // the chain has ended; only the coordinators can go on

	CodeConfirm  Code = "confirmation_needed" // unusual, and perhaps meant: asked, not refused
	CodePledge   Code = "pledge_needed"       // material opens after the pledge of secrecy
	CodeBooked   Code = "double_booking"      // somebody, some agency or the room is taken at that time
	CodeLinkOver Code = "link_over"           // a link without an account, after its end or taken back
)

// Error is the one error type of the rules. Detail and messages are for people, in Japanese.
type Error struct {
	Code   Code
	Detail string
	Fields []FieldError
}

// FieldError points at one value of the input.
type FieldError struct {
	Pointer string // JSON pointer into the request body, e.g. /content/members/2/age
	Code    string // required, too_long, too_many, unknown, future, impossible, out_of_range, duplicate, not_allowed, bad_characters
	Message string
}

// Error makes *Error an error. It names no person: details of the rules never quote content.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Detail }

// Is lets errors.Is(err, &Error{Code: CodeStale}) ask for a code alone.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Detail == ""
}

// CodeOf returns the code of a rule error, also a wrapped one, and "" for any other error and for nil.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) && e != nil {
		return e.Code
	}
	return ""
}

// NotFound is the answer for what does not exist, or not for this actor: the two must look the same.
func NotFound() *Error {
	return &Error{Code: CodeNotFound, Detail: "見つかりませんでした。削除されたか、閲覧できない可能性があります。"}
}

// NoSuchLink is the answer for a token that was never given out, or was for another page.
func NoSuchLink() *Error {
	return &Error{Code: CodeNotFound, Detail: "このリンクは使えません。メールに書かれたリンクを、途中で切れないようにもう一度開いてください。"}
}

// LinkOver is the answer for a link after its end.
func LinkOver() *Error {
	return &Error{Code: CodeLinkOver, Detail: "このリンクの期限は過ぎました。新しいリンクが必要なときは、案内を送った機関にご連絡ください。"}
}

// Stale is the answer when the version the actor saw is no longer the newest.
func Stale() *Error {
	return &Error{Code: CodeStale, Detail: "ほかの方が先に更新しました。最新の内容をご確認ください。"}
}

// TooLate is the answer to whoever pressed while the due time passed: the clock was first, and has called the coordinators in.
// Looking again shows what is possible now; late is not never.
func TooLate() *Error {
	return wrongState("期限を過ぎたため、推進員に引き継がれました。最新の内容をご確認ください。いまからでも受け止められます。")
}

func forbidden(detail string) *Error  { return &Error{Code: CodeForbidden, Detail: detail} }
func wrongState(detail string) *Error { return &Error{Code: CodeWrongState, Detail: detail} }

// checks collects every fault of an input, so that a person sees all of them at once.
type checks struct{ fields []FieldError }

func (c *checks) add(pointer, code, message string) {
	c.fields = append(c.fields, FieldError{Pointer: pointer, Code: code, Message: message})
}

// err returns nil when nothing was found, else one Error holding all the faults.
func (c *checks) err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Code: CodeInvalid, Detail: "入力内容をご確認ください。", Fields: c.fields}
}
