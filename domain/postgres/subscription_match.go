package postgres

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"sanku/domain"
)

// searchesAtOnce is how many saved searches are held against changed records at once.
const searchesAtOnce = 500

// Subscribed reports whether records of a kind are found by saved searches.
func Subscribed(of domain.Resource) bool { return domain.Libraries.Has(string(of)) }

// FollowSearches holds changed records of a library against the searches that are kept of
// it, each user's as that user sees the records, and keeps what is found of those that have
// come into the library since the search was kept, each record once a search. Fits says whether the words of a search are in a record. It returns how many
// hits there were.
func (db *DB) FollowSearches(ctx context.Context, of domain.Resource, refs []domain.ID, fits func(query string, r domain.SearchedRecord) bool) (hits int, err error) {
	entered, err := db.enteredAt(ctx, of, refs)
	if err != nil {
		return 0, err
	}
	for after := (domain.ID{}); ; {
		var rows []savedSearchRow
		q := db.read(ctx).Where("library IN ('', ?)", string(of)).Order("id").Limit(searchesAtOnce)
		if !after.IsZero() {
			q = q.Where("id > ?", after)
		}
		if err := q.Find(&rows).Error; err != nil {
			return hits, translate(err)
		}
		byUser := map[domain.ID][]domain.SavedSearch{}
		for _, r := range rows {
			byUser[r.UserID] = append(byUser[r.UserID], r.domain())
		}
		for user, searches := range byUser {
			n, err := db.followUser(ctx, user, searches, of, entered, fits)
			if hits += n; err != nil {
				return hits, err
			}
		}
		if len(rows) < searchesAtOnce {
			return hits, nil
		}
		after = rows[len(rows)-1].ID
	}
}

func (db *DB) followUser(ctx context.Context, user domain.ID, searches []domain.SavedSearch, of domain.Resource, entered map[domain.ID]time.Time, fits func(string, domain.SearchedRecord) bool) (hits int, err error) {
	account, err := db.Account(ctx, user)
	if err != nil || account.Disabled {
		return 0, err
	}
	records, err := db.searchedRecords(ctx, account.Actor(""), of, slices.Collect(maps.Keys(entered)))
	if err != nil {
		return 0, err
	}
	for _, s := range searches {
		for _, r := range records {
			r.EnteredAt = entered[r.ID]
			if !s.Selects(r) || s.Query != "" && !fits(s.Query, r) {
				continue
			}
			done := db.read(ctx).Exec(`INSERT INTO saved_search_hits (search_id, library, ref, title, at) SELECT id, ?, ?, ?, ? FROM saved_searches WHERE id = ? ON CONFLICT DO NOTHING`,
				r.Library, r.ID, r.Title, db.Now(), s.ID)
			if hits += int(done.RowsAffected); done.Error != nil {
				return hits, translate(done.Error)
			}
		}
	}
	return hits, nil
}

// enteredAt is when each of some records first came into its library, as the audit trail
// has it: by the first row that published it or, where it was brought in published and the
// first row about that takes it back, when it was made. Those of which there is no trail
// are left out.
func (db *DB) enteredAt(ctx context.Context, of domain.Resource, refs []domain.ID) (map[domain.ID]time.Time, error) {
	var rows []struct {
		Ref domain.ID
		At  time.Time
	}
	err := db.read(ctx).Raw(`SELECT ref::uuid AS ref, coalesce((array_agg(CASE WHEN detail->>'to' = 'published' AND detail->>'from' <> 'published' THEN at END ORDER BY id)
  FILTER (WHERE 'published' IN (detail->>'from', detail->>'to')))[1], min(at)) AS at
FROM audit WHERE kind = ? AND ref = ANY(?) AND outcome = 'done' GROUP BY ref`, string(of), idTexts(refs)).Scan(&rows).Error
	entered := make(map[domain.ID]time.Time, len(rows))
	for _, r := range rows {
		entered[r.Ref] = r.At
	}
	return entered, translate(err)
}

