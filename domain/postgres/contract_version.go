package postgres

import (
	"context"
	"encoding/json"
	"time"

	"sanku/domain"
)

// versionColumns are the columns of contract_versions that are columns of contracts.
const versionColumns = `version, title, kind, field, ip_kind, plan_source, seller_id, buyer_id,
	seller_name, seller_kind, seller_area, seller_division, buyer_name, buyer_kind, buyer_area, buyer_division,
	technology_id, amount, technical_amount, iur, result_based, equity, signed_on, registered_on, ended_on, state, counted_in`

// keepContract keeps that c says what it says from a day on, as known from now on. What
// was kept of later days is known no more, and what was said on the day before goes on
// to have been said up to then. A draft says nothing.
//
// Of what one transaction keeps, only the last is known; before, nothing was.
func (t *tx) keepContract(c domain.Contract, on domain.Date) error {
	known, err := t.knownFrom("contract_versions", "contract_id", c.ID)
	if err != nil {
		return err
	}
	const open = ` FROM contract_versions WHERE contract_id = @id AND known_to = 'infinity' AND effective_to > @on`
	at := map[string]any{"id": c.ID, "on": on, "known": known}
	for _, statement := range []string{
		`INSERT INTO contract_versions (contract_id, effective_from, effective_to, known_from, content, ` + versionColumns + `)
			SELECT contract_id, effective_from, @on, @known, content, ` + versionColumns + open + ` AND effective_from < @on`,
		`DELETE` + open + ` AND known_from >= @known`, // it was known for no moment
		`UPDATE contract_versions SET known_to = @known WHERE contract_id = @id AND known_to = 'infinity' AND effective_to > @on`,
	} {
		if err := t.Exec(statement, at).Error; err != nil {
			return err
		}
	}
	if c.State == domain.ContractDraft {
		return nil
	}
	content, err := contractContent(c)
	if err != nil {
		return err
	}
	return t.Exec(`INSERT INTO contract_versions (contract_id, effective_from, known_from, content, `+versionColumns+`)
		SELECT id, ?, ?, ?::jsonb, `+versionColumns+` FROM jsonb_populate_record(NULL::contracts, ?::jsonb)`, on, known, content, content).Error
}

// knownFrom is the moment from which on what t keeps of a record is known. Writes of one
// record wait for one another, but not in the order of their moments: none is known from
// before one that was kept earlier.
func (t *tx) knownFrom(table, reference string, id domain.ID) (time.Time, error) {
	if known, ok := t.known[id]; ok {
		return known, nil
	}
	var known time.Time
	err := t.Raw(`SELECT greatest(?::timestamptz, max(known_from) + interval '1 microsecond') FROM `+table+` WHERE `+reference+` = ?`, t.now, id).Row().Scan(&known)
	if t.known == nil {
		t.known = map[domain.ID]time.Time{}
	}
	t.known[id] = known
	return known, err
}

// contractContent is all that c says: its row, and its further parties.
func contractContent(c domain.Contract) (string, error) {
	columns, err := rowJSON(contractRowOf(c))
	if err != nil {
		return "", err
	}
	columns["parties"] = domains(c.Parties, func(p domain.Party) partyJSON { return partyJSON(p) })
	b, err := json.Marshal(columns)
	return string(b), err
}

type partyJSON struct {
	OrganisationID domain.ID `json:"organisation_id"`
	Side           string    `json:"side"`
}

// contractFrom reads what contractContent wrote.
func contractFrom(content []byte) (domain.Contract, error) {
	var row contractRow
	var more struct {
		Parties []partyJSON `json:"parties"`
	}
	if err := rowFromJSON(content, &row); err != nil {
		return domain.Contract{}, err
	}
	if err := json.Unmarshal(content, &more); err != nil {
		return domain.Contract{}, err
	}
	c := row.domain()
	for _, p := range more.Parties {
		c.Parties = append(c.Parties, domain.Party(p))
	}
	return c, nil
}

// ContractVersion is what a contract said over the days [From, To), as it was known over
// the moments [KnownFrom, KnownTo). A zero To or KnownTo is: until further notice.
type ContractVersion struct {
	Contract           domain.Contract
	From, To           domain.Date
	KnownFrom, KnownTo time.Time
}

// ContractVersions lists what a contract that actor may read said, by the days on which
// it said it; all of what was known at any time when asked, else what is known now.
func (db *DB) ContractVersions(ctx context.Context, actor domain.Actor, id domain.ID, all bool) ([]ContractVersion, error) {
	if _, err := db.Contract(ctx, actor, id); err != nil {
		return nil, err
	}
	var rows []struct {
		From      domain.Date     `gorm:"column:effective_from"`
		To        domain.Date     `gorm:"column:until"`
		KnownFrom time.Time       `gorm:"column:known_from"`
		KnownTo   *time.Time      `gorm:"column:known_until"`
		Content   json.RawMessage `gorm:"column:content"`
	}
	q := db.read(ctx).Table("contract_versions").Where("contract_id = ?", id)
	if !all {
		q = q.Where("known_to = 'infinity'")
	}
	err := q.Select(`effective_from, nullif(effective_to, 'infinity') AS until, known_from, nullif(known_to, 'infinity') AS known_until, content`).
		Order("effective_from, known_from, id").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	versions := make([]ContractVersion, len(rows))
	for i, r := range rows {
		versions[i] = ContractVersion{From: r.From, To: r.To, KnownFrom: r.KnownFrom.UTC()}
		if r.KnownTo != nil {
			versions[i].KnownTo = r.KnownTo.UTC()
		}
		if versions[i].Contract, err = contractFrom(r.Content); err != nil {
			return nil, err
		}
	}
	return versions, nil
}
