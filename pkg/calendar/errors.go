package calendar

// Code says in one word why a date was refused; stable, for the API.
type Code string

// The codes of DateError.
const (
	CodeUnreadable  Code = "date_unreadable"    // no form we know
	CodeNoSuchDay   Code = "date_no_such_day"   // 2月30日
	CodeBeforeSolar Code = "date_before_solar"  // before 1873-01-01
	CodeBeforeEra   Code = "date_before_era"    // 平成元年1月7日
	CodeAfterEra    Code = "date_after_era"     // 昭和64年1月8日
	CodeEraYearZero Code = "date_era_year_zero" // 令和0年
)

// DateError tells the person in Japanese what is wrong with a date. It never repeats the
// input: a birth date must not reach a log by way of an error.
type DateError struct {
	Code    Code
	Message string
}

// Error gives the message.
func (e *DateError) Error() string { return e.Message }

// Is makes errors.Is(err, &DateError{Code: CodeNoSuchDay}) match by code.
func (e *DateError) Is(target error) bool {
	t, ok := target.(*DateError)
	return ok && t.Code == e.Code
}

var dateMessages = map[Code]string{
	CodeUnreadable:  "日付を読み取れません。「昭和55年3月2日」「S55.3.2」「1980-03-02」のように入力してください。",
	CodeNoSuchDay:   "この日付は暦にありません。月と日をご確認ください。",
	CodeBeforeSolar: "明治6年(1873年)1月1日より前の日付は入力できません。年をご確認ください。",
	CodeEraYearZero: "元号の年は元年(1年)から始まります。年をご確認ください。",
}

func dateError(code Code) *DateError { return &DateError{code, dateMessages[code]} }
