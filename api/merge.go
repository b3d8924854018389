package api

import (
	"bytes"
	"encoding/json"
	"maps"

	"github.com/danielgtaylor/huma/v2"
)

// Merge is the body of a PATCH: those fields of T that are to change (RFC 7396).
// A field that is absent stays, one that is null is cleared, lists are replaced whole.
type Merge[T any] struct {
	patch map[string]any
}

// UnmarshalJSON implements json.Unmarshaler.
func (m *Merge[T]) UnmarshalJSON(b []byte) error {
	return decode(b, &m.patch)
}

// Schema is the schema of T with nothing required.
func (m Merge[T]) Schema(r huma.Registry) *huma.Schema {
	ref := r.Schema(typeOf[T](), true, "")
	whole := ref
	if ref.Ref != "" {
		whole = r.SchemaFromRef(ref.Ref)
	}
	return &huma.Schema{Type: huma.TypeObject, Properties: maps.Clone(whole.Properties), AdditionalProperties: false,
		Description: "The fields to change. Absent fields stay, null clears."}
}

// onto returns current with the patch merged in.
func (m Merge[T]) onto(current T) (T, error) {
	var before map[string]any
	var after T
	b, err := json.Marshal(current)
	if err != nil {
		return after, err
	}
	if err := decode(b, &before); err != nil {
		return after, err
	}
	merged, err := json.Marshal(mergeObjects(before, m.patch))
	if err != nil {
		return after, err
	}
	return after, json.Unmarshal(merged, &after)
}

func mergeObjects(target, patch map[string]any) map[string]any {
	if target == nil {
		target = map[string]any{}
	}
	for key, value := range patch {
		if value == nil {
			delete(target, key)
			continue
		}
		if object, ok := value.(map[string]any); ok {
			inner, _ := target[key].(map[string]any)
			value = mergeObjects(inner, object)
		}
		target[key] = value
	}
	return target
}

// decode reads JSON with numbers kept exact.
func decode(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode(v)
}
