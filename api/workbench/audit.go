package workbench

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addAudit() {
	w.add(domain.Text{ZH: "审计记录", EN: "Audit trail"}, Route{Method: http.MethodGet, Path: "/audit", Resource: domain.Audits, Action: domain.Read, serve: w.audit})
}

type auditPage struct {
	Resource, ID, Who, From, To string // asked for
	Resources                   []option
	Rows                        []auditLine
	Next                        string
	Head                        []fact
	One                         *auditOne
}

type auditLine struct {
	At, Who, Did, What, Outcome, Class, Seal, Href string
	Record                                         string // address of the trail of the same record
}

// auditOne is one row in full, with its proof.
type auditOne struct {
	Facts  []fact
	Proof  []fact
	Sealed bool
	Broken bool // the proof does not hold: the trail was tampered with
}

// audit shows who did what, on what and when, the newest first, and whether it is sealed.
func (w *Workbench) audit(v *visit) error {
	ctx, q := v.r.Context(), v.r.URL.Query()
	page := auditPage{Resource: q.Get("resource"), ID: strings.TrimSpace(q.Get("id")), Who: strings.TrimSpace(q.Get("who")), From: q.Get("from"), To: q.Get("to")}
	page.Resources = v.optionsOf(resourceNames, page.Resource)
	filter, err := v.auditFilter(page)
	if err != nil {
		return err
	}
	if page.Head, err = v.auditHead(); err != nil {
		return err
	}
	if row, err := strconv.ParseInt(q.Get("row"), 10, 64); err == nil && row > 0 {
		filter.ID = row
		if page.One, err = v.auditOne(row); err != nil {
			return err
		}
	}
	found, err := w.DB.AuditTrail(ctx, filter, postgres.Page{After: q.Get("after"), Limit: 50})
	if err != nil {
		return err
	}
	if page.Rows, err = v.auditLines(found.Items); err != nil {
		return err
	}
	if found.Next != "" {
		page.Next = v.href("/audit?" + url.Values{"resource": {page.Resource}, "id": {page.ID}, "who": {page.Who}, "from": {page.From}, "to": {page.To}, "after": {found.Next}}.Encode())
	}
	v.page(http.StatusOK, "audit", v.say("审计记录", "Audit trail"), page)
	return nil
}

// auditFilter reads what the page is asked for. A person is a login.
func (v *visit) auditFilter(p auditPage) (postgres.AuditFilter, error) {
	f := postgres.AuditFilter{Kind: p.Resource, Ref: p.ID}
	from, err := domain.ParseDate(p.From)
	to, err2 := domain.ParseDate(p.To)
	if err := errors.Join(err, err2); err != nil {
		return f, domain.Invalid("from", "日期应写作 2006-01-02", "the day must be written like 2006-01-02")
	}
	if !from.IsZero() || !to.IsZero() {
		if f.Days = (domain.Period{From: from, To: to}); to.IsZero() {
			f.Days.To = domain.DateOf(v.DB.Now())
		}
	}
	if p.Who == "" {
		return f, nil
	}
	account, err := v.DB.AccountByLogin(v.r.Context(), p.Who)
	switch {
	case err == nil:
		f.ActorID = account.ID
	case missing(err):
		f.Actor, err = p.Who, nil // of the system, or gone
	}
	return f, err
}

func (v *visit) auditHead() ([]fact, error) {
	head, err := v.DB.AuditHead(v.r.Context())
	if missing(err) {
		return []fact{{v.say("已封存", "Sealed"), v.say("尚无", "Nothing yet")}}, nil
	}
	return []fact{{v.say("已封存", "Sealed"), strconv.FormatInt(head.Size, 10) + v.say(" 条", " rows")}, {v.say("最近封存", "Last sealed"), minute(head.At)},
		{v.say("封存码", "Root of the log"), head.Root.String()}}, err
}

func (v *visit) auditLines(found []postgres.AuditEntry) ([]auditLine, error) {
	ids := make([]int64, len(found))
	for i, e := range found {
		ids[i] = e.ID
	}
	sealed, err := v.DB.Sealed(v.r.Context(), ids)
	var lines []auditLine
	for _, e := range found {
		l := auditLine{At: second(e.At), Who: v.who(e.Actor), Did: actionName(e.Action).In(v.lang), What: resourceNames.Name(e.Kind).In(v.lang), Outcome: outcomeNames.Name(e.Outcome).In(v.lang),
			Seal: v.say("待封存", "Not yet"), Href: v.href(fmt.Sprintf("/audit?row=%d", e.ID))}
		if sealed[e.ID] {
			l.Seal = v.say("已封存", "Sealed")
		}
		if e.Outcome != "done" {
			l.Class = "bad"
		}
		if e.Ref != "" {
			l.Record = v.href("/audit?" + url.Values{"resource": {e.Kind}, "id": {e.Ref}}.Encode())
		}
		lines = append(lines, l)
	}
	return lines, err
}

// who names the public and the parts of the system.
func (v *visit) who(actor string) string {
	if actor == "public" {
		return v.say("未登录者", "Not signed in")
	}
	if part, ok := strings.CutPrefix(actor, "system:"); ok {
		return v.say("系统（", "System (") + part + v.say("）", ")")
	}
	return actor
}

// auditOne is a row in full and what proves it.
func (v *visit) auditOne(row int64) (*auditOne, error) {
	ctx := v.r.Context()
	found, err := v.DB.AuditTrail(ctx, postgres.AuditFilter{ID: row}, postgres.Page{})
	if err != nil {
		return nil, err
	}
	if len(found.Items) == 0 {
		return nil, domain.ErrNotFound
	}
	e, one := found.Items[0], &auditOne{}
	add := func(zh, en, value string) {
		if value != "" {
			one.Facts = append(one.Facts, fact{v.say(zh, en), value})
		}
	}
	add("序号", "Number", strconv.FormatInt(e.ID, 10))
	add("对象编号", "Record", e.Ref)
	if e.Version > 0 {
		add("版本", "Version", strconv.FormatInt(e.Version, 10))
	}
	add("来源地址", "Address", e.Address)
	add("请求编号", "Request", e.RequestID)
	for _, name := range slices.Sorted(maps.Keys(e.Detail)) {
		words := detailNames.Name(name)
		add(words.ZH, words.EN, fmt.Sprint(e.Detail[name]))
	}
	proof, err := v.DB.ProveAudit(ctx, row)
	switch {
	case missing(err):
		return one, nil
	case errors.Is(err, postgres.ErrSealBroken):
		one.Sealed, one.Broken = true, true
		return one, nil
	case err != nil:
		return nil, err
	}
	one.Sealed = true
	one.Proof = []fact{{v.say("在封存链中的位置", "Place in the log"), fmt.Sprintf("%d / %d", proof.N+1, proof.Head.Size)}, {v.say("封存码", "Root of the log"), proof.Head.Root.String()},
		{v.say("证明步数", "Steps of the proof"), strconv.Itoa(len(proof.Proof))}}
	return one, nil
}
