package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

// The example: thirteen contracts of three universities, sums in 万元 as value/technical.
//
//	 #  seller  buyer        kind             sums      signed      registered  later
//	 1  U1      city  yuhu   transfer         100/80    2024-01-10  2024-01-20  over the result T
//	 2  U1      province     licence          200/200   2024-02-05  2024-02-20  over T too: one result
//	 3  U1      elsewhere    development      300/150   2024-03-01  2024-03-15
//	 4  U1      city  gaoxin service           50/50    2024-03-20  2024-04-01  no kind of transfer
//	 5  U2      city  yuhu   development      400/400   2024-04-10  2024-04-20
//	 6  U2      province     transfer         500/300   2024-05-06  2024-05-20  terminated 2024-11-15
//	 7  U2      elsewhere    service, equity  600/600   2024-06-01  2024-06-15  an investment transfers
//	 8  U3      city  gaoxin licence          250/250   2024-07-01  2024-07-15  voided 2024-08-01
//	 9  U3      city  yuhu   transfer         150/120   2024-09-01  2024-09-20  terminated 2025-02-10
//	10  U3      province     development      350/350   2024-10-10  2024-10-20  amended to 450/400 from 2025-04-01
//	11  U1      city  gaoxin transfer         120/120   2024-12-20  2024-12-28  on 2025-03-10 found to be 220/200 all along
//	12  U2      city  gaoxin licence           80/80    2024-12-25  2025-01-15  handed in on 2024-12-30
//	13  U3      city  yuhu   transfer         100/100   2023-12-28  2024-01-05  of 2023
//
// The bulletin of 2024 is published on 2025-01-20, as of 2024-12-31.
//
// What counts for 2024 is signed in 2024, and a transfer registered on the day:
//
//	published:        1 2 3 5 7 9 10 11        (6 terminated, 8 voided, 12 not yet registered)
//	as of 2024-12-31: the same, 11 corrected
//	as of 2025-06-30: 1 2 3 5 7 10 11 12       (9 terminated since, 12 registered, 10 amended)
//
// Results, T once: published T 3 5 7 9 10 11 = 7; in the city T 5 9 11 = 4, in the province 10 too = 5.
// In 2025-06: T 3 5 7 10 11 12 = 7; in the city T 5 11 12 = 4, in the province 10 too = 5.
//
// Value, published: 100+200+300+400+600+150+350+120 = 2220; city 100+400+150+120 = 770; province 770+200+350 = 1320.
// Corrected, 11 is 100 more: 2320; 870; 1420.
// In 2025-06: 100+200+300+400+600+450+220+80 = 2350; city 100+400+220+80 = 800; province 800+200+450 = 1450.
//
// Technical, published: 80+200+150+400+600+120+350+120 = 2020; city 80+400+120+120 = 720; province 720+200+350 = 1270.
// Corrected, 11 is 80 more: 2100; 800; 1350.
// In 2025-06: 80+200+150+400+600+400+200+80 = 2110; city 80+400+200+80 = 760; province 760+200+400 = 1360.
//
// Agreements are counted when handed in and neither refused nor voided: 1 to 7 and 9 to 12 = 11, on each day.
func TestWorkedExample(t *testing.T) {
	e := openExample(t)
	e.play(t)

	year := domain.YearPeriod(2024)
	published := map[string][2]int64{"count_city": {4, 7}, "count_province": {5, 7}, "amount_city": {770, 2220}, "amount_province": {1320, 2220},
		"technical_city": {720, 2020}, "technical_province": {1270, 2020}}
	corrected := map[string][2]int64{"count_city": {4, 7}, "count_province": {5, 7}, "amount_city": {870, 2320}, "amount_province": {1420, 2320},
		"technical_city": {800, 2100}, "technical_province": {1350, 2100}}
	later := map[string][2]int64{"count_city": {4, 7}, "count_province": {5, 7}, "amount_city": {800, 2350}, "amount_province": {1450, 2350},
		"technical_city": {760, 2110}, "technical_province": {1360, 2110}}

	then := postgres.FigureQuery{Period: year, AsOf: day(2024, 12, 31), KnownAt: e.bulletin.KnownAt, By: domain.ByUniversity}
	nowOfThen := postgres.FigureQuery{Period: year, AsOf: day(2024, 12, 31), By: domain.ByUniversity}
	nowOfJune := postgres.FigureQuery{Period: year, AsOf: day(2025, 6, 30), By: domain.ByUniversity}

	e.requireRate(t, then, published, map[string]string{"count_city": "57.1429", "count_province": "71.4286", "amount_city": "34.6847", "amount_province": "59.4595",
		"technical_city": "35.6436", "technical_province": "62.8713"})
	e.requireRate(t, nowOfThen, corrected, map[string]string{"count_city": "57.1429", "count_province": "71.4286", "amount_city": "37.5", "amount_province": "61.2069",
		"technical_city": "38.0952", "technical_province": "64.2857"})
	e.requireRate(t, nowOfJune, later, map[string]string{"count_city": "57.1429", "count_province": "71.4286", "amount_city": "34.0426", "amount_province": "61.7021",
		"technical_city": "36.019", "technical_province": "64.455"})

	// U1: T 3 11, in the city T 11. Value 100+200+300+120 = 720, city 100+120 = 220, province 220+200 = 420;
	//     technical 80+200+150+120 = 550, city 80+120 = 200, province 200+200 = 400.
	// U2: 5 7, in the city 5. 400+600 = 1000, city and province 400; technical the same.
	// U3: 9 10, in the city 9, in the province both. 150+350 = 500, city 150, province 500; technical 120+350 = 470, city 120.
	// Together 3+2+2 = 7 results, 720+1000+500 = 2220 and 550+1000+470 = 2020.
	e.requireUniversities(t, then, [3]map[string][2]int64{
		{"count_city": {2, 3}, "count_province": {2, 3}, "amount_city": {220, 720}, "amount_province": {420, 720}, "technical_city": {200, 550}, "technical_province": {400, 550}},
		{"count_city": {1, 2}, "count_province": {1, 2}, "amount_city": {400, 1000}, "amount_province": {400, 1000}, "technical_city": {400, 1000}, "technical_province": {400, 1000}},
		{"count_city": {1, 2}, "count_province": {2, 2}, "amount_city": {150, 500}, "amount_province": {500, 500}, "technical_city": {120, 470}, "technical_province": {470, 470}}})
	// The correction is of U1: 720+100 = 820, 220+100 = 320, 420+100 = 520; 550+80 = 630, 200+80 = 280, 400+80 = 480.
	e.requireUniversities(t, nowOfThen, [3]map[string][2]int64{
		{"count_city": {2, 3}, "count_province": {2, 3}, "amount_city": {320, 820}, "amount_province": {520, 820}, "technical_city": {280, 630}, "technical_province": {480, 630}},
		{"count_city": {1, 2}, "count_province": {1, 2}, "amount_city": {400, 1000}, "amount_province": {400, 1000}, "technical_city": {400, 1000}, "technical_province": {400, 1000}},
		{"count_city": {1, 2}, "count_province": {2, 2}, "amount_city": {150, 500}, "amount_province": {500, 500}, "technical_city": {120, 470}, "technical_province": {470, 470}}})
	// In June U2 has 12 besides: 3 results, 2 in the city, 1000+80 = 1080 of which 400+80 = 480.
	// U3 has 10 alone, amended: 450/400, none of it in the city.
	// Together 3+3+1 = 7 results, 820+1080+450 = 2350 and 630+1080+400 = 2110.
	e.requireUniversities(t, nowOfJune, [3]map[string][2]int64{
		{"count_city": {2, 3}, "count_province": {2, 3}, "amount_city": {320, 820}, "amount_province": {520, 820}, "technical_city": {280, 630}, "technical_province": {480, 630}},
		{"count_city": {2, 3}, "count_province": {2, 3}, "amount_city": {480, 1080}, "amount_province": {480, 1080}, "technical_city": {480, 1080}, "technical_province": {480, 1080}},
		{"count_city": {0, 1}, "count_province": {1, 1}, "amount_city": {0, 450}, "amount_province": {450, 450}, "technical_city": {0, 400}, "technical_province": {400, 400}}})

	for _, q := range []postgres.FigureQuery{then, nowOfThen, nowOfJune} {
		q.By = domain.ByArea
		f, err := e.FigureOver(t.Context(), e.plan, "iur_agreements", q)
		require.NoError(t, err)
		parts, err := e.FigureParts(t.Context(), e.plan, "iur_agreements", q)
		require.NoError(t, err)
		require.Equal(t, "11", f.Value.String())
		// By area: that of the buyer where it lies in one, else of the seller. Yuhu: 1 5 9, and of
		// its U2 and U3 6 7 10; gaoxin: 4 11 12, and of its U1 2 3.
		require.Equal(t, map[string]string{"yuhu": "6", "gaoxin": "5"}, valuesOf(parts))
	}
	e.requireBulletin(t, published)
}

