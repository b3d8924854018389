package domain

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
