package matching

import "sync"

// cuts keeps the texts that were last cut into words: cutting is the most of explaining
// a match, and the same technology answers many needs. A text that changes is another.
type cuts struct {
	mu            sync.Mutex
	recent, older map[string]words // what is asked for again moves from older to recent
	runes         int              // of the texts in recent
}

// keptRunes bounds the texts in each of recent and older, some 20 bytes a rune.
const keptRunes = 1 << 20

// words is text cut into words, which nobody may change.
func (c *cuts) words(text string) words {
	if w, ok := c.kept(text); ok {
		return w
	}
	w := wordsIn(text)
	c.keep(text, w)
	return w
}

func (c *cuts) kept(text string) (words, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w, ok := c.recent[text]
	if !ok {
		if w, ok = c.older[text]; ok {
			c.add(text, w)
		}
	}
	return w, ok
}

func (c *cuts) keep(text string, w words) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.recent[text]; !ok {
		c.add(text, w)
	}
}

func (c *cuts) add(text string, w words) {
	if c.recent == nil || c.runes+len(w.runes) > keptRunes {
		c.recent, c.older, c.runes = map[string]words{}, c.recent, 0
	}
	c.recent[text] = w
	c.runes += len(w.runes)
}
