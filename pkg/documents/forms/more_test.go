package forms_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/tsunagu-care/tsunagu/pkg/calendar"
	"github.com/tsunagu-care/tsunagu/pkg/casework"
	"github.com/tsunagu-care/tsunagu/pkg/documents/forms"
)

var printed = full().Printed

func TestPlanOnPaperHasTheFiveItems(t *testing.T) {
	by := calendar.Date{Year: 2027, Month: time.February, Day: 1}
	p := forms.Plan{Case: "R8-0123", Subject: "操山 キヨ", Version: "第1版", AgreedOn: by, Where: "第1回 複合課題ケース検討会", ReviewOn: by, Printed: printed,
		Agencies: map[casework.ID]string{"a": "寄り添いサポートセンター"}, Members: map[casework.ID]string{"m": "操山 剛"},
		Content: casework.PlanContent{Wish: "ふたりで、この家で暮らしつづけたい。", Issues: strings.Repeat("介護の負担が長男ひとりに集まっている。", 5),
			Goals:    []casework.PlanGoal{{Wheel: casework.WheelSocial, Text: "週に一度、居場所に出かける", By: by, Criteria: "月に3回以上", Member: "m"}, {Wheel: casework.WheelWelfare, Text: "介護サービスを週3回使う", By: by, Criteria: "3か月続く"}},
			Supports: []casework.PlanSupport{{Kind: "家計改善", Text: "家計の収支を一緒に書き出す", Agency: "a", HowOften: "月2回"}, {Kind: "見守り", Text: "声かけ", ByName: "民生委員"}},
			Cautions: "夜間の電話は控える。", Roles: []casework.PlanRole{{Agency: "a", Text: "家計の相談の窓口"}}, Coordination: "月に一度、三機関で電話会議を行う。"}}
	var out bytes.Buffer
	if err := p.Write(&out); err != nil {
		t.Fatal(err)
	}
	text, pages := read(t, out.Bytes())
	for _, want := range []string{"①本人の意向と課題", "②目標と達成時期", "③支援の種類・内容・留意事項", "④各機関の役割分担", "⑤一体的に支援するための方策", "令和9年2月1日", "（操山剛）", "寄り添いサポートセンター", "民生委員", "取扱注意"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if pages != 1 || strings.Contains(text, "〓") || strings.Index(text, "介護サービスを週3回") > strings.Index(text, "週に一度") {
		t.Errorf("%d pages: %s", pages, text)
	}
}

func TestInformationOnPaperSaysWhomItIsAbout(t *testing.T) {
	at := time.Date(2026, 11, 26, 1, 0, 0, 0, time.UTC)
	i := forms.Information{Case: "R8-0123", Guarded: true, UpdatedAt: &at, UpdatedBy: "連携 太郎", Agencies: map[casework.ID]string{"a": "寄り添いサポートセンター"}, Printed: printed,
		Content: casework.InformationContent{Safety: &casework.InformationSafety{Level: "watch", Note: "夜に大きな声がする。"},
			Members:  []casework.InformationMember{{ID: "1", Name: "操山 キヨ", Relation: "本人", Situation: "物忘れがある。", Wish: "家にいたい。", Strength: "料理が好き。"}, {ID: "2", Relation: "長男"}},
			Supports: []casework.InformationSupport{{ID: "3", Agency: "a", Member: "2", What: "家計の相談"}, {ID: "4", Name: "近所の方", What: "声かけ"}},
			Unknown:  []casework.InformationRow{{ID: "5", Member: "2", Text: "借金の額", How: "通帳を一緒に見る"}}, Risks: []casework.InformationRow{{ID: "6", Level: "high", Text: "孤立"}}, Policy: "まず長男に会う。"}}
	var out bytes.Buffer
	if err := i.Write(&out); err != nil {
		t.Fatal(err)
	}
	text, _ := read(t, out.Bytes())
	for _, want := range []string{"取扱注意・支援措置", "気がかりがある", "操山キヨ（本人）", "寄り添いサポートセンター長男家計の相談", "近所の方世帯全体声かけ", "大世帯全体孤立", "まだありません", "まず長男に会う。"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

func TestDirectoryOnPaperIsPublic(t *testing.T) {
	x := forms.Directory{At: printed.At, Count: 40, Narrowed: "中区"}
	f := forms.DirectoryField{Name: "高齢者"}
	for range 40 {
		f.Rows = append(f.Rows, forms.DirectoryRow{Ward: "中区", Name: "中区地域包括支援センター", Kind: "地域包括支援センター", Phone: "086-000-0000", Hours: "平日8:30〜17:15", Accepts: "病気・医療のこと、介護のこと"})
	}
	x.Fields = append(x.Fields, f)
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		t.Fatal(err)
	}
	text, pages := read(t, out.Bytes())
	if pages < 2 || strings.Count(text, "受け付けるお困りごと") != pages || strings.Contains(text, "取扱注意") || !strings.Contains(text, "条件：中区") {
		t.Errorf("%d pages: %s", pages, text)
	}
}

func meeting() forms.Conference {
	at := time.Date(2026, 12, 3, 5, 0, 0, 0, time.UTC)
	return forms.Conference{Number: "R8-K003", Title: "複合課題ケース検討会 R8-K003", Start: at, End: at.Add(90 * time.Minute), Places: []string{"保健福祉会館 3階 会議室", "", ""}, Coordinator: "社会福祉協議会 相談支援包括化推進室"}
}

func TestNoticeNamesNobody(t *testing.T) {
	var out bytes.Buffer
	if err := (forms.Notice{Conference: meeting(), At: printed.At}).Write(&out); err != nil {
		t.Fatal(err)
	}
	text, pages := read(t, out.Bytes())
	if pages != 1 || !strings.Contains(text, "令和8年12月3日（木）14:00〜15:30") || strings.Contains(text, "浜野") || strings.Contains(text, "取扱注意") {
		t.Errorf("%d pages: %s", pages, text)
	}
}

func TestAgendaOnPaperIsInItsOrder(t *testing.T) {
	a := forms.Agenda{Conference: meeting(), Case: "R8-0123", Purpose: "長男の就労と母の介護を、どの機関がどう支えるかを決める。", Printed: printed, Members: []string{"中区地域包括支援センター", "寄り添いサポートセンター", "民生委員"},
		Items: []casework.AgendaItem{{Title: "前回からの支援経過", Note: "訪問2回、電話3回", Minutes: 10}, {Title: "役割分担", Minutes: 20}, {Title: "次回の日程"}}}
	var out bytes.Buffer
	if err := a.Write(&out); err != nil {
		t.Fatal(err)
	}
	text, _ := read(t, out.Bytes())
	if !strings.Contains(text, "議題（合計30分）") || !strings.Contains(text, "構成員（3）") || strings.Index(text, "前回から") > strings.Index(text, "役割分担") {
		t.Error(text)
	}
}

func TestMinutesOnPaperHoldEveryLine(t *testing.T) {
	due := calendar.Date{Year: 2026, Month: time.December, Day: 17}
	m := forms.Minutes{Conference: meeting(), Case: "R8-0123", Final: true, Printed: printed, Agencies: map[casework.ID]string{"a": "寄り添いサポートセンター"}, Persons: map[casework.ID]string{"m": "操山 剛"},
		Attendance: []forms.Attended{{Agency: "中区地域包括支援センター", Name: "浜野 みどり", Function: "主担当", Presence: "出席"}, {Name: "民生委員", Presence: "代理（副会長）"}},
		Addenda:    []forms.Added{{At: printed.At, By: "連携 太郎", Text: "訪問の曜日は木曜に決まった。", Reason: "書き漏れ"}},
		Minutes: casework.Minutes{General: "次回は本人にも声をかける。", NextOn: &due, Items: []casework.MinutesItem{
			{Title: "役割分担", Talk: strings.Repeat("長男は昼夜が逆転しているが、近所の商店には夜に出かけている。", 40), Decisions: []casework.Decision{{Text: "まず家計の収支を一緒に書き出す。"}, {Text: "声かけは同じ人が行う。"}},
				Tasks: []casework.MinutesTask{{Agency: "a", Task: "家計の収支を一緒に書き出す", Member: "m", DueOn: &due}, {Task: "通院の同行"}}},
			{Title: "次回の日程"}}}}
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		t.Fatal(err)
	}
	text, pages := read(t, out.Bytes())
	for _, want := range []string{"確定した記録", "決定事項1まず家計", "決定事項2声かけ", "寄り添いサポートセンター家計の収支を一緒に書き出す操山剛令和8年12月17日", "機関未定通院の同行世帯全体", "次回の検討会令和8年12月17日", "モニタリング未定", "訪問の曜日は木曜", "代理（副会長）"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if strings.Count(text, "昼夜が逆転している") != 40 || pages < 2 {
		t.Errorf("%d pages, %d times", pages, strings.Count(text, "昼夜が逆転している"))
	}
}

func TestAnnualTableOnPaperStandsSideways(t *testing.T) {
	a := forms.Annual{At: printed.At}
	for _, l := range []string{"推進員への相談", "支援調整", "助言のみで完了", "複合課題ケース検討会", "訪問による調整"} {
		a.Measures = append(a.Measures, forms.AnnualMeasure{Label: l, Definition: l + "は、記録された日で数えます。", Sum: l == "推進員への相談", Total: 12345})
	}
	for i, name := range []string{"令和5年度", "令和6年度", "令和7年度", "令和8年度"} {
		y := forms.AnnualYear{Label: "R" + string(rune('5'+i)), Name: name, Mark: "確定", Unknown: i == 0}
		for n := range a.Measures {
			y.Values, y.Months = append(y.Values, 1000*n+i), append(y.Months, []int{1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 4})
		}
		a.Years = append(a.Years, y)
	}
	a.Compared, a.Changes = 7, []*int{new(1), new(-1234), new(0), nil, new(1)}
	var out bytes.Buffer
	if err := a.Write(&out); err != nil {
		t.Fatal(err)
	}
	text, _ := read(t, out.Bytes())
	for _, want := range []string{"12,345", "＋1", "－1,234", "±0", "（4〜10月）", "4,003", "令和8年度の月ごとの件数", "は、記録された日で数えます。"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if strings.Count(text, "―") != len(a.Measures)+1 || strings.Contains(text, "4,000") {
		t.Errorf("the noughts of a year nobody knows of are printed:\n%s", text)
	}
}
