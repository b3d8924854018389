package workbench

import (
	"net/http"
	"slices"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// maxUnmet bounds the needs on the page.
const maxUnmet = 1000

func (w *Workbench) addUnmet() {
	w.add(domain.Text{ZH: "未满足的需求", EN: "Unmet needs"}, Route{Method: http.MethodGet, Path: "/unmet-needs", Resource: domain.UnmetNeeds, Action: domain.Read, serve: w.unmet})
}

type unmetPage struct {
	Shared   []unmetTopic // of several needs: what a project would serve
	Single   []unmetTopic // of one need
	Least    string       // score below which a need is unmet, in points
	Needs    int
	Computed string
}

type unmetTopic struct {
	Name   string
	Areas  string
	Budget string // of the needs that state one
	Needs  []unmetRow

	id    domain.ID
	areas []string
	sum   domain.Fen
}

type unmetRow struct{ Title, Organisation, Area, Budget, Best, Since, Dossier string }

// unmet lists, by topic, the needs that nothing in the library answers well enough.
func (w *Workbench) unmet(v *visit) error {
	ctx := v.r.Context()
	rows, err := w.DB.UnmetNeeds(ctx, v.actor, maxUnmet)
	if err != nil {
		return err
	}
	names, err := w.DB.AreaNames(ctx)
	if err != nil {
		return err
	}
	defaults, err := w.DB.NoticeDefaults(ctx)
	if err != nil {
		return err
	}
	page := unmetPage{Least: points(defaults[domain.MatchTechnology].Unmet), Needs: len(rows)}
	for _, t := range v.topics(rows, names) {
		if len(t.Needs) > 1 {
			page.Shared = append(page.Shared, t)
		} else {
			page.Single = append(page.Single, t)
		}
	}
	if len(rows) > 0 {
		page.Computed = minute(rows[0].ComputedAt)
	}
	v.page(http.StatusOK, "unmet", v.say("未满足的需求", "Unmet needs"), page)
	return nil
}

// topics puts together the needs of one topic, which come one after the other.
func (v *visit) topics(rows []postgres.UnmetRow, names map[string]domain.Text) []unmetTopic {
	var topics []unmetTopic
	for i, r := range rows {
		if i == 0 || r.TopicID != topics[len(topics)-1].id {
			topics = append(topics, unmetTopic{id: r.TopicID, Name: strings.Join(r.Terms, v.say("、", ", "))})
		}
		topics[len(topics)-1].add(v, r, names[r.Area].In(v.lang))
	}
	return topics
}

func (t *unmetTopic) add(v *visit, r postgres.UnmetRow, area string) {
	row := unmetRow{Title: r.Title, Organisation: r.Organisation, Area: area, Since: day(r.Since), Dossier: v.href("/needs/" + r.NeedID.String() + "/dossier")}
	if r.Best > 0 {
		row.Best = points(r.Best)
	}
	if r.BudgetMax != nil {
		t.sum += *r.BudgetMax
		row.Budget, t.Budget = r.BudgetMax.Display().In(v.lang), t.sum.Display().In(v.lang)
	}
	if area != "" && !slices.Contains(t.areas, area) {
		t.areas = append(t.areas, area)
		t.Areas = strings.Join(t.areas, v.say("、", ", "))
	}
	if t.Name == "" {
		t.Name = r.Title
	}
	t.Needs = append(t.Needs, row)
}
