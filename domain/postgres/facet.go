package postgres

import (
	"context"

	"gorm.io/gorm"

	"sanku/domain"
)

// Facet is how many records have one value.
type Facet struct {
	Code  string `gorm:"column:code"`
	Count int    `gorm:"column:count"`
}

// Facets are how many records a filter selects that a reader may see, and how many of
// them have which value, the most frequent first. A record may have several values.
type Facets struct {
	Total int
	By    map[string][]Facet
}

// trlSteps are the levels from which on technologies are counted together.
const trlSteps = `unnest(CASE WHEN trl >= 7 THEN ARRAY['4','7'] WHEN trl >= 4 THEN ARRAY['4'] ELSE '{}'::text[] END)`

// NeedFacets counts needs by field, mode and area. By what a blind need hides, those whose
// owner has not shown actor whose they are are not counted.
func (db *DB) NeedFacets(ctx context.Context, actor domain.Actor, f NeedFilter) (Facets, error) {
	scope, columns := domain.ScopeOf(actor, domain.Read, domain.Needs), listingScope("needs", db.today())
	plain := func() *gorm.DB { return f.where(columns.within(db.read(ctx).Table("needs"), scope)) }
	shown := func(level domain.RevealLevel) func() *gorm.DB {
		if level <= domain.RevealTitle {
			return plain
		}
		return func() *gorm.DB {
			return withoutBlind(plain(), db.read(ctx), columns, scope, revealed{"needs.id = need_id", actor.OrganisationID, level, db.today()})
		}
	}
	return facets(shown(f.looksAt()), shown(domain.RevealIdentity), map[string]string{"field": "field"}, map[string]string{"mode": "unnest(modes)", "area": organisationArea("needs")})
}

// TechnologyFacets counts technologies by field, mode, area and level: "4" and "7" are
// those of TRL 4 or 7 and above. See NeedFacets for blind ones.
func (db *DB) TechnologyFacets(ctx context.Context, actor domain.Actor, f TechnologyFilter) (Facets, error) {
	scope, columns := domain.ScopeOf(actor, domain.Read, domain.Technologies), listingScope("technologies", db.today())
	plain := func() *gorm.DB { return f.where(columns.within(db.read(ctx).Table("technologies"), scope)) }
	shown := func(level domain.RevealLevel) func() *gorm.DB {
		if level <= domain.RevealTitle {
			return plain
		}
		return func() *gorm.DB {
			return withoutBlind(plain(), db.read(ctx), columns, scope, revealed{"technologies.id = technology_id", actor.OrganisationID, level, db.today()})
		}
	}
	return facets(shown(f.looksAt()), shown(domain.RevealIdentity), map[string]string{"field": "field"},
		map[string]string{"mode": "unnest(modes)", "area": organisationArea("technologies"), "trl": trlSteps, "owner": "organisation_id::text"})
}

// PolicyFacets counts policies by level and by the kinds of their incentives.
func (db *DB) PolicyFacets(ctx context.Context, actor domain.Actor, f PolicyFilter) (Facets, error) {
	open := func() *gorm.DB {
		return f.where(policyScope.within(db.read(ctx).Table("policies"), domain.ScopeOf(actor, domain.Read, domain.Policies)))
	}
	return facets(open, open, map[string]string{"level": "level"}, nil)
}

// ExpertFacets counts experts by kind, field and area.
func (db *DB) ExpertFacets(ctx context.Context, actor domain.Actor, f ExpertFilter) (Facets, error) {
	open := func() *gorm.DB {
		return f.where(expertScope.within(db.read(ctx).Table("experts"), domain.ScopeOf(actor, domain.Read, domain.Experts)))
	}
	return facets(open, open, map[string]string{"kind": "kind", "field": "unnest(fields)", "area": "area"}, nil)
}

// facets counts what open selects by the expressions of, and what inside selects by those
// within.
func facets(open, inside func() *gorm.DB, of, within map[string]string) (Facets, error) {
	out := Facets{By: map[string][]Facet{}}
	var total int64
	if err := open().Count(&total).Error; err != nil {
		return out, translate(err)
	}
	out.Total = int(total)
	for _, some := range []struct {
		from func() *gorm.DB
		by   map[string]string
	}{{open, of}, {inside, within}} {
		for name, expression := range some.by {
			var found []Facet
			values := some.from().Select(expression + " AS code")
			err := some.from().Session(&gorm.Session{NewDB: true}).Table("(?) AS v", values).Select("code, count(*) AS count").
				Where("code <> ''").Group("code").Order("count(*) DESC").Order("code").Scan(&found).Error
			if err != nil {
				return out, translate(err)
			}
			out.By[name] = found
		}
	}
	return out, nil
}
