package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
)

// DismissalBody is what callers say when they want to see no more of a candidate.
type DismissalBody struct {
	Kind        string    `json:"kind" set:"match_kinds" zh:"类别"`
	CandidateID domain.ID `json:"candidate_id" zh:"成果、专家或政策"`
	Reason      string    `json:"reason" set:"dismissal_reasons" zh:"排除原因"`
	Note        string    `json:"note,omitempty" maxLength:"500" zh:"说明" doc:"Required for other."`
}

// Dismissal is a candidate that was dismissed from a need's list.
type Dismissal struct {
	DismissalBody
	By domain.ID `json:"by,omitzero" zh:"办理人"`
	At time.Time `json:"at" zh:"时间"`
}

func dismissalOf(d domain.Dismissal) Dismissal {
	return Dismissal{DismissalBody{d.Kind, d.CandidateID, d.Reason, d.Note}, d.Actor, d.At}
}

func (a *API) registerDismissals() {
	of := func(id, method, path string, action domain.Action, zh, en string) route {
		return route{id: id, method: method, path: "/needs/{id}/dismissals" + path, resource: domain.Matches, action: action, tag: "needs",
			summary: domain.Text{ZH: zh, EN: en}}
	}
	register(a, of("list-dismissals-of-need", http.MethodGet, "", domain.Read, "查询需求方排除的匹配对象", "List the candidates dismissed from a need's list"), a.listDismissals)
	dismiss := of("dismiss-match", http.MethodPost, "", "dismiss", "排除一个匹配对象，不再推荐给该需求", "Dismiss a candidate from a need's list, for good")
	dismiss.status = http.StatusCreated
	register(a, dismiss, a.dismissMatch)
	restore := of("restore-match", http.MethodPost, "/restore", "restore", "撤销排除，重新参与匹配", "Take a dismissal back")
	restore.status = http.StatusNoContent
	register(a, restore, a.restoreMatch)
}

func (a *API) listDismissals(ctx context.Context, in *Record) (*page[Dismissal], error) {
	found, err := a.db.Dismissals(ctx, actorOf(ctx), in.ID)
	return every(found, dismissalOf), err
}

type dismissMatch struct {
	Record
	Body DismissalBody
}

func (a *API) dismissMatch(ctx context.Context, in *dismissMatch) (*body[Dismissal], error) {
	b := in.Body
	d, err := a.db.DismissMatch(ctx, actorOf(ctx), domain.Dismissal{NeedID: in.ID, Kind: b.Kind, CandidateID: b.CandidateID, Reason: b.Reason, Note: b.Note})
	return &body[Dismissal]{Body: dismissalOf(d)}, err
}

type restoreMatch struct {
	Record
	Body struct {
		CandidateID domain.ID `json:"candidate_id" zh:"成果、专家或政策"`
	}
}

func (a *API) restoreMatch(ctx context.Context, in *restoreMatch) (*none, error) {
	return nil, a.db.RestoreMatch(ctx, actorOf(ctx), in.ID, in.Body.CandidateID)
}
