package workbench

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

// organisations are the names of organisations by id.
func (v *visit) organisations(ids []domain.ID) (map[domain.ID]string, error) {
	found, err := v.DB.OrganisationsByIDs(v.r.Context(), ids)
	names := make(map[domain.ID]string, len(found))
	for _, o := range found {
		names[o.ID] = o.Name
	}
	return names, err
}

// maxRecords bounds the records on the page.
const maxRecords = 50

// records are what a figure is made of, as far as the visitor may read them.
type records struct {
	Head []string
	Rows []recordRow
	Note string // how many more there are
}

// Trail reports whether the visitor may read what was done to the records.
func (r records) Trail() bool { return len(r.Rows) > 0 && r.Rows[0].Audit != "" }

// recordRow is a record, with its page and its audit trail where the visitor may open them.
type recordRow struct {
	Cells       []string
	Href, Audit string
}

func (v *visit) recordRow(of domain.Resource, id domain.ID, path string, cells ...string) recordRow {
	r := recordRow{Cells: cells, Audit: v.reach("/audit?" + url.Values{"resource": {string(of)}, "id": {id.String()}}.Encode())}
	if path != "" {
		r.Href = v.reach(path + id.String())
	}
	return r
}

func (v *visit) records(page *indicatorPage, s domain.Course) error {
	ctx, code := v.r.Context(), s.Indicator.Code
	q, first := page.query, postgres.Page{Limit: maxRecords}
	switch s.Basis {
	case "contracts":
		found, err := v.DB.FigureContracts(ctx, v.actor, page.Plan, code, q, first)
		if err != nil {
			return err
		}
		page.Records.Note = v.left(s.Records, len(found.Items), found.Hidden)
		return v.contractRecords(&page.Records, found)
	case "register":
		found, err := v.DB.FigureEntries(ctx, v.actor, page.Plan, code, q, first)
		if err != nil {
			return err
		}
		page.Records.Note = v.left(s.Records, len(found.Items), found.Hidden)
		return v.entryRecords(&page.Records, found)
	case "reports", "share":
		found, err := v.DB.FigureReports(ctx, v.actor, page.Plan, code, q, first)
		if err != nil {
			return err
		}
		page.Records.Note = v.left(s.Records, len(found.Items), found.Hidden)
		return v.reportRecords(&page.Records, found)
	}
	return nil
}

// left says how many of the records that a figure is made of are not on the page.
func (v *visit) left(all, shown, hidden int) string {
	var notes []string
	if more := all - shown - hidden; more > 0 {
		notes = append(notes, v.say(fmt.Sprintf("只列出最近的 %d 条，另有 %d 条未列出。", shown, more), fmt.Sprintf("The last %d; %d more are not shown.", shown, more)))
	}
	if hidden > 0 {
		notes = append(notes, v.say(fmt.Sprintf("另有 %d 条您无权查看，未列出。", hidden), fmt.Sprintf("%d more are not shown: you may not read them.", hidden)))
	}
	return strings.Join(notes, v.say("", " "))
}

// since marks a record that says something else today than on the day of the figure.
func (v *visit) since(name string, changed bool) string {
	if changed {
		return name + v.say("（此后有变更）", " (changed since)")
	}
	return name
}

func (v *visit) contractRecords(r *records, found postgres.FigureRecords[domain.Contract]) error {
	ids := make([]domain.ID, 0, 2*len(found.Items))
	for _, c := range found.Items {
		ids = append(ids, c.SellerID, c.BuyerID)
	}
	names, err := v.organisations(ids)
	r.Head = []string{v.say("合同", "Contract"), v.say("卖方", "Seller"), v.say("买方", "Buyer"), v.say("成交额", "Value"), v.say("签订日期", "Signed")}
	for _, c := range found.Items {
		r.Rows = append(r.Rows, v.recordRow(domain.Contracts, c.ID, "/contracts/", v.since(c.Title, found.Changed[c.ID]), cmp.Or(c.Seller.Name, names[c.SellerID]), cmp.Or(c.Buyer.Name, names[c.BuyerID]), c.Amount.Display().In(v.lang), c.SignedOn.String()))
	}
	return err
}

func (v *visit) entryRecords(r *records, found postgres.FigureRecords[domain.RegisterEntry]) error {
	ids := make([]domain.ID, len(found.Items))
	for i, e := range found.Items {
		ids[i] = e.OrganisationID
	}
	names, err := v.organisations(ids)
	if err != nil {
		return err
	}
	areas, err := v.DB.AreaNames(v.r.Context())
	r.Head = []string{v.say("条目", "Entry"), v.say("持有单位", "Holder"), v.say("区域", "Area"), v.say("级别", "Level"), v.say("起", "From"), v.say("止", "To")}
	for _, e := range found.Items {
		r.Rows = append(r.Rows, v.recordRow(domain.RegisterEntries, e.ID, "/register-entries/", v.since(cmp.Or(e.Title, e.Number), found.Changed[e.ID]), names[e.OrganisationID], areas[e.Area].In(v.lang), domain.PolicyLevels.Name(e.Level).In(v.lang), e.StartsOn.String(), e.EndsOn.String()))
	}
	return err
}

func (v *visit) reportRecords(r *records, found postgres.FigureRecords[domain.Report]) error {
	units, err := v.unitNames()
	r.Head = []string{v.say("填报单位", "Unit"), v.say("报告期", "Period"), v.say("填报数", "Figure"), v.say("状态", "State"), v.say("通过日期", "Approved")}
	for _, x := range found.Items {
		figure := v.withUnit(x.Value, "")
		if x.Numerator != nil && x.Denominator != nil {
			figure = rounded(*x.Numerator) + " ÷ " + rounded(*x.Denominator)
		}
		r.Rows = append(r.Rows, v.recordRow(domain.Reports, x.ID, "/reports/", units[x.Unit], v.since(x.Period.Code(), found.Changed[x.ID]), figure, domain.ReportStates.Name(string(x.State)).In(v.lang), x.ApprovedOn.String()))
	}
	return err
}
