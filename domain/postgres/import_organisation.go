package postgres

import (
	"strings"

	"sanku/domain"
)

// Rows name organisations by their key in the same source, by a source key of another,
// by 统一社会信用代码, or by their full name.

// byName begins the key of an organisation that was created because a row named it.
const byName = "name:"

// mentioned returns the organisation that was created only because a row of some
// import named it so, else the zero ID: a row that describes it makes it whole.
func (b *importBatch) mentioned(o domain.Organisation) (domain.ID, error) {
	var found []domain.ID
	err := b.Table("organisations").Where("name = ? AND source_key LIKE ?", o.Name, "%:"+byName+escapeLike(o.Name)).Limit(1).Pluck("id", &found).Error
	if err != nil || len(found) == 0 {
		return domain.ID{}, err
	}
	return found[0], nil
}

// organisationsCalled finds organisations by code or name. A join, because for name =
// ANY(…) the planner takes the trigram index, which is a hundred times slower.
const organisationsCalled = `
SELECT o.id, o.name, o.uscc, o.created_at FROM unnest(?::char(18)[]) AS called (uscc) JOIN organisations o USING (uscc)
UNION
SELECT o.id, o.name, o.uscc, o.created_at FROM unnest(?::text[]) AS called (name) JOIN organisations o USING (name)
ORDER BY created_at DESC, id DESC`

// findOrganisations looks up those that rows name and that are not known yet.
func (b *importBatch) findOrganisations(rows []domain.ImportRow) error {
	var names, keys []string
	for _, r := range rows {
		if name := r.Organisation; name != "" && b.knownOrganisation(name).IsZero() {
			names = append(names, name)
			keys = append(keys, name, b.sourceKey(name))
		}
	}
	if len(names) == 0 {
		return nil
	}
	var found []organisationRow
	if err := b.Raw(organisationsCalled, texts(names), texts(names)).Scan(&found).Error; err != nil {
		return err
	}
	keyed, err := b.digestsOf("organisations", keys)
	if err != nil {
		return err
	}
	b.learn(found, keyed)
	return nil
}

// learn remembers organisations by everything that rows may call them. Of several with
// one name the oldest has it; a code goes before any name, and a key before both.
func (b *importBatch) learn(found []organisationRow, keyed []importDigestRow) {
	for _, o := range found {
		b.organisations[o.Name] = o.ID
	}
	for _, o := range found {
		if o.USCC != "" {
			b.organisations[string(o.USCC)] = o.ID
		}
	}
	for _, k := range keyed {
		b.organisations[k.SourceKey] = k.RecordID
		if own, ok := strings.CutPrefix(k.SourceKey, b.run.Options.Source+":"); ok {
			b.organisations[own] = k.RecordID
		}
	}
}

func (b *importBatch) knownOrganisation(name string) domain.ID {
	if id, ok := b.organisations[name]; ok {
		return id
	}
	return b.known[name]
}

// organisation returns the organisation that a row names, created if the run does so,
// or what is lacking when there is none.
func (b *importBatch) organisation(row domain.ImportRow) (domain.ID, *domain.Missing, error) {
	name := row.Organisation
	if b.own() {
		return b.run.OrganisationID, nil, b.mayName(name)
	}
	if name == "" {
		return domain.ID{}, nil, nil
	}
	if id := b.knownOrganisation(name); !id.IsZero() {
		return id, nil, nil
	}
	if !b.run.Options.CreateOrganisations {
		return domain.ID{}, &domain.Missing{Field: "organisation_id", Ask: domain.Text{ZH: "没有登记这家单位，请先导入单位", EN: "No such organisation is recorded; import it first"}}, nil
	}
	o := domain.Organisation{Name: name, Kind: domain.OrganisationKindOf(name), Division: b.run.Options.Division, SourceKey: b.sourceKey(byName + name)}
	if o.Division == "" {
		o.Division = domain.DivisionUnrecorded
	}
	if domain.CheckUSCC(name) == nil || o.Validate() != nil {
		return domain.ID{}, &domain.Missing{Field: "organisation_id", Ask: domain.Text{ZH: "单位名称不完整，无法创建单位", EN: "The organisation's name cannot be one"}}, nil
	}
	made, err := b.newOrganisation(&o)
	if err := createOrWait(b, &b.waiting.organisations, made, err); err != nil {
		return domain.ID{}, nil, err
	}
	b.organisations[name] = o.ID
	return o.ID, nil, nil
}
