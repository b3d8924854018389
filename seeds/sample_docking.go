package seeds

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sampleDocking is a docking under way, or declined, as dockings.jsonl gives it. Its days
// are so many before the day of loading, so that it is under way whenever that is.
type sampleDocking struct {
	Key        string      `json:"key"`
	Need       string      `json:"need"`
	Technology string      `json:"technology"`
	Steward    string      `json:"steward"` // one of the area when blank
	By         domain.Side `json:"by"`      // whose interest it is; blank when a steward brought the two together
	DaysAgo    int         `json:"days_ago"`
	Note       string      `json:"note"`
	Intent     *struct {
		Hope   string   `json:"hope"`
		Modes  []string `json:"modes"`
		When   string   `json:"when"`
		From   int64    `json:"from_yuan"`
		To     int64    `json:"to_yuan"`
		Ask    string   `json:"ask"`
		Attend string   `json:"attend"`
	} `json:"intent"`
	Steps []struct {
		Step    string      `json:"step"`
		By      domain.Side `json:"by"`
		DaysAgo int         `json:"days_ago"`
		Reason  string      `json:"reason"`
		Words   string      `json:"words"`
	} `json:"steps"`
	Team []struct {
		Kind     string `json:"kind"`
		Expert   string `json:"expert"`
		DaysAgo  int    `json:"days_ago"`
		Accepted int    `json:"accepted_days_ago"` // 0 while the invitation is open
		Opined   int    `json:"opined_days_ago"`
		Opinion  *struct {
			Feasibility    string `json:"feasibility"`
			Recommendation string `json:"recommendation"`
			Risks          string `json:"risks"`
			Conditions     string `json:"conditions"`
			Words          string `json:"words"`
		} `json:"opinion"`
	} `json:"team"`
}

func loadDockings(ctx context.Context, db *postgres.DB, progress func(int)) (int, error) {
	ids, err := SampleRecords(ctx, db)
	if err != nil {
		return 0, err
	}
	now := time.Now()
	return loadEach("dockings.jsonl", progress, func(d sampleDocking) error {
		_, err := db.LoadDocking(ctx, domain.System("seed"), d.history(ids, now))
		return err
	})
}

// history is the docking with its past; ids are those of the records by their keys.
func (d sampleDocking) history(ids map[string]domain.ID, now time.Time) postgres.DockingHistory {
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	h := postgres.DockingHistory{ProposedAt: ago(d.DaysAgo), Docking: domain.Docking{SourceKey: sampleSource + ":" + d.Key, NeedID: ids[d.Need],
		TechnologyID: ids[d.Technology], StewardID: ids[d.Steward], ProposedSide: d.By, Note: d.Note, Intent: d.intent()}}
	for _, s := range d.Steps {
		h.Steps = append(h.Steps, postgres.DockingPast{Name: s.Step, Side: s.By, At: ago(s.DaysAgo), Reason: s.Reason, Words: s.Words})
	}
	for _, m := range d.Team {
		member := postgres.MemberPast{Kind: m.Kind, ExpertID: ids[m.Expert], InvitedAt: ago(m.DaysAgo)}
		if m.Accepted > 0 {
			member.AcceptedAt = ago(m.Accepted)
		}
		if o := m.Opinion; o != nil {
			member.OpinedAt = ago(m.Opined)
			member.Opinion = domain.Replies{"feasibility": choice(o.Feasibility), "recommendation": choice(o.Recommendation),
				"risks": {Words: o.Risks}, "conditions": {Words: o.Conditions}, "words": {Words: o.Words}}
		}
		h.Team = append(h.Team, member)
	}
	return h
}

func (d sampleDocking) intent() domain.Replies {
	if d.Intent == nil {
		return nil
	}
	i := *d.Intent
	return domain.Replies{"hope": {Words: i.Hope}, "modes": {Chosen: i.Modes}, "when": choice(i.When), "ask": {Words: i.Ask}, "attend": {Words: i.Attend},
		"amounts": {From: domain.Yuan(i.From), To: domain.Yuan(i.To)}}
}

func choice(code string) domain.Reply { return domain.Reply{Chosen: []string{code}} }
