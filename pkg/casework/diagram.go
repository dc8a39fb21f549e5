package casework

import (
	"fmt"
	"strings"
)

// Diagram draws a workflow as a Mermaid state diagram, straight from the table.
func Diagram(w Workflow) string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, t := range Transitions {
		if t.Workflow != w {
			continue
		}
		from := "[*]"
		if t.From != "" {
			from = string(t.From)
		}
		by := make([]string, len(t.By))
		for i, p := range t.By {
			by[i] = string(p)
		}
		fmt.Fprintf(&b, "    %s --> %s: %s (%s)\n", from, t.To, t.Verb, strings.Join(by, ", "))
	}
	return b.String()
}
