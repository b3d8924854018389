package postgres

import "sanku/domain"

type clauseRow struct {
	ID       domain.ID `gorm:"column:id;primaryKey"`
	PolicyID domain.ID `gorm:"column:policy_id"`
	Position int       `gorm:"column:position"`
	Ref      string    `gorm:"column:ref"`
	Heading  string    `gorm:"column:heading"`
	Text     string    `gorm:"column:text"`
	Fields   texts     `gorm:"column:fields"`
	Modes    texts     `gorm:"column:modes"`
}

func (clauseRow) TableName() string { return "clauses" }

func clauseRowOf(policy domain.ID, position int, c domain.Clause) clauseRow {
	return clauseRow{c.ID, policy, position, c.Ref, c.Heading, c.Text, c.Fields, c.Modes}
}

// domain returns the clause without its incentives.
func (r clauseRow) domain() domain.Clause {
	return domain.Clause{ID: r.ID, Ref: r.Ref, Heading: r.Heading, Text: r.Text, Fields: r.Fields, Modes: r.Modes}
}
