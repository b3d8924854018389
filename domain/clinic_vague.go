package domain

import (
	"fmt"
	"slices"
	"strings"
)

// looseTargets asks about targets without number or unit.
func (n Need) looseTargets() []ClinicQuestion {
	var found []ClinicQuestion
	for _, q := range n.Targets {
		r := []rune(q.Name)
		switch {
		case q.Comparator == "present" && len(r) > 0 && strings.ContainsRune(measures, r[len(r)-1]):
			found = append(found, ClinicQuestion{Key: "target-value:" + q.Name, Field: "targets", Ask: Text{fmt.Sprintf("“%s”要达到多少？", q.Name), fmt.Sprintf("How much is %q to be?", q.Name)},
				Why: Text{"只写名称，没有数值。", "It has no figure."}})
		case q.Value != nil && q.Unit == "" && !slices.ContainsFunc(unitless, func(s string) bool { return strings.HasSuffix(q.Name, s) }):
			found = append(found, ClinicQuestion{Key: "target-unit:" + q.Name, Field: "targets", Ask: Text{fmt.Sprintf("“%s”的单位是什么？没有单位就跳过。", q.Name), fmt.Sprintf("In which unit is %q?", q.Name)},
				Why: Text{"没有单位，无法和别人的指标比较。", "It cannot be compared without."}})
		}
	}
	return found
}

// maxVague is how many vague words are asked about at a time.
const maxVague = 5

// vagueWords asks by how much where the text says only that something is to change, and
// what is good enough where it says only that.
func (n Need) vagueWords() []ClinicQuestion {
	var found []ClinicQuestion
	seen := map[string]bool{}
	for _, p := range n.passages("title", "problem", "background") {
		wished := p.part == ofGoal || p.Field == "title" || hasAny("wish", p.Text) || hasAny("vague", p.Text)
		if !wished || p.part == ofBase || hasAny("plain", p.Text) || len(StatedIn(p.Text)) > 0 {
			continue
		}
		q, word, ok := p.vague()
		if !ok || seen[word] || q.Field == "targets" && n.hasTargetOf(word) {
			continue
		}
		seen[word] = true
		found = append(found, q)
		if len(found) == maxVague {
			break
		}
	}
	return found
}

// vague asks about the first thing in p that cannot be checked.
func (p ClinicPassage) vague() (q ClinicQuestion, word string, ok bool) {
	ask := func(word string, at int, zh, en string) ClinicQuestion {
		p.At = runeSpan(p.Text, at, at+len(word))
		return ClinicQuestion{Key: "vague:" + word, Field: p.Field, Ask: Text{fmt.Sprintf(zh, word), fmt.Sprintf(en, word)},
			Why: Text{"只这样说，对方报不出方案，将来也没法验收。", "Nobody can tell when it is reached."}, Passage: &p}
	}
	if word, at := changeIn(p.Text); at >= 0 {
		q = ask(word, at, "“%s”，要做到多少？请写成一条指标。", "%q: how much is it to be?")
		q.Field = "targets"
		return q, word, true
	}
	if p.Field == "title" {
		return q, "", false
	}
	if word, at := firstOf("vague", p.Text); at >= 0 {
		return ask(word, at, "“%s”具体是多少？写个数，或者写比现在多几成、少几成。", "How much is %q?"), word, true
	}
	if word, at := firstOf("vague quality", p.Text); at >= 0 {
		return ask(word, at, "怎样才算“%s”？请写按什么标准、达到多少算合格。", "What counts as %q?"), word, true
	}
	return q, "", false
}

// hasTargetOf reports whether one of n's targets is of what a change is of.
func (n Need) hasTargetOf(change string) bool {
	return slices.ContainsFunc(n.Targets, func(t Quantity) bool { return alikeness(t.Name, change) >= sameName })
}

// longestChange is how many runes after its verb a change names what is to change.
const longestChange = 12

// changeIn finds where a text says that something is to change, but not by how much, and
// where in bytes that begins: 提高一次合格率; -1 when it does not.
func changeIn(text string) (word string, at int) {
	at = -1
	for _, c := range changes {
		i := strings.Index(text, c.verb)
		if c.verb == "节能" || i < 0 || at >= 0 && i > at {
			continue
		}
		if r := []rune(text[i:]); namedUpTo(r, len([]rune(c.verb))) > 0 {
			at, word = i, string(r[:namedUpTo(r, len([]rune(c.verb)))])
		}
	}
	return word, at
}

// namedUpTo is where the name of what can be measured ends that begins at start; 0 when
// none does.
func namedUpTo(r []rune, start int) int {
	end := start
	for end < len(r) && end-start < longestChange && isHan(r[end]) && r[end] != '是' && (r[end] == '的' || !isJoint(r, end)) {
		end++
	}
	if strings.HasSuffix(string(r[start:end]), "能力") {
		return 0
	}
	for full := end; end > start+1; end-- {
		if strings.ContainsRune(plainly, r[end-1]) || end == full && strings.ContainsRune(measures, r[end-1]) {
			return end
		}
	}
	return 0
}
