package server

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/tsunagu-care/tsunagu/api/gen"
)

//go:embed contract.html
var contractPage string

//go:embed contract.css
var contractStyle []byte

// GetContract gives openapi.yaml as it is.
func (s *Server) GetContract(context.Context, gen.GetContractRequestObject) (gen.GetContractResponseObject, error) {
	return gen.GetContract200ApplicationyamlResponse{Body: bytes.NewReader(gen.Spec), ContentLength: int64(len(gen.Spec))}, nil
}

// GetContractPage gives the contract as a page to read, rendered once at start.
func (s *Server) GetContractPage(context.Context, gen.GetContractPageRequestObject) (gen.GetContractPageResponseObject, error) {
	return renderedPage(s.docs), nil
}

// The page in the words of its template.
type (
	docPage struct {
		Title, Version, About string
		Groups                []docGroup
		Schemas               []docSchema
		Problems              []docProblem
	}
	docGroup struct {
		Name, Label string
		Operations  []docOperation
	}
	docOperation struct {
		ID, Method, Path, Summary, Description string
		Public                                 bool
		Params                                 []docParam
		Body                                   string
		Answers                                []docAnswer
	}
	docParam struct {
		Name, In, Type, Description string
		Required                    bool
	}
	docAnswer struct{ Status, Description, Schema string }
	docSchema struct {
		Name, Description, Type string
		Members                 []docParam
	}
	docProblem struct {
		Code, Ja, En string
		Status       int
	}
)

func renderContract(doc *openapi3.T, operations map[string]operation) ([]byte, error) {
	page := docPage{Title: doc.Info.Title, Version: doc.Info.Version, About: doc.Info.Description}
	for _, tag := range doc.Tags {
		page.Groups = append(page.Groups, docGroup{Name: tag.Name, Label: tag.Description, Operations: docOperations(doc, operations, tag.Name)})
	}
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
		schema := doc.Components.Schemas[name].Value
		page.Schemas = append(page.Schemas, docSchema{Name: name, Description: schema.Description, Type: typeText(schema), Members: docMembers(schema)})
	}
	for code, k := range kinds {
		page.Problems = append(page.Problems, docProblem{string(code), k.ja, k.en, k.status})
	}
	slices.SortFunc(page.Problems, func(a, b docProblem) int {
		if a.Status != b.Status {
			return a.Status - b.Status
		}
		return strings.Compare(a.Code, b.Code)
	})
	t, err := template.New("contract").Parse(contractPage)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, page)
	return out.Bytes(), err
}

func docOperations(doc *openapi3.T, operations map[string]operation, tag string) []docOperation {
	var list []docOperation
	for _, path := range doc.Paths.InMatchingOrder() {
		for method, op := range doc.Paths.Value(path).Operations() {
			if !slices.Contains(op.Tags, tag) {
				continue
			}
			one := docOperation{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Description: op.Description, Public: operations[op.OperationID].public}
			for _, p := range op.Parameters {
				one.Params = append(one.Params, docParam{p.Value.Name, p.Value.In, typeText(p.Value.Schema.Value), p.Value.Description, p.Value.Required})
			}
			if op.RequestBody != nil {
				one.Body = contentName(op.RequestBody.Value.Content)
			}
			for _, status := range slices.Sorted(maps.Keys(op.Responses.Map())) {
				answer := op.Responses.Value(status).Value
				text := ""
				if answer.Description != nil {
					text = *answer.Description
				}
				one.Answers = append(one.Answers, docAnswer{status, text, contentName(answer.Content)})
			}
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b docOperation) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	return list
}

func docMembers(schema *openapi3.Schema) []docParam {
	var list []docParam
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		ref := schema.Properties[name]
		kind := typeText(ref.Value)
		if named := refName(ref); named != "" {
			kind = named
		}
		list = append(list, docParam{Name: name, Type: kind, Description: ref.Value.Description, Required: slices.Contains(schema.Required, name)})
	}
	return list
}

// contentName is the schema of a body, or its media type when it has no schema of its own.
func contentName(content openapi3.Content) string {
	medias := slices.Sorted(maps.Keys(content))
	if len(medias) == 0 {
		return ""
	}
	if name := refName(content[medias[0]].Schema); name != "" {
		return name
	}
	return medias[0]
}

func refName(ref *openapi3.SchemaRef) string {
	if ref == nil {
		return ""
	}
	return strings.TrimPrefix(ref.Ref, "#/components/schemas/")
}

func typeText(schema *openapi3.Schema) string {
	text := strings.Join(schema.Type.Slice(), "|")
	if schema.Format != "" {
		text += " (" + schema.Format + ")"
	}
	if schema.Items != nil {
		of := refName(schema.Items)
		if of == "" {
			of = typeText(schema.Items.Value)
		}
		text += " of " + of
	}
	for i, value := range schema.Enum {
		if name, ok := value.(string); ok {
			text += map[bool]string{true: ": ", false: " · "}[i == 0] + name
		}
	}
	return text
}

// renderedPage is the page with its charset, which the contract's media type cannot say (ASVS 4.1.1).
type renderedPage []byte

func (p renderedPage) VisitGetContractPageResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := w.Write(p)
	return err
}
