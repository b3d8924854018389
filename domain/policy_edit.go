package domain

// Edit applies change to what p says; its identity, state and dates stay as they
// are. A repealed policy is not changed any more.
func (p *Policy) Edit(change func(*Policy) error) error {
	if p.State == PolicyRepealed {
		return Conflict("已废止，不能再修改", "a repealed policy cannot be changed")
	}
	before := *p
	if err := change(p); err != nil {
		return err
	}
	p.ID, p.Version, p.State, p.Reason, p.SourceKey = before.ID, before.Version, before.State, before.Reason, before.SourceKey
	p.CreatedAt, p.UpdatedAt = before.CreatedAt, before.UpdatedAt
	return p.Enter()
}

// Enter makes p fit the state it has, a draft when it has none. What its state
// requires and it lacks is an error.
func (p *Policy) Enter() error {
	if p.State == "" {
		p.State = PolicyDraft
	}
	if p.State == PolicyPublished && len(p.Clauses) == 0 {
		return Invalid("clauses", "至少一条", "needs at least one")
	}
	return nil
}
