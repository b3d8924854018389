package api

import (
	"context"

	"sanku/domain"
)

// Certificate is what anyone may verify of a registered contract by its code.
type Certificate struct {
	Code            string      `json:"code" zh:"核验码"`
	RegistryNumber  string      `json:"registry_number" zh:"登记编号"`
	Registry        string      `json:"registry" zh:"认定登记机构"`
	Seller          string      `json:"seller" zh:"卖方"`
	Buyer           string      `json:"buyer" zh:"买方"`
	Amount          domain.Fen  `json:"amount_fen" zh:"成交额（分）"`
	TechnicalAmount domain.Fen  `json:"technical_amount_fen" zh:"技术交易额（分）"`
	RegisteredOn    domain.Date `json:"registered_on" zh:"登记日期"`
	State           string      `json:"state" set:"contract_states" zh:"状态"`
	Valid           bool        `json:"valid" zh:"有效" doc:"False: the contract has been terminated or voided."`
	EndedOn         domain.Date `json:"ended_on,omitzero" zh:"终止日期"`
}

func (a *API) registerCertificates() {
	register(a, route{id: "read-certificate", method: "GET", path: "/certificates/{code}", resource: domain.Certificates, action: domain.Read, tag: "contracts",
		summary: domain.Text{ZH: "核验登记证明", EN: "Verify a certificate by its code"}}, a.verifyCertificate)
	register(a, route{id: "certificate-of-contract", method: "GET", path: "/contracts/{id}/certificate", resource: domain.Contracts, action: domain.Read, tag: "contracts",
		summary: domain.Text{ZH: "查看合同的登记证明", EN: "Read the certificate of a contract"}}, a.certificateOfContract)
}

type certificateQuery struct {
	Code string `path:"code" maxLength:"40" zh:"核验码" doc:"As the certificate prints it, with or without hyphens."`
}

func (a *API) verifyCertificate(ctx context.Context, in *certificateQuery) (*body[Certificate], error) {
	c, err := a.db.CertificateByCode(ctx, in.Code)
	return &body[Certificate]{Body: certificateOf(c, requestOf(ctx).lang)}, err
}

func (a *API) certificateOfContract(ctx context.Context, in *Record) (*body[Certificate], error) {
	c, err := a.db.Certificate(ctx, actorOf(ctx), in.ID)
	return &body[Certificate]{Body: certificateOf(c, requestOf(ctx).lang)}, err
}

func certificateOf(c domain.Certificate, lang string) Certificate {
	of := c.Contract
	return Certificate{Code: c.Code, RegistryNumber: of.RegistryNumber, Registry: c.Registry.In(lang), Seller: of.Seller.Name, Buyer: of.Buyer.Name,
		Amount: of.Amount, TechnicalAmount: of.TechnicalAmount, RegisteredOn: of.RegisteredOn, State: string(of.State),
		Valid: of.Void() == domain.Text{}, EndedOn: of.EndedOn}
}
