package postgres

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
	"gorm.io/gorm"

	"sanku/domain"
)

// FindOrganisations are those of f that actor may read and that people may mean by words:
// the one of that unified social credit code, or those of that whole name, or else those
// with the words in their name or in its pinyin initials. At most limit, the shortest
// names first.
func (db *DB) FindOrganisations(ctx context.Context, actor domain.Actor, f OrganisationFilter, words string, limit int) ([]domain.Organisation, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Organisations)
	among := func() *gorm.DB { return f.where(organisationScope.within(db.read(ctx), scope)) }
	rows, err := find[organisationRow](among, words, limit, func(q *gorm.DB) *gorm.DB {
		return q.Where("(name = ? OR uscc = ?)", words, strings.ToUpper(width.Fold.String(words)))
	})
	return domains(rows, organisationRow.domain), err
}

// FindExperts are those of f that actor may read and that people may mean by words, as
// FindOrganisations finds them.
func (db *DB) FindExperts(ctx context.Context, actor domain.Actor, f ExpertFilter, words string, limit int) ([]domain.Expert, error) {
	scope := domain.ScopeOf(actor, domain.Read, domain.Experts)
	among := func() *gorm.DB { return f.where(expertScope.within(db.read(ctx), scope)) }
	rows, err := find[expertRow](among, words, limit, func(q *gorm.DB) *gorm.DB { return q.Where("name = ?", words) })
	return domains(rows, expertRow.domain), err
}

var initials = regexp.MustCompile(`^[a-z0-9]+$`)

// find finds rows by their whole name as whole says, or else by a part of it.
func find[R any](among func() *gorm.DB, words string, limit int, whole func(*gorm.DB) *gorm.DB) (rows []R, err error) {
	if words == "" || !utf8.ValidString(words) || strings.ContainsRune(words, 0) {
		return nil, nil // no name holds what PostgreSQL cannot keep
	}
	shortest := func(q *gorm.DB) error { return q.Order("length(name), name, id").Limit(limit).Find(&rows).Error }
	if err := shortest(whole(among())); err != nil || len(rows) > 0 {
		return rows, translate(err)
	}
	part := "%" + escapeLike(words) + "%"
	if letters := strings.ToLower(words); initials.MatchString(letters) {
		return rows, translate(shortest(among().Where("(name ILIKE ? OR initials LIKE ?)", part, "%"+letters+"%")))
	}
	return rows, translate(shortest(containing(among(), "name", words)))
}
