package casework

import (
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
)

// SheetContent is what is written on a つなぐシート, as one document. JSON names are those of
// openapi.yaml. Everything is optional here: a draft may be empty, filing asks for more.
type SheetContent struct {
	ReceivedAt    *time.Time     `json:"receivedAt,omitempty"` // 受付日時
	Channel       Channel        `json:"channel,omitempty"`    // 受付方法
	ReceivedBy    string         `json:"receivedBy,omitempty"` // 担当者名
	Subject       *Subject       `json:"subject,omitempty"`    // 本人
	Visitor       *Visitor       `json:"visitor,omitempty"`    // 来談者, when not 本人
	Issues        []string       `json:"issues,omitempty"`     // codes of お困りごと
	MostPressing  string         `json:"mostPressing,omitempty"`
	OtherIssue    string         `json:"otherIssue,omitempty"`
	HouseholdSize *int           `json:"householdSize,omitempty"` // 世帯人数, 本人を含む
	Members       []Member       `json:"members,omitempty"`       // the others of the household
	Request       string         `json:"request,omitempty"`       // ご相談されたいことや、配慮を希望されること
	Wishes        string         `json:"wishes,omitempty"`        // 本人の望む暮らし
	Referrals     []Referral     `json:"referrals,omitempty"`     // 紹介先
	Features      []string       `json:"features,omitempty"`      // codes of 世帯の特徴
	Danger        bool           `json:"danger,omitempty"`        // 生命・身体の危険
	DangerNote    string         `json:"dangerNote,omitempty"`
	PurposeNotice *PurposeNotice `json:"purposeNotice,omitempty"`
}

// Subject is 本人. Description says who it is about as long as no name is known.
type Subject struct {
	Name        string      `json:"name,omitempty"`
	Kana        string      `json:"kana,omitempty"`
	OtherNames  []OtherName `json:"otherNames,omitempty"`
	Gender      Gender      `json:"gender,omitempty"`
	Birth       *Birth      `json:"birth,omitempty"`
	Address     *Address    `json:"address,omitempty"`
	PhoneHome   string      `json:"phoneHome,omitempty"`
	PhoneMobile string      `json:"phoneMobile,omitempty"`
	Description string      `json:"description,omitempty"`
	Consent     *Consent    `json:"consent,omitempty"`
}

// OtherName is a further name a person is known by (旧氏・通称・本国名・呼び名).
type OtherName struct {
	Kind NameKind `json:"kind,omitempty"`
	Name string   `json:"name,omitempty"`
	Kana string   `json:"kana,omitempty"`
}

// Birth is a birth date as far as it is known. An age is kept with the day it was told: ages go stale.
type Birth struct {
	Precision BirthPrecision `json:"precision,omitempty"`
	Date      *calendar.Date `json:"date,omitempty"`  // precision day
	Year      *int           `json:"year,omitempty"`  // precision month, year (西暦)
	Month     *int           `json:"month,omitempty"` // precision month
	Age       *int           `json:"age,omitempty"`   // precision age
	AgeToldOn *calendar.Date `json:"ageToldOn,omitempty"`
}

// Address is an address in parts; ward is a code, district the name of a 中学校区.
type Address struct {
	Kind       AddressKind `json:"kind,omitempty"`
	PostalCode string      `json:"postalCode,omitempty"`
	Town       string      `json:"town,omitempty"`     // 町字
	Lot        string      `json:"lot,omitempty"`      // 番地
	Building   string      `json:"building,omitempty"` // 方書
	Ward       string      `json:"ward,omitempty"`
	District   string      `json:"district,omitempty"`
	Text       string      `json:"text,omitempty"` // 市外の住所, or where someone without address can be met
}

