package domain

import (
	"fmt"
	"slices"
	"strings"
)

// Verdicts on a target of a need.
const (
	TargetCovered   = "covered"
	TargetMissed    = "missed"
	TargetNotStated = "not_stated"
)

// TargetVerdicts are the verdicts on a target of a need.
var TargetVerdicts = Terms{
	{TargetCovered, Text{"满足", "Covered"}},
	{TargetMissed, Text{"未达到", "Not covered"}},
	{TargetNotStated, Text{"未说明", "Not stated"}},
}

// TargetAnswer is one target of a need and what a candidate states of it.
type TargetAnswer struct {
	Target  Quantity
	Asked   Passage  // the need's sentence that asks for it; without text when its list of targets does
	Verdict string   // TargetVerdicts
	Stated  Quantity // without a name when nothing is stated
	Source  Passage  // the candidate's sentence that states it; without text when its list of metrics does
	share   float64  // 1: covered; else how near it comes
}

// proseName is how alike names must be when a sentence, not a list, gives them.
const proseName = 0.6

// maxProseTargets bounds the targets taken from a need's own words.
const maxProseTargets = 8

// targetsOf are a need's targets: those that it lists, else those that its problem
// states in words.
func targetsOf(n Need) []TargetAnswer {
	var all []TargetAnswer
	for _, t := range n.Targets {
		all = append(all, TargetAnswer{Target: t, Verdict: TargetNotStated})
	}
	if len(all) > 0 {
		return all
	}
	for _, s := range WishedIn(n.Problem) {
		repeated := slices.ContainsFunc(all, func(a TargetAnswer) bool { return a.Target.Name == s.Quantity.Name })
		if !repeated && len(all) < maxProseTargets {
			all = append(all, TargetAnswer{Target: s.Quantity, Asked: s.passage("problem"), Verdict: TargetNotStated})
		}
	}
	return all
}

func (s Stated) passage(part string) Passage {
	return Passage{Part: part, Text: s.Sentence, Marks: []Span{s.At}}
}

// answerTargets says of each target of the need what the technology states: in its
// list of metrics, or else in its text.
func (a Asked) answerTargets(t Technology) []TargetAnswer {
	if !a.read {
		a = a.Read()
	}
	if len(a.targets) == 0 {
		return nil
	}
	answers, told := slices.Clone(a.targets), statedNear(t.Abstract+"\n"+t.Description, a.pairs)
	for i := range answers {
		answers[i].answer(t.Metrics, told)
	}
	return answers
}

// pairsOf are the characters that stand side by side in the targets' names.
func pairsOf(targets []TargetAnswer) (pairs []string) {
	for _, t := range targets {
		for p := range bigrams(fold(t.Target.Name)) {
			pairs = append(pairs, string(p[:]))
		}
	}
	return pairs
}

// statedNear finds what a text states in the sentences that have one of the pairs: names
// without a pair in common are not alike. Like StatedIn it stops at 200 quantities.
func statedNear(text string, pairs []string) (all []Stated) {
	for _, s := range Sentences(text) {
		if !strings.ContainsAny(s, "0123456789") {
			continue
		}
		folded := strings.ToLower(s)
		if slices.ContainsFunc(pairs, func(p string) bool { return strings.Contains(folded, p) }) {
			all = append(all, StatedIn(s)...)
		}
		if len(all) >= maxStated {
			return all[:maxStated]
		}
	}
	return all
}

func (a *TargetAnswer) answer(metrics []Quantity, told []Stated) {
	alike := sameName
	for _, m := range metrics {
		if at := alikeness(a.Target.Name, m.Name); at >= alike && a.take(m, Passage{}) {
			alike = at
		}
	}
	if a.Stated.Name != "" {
		return
	}
	alike = proseName
	for _, s := range told {
		if at := alikeness(a.Target.Name, s.Quantity.Name); at >= alike && a.take(s.Quantity, s.passage("body")) {
			alike = at
		}
	}
}

// take makes q the answer when it can be compared with the target.
func (a *TargetAnswer) take(q Quantity, source Passage) bool {
	share, comparable := a.Target.metBy(q)
	if !comparable {
		return false
	}
	a.Stated, a.Source, a.share, a.Verdict = q, source, share, TargetMissed
	if share == 1 {
		a.Verdict = TargetCovered
	}
	return true
}

// Reason says what became of the target.
func (a TargetAnswer) Reason() Text {
	states := a.Stated.Level()
	switch {
	case a.Verdict == TargetNotStated:
		return Text{fmt.Sprintf("指标“%s”：成果未说明", a.Target), fmt.Sprintf("target “%s”: not stated", a.Target)}
	case states == "":
		return Text{fmt.Sprintf("指标“%s”：成果具备", a.Target), fmt.Sprintf("target “%s”: present", a.Target)}
	}
	verdict, in := Text{"满足", "met"}, Text{"成果为 ", "the technology has "}
	if a.Verdict == TargetMissed {
		verdict = Text{"未达到", "not met"}
	}
	if a.Source.Text != "" {
		in = Text{"成果正文称" + a.Stated.Name + " ", "its text says " + a.Stated.Name + " "}
	}
	return Text{fmt.Sprintf("指标“%s”：%s%s，%s", a.Target, in.ZH, states, verdict.ZH),
		fmt.Sprintf("target “%s”: %s%s, %s", a.Target, in.EN, states, verdict.EN)}
}

// quantitiesFeature sums up the answers to the need's targets.
func quantitiesFeature(answers []TargetAnswer) Feature {
	const name = "quantities"
	if len(answers) == 0 {
		return unstated(name, "需求未列指标", "The need states no targets")
	}
	var zh, en, covered, missed, silent []string
	sum := 0.0
	for _, a := range answers {
		switch a.Verdict {
		case TargetNotStated:
			silent = append(silent, a.Target.Name)
			continue
		case TargetCovered:
			covered = append(covered, a.Target.Name)
		case TargetMissed:
			missed = append(missed, a.Target.Name)
		}
		r := a.Reason()
		sum, zh, en = sum+a.share, append(zh, r.ZH), append(en, r.EN)
	}
	if len(zh) == 0 {
		return unstated(name, "成果未说明需求的指标："+list(silent, "、"), "The technology does not state the need's targets: "+list(silent, ", ")).
			lacks("未说明需求的指标（"+list(silent, "、")+"）", "the need's targets ("+list(silent, ", ")+") are not stated")
	}
	if len(silent) > 0 {
		zh, en = append(zh, fmt.Sprintf("另有 %d 项指标成果未说明", len(silent))), append(en, fmt.Sprintf("%d more not stated", len(silent)))
	}
	f := known(name, sum/float64(len(covered)+len(missed)), strings.Join(zh, "；"), strings.Join(en, "; "))
	if len(missed) > 0 {
		return f.lacks("指标（"+list(missed, "、")+"）未达到", "targets ("+list(missed, ", ")+") are not met")
	}
	return f.says("指标（"+list(covered, "、")+"）满足", "targets ("+list(covered, ", ")+") are met")
}

// list joins the first few of words.
func list(words []string, comma string) string {
	const told = 3
	if len(words) > told {
		return strings.Join(words[:told], comma) + "…"
	}
	return strings.Join(words, comma)
}
