package main

import (
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

//go:embed testdata/look.js
var lookScript string

type looked struct{ Faults, Chinese []string }

var recordID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// look looks over the page that a person has come to.
func (p *person) look() {
	p.Helper()
	at := p.at()
	if kind := recordID.ReplaceAllString(at, "{id}"); !strings.Contains(kind, "lang=en") {
		p.seen[kind] = at
	}
	page := read[looked](p, fmt.Sprintf("(%s)()", lookScript))
	for _, run := range page.Chinese {
		if !strings.Contains(ownWords, run) {
			page.Faults = append(page.Faults, "Chinese: "+run)
		}
	}
	for _, fault := range append(page.Faults, p.heard.Take()...) {
		if p.status < 400 || !strings.HasPrefix(fault, "log: Failed to load resource") { // the refusal itself
			p.Errorf("%s at %s: %s", p.login, at, fault)
		}
	}
}

// inEnglish opens all kinds of pages that someone has seen in English, which then show
// Chinese only where a record's own words are.
func (s *town) inEnglish() {
	s.Helper()
	done := map[string]bool{}
	for _, p := range []*person{s.enterprise, s.university, s.steward, s.technical, s.bureau, s.admin} {
		for _, kind := range slices.Sorted(maps.Keys(p.seen)) {
			if done[kind] && kind != "/home" {
				continue
			}
			done[kind] = true
			mark := "?"
			if strings.Contains(kind, "?") {
				mark = "&"
			}
			p.open(p.seen[kind] + mark + "lang=en")
		}
	}
}

// ownWords are records' own: what people typed in the story, and names that are Chinese.
const ownWords = ""
