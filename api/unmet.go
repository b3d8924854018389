package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// UnmetTopic is a group of needs that nothing answers well enough: a candidate for the
// city's top-ten projects.
type UnmetTopic struct {
	Topic      string      `json:"topic" zh:"主题"`
	Count      int         `json:"count" zh:"需求数"`
	Areas      []string    `json:"areas" zh:"涉及区域"`
	BudgetFen  int64       `json:"budget_fen" zh:"预算合计" doc:"Of the needs that state one."`
	Needs      []UnmetNeed `json:"needs" zh:"需求"`
	ComputedAt time.Time   `json:"computed_at" zh:"计算时间"`
}

// UnmetNeed is a need that nothing answers well enough.
type UnmetNeed struct {
	ID           domain.ID `json:"id" zh:"编号"`
	Title        string    `json:"title" zh:"名称"`
	Field        string    `json:"field,omitempty" set:"fields" zh:"技术领域"`
	Area         string    `json:"area,omitempty" zh:"所属区域"`
	Organisation string    `json:"organisation" zh:"单位"`
	BudgetFen    *int64    `json:"budget_fen,omitempty" zh:"预算上限"`
	Best         float64   `json:"best" zh:"最高匹配度" doc:"Of a technology; 0 when there is none."`
	Since        time.Time `json:"since" zh:"未满足起始时间"`
}

// maxUnmet bounds the needs in one answer.
const maxUnmet = 5000

func (a *API) registerUnmet() {
	register(a, route{id: "list-unmet-needs", method: http.MethodGet, path: "/unmet-needs", resource: domain.UnmetNeeds, action: domain.Read, tag: "unmet-needs",
		summary: domain.Text{ZH: "按主题查询未满足的需求", EN: "List the unmet needs by topic"}}, a.listUnmet)
}

func (a *API) listUnmet(ctx context.Context, _ *none) (*directory[UnmetTopic], error) {
	rows, err := a.db.UnmetNeeds(ctx, actorOf(ctx), maxUnmet)
	return directoryOf(topicsOf(rows), func(t UnmetTopic) UnmetTopic { return t }), err
}

// topicsOf puts together the needs of one topic, which come one after the other.
func topicsOf(rows []postgres.UnmetRow) []UnmetTopic {
	var topics []UnmetTopic
	var at domain.ID
	for _, r := range rows {
		if r.TopicID != at {
			at = r.TopicID
			topics = append(topics, UnmetTopic{Topic: topicName(r), Areas: []string{}, ComputedAt: r.ComputedAt})
		}
		topics[len(topics)-1].add(r)
	}
	return topics
}

func topicName(r postgres.UnmetRow) string {
	if len(r.Terms) == 0 {
		return r.Title
	}
	return strings.Join(r.Terms, "、")
}

func (t *UnmetTopic) add(r postgres.UnmetRow) {
	n := UnmetNeed{ID: r.NeedID, Title: r.Title, Field: r.Field, Area: r.Area, Organisation: r.Organisation, Best: r.Best, Since: r.Since}
	if r.BudgetMax != nil {
		fen := int64(*r.BudgetMax)
		n.BudgetFen = &fen
		t.BudgetFen += fen
	}
	if r.Area != "" && !slices.Contains(t.Areas, r.Area) {
		t.Areas = append(t.Areas, r.Area)
	}
	t.Count++
	t.Needs = append(t.Needs, n)
}
