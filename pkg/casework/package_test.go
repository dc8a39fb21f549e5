package casework

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

const (
	adviser  ID = "00000000-0000-7000-8000-0000000000a1"
	member   ID = "00000000-0000-7000-8000-0000000000a2"
	stranger ID = "00000000-0000-7000-8000-0000000000a3"
	talk     ID = "00000000-0000-7000-8000-0000000000b1"
	visit    ID = "00000000-0000-7000-8000-0000000000b2"
)

func packageOrder(account ID, until *time.Time) PackageOrder {
	return PackageOrder{Account: account, Name: "助言 太郎", Source: PackageDispatch, SourceID: visit, Scope: Scope{Sheet: true}, Until: until, From: shakyo,
		Purpose: "助言", Ground: "support_conference", Conditions: "ほかに話さない"}
}

func TestPackageIsGivenToOnePersonAndWrittenDown(t *testing.T) {
	c := filed(t)
	c.GrantPackage(coordinator(), monday, packageOrder(adviser, nil))
	ch := c.TakeChanges()
	if g := c.Access()[adviser]; g.Level != LevelPackage || !g.Scope.Sheet || g.Scope.Notes || g.Until != nil {
		t.Errorf("access %+v", g)
	}
	if len(ch.Packages) != 1 || len(ch.Disclosures) != 1 {
		t.Fatalf("changes %+v", ch)
	}
	if d := ch.Disclosures[0]; d.Kind != DisclosedByDispatch || d.ToName != "助言 太郎" || d.To != "" || d.From != shakyo || d.Ground == "" || d.Conditions == "" || len(d.Persons) != 2 {
		t.Errorf("ledger %+v", d)
	}
	c.GrantPackage(coordinator(), monday, packageOrder(adviser, ptr(monday.Add(time.Hour))))
	if ch = c.TakeChanges(); len(c.Packages) != 1 || len(ch.Disclosures) != 0 || len(ch.Packages) != 1 {
		t.Errorf("the same once more: %d packages, %+v", len(c.Packages), ch)
	}
	wider := packageOrder(adviser, nil)
	wider.Scope.Notes = true
	c.GrantPackage(coordinator(), monday, wider)
	if ch = c.TakeChanges(); len(ch.Disclosures) != 1 {
		t.Errorf("more was shown and is not in the ledger")
	}
}

func TestPackageEndsByItselfAndAtOnce(t *testing.T) {
	c := filed(t)
	end := monday.Add(time.Hour)
	c.GrantPackage(coordinator(), monday, packageOrder(adviser, &end))
	c.Expire(end.Add(-time.Microsecond))
	if g := c.Access()[adviser]; g.Until == nil || !g.Until.Equal(end) {
		t.Errorf("before its end: %+v", g)
	}
	c.Expire(end)
	if _, sees := c.Access()[adviser]; sees {
		t.Error("sees the case at the instant it is over")
	}
	for _, a := range []ID{adviser, member} {
		o := packageOrder(a, nil)
		o.Source, o.SourceID = PackageConference, talk
		c.GrantPackage(coordinator(), end, o)
	}
	c.EndPackage(end, PackageConference, visit) // another conference
	c.EndPackage(end, PackageConference, talk, adviser)
	if _, sees := c.Access()[adviser]; sees || c.Access()[member].Level != LevelPackage {
		t.Errorf("access %+v", c.Access())
	}
	c.LimitPackage(end, PackageConference, talk, end.AddDate(0, 0, 30))
	if g := c.Access()[member]; g.Until == nil || !g.Until.Equal(end.AddDate(0, 0, 30)) {
		t.Errorf("limited: %+v", g)
	}
}

func TestPackageReaderMayDoNothing(t *testing.T) {
	c := filed(t)
	reader := Actor{Account: adviser, Agency: health, Roles: []Role{RoleAdvisor, RoleConferenceMember}}
	o := packageOrder(adviser, nil)
	o.Scope = Scope{Sheet: true, Notes: true}
	c.GrantPackage(coordinator(), monday, o)
	if got := c.Actions(reader); len(got) != 0 {
		t.Errorf("offered %v", got)
	}
	_, err := c.Disclose(reader, monday, DisclosureOrder{Kind: DisclosedByPrint, To: health, Scope: Scope{Sheet: true}, Ground: "own_work"})
	wantCode(t, err, CodeForbidden)
	p := &Protection{Person: c.Members[0].ID, Listed: []ID{health, adviser}, From: *date("2026-01-01")}
	if c.Protections = append(c.Protections, p); !c.hiddenFrom(p, reader, monday) {
		t.Error("an advisor of a listed agency is not its staff")
	}
}

// Whatever is given, limited and taken back: who holds no live grant does not see the case, and nobody sees more than granted.
func TestWhoHoldsNoPackageSeesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, now := filed(t), monday
		persons := []ID{adviser, member}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute)
			c.Expire(now)
			source := rapid.SampledFrom([]PackageSource{PackageConference, PackageDispatch}).Draw(t, "source")
			id := rapid.SampledFrom([]ID{talk, visit}).Draw(t, "of")
			who := rapid.SampledFrom(persons).Draw(t, "who")
			switch rapid.IntRange(0, 3).Draw(t, "verb") {
			case 0, 1:
				o := packageOrder(who, nil)
				o.Source, o.SourceID = source, id
				o.Scope = Scope{Sheet: rapid.Bool().Draw(t, "sheet"), Notes: rapid.Bool().Draw(t, "notes")}
				if rapid.Bool().Draw(t, "ends") {
					o.Until = ptr(now.Add(time.Duration(rapid.IntRange(1, 120).Draw(t, "for")) * time.Minute))
				}
				c.GrantPackage(coordinator(), now, o)
			case 2:
				c.LimitPackage(now, source, id, now.Add(time.Hour))
			case 3:
				c.EndPackage(now, source, id, who)
			}
			access := c.Access()
			for _, p := range persons {
				var may Scope
				live := false
				var first *time.Time
				for _, g := range c.Packages {
					if g.Account == p && g.Live(now) {
						live, may = true, Scope{may.Sheet || g.Scope.Sheet, may.Notes || g.Scope.Notes}
						if g.Until != nil && (first == nil || g.Until.Before(*first)) {
							first = g.Until
						}
					}
				}
				g, sees := access[p]
				if sees != live || g.Scope != may || sees && (g.Level != LevelPackage || (g.Until == nil) != (first == nil) || first != nil && !first.Equal(*g.Until)) {
					t.Fatalf("%s has %+v of %+v", p, g, c.Packages)
				}
			}
			if _, sees := access[stranger]; sees {
				t.Fatal("a stranger sees the case")
			}
			c.TakeChanges()
		}
	})
}

func TestPersonIsToldOnce(t *testing.T) {
	c := filed(t)
	c.tellPerson(coordinator(), monday, EventNoteAdded, adviser, "", adviser)
	if ch := c.TakeChanges(); len(ch.Notices) != 1 || ch.Notices[0].Account != adviser || ch.Notices[0].Recipient != "" {
		t.Errorf("notices %+v", ch.Notices)
	}
}
