package policy

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tsunagu-care/tsunagu/pkg/casework"
)

var operationLine = regexp.MustCompile(`(?m)^\s+operationId: (\w+)$`)

// public operations need no role: they are reached before anybody is known.
var public = []string{
	"getAbout", "getContract", "getContractPage",
	"createSession", "refreshSession", "proveSecondFactor", "passkeyOptions", "createPasskeySession", "startProviderSignIn", "finishProviderSignIn",
	"listDemoMails",
	"getSurveyForm", "answerSurvey", "getOpenStatistics", "getOpenStatisticsCsv",
	"requestPasswordLink", "readPasswordLink", "usePasswordLink",
	"getSurveyForm", "answerSurvey",
	"getAnswerPage", "answerByLink", "respondByLink", "readCalendarFeed",
}

func TestPolicyAndContractNameTheSameOperations(t *testing.T) {
	spec, err := os.ReadFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var contract []string
	for _, m := range operationLine.FindAllStringSubmatch(string(spec), -1) {
		if !slices.Contains(public, m[1]) {
			contract = append(contract, m[1])
		}
	}
	slices.Sort(contract)
	if len(contract) < 40 {
		t.Fatalf("only %d operations found in openapi.yaml", len(contract))
	}
	if got := Operations(); !slices.Equal(got, contract) {
		t.Errorf("policy.csv and openapi.yaml differ:\n policy   %v\n contract %v", got, contract)
	}
}

func TestPolicyNamesTheRolesOfTheRules(t *testing.T) {
	want := []string{
		string(casework.RoleWorker), string(casework.RoleAgencyManager), string(casework.RoleCoordinator), string(casework.RoleAdvisor),
		string(casework.RoleConferenceMember), string(casework.RoleCityOffice), string(casework.RoleSystemAdmin), string(casework.RoleAuditor),
	}
	slices.Sort(want)
	if got := Roles(); !slices.Equal(got, want) {
		t.Errorf("roles of policy.csv: %v, want %v", got, want)
	}
}

func TestWhatIsNotNamedIsRefused(t *testing.T) {
	for _, pair := range [][2]string{{"worker", "noSuchOperation"}, {"nobody", "getMe"}, {"", "getMe"}, {"worker", ""}, {"worker", "importAgencies"}} {
		if Allows(pair[0], pair[1]) {
			t.Errorf("Allows(%q, %q) = true", pair[0], pair[1])
		}
	}
}

// People who keep the system, the figures or the journal never reach case content (workflow.md, "Who sees a case").
func TestKeepersOfTheSystemReachNoCase(t *testing.T) {
	reads := map[string]bool{"listCases": true, "getCase": true, "getCaseTimeline": true} // within the package they were given
	for _, role := range []string{"system_admin", "auditor", "city_office", "advisor", "conference_member"} {
		for _, operation := range Operations() {
			if (role == "advisor" || role == "conference_member") && reads[operation] {
				continue
			}
			aboutCases := regexp.MustCompile(`Case|Sheet|andoff|HandOff|Note|Household|Escalation|Home|Refusal|StartSupport|startSupport`).MatchString(operation)
			if aboutCases && Allows(role, operation) {
				t.Errorf("%s may use %s", role, operation)
			}
		}
	}
}

func TestEachLineStandsOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(policyText), "\n") {
		if seen[line] {
			t.Errorf("twice in policy.csv: %s", line)
		}
		seen[line] = true
	}
}
