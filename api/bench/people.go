package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

type name struct{ written, kana string }

var surnames = []name{{"佐藤", "さとう"}, {"鈴木", "すずき"}, {"髙橋", "たかはし"}, {"高橋", "たかはし"}, {"田中", "たなか"}, {"伊藤", "いとう"}, {"渡辺", "わたなべ"},
	{"渡邉", "わたなべ"}, {"山本", "やまもと"}, {"中村", "なかむら"}, {"小林", "こばやし"}, {"加藤", "かとう"}, {"吉田", "よしだ"}, {"山田", "やまだ"}, {"佐々木", "ささき"},
	{"山口", "やまぐち"}, {"松本", "まつもと"}, {"井上", "いのうえ"}, {"木村", "きむら"}, {"林", "はやし"}, {"斎藤", "さいとう"}, {"齋藤", "さいとう"}, {"清水", "しみず"},
	{"山崎", "やまさき"}, {"森", "もり"}, {"池田", "いけだ"}, {"橋本", "はしもと"}, {"阿部", "あべ"}, {"石川", "いしかわ"}, {"山下", "やました"}, {"中島", "なかしま"},
	{"石井", "いしい"}, {"小川", "おがわ"}, {"前田", "まえだ"}, {"岡田", "おかだ"}, {"長谷川", "はせがわ"}, {"藤田", "ふじた"}, {"後藤", "ごとう"}, {"近藤", "こんどう"},
	{"村上", "むらかみ"}, {"遠藤", "えんどう"}, {"青木", "あおき"}, {"坂本", "さかもと"}, {"藤井", "ふじい"}, {"西村", "にしむら"}, {"福田", "ふくだ"}, {"太田", "おおた"},
	{"三浦", "みうら"}, {"岡本", "おかもと"}, {"松田", "まつだ"}, {"中川", "なかがわ"}, {"中野", "なかの"}, {"原田", "はらだ"}, {"小野", "おの"}, {"田村", "たむら"}, {"竹内", "たけうち"}}

var givenNames = []name{{"キヨ", "きよ"}, {"花子", "はなこ"}, {"一郎", "いちろう"}, {"正", "ただし"}, {"節子", "せつこ"}, {"和子", "かずこ"}, {"清", "きよし"}, {"茂", "しげる"},
	{"幸子", "さちこ"}, {"勇", "いさむ"}, {"実", "みのる"}, {"弘", "ひろし"}, {"洋子", "ようこ"}, {"恵子", "けいこ"}, {"誠", "まこと"}, {"健一", "けんいち"}, {"直樹", "なおき"},
	{"美咲", "みさき"}, {"翔太", "しょうた"}, {"さくら", "さくら"}, {"大輔", "だいすけ"}, {"由美子", "ゆみこ"}, {"隆", "たかし"}, {"昭", "あきら"}, {"千代", "ちよ"}, {"健", "けん"},
	{"愛", "あい"}, {"拓也", "たくや"}, {"陽子", "ようこ"}, {"真由美", "まゆみ"}, {"武", "たけし"}, {"光男", "みつお"}, {"ミツ", "みつ"}, {"フミ", "ふみ"}, {"修", "おさむ"}, {"進", "すすむ"}}

var issueCodes = []string{"illness", "mental_health", "care", "disability", "child_rearing", "income_work", "debt", "housing", "violence_abuse", "rights", "health"}

var wardCodes = []string{"kita-chuo", "kita-kita", "naka", "higashi", "minami-nishi", "minami-minami"}

func oneOf[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// household writes a sheet of one to five persons.
func household(r *rand.Rand) casework.SheetContent {
	family := oneOf(r, surnames)
	person := func() name {
		given := oneOf(r, givenNames)
		return name{family.written + " " + given.written, family.kana + " " + given.kana}
	}
	given := &casework.Consent{State: casework.ConsentGiven, Method: casework.MethodOral}
	subject, size := person(), 1+r.IntN(5)
	born := calendar.Date{Year: 1930 + r.IntN(80), Month: time.Month(1 + r.IntN(12)), Day: 1 + r.IntN(28)}
	first := r.IntN(len(issueCodes))
	c := casework.SheetContent{
		Subject: &casework.Subject{Name: subject.written, Kana: subject.kana, Consent: given, Birth: &casework.Birth{Precision: casework.BirthDay, Date: &born},
			PhoneMobile: fmt.Sprintf("090-%04d-%04d", r.IntN(10000), r.IntN(10000)),
			Address:     &casework.Address{Kind: casework.AddressInCity, Ward: oneOf(r, wardCodes), Town: "みどり町", Lot: fmt.Sprintf("%d-%d", 1+r.IntN(30), 1+r.IntN(40))}},
		Issues: []string{issueCodes[first], issueCodes[(first+3)%len(issueCodes)]}, MostPressing: issueCodes[first], HouseholdSize: &size,
		Request: "同居の家族の収入が減り、家賃の支払いが遅れている。介護の負担も大きく、相談できる先を知りたい。", Wishes: "今の家で暮らし続けたい。",
		PurposeNotice: &casework.PurposeNotice{Shown: true},
	}
	told := calendar.Date{Year: 2026, Month: 1, Day: 5}
	for i := range size - 1 {
		n, age := person(), 5+r.IntN(80)
		c.Members = append(c.Members, casework.Member{ID: casework.ID(fmt.Sprintf("00000000-0000-7000-8000-%012d", i)), Name: n.written, Kana: n.kana,
			Age: &age, AgeToldOn: &told, Relation: oneOf(r, []string{"妻", "夫", "長男", "長女", "母", "父"}), Consent: given})
	}
	return c
}
