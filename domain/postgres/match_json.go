package postgres

import (
	"encoding/json"
	"errors"

	"sanku/domain"
)

// storedFeature, storedGate and storedPassage are how the parts of a match are kept.
type storedFeature struct {
	Name         string  `json:"name"`
	Known        bool    `json:"known"`
	Value        float64 `json:"value"`
	Weight       float64 `json:"weight"`
	Contribution float64 `json:"contribution"`
	ZH           string  `json:"zh"`
	EN           string  `json:"en"`
	BriefZH      string  `json:"brief_zh,omitempty"`
	BriefEN      string  `json:"brief_en,omitempty"`
	Gap          bool    `json:"gap,omitempty"`
}

type storedGate struct {
	Code     string  `json:"code"`
	Severity int     `json:"severity"`
	ZH       string  `json:"zh"`
	EN       string  `json:"en"`
	ChangeZH string  `json:"change_zh,omitempty"`
	ChangeEN string  `json:"change_en,omitempty"`
	Short    float64 `json:"short,omitempty"`
}

type storedPassage struct {
	Part  string   `json:"part"`
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"`
}

type storedTarget struct {
	Target  storedQuantity  `json:"target"`
	Verdict string          `json:"verdict"`
	Stated  *storedQuantity `json:"stated,omitempty"`
	Asked   *storedPassage  `json:"asked,omitempty"`
	Source  *storedPassage  `json:"source,omitempty"`
}

type storedQuantity struct {
	Name       string   `json:"name"`
	Comparator string   `json:"comparator"`
	Value      *float64 `json:"value,omitempty"`
	Upper      *float64 `json:"upper,omitempty"`
	Unit       string   `json:"unit,omitempty"`
}

// matchParts are the parts of a match as JSON.
type matchParts struct{ features, gates, passages, needPassages, targets, grants []byte }

func encodeMatch(m domain.Match) (p matchParts, err error) {
	var errs [6]error
	p.features, errs[0] = json.Marshal(mapped(m.Features, storeFeature))
	p.gates, errs[1] = json.Marshal(mapped(m.Gates, storeGate))
	p.passages, errs[2] = json.Marshal(mapped(m.Passages, storePassage))
	p.needPassages, errs[3] = json.Marshal(mapped(m.NeedPassages, storePassage))
	p.targets, errs[4] = json.Marshal(mapped(m.Targets, storeTarget))
	p.grants, errs[5] = json.Marshal(mapped(m.Grants, storeGrant))
	return p, errors.Join(errs[:]...)
}

func (p matchParts) decode(m *domain.Match) error {
	var errs [6]error
	m.Features, errs[0] = decoded(p.features, storedFeature.domain)
	m.Gates, errs[1] = decoded(p.gates, storedGate.domain)
	m.Passages, errs[2] = decoded(p.passages, storedPassage.domain)
	m.NeedPassages, errs[3] = decoded(p.needPassages, storedPassage.domain)
	m.Targets, errs[4] = decoded(p.targets, storedTarget.domain)
	m.Grants, errs[5] = decoded(p.grants, storedGrant.domain)
	return errors.Join(errs[:]...)
}

// mapped is never nil, so that it is a list in JSON.
func mapped[A, B any](list []A, to func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = to(a)
	}
	return out
}

func decoded[S, D any](stored []byte, to func(S) D) ([]D, error) {
	var list []S
	if err := json.Unmarshal(stored, &list); err != nil || len(list) == 0 {
		return nil, err
	}
	return mapped(list, to), nil
}

func storeFeature(f domain.Feature) storedFeature {
	return storedFeature{f.Name, f.Known, f.Value, f.Weight, f.Contribution, f.Reason.ZH, f.Reason.EN, f.Brief.ZH, f.Brief.EN, f.Gap}
}

func (f storedFeature) domain() domain.Feature {
	return domain.Feature{Name: f.Name, Known: f.Known, Value: f.Value, Weight: f.Weight, Contribution: f.Contribution,
		Reason: domain.Text{ZH: f.ZH, EN: f.EN}, Brief: domain.Text{ZH: f.BriefZH, EN: f.BriefEN}, Gap: f.Gap}
}

func storeGate(g domain.Gate) storedGate {
	return storedGate{g.Code, int(g.Severity), g.Reason.ZH, g.Reason.EN, g.Change.ZH, g.Change.EN, g.Short}
}

func (g storedGate) domain() domain.Gate {
	return domain.Gate{Code: g.Code, Severity: domain.Severity(g.Severity),
		Reason: domain.Text{ZH: g.ZH, EN: g.EN}, Change: domain.Text{ZH: g.ChangeZH, EN: g.ChangeEN}, Short: g.Short}
}

func storePassage(p domain.Passage) storedPassage {
	return storedPassage{p.Part, p.Text, mapped(p.Marks, func(s domain.Span) [2]int { return [2]int{s.Start, s.End} })}
}

func (p storedPassage) domain() domain.Passage {
	out := domain.Passage{Part: p.Part, Text: p.Text}
	for _, mark := range p.Marks {
		out.Marks = append(out.Marks, domain.Span{Start: mark[0], End: mark[1]})
	}
	return out
}

func storeTarget(t domain.TargetAnswer) storedTarget {
	s := storedTarget{Target: storeQuantity(t.Target), Verdict: t.Verdict}
	if t.Stated.Name != "" {
		stated := storeQuantity(t.Stated)
		s.Stated = &stated
	}
	s.Asked, s.Source = storeSentence(t.Asked), storeSentence(t.Source)
	return s
}

func storeSentence(p domain.Passage) *storedPassage {
	if p.Text == "" {
		return nil
	}
	s := storePassage(p)
	return &s
}

func (t storedTarget) domain() domain.TargetAnswer {
	out := domain.TargetAnswer{Target: t.Target.domain(), Verdict: t.Verdict}
	if t.Stated != nil {
		out.Stated = t.Stated.domain()
	}
	if t.Asked != nil {
		out.Asked = t.Asked.domain()
	}
	if t.Source != nil {
		out.Source = t.Source.domain()
	}
	return out
}

func storeQuantity(q domain.Quantity) storedQuantity {
	return storedQuantity{q.Name, q.Comparator, q.Value, q.Upper, q.Unit}
}

func (q storedQuantity) domain() domain.Quantity {
	return domain.Quantity{Name: q.Name, Comparator: q.Comparator, Value: q.Value, Upper: q.Upper, Unit: q.Unit}
}
