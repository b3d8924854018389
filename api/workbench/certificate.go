package workbench

import (
	"errors"
	"html/template"
	"net/http"
	"strings"

	"sanku/domain"
)

func (w *Workbench) addCertificates() {
	of := Route{Method: http.MethodGet, Resource: domain.Contracts, Action: domain.Read}
	page, document := of, of
	page.Path, page.serve = "/contracts/{id}/certificate", w.certificate
	document.Path, document.serve = "/contracts/{id}/certificate.docx", w.certificateDocument
	w.add(domain.Text{}, page)
	w.add(domain.Text{}, document)
	w.add(domain.Text{}, Route{Method: http.MethodGet, Path: "/certificates", Resource: domain.Certificates, Action: domain.Read, serve: w.verify})
}

// certificatePage is a certificate as it is printed.
type certificatePage struct {
	Number   string
	Rows     []fact
	SellerAs string // what the seller of such a contract is called
	BuyerAs  string
	Sellers  []certificateParty
	Buyers   []certificateParty
	Amounts  []certificateAmount
	Registry string
	Date     string
	Code     string
	Verify   string // where the code is verified
	Address  string // of that page, for who has the paper
	QR       template.URL
	picture  []byte // of QR
	Void     string // stamped across; empty while it holds
	Ended    string // since when it no longer holds, and why
	Document string
}

type certificateParty struct{ Name, USCC, Kind, Place string }

type certificateAmount struct{ Name, Yuan, Capital string }

func (w *Workbench) certificate(v *visit) error {
	p, err := v.readCertificate()
	if err == nil {
		v.page(http.StatusOK, "certificate", v.say("技术合同登记证明", "Certificate of registration"), p)
	}
	return err
}

func (v *visit) readCertificate() (certificatePage, error) {
	id, err := v.record()
	if err != nil {
		return certificatePage{}, err
	}
	c, err := v.DB.Certificate(v.r.Context(), v.actor, id)
	if err != nil {
		return certificatePage{}, err
	}
	p := v.certificateOf(c)
	p.Document, p.Verify = v.href("/contracts/"+id.String()+"/certificate.docx"), v.href("/certificates?code="+c.Code)
	p.Address = v.publicly("/certificates?code=" + c.Code)
	if p.picture, err = qrPicture(p.Address); err != nil {
		return p, err
	}
	p.QR = pictureURL(p.picture)
	return p, v.addParties(&p, c.Contract)
}

func (v *visit) certificateOf(c domain.Certificate) certificatePage {
	of := c.Contract
	p := certificatePage{Number: of.RegistryNumber, Registry: c.Registry.In(v.lang), Date: v.date(of.RegisteredOn), Code: c.Code, Void: strings.ToLower(of.Void().In(v.lang))}
	p.SellerAs, p.BuyerAs = v.say("受托方", "contractor"), v.say("委托方", "client")
	switch of.Kind {
	case "transfer":
		p.SellerAs, p.BuyerAs = v.say("让与方", "transferor"), v.say("受让方", "transferee")
	case "licence":
		p.SellerAs, p.BuyerAs = v.say("许可方", "licensor"), v.say("被许可方", "licensee")
	}
	add := func(zh, en, value string) { p.Rows = append(p.Rows, fact{v.say(zh, en), value}) }
	add("项目名称", "Project", of.Title)
	add("合同类型", "Kind", domain.ContractKinds.Name(of.Kind).In(v.lang))
	add("技术领域", "Field", domain.Fields.Name(of.Field).In(v.lang))
	add("知识产权类型", "Intellectual property", domain.IPKinds.Name(of.IPKind).In(v.lang))
	add("计划来源", "Plan source", domain.PlanSources.Name(of.PlanSource).In(v.lang))
	add("签订日期", "Signed on", v.date(of.SignedOn))
	add("登记日期", "Registered on", v.date(of.RegisteredOn))
	add("履行期限", "Term", v.term(of))
	for _, a := range []struct {
		zh, en string
		fen    domain.Fen
	}{{"合同成交额", "Contract value", of.Amount}, {"其中：技术交易额", "Technical value", of.TechnicalAmount}} {
		p.Amounts = append(p.Amounts, certificateAmount{v.say(a.zh, a.en), grouped(a.fen), a.fen.Capital()})
	}
	if p.Void != "" {
		p.Ended = v.say("本合同已于"+v.date(of.EndedOn)+strings.TrimPrefix(p.Void, "已")+"，本证明不再有效。",
			"The contract was "+p.Void+" on "+v.date(of.EndedOn)+". This certificate no longer holds.")
	}
	return p
}

// addParties adds seller and buyer as they were at signing, and further parties as they are.
func (v *visit) addParties(p *certificatePage, c domain.Contract) error {
	areas, err := v.DB.AreaNames(v.r.Context())
	if err != nil {
		return err
	}
	party := func(s domain.PartyAtSigning) certificateParty {
		name, ok := areas[s.Area]
		if !ok {
			name = domain.PlaceOf(s.Division)
		}
		place := name.In(v.lang) + v.say("（", " (") + s.Division + v.say("）", ")")
		return certificateParty{s.Name, s.USCC, domain.OrganisationKinds.Name(s.Kind).In(v.lang), place}
	}
	p.Sellers, p.Buyers = []certificateParty{party(c.Seller)}, []certificateParty{party(c.Buyer)}
	ids := make([]domain.ID, len(c.Parties))
	for i, further := range c.Parties {
		ids[i] = further.OrganisationID
	}
	found, err := v.DB.OrganisationsByIDs(v.r.Context(), ids)
	for _, o := range found {
		side := &p.Buyers
		for _, further := range c.Parties {
			if further.OrganisationID == o.ID && further.Side == "seller" {
				side = &p.Sellers
			}
		}
		*side = append(*side, party(domain.PartyAtSigning{Name: o.Name, USCC: o.USCC, Kind: o.Kind, Area: o.Area, Division: o.Division}))
	}
	return err
}

func (v *visit) term(c domain.Contract) string {
	if c.StartsOn.IsZero() {
		return v.say("至 ", "until ") + v.date(c.EndsOn)
	}
	return v.date(c.StartsOn) + v.say(" 至 ", " to ") + v.date(c.EndsOn)
}

// verification is a code that was asked for and what came of it.
type verification struct {
	Code  string
	Found *certificatePage
	Rows  []fact
	Wrong bool
}

// verify tells whoever has a certificate in hand whether it is one, and what it says.
func (w *Workbench) verify(v *visit) error {
	title, p := v.say("登记证明核验", "Verify a certificate"), verification{Code: v.r.URL.Query().Get("code")}
	if p.Code == "" {
		v.page(http.StatusOK, "certificates", title, p)
		return nil
	}
	c, err := v.DB.CertificateByCode(v.r.Context(), p.Code)
	if errors.Is(err, domain.ErrNotFound) {
		p.Wrong = true
		v.page(http.StatusNotFound, "certificates", title, p)
		return nil
	}
	if err != nil {
		return err
	}
	of, page := c.Contract, v.certificateOf(c)
	p.Code, p.Found = c.Code, &page
	p.Rows = []fact{{v.say("登记编号", "Registry number"), of.RegistryNumber}, {v.say("卖方", "Seller"), of.Seller.Name}, {v.say("买方", "Buyer"), of.Buyer.Name},
		{v.say("登记日期", "Registered on"), page.Date}, {v.say("认定登记机构", "Registry"), page.Registry}}
	v.page(http.StatusOK, "certificates", title, p)
	return nil
}
