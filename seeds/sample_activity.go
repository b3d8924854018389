package seeds

import (
	"context"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sampleActivity is an event, as activities.jsonl gives it. Its days count from the day of
// loading, back where they are negative, so that one is always to come.
type sampleActivity struct {
	Key           string   `json:"key"`
	Kind          string   `json:"kind"`
	Title         string   `json:"title"`
	Fields        []string `json:"fields"`
	Area          string   `json:"area"`
	Host          string   `json:"host"`
	Place         string   `json:"place"`
	InDays        int      `json:"in_days"`
	From          string   `json:"from"` // "09:00"
	Hours         int      `json:"hours"`
	Capacity      int      `json:"capacity"`
	Description   string   `json:"description"`
	AnnouncedDays int      `json:"announced_in_days"`
	Agenda        []struct {
		At         string `json:"at"`
		Need       string `json:"need"`
		Technology string `json:"technology"`
		Words      string `json:"words"`
	} `json:"agenda"`
	Invited []string `json:"invited"`
	Guests  []struct {
		Organisation string `json:"organisation"`
		Expert       string `json:"expert"`
		Persons      int    `json:"persons"`
		Contact      string `json:"contact"`
		InDays       int    `json:"in_days"`
		Came         int    `json:"came"`
		Satisfaction int    `json:"satisfaction"`
		Opinion      string `json:"opinion"`
	} `json:"guests"`
	Held  bool     `json:"held"`
	Notes string   `json:"notes"`
	Born  []string `json:"born"`
}

// samplePhone is nobody's: its exchange has no such number.
const samplePhone = "0731-00000000"

func loadActivities(ctx context.Context, db *postgres.DB, progress func(int)) (int, error) {
	ids, err := SampleRecords(ctx, db)
	if err != nil {
		return 0, err
	}
	now := time.Now()
	return loadEach("activities.jsonl", progress, func(a sampleActivity) error {
		h, err := a.history(ids, now)
		if err == nil {
			_, err = db.LoadActivity(ctx, domain.System("seed"), h)
		}
		return err
	})
}

// history is the event with its past; ids are those of the records by their keys.
func (a sampleActivity) history(ids map[string]domain.ID, now time.Time) (postgres.ActivityHistory, error) {
	clock, err := time.Parse("15:04", a.From)
	if err != nil {
		return postgres.ActivityHistory{}, err
	}
	in := func(days int) time.Time { return domain.DateOf(now).AddDays(days).Time() }
	starts := in(a.InDays).Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute).UTC()
	h := postgres.ActivityHistory{AnnouncedAt: in(a.AnnouncedDays).UTC(), Held: a.Held, Activity: domain.Activity{SourceKey: sampleSource + ":" + a.Key, Kind: a.Kind, Title: a.Title, Fields: a.Fields, Area: a.Area,
		HostID: ids[a.Host], Place: a.Place, StartsAt: starts, EndsAt: starts.Add(time.Duration(a.Hours) * time.Hour), Capacity: a.Capacity, Description: a.Description, Notes: a.Notes}}
	for _, i := range a.Agenda {
		h.Activity.Agenda = append(h.Activity.Agenda, domain.AgendaItem{At: i.At, NeedID: ids[i.Need], TechnologyID: ids[i.Technology], Words: i.Words})
	}
	for _, key := range a.Invited {
		h.Invited = append(h.Invited, ids[key])
	}
	for _, g := range a.Guests {
		h.Guests = append(h.Guests, postgres.GuestPast{At: in(g.InDays).UTC(), Came: g.Came, Satisfaction: g.Satisfaction, Opinion: g.Opinion,
			Registration: domain.Registration{OrganisationID: ids[g.Organisation], ExpertID: ids[g.Expert], Persons: g.Persons, Contact: g.Contact, Phone: samplePhone}})
	}
	for _, key := range a.Born {
		h.Born = append(h.Born, sampleSource+":"+key)
	}
	return h, nil
}
