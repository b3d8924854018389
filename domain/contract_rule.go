package domain

import "fmt"

// Effect is what a ground does to the registration of a contract.
type Effect string

// The effects. Refusing and returning grounds stand until the contract is mended; one to
// be explained stands until the clerk says why it is none.
const (
	Refuses Effect = "refuse"
	Returns Effect = "return"
	Explain Effect = "explain"
	Warns   Effect = "warn"
	Awaits  Effect = "await" // stands until the registry itself has done something
)

// Effects name the effects, from the gravest to the lightest.
var Effects = Terms{
	{string(Refuses), Text{"不予登记", "Refused"}},
	{string(Returns), Text{"退回补正", "Returned for changes"}},
	{string(Explain), Text{"须说明理由方可继续", "To be explained"}},
	{string(Awaits), Text{"待登记机构办理", "The registry's to do"}},
	{string(Warns), Text{"提示", "Warning"}},
}

// ContractRule is one rule by which contracts are checked, in force over its period. Its
// code is that of the grounds or suspicions it governs.
type ContractRule struct {
	Code      string
	Effect    Effect // empty for rules of suspicion
	Clause    Text   // the law or measure it comes from
	ValidFrom Date
	ValidTo   Date // zero: until further notice
	Params    RuleParams
}

// RuleParams are the numbers and lists of a rule; which of them it uses depends on its
// code.
type RuleParams struct {
	Kinds      []string            // of organisation, whom the rule concerns
	Proofs     map[string][]string // kind of contract, "" for every one, "import" for imports → proofs
	Phrases    []Phrase
	Words      map[string][]string // kind of contract → words that speak for it
	Titles     []string            // that say nothing of the subject
	Registries []Registry
	Days       int // calendar days; of "limit" and "review" working days
	Near       int // days; of "limit" working days left when the bureau is alarmed
	From       Fen // 技术交易额 from which on a rule holds
	TRL        int // least readiness
	Weights    map[string]float64
	Thresholds []Fen
	Margin     float64 // a share: how near to a threshold, or of amounts that are taken as equal
	Similar    float64 // from which likeness on titles are alike
	Report     float64 // from which score on a suspicion is kept
	Strong     float64 // from which score on it is strong
}

// Phrase is a turn of words that contracts should not hold. Its parts stand in one
// sentence, in order; "…" separates them.
type Phrase struct {
	Pattern string
	Says    Text
}

// Registry is a place where technology contracts are registered (认定登记机构).
type Registry struct {
	Name      Text
	Divisions []string // beginnings of division codes
	Own       bool     // the one that this database serves
}

// Rulebook is all rules, past and present.
type Rulebook []ContractRule

// Rule returns the rule of a code that is in force on a day.
func (rs Rulebook) Rule(code string, on Date) (ContractRule, bool) {
	for _, r := range rs {
		if r.Code == code && !on.Before(r.ValidFrom) && (r.ValidTo.IsZero() || !r.ValidTo.Before(on)) {
			return r, true
		}
	}
	return ContractRule{}, false
}

// Validate reports everything that is wrong with the rules; fields begin with the rule's
// place.
func (rs Rulebook) Validate() error {
	var k checks
	for i, r := range rs {
		at := fmt.Sprintf("rules[%d].", i)
		k.text(at+"code", r.Code, 1, 40)
		k.oneOf(at+"effect", string(r.Effect), Effects, true)
		k.that(!r.ValidFrom.IsZero(), at+"valid_from", "必填", "is required")
		k.that(r.ValidTo.IsZero() || !r.ValidTo.Before(r.ValidFrom), at+"valid_to", "早于起始日期", "is before the start")
		k.that(r.Params.Report <= r.Params.Strong, at+"strong", "不能低于报告线", "is below the score that is reported")
		k.numbers(at, r)
		for _, earlier := range rs[:i] {
			k.that(earlier.Code != r.Code || !earlier.overlaps(r), at+"valid_from", "与同名规则的有效期重叠", "overlaps a rule of the same code")
		}
	}
	return k.err()
}

// numbers checks what clocks run by.
func (k *checks) numbers(at string, r ContractRule) {
	switch r.Code {
	case "limit":
		k.that(r.Params.Days > 0, at+"days", "须大于零", "must be more than zero")
		k.that(r.Params.Near >= 0 && r.Params.Near < max(r.Params.Days, 1), at+"near", "须短于时限", "must be less than days")
	case "review":
		k.that(r.Params.Days > 0, at+"days", "须大于零", "must be more than zero")
		k.that(r.Params.From > 0, at+"from", "须大于零", "must be more than zero")
	case "use_first":
		k.that(r.Params.TRL >= 1 && r.Params.TRL <= 9, at+"trl", "应为 1 至 9", "must be from 1 to 9")
	}
}

func (r ContractRule) overlaps(o ContractRule) bool {
	return (r.ValidTo.IsZero() || !r.ValidTo.Before(o.ValidFrom)) && (o.ValidTo.IsZero() || !o.ValidTo.Before(r.ValidFrom))
}
