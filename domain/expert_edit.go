package domain

// Edit applies change to what e says; its identity, state and dates stay as they
// are. Those who could not publish e (trusted is false), that is the expert, may not
// change whose expert they are: kind, area and organisation.
func (e *Expert) Edit(trusted bool, change func(*Expert) error) error {
	before := *e
	if err := change(e); err != nil {
		return err
	}
	e.ID, e.Version, e.State, e.Reason, e.SourceKey = before.ID, before.Version, before.State, before.Reason, before.SourceKey
	e.CreatedAt, e.UpdatedAt = before.CreatedAt, before.UpdatedAt
	var c checks
	const zh, en = "须由科技局修改", "is changed by the bureau only"
	c.that(trusted || e.Kind == before.Kind, "kind", zh, en)
	c.that(trusted || e.Area == before.Area, "area", zh, en)
	c.that(trusted || e.OrganisationID == before.OrganisationID, "organisation_id", zh, en)
	if err := c.err(); err != nil {
		return err
	}
	return e.Enter()
}

// Enter makes e fit the state it has, a draft when it has none. What its state
// requires and it lacks is an error.
func (e *Expert) Enter() error {
	if e.State == "" {
		e.State = ExpertDraft
	}
	if e.State == ExpertPublished && len(e.Fields) == 0 {
		return Invalid("fields", "至少一个领域", "needs at least one")
	}
	return nil
}
