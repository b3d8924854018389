package api

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
)

func TestDocument(t *testing.T) {
	s := newServer(t)
	w := s.get(caller{}, "/openapi.json")
	require.Equal(t, 200, w.Code)
	document, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	require.NoError(t, err)
	require.NoError(t, document.Validate(t.Context()))
	require.True(t, strings.HasPrefix(document.OpenAPI, "3.1"), document.OpenAPI)
	seen := map[string]bool{}
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			seen[op.OperationID] = true
			require.NotEmpty(t, op.Summary, "%s %s", method, path)
			require.NotEmpty(t, op.Tags, "%s %s", method, path)
		}
	}
	for _, rt := range s.routes {
		require.True(t, seen[rt.id], "%s is not in the document", rt.id)
	}
	require.Len(t, seen, len(s.routes))
}

// TestDocumentDescribes holds that every field says in Chinese what it is, and that
// closed sets are closed in the document.
func TestDocumentDescribes(t *testing.T) {
	s := newServer(t)
	chinese := regexp.MustCompile(`\p{Han}`)
	for name, schema := range s.huma.OpenAPI().Components.Schemas.Map() {
		if name == "Problem" || name == "FieldError" {
			continue
		}
		for key, property := range schema.Properties {
			if key == "items" || key == "next" {
				continue
			}
			require.Regexp(t, chinese, property.Description, "%s.%s has no zh tag", name, key)
		}
	}
	kind := s.huma.OpenAPI().Components.Schemas.Map()["OrganisationBody"].Properties["kind"]
	require.Contains(t, kind.Enum, any("enterprise"))
}

func TestDocsPageIsOffline(t *testing.T) {
	s := newServer(t)
	w := s.get(caller{}, "/docs")
	require.Equal(t, 200, w.Code)
	require.Contains(t, w.Header().Get("Content-Type"), "text/html")
	require.Contains(t, w.Body.String(), prefix+"/openapi.json")
	for _, address := range regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(w.Body.String(), -1) {
		require.True(t, strings.HasPrefix(address[1], "/"), "loaded from elsewhere: %s", address[1])
		asset := s.get(caller{}, strings.TrimPrefix(address[1], prefix))
		require.Equal(t, 200, asset.Code, address[1])
	}
	var document map[string]any
	require.NoError(t, json.Unmarshal(s.get(caller{}, "/openapi.json").Body.Bytes(), &document))
}
