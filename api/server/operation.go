package server

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/tsunagu-care/tsunagu/api/gen"
)

// operation is one operation of openapi.yaml, made ready for the edge.
type operation struct {
	id       string
	method   string
	path     string // as in the contract: /cases/{caseId}
	tag      string
	public   bool // needs no access token
	params   []*openapi3.Parameter
	body     *openapi3.Schema // nil = takes none
	media    string           // of the body
	needBody bool
	patch    bool // the body is a merge patch
	keyed    bool // takes an Idempotency-Key

	fresh       bool // x-fresh: needs a fresh authentication
	carriesFile bool // in or out: it may take its time
	carriesOut  bool // x-carries-out: gives data to take away (export, print, download)
}

// loadContract reads openapi.yaml once: it is part of the program and does not change.
var loadContract = sync.OnceValues(func() (*openapi3.T, error) { return openapi3.NewLoader().LoadFromData(gen.Spec) })

// readContract gives openapi.yaml and its operations by id. One that cannot be read is a fault of the build.
func readContract() (*openapi3.T, map[string]operation, error) {
	doc, err := loadContract()
	if err != nil {
		return nil, nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	operations := map[string]operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			operations[op.OperationID] = newOperation(method, path, op)
		}
	}
	return doc, operations, nil
}

func newOperation(method, path string, op *openapi3.Operation) operation {
	out := operation{id: op.OperationID, method: method, path: path, carriesOut: op.Extensions["x-carries-out"] == true, fresh: op.Extensions["x-fresh"] == true}
	if len(op.Tags) > 0 {
		out.tag = op.Tags[0]
	}
	// `security: []` and the refresh cookie need no bearer token
	out.public = op.Security != nil
	if out.public {
		for _, requirement := range *op.Security {
			if _, bearer := requirement["bearer"]; bearer {
				out.public = false
			}
		}
	}
	for _, p := range op.Parameters {
		out.params = append(out.params, p.Value)
		out.keyed = out.keyed || p.Value.Name == "Idempotency-Key"
	}
	if op.RequestBody != nil {
		out.needBody = op.RequestBody.Value.Required
		for media, content := range maps.All(op.RequestBody.Value.Content) {
			out.media, out.body = media, content.Schema.Value
		}
	}
	out.carriesFile = out.media == multipartForm
	if ok := op.Responses.Status(http.StatusOK); ok != nil {
		out.carriesFile = out.carriesFile || ok.Value.Content.Get("application/octet-stream") != nil
	}
	out.patch = method == http.MethodPatch && strings.Contains(op.Description, "RFC 7396")
	return out
}
