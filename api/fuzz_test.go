package api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

func FuzzParseETag(f *testing.F) {
	for _, tag := range []string{`"7"`, `W/"7"`, `*`, `"9223372036854775808"`, `""`} {
		f.Add(tag)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		v, ok := parseETag(tag)
		if !ok {
			return
		}
		if again, ok := parseETag(etag(v)); v < 1 || !ok || again != v {
			t.Fatalf("%q is %d, and that %d", tag, v, again)
		}
	})
}

func FuzzLanguageOf(f *testing.F) {
	f.Add("zh-CN,zh;q=0.9,en;q=0.8")
	f.Add("en;q=nan")
	f.Fuzz(func(t *testing.T, header string) {
		if lang := languageOf(header); lang != "zh" && lang != "en" {
			t.Fatalf("%q is %q", header, lang)
		}
	})
}

// FuzzMerge patches a record with whatever is an object: the patch takes or fails, and
// patching again with it changes nothing more.
func FuzzMerge(f *testing.F) {
	f.Add(`{"name":"乙","staff":null,"fields":["energy"]}`)
	f.Add(`{"registered_capital_fen":9007199254740993}`)
	f.Fuzz(func(t *testing.T, patch string) {
		var m Merge[OrganisationBody]
		if json.Unmarshal([]byte(patch), &m) != nil {
			return
		}
		once, err := m.onto(OrganisationBody{Name: "甲", Kind: "enterprise"})
		if err != nil {
			return
		}
		twice, err := m.onto(once)
		a, _ := json.Marshal(once)
		b, _ := json.Marshal(twice)
		if err != nil || string(a) != string(b) {
			t.Fatalf("%s then %s: %v", a, b, err)
		}
	})
}

// FuzzFieldError holds that a finding we do not know says nothing of its words, and
// that a path says nothing but names.
func FuzzFieldError(f *testing.F) {
	f.Add("expected string to be RFC 3986 uri: parse \"secret\"", "body.url")
	f.Add("json: cannot unmarshal", "body.\"secret\"")
	f.Fuzz(func(t *testing.T, message, location string) {
		got := fieldErrorOf("en", &huma.ErrorDetail{Message: message + " s3cr3t", Location: location + " s3cr3t"})
		if strings.Contains(got.Reason+got.Field, "s3cr3t") && !strings.Contains(message, "one of") {
			t.Fatalf("%q at %q came through as %+v", message, location, got)
		}
	})
}
