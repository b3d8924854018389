package notify

import "testing"

func TestHasWords(t *testing.T) {
	terms := termsOf("高导热石墨烯散热膜的规模化制备，导热系数 1200 W/(m·K)，用于 OLED 显示")
	for query, want := range map[string]bool{
		"石墨烯": true, "散热膜 石墨烯": true, "石墨烯散热膜": true, "OLED": true, "锂电池": false, "石墨烯 锂电池": false, "": false, "，。": false,
	} {
		if got := hasWords(terms, query); got != want {
			t.Errorf("%q: %v", query, got)
		}
	}
}
