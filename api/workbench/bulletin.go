package workbench

import (
	"fmt"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

func (w *Workbench) addBulletins() {
	of := func(path string, serve func(*visit) error) Route {
		return Route{Method: http.MethodGet, Path: path, Resource: domain.Publications, Action: domain.Read, serve: serve}
	}
	w.add(domain.Text{ZH: "通报", EN: "Bulletins"}, of("/bulletins", w.bulletins))
	w.add(domain.Text{}, of("/bulletins/{id}", w.bulletin))
	w.add(domain.Text{}, of("/bulletins/{id}/document", w.bulletinDocument))
	w.add(domain.Text{}, of("/bulletins/{id}/workbook", w.bulletinBook))
	w.addForm(Route{Path: "/bulletins/draft", Resource: domain.Publications, Action: domain.Create, serve: w.draftBulletin})
}

type bulletinsPage struct {
	Rows  []bulletinRow
	Draft string // where a bulletin is drawn up; "" for those who may not
}

type bulletinRow struct{ Title, Href, Code, Published, Reason string }

// bulletins lists what was published of all plans, the latest first.
func (w *Workbench) bulletins(v *visit) error {
	plans, err := w.DB.Plans(v.r.Context())
	if err != nil {
		return err
	}
	var page bulletinsPage
	if domain.Can(v.actor, domain.Create, domain.Publications, domain.Facts{}) {
		page.Draft = v.href("/bulletins/draft")
	}
	for _, plan := range plans {
		all, err := w.DB.Publications(v.r.Context(), plan.Code)
		if err != nil {
			return err
		}
		for _, p := range all {
			page.Rows = append(page.Rows, bulletinRow{p.Heading().In(v.lang), v.href("/bulletins/" + p.ID.String()), v.edition(p), day(p.PublishedAt), p.Reason})
		}
	}
	v.page(http.StatusOK, "bulletins", v.say("通报", "Bulletins"), page)
	return nil
}

// edition names a publication: "2024-Q4" or, of a revision, "2024-Q4 第 2 版".
func (v *visit) edition(p domain.Publication) string {
	if p.Revision == 1 {
		return p.Code
	}
	return fmt.Sprintf(v.say("%s 第 %d 版", "%s, revision %d"), p.Code, p.Revision)
}

// bulletinPage is a bulletin as the page and the document show it: what it says, and
// what is annexed.
type bulletinPage struct {
	domain.Publication
	Edition, Document, Workbook string
	Date                        string      // when it was published
	Others                      []reference // other revisions of it
	Paragraphs                  []paperPart
	Annexes                     []annex
	AsOfLine                    string

	bulletin domain.Bulletin
}

// paperPart is a numbered part of a paper: paragraphs, or points.
type paperPart struct {
	Heading string
	Says    []string
	Points  []paperPoint
}

// paperPoint is a point with the indicator that it is about.
type paperPoint struct {
	N          int
	Text, Href string
}

// readBulletin is the publication of the route, drawn up for reading.
func (v *visit) readBulletin() (page bulletinPage, err error) {
	id, err := v.record()
	if err != nil {
		return page, err
	}
	p, err := v.DB.Publication(v.r.Context(), id)
	if err != nil {
		return page, err
	}
	if page, err = v.drawnUp(p); err != nil {
		return page, err
	}
	all, err := v.DB.Publications(v.r.Context(), p.Plan)
	for _, o := range all {
		if o.Code == p.Code && o.ID != p.ID {
			page.Others = append(page.Others, reference{v.edition(o), v.href("/bulletins/" + o.ID.String())})
		}
	}
	return page, err
}

// drawnUp is a publication, or a draft of one, as it is read.
func (v *visit) drawnUp(p domain.Publication) (page bulletinPage, err error) {
	b, err := postgres.ReadBulletin(p)
	if err != nil {
		return page, err
	}
	at := "/bulletins/" + p.ID.String()
	p.Title = p.Heading().In(v.lang)
	page = bulletinPage{Publication: p, Edition: v.edition(p), Document: v.href(at + "/document"), Workbook: v.href(at + "/workbook"), AsOfLine: v.asOfLine(p), bulletin: b}
	if !p.PublishedAt.IsZero() {
		page.Date = v.longDay(domain.DateOf(p.PublishedAt))
	}
	page.Paragraphs = v.bulletinParts(p, b)
	page.Annexes = v.annexes(p, b)
	return page, nil
}

func (w *Workbench) bulletin(v *visit) error {
	page, err := v.readBulletin()
	if err != nil {
		return err
	}
	v.page(http.StatusOK, "bulletin", page.Title, page)
	return nil
}

func (v *visit) asOfLine(p domain.Publication) string {
	return v.say("数据截至 ", "Records as of ") + p.AsOf.String() + v.say("，以 ", ", as known at ") + minute(p.KnownAt) + v.say(" 已录入的为准。", ".")
}
