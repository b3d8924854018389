package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Notice tells somebody of a match that passed their threshold.
type Notice struct {
	ID             domain.ID  `json:"id" zh:"编号"`
	OrganisationID domain.ID  `json:"organisation_id,omitzero" zh:"收件单位" doc:"To whom: this, expert_id, or the stewards of area."`
	ExpertID       domain.ID  `json:"expert_id,omitzero" zh:"收件专家"`
	Area           string     `json:"area,omitempty" zh:"收件区域"`
	NeedID         domain.ID  `json:"need_id" zh:"需求"`
	Need           string     `json:"need" zh:"需求名称"`
	Kind           string     `json:"kind" set:"match_kinds" zh:"类别"`
	CandidateID    domain.ID  `json:"candidate_id" zh:"成果、专家或政策"`
	Candidate      string     `json:"candidate" zh:"成果、专家或政策名称"`
	Score          float64    `json:"score" zh:"匹配度" doc:"When it was told."`
	CreatedAt      time.Time  `json:"created_at" zh:"通知时间"`
	ReadAt         *time.Time `json:"read_at,omitempty" zh:"阅读时间"`
}

func noticeOf(n postgres.Told) Notice {
	return Notice{n.ID, n.OrganisationID, n.ExpertID, n.Area, n.NeedID, n.Need, n.Kind, n.CandidateID, n.Candidate, n.Score, n.CreatedAt, n.ReadAt}
}

func (a *API) registerNotices() {
	notices := collection{"notices", domain.Notices, domain.Text{ZH: "匹配通知", EN: "notices of matches"}}
	list(a, notices, postgres.NoticeSorts, a.listNotices)
	act(a, notices, domain.MarkRead, domain.Text{ZH: "标为已读", EN: "Mark as read"}, a.readNotice)
	of := func(id, method string, action domain.Action, zh, en string) route {
		return route{id: id, method: method, path: "/notice-thresholds", resource: domain.Notices, action: action, tag: "notices", status: http.StatusOK, summary: domain.Text{ZH: zh, EN: en}}
	}
	register(a, of("list-notice-thresholds", http.MethodGet, domain.Read, "查询通知门槛", "List the thresholds of notices"), a.listThresholds)
	register(a, of("set-notice-threshold", http.MethodPost, domain.Configure, "设定通知门槛", "Set a threshold of notices"), a.setThreshold)
}

type noticesQuery struct {
	Page
	Unread bool `query:"unread" zh:"只看未读"`
}

func (a *API) listNotices(ctx context.Context, in *noticesQuery) (*page[Notice], error) {
	found, err := a.db.Notices(ctx, actorOf(ctx), in.Unread, in.store())
	return pageOf(found, noticeOf), err
}

func (a *API) readNotice(ctx context.Context, in *Record) (*one[Notice], error) {
	n, err := a.db.MarkRead(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &one[Notice]{Body: noticeOf(n)}, nil
}

// NoticeThreshold is the score from which on an organisation hears of matches.
type NoticeThreshold struct {
	OrganisationID domain.ID `json:"organisation_id" zh:"单位"`
	NeedID         domain.ID `json:"need_id,omitzero" zh:"只对该需求"`
	TechnologyID   domain.ID `json:"technology_id,omitzero" zh:"只对该成果"`
	Threshold      *float64  `json:"threshold,omitempty" minimum:"0" maximum:"1" zh:"门槛" doc:"Absent: back to what holds otherwise."`
}

func thresholdOf(t domain.NoticeThreshold) NoticeThreshold {
	return NoticeThreshold{t.OrganisationID, t.NeedID, t.TechnologyID, t.Threshold}
}

func (a *API) listThresholds(ctx context.Context, _ *none) (*directory[NoticeThreshold], error) {
	found, err := a.db.NoticeThresholds(ctx, actorOf(ctx))
	return directoryOf(found, thresholdOf), err
}

type setThreshold struct{ Body NoticeThreshold }

type threshold struct{ Body NoticeThreshold }

func (a *API) setThreshold(ctx context.Context, in *setThreshold) (*threshold, error) {
	b := in.Body
	set, err := a.db.SetNoticeThreshold(ctx, actorOf(ctx), domain.NoticeThreshold{OrganisationID: b.OrganisationID, NeedID: b.NeedID, TechnologyID: b.TechnologyID, Threshold: b.Threshold})
	return &threshold{thresholdOf(set)}, err
}
