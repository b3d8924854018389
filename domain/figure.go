package domain

// Figure is the value of an indicator for a period, with what it is made of. A nil
// Value means that the figure is not known, never that it is zero.
type Figure struct {
	Indicator   Indicator
	Period      Period
	Dimension   Dimension // of a part: what divides the figure, and which part it is
	Key         string
	Value       *Decimal
	Numerator   *Decimal
	Denominator *Decimal
	Target      *Decimal
	TargetYear  int // 0: the plan period as a whole
	AsOf        Date
	StatedOn    Date   // of a reported level: the last day of the period that was reported; zero else
	Basis       string // MeasureSources; "" when nothing measures it
	Variants    []Variant
	Records     int    // how many it is made of, and
	Digest      string // SHA-256 of their ids and versions in order, hexadecimal; where asked for
}

// Variant is another reading of the same indicator, shown beside the headline and
// never mixed with it.
type Variant struct {
	Code        string // "count_city", "amount_province", …
	Name        Text
	Headline    bool
	Value       *Decimal
	Numerator   Decimal
	Denominator Decimal
	Unit        string
}

// Progress returns value over target in percent, and false when either is not
// known or the target is zero.
func (f Figure) Progress() (Decimal, bool) {
	if f.Value == nil || f.Target == nil {
		return 0, false
	}
	return Ratio(*f.Value, *f.Target)
}

// FigureDimensions name what a figure can be divided by.
var FigureDimensions = append(Dimensions[:len(Dimensions):len(Dimensions)], Term{string(ByUniversity), Text{"高校", "University"}})

// SumOfParts adds up the parts of a figure and their targets, as far as they are known,
// so that they can be held against the whole; nil for what does not add up, such as rates.
func SumOfParts(parts []Figure) (sum, targets *Decimal) {
	var s, t Decimal
	for _, p := range parts {
		if p.Denominator != nil || p.Indicator.Measure == "growth" || p.Indicator.Measure == "ratio" {
			return nil, nil
		}
		if p.Value != nil {
			s, sum = s+*p.Value, &s
		}
		if p.Target != nil {
			t, targets = t+*p.Target, &t
		}
	}
	return sum, targets
}

// TransferVariants are the readings of the local transfer rate (高校科技成果本地转化率):
// by number of results, 成交额 or 技术交易额, with the buyer in the city or in the
// province. The plan does not say which is meant; the first is the headline.
var TransferVariants = Terms{
	{"count_city", Text{"按成果项数，买方在本市", "By number of results, buyer in the city"}},
	{"count_province", Text{"按成果项数，买方在本省", "By number of results, buyer in the province"}},
	{"amount_city", Text{"按成交额，买方在本市", "By contract value, buyer in the city"}},
	{"amount_province", Text{"按成交额，买方在本省", "By contract value, buyer in the province"}},
	{"technical_city", Text{"按技术交易额，买方在本市", "By technical value, buyer in the city"}},
	{"technical_province", Text{"按技术交易额，买方在本省", "By technical value, buyer in the province"}},
}

// TransferSums are what the local transfer rate is made of: results of universities and
// institutes in the city that were transferred, and the money of the contracts, in all
// and to buyers in the city and in the province.
type TransferSums struct {
	Results, City, Province                     int64
	Amount, AmountCity, AmountProvince          Fen
	Technical, TechnicalCity, TechnicalProvince Fen
}

// TransferRate computes all variants of the local transfer rate.
func TransferRate(s TransferSums) []Variant {
	const fenToYuan = 100 // a Decimal has four decimals, an amount in fen two
	count := func(n int64) Decimal { return Whole(n) }
	yuan := func(f Fen) Decimal { return Decimal(f) * fenToYuan }
	parts := [][2]Decimal{{count(s.City), count(s.Results)}, {count(s.Province), count(s.Results)},
		{yuan(s.AmountCity), yuan(s.Amount)}, {yuan(s.AmountProvince), yuan(s.Amount)},
		{yuan(s.TechnicalCity), yuan(s.Technical)}, {yuan(s.TechnicalProvince), yuan(s.Technical)}}
	variants := make([]Variant, len(TransferVariants))
	for i, term := range TransferVariants {
		v := Variant{Code: term.Code, Name: term.Name, Headline: i == 0, Unit: "%", Numerator: parts[i][0], Denominator: parts[i][1]}
		if r, ok := Ratio(v.Numerator, v.Denominator); ok {
			v.Value = &r
		}
		variants[i] = v
	}
	return variants
}

// LocalTransfer computes all variants of the local transfer rate over the contracts
// given, counting those that are transfers. Two contracts over the same technology are
// one result; money adds up over contracts, in fen.
func LocalTransfer(contracts []Contract) []Variant {
	var s TransferSums
	type result struct{ city, province bool }
	results := map[ID]result{}
	for _, c := range contracts {
		if !c.IsTransfer() {
			continue
		}
		city, province := inDivision(c.Buyer.Division, CityDivision), inDivision(c.Buyer.Division, ProvinceDivision)
		r := results[c.resultID()]
		results[c.resultID()] = result{r.city || city, r.province || province}
		s.Amount, s.Technical = s.Amount+c.Amount, s.Technical+c.TechnicalAmount
		if city {
			s.AmountCity, s.TechnicalCity = s.AmountCity+c.Amount, s.TechnicalCity+c.TechnicalAmount
		}
		if province {
			s.AmountProvince, s.TechnicalProvince = s.AmountProvince+c.Amount, s.TechnicalProvince+c.TechnicalAmount
		}
	}
	for _, r := range results {
		s.Results++
		if r.city {
			s.City++
		}
		if r.province {
			s.Province++
		}
	}
	return TransferRate(s)
}

func (c Contract) resultID() ID {
	if c.TechnologyID.IsZero() {
		return c.ID
	}
	return c.TechnologyID
}
