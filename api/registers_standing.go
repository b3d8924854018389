package api

import (
	"context"

	"sanku/domain"
)

// Standing is which qualifications an organisation has on a day, and where it stands on
// the ladder of enterprises.
type Standing struct {
	On      domain.Date     `json:"on" zh:"日期"`
	Rung    int             `json:"rung" zh:"所在层级" doc:"The highest that it holds; 0 for none."`
	Next    []Category      `json:"next" zh:"下一层级" doc:"One of them leads there; empty at the top."`
	Held    []Qualification `json:"held" zh:"有效资质"`
	Lapsed  []Qualification `json:"lapsed" zh:"已失效资质"`
	Missing []Missing       `json:"missing" zh:"尚缺" doc:"Of the next rung and those below it."`
}

// Qualification is a qualification that is or was held.
type Qualification struct {
	EntryID  domain.ID   `json:"entry_id" zh:"条目编号"`
	Category Category    `json:"category" zh:"类别"`
	Number   string      `json:"number,omitempty" zh:"证书编号"`
	StartsOn domain.Date `json:"starts_on" zh:"起始日期"`
	LastDay  domain.Date `json:"last_day,omitzero" zh:"最后一天" doc:"Absent while there is none."`
	Expiring bool        `json:"expiring" zh:"即将到期" doc:"Within six months, and not renewed."`
}

// Missing is a rung that is not held.
type Missing struct {
	Rung       int         `json:"rung" zh:"层级"`
	Categories []Category  `json:"categories" zh:"需取得其一"`
	LapsedOn   domain.Date `json:"lapsed_on,omitzero" zh:"原资质最后一天"`
}

type standingQuery struct {
	Record
	On domain.Date `query:"on" zh:"日期" doc:"Today when absent."`
}

type standingAnswer struct{ Body Standing }

func (a *API) readStanding(ctx context.Context, in *standingQuery) (*standingAnswer, error) {
	if in.On.IsZero() {
		in.On = domain.DateOf(a.db.Now())
	}
	s, err := a.db.Standing(ctx, actorOf(ctx), in.ID, in.On)
	if err != nil {
		return nil, err
	}
	return &standingAnswer{Standing{On: s.On, Rung: s.Rung, Next: append([]Category{}, each(s.Next, categoryOf)...), Held: qualificationsOf(s.Held),
		Lapsed: qualificationsOf(s.Lapsed), Missing: append([]Missing{}, each(s.Missing, missingOf)...)}}, nil
}

func qualificationsOf(held []domain.Held) []Qualification {
	return append([]Qualification{}, each(held, func(h domain.Held) Qualification {
		e := h.Entry
		return Qualification{EntryID: e.ID, Category: categoryOf(h.Category), Number: e.Number, StartsOn: e.StartsOn, LastDay: e.LastDay(), Expiring: h.Expiring}
	})...)
}

func missingOf(m domain.Missed) Missing {
	return Missing{Rung: m.Rung, Categories: each(m.Categories, categoryOf), LapsedOn: m.Lapsed}
}
