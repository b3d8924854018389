package postgres

import (
	"context"
	"fmt"

	"sanku/domain"
)

// countedBy are the SQL of the rules by which contracts count: what the rules in the
// domain say, IsIURAgreement and IsTransfer, of versions. A test holds both together. The
// indexes of contract_versions have these conditions too.
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
func ofDigests(q FigureQuery) string {
	if !q.digests {
		return `''`
	}
	return `encode(sha256(convert_to(string_agg(digest, ',' ORDER BY result), 'UTF8')), 'hex')`
}

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
WITH made AS MATERIALIZED (
    SELECT %s AS key, coalesce(technology_id, contract_id) AS result, contract_id, version,
        buyer_division LIKE '4303%%' AS city, buyer_division LIKE '43%%' AS province, amount, technical_amount %s),
result AS (SELECT key, result, bool_or(city) AS city, bool_or(province) AS province, %s AS digest FROM made GROUP BY 1, 2),
results AS (SELECT key, count(*) AS results, count(*) FILTER (WHERE city) AS city, count(*) FILTER (WHERE province) AS province, %s AS digest FROM result GROUP BY 1),
money AS (SELECT key, count(*) AS n,
    sum(amount) AS amount, sum(amount) FILTER (WHERE city) AS amount_city, sum(amount) FILTER (WHERE province) AS amount_pro,
    sum(technical_amount) AS technical, sum(technical_amount) FILTER (WHERE city) AS tech_city, sum(technical_amount) FILTER (WHERE province) AS tech_pro
    FROM made GROUP BY 1)
SELECT key, n, digest, results, city, province, amount::bigint, coalesce(amount_city, 0)::bigint AS amount_city, coalesce(amount_pro, 0)::bigint AS amount_pro,
    technical::bigint, coalesce(tech_city, 0)::bigint AS tech_city, coalesce(tech_pro, 0)::bigint AS tech_pro
FROM money JOIN results USING (key) ORDER BY key`
	var rows []transferRow
	err := db.read(ctx).Raw(fmt.Sprintf(sql, contractKeys[q.By], counted(ind.MeasuredBy.Rule), q.digest("contract_id"), ofDigests(q)), q.args(plan, ind.MeasuredBy)).Scan(&rows).Error
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
