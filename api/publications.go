package api

import (
	"context"
	"encoding/json"
	"net/http"

	"sanku/domain"
)

func (a *API) registerPublications() {
	bulletins := collection{"publications", domain.Publications, domain.Text{ZH: "通报", EN: "bulletins"}}
	register(a, bulletins.route(http.MethodGet, "", "list", domain.Read, "查询", "List the"), a.listPublications)
	read(a, bulletins, a.readPublication)
	register(a, bulletins.route(http.MethodGet, "/{id}/figures", "list-figures-of", domain.Read, "所载数据：", "The figures of one of the"), a.publishedFigures)
	preview := bulletins.route(http.MethodPost, "/preview", "preview", domain.Create, "起草并预览", "Draw up, without publishing, one of the")
	preview.status = http.StatusOK
	register(a, preview, a.previewPublication)
	create(a, bulletins, a.createPublication)
}

type publicationsQuery struct {
	Plan string `query:"plan" default:"current" maxLength:"60" zh:"计划代码" doc:"A plan's code, or current."`
}

func (a *API) listPublications(ctx context.Context, in *publicationsQuery) (*page[Publication], error) {
	plan, _, err := a.plan(ctx, PlanQuery{Code: in.Plan})
	if err != nil {
		return nil, err
	}
	found, err := a.db.Publications(ctx, plan.Code)
	return every(found, publicationOf), err
}

func (a *API) readPublication(ctx context.Context, in *Record) (*one[WholePublication], error) {
	p, err := a.db.Publication(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	whole, err := wholePublicationOf(p, requestOf(ctx).lang)
	return oneOf(whole, int64(p.Revision)), err
}

func (a *API) publishedFigures(ctx context.Context, in *Record) (*page[PublishedFigure], error) {
	if _, err := a.db.Publication(ctx, in.ID); err != nil {
		return nil, err
	}
	found, err := a.db.PublishedFigures(ctx, in.ID)
	return every(found, publishedFigureOf), err
}

// PublicationBody is a bulletin as it is asked for.
type PublicationBody struct {
	Plan      string      `json:"plan,omitempty" maxLength:"60" zh:"计划代码" doc:"That in force at the period's end when absent."`
	Period    string      `json:"period" maxLength:"7" zh:"期次" doc:"2024-Q4, or 2024."`
	AsOf      domain.Date `json:"as_of,omitzero" zh:"数据截至" doc:"The day on which records count as they stood; the period's last when absent."`
	Title     string      `json:"title,omitempty" maxLength:"200" zh:"标题" doc:"Made of the plan's and the period's when absent."`
	Number    string      `json:"number,omitempty" maxLength:"100" zh:"文号"`
	Signature string      `json:"signature,omitempty" maxLength:"100" zh:"发文机关署名"`
	Reason    string      `json:"reason,omitempty" maxLength:"1000" zh:"更正理由" doc:"Required of a revision."`
	Revision  int         `json:"revision,omitempty" minimum:"1" zh:"版次" doc:"The revision that a preview has shown: when another has been published meanwhile, nothing is. Absent: the next."`
}

func (a *API) asked(ctx context.Context, b PublicationBody) (plan domain.Plan, p domain.Publication, err error) {
	period, err := domain.ParsePeriod(b.Period)
	if err != nil {
		return plan, p, err
	}
	if b.Plan == "" {
		plan, err = a.db.CurrentPlan(ctx, period.To.Time())
	} else {
		plan, _, err = a.plan(ctx, PlanQuery{Code: b.Plan})
	}
	p = domain.Publication{Period: period, AsOf: b.AsOf, Title: b.Title, Number: b.Number, Signature: b.Signature, Reason: b.Reason, Revision: b.Revision}
	return plan, p.For(plan), err
}

type publicationInput struct{ Body PublicationBody }

func (a *API) previewPublication(ctx context.Context, in *publicationInput) (*body[WholePublication], error) {
	plan, p, err := a.asked(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	if p, err = a.db.PreviewBulletin(ctx, actorOf(ctx), plan, p); err != nil {
		return nil, err
	}
	whole, err := wholePublicationOf(p, requestOf(ctx).lang)
	return &body[WholePublication]{whole}, err
}

func (a *API) createPublication(ctx context.Context, in *publicationInput) (*created[WholePublication], error) {
	plan, p, err := a.asked(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	if p, err = a.db.PublishBulletin(ctx, actorOf(ctx), plan, p); err != nil {
		return nil, err
	}
	whole, err := wholePublicationOf(p, requestOf(ctx).lang)
	return createdIn("publications", p.ID, whole, int64(p.Revision)), err
}

func wholePublicationOf(p domain.Publication, lang string) (WholePublication, error) {
	var b domain.Bulletin
	err := json.Unmarshal(p.Content, &b)
	return WholePublication{Publication: publicationOf(p), Bulletin: bulletinOf(b, lang)}, err
}
