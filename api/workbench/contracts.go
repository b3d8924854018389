package workbench

import (
	"net/http"
	"net/url"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addContracts() {
	of := Route{Method: http.MethodGet, Resource: domain.Contracts, Action: domain.Read}
	list, page := of, of
	list.Path, list.serve = "/contracts", w.contracts
	page.Path, page.serve = "/contracts/{id}", w.contractPage
	w.add(domain.Text{ZH: "技术合同", EN: "Contracts"}, list)
	w.addContractForms()
	w.add(domain.Text{}, page)
	w.addContractSteps()
	w.addSuspicions()
}

type contractsPage struct {
	States    []option
	Dues      []option
	New       string // address; "" for those who make none
	Contracts []contractRow
	Next      string
}

type contractRow struct {
	Title, Href, Number, Kind, State, Class, Parties, Amount, Signed, Due string
	Certificate, Estimate                                                 string // addresses; no certificate before registration
}

// contracts lists the contracts that the caller may read, the last changed first, with
// what there is of each on paper.
func (w *Workbench) contracts(v *visit) error {
	q := v.r.URL.Query()
	filter := postgres.ContractFilter{State: q.Get("state"), Due: q.Get("due"), MilestoneOverdue: q.Get("late") == "milestone", PaymentOverdue: q.Get("late") == "payment"}
	found, err := w.DB.Contracts(v.r.Context(), v.actor, filter, postgres.Page{After: q.Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	page := contractsPage{New: v.reach("/contracts/new")}
	for _, t := range domain.ContractStates {
		page.States = append(page.States, option{t.Code, t.Name.In(v.lang), t.Code == filter.State})
	}
	for _, t := range postgres.ContractDues {
		page.Dues = append(page.Dues, option{t.Code, t.Name.In(v.lang), t.Code == filter.Due})
	}
	for _, c := range found.Items {
		at := contractPath(c.ID)
		row := contractRow{Title: c.Title, Href: v.href(at), Number: c.RegistryNumber, Kind: domain.ContractKinds.Name(c.Kind).In(v.lang), State: domain.ContractStates.Name(string(c.State)).In(v.lang), Class: stateClass(c.State),
			Parties: c.Seller.Name + " → " + c.Buyer.Name, Amount: c.Amount.Display().In(v.lang), Signed: c.SignedOn.String(), Due: c.DueOn.String(), Estimate: v.href(at + "/estimate")}
		if c.Certified() {
			row.Certificate = v.href(at + "/certificate")
		}
		page.Contracts = append(page.Contracts, row)
	}
	if found.Next != "" {
		page.Next = v.href("/contracts?" + url.Values{"state": {filter.State}, "due": {filter.Due}, "late": {q.Get("late")}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "contracts", v.say("技术合同", "Contracts"), page)
	return nil
}
