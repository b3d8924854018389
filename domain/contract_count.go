package domain

import (
	"fmt"
	"slices"
	"strings"
)

// IsTransfer reports whether c counts towards the local transfer rate: it
// transfers a result of a university or institute in the city by transfer,
// licence, development or investment, is registered, and is neither terminated
// nor voided, nor counted in another contract that it repeats.
func (c Contract) IsTransfer() bool {
	kind := c.Kind == "transfer" || c.Kind == "licence" || c.Kind == "development" || c.Equity
	seller := (c.Seller.Kind == University || c.Seller.Kind == Institute) && inDivision(c.Seller.Division, CityDivision)
	return c.CountedIn.IsZero() && c.State == ContractRegistered && c.ResultBased && kind && seller
}

// IsIURAgreement reports whether c counts as a newly signed IUR agreement: signed,
// handed in, and neither refused nor voided, nor counted in another contract that it
// repeats. A later termination does not unsign it.
func (c Contract) IsIURAgreement() bool {
	return c.IUR && c.CountedIn.IsZero() && !c.SignedOn.IsZero() && c.State != ContractDraft && c.State != ContractRefused && c.State != ContractVoided
}

func inDivision(division, prefix string) bool {
	return len(division) >= len(prefix) && division[:len(prefix)] == prefix
}

// OutsidePlans says that c was signed in the period of none of the plans, so that no
// figure of theirs counts it; false when it was, or when it is not known to be signed.
func (c Contract) OutsidePlans(plans []Plan) (Text, bool) {
	if c.SignedOn.IsZero() || len(plans) == 0 {
		return Text{}, false
	}
	var years []string
	for _, p := range slices.Backward(plans) { // the latest comes first
		if p.Period.Has(c.SignedOn) {
			return Text{}, false
		}
		years = append(years, fmt.Sprintf("%d–%d", p.Period.From.Year, p.Period.To.Year))
	}
	return Text{"本合同签订日期在规划期（" + strings.Join(years, "、") + " 年）之外，不计入规划指标。",
		"It was signed outside the period of the plan (" + strings.Join(years, ", ") + "): no indicator counts it."}, true
}
