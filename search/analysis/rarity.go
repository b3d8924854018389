package analysis

// unseen is the rarity of a word that the word list does not have: formulas, model
// numbers, terms of the lexicon.
const unseen = 10

// Rarity is how rare a word is in general Chinese, as the logarithm of its inverse
// document frequency: 公司 3.5, 系统 5, 混凝土 8, 加热炉 11.5. It does not depend on any
// library.
func Rarity(word string) float64 {
	at, d := int32(0), words()
	for _, r := range word {
		next, ok := d.step(at, r)
		if !ok {
			return unseen
		}
		at = next
	}
	n := d.nodes[at]
	switch {
	case n.stop:
		return 0
	case n.cost == infinite, n.cost == lexiconCost:
		return unseen
	}
	return float64(n.cost) - wordCost
}
