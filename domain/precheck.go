package domain

import (
	"fmt"
	"slices"
	"strings"
)

// Precheck is what the check of a contract before registration goes by (预审).
type Precheck struct {
	Contract      Contract
	Rules         Rulebook
	Today         Date
	Seller, Buyer Organisation // as they are recorded now
	Suspicions    []Suspicion  // open ones that concern the contract
}

// Grounds lists every ground at once, in the order of GroundCodes. A rule that is not in
// force on the day is not applied.
func (p Precheck) Grounds() []Ground {
	g := grounds(p.Contract.Grounds(p.Today))
	for _, check := range []struct {
		code  string
		check func(*grounds, ContractRule)
	}{
		{"party", p.party}, {"subject", p.subject}, {"amounts", p.amounts}, {"late", p.late}, {"uscc", p.uscc}, {"registry", p.registry},
		{"proofs", p.proofs}, {"name", p.names}, {"monopoly", p.phrases("monopoly")}, {"infringing", p.phrases("infringing")},
		{"mixed", p.mixed}, {"kind", p.kind}, {"review", p.review}, {"suspicion", p.suspected},
	} {
		if r, ok := p.Rules.Rule(check.code, p.Today); ok {
			check.check(&g, r)
		}
	}
	for i := range g {
		p.ruled(&g[i])
	}
	sortGrounds(g)
	return slices.CompactFunc(g, func(a, b Ground) bool {
		return a.Code == b.Code && a.Field == b.Field && a.Says == b.Says && a.Passage.Text == b.Passage.Text
	})
}

// ruled gives a ground the clause and the effect of its rule.
func (p Precheck) ruled(g *Ground) {
	r, ok := p.Rules.Rule(g.Code, p.Today)
	if !ok {
		return
	}
	g.Clause = r.Clause
	if r.Effect != "" && g.Effect == Returns {
		g.Effect = r.Effect
	}
}

func (p Precheck) party(g *grounds, _ ContractRule) {
	for _, side := range p.sides() {
		name := strings.TrimSpace(side.at.Name)
		g.add(name == "" || strings.Contains(name, "某"), "party", side.field, side.zh+"名称不明确", "the name of the "+side.en+" is unclear")
	}
}

func (p Precheck) subject(g *grounds, r ContractRule) {
	title := fold(p.Contract.Title)
	says := slices.ContainsFunc(r.Params.Titles, func(t string) bool { return fold(t) == title })
	g.add(says || len([]rune(title)) < 4, "subject", "title", "合同名称未写明技术标的", "the title does not say what technology it is about")
}

// amounts holds what Contract.Validate asks of every write too: a contract from elsewhere
// may not have passed there.
func (p Precheck) amounts(g *grounds, _ ContractRule) {
	c := p.Contract
	var deducted, paid Fen
	for _, d := range c.Deductions {
		deducted += min(max(d.Amount, 0), MaxFen)
	}
	for _, i := range c.Payments {
		paid += min(max(i.Amount, 0), MaxFen)
	}
	besides := paid
	for _, m := range c.Milestones {
		besides += min(max(m.Amount, 0), MaxFen)
	}
	g.add(c.TechnicalAmount < 0 || c.TechnicalAmount > c.Amount, "amounts", "technical_amount", "技术交易额应在 0 与成交额之间", "the technical amount lies outside the contract's value")
	g.add(c.Amount-deducted != c.TechnicalAmount, "amounts", "technical_amount", "成交额减去各项扣除（"+deducted.Display().ZH+"）不等于技术交易额", "the value less the deductions ("+deducted.Display().EN+") is not the technical amount")
	g.add(c.TechnicalAmount == 0 && c.Amount > 0, "amounts", "technical_amount", "技术交易额为零，没有可登记的技术部分", "nothing of the contract is technology")
	g.add(paid > c.Amount, "amounts", "payments", "付款安排合计超过成交额", "the payments add up to more than the contract's value")
	if besides > 0 && besides < c.Amount {
		left := (c.Amount - besides).Display()
		*g = append(*g, Ground{Code: "amounts", Field: "payments", Effect: Warns, Says: Text{"付款安排合计比成交额少 " + left.ZH, "the payments fall short of the contract's value by " + left.EN}})
	}
}

func (p Precheck) late(g *grounds, r ContractRule) {
	c := p.Contract
	from := c.SignedOn
	if c.SignedOn.IsZero() || r.Params.Days <= 0 || !c.RegisteredOn.IsZero() {
		return
	}
	g.add(from.AddDays(r.Params.Days).Before(p.Today), "late", "signed_on", fmt.Sprintf("签订已超过 %d 天", r.Params.Days), fmt.Sprintf("it was signed more than %d days ago", r.Params.Days))
	g.add(!c.EndsOn.IsZero() && c.EndsOn.Before(p.Today), "late", "ends_on", "履行期限已届满", "its term is over")
}

