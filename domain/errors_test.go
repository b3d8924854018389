package domain

import (
	"strings"
	"testing"
)

// A name that nothing is seen of is none, and one that turns the direction of text is
// refused; texts of several lines may have what people paste.
func TestTextIsSeen(t *testing.T) {
	for value, why := range map[string]string{
		"示例": "", " 示例\u200b ": "", "👩\u200d🔬": "", "": "required", "\u200b": "required", "\u202e": "direction", " \u200b\ufeff\u3000": "required", "\u3164": "required", "\u2800": "required",
		"\ufe0f": "required", "gpj.\u202eexe": "direction", "示例\u2067": "direction", "a\x00": "invalid", "\xff": "invalid",
	} {
		var c checks
		c.text("name", value, 1, 60)
		err := c.err()
		if (err == nil) != (why == "") || err != nil && !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want %q", value, err, why)
		}
	}
	var c checks
	c.text("problem", "从右到左\u202b的引文\u202c", 1, 20000)
	if err := c.err(); err != nil {
		t.Error(err)
	}
}
