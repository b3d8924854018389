package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// ReviewRound is a listing handed in for review, and what became of it.
type ReviewRound struct {
	Round       int           `json:"round" zh:"轮次"`
	SubmittedAt time.Time     `json:"submitted_at" zh:"提交时间"`
	Decision    string        `json:"decision,omitempty" set:"review_decisions" zh:"结果" doc:"Absent while it waits."`
	Points      []ReviewPoint `json:"points,omitempty" zh:"修改意见"`
	Reason      string        `json:"reason,omitempty" zh:"总的意见"`
	Decider     string        `json:"decider,omitempty" zh:"审核人"`
	DecidedAt   *time.Time    `json:"decided_at,omitempty" zh:"审核时间"`
}

// ReviewPoint is something that a reviewer asks the owner to mend.
type ReviewPoint struct {
	Field string `json:"field" zh:"字段" doc:"One of the sets need_fields or technology_fields."`
	Words string `json:"words" maxLength:"500" zh:"意见"`
}

func reviewRoundOf(r domain.ReviewRound) ReviewRound {
	return ReviewRound{r.Round, r.SubmittedAt, r.Decision, each(r.Points, func(p domain.ReviewPoint) ReviewPoint { return ReviewPoint(p) }), r.Reason, r.Decider, r.DecidedAt}
}

// PendingListing is a need or technology with which something is to be done.
type PendingListing struct {
	Kind         string      `json:"kind" set:"listing_kinds" zh:"类别"`
	ID           domain.ID   `json:"id" zh:"编号"`
	Version      int64       `json:"version" zh:"版本"`
	Title        string      `json:"title" zh:"名称"`
	Field        string      `json:"field,omitempty" set:"fields" zh:"技术领域"`
	Organisation string      `json:"organisation" zh:"单位"`
	Area         string      `json:"area,omitempty" zh:"所属区域"`
	ValidUntil   domain.Date `json:"valid_until,omitzero" zh:"有效期至"`
	Expired      bool        `json:"expired,omitempty" zh:"已过期"`
	SubmittedAt  *time.Time  `json:"submitted_at,omitempty" zh:"提交时间" doc:"Of what waits for review."`
	Round        int         `json:"round,omitempty" zh:"审核轮次"`
	Waiting      int         `json:"waiting,omitempty" zh:"已等待工作日"`
}

// listingKinds name the two kinds of listing.
var listingKinds = domain.Terms{
	{Code: string(domain.Needs), Name: domain.Text{ZH: "需求", EN: "Need"}},
	{Code: string(domain.Technologies), Name: domain.Text{ZH: "成果", EN: "Technology"}},
}

func (a *API) registerReviews() {
	reviews := collection{"reviews", domain.Reviews, domain.Text{ZH: "待审核的需求和成果", EN: "needs and technologies that wait for review"}}
	list(a, reviews, postgres.ReviewSorts, a.listReviews)
	listAt(a, route{id: "list-stale-listings", method: http.MethodGet, path: "/reviews/expiring", resource: domain.Reviews, action: domain.Read, tag: "reviews",
		summary: domain.Text{ZH: "查询临近到期和已过期的需求和成果", EN: "List the needs and technologies that expire soon or have expired"}}, postgres.StaleSorts, a.listStale)
	register(a, route{id: "list-reviews-of-need", method: http.MethodGet, path: "/needs/{id}/reviews", resource: domain.Reviews, action: domain.Read, tag: "needs",
		summary: domain.Text{ZH: "查询需求的审核记录", EN: "List the rounds of review of a need"}}, a.reviewsOfNeed)
	register(a, route{id: "list-reviews-of-technology", method: http.MethodGet, path: "/technologies/{id}/reviews", resource: domain.Reviews, action: domain.Read, tag: "technologies",
		summary: domain.Text{ZH: "查询成果的审核记录", EN: "List the rounds of review of a technology"}}, a.reviewsOfTechnology)
}

type listedQuery struct {
	Page
	Kind           string    `query:"kind" set:"listing_kinds" zh:"类别"`
	Area           string    `query:"area" maxLength:"40" zh:"单位所属区域"`
	OrganisationID domain.ID `query:"organisation_id" zh:"单位"`
}

func (q listedQuery) filter() postgres.ListedFilter {
	return postgres.ListedFilter{Kind: domain.Resource(q.Kind), Area: q.Area, OrganisationID: q.OrganisationID}
}

func (a *API) listReviews(ctx context.Context, in *listedQuery) (*page[PendingListing], error) {
	found, err := a.db.ReviewQueue(ctx, actorOf(ctx), in.filter(), in.store())
	return pageOf(found, func(l domain.PendingListing) PendingListing {
		out := a.pendingListing(l)
		out.SubmittedAt, out.Round, out.Waiting = &l.SubmittedAt, l.Round, l.Waiting
		return out
	}), err
}

func (a *API) listStale(ctx context.Context, in *listedQuery) (*page[PendingListing], error) {
	found, err := a.db.StaleListings(ctx, actorOf(ctx), in.filter(), in.store())
	return pageOf(found, a.pendingListing), err
}

func (a *API) pendingListing(l domain.PendingListing) PendingListing {
	return PendingListing{Kind: string(l.Kind), ID: l.ID, Version: l.Version, Title: l.Title, Field: l.Field, Organisation: l.Organisation, Area: l.Area,
		ValidUntil: l.ValidUntil, Expired: l.Expired(domain.DateOf(a.db.Now()))}
}

func (a *API) reviewsOfNeed(ctx context.Context, in *Record) (*directory[ReviewRound], error) {
	found, err := a.db.ReviewsOfNeed(ctx, actorOf(ctx), in.ID)
	return directoryOf(found, reviewRoundOf), err
}

func (a *API) reviewsOfTechnology(ctx context.Context, in *Record) (*directory[ReviewRound], error) {
	found, err := a.db.ReviewsOfTechnology(ctx, actorOf(ctx), in.ID)
	return directoryOf(found, reviewRoundOf), err
}

// returned is the input of giving a listing back to its owner.
type returned struct {
	Record
	IfMatch
	Body struct {
		Points []ReviewPoint `json:"points,omitempty" maxItems:"30" zh:"修改意见"`
		Reason string        `json:"reason,omitempty" maxLength:"1000" zh:"总的意见" doc:"This or points are required."`
	}
}

func (in *returned) said() domain.Return {
	return domain.Return{Points: each(in.Body.Points, func(p ReviewPoint) domain.ReviewPoint { return domain.ReviewPoint(p) }), Words: in.Body.Reason}
}

func (a *API) returnNeed(ctx context.Context, in *returned) (*one[Need], error) {
	n, err := a.db.ReturnNeed(ctx, actorOf(ctx), in.ID, in.version(), in.said())
	return a.oneNeed(ctx, n, err)
}

func (a *API) returnTechnology(ctx context.Context, in *returned) (*one[Technology], error) {
	t, err := a.db.ReturnTechnology(ctx, actorOf(ctx), in.ID, in.version(), in.said())
	return a.oneTechnology(ctx, t, err)
}

// returning is the step of giving a listing back.
func returning() domain.Step[domain.ListingState] {
	for _, s := range domain.ListingSteps {
		if s.Name == "return" {
			return s
		}
	}
	panic("listings have no step return")
}
