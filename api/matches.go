package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Match is a need and a record that may answer it, and why.
type Match struct {
	Kind             string         `json:"kind" set:"match_kinds" zh:"类别"`
	Rank             int            `json:"rank" zh:"名次" doc:"Among the matches of the need and kind."`
	Score            float64        `json:"score" zh:"匹配度" doc:"From 0 to 1: the sum of the features' contributions. Rounded to .05, without them, where the other side is blind."`
	NearMiss         bool           `json:"near_miss" zh:"差一点符合" doc:"A condition is not met; see gates."`
	NeedID           domain.ID      `json:"need_id" zh:"需求"`
	CandidateID      domain.ID      `json:"candidate_id" zh:"成果、专家或政策"`
	Other            MatchedRecord  `json:"other" zh:"对方" doc:"The candidate where a need was asked for, the need where a candidate was."`
	Summary          string         `json:"summary" zh:"小结" doc:"One sentence: what speaks most for it and what most against it."`
	Features         []MatchFeature `json:"features" zh:"依据"`
	Gates            []MatchGate    `json:"gates" zh:"条件"`
	Targets          []MatchTarget  `json:"targets" zh:"指标"`
	Passages         []MatchPassage `json:"passages" zh:"对方原文" doc:"What the candidate says of what the need asks."`
	NeedPassages     []MatchPassage `json:"need_passages" zh:"需求原文" doc:"What of the need the candidate speaks of."`
	Grants           []Grant        `json:"grants" zh:"奖补" doc:"Of a policy: what its incentives would bring."`
	Algorithm        string         `json:"algorithm" zh:"算法版本"`
	NeedVersion      int64          `json:"need_version" zh:"需求版本"`
	CandidateVersion int64          `json:"candidate_version" zh:"对方版本"`
	ComputedAt       time.Time      `json:"computed_at" zh:"计算时间"`
}

// MatchedRecord is what a list shows of the other side of a match.
type MatchedRecord struct {
	Title          string    `json:"title" zh:"名称"`
	Sort           string    `json:"sort,omitempty" zh:"专家类别或政策层级"`
	Field          string    `json:"field,omitempty" zh:"技术领域"`
	TRL            int       `json:"trl,omitempty" zh:"成熟度" doc:"Of a technology; of a need, the lowest that it asks for."`
	OrganisationID domain.ID `json:"organisation_id,omitzero" zh:"单位编号"`
	Organisation   string    `json:"organisation,omitempty" zh:"单位"`
	Blind          bool      `json:"blind,omitempty" zh:"隐名" doc:"Only its title and field are shown."`
}

// MatchFeature is one aspect in which a candidate answers a need.
type MatchFeature struct {
	Name         string  `json:"name" zh:"方面" set:"match_features"`
	Label        string  `json:"label" zh:"方面名称"`
	Known        bool    `json:"known" zh:"双方已说明" doc:"False: it cannot be judged and does not count."`
	Value        float64 `json:"value" zh:"符合程度"`
	Contribution float64 `json:"contribution" zh:"对匹配度的贡献"`
	Reason       string  `json:"reason" zh:"理由"`
}

// MatchGate is a condition that is not met or not settled.
type MatchGate struct {
	Code   string `json:"code" zh:"条件"`
	Met    string `json:"met" enum:"to_confirm,no" zh:"是否满足"`
	Reason string `json:"reason" zh:"说明"`
	Change string `json:"change,omitempty" zh:"如何才能符合"`
}

// MatchTarget is one target of the need and what the candidate states of it.
type MatchTarget struct {
	Target  Quantity      `json:"target" zh:"指标"`
	Verdict string        `json:"verdict" set:"target_verdicts" zh:"是否满足"`
	Stated  *Quantity     `json:"stated,omitempty" zh:"成果所述"`
	Asked   *MatchPassage `json:"asked,omitempty" zh:"需求原文" doc:"The need's sentence, when it lists no targets."`
	Source  *MatchPassage `json:"source,omitempty" zh:"成果原文" doc:"The candidate's sentence, when its list of metrics does not state it."`
	Reason  string        `json:"reason" zh:"说明"`
}

// MatchPassage is a piece of text with the shared terms marked.
type MatchPassage struct {
	Part  string   `json:"part" zh:"出处" doc:"title, keywords, problem, background, body, or the number of a clause."`
	Text  string   `json:"text" zh:"原文"`
	Marks [][2]int `json:"marks" zh:"共有术语的位置" doc:"Start and end, in Unicode code points."`
}

