package postgres

import (
	"context"
	"encoding/json"
	"time"

	"sanku/domain"
)

// contractVersions keeps of contracts what are columns of theirs.
var contractVersions = versions{"contract_versions", "contract_id", `version, title, kind, field, ip_kind, plan_source, seller_id, buyer_id,
	seller_name, seller_kind, seller_area, seller_division, buyer_name, buyer_kind, buyer_area, buyer_division,
	technology_id, amount, technical_amount, iur, result_based, equity, signed_on, registered_on, ended_on, state, counted_in`}

// keepContract keeps that c says what it says from a day on, as known from now on. A draft
// says nothing.
func (t *tx) keepContract(c domain.Contract, on domain.Date) error {
	known, err := t.end(contractVersions, c.ID, on)
	if err != nil {
		return err
	}
	if c.State == domain.ContractDraft {
		return nil
	}
	content, err := contractContent(c)
	if err != nil {
		return err
	}
	return t.Exec(`INSERT INTO contract_versions (contract_id, effective_from, known_from, content, `+contractVersions.columns+`)
		SELECT id, ?, ?, ?::jsonb, `+contractVersions.columns+` FROM jsonb_populate_record(NULL::contracts, ?::jsonb)`, on, known, content, content).Error
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
