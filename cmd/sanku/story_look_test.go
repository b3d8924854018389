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
		if !strings.Contains(p.said.String()+seeded, run) {
			page.Faults = append(page.Faults, "Chinese: "+run)
		}
	}
	for _, fault := range append(page.Faults, p.heard.Take()...) {
		if p.status < 400 || !strings.HasPrefix(fault, "log: Failed to load resource") { // the refusal itself
			p.Errorf("%s at %s: %s", p.login, at, fault)
		}
	}
}

// inEnglish sends a form in English, and opens all kinds of pages that someone has seen:
// they show Chinese only where a record's own words are.
func (s *town) inEnglish() {
	s.Helper()
	e := s.enterprise
	e.open(e.seen["/needs/{id}/edit"]+"?lang=en").fill("Budget, at most", "plenty").refused("Save", "Please correct")
	e.fill("Budget, at most", "50").press("Save").sees("Saved.")
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

// seeded is what has no English: the title, number and issuer of the plan as an official
// text, cited as they are; and what the reasons of a matched policy quote of it in
// sentences: clause, condition and the office that pays.
const seeded = `湘潭市推动科技创新行动计划 潭政办发号 湘潭市人民政府办公室
市财政局 二 课题数量达到所分层次 经费总量 增速和 可加计扣除的研发费用有年度增量`
