package domain

// Overtaken is the first day after today on which a match no longer says what is true,
// since a time to apply for a grant is over then; the zero Date when none is in sight.
func Overtaken(matches []Match, today Date) (first Date) {
	for _, m := range matches {
		for _, g := range m.Grants {
			if g.ApplyBy.IsZero() || g.Closed(today) {
				continue
			}
			if over := g.ApplyBy.AddDays(1); first.IsZero() || over.Before(first) {
				first = over
			}
		}
	}
	return first
}
