package domain

// Figure is the value of an indicator for a period, with what it is made of. A nil
// Value means that the figure is not known, never that it is zero.
type Figure struct {
	Indicator   Indicator
	Period      Period
	Value       *Decimal
	Numerator   *Decimal
	Denominator *Decimal
	Target      *Decimal
	TargetYear  int // 0: the plan period as a whole
	AsOf        Date
	Basis       string // "contracts" when computed from records, "" when nothing is reported
	Variants    []Variant
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

// LocalTransfer computes all variants of the local transfer rate over the
// contracts given, counting those that are transfers. Two contracts over the same
// technology are one result; money adds up over contracts, in fen.
func LocalTransfer(contracts []Contract) []Variant {
	variants := make([]Variant, len(TransferVariants))
	for i, term := range TransferVariants {
		variants[i] = Variant{Code: term.Code, Name: term.Name, Headline: i == 0, Unit: "%"}
	}
	type result struct{ city, province bool }
	results := map[ID]result{}
	for _, c := range contracts {
		if !c.IsTransfer() {
			continue
		}
		city, province := inDivision(c.Buyer.Division, CityDivision), inDivision(c.Buyer.Division, ProvinceDivision)
		r := results[c.resultID()]
		results[c.resultID()] = result{r.city || city, r.province || province}
		variants[2].add(c.Amount, city)
		variants[3].add(c.Amount, province)
		variants[4].add(c.TechnicalAmount, city)
		variants[5].add(c.TechnicalAmount, province)
	}
	for _, r := range results {
		variants[0].add(1, r.city)
		variants[1].add(1, r.province)
	}
	for i := range variants {
		v := &variants[i]
		v.finish(i < 2)
	}
	return variants
}

func (c Contract) resultID() ID {
	if c.TechnologyID.IsZero() {
		return c.ID
	}
	return c.TechnologyID
}

// add counts amount, kept raw (results or fen) until finish.
func (v *Variant) add(amount Fen, local bool) {
	v.Denominator += Decimal(amount)
	if local {
		v.Numerator += Decimal(amount)
	}
}

// finish turns raw counts into whole numbers, or fen into yuan, and divides.
func (v *Variant) finish(count bool) {
	scale := Decimal(100) // fen to yuan with four decimals
	if count {
		scale = 10000
	}
	v.Numerator *= scale
	v.Denominator *= scale
	if r, ok := Ratio(v.Numerator, v.Denominator); ok {
		v.Value = &r
	}
}