// example is the market in which the example takes place.
type example struct {
	*market
	universities [3]domain.Organisation
	contracts    map[int]domain.Contract
	bulletin     domain.Publication
}

func openExample(t *testing.T) *example {
	t.Helper()
	m := openMarket(t)
	return &example{market: m, contracts: map[int]domain.Contract{}, universities: [3]domain.Organisation{m.university,
		m.organisation(t, "示例工程大学", domain.University, "yuhu"), m.organisation(t, "示例科技大学", domain.University, "yuhu")}}
}

const wan = 10_000 * 100 // fen

// play lets it happen, each thing on its day.
func (e *example) play(t *testing.T) {
	t.Helper()
	const city, park, province, elsewhere = 0, 1, 2, 3
	add := func(n, seller, buyer int, kind string, amount, technical int64, signed domain.Date, change ...func(*domain.Contract)) {
		e.add(t, n, seller, buyer, kind, amount, technical, signed, change...)
	}
	overT := func(c *domain.Contract) { c.TechnologyID = e.offered.ID }
	script := []struct {
		on domain.Date
		do func()
	}{
		{day(2023, 12, 28), func() { add(13, 2, city, "transfer", 100, 100, day(2023, 12, 28)) }},
		{day(2024, 1, 5), func() { e.step(t, 13, registration...) }},
		{day(2024, 1, 20), func() { add(1, 0, city, "transfer", 100, 80, day(2024, 1, 10), overT); e.step(t, 1, registration...) }},
		{day(2024, 2, 20), func() {
			add(2, 0, province, "licence", 200, 200, day(2024, 2, 5), overT)
			e.step(t, 2, registration...)
		}},
		{day(2024, 3, 15), func() {
			add(3, 0, elsewhere, "development", 300, 150, day(2024, 3, 1))
			e.step(t, 3, registration...)
		}},
		{day(2024, 4, 1), func() { add(4, 0, park, "service", 50, 50, day(2024, 3, 20)); e.step(t, 4, registration...) }},
		{day(2024, 4, 20), func() { add(5, 1, city, "development", 400, 400, day(2024, 4, 10)); e.step(t, 5, registration...) }},
		{day(2024, 5, 20), func() { add(6, 1, province, "transfer", 500, 300, day(2024, 5, 6)); e.step(t, 6, registration...) }},
		{day(2024, 6, 15), func() {
			add(7, 1, elsewhere, "service", 600, 600, day(2024, 6, 1), func(c *domain.Contract) { c.Equity = true })
			e.step(t, 7, registration...)
		}},
		{day(2024, 7, 15), func() { add(8, 2, park, "licence", 250, 250, day(2024, 7, 1)); e.step(t, 8, registration...) }},
		{day(2024, 8, 1), func() { e.step(t, 8, "void") }},
		{day(2024, 9, 20), func() { add(9, 2, city, "transfer", 150, 120, day(2024, 9, 1)); e.step(t, 9, registration...) }},
		{day(2024, 10, 20), func() {
			add(10, 2, province, "development", 350, 350, day(2024, 10, 10))
			e.step(t, 10, registration...)
		}},
		{day(2024, 11, 15), func() { e.step(t, 6, "terminate") }},
		{day(2024, 12, 28), func() { add(11, 0, park, "transfer", 120, 120, day(2024, 12, 20)); e.step(t, 11, registration...) }},
		{day(2024, 12, 30), func() { add(12, 1, park, "licence", 80, 80, day(2024, 12, 25)); e.step(t, 12, "submit") }},
		{day(2025, 1, 15), func() { e.step(t, 12, "precheck", "register") }},
		{day(2025, 1, 20), func() { e.publish(t, "") }},
		{day(2025, 2, 10), func() { e.step(t, 9, "terminate") }},
		{day(2025, 3, 10), func() { e.amend(t, 11, 220, 200, day(2024, 12, 28)) }},
		{day(2025, 4, 1), func() { e.amend(t, 10, 450, 400, domain.Date{}) }},
		{day(2025, 7, 1), func() {}},
	}
	for _, s := range script {
		e.now = s.on.Time().Add(9 * time.Hour)
		s.do()
	}
}

