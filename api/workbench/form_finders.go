package workbench

import (
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// organisation asks for an organisation.
func (f *form) organisation(to *domain.ID, name, zh, en string, among postgres.OrganisationFilter) *field {
	return f.pick(to, name, zh, en, f.v.organisationsAmong(among))
}

// expert asks for an expert.
func (f *form) expert(to *domain.ID, name, zh, en string, among postgres.ExpertFilter) *field {
	return f.pick(to, name, zh, en, f.v.expertsAmong(among))
}

func (v *visit) organisationsAmong(among postgres.OrganisationFilter) finder {
	ctx := v.r.Context()
	return finder{
		name: func(id domain.ID) (string, error) {
			o, err := v.DB.Organisation(ctx, v.actor, id)
			return o.Name, err
		},
		find: func(words string, limit int) ([]candidate, error) {
			found, err := v.DB.FindOrganisations(ctx, v.actor, among, words, limit)
			if err != nil {
				return nil, err
			}
			areas, err := v.DB.AreaNames(ctx)
			var all []candidate
			for _, o := range found {
				all = append(all, candidate{o.ID, o.Name, v.joined(areas[o.Area].In(v.lang), o.USCC)})
			}
			return all, err
		},
		hint: domain.Text{ZH: "填写名称的一部分、拼音首字母或统一社会信用代码", EN: "Part of its name, its pinyin initials or its unified social credit code"},
		none: v.unlisted(),
	}
}

// unlisted says what to do about an organisation that is not found.
func (v *visit) unlisted() domain.Text {
	if v.may(Route{Resource: domain.Organisations, Action: domain.Create}) {
		return domain.Text{ZH: "请换几个字再试，或填写统一社会信用代码；新单位请先在“单位”中登记", EN: "Try other words or the unified social credit code; add a new one under “Organisations” first"}
	}
	return domain.Text{ZH: "请换几个字再试，或填写统一社会信用代码；新单位请联系科技局登记", EN: "Try other words or the unified social credit code; the bureau adds new ones"}
}

func (v *visit) expertsAmong(among postgres.ExpertFilter) finder {
	ctx := v.r.Context()
	return finder{
		name: func(id domain.ID) (string, error) {
			e, err := v.DB.Expert(ctx, v.actor, id)
			return e.Name, err
		},
		find: func(words string, limit int) ([]candidate, error) {
			found, err := v.DB.FindExperts(ctx, v.actor, among, words, limit)
			if err != nil {
				return nil, err
			}
			return v.expertCandidates(found)
		},
		hint: domain.Text{ZH: "填写姓名、姓名的一部分或拼音首字母", EN: "The name, part of it or its pinyin initials"},
		none: domain.Text{ZH: "请换几个字再试；尚未登记的专家请先在专家库登记", EN: "Try other words; whoever is not in the library of experts is added there first"},
	}
}

// expertCandidates tell experts of one name apart by where and on what they work.
func (v *visit) expertCandidates(found []domain.Expert) (all []candidate, err error) {
	units, err := v.owners(v.r.Context(), idsOf(found, func(e domain.Expert) domain.ID { return e.OrganisationID }))
	if err != nil {
		return nil, err
	}
	areas, err := v.DB.AreaNames(v.r.Context())
	for _, e := range found {
		var fields []string
		for _, code := range e.Fields {
			fields = append(fields, domain.Fields.Name(code).In(v.lang))
		}
		all = append(all, candidate{e.ID, e.Name, v.joined(domain.ExpertKinds.Name(e.Kind).In(v.lang), units[e.OrganisationID].Name, e.Title,
			strings.Join(fields, v.say("、", ", ")), areas[e.Area].In(v.lang))})
	}
	return all, err
}

// needsAmong finds needs by part of the title; name is that of the one chosen already.
func (v *visit) needsAmong(among postgres.NeedFilter, name string) finder {
	return v.listingsAmong(name, func(words string, limit int) ([]candidate, error) {
		among.Title = words
		found, err := v.DB.Needs(v.r.Context(), v.actor, among, postgres.Page{Limit: limit, Sort: "title"})
		if err != nil {
			return nil, err
		}
		return listingCandidates(v, found.Items, func(n domain.Need) (id, owner domain.ID, title, field string) {
			return n.ID, n.OrganisationID, n.Title, n.Field
		})
	})
}

// technologiesAmong finds technologies by part of the title; name is that of the one
// chosen already.
func (v *visit) technologiesAmong(among postgres.TechnologyFilter, name string) finder {
	return v.listingsAmong(name, func(words string, limit int) ([]candidate, error) {
		among.Title = words
		found, err := v.DB.Technologies(v.r.Context(), v.actor, among, postgres.Page{Limit: limit, Sort: "title"})
		if err != nil {
			return nil, err
		}
		return listingCandidates(v, found.Items, func(t domain.Technology) (id, owner domain.ID, title, field string) {
			return t.ID, t.OrganisationID, t.Title, t.Field
		})
	})
}

func (v *visit) listingsAmong(name string, find func(words string, limit int) ([]candidate, error)) finder {
	return finder{
		name: func(domain.ID) (string, error) { return name, nil },
		find: find,
		hint: domain.Text{ZH: "填写名称或其中几个字", EN: "The title, or part of it"},
		none: domain.Text{ZH: "请换几个字再试；只能选择已发布的", EN: "Try other words; it must have been published"},
	}
}

// listingCandidates tell listings of like titles apart by owner, where it is shown, and
// field.
func listingCandidates[T any](v *visit, found []T, tell func(T) (id, owner domain.ID, title, field string)) (all []candidate, err error) {
	owners, err := v.owners(v.r.Context(), idsOf(found, func(x T) domain.ID { _, owner, _, _ := tell(x); return owner }))
	for _, x := range found {
		id, owner, title, field := tell(x)
		all = append(all, candidate{id, title, v.joined(owners[owner].Name, domain.Fields.Name(field).In(v.lang))})
	}
	return all, err
}
