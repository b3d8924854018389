package workbench

import (
	"net/http"
	"net/url"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addContracts() {
	w.add(domain.Text{ZH: "技术合同", EN: "Contracts"}, Route{Method: http.MethodGet, Path: "/contracts", Resource: domain.Contracts, Action: domain.Read, serve: w.contracts})
}

type contractsPage struct {
	Contracts []contractRow
	Next      string
}

type contractRow struct {
	Title, Number, Kind, State, Parties, Amount, Signed string
	Certificate, Estimate                               string // addresses; no certificate before registration
}

// contracts lists the contracts that the caller may read, the last changed first, with
// what there is of each on paper.
func (w *Workbench) contracts(v *visit) error {
	found, err := w.DB.Contracts(v.r.Context(), v.actor, postgres.ContractFilter{}, postgres.Page{After: v.r.URL.Query().Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	var page contractsPage
	for _, c := range found.Items {
		at := "/contracts/" + c.ID.String()
		row := contractRow{Title: c.Title, Number: c.RegistryNumber, Kind: domain.ContractKinds.Name(c.Kind).In(v.lang), State: domain.ContractStates.Name(string(c.State)).In(v.lang),
			Parties: c.Seller.Name + " → " + c.Buyer.Name, Amount: c.Amount.Display().In(v.lang), Signed: c.SignedOn.String(), Estimate: v.href(at + "/estimate")}
		if c.Certified() {
			row.Certificate = v.href(at + "/certificate")
		}
		page.Contracts = append(page.Contracts, row)
	}
	if found.Next != "" {
		page.Next = v.href("/contracts?after=" + url.QueryEscape(found.Next))
	}
	v.page(http.StatusOK, "contracts", v.say("技术合同", "Contracts"), page)
	return nil
}