func (e *example) add(t *testing.T, n, seller, buyer int, kind string, amount, technical int64, signed domain.Date, change ...func(*domain.Contract)) {
	t.Helper()
	c := e.contract()
	c.Title, c.Kind, c.SellerID, c.BuyerID, c.SignedOn = fmt.Sprintf("示例合同 %d", n), kind, e.universities[seller].ID, e.buyers[buyer].ID, signed
	c.StartsOn, c.EndsOn = signed, signed.AddDays(365)
	sums(&c, amount, technical)
	for _, fn := range change {
		fn(&c)
	}
	c, err := e.CreateContract(t.Context(), e.clerk, c)
	require.NoError(t, err)
	e.contracts[n] = c
}

// sums gives c its sums, in 万元.
func sums(c *domain.Contract, amount, technical int64) {
	c.Amount, c.TechnicalAmount, c.Deductions = domain.Fen(amount*wan), domain.Fen(technical*wan), nil
	if amount > technical {
		c.Deductions = []domain.Deduction{{What: "设备", Amount: domain.Fen((amount - technical) * wan)}}
	}
}

func (e *example) step(t *testing.T, n int, names ...string) {
	t.Helper()
	e.contracts[n] = e.walk(t, e.contracts[n], names...)
}

func (e *example) amend(t *testing.T, n int, amount, technical int64, on domain.Date) {
	t.Helper()
	c := e.contracts[n]
	c, err := e.AmendContract(t.Context(), e.clerk, c.ID, c.Version, postgres.ContractAmendment{Reason: "理由", On: on,
		Change: func(c *domain.Contract) error { sums(c, amount, technical); return nil }})
	require.NoError(t, err)
	e.contracts[n] = c
}

