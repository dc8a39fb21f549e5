package casework

import "strconv"

// VersionContent returns the content of an agreed version, or of the draft, which counts as the next one.
func (p *Plan) VersionContent(number int) (PlanContent, error) {
	for _, v := range p.Agreed {
		if v.Number == number {
			return v.Content, nil
		}
	}
	if p.State == PlanDrafting && p.Number == number {
		return p.Content, nil
	}
	return PlanContent{}, NotFound()
}

// DiffPlans lists what differs between two versions in the order of the plan. Rows are matched by id, so that a new first
// goal does not make every other look changed. name gives the name of an agency or a person of the household.
func DiffPlans(before, after PlanContent, name func(ID) string) []Change {
	return differ{old: planLines(before, name), new: planLines(after, name)}.changes()
}

func planLines(p PlanContent, name func(ID) string) []line {
	var lines []line
	add := func(key, pointer, label, value string) {
		if value != "" {
			lines = append(lines, line{key: key, pointer: pointer, label: label, value: value})
		}
	}
	add("wish", "/wish", "本人の望む暮らし", p.Wish)
	add("issues", "/issues", "課題", p.Issues)
	wheels := map[Wheel]string{WheelWelfare: "福祉的な課題への支援", WheelSocial: "社会とのつながり支援"}
	for i, g := range p.Goals {
		at, label := "/goals/"+strconv.Itoa(i), "目標"+strconv.Itoa(i+1)
		add("goal/"+string(g.ID)+"/text", at+"/text", label, g.Text)
		add("goal/"+string(g.ID)+"/wheel", at+"/wheel", label+"の分類", wheels[g.Wheel])
		add("goal/"+string(g.ID)+"/by", at+"/by", label+"の達成時期", g.By.String())
		add("goal/"+string(g.ID)+"/criteria", at+"/criteria", label+"の達成の目安", g.Criteria)
		add("goal/"+string(g.ID)+"/member", at+"/memberId", label+"の対象", name(g.Member))
	}
	add("wheelNote", "/wheelNote", "もう一方の目標を置かない理由", p.WheelNote)
	for i, s := range p.Supports {
		at, label := "/supports/"+strconv.Itoa(i), "支援"+strconv.Itoa(i+1)
		add("support/"+string(s.ID)+"/kind", at+"/kind", label+"の種類", s.Kind)
		add("support/"+string(s.ID)+"/text", at+"/text", label, s.Text)
		add("support/"+string(s.ID)+"/by", at+"/agencyId", label+"の担い手", who(s.Agency, s.ByName, name))
		add("support/"+string(s.ID)+"/howOften", at+"/howOften", label+"の頻度", s.HowOften)
	}
	add("cautions", "/cautions", "留意事項", p.Cautions)
	for i, r := range p.Roles {
		at, label := "/roles/"+strconv.Itoa(i), "役割"+strconv.Itoa(i+1)
		add("role/"+string(r.ID)+"/by", at+"/agencyId", label+"の担い手", who(r.Agency, r.ByName, name))
		add("role/"+string(r.ID)+"/text", at+"/text", label, r.Text)
	}
	add("coordination", "/coordination", "一体的に支援するための方策", p.Coordination)
	add("reviewOn", "/reviewOn", "次の見直し", p.ReviewOn.String())
	if p.MonitorEvery > 0 {
		add("monitorEvery", "/monitorEvery", "モニタリングの間隔", strconv.Itoa(p.MonitorEvery)+"か月")
	}
	return lines
}

func who(agency ID, byName string, name func(ID) string) string {
	if agency != "" {
		return name(agency)
	}
	return byName
}