func (a *API) registerMatches() {
	of := func(path string, zh, en string) route {
		return route{id: "list-matches-of-" + path, method: http.MethodGet, path: "/" + path + "/{id}/matches", resource: domain.Matches, action: domain.Read,
			tag: path, summary: domain.Text{ZH: zh, EN: en}}
	}
	register(a, of("needs", "查询需求的匹配结果", "List the matches of a need"), a.matchesOfNeed)
	register(a, of("technologies", "查询技术能解决的需求", "List the needs that a technology answers"), a.matchesOf(domain.MatchTechnology))
	register(a, of("experts", "查询专家能解决的需求", "List the needs that an expert answers"), a.matchesOf(domain.MatchExpert))
	register(a, of("policies", "查询政策能支持的需求", "List the needs that a policy serves"), a.matchesOf(domain.MatchPolicy))
}

type matchesQuery struct {
	Record
	Kind string `query:"kind" set:"match_kinds" default:"technology" zh:"类别"`
}

func (a *API) matchesOfNeed(ctx context.Context, in *matchesQuery) (*directory[Match], error) {
	found, err := a.db.Matches(ctx, actorOf(ctx), in.ID, in.Kind)
	return directoryOf(found, a.matchIn(ctx)), err
}

func (a *API) matchesOf(kind string) func(context.Context, *Record) (*directory[Match], error) {
	return func(ctx context.Context, in *Record) (*directory[Match], error) {
		found, err := a.db.MatchesOf(ctx, actorOf(ctx), kind, in.ID)
		return directoryOf(found, a.matchIn(ctx)), err
	}
}

// matchIn writes matches in the language of the request.
func (a *API) matchIn(ctx context.Context) func(postgres.Matched) Match {
	lang, today := requestOf(ctx).lang, domain.DateOf(a.db.Now())
	return func(m postgres.Matched) Match {
		return Match{Kind: m.Kind, Rank: m.Rank, Score: m.Score, NearMiss: m.NearMiss, NeedID: m.NeedID, CandidateID: m.CandidateID,
			Other:    MatchedRecord{m.Title, m.Sort, m.Field, m.TRL, m.OrganisationID, m.Organisation, m.Blind},
			Summary:  m.Summary().In(lang),
			Features: append([]MatchFeature{}, each(m.Features, featureIn(lang))...), Gates: append([]MatchGate{}, each(m.Gates, gateIn(lang))...),
			Targets:  append([]MatchTarget{}, each(m.Targets, targetIn(lang))...),
			Passages: append([]MatchPassage{}, each(m.Passages, passageOf)...), NeedPassages: append([]MatchPassage{}, each(m.NeedPassages, passageOf)...),
			Grants:    append([]Grant{}, each(m.Grants, grantIn(lang, today))...),
			Algorithm: m.Algorithm, NeedVersion: m.NeedVersion, CandidateVersion: m.CandidateVersion, ComputedAt: m.ComputedAt}
	}
}

func featureIn(lang string) func(domain.Feature) MatchFeature {
	return func(f domain.Feature) MatchFeature {
		return MatchFeature{f.Name, domain.FeatureNames.Name(f.Name).In(lang), f.Known, f.Value, f.Contribution, f.Reason.In(lang)}
	}
}

func gateIn(lang string) func(domain.Gate) MatchGate {
	return func(g domain.Gate) MatchGate {
		met := "no"
		if g.Severity == domain.ToConfirm {
			met = "to_confirm"
		}
		return MatchGate{g.Code, met, g.Reason.In(lang), g.Change.In(lang)}
	}
}

func targetIn(lang string) func(domain.TargetAnswer) MatchTarget {
	return func(t domain.TargetAnswer) MatchTarget {
		out := MatchTarget{Target: quantityOf(t.Target), Verdict: t.Verdict, Asked: sentenceOf(t.Asked), Source: sentenceOf(t.Source), Reason: t.Reason().In(lang)}
		if t.Stated.Name != "" {
			stated := quantityOf(t.Stated)
			out.Stated = &stated
		}
		return out
	}
}

// sentenceOf is nil for a passage without text.
func sentenceOf(p domain.Passage) *MatchPassage {
	if p.Text == "" {
		return nil
	}
	s := passageOf(p)
	return &s
}

func passageOf(p domain.Passage) MatchPassage {
	marks := make([][2]int, len(p.Marks))
	for i, m := range p.Marks {
		marks[i] = [2]int{m.Start, m.End}
	}
	return MatchPassage{p.Part, p.Text, marks}
}
