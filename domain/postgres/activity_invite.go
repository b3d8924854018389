package postgres

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"sanku/domain"
)

// Invitee is an organisation that might be invited to an activity, and why.
type Invitee struct {
	OrganisationID domain.ID
	Name           string
	Area           string
	Score          float64           // of its best match with the agenda, in [0,1]; 0 when only its field fits
	Matched        domain.AgendaItem // what on the agenda the best match is with; zero for none
	MatchedTitle   string            // what on the agenda that is
	Title          string            // its own need or technology
	Field          string            // of that
	Invited        bool
}

// maxInvited bounds the organisations that one call invites.
const maxInvited = 200

// Invitees proposes whom to invite to an activity: the owners of what matches its
// agenda, by stored matches, best first, and then those with a need or technology of its
// fields. It tells of nobody whose listing actor sees only blind. Errors: ErrNotFound,
// ErrForbidden.
func (db *DB) Invitees(ctx context.Context, actor domain.Actor, activity domain.ID) ([]Invitee, error) {
	a, err := db.hosted(ctx, actor, domain.InviteTo, activity)
	if err != nil {
		return nil, err
	}
	found := map[domain.ID]Invitee{}
	agenda, err := db.Agenda(ctx, actor, a)
	if err != nil {
		return nil, err
	}
	for _, item := range agenda {
		if err := db.matchedInvitees(ctx, actor, item, found); err != nil {
			return nil, err
		}
	}
	for _, field := range a.Fields {
		if err := db.fieldInvitees(ctx, actor, field, found); err != nil {
			return nil, err
		}
	}
	delete(found, domain.ID{})
	delete(found, a.HostID)
	return db.namedInvitees(ctx, a.ID, found)
}

// matchedInvitees adds the owners of what matches an item of the agenda.
func (db *DB) matchedInvitees(ctx context.Context, actor domain.Actor, item ShownItem, found map[domain.ID]Invitee) error {
	var matches []Matched
	var err error
	switch {
	case !item.NeedID.IsZero():
		matches, err = db.Matches(ctx, actor, item.NeedID, domain.MatchTechnology)
	case !item.TechnologyID.IsZero():
		matches, err = db.MatchesOf(ctx, actor, domain.MatchTechnology, item.TechnologyID)
	}
	if errors.Is(err, domain.ErrNotFound) { // the host may not see what matches it
		return nil
	}
	for _, m := range matches {
		if m.NearMiss || m.Score <= found[m.OrganisationID].Score {
			continue
		}
		found[m.OrganisationID] = Invitee{OrganisationID: m.OrganisationID, Score: m.Score, Matched: item.AgendaItem, MatchedTitle: item.Title, Title: m.Title, Field: m.Field}
	}
	return err
}

// fieldInvitees adds those with a need or technology of a field in the library.
func (db *DB) fieldInvitees(ctx context.Context, actor domain.Actor, field string, found map[domain.ID]Invitee) error {
	add := func(owner domain.ID, title string) {
		if _, ok := found[owner]; !ok {
			found[owner] = Invitee{OrganisationID: owner, Title: title, Field: field}
		}
	}
	page := Page{Limit: MaxLimit}
	needs, err := db.Needs(ctx, actor, NeedFilter{State: "published", Field: field}, page)
	if err != nil {
		return err
	}
	for _, n := range needs.Items {
		add(n.OrganisationID, n.Title)
	}
	technologies, err := db.Technologies(ctx, actor, TechnologyFilter{State: "published", Field: field}, page)
	for _, tech := range technologies.Items {
		add(tech.OrganisationID, tech.Title)
	}
	return err
}

func (db *DB) namedInvitees(ctx context.Context, activity domain.ID, found map[domain.ID]Invitee) ([]Invitee, error) {
	owners, err := byIDs[organisationRow](db.gormOf(ctx), slices.Collect(maps.Keys(found)))
	if err != nil {
		return nil, err
	}
	var invited []domain.ID
	if err := db.read(ctx).Table("activity_invitations").Where("activity_id = ?", activity).Pluck("organisation_id", &invited).Error; err != nil {
		return nil, translate(err)
	}
	var all []Invitee
	for _, o := range owners {
		p := found[o.ID]
		p.Name, p.Area, p.Invited = o.Name, string(o.Area), slices.Contains(invited, o.ID)
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Invitee) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name), cmp.Compare(a.OrganisationID.String(), b.OrganisationID.String()))
	})
	return all, nil
}

// Invite invites organisations to an activity that is announced, and returns how many had
// not been. Errors: ErrNotFound, ErrForbidden, InvalidErrors, a ConflictError when the
// activity is not announced or over.
func (db *DB) Invite(ctx context.Context, actor domain.Actor, activity domain.ID, organisations []domain.ID) (added int, err error) {
	err = db.write(ctx, actor, func(t *tx) error {
		a, err := t.permittedActivity(domain.InviteTo, activity, 0)
		if err != nil {
			return err
		}
		if n := len(organisations); n == 0 || n > maxInvited {
			return domain.Invalid("organisation_ids", "每次邀请 1 至 200 家", "must be from 1 to 200")
		}
		if a.State != domain.ActivityAnnounced && a.State != domain.ActivityClosed {
			return domain.Conflict("活动发布后、举办前方可邀请", "only an announced activity that is not over takes invitations")
		}
		done := t.Exec(`INSERT INTO activity_invitations (activity_id, organisation_id, invited_by, invited_at)
SELECT ?, o.id, ?, ? FROM organisations o WHERE o.id = ANY(?::uuid[]) ON CONFLICT DO NOTHING`, a.ID, actor.UserID, t.now, idTexts(organisations))
		if done.Error != nil {
			return done.Error
		}
		var known int64
		if err := t.Table("organisations").Where("id = ANY(?::uuid[])", idTexts(organisations)).Count(&known).Error; err != nil {
			return err
		}
		if asked := distinct(organisations, func(id domain.ID) domain.ID { return id }); int(known) != len(asked) {
			return refersTo(domain.ErrNotFound, "organisation_ids")
		}
		added = int(done.RowsAffected)
		t.record(domain.Activities, a.ID, a.Version, domain.InviteTo, map[string]any{"organisations": idTexts(organisations)})
		return nil
	})
	return added, err
}