// searchedRecords are those of refs that are in the library and that actor may read, as
// they are shown without any consent of their owners: to look on somebody's behalf is not
// that somebody's look.
func (db *DB) searchedRecords(ctx context.Context, actor domain.Actor, of domain.Resource, refs []domain.ID) ([]domain.SearchedRecord, error) {
	scope := domain.ScopeOf(actor, domain.Read, of)
	var records []domain.SearchedRecord
	switch of {
	case domain.Needs:
		return searchedListings(ctx, db, scope, of, refs, func(r needRow) domain.ID { return r.OrganisationID }, func(r needRow, area string) domain.SearchedRecord {
			n := r.domain()
			n = n.ShownTo(scope, n.Facts(area, db.Now()), 0)
			return domain.SearchedRecord{ID: n.ID, Title: n.Title, Text: words(n.Problem, n.Background, strings.Join(n.Keywords, "\n")), Fields: []string{n.Field}, OrganisationID: n.OrganisationID}
		})
	case domain.Technologies:
		return searchedListings(ctx, db, scope, of, refs, func(r technologyRow) domain.ID { return r.OrganisationID }, func(r technologyRow, area string) domain.SearchedRecord {
			t := r.domain()
			t = t.ShownTo(scope, t.Facts(area, db.Now()), 0)
			return domain.SearchedRecord{ID: t.ID, Title: t.Title, Text: words(t.Abstract, t.Description, strings.Join(t.Keywords, "\n")), Fields: []string{t.Field}, OrganisationID: t.OrganisationID}
		})
	case domain.Policies:
		found, err := db.ReadablePolicies(ctx, actor, refs)
		for _, p := range found {
			text := []string{p.Summary}
			for _, c := range p.Clauses {
				text = append(text, c.Heading, c.Text)
			}
			if p.State == domain.PolicyPublished {
				records = append(records, domain.SearchedRecord{ID: p.ID, Title: p.Title, Text: words(text...)})
			}
		}
		return inLibrary(records, of), err
	case domain.Experts:
		found, err := db.ReadableExperts(ctx, actor, refs)
		for _, e := range found {
			if e.State == domain.ExpertPublished {
				records = append(records, domain.SearchedRecord{ID: e.ID, Title: e.Name, Text: words(e.Expertise, e.Experience, strings.Join(e.Achievements, "\n"), e.Title), Fields: e.Fields, Area: e.Area, OrganisationID: e.OrganisationID})
			}
		}
		return inLibrary(records, of), err
	}
	return nil, nil
}

// searchedListings are those of refs that are in the library and within scope, each as told
// with the area of its owner.
func searchedListings[R interface {
	identified
	TableName() string
}](ctx context.Context, db *DB, scope domain.Scope, of domain.Resource, refs []domain.ID, owner func(R) domain.ID, tell func(row R, area string) domain.SearchedRecord) ([]domain.SearchedRecord, error) {
	var table R
	today := db.today()
	rows, err := byIDs[R](func() *gorm.DB {
		return published(listingScope(table.TableName(), today).within(db.read(ctx), scope), today)
	}, refs)
	if err != nil {
		return nil, err
	}
	areas, err := areasOf(db.read(ctx), distinct(rows, owner))
	var records []domain.SearchedRecord
	for _, row := range rows {
		area := areas[owner(row)]
		r := tell(row, area)
		r.Area = shownArea(area, r.OrganisationID)
		records = append(records, r)
	}
	return inLibrary(records, of), err
}

func published(q *gorm.DB, today domain.Date) *gorm.DB {
	return q.Where("state = 'published' AND valid_until >= ?", today)
}

// shownArea is the area of a record whose organisation is shown.
func shownArea(area string, organisation domain.ID) string {
	if organisation.IsZero() {
		return ""
	}
	return area
}

func words(parts ...string) string { return strings.Join(parts, "\n") }

func inLibrary(records []domain.SearchedRecord, of domain.Resource) []domain.SearchedRecord {
	for i := range records {
		records[i].Library = string(of)
	}
	return records
}
