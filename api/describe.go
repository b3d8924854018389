package api

import (
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// describe completes what huma made of an operation from the tags it does not know:
// zh, the Chinese name of a field, and set, the closed set of its values.
func (a *API) describe(rt route, in reflect.Type) {
	for _, f := range reflect.VisibleFields(in) {
		if f.Anonymous && !f.IsExported() {
			panic(rt.id + ": huma does not see the fields of the unexported " + f.Name)
		}
		for _, loc := range []string{"query", "path", "header"} {
			name, _, _ := strings.Cut(f.Tag.Get(loc), ",")
			if p := a.parameter(rt, name); name != "" && p != nil {
				complete(p.Schema, f, false)
				p.Description = p.Schema.Description
			}
		}
	}
	for _, name := range a.schemaNames() {
		a.describeSchema(name)
	}
	if rt.tabular {
		a.offerTables(rt)
	}
}

func (a *API) schemaNames() []string {
	var names []string
	for name := range a.huma.OpenAPI().Components.Schemas.Map() {
		if !a.described[name] {
			names = append(names, name)
		}
	}
	return names
}

func (a *API) describeSchema(name string) {
	a.described[name] = true
	schemas := a.huma.OpenAPI().Components.Schemas
	t := schemas.TypeFromRef("#/components/schemas/" + name)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	for _, f := range reflect.VisibleFields(t) {
		key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if s := schemas.Map()[name].Properties[key]; s != nil {
			complete(s, f, strings.Contains(options, "omit"))
		}
	}
}

// complete adds the Chinese name and the closed set of a field to its schema.
// Optional text may be empty too.
func complete(s *huma.Schema, f reflect.StructField, optional bool) {
	s.Description = strings.TrimSpace(f.Tag.Get("zh") + " " + f.Tag.Get("doc"))
	set, ok := closedSets[f.Tag.Get("set")]
	if !ok {
		return
	}
	closed := s
	if s.Items != nil {
		closed, optional = s.Items, false
	}
	closeSchema(closed, set.Codes(), optional)
}

func closeSchema(s *huma.Schema, codes []string, optional bool) {
	s.Enum = nil
	for _, code := range codes {
		s.Enum = append(s.Enum, code)
	}
	if optional && !slices.Contains(codes, "") {
		s.Enum = append(s.Enum, "")
	}
	s.PrecomputeMessages()
}

// closeParameter limits a query parameter to a closed set known only at registration.
func (a *API) closeParameter(rt route, name string, codes []string) {
	if p := a.parameter(rt, name); p != nil {
		closeSchema(p.Schema, codes, false)
	}
}

// offerTables adds to the document that a list comes as a table too.
func (a *API) offerTables(rt route) {
	content := a.huma.OpenAPI().Paths[rt.path].Get.Responses["200"].Content
	for _, media := range []string{typeCSV, typeXLSX} {
		content[media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "All pages as one table."}}
	}
}

func (a *API) parameter(rt route, name string) *huma.Param {
	item := a.huma.OpenAPI().Paths[rt.path]
	if item == nil {
		return nil
	}
	for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
		if op == nil || op.Method != rt.method {
			continue
		}
		for _, p := range op.Parameters {
			if p.Name == name {
				return p
			}
		}
	}
	return nil
}
