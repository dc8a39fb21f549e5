package demo

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

//go:embed data/agencies.csv data/demo_accounts.csv data/annual_statistics_recorded.csv
var files embed.FS

// account is a person who signs in.
type account struct {
	email, name string
	role        casework.Role
	agency      string // code
}

// directory knows the agencies and the people by code, with the ids they have where the data is kept.
type directory struct {
	ids      map[string]casework.ID
	names    map[string]string
	people   map[string][]casework.Actor // who works on cases, by agency; coordinators under shakyo
	guests   []casework.Actor            // who comes to conferences with an account of their own
	catalog  casework.Catalog
	settings casework.Settings
}

const coordinators = "shakyo"

func (d *directory) id(code string) casework.ID {
	id, ok := d.ids[code]
	if !ok {
		panic("demo: no agency " + code)
	}
	return id
}

func (d *directory) name(code string) string { return d.names[code] }

// actor gives the one person of an agency who has the household, always the same.
func (d *directory) actor(agency string, household int) casework.Actor {
	staff := d.people[agency]
	if len(staff) == 0 {
		panic("demo: nobody works at " + agency)
	}
	return staff[household%len(staff)]
}

// employ notes an account among those who work on cases.
func (d *directory) employ(a account, id casework.ID) {
	who := casework.Actor{Account: id, Name: a.name, Agency: d.id(a.agency), AgencyName: d.name(a.agency), Roles: []casework.Role{a.role}}
	switch a.role {
	case casework.RoleWorker, casework.RoleCoordinator:
		d.people[a.agency] = append(d.people[a.agency], who)
	case casework.RoleConferenceMember, casework.RoleCityOffice:
		d.guests = append(d.guests, who)
	}
}

// agencyNames reads code and name of the sample directory, in its order.
func agencyNames() (codes []string, names map[string]string, err error) {
	rows, err := table("data/agencies.csv")
	names = map[string]string{}
	for _, r := range rows {
		if names[r["code"]] == "" {
			codes = append(codes, r["code"])
			names[r["code"]] = r["name"]
		}
	}
	return codes, names, err
}

// accounts are the known ones, and invented staff for every agency where nobody takes cases yet.
func accounts(codes []string) ([]account, error) {
	rows, err := table("data/demo_accounts.csv")
	if err != nil {
		return nil, err
	}
	var all []account
	staffed := map[string]bool{coordinators: true, "kikaku": true}
	for _, r := range rows {
		a := account{r["email"], r["name"], casework.Role(r["role"]), r["agency"]}
		all = append(all, a)
		staffed[a.agency] = staffed[a.agency] || a.role == casework.RoleWorker
	}
	for _, code := range codes {
		if !staffed[code] {
			all = append(all, invented(code)...)
		}
	}
	return all, nil
}

// invented gives an agency one or two workers; their names depend on its code alone.
func invented(code string) []account {
	h := fnv.New64a()
	_, _ = h.Write([]byte(code))
	r := rand.New(rand.NewPCG(h.Sum64(), seedB))
	staff := make([]account, between(r, 1, 2))
	for i := range staff {
		given := oneOf(r, slices.Concat(menMid, womenMid, womenYoung)...)
		staff[i] = account{fmt.Sprintf("worker@%s.example", code), oneOf(r, surnames...).text + " " + given.text, casework.RoleWorker, code}
		if i > 0 {
			staff[i].email = fmt.Sprintf("worker%d@%s.example", i+1, code)
		}
	}
	return staff
}

// table reads an embedded CSV into rows by column name.
func table(path string) ([]map[string]string, error) {
	raw, err := files.ReadFile(path)
	if err != nil {
		return nil, err
	}
	records, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("demo: %s: %w", path, err)
	}
	rows := make([]map[string]string, 0, len(records))
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// local names the agency of the household's ward where a kind has one per ward.
func local(code, ward string) string {
	switch code {
	case "houkatsu", "fukushi", "hoken", "kodomo":
		return code + "-" + ward
	}
	return code
}

// kindOf gives the key under which phrases for an agency stand.
func kindOf(code string) string {
	if _, ok := asks[code]; ok {
		return code
	}
	kind, _, _ := strings.Cut(code, "-")
	return kind
}
