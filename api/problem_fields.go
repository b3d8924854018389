package api

import (
	"regexp"
)

// moneyField matches the paths that the domain gives to amounts.
var moneyField = regexp.MustCompile(`(^|\.)(budget_min|budget_max|price_min|price_max|registered_capital|amount|technical_amount|cap|floor|from|min_amount|max_amount|min_technical)$`)

// asSubmitted is a field's path as callers write it: amounts say that they are in fen.
func asSubmitted(field string) string { return moneyField.ReplaceAllString(field, "${1}${2}_fen") }
