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
}

type storedGate struct {
	Code     string `json:"code"`
	Severity int    `json:"severity"`
	ZH       string `json:"zh"`
	EN       string `json:"en"`
	ChangeZH string `json:"change_zh,omitempty"`
	ChangeEN string `json:"change_en,omitempty"`
}

type storedPassage struct {
	Part  string   `json:"part"`
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"`
}

// matchParts are the parts of a match as JSON.
type matchParts struct{ features, gates, passages []byte }

func encodeMatch(m domain.Match) (p matchParts, err error) {
	features := make([]storedFeature, len(m.Features))
	for i, f := range m.Features {
		features[i] = storedFeature{f.Name, f.Known, f.Value, f.Weight, f.Contribution, f.Reason.ZH, f.Reason.EN}
	}
	gates := make([]storedGate, len(m.Gates))
	for i, g := range m.Gates {
		gates[i] = storedGate{g.Code, int(g.Severity), g.Reason.ZH, g.Reason.EN, g.Change.ZH, g.Change.EN}
	}
	passages := make([]storedPassage, len(m.Passages))
	for i, s := range m.Passages {
		passages[i] = storedPassage{s.Part, s.Text, make([][2]int, len(s.Marks))}
		for j, mark := range s.Marks {
			passages[i].Marks[j] = [2]int{mark.Start, mark.End}
		}
	}
	var errs [3]error
	p.features, errs[0] = json.Marshal(features)
	p.gates, errs[1] = json.Marshal(gates)
	p.passages, errs[2] = json.Marshal(passages)
	return p, errors.Join(errs[:]...)
}

func (p matchParts) decode(m *domain.Match) error {
	var features []storedFeature
	var gates []storedGate
	var passages []storedPassage
	if err := errors.Join(json.Unmarshal(p.features, &features), json.Unmarshal(p.gates, &gates), json.Unmarshal(p.passages, &passages)); err != nil {
		return err
	}
	for _, f := range features {
		m.Features = append(m.Features, domain.Feature{Name: f.Name, Known: f.Known, Value: f.Value, Weight: f.Weight,
			Contribution: f.Contribution, Reason: domain.Text{ZH: f.ZH, EN: f.EN}})
	}
	for _, g := range gates {
		m.Gates = append(m.Gates, domain.Gate{Code: g.Code, Severity: domain.Severity(g.Severity),
			Reason: domain.Text{ZH: g.ZH, EN: g.EN}, Change: domain.Text{ZH: g.ChangeZH, EN: g.ChangeEN}})
	}
	for _, s := range passages {
		passage := domain.Passage{Part: s.Part, Text: s.Text}
		for _, mark := range s.Marks {
			passage.Marks = append(passage.Marks, domain.Span{Start: mark[0], End: mark[1]})
		}
		m.Passages = append(m.Passages, passage)
	}
	return nil
}