func (e *example) publish(t *testing.T, reason string) {
	t.Helper()
	var err error
	e.bulletin, err = e.PublishBulletin(t.Context(), e.clerk, e.plan, domain.Publication{Code: "2024", Title: "2024 年度通报", Reason: reason, Period: domain.YearPeriod(2024), AsOf: day(2024, 12, 31)})
	require.NoError(t, err)
}

// requireRate requires the variants of the rate: numerator and denominator, results or
// 万元, and what they come to in percent.
func (e *example) requireRate(t *testing.T, q postgres.FigureQuery, want map[string][2]int64, percent map[string]string) {
	t.Helper()
	f, err := e.FigureOver(t.Context(), e.plan, "local_transfer_rate", q)
	require.NoError(t, err)
	requireParts(t, want, f.Variants)
	for _, v := range f.Variants {
		require.Equal(t, percent[v.Code], v.Value.String(), v.Code)
	}
	require.Equal(t, percent["count_city"], f.Value.String(), "the headline")
}

func (e *example) requireUniversities(t *testing.T, q postgres.FigureQuery, want [3]map[string][2]int64) {
	t.Helper()
	parts, err := e.FigureParts(t.Context(), e.plan, "local_transfer_rate", q)
	require.NoError(t, err)
	require.Len(t, parts, 3)
	for i, u := range e.universities {
		for _, p := range parts {
			if p.Key == u.ID.String() {
				requireParts(t, want[i], p.Variants)
			}
		}
	}
}

func requireParts(t *testing.T, want map[string][2]int64, variants []domain.Variant) {
	t.Helper()
	require.Len(t, variants, 6)
	for _, v := range variants {
		unit := domain.Whole(10_000) // money is in yuan, the example in 万元
		if v.Code == "count_city" || v.Code == "count_province" {
			unit = domain.Whole(1)
		}
		require.Equal(t, want[v.Code], [2]int64{int64(v.Numerator / unit), int64(v.Denominator / unit)}, v.Code)
	}
}

func valuesOf(parts []domain.Figure) map[string]string {
	values := map[string]string{}
	for _, p := range parts {
		if p.Value != nil {
			values[p.Key] = p.Value.String()
		}
	}
	return values
}

// requireBulletin requires that what was published stands as it was, is what its records
// give, and that a revision has the correction.
func (e *example) requireBulletin(t *testing.T, published map[string][2]int64) {
	t.Helper()
	ctx := t.Context()
	require.Equal(t, published["amount_city"][0]+100, e.publishedCity(t), "value in the city, as published: 13 is of the plan too")
	v, err := e.VerifyPublications(ctx)
	require.NoError(t, err)
	require.True(t, v.Holds(), "%+v", v.Restated)
	require.Equal(t, 1, v.Publications)

	_, err = e.PublishBulletin(ctx, e.clerk, e.plan, domain.Publication{Code: "2024", Title: "更正", Period: domain.YearPeriod(2024), AsOf: day(2024, 12, 31)})
	require.ErrorContains(t, err, "reason")
	first := e.bulletin
	e.publish(t, "合同金额更正")
	require.Equal(t, []any{2, first.ID}, []any{e.bulletin.Revision, e.bulletin.Corrects})
	require.EqualValues(t, 970, e.publishedCity(t))
	e.bulletin = first
	require.EqualValues(t, 870, e.publishedCity(t), "the revision before stays")
	v, err = e.VerifyPublications(ctx)
	require.NoError(t, err)
	require.True(t, v.Holds(), "%+v", v.Restated)
	require.Equal(t, 2, v.Publications)
}

// publishedCity is the published value of transfers to buyers in the city, in 万元.
func (e *example) publishedCity(t *testing.T) int64 {
	t.Helper()
	figures, err := e.PublishedFigures(t.Context(), e.bulletin.ID)
	require.NoError(t, err)
	for _, f := range figures {
		if f.Indicator == "local_transfer_rate" && f.Variant == "amount_city" && f.Dimension == domain.WholeCity {
			return int64(*f.Numerator / domain.Whole(10_000))
		}
	}
	t.Fatal("the rate is not published")
	return 0
}
