package domain

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Who may say what to whom, before the introduction and after it.
func TestSay(t *testing.T) {
	d := Docking{ID: NewID(), NeedID: NewID(), TechnologyID: NewID(), EnterpriseID: NewID(), ProviderID: NewID(), StewardID: NewID(), ExpertID: NewID(), EntrepreneurID: NewID()}
	of := func(role Role, organisation, expert ID) Actor {
		return Actor{UserID: NewID(), Roles: []Role{role}, OrganisationID: organisation, ExpertID: expert}
	}
	enterprise, provider := of(RoleEnterprise, d.EnterpriseID, ID{}), of(RoleUniversity, d.ProviderID, ID{})
	steward, expert := of(RoleSteward, ID{}, d.StewardID), of(RoleExpert, ID{}, d.ExpertID)
	alone := d
	alone.TechnologyID = ID{}
	tests := map[string]struct {
		docking Docking
		actor   Actor
		stage   Stage
		to      string
		want    string // audience; "" for refused
	}{
		"a side before the introduction":              {d, enterprise, StageProposed, "", ToEnterprise},
		"the other side":                              {d, provider, StageProposed, "", ToProvider},
		"to both before the introduction":             {d, enterprise, StageProposed, ToAll, ""},
		"to the other side":                           {d, enterprise, StageProposed, ToProvider, ""},
		"a steward must say to whom":                  {d, steward, StageProposed, "", ""},
		"a steward to one side":                       {d, steward, StageProposed, ToProvider, ToProvider},
		"a steward to both before":                    {d, steward, StageProposed, ToAll, ""},
		"an expert before":                            {d, expert, StageProposed, "", ""},
		"an expert who is the provider":               {alone, expert, StageProposed, "", ToProvider},
		"a side after the introduction":               {d, enterprise, StageIntroduced, "", ToAll},
		"a side to the steward after":                 {d, provider, StageNegotiating, ToProvider, ToProvider},
		"a side to the other's talk with the steward": {d, provider, StageNegotiating, ToEnterprise, ""},
		"a steward to all":                            {d, steward, StageContracted, "", ToAll},
		"an expert after":                             {d, expert, StageAgreed, "", ToAll},
		"an expert to a side":                         {d, expert, StageAgreed, ToEnterprise, ""},
		"to a word of one's own":                      {d, steward, StageAgreed, "everyone", ""},
		"once declined":                               {d, enterprise, StageDeclined, "", ""},
		"a stranger":                                  {d, of(RoleEnterprise, NewID(), ID{}), StageAgreed, "", ""},
		"one without an organisation":                 {Docking{Stage: StageAgreed}, of(RoleEnterprise, ID{}, ID{}), StageAgreed, "", ""},
		"the bureau":                                  {d, of(RoleBureau, ID{}, ID{}), StageAgreed, "", ""},
	}
	for name, tt := range tests {
		tt.docking.Stage = tt.stage
		m, err := tt.docking.Say(tt.actor, tt.to, "您好", nil, time.Now())
		if (err == nil) != (tt.want != "") || err == nil && m.Audience != tt.want {
			t.Errorf("%s: %q, %v", name, m.Audience, err)
		}
		if err == nil && !slices.Contains(tt.docking.Heard(tt.actor), m.Audience) {
			t.Errorf("%s: the author does not see the message", name)
		}
	}
}

func TestSayNothing(t *testing.T) {
	d := Docking{EnterpriseID: NewID(), Stage: StageAgreed}
	a := Actor{Roles: []Role{RoleEnterprise}, OrganisationID: d.EnterpriseID}
	file := []File{{Name: "a.pdf"}}
	for name, tt := range map[string]struct {
		body  string
		files []File
		ok    bool
	}{
		"nothing":         {" \n", nil, false},
		"a file alone":    {"", file, true},
		"too long":        {strings.Repeat("长", maxMessage+1), file, false},
		"just long":       {strings.Repeat("长", maxMessage), nil, true},
		"too many files":  {"好", slices.Repeat(file, MaxMessageFiles+1), false},
		"a NUL in it":     {"a\x00b", nil, false},
		"not valid UTF-8": {"\xff\xfe", nil, false},
	} {
		if _, err := d.Say(a, "", tt.body, tt.files, time.Now()); (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNewMessageFile(t *testing.T) {
	for name, tt := range map[string]struct {
		file    string
		content []byte
		want    string
	}{
		"an archive of documents":     {"资料.zip", zipOf("a/", "a/一.pdf", "b.txt"), typeZIP},
		"an archive with a program":   {"资料.zip", zipOf("一.pdf", "setup.exe"), ""},
		"an archive of an archive":    {"资料.zip", zipOf("一.zip"), ""},
		"an archive of nothing":       {"资料.zip", zipOf(), ""},
		"a workbook called a ZIP":     {"资料.zip", zipOf("xl/workbook.xml"), ""},
		"a program called a ZIP":      {"资料.zip", []byte("MZ\x90\x00"), ""},
		"a page with a picture's end": {"../../页.png", []byte("<html>"), ""},
		"a picture with a path":       {`..\..\图.png`, []byte("\x89PNG\r\n\x1a\n"), typePNG},
	} {
		f, err := NewMessageFile(tt.file, tt.content)
		if (err == nil) != (tt.want != "") || f.Type != tt.want {
			t.Errorf("%s: %q, %v", name, f.Type, err)
		}
		if strings.ContainsAny(f.Name, `/\`) {
			t.Errorf("%s: a path is left: %q", name, f.Name)
		}
	}
}