// Visitor is who came or called for 本人.
type Visitor struct {
	Name     string `json:"name,omitempty"`
	Kana     string `json:"kana,omitempty"`
	Relation string `json:"relation,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Note     string `json:"note,omitempty"`
}

// Member is another person of the household. Relation (続柄) is always to 本人.
type Member struct {
	ID        ID             `json:"id,omitempty"`
	Name      string         `json:"name,omitempty"`
	Kana      string         `json:"kana,omitempty"`
	Age       *int           `json:"age,omitempty"`
	AgeToldOn *calendar.Date `json:"ageToldOn,omitempty"`
	Gender    Gender         `json:"gender,omitempty"`
	Relation  string         `json:"relation,omitempty"`
	Note      string         `json:"note,omitempty"`
	Consent   *Consent       `json:"consent,omitempty"`
}

// Referral is a row of 紹介先. AgencyID is empty for a place that is not in the directory.
type Referral struct {
	AgencyID   ID     `json:"agencyId,omitempty"`
	AgencyName string `json:"agencyName,omitempty"`
	Reason     string `json:"reason,omitempty"`
}

// PurposeNotice records that the purpose of use was shown before writing (個人情報保護法, 利用目的の明示).
type PurposeNotice struct {
	Shown   bool           `json:"shown,omitempty"`
	ShownOn *calendar.Date `json:"shownOn,omitempty"`
	Method  ConsentMethod  `json:"method,omitempty"`
}

// Consent is one person's consent to sharing. State "" means nobody has recorded it yet;
// unconfirmed means it is known that it has not been asked.
type Consent struct {
	State       ConsentState   `json:"state,omitempty"`
	Method      ConsentMethod  `json:"method,omitempty"`
	RecordedOn  *calendar.Date `json:"recordedOn,omitempty"`
	ExplainedBy string         `json:"explainedBy,omitempty"`
	Note        string         `json:"note,omitempty"`
}

// Channel is how the consultation came in (方法).
type Channel string

// The channels.
const (
	ChannelVisit     Channel = "visit"
	ChannelPhone     Channel = "phone"
	ChannelHomeVisit Channel = "home_visit"
	ChannelOnline    Channel = "online"
	ChannelDocument  Channel = "document"
)

// Gender is never mandatory.
type Gender string

// The genders of the form.
const (
	GenderMale        Gender = "male"
	GenderFemale      Gender = "female"
	GenderOther       Gender = "other"
	GenderUndisclosed Gender = "undisclosed"
)

// NameKind says which of a person's names one is.
type NameKind string

// The kinds of names.
const (
	NameFormer      NameKind = "former"
	NameAlias       NameKind = "alias"
	NameHomeCountry NameKind = "home_country"
	NameCalled      NameKind = "called"
)

// BirthPrecision says how exactly a birth date is known.
type BirthPrecision string

// The precisions.
const (
	BirthDay     BirthPrecision = "day"
	BirthMonth   BirthPrecision = "month"
	BirthYear    BirthPrecision = "year"
	BirthAge     BirthPrecision = "age"
	BirthUnknown BirthPrecision = "unknown"
)

// AddressKind tells an address in the city from 市外 and 住所不定.
type AddressKind string

// The kinds of addresses.
const (
	AddressInCity  AddressKind = "in_city"
	AddressOutside AddressKind = "outside"
	AddressNone    AddressKind = "none"
)

// ConsentState is where one person's consent stands.
type ConsentState string

// The consent states.
const (
	ConsentUnconfirmed ConsentState = "unconfirmed"
	ConsentGiven       ConsentState = "given"
	ConsentRefused     ConsentState = "refused"
	ConsentWithdrawn   ConsentState = "withdrawn"
	ConsentUnable      ConsentState = "unable"
)

// ConsentMethod is how consent was given or a notice shown.
type ConsentMethod string

// The methods.
const (
	MethodWritten ConsentMethod = "written"
	MethodOral    ConsentMethod = "oral"
	MethodProxy   ConsentMethod = "proxy"
)

// EveryoneConsented reports whether 本人 and each recorded member gave consent. Without it a
// つなぎ needs another ground.
func (c SheetContent) EveryoneConsented() bool {
	if c.Subject == nil || !c.Subject.Consent.given() {
		return false
	}
	for _, m := range c.Members {
		if !m.Consent.given() {
			return false
		}
	}
	return true
}

func (c *Consent) given() bool { return c != nil && c.State == ConsentGiven }

func (c *Consent) recorded() bool { return c != nil && c.State != "" }
