// Package gen holds what is generated from openapi.yaml, and the contract itself.
package gen

import _ "embed"

// Spec is openapi.yaml as it was when the code beside it was generated (`make generate` copies it here).
//
//go:embed openapi.yaml
var Spec []byte
