package workbench

import (
	"slices"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// mostOffered bounds the records that a form lists to choose from.
const mostOffered = 8

// candidate is a record that people may mean by some words.
type candidate struct {
	id         domain.ID
	name, more string // more tells it from others of its name
}

// offer is a candidate as the form lists it.
type offer struct {
	ID, Name, More string
	Chosen         bool
}

// finder finds records of one kind, of those that the caller may read.
type finder struct {
	name    func(domain.ID) (string, error)
	find    func(words string, limit int) ([]candidate, error)
	offered []candidate // listed before anything is typed
	hint    domain.Text // what may be typed
	none    domain.Text // what to do when nothing is found
}

// pick asks for one record by some words of its name. The one that they fit is taken; of
// several the form lists the first and asks to choose. A choice is the id of a record,
// which counts only while the words fit that record.
func (f *form) pick(to *domain.ID, name, zh, en string, among finder) *field {
	kept, words := *to, ""
	var err error
	if !kept.IsZero() {
		words, err = among.name(kept)
	}
	d, sent := f.field("pick", name, zh, en, words)
	d.hint(among.hint.ZH, among.hint.EN)
	choice := kept
	if sent {
		choice, _ = domain.ParseID(f.sent.Get(name + ".chosen")) // nonsense chooses nothing
		if choice.IsZero() && d.Value == words {
			choice = kept
		}
	}
	found := among.offered
	if err == nil && d.Value != "" {
		found, err = among.find(d.Value, mostOffered+1)
	}
	if err != nil {
		f.err = err
		return d
	}
	if d.current = ""; !kept.IsZero() {
		d.current = kept.String()
	}
	*to = d.take(found, choice, among.none)
	if to.IsZero() && d.Value != "" && choice == kept && d.Value == words { // one of many of its name
		*to, d.refused = kept, nil
	}
	if d.picked = ""; !to.IsZero() {
		d.picked = to.String()
	}
	return d
}

// take is the record that is meant by what was typed and chosen; it lists what there is
// to choose from.
func (d *field) take(found []candidate, choice domain.ID, none domain.Text) (taken domain.ID) {
	at := slices.IndexFunc(found, func(c candidate) bool { return c.id == choice && !choice.IsZero() })
	if at < 0 && d.Value != "" && len(found) == 1 {
		at = 0
	}
	if at >= 0 {
		taken = found[at].id
		if found[at].name != d.Value {
			d.Taken = d.f.v.joined(found[at].name, found[at].more)
		}
	}
	if d.Value == "" || len(found) > 1 {
		for _, c := range found[:min(len(found), mostOffered)] {
			d.Candidates = append(d.Candidates, offer{c.id.String(), c.name, c.more, c.id == taken})
		}
	}
	switch {
	case d.Value == "" || at >= 0:
	case len(found) == 0:
		d.refused = domain.Invalid(d.Name, "没有找到“"+d.Value+"”。"+none.ZH, "nothing is called “"+d.Value+"”. "+none.EN)
	case len(found) > mostOffered:
		d.refused = domain.Invalid(d.Name, "有很多个，下面只列出一部分。请选择一个；没有要找的，请把名称写全一些", "there are many, of which some are listed: choose one, or type more of the name")
	default:
		d.refused = domain.Invalid(d.Name, "有几个都符合，请在下面选择一个", "several fit: choose one of those below")
	}
	return taken
}

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

// first puts a sentence before the field's hint.
func (d *field) first(zh, en string) *field {
	d.Hint = d.f.v.say(zh+"；"+d.Hint, en+". "+d.Hint)
	return d
}
