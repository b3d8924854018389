package domain

import "slices"

// maxProposedTargets bounds what a person is asked to look through.
const maxProposedTargets = 50

// proposeTargets finds the figures that are wanted, as far as n does not have them: the
// first 50.
func proposeTargets(n Need, _ []ClinicPassage, _ Date) []ClinicProposal {
	var found []ClinicProposal
	for _, part := range []struct{ field, text string }{{"title", n.Title}, {"problem", n.Problem}, {"background", n.Background}} {
		for _, s := range WishedIn(part.text) {
			if len(found) == maxProposedTargets {
				return found
			}
			q := s.Quantity
			key := q.key()
			if slices.ContainsFunc(n.Targets, func(t Quantity) bool { return t.Name == q.Name }) ||
				slices.ContainsFunc(found, func(p ClinicProposal) bool { return p.Key == key }) {
				continue
			}
			found = append(found, ClinicProposal{Key: key, Field: "targets", Value: Text{q.String(), q.String()},
				Passage: ClinicPassage{Field: part.field, Text: s.Sentence, At: s.At}, apply: func(n *Need) { n.Targets = append(slices.Clone(n.Targets), q) }})
		}
	}
	return found
}

// key is what a proposed target is known by.
func (q Quantity) key() string {
	key := "target=" + q.Name + q.Comparator + trimZeros(*q.Value)
	if q.Upper != nil {
		key += "~" + trimZeros(*q.Upper)
	}
	return key + q.Unit
}
