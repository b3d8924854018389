package seeds

import (
	"context"

	"sanku/domain"
	"sanku/domain/postgres"
)

// sampleReveal is a university's request to see more of a blind need, as reveals.jsonl
// gives it, with the owner's answer, if there is one.
type sampleReveal struct {
	Need    string             `json:"need"`
	By      string             `json:"by"`
	Level   domain.RevealLevel `json:"level"`
	Purpose string             `json:"purpose"`
	Granted domain.RevealLevel `json:"granted"` // 0: it waits for an answer
	Answer  string             `json:"answer"`
}

func loadReveals(ctx context.Context, db *postgres.DB, progress func(int)) error {
	ids, err := SampleRecords(ctx, db)
	if err != nil {
		return err
	}
	_, err = loadEach("reveals.jsonl", progress, func(r sampleReveal) error {
		asked := domain.Reveal{NeedID: ids[r.Need], OrganisationID: ids[r.By], Level: r.Level, Purpose: r.Purpose}
		before, err := db.Reveals(ctx, domain.System("seed"), postgres.RevealFilter{NeedID: asked.NeedID, OrganisationID: asked.OrganisationID}, postgres.Page{Limit: 1})
		if err != nil || len(before.Items) > 0 {
			return err
		}
		asked, err = db.AskReveal(ctx, domain.System("seed"), asked)
		if err != nil || r.Granted == 0 {
			return err
		}
		owner := domain.Actor{Login: "system:seed", Roles: []domain.Role{domain.RoleEnterprise}, OrganisationID: asked.OwnerID}
		_, err = db.StepReveal(ctx, owner, asked.ID, asked.Version, "grant", domain.RevealAnswer{Level: r.Granted, Words: r.Answer})
		return err
	})
	return err
}
