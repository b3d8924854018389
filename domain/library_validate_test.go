package domain

import (
	"errors"
	"strings"
	"testing"
)

func TestLibraryValidate(t *testing.T) {
	tech := Technology{Title: "示例", Confidentiality: "public"}
	expert := Expert{Kind: TechnicalExpert, Name: "示例", Capacity: 1}
	policy := Policy{Title: "示例", Level: "city"}
	for name, test := range map[string]struct {
		field string
		err   error
	}{
		"sound":            {"", errors.Join(tech.Validate(), expert.Validate(), policy.Validate())},
		"NUL":              {"title", Technology{Title: "示\x00例", Confidentiality: "public"}.Validate()},
		"not UTF-8":        {"title", Technology{Title: "示例\xff", Confidentiality: "public"}.Validate()},
		"empty inventor":   {"inventors[1]", Technology{Title: "示例", Confidentiality: "public", Inventors: []string{"陈样例", " "}}.Validate()},
		"many inventors":   {"inventors", Technology{Title: "示例", Confidentiality: "public", Inventors: strings.Split(strings.Repeat("陈", 101), "")}.Validate()},
		"long achievement": {"achievements[0]", Expert{Kind: TechnicalExpert, Name: "示例", Capacity: 1, Achievements: []string{strings.Repeat("长", 1001)}}.Validate()},
		"script link":      {"source_url", Policy{Title: "示例", Level: "city", SourceURL: "javascript:alert(1)"}.Validate()},
		"web link":         {"", Policy{Title: "示例", Level: "city", SourceURL: "https://example.org/政策?a=1"}.Validate()},
		"unknown base": {"clauses[0].incentives[0].base", Policy{Title: "示例", Level: "city", Clauses: []Clause{{Ref: "一", Text: "文",
			Incentives: []Incentive{{Kind: "service", Beneficiary: "any", Rule: "fixed", Base: "moonlight"}}}}}.Validate()},
	} {
		var invalid InvalidErrors
		switch {
		case test.field == "" && test.err != nil:
			t.Errorf("%s: %v", name, test.err)
		case test.field != "" && (!errors.As(test.err, &invalid) || invalid[0].Field != test.field):
			t.Errorf("%s: %v, want an error of %s", name, test.err, test.field)
		}
	}
}
