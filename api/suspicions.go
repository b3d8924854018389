package api

import (
	"context"
	"net/http"
	"time"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Suspicion is a finding that contracts may inflate the figures.
type Suspicion struct {
	ID        domain.ID `json:"id" zh:"编号"`
	Version   int64     `json:"version" zh:"版本"`
	Kind      string    `json:"kind" set:"suspicion_kinds" zh:"类别"`
	Score     float64   `json:"score" zh:"可疑程度" doc:"From 0 to 1."`
	Contracts []Suspect `json:"contracts" zh:"所涉合同"`
	Clues     []Clue    `json:"clues" zh:"依据"`
	State     string    `json:"state" set:"suspicion_states" zh:"状态"`
	Reason    string    `json:"reason,omitempty" zh:"处理理由"`
	KeptID    domain.ID `json:"kept_id,omitzero" zh:"保留计数的合同"`
	DecidedBy domain.ID `json:"decided_by,omitzero" zh:"处理人"`
	DecidedAt time.Time `json:"decided_at,omitzero" zh:"处理时间"`
	CreatedAt time.Time `json:"created_at" zh:"发现时间"`
	UpdatedAt time.Time `json:"updated_at" zh:"更新时间"`
}

// Suspect is a contract of a suspicion at the version that was looked at.
type Suspect struct {
	ContractID domain.ID `json:"contract_id" zh:"合同"`
	Version    int64     `json:"version" zh:"核查时的版本"`
}

// Clue is a piece of evidence.
type Clue struct {
	Code   string  `json:"code" zh:"代码"`
	Weight float64 `json:"weight" zh:"权重" doc:"What it adds to the score; negative when it speaks against."`
	Says   string  `json:"says" zh:"内容"`
}

func suspicionIn(lang string) func(domain.Suspicion) Suspicion {
	return func(s domain.Suspicion) Suspicion {
		return Suspicion{ID: s.ID, Version: s.Version, Kind: string(s.Kind), Score: s.Score, State: string(s.State), Reason: s.Reason, KeptID: s.Kept,
			Contracts: each(s.Contracts, func(c domain.Suspect) Suspect { return Suspect{c.ID, c.Version} }),
			Clues:     each(s.Clues, func(c domain.Clue) Clue { return Clue{c.Code, c.Weight, c.Says.In(lang)} }),
			DecidedBy: s.DecidedBy, DecidedAt: s.DecidedAt, CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt}
	}
}

func (a *API) registerSuspicions() {
	suspicions := collection{"suspicions", domain.Suspicions, domain.Text{ZH: "虚增嫌疑", EN: "suspicions of inflated figures"}}
	list(a, suspicions, postgres.SuspicionSorts, a.listSuspicions)
	decide := suspicions.route(http.MethodPost, "/{id}/decide", "decide", "decide", "处理", "Decide one of the")
	decide.versioned, decide.status = true, http.StatusOK
	register(a, decide, a.decideSuspicion)
	search := suspicions.route(http.MethodPost, "/search", "search", "search", "重新核查合同，查找", "Look at contracts again for")
	search.status = http.StatusOK
	register(a, search, a.searchSuspicions)
	register(a, route{id: "list-suspicions-of-contract", method: http.MethodGet, path: "/contracts/{id}/suspicions", resource: domain.Suspicions, action: domain.Read, tag: "suspicions",
		summary: domain.Text{ZH: "查询合同的虚增嫌疑", EN: "List the suspicions that concern a contract"}}, a.suspicionsOfContract)
}

type suspicionsQuery struct {
	Page
	State      string    `query:"state" set:"suspicion_states" zh:"状态"`
	Kind       string    `query:"kind" set:"suspicion_kinds" zh:"类别"`
	ContractID domain.ID `query:"contract_id" zh:"所涉合同"`
}

func (a *API) listSuspicions(ctx context.Context, in *suspicionsQuery) (*page[Suspicion], error) {
	found, err := a.db.Suspicions(ctx, actorOf(ctx), postgres.SuspicionFilter{State: in.State, Kind: in.Kind, Contract: in.ContractID}, in.store())
	return pageOf(found, suspicionIn(requestOf(ctx).lang)), err
}

func (a *API) suspicionsOfContract(ctx context.Context, in *Record) (*directory[Suspicion], error) {
	found, err := a.db.SuspicionsOfContract(ctx, actorOf(ctx), in.ID)
	return directoryOf(found, suspicionIn(requestOf(ctx).lang)), err
}

type decideSuspicion struct {
	Record
	IfMatch
	Body struct {
		Decision string    `json:"decision" set:"suspicion_decisions" zh:"处理"`
		Reason   string    `json:"reason" maxLength:"1000" zh:"理由"`
		KeptID   domain.ID `json:"kept_id,omitzero" zh:"保留计数的合同" doc:"The contract in which the others count from today on: required to confirm a duplicate, allowed for a split."`
	}
}

func (a *API) decideSuspicion(ctx context.Context, in *decideSuspicion) (*one[Suspicion], error) {
	s, err := a.db.DecideSuspicion(ctx, actorOf(ctx), in.ID, in.version(), postgres.SuspicionDecision{Name: in.Body.Decision, Reason: in.Body.Reason, Kept: in.Body.KeptID})
	if err != nil {
		return nil, err
	}
	return oneOf(suspicionIn(requestOf(ctx).lang)(s), s.Version), nil
}

type searchSuspicions struct {
	Body struct {
		After domain.ID `json:"after,omitzero" zh:"起点" doc:"The next of the answer before; the first contract when absent."`
	}
}

// Searched is what looking at a batch of contracts again brought.
type Searched struct {
	Body struct {
		Contracts int       `json:"contracts" zh:"核查的合同数"`
		Found     int       `json:"found" zh:"新发现数"`
		Next      domain.ID `json:"next,omitzero" zh:"下一批起点" doc:"Absent when all have been looked at."`
	}
}

func (a *API) searchSuspicions(ctx context.Context, in *searchSuspicions) (*Searched, error) {
	done, err := a.db.Suspect(ctx, actorOf(ctx), in.Body.After)
	if err != nil {
		return nil, err
	}
	var out Searched
	out.Body.Contracts, out.Body.Found, out.Body.Next = done.Contracts, done.Found, done.Next
	return &out, nil
}