type checkedSide struct {
	field, zh, en string
	at            PartyAtSigning
	now           Organisation
}

func (p Precheck) sides() []checkedSide {
	return []checkedSide{
		{"seller_id", "卖方", "seller", p.Contract.Seller, p.Seller},
		{"buyer_id", "买方", "buyer", p.Contract.Buyer, p.Buyer},
	}
}

func (p Precheck) uscc(g *grounds, r ContractRule) {
	for _, side := range p.sides() {
		if !slices.Contains(r.Params.Kinds, side.at.Kind) || IsForeignDivision(side.at.Division) {
			continue
		}
		g.add(side.at.USCC == "", "uscc", side.field, side.zh+"缺少统一社会信用代码", "the "+side.en+" has no unified social credit code")
		g.add(side.at.USCC != "" && CheckUSCC(side.at.USCC) != nil, "uscc", side.field, side.zh+"的统一社会信用代码校验不符", "the "+side.en+"'s unified social credit code does not check")
	}
}

// registry holds that a contract is registered once, by the seller where it is, and an
// import by the domestic buyer.
func (p Precheck) registry(g *grounds, r ContractRule) {
	who := p.sides()[0]
	if IsForeignDivision(who.at.Division) {
		who = p.sides()[1]
	}
	if IsForeignDivision(who.at.Division) {
		g.add(true, "registry", "buyer_id", "双方均在境外，不在国内登记", "both parties are abroad")
		return
	}
	at := slices.IndexFunc(r.Params.Registries, func(y Registry) bool {
		return slices.ContainsFunc(y.Divisions, func(d string) bool { return inDivision(who.at.Division, d) })
	})
	if at >= 0 && r.Params.Registries[at].Own {
		return
	}
	place := Text{who.zh + "所在地（" + who.at.Division + "）的登记机构", "the registry of the " + who.en + "'s place (" + who.at.Division + ")"}
	if at >= 0 {
		place = r.Params.Registries[at].Name
	}
	g.add(true, "registry", who.field, "应由"+who.zh+"向"+place.ZH+"申请登记", "is to be registered by the "+who.en+" at "+place.EN)
}

func (p Precheck) proofs(g *grounds, r ContractRule) {
	c := p.Contract
	wanted := slices.Concat(r.Params.Proofs[""], r.Params.Proofs[c.Kind])
	if IsForeignDivision(c.Seller.Division) {
		wanted = append(wanted, r.Params.Proofs["import"]...)
	}
	if c.Equity {
		wanted = append(wanted, r.Params.Proofs["equity"]...)
	}
	for _, kind := range wanted {
		if kind == "ip_certificate" && (c.IPKind == "know_how" || c.IPKind == "none") {
			continue // there is none
		}
		has := slices.ContainsFunc(c.Proofs, func(f Proof) bool { return f.Kind == kind && (kind != "ip_certificate" || f.Reference != "") })
		name := ProofKinds.Name(kind)
		g.add(!has, "proofs", "proofs", "缺少："+name.ZH, "missing: "+name.EN)
	}
	for _, f := range c.Proofs {
		name := f.Display()
		g.add(!f.Shown(), "proofs", "proofs", name.ZH+"：没有上传文件，也没有写明纸质件由谁保管", name.EN+": there is no file, and nobody is said to keep it on paper")
	}
}

// names compares a party's name in the contract with its registered name, and with that
// on its seal.
func (p Precheck) names(g *grounds, _ ContractRule) {
	for _, side := range p.sides() {
		name := foldName(side.at.Name)
		g.add(side.now.Name != "" && foldName(side.now.Name) != name, "name", side.field,
			"合同所写"+side.zh+"名称“"+side.at.Name+"”与登记名称“"+side.now.Name+"”不一致", "the "+side.en+" is registered under another name")
		for _, seal := range p.Contract.Proofs {
			if seal.Kind == side.en+"_seal" && foldName(seal.Title) != name {
				g.add(true, "name", side.field, side.zh+"印章“"+seal.Title+"”与名称“"+side.at.Name+"”不一致", "the name on the "+side.en+"'s seal is another")
			}
		}
	}
}

// foldName folds what is not part of a name: spaces, and the width of brackets.
func foldName(s string) string {
	return strings.NewReplacer("（", "(", "）", ")", "　", "").Replace(fold(s))
}

func (p Precheck) suspected(g *grounds, r ContractRule) {
	for _, s := range p.Suspicions {
		if s.State == SuspicionOpen && s.Score >= r.Params.Strong {
			name := SuspicionKinds.Name(string(s.Kind))
			g.add(true, "suspicion", "id", "尚有未处理的嫌疑："+name.ZH, "an open suspicion: "+name.EN)
		}
	}
}
