package postgres

import (
	"context"
	"fmt"

	"sanku/domain"
)

// countedBy are the SQL of the rules by which contracts count: what the rules in the
// domain say, IsIURAgreement and IsTransfer, of versions. A test holds both together.
var countedBy = map[string]string{
	"iur_agreements": `iur AND state NOT IN ('refused', 'voided') AND counted_in IS NULL`,
	"local_transfer": `result_based AND state = 'registered' AND counted_in IS NULL AND (kind IN ('transfer', 'licence', 'development') OR equity)
		AND seller_kind IN ('university', 'institute') AND seller_division LIKE '4303%'`,
}

// contractKeys are the SQL expressions that figures of contracts are divided by.
var contractKeys = map[domain.Dimension]string{
	domain.WholeCity:    `''`,
	domain.ByArea:       `coalesce(buyer_area, seller_area, '')`,
	domain.ByUniversity: `seller_id::text`,
}

// counted are the versions of contracts that make a figure, signed within the period.
func counted(rule string) string {
	return ` FROM contract_versions WHERE ` + countedBy[rule] + ` AND signed_on BETWEEN @from AND @to AND ` + asOf
}

func (db *DB) agreements(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Figure, error) {
	var rows []struct {
		Key    string
		N      int64
		Digest string
	}
	sql := fmt.Sprintf(`SELECT %s AS key, count(*) AS n, %s AS digest`, contractKeys[q.By], q.digest("contract_id")) + counted(ind.MeasuredBy.Rule)
	if q.By != domain.WholeCity {
		sql += ` GROUP BY 1 ORDER BY 1`
	}
	if err := db.read(ctx).Raw(sql, q.args(plan, ind.MeasuredBy)).Scan(&rows).Error; err != nil {
		return nil, translate(err)
	}
	figures := make([]domain.Figure, len(rows))
	for i, r := range rows {
		f := part(ind, q, r.Key)
		n := domain.Whole(r.N)
		f.Value, f.Numerator, f.Records, f.Digest = &n, &n, int(r.N), r.Digest
		figures[i] = f
	}
	return figures, nil
}

// ofDigests is the digest of the digests of results.
const ofDigests = `encode(sha256(convert_to(string_agg(digest, ',' ORDER BY id), 'UTF8')), 'hex')`

// transferRow are the sums of the local transfer rate over one key.
type transferRow struct {
	Key                           string
	N                             int64 // contracts
	Digest                        string
	Results, City, Province       int64
	Amount, AmountCity, AmountPro domain.Fen
	Technical, TechCity, TechPro  domain.Fen
}

// transferRate adds up what the variants of the rate are made of: two contracts over one
// technology are one result.
func (db *DB) transferRate(ctx context.Context, plan domain.Plan, ind domain.Indicator, q FigureQuery) ([]domain.Figure, error) {
	const sql = `
WITH result AS (
    SELECT %s AS key, coalesce(technology_id, contract_id) AS id, count(*) AS n, %s AS digest,
        bool_or(buyer_division LIKE '4303%%') AS city, bool_or(buyer_division LIKE '43%%') AS province,
        sum(amount) AS amount, sum(amount) FILTER (WHERE buyer_division LIKE '4303%%') AS amount_city, sum(amount) FILTER (WHERE buyer_division LIKE '43%%') AS amount_pro,
        sum(technical_amount) AS technical, sum(technical_amount) FILTER (WHERE buyer_division LIKE '4303%%') AS tech_city,
        sum(technical_amount) FILTER (WHERE buyer_division LIKE '43%%') AS tech_pro
    %s GROUP BY 1, 2)
SELECT key, sum(n)::bigint AS n, %s AS digest, count(*) AS results, count(*) FILTER (WHERE city) AS city, count(*) FILTER (WHERE province) AS province,
    sum(amount)::bigint AS amount, coalesce(sum(amount_city), 0)::bigint AS amount_city, coalesce(sum(amount_pro), 0)::bigint AS amount_pro,
    sum(technical)::bigint AS technical, coalesce(sum(tech_city), 0)::bigint AS tech_city, coalesce(sum(tech_pro), 0)::bigint AS tech_pro
FROM result GROUP BY 1 ORDER BY 1`
	var rows []transferRow
	err := db.read(ctx).Raw(fmt.Sprintf(sql, contractKeys[q.By], q.digest("contract_id"), counted(ind.MeasuredBy.Rule), ofDigests), q.args(plan, ind.MeasuredBy)).Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	if len(rows) == 0 && q.By == domain.WholeCity {
		rows = []transferRow{{}} // no transfers, which is not a rate of nothing
	}
	figures := make([]domain.Figure, len(rows))
	for i, r := range rows {
		f := part(ind, q, r.Key)
		f.Records, f.Digest = int(r.N), r.Digest
		f.Variants = domain.TransferRate(domain.TransferSums{Results: r.Results, City: r.City, Province: r.Province,
			Amount: r.Amount, AmountCity: r.AmountCity, AmountProvince: r.AmountPro, Technical: r.Technical, TechnicalCity: r.TechCity, TechnicalProvince: r.TechPro})
		headline := f.Variants[0]
		f.Value, f.Numerator, f.Denominator = headline.Value, &headline.Numerator, &headline.Denominator
		figures[i] = f
	}
	return figures, nil
}
